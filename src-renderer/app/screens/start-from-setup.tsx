/** Another laptop of a group that is at work: its 开机包, opened with the name and passphrase of one of its people. */
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refreshStatus } from '../../session/session';
import { call } from '../../session/workbench';
import { TaskProgress } from '../../ui/task-progress';
import { useAttempt } from '../use-busy';
import { Plate } from './plate';

interface Who {
  readonly name?: string;
  readonly passphrase: string;
}

const SETUP_FILES = [{ name: '开机包', extensions: ['xcpack'] }];

export function StartFromSetup({ onBack }: { readonly onBack: () => void }) {
  const [path, setPath] = useState<string>();
  const { busy, fault, attempt } = useAttempt();
  const [laptop, setLaptop] = useState<string>();
  const choose = () =>
    attempt(async () => {
      const { paths } = await call('shell.chooseOpenFiles', { title: '选择开机包', filters: SETUP_FILES });
      if (paths[0] !== undefined) setPath(paths[0]);
    });
  const start = ({ name, passphrase }: Who) =>
    attempt(async () => {
      const who = { passphrase, ...(name?.trim() ? { name: name.trim() } : {}) };
      setLaptop((await call('packets.start', { path: path!, ...who })).laptop);
    });
  if (laptop !== undefined) {
    return (
      <Plate
        title={`已建立：${laptop}`}
        lead="本组的内容已经在这台电脑上。各使用人用自己原来的姓名和口令解锁。"
      >
        <Button type="primary" size="large" block autoFocus onClick={() => void refreshStatus()}>
          去解锁
        </Button>
      </Plate>
    );
  }
  return (
    <Plate
      title="用开机包建立"
      lead="插上存有开机包的U盘。开机包由组长、联络员或巡察办在“数据交换”中为这台电脑制作。"
    >
      <Form<Who>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={(values) => void start(values)}
      >
        <Button block onClick={() => void choose()} autoFocus>
          {path === undefined ? '选择开机包…' : '另选开机包…'}
        </Button>
        {path !== undefined && (
          <>
            <p className="gap-top">{path}</p>
            <Form.Item name="name" label="姓名（只有一位使用人的可不填）" className="gap-top">
              <Input autoComplete="off" maxLength={40} />
            </Form.Item>
            <Form.Item
              name="passphrase"
              label="口令"
              extra="本人在制作开机包的那台电脑上的口令"
              rules={[{ required: true, message: '请输入口令' }]}
            >
              <Input.Password autoComplete="off" maxLength={200} />
            </Form.Item>
            <Button type="primary" htmlType="submit" size="large" block loading={busy}>
              {busy ? '正在建立…' : '建立'}
            </Button>
          </>
        )}
        {fault !== undefined && <Alert {...fault} showIcon className="gap-top" role="alert" />}
        <Button type="link" block className="gap-top" onClick={onBack}>
          返回
        </Button>
      </Form>
      <TaskProgress task="openSetup" active={busy} />
    </Plate>
  );
}
