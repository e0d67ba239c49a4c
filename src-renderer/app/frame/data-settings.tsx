/** 数据安全: what is checked and copied, what brings it back, and the recovery code. */
import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { AppContract, BackupShown, OutputOf, Task } from '../../../src-shared/contract';
import { MANAGERS } from '../../../src-shared/domain/roles';
import { openRestoring, useSession } from '../../session/session';
import { call, outcomeOf, sentenceOf } from '../../session/workbench';
import { backupWords } from '../../ui/backup-words';
import type { CareReport } from '../../ui/care-notices';
import { when } from '../../ui/format';
import { TaskProgress } from '../../ui/task-progress';
import { RecoveryCode } from '../screens/recovery-code';
import { useBusy } from '../use-busy';

type Report = OutputOf<AppContract, 'store.verify'>;
interface Facts {
  readonly care: CareReport;
  readonly backups: readonly BackupShown[];
}

const lookAtFacts = async (): Promise<Facts> => ({
  care: await call('store.care', {}),
  backups: await call('store.backups', {}),
});

/** Backups shown before “全部”. */
const SHORT = 5;

export function DataSettings() {
  const { message, modal } = App.useApp();
  const role = useSession((state) => state.session?.user.role);
  const manages = role !== undefined && MANAGERS.includes(role);
  const [busy, run] = useBusy();
  const [doing, setDoing] = useState<Task>('verify');
  const [report, setReport] = useState<Report>();
  const [facts, setFacts] = useState<Facts>();
  const refresh = useCallback(
    () => lookAtFacts().then(setFacts, (error: unknown) => void message.error(sentenceOf(error))),
    [message],
  );
  useEffect(() => void refresh(), [refresh]);
  const act = (task: Task, work: () => Promise<void>) =>
    run(async () => {
      setDoing(task);
      try {
        await work();
        setFacts(await lookAtFacts());
      } catch (error) {
        const { type, title } = outcomeOf(error);
        message[type](title);
      }
    });
  const verify = () => act('verify', async () => setReport(await call('store.verify', {})));
  const backUp = () =>
    act('backup', async () => {
      await call('store.backup', {});
      message.success('已备份到本机');
    });
  const backUpOutside = () =>
    act('externalBackup', async () => {
      const { path } = await call('shell.chooseFolder', {
        title: '选择U盘或移动硬盘上的文件夹',
        use: 'save',
      });
      if (path === null) return;
      const { folder, sameDisk } = await call('store.backupTo', { path });
      message.success(`已备份并核对：${folder}`);
      if (sameDisk) message.warning('备份和数据在同一块磁盘上，磁盘损坏时会一起丢失。请再备份到U盘。');
    });
  const restore = () =>
    modal.confirm({
      title: '从备份恢复？',
      content: '先收起所有记录，再选择备份。现在的数据会原样保留，恢复后还可以换回来。',
      okText: '选择备份',
      onOk: () => openRestoring(),
    });
  return (
    <>
      <div className="row">
        <Button disabled={busy} onClick={() => void verify()}>
          校验全部数据
        </Button>
        <Button disabled={busy} onClick={() => void backUp()}>
          立即备份
        </Button>
        <Button type="primary" disabled={busy} onClick={() => void backUpOutside()}>
          外部备份…
        </Button>
      </div>
      <TaskProgress task={doing} active={busy} />
      {report !== undefined && <Findings report={report} />}
      {facts !== undefined && (
        <>
          <OutsideLine care={facts.care} />
          <h4 className="gap-top">本机备份（{facts.backups.length}份）</h4>
          <Backups backups={facts.backups} />
          <p className="faint">
            程序锁定时自动备份，保留最近7份以及近7天每天、近4周每周各一份；备份同样加密。数据文件夹：
            {facts.care.folder}
          </p>
        </>
      )}
      {manages && (
        <div className="row gap-top">
          <Button disabled={busy} onClick={restore}>
            从备份恢复…
          </Button>
          <RenewCode onRenewed={() => void refresh()} />
        </div>
      )}
    </>
  );
}

function OutsideLine({ care: { external, externalOverdue } }: { readonly care: CareReport }) {
  const text =
    external === null
      ? '还没有做过外部备份。请备份到U盘或移动硬盘，电脑丢失或硬盘损坏时靠它恢复。'
      : `上次外部备份：${when(external.at)}，${external.folder}${external.changed ? '；此后又有改动' : ''}`;
  return externalOverdue === null ? (
    <p>{text}</p>
  ) : (
    <Alert type="warning" showIcon className="gap-top" title={text} />
  );
}

function Backups({ backups }: { readonly backups: readonly BackupShown[] }) {
  const [all, setAll] = useState(false);
  if (backups.length === 0) return <p className="faint">还没有备份。</p>;
  return (
    <>
      <ul className="plain">
        {(all ? backups : backups.slice(0, SHORT)).map((backup) => (
          <li key={backup.name}>{backupWords(backup)}</li>
        ))}
      </ul>
      {!all && backups.length > SHORT && (
        <Button type="link" onClick={() => setAll(true)}>
          全部{backups.length}份
        </Button>
      )}
    </>
  );
}

/** What the check found; a signature that no longer stands is no damage, and is told by itself. */
function Findings({ report }: { readonly report: Report }) {
  return (
    <>
      <Damage report={report} />
      {report.changed.length > 0 && (
        <Alert
          className="gap-top"
          type="warning"
          showIcon
          title={`有${report.changed.length}处签署已失效，请查看后重新办理`}
          description={<ProblemList problems={report.changed} />}
        />
      )}
    </>
  );
}

const ProblemList = ({ problems }: { readonly problems: Report['problems'] }) => (
  <ul>
    {problems.slice(0, 20).map((problem, index) => (
      <li key={index}>
        {problem.place}：{problem.message}
      </li>
    ))}
  </ul>
);

function Damage({ report }: { readonly report: Report }) {
  return (
    <Alert
      className="gap-top"
      type={report.ok ? 'success' : 'error'}
      showIcon
      title={
        report.ok
          ? '校验无误：每条记录都能打开，与日志一致'
          : `发现${report.problems.length}处问题，请立即告知联络员，先不要继续使用`
      }
      description={report.problems.length > 0 && <ProblemList problems={report.problems} />}
    />
  );
}

/** A new recovery code, by the passphrase; the old one is void from then on. */
function RenewCode({ onRenewed }: { readonly onRenewed: () => void }) {
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState<string>();
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const renew = ({ passphrase }: { passphrase: string }) =>
    run(async () => {
      setFault(undefined);
      try {
        setCode((await call('vault.renewRecoveryCode', { passphrase })).recoveryCode);
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  const close = () => {
    setOpen(false);
    setCode(undefined);
    setFault(undefined);
  };
  const kept = () => {
    void call('vault.keepRecoveryCode', {}).then(onRenewed, onRenewed);
    close();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>更换恢复码…</Button>
      <Modal
        open={open}
        title={code === undefined ? '更换恢复码' : '请保存新的恢复码'}
        footer={null}
        // Once the old code is void, the new one must not be clicked away by accident.
        closable={code === undefined}
        mask={{ closable: false }}
        keyboard={code === undefined}
        onCancel={close}
        destroyOnHidden
      >
        {code === undefined ? (
          <Form
            layout="vertical"
            requiredMark={false}
            disabled={busy}
            onFinish={(values) => void renew(values)}
          >
            <p>更换后，原来打印的恢复码立即作废。</p>
            <Form.Item name="passphrase" label="您的口令" rules={[{ required: true, message: '请输入口令' }]}>
              <Input.Password autoFocus autoComplete="off" maxLength={200} />
            </Form.Item>
            {fault !== undefined && (
              <Alert type="error" showIcon title={fault} className="gap" role="alert" />
            )}
            <Button type="primary" htmlType="submit" loading={busy}>
              更换
            </Button>
          </Form>
        ) : (
          <RecoveryCode code={code} onKept={kept} />
        )}
      </Modal>
    </>
  );
}
