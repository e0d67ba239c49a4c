/** Settings: look, automatic lock, passphrase, people, and the care of the data. */
import { DeleteOutlined } from '@ant-design/icons';
import { Alert, App, Button, Drawer, Form, Input, Popconfirm, Select } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { AppContract, OutputOf, SessionUser } from '../../../src-shared/contract';
import { ROLE_LABELS, type Role } from '../../../src-shared/domain/roles';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { PassphraseFields } from '../screens/passphrase-fields';
import { MANAGERS, ROLE_OPTIONS } from '../people';
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

interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string;
}

function People() {
  const { message } = App.useApp();
  const me = useSession((state) => state.session?.user.userId);
  const [form] = Form.useForm<NewUser & { again: string }>();
  const [people, setPeople] = useState<readonly SessionUser[]>([]);
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const act = (work: () => Promise<unknown>, done: string) =>
    run(async () => {
      setFault(undefined);
      try {
        await work();
        message.success(done);
        setPeople([...(await call('vault.users', {}))]);
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
  useEffect(() => {
    call('vault.users', {}).then(setPeople, (error: unknown) => setFault(sentenceOf(error)));
  }, []);
  const add = ({ name, role, passphrase }: NewUser) =>
    act(async () => {
      await call('vault.addUser', { name: name.trim(), role, passphrase });
      form.resetFields();
    }, `已添加${name.trim()}`);
  return (
    <>
      <ul className="people">
        {people.map((person) => (
          <li key={person.userId}>
            <span>
              {person.name} <small>{ROLE_LABELS[person.role]}</small>
            </span>
            {person.userId === me ? (
              <small>本人</small>
            ) : (
              <Popconfirm
                title={`移除${person.name}？`}
                description="此人不能再打开数据；其做过的记录保留。"
                okText="移除"
                onConfirm={() =>
                  void act(() => call('vault.removeUser', { userId: person.userId }), `已移除${person.name}`)
                }
              >
                <Button type="text" icon={<DeleteOutlined />} aria-label={`移除${person.name}`} />
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      <Form
        name="new-person"
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ role: 'member' }}
        onFinish={(values) => void add(values)}
        className="gap-top"
      >
        <div className="pair">
          <Form.Item
            name="name"
            label="姓名"
            rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
          >
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item name="role" label="职责">
            <Select options={ROLE_OPTIONS} />
          </Form.Item>
        </div>
        <PassphraseFields label="初始口令" />
        {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
        <Button htmlType="submit" loading={busy}>
          添加使用者
        </Button>
      </Form>
    </>
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
