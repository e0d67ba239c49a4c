/** A backup from a stick or another disk, on a fresh computer or in the place of what is there. */
import { Alert, Button, Form, Input, Radio, Segmented } from 'antd';
import { useState } from 'react';
import type { AppContract, OutputOf } from '../../../src-shared/contract';
import { refreshStatus } from '../../session/session';
import { call } from '../../session/workbench';
import { backupWords } from '../../ui/backup-words';
import { TaskProgress } from '../../ui/task-progress';
import { useAttempt } from '../use-busy';
import { PassphraseFields } from './passphrase-fields';
import { Plate } from './plate';
import { RecoveryCode } from './recovery-code';

type Found = OutputOf<AppContract, 'store.lookAt'>;
type Way = 'passphrase' | 'code';

interface Answers {
  readonly backup: string;
  readonly name?: string;
  readonly current?: string;
  readonly code?: string;
  readonly passphrase?: string;
}

export function RestoreOutside({ onBack }: { readonly onBack: () => void }) {
  const [path, setPath] = useState<string>();
  const [found, setFound] = useState<Found>([]);
  const [way, setWay] = useState<Way>('passphrase');
  const { busy, fault, attempt } = useAttempt();
  const [done, setDone] = useState<{ readonly code?: string }>();
  const choose = () =>
    attempt(async () => {
      const chosen = await call('shell.chooseFolder', { title: '选择外部备份所在的文件夹', use: 'open' });
      if (chosen.path === null) return;
      setFound(await call('store.lookAt', { path: chosen.path }));
      setPath(chosen.path);
    });
  const restore = ({ backup, name, current, code, passphrase }: Answers) =>
    attempt(async () => {
      const who = { path: path!, backup, ...(name?.trim() ? { name: name.trim() } : {}) };
      const proof =
        way === 'code' ? { code: code!.trim(), newPassphrase: passphrase! } : { passphrase: current! };
      setDone({ code: (await call('store.restoreFrom', { ...who, ...proof })).recoveryCode });
    });
  if (done?.code !== undefined) {
    return (
      <Plate title="已恢复，请保存新的恢复码" lead="口令已重设；原来的恢复码从现在起作废。">
        <RecoveryCode
          code={done.code}
          onKept={() => void call('vault.keepRecoveryCode', {}).finally(() => refreshStatus())}
        />
      </Plate>
    );
  }
  if (done !== undefined) {
    return (
      <Plate title="已用外部备份恢复" lead="备份之后录入的内容需要补录。">
        <Button type="primary" size="large" block autoFocus onClick={() => void refreshStatus()}>
          去解锁
        </Button>
      </Plate>
    );
  }
  return (
    <Plate
      title="用外部备份恢复"
      lead="插上存有备份的U盘或移动硬盘，选择备份所在的文件夹（名为“巡察数据备份-…”，或它所在的文件夹）。"
    >
      <Form<Answers>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={(values) => void restore(values)}
      >
        <Button block onClick={() => void choose()} autoFocus>
          {path === undefined ? '选择文件夹…' : '另选文件夹…'}
        </Button>
        {path !== undefined && found.length === 0 && (
          <Alert
            type="warning"
            showIcon
            className="gap-top"
            title="这个文件夹里没有找到备份"
            description={path}
          />
        )}
        {found.length > 0 && (
          <>
            <Form.Item
              name="backup"
              label="备份"
              className="gap-top"
              initialValue={found[0]?.id}
              rules={[{ required: true, message: '请选择一个备份' }]}
            >
              <Radio.Group
                className="backups"
                options={found.map((backup) => ({ value: backup.id, label: backupWords(backup) }))}
              />
            </Form.Item>
            <Form.Item label="打开备份">
              <Segmented<Way>
                value={way}
                onChange={setWay}
                options={[
                  { value: 'passphrase', label: '用备份时的口令' },
                  { value: 'code', label: '用恢复码' },
                ]}
              />
            </Form.Item>
            <Form.Item name="name" label="姓名（只有一位使用者的可不填）">
              <Input autoComplete="off" maxLength={40} />
            </Form.Item>
            {way === 'passphrase' ? (
              <Form.Item name="current" label="口令" rules={[{ required: true, message: '请输入口令' }]}>
                <Input.Password autoComplete="off" maxLength={200} />
              </Form.Item>
            ) : (
              <>
                <Form.Item
                  name="code"
                  label="恢复码"
                  extra="不分大小写，横线可以不输"
                  rules={[{ required: true, whitespace: true, message: '请输入恢复码' }]}
                >
                  <Input className="code-input" autoComplete="off" maxLength={100} />
                </Form.Item>
                <PassphraseFields label="新口令" />
              </>
            )}
            <Button type="primary" htmlType="submit" size="large" block loading={busy}>
              {busy ? '正在恢复…' : '恢复'}
            </Button>
          </>
        )}
        {fault !== undefined && <Alert {...fault} showIcon className="gap-top" role="alert" />}
        <Button type="link" block className="gap-top" onClick={onBack}>
          返回
        </Button>
      </Form>
      <TaskProgress task="restore" active={busy} />
    </Plate>
  );
}
