/** The way back in without the passphrase: a new one, by the recovery code on paper. */
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refreshStatus, useSession } from '../../session/session';
import { call, CallFailed, sentenceOf } from '../../session/workbench';
import { useBusy } from '../use-busy';
import { PassphraseFields } from './passphrase-fields';
import { Plate } from './plate';
import { RecoveryCode } from './recovery-code';

interface Recovery {
  readonly name?: string;
  readonly code: string;
  readonly passphrase: string;
}

export function RecoverScreen({ onBack }: { readonly onBack: () => void }) {
  const nameRequired = useSession((state) => state.nameRequired);
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const [nextCode, setNextCode] = useState<string>();
  const recover = ({ name, code, passphrase }: Recovery) =>
    run(async () => {
      setFault(undefined);
      try {
        const done = await call('vault.recover', {
          code: code.trim(),
          newPassphrase: passphrase,
          ...(name?.trim() ? { name: name.trim() } : {}),
        });
        setNextCode(done.recoveryCode);
      } catch (error) {
        setFault(
          error instanceof CallFailed && error.code === 'CONTRACT_BAD_INPUT'
            ? '恢复码的格式不对，请对照纸上的恢复码核对后重输。'
            : sentenceOf(error),
        );
      }
    });
  if (nextCode !== undefined) {
    return (
      <Plate title="口令已重设，请保存新的恢复码" lead="原来的恢复码从现在起作废。">
        <RecoveryCode
          code={nextCode}
          onKept={() => {
            // Counts for the next unlocking; where it fails, 今日 goes on asking for it.
            void call('vault.keepRecoveryCode', {}).catch(() => undefined);
            void refreshStatus();
            onBack();
          }}
        />
      </Plate>
    );
  }
  return (
    <Plate title="用恢复码重设口令" lead="请输入建立数据时打印的恢复码，再设一个新口令。记录不会改动。">
      <Form<Recovery>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={(values) => void recover(values)}
      >
        {nameRequired && (
          <Form.Item
            name="name"
            label="姓名"
            rules={[{ required: true, whitespace: true, message: '本机有多位使用者，请填写姓名' }]}
          >
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item
          name="code"
          label="恢复码"
          extra="不分大小写，横线可以不输"
          rules={[{ required: true, whitespace: true, message: '请输入恢复码' }]}
        >
          <Input autoFocus className="code-input" autoComplete="off" maxLength={100} />
        </Form.Item>
        <PassphraseFields label="新口令" />
        {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {busy ? '正在重设…' : '重设口令'}
        </Button>
        <Button type="link" block onClick={onBack} className="gap-top">
          返回
        </Button>
      </Form>
    </Plate>
  );
}
