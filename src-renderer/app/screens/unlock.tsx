/** The unlock screen: passphrase, name where there are several people, the wait after wrong tries, the way back in. */
import { Alert, Button, Form, Input, type InputRef } from 'antd';
import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import type { LockReason } from '../../../src-shared/contract';
import { refreshStatus, showTrouble, signedIn, useSession } from '../../session/session';
import { call, CallFailed, sentenceOf } from '../../session/workbench';
import { useBusy } from '../use-busy';
import { PassphraseFields } from './passphrase-fields';
import { Plate } from './plate';
import { RecoveryCode } from './recovery-code';

const LOCK_WORDS: Readonly<Record<LockReason, string | undefined>> = {
  user: undefined,
  idle: '因长时间没有操作，已自动锁定。',
  suspend: '电脑睡眠时已自动锁定。',
  screen: '电脑锁屏时已自动锁定。',
  fault: '程序遇到故障，已锁定。此前已保存的内容不受影响，请重新解锁。',
};

export function UnlockScreen() {
  const [recovering, setRecovering] = useState(false);
  return recovering ? (
    <Recover onBack={() => setRecovering(false)} />
  ) : (
    <Unlock onForgotten={() => setRecovering(true)} />
  );
}

/** Seconds left of a wait, counted down on the screen. */
function useSecondsUntil(until: number): number {
  const everyQuarter = useCallback(
    (changed: () => void) => {
      if (until <= Date.now()) return () => {};
      const timer = setInterval(changed, 250);
      return () => clearInterval(timer);
    },
    [until],
  );
  return useSyncExternalStore(everyQuarter, () => Math.max(0, Math.ceil((until - Date.now()) / 1000)));
}

function Unlock({ onForgotten }: { readonly onForgotten: () => void }) {
  const { nameRequired, waitUntil, appInfo } = useSession();
  const [form] = Form.useForm<{ name?: string; passphrase: string }>();
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const passphrase = useRef<InputRef>(null);
  const wait = useSecondsUntil(waitUntil);
  const reason = appInfo?.lastLockReason;
  const unlock = (values: { name?: string; passphrase: string }) =>
    run(async () => {
      setFault(undefined);
      try {
        const name = values.name?.trim();
        signedIn(await call('vault.unlock', { passphrase: values.passphrase, ...(name ? { name } : {}) }));
      } catch (error) {
        if (showTrouble(error)) return;
        setFault(sentenceOf(error));
        form.setFieldValue('passphrase', '');
        // How long to wait after wrong tries is the vault's to tell.
        await refreshStatus();
        passphrase.current?.focus();
      }
    });
  return (
    <Plate title="解锁" lead={reason === undefined ? undefined : LOCK_WORDS[reason]}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void unlock(values)}>
        {nameRequired && (
          <Form.Item
            name="name"
            label="姓名"
            rules={[{ required: true, whitespace: true, message: '本机有多位使用者，请填写姓名' }]}
          >
            <Input autoFocus maxLength={40} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="passphrase" label="口令" rules={[{ required: true, message: '请输入口令' }]}>
          <Input.Password ref={passphrase} autoFocus={!nameRequired} autoComplete="off" maxLength={200} />
        </Form.Item>
        {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={wait > 0}>
          {wait > 0 ? `请等待${wait}秒后再试` : busy ? '正在解锁…' : '解锁'}
        </Button>
        <Button type="link" block onClick={onForgotten} className="gap-top">
          忘记口令，用恢复码重设
        </Button>
      </Form>
    </Plate>
  );
}

interface Recovery {
  readonly name?: string;
  readonly code: string;
  readonly passphrase: string;
}

function Recover({ onBack }: { readonly onBack: () => void }) {
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
            void refreshStatus();
            onBack();
          }}
        />
      </Plate>
    );
  }
  return (
    <Plate title="用恢复码重设口令" lead="请输入建立数据库时打印的恢复码，再设一个新口令。记录不会改动。">
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
