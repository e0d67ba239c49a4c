/** Settings: look, automatic lock, passphrase, people, and the care of the data. */
import { Alert, App, Button, Drawer, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { People } from './people-settings';
import { ShownNames } from './shown-names';
import { PassphraseFields } from '../screens/passphrase-fields';
import { MANAGERS } from '../../../src-shared/domain/roles';
import { useBusy } from '../use-busy';
import { DataSettings } from './data-settings';
import { DisplaySettings, IdleMinutes } from './display-settings';
import './settings.css';

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
          {role === 'leader' && <ShownNames />}
        </Block>
      )}
      <Block title="数据安全">
        <DataSettings />
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
