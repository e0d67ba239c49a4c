/** Settings: look, automatic lock, passphrase, people, and the care of the data. */
import { Alert, App, Button, Drawer, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AppContract, OutputOf } from '../../../src-shared/contract';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { People } from './people-settings';
import { PassphraseFields } from '../screens/passphrase-fields';
import { MANAGERS } from '../../../src-shared/domain/roles';
import { TaskProgress } from '../../ui/task-progress';
import { useBusy } from '../use-busy';
import { DisplaySettings, IdleMinutes } from './display-settings';

export function SettingsDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const role = useSession((state) => state.session?.user.role);
  return (
    <Drawer open={open} onClose={onClose} title="设置" size={520} destroyOnHidden>
      <Block title="显示">
        <DisplaySettings />
      </Block>
      <Block title="自动锁定">
        <IdleMinutes />
      </Block>
      <Block title="修改口令">
        <ChangePassphrase />
      </Block>
      {role !== undefined && MANAGERS.includes(role) && (
        <Block title="使用者">
          <People />
        </Block>
      )}
      <Block title="数据">
        <DataCare />
      </Block>
    </Drawer>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="setting">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function ChangePassphrase() {
  const { message } = App.useApp();
  const [form] = Form.useForm<{ current: string; passphrase: string; again: string }>();
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const change = ({ current, passphrase }: { current: string; passphrase: string }) =>
    run(async () => {
      setFault(undefined);
      try {
        await call('vault.changePassphrase', { current, next: passphrase });
        form.resetFields();
        message.success('口令已修改，下次解锁请用新口令');
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  return (
    <Form
      name="change-passphrase"
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={(values) => void change(values)}
    >
      <Form.Item name="current" label="现在的口令" rules={[{ required: true, message: '请输入现在的口令' }]}>
        <Input.Password autoComplete="off" maxLength={200} />
      </Form.Item>
      <PassphraseFields label="新口令" />
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
      <Button htmlType="submit" loading={busy}>
        修改口令
      </Button>
    </Form>
  );
}

type Report = OutputOf<AppContract, 'store.verify'>;

function DataCare() {
  const { message } = App.useApp();
  const [busy, run] = useBusy();
  const [report, setReport] = useState<Report>();
  const act = (work: () => Promise<void>) =>
    run(async () => {
      try {
        await work();
      } catch (error) {
        message.error(sentenceOf(error));
      }
    });
  return (
    <>
      <div className="row">
        <Button
          loading={busy}
          onClick={() => void act(async () => setReport(await call('store.verify', {})))}
        >
          校验全部数据
        </Button>
        <Button
          disabled={busy}
          onClick={() =>
            void act(async () => {
              const { name } = await call('store.backup', {});
              message.success(`已备份：${name}`);
            })
          }
        >
          立即备份
        </Button>
      </div>
      <TaskProgress task="verify" active={busy} />
      {report !== undefined && (
        <Alert
          className="gap-top"
          type={report.ok ? 'success' : 'error'}
          showIcon
          title={
            report.ok
              ? '校验无误：每条记录都能打开，与日志一致'
              : `发现${report.problems.length}处问题，请立即告知联络员，先不要继续使用`
          }
          description={
            report.problems.length > 0 && (
              <ul>
                {report.problems.slice(0, 20).map((problem, index) => (
                  <li key={index}>
                    {problem.place}：{problem.message}
                  </li>
                ))}
              </ul>
            )
          }
        />
      )}
      <p className="faint">程序每天自动备份，备份同样加密。</p>
    </>
  );
}
