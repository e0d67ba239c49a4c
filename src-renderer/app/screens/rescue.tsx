/** Ways on from a vault that will not open: a backup in its place, or opening what was changed. Nothing is deleted. */
import { Alert, Button, Form, Input, Radio } from 'antd';
import { useEffect, useState } from 'react';
import type { BackupShown } from '../../../src-shared/contract';
import { refreshStatus, signedIn, useSession } from '../../session/session';
import { call, outcomeOf, sentenceOf, type Outcome } from '../../session/workbench';
import { backupWords } from '../../ui/backup-words';
import { TaskProgress } from '../../ui/task-progress';
import { useBusy } from '../use-busy';
import { Plate } from './plate';
import { RestoreOutside } from './restore-outside';

interface Credentials {
  readonly name?: string;
  readonly passphrase: string;
}

const named = ({ name, passphrase }: Credentials): Credentials => ({
  passphrase,
  ...(name?.trim() ? { name: name.trim() } : {}),
});

/** Name and passphrase once more: nobody changes what is kept without them. */
function CredentialFields() {
  const nameRequired = useSession((state) => state.nameRequired);
  return (
    <>
      <Form.Item
        name="name"
        label={nameRequired ? '姓名' : '姓名（只有一位使用者的可不填）'}
        rules={nameRequired ? [{ required: true, whitespace: true, message: '请填写姓名' }] : []}
      >
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item name="passphrase" label="口令" rules={[{ required: true, message: '请输入口令' }]}>
        <Input.Password autoComplete="off" maxLength={200} />
      </Form.Item>
    </>
  );
}

interface ScreenProps {
  readonly onBack: () => void;
}

/** What may take the place of the present data: backups of this computer, and what earlier restores set aside. */
interface Choices {
  readonly backups: readonly BackupShown[];
  readonly replaced: readonly BackupShown[];
}

const lookForChoices = async (): Promise<Choices> => ({
  backups: await call('store.backups', {}),
  replaced: await call('store.replaced', {}),
});

export function RestoreBackup({ onBack }: ScreenProps) {
  const [choices, setChoices] = useState<Choices>();
  const [outside, setOutside] = useState(false);
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<Outcome>();
  const [kept, setKept] = useState<string>();
  useEffect(() => {
    lookForChoices().then(setChoices, (error: unknown) => setFault(outcomeOf(error)));
  }, []);
  const restore = ({ chosen, ...values }: Credentials & { chosen: string }) =>
    run(async () => {
      setFault(undefined);
      const who = named(values);
      const replaced = choices!.replaced.find(({ name }) => `replaced/${name}` === chosen);
      try {
        const done = replaced
          ? await call('store.restoreReplaced', { replaced: replaced.name, ...who })
          : await call('store.restore', { backup: chosen, ...who });
        setKept(done.replaced);
      } catch (error) {
        setFault(outcomeOf(error));
      }
    });
  if (outside) return <RestoreOutside onBack={() => setOutside(false)} />;
  if (kept !== undefined) {
    return (
      <Plate
        title="已用备份恢复"
        lead={`原来的数据没有删除，保留为“${kept}”，需要时可以再换回来。备份之后录入的内容需要补录。`}
      >
        <Button type="primary" size="large" block autoFocus onClick={() => void refreshStatus()}>
          去解锁
        </Button>
      </Plate>
    );
  }
  const options = choices && [
    ...choices.backups.map((backup) => ({ value: backup.name, label: backupWords(backup) })),
    ...choices.replaced.map((backup) => ({
      value: `replaced/${backup.name}`,
      label: `恢复前的数据，${backupWords(backup)}`,
    })),
  ];
  return (
    <Plate title="用备份恢复" lead="选一个备份替换现在的数据；现在的数据会原样保留，不会删除。">
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={(values) => void restore(values)}
      >
        {options?.length === 0 && <Alert type="warning" showIcon title="本机没有找到备份" className="gap" />}
        {options !== undefined && options.length > 0 && (
          <>
            <Form.Item
              name="chosen"
              label="备份"
              initialValue={options[0]?.value}
              rules={[{ required: true, message: '请选择一个备份' }]}
            >
              <Radio.Group className="backups" options={options} />
            </Form.Item>
            <CredentialFields />
          </>
        )}
        {fault !== undefined && <Alert {...fault} showIcon className="gap" role="alert" />}
        {options !== undefined && options.length > 0 && (
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {busy ? '正在恢复…' : '恢复'}
          </Button>
        )}
        <Button block className="gap-top" onClick={() => setOutside(true)}>
          用U盘等处的外部备份…
        </Button>
        <Button type="link" block className="gap-top" onClick={onBack}>
          返回
        </Button>
      </Form>
      <TaskProgress task="restore" active={busy} />
    </Plate>
  );
}

/** Opens files that are not as they were left, once somebody has looked into why, and if they verify as whole. */
export function OpenAltered({ onBack }: ScreenProps) {
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const open = (values: Credentials) =>
    run(async () => {
      setFault(undefined);
      try {
        await signedIn(await call('store.openAltered', named(values)));
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  return (
    <Plate
      title="核对后打开"
      lead="确认改动有正当来由（如恢复过备份）后再打开。程序先校验全部数据，校验无误才会打开。"
    >
      <Form layout="vertical" requiredMark={false} disabled={busy} onFinish={(values) => void open(values)}>
        <CredentialFields />
        {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {busy ? '正在校验…' : '校验并打开'}
        </Button>
        <Button type="link" block className="gap-top" onClick={onBack}>
          返回
        </Button>
      </Form>
    </Plate>
  );
}
