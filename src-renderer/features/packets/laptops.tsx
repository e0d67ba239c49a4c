/** The laptops of the group, and what those who look after its people do with them. */
import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { LaptopShown, SessionUser } from '../../../src-shared/contract';
import { MANAGERS } from '../../../src-shared/domain/roles';
import { useRole } from '../../replica';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { when } from '../../ui/format';
import { TaskProgress } from '../../ui/task-progress';
import { Code } from './code';
import { PACKET_FILES, useAct } from './use-act';
import '../../ui/plain-table.css';

interface LaptopsProps {
  readonly laptops: readonly LaptopShown[];
  readonly onChanged: () => Promise<void>;
}

const HEADS = ['名称', '编号字母', '使用人', '上次收入', '上次发出', '状态'];

function stateOf({ own, struckOff, prepared }: LaptopShown): string {
  if (own) return '本机';
  if (struckOff) return '已注销';
  return prepared ? '在用' : '未制作开机包';
}

export function Laptops({ laptops, onChanged }: LaptopsProps) {
  const role = useRole();
  const manages = role !== undefined && MANAGERS.includes(role);
  const [adding, setAdding] = useState(false);
  const [preparing, setPreparing] = useState<LaptopShown>();
  return (
    <>
      <div className="pw-exchange-head">
        <h3>本组的电脑（{laptops.filter(({ struckOff }) => !struckOff).length}台）</h3>
        {manages && <Button onClick={() => setAdding(true)}>登记电脑…</Button>}
      </div>
      <table className="pw-plain" aria-label="本组的电脑">
        <thead>
          <tr>
            {[...HEADS, ...(manages ? ['办理'] : [])].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {laptops.map((laptop) => (
            <tr key={laptop.id}>
              <th scope="row">{laptop.name}</th>
              <td>{laptop.letter}</td>
              <td>{laptop.users.join('、')}</td>
              <td>{laptop.lastTaken === undefined ? '' : when(laptop.lastTaken)}</td>
              <td>{laptop.lastSent === undefined ? '' : when(laptop.lastSent)}</td>
              <td>{stateOf(laptop)}</td>
              {manages && (
                <td>
                  {!laptop.own && (
                    <Acts laptop={laptop} onPrepare={() => setPreparing(laptop)} onChanged={onChanged} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {adding && (
        <AddDialog
          onClose={() => {
            setAdding(false);
            void onChanged();
          }}
        />
      )}
      {preparing !== undefined && (
        <SetupDialog
          laptop={preparing}
          onClose={() => {
            setPreparing(undefined);
            void onChanged();
          }}
        />
      )}
    </>
  );
}

interface ActsProps {
  readonly laptop: LaptopShown;
  readonly onPrepare: () => void;
  readonly onChanged: () => Promise<void>;
}

function Acts({ laptop: { id, name, struckOff }, onPrepare, onChanged }: ActsProps) {
  const { modal } = App.useApp();
  const { attempt } = useCommands();
  const ask = () =>
    modal.confirm({
      title: `注销“${name}”？`,
      content: '注销后，不再给它发数据包，它的数据包也不再收入。已经收入的内容不变，它上面的数据仍在它上面。',
      okText: '注销',
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: 'cancel' },
      onOk: async () => {
        await attempt(() => call('packets.strikeOff', { id }));
        await onChanged();
      },
    });
  return (
    <div className="pw-exchange-acts">
      <Button size="small" aria-label={`为${name}制作开机包`} onClick={onPrepare}>
        制作开机包…
      </Button>
      {!struckOff && (
        <Button size="small" danger aria-label={`注销${name}`} onClick={ask}>
          注销…
        </Button>
      )}
    </div>
  );
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { busy, fault, run } = useAct();
  const { attempt } = useCommands();
  const { message } = App.useApp();
  const [people, setPeople] = useState<readonly SessionUser[]>([]);
  useEffect(() => {
    void attempt(() => call('vault.users', {})).then((found) => setPeople(found ?? []));
  }, [attempt]);
  const add = (laptop: { name: string; users: string[] }) =>
    run(async () => {
      const { letter } = await call('packets.add', laptop);
      message.success(`已登记“${laptop.name.trim()}”，编号字母${letter}。下一步：制作开机包。`);
      onClose();
    });
  return (
    <Modal open title="登记电脑" footer={null} mask={{ closable: false }} onCancel={onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ users: [] }}
        onFinish={(laptop: { name: string; users: string[] }) => void add(laptop)}
      >
        <Form.Item
          name="name"
          label="电脑名称"
          rules={[{ required: true, whitespace: true, message: '请填写电脑名称，如“2号机”' }]}
        >
          <Input autoFocus autoComplete="off" maxLength={20} placeholder="如“2号机”" />
        </Form.Item>
        <Form.Item
          name="users"
          label="使用人"
          extra="使用人中有人回避的单位，其内容不会发到这台电脑上。"
          rules={[{ required: true, type: 'array', min: 1, message: '请至少勾选一名使用人' }]}
        >
          <Checkbox.Group options={people.map(({ userId, name }) => ({ value: userId, label: name }))} />
        </Form.Item>
        {fault !== undefined && (
          <Alert type={fault.type} showIcon title={fault.title} className="gap" role="alert" />
        )}
        <Button type="primary" htmlType="submit" loading={busy}>
          登记
        </Button>
      </Form>
    </Modal>
  );
}

function SetupDialog({ laptop, onClose }: { readonly laptop: LaptopShown; readonly onClose: () => void }) {
  const { busy, fault, run } = useAct();
  const [made, setMade] = useState<{ path: string; code: string; people: string[] }>();
  const make = () =>
    run(async () => {
      const { path } = await call('shell.chooseSaveFile', {
        title: '保存开机包',
        defaultName: `开机包 ${laptop.name.replace(/[\\/:*?"<>|]/g, '')}.xcpack`,
        filters: PACKET_FILES,
      });
      if (path !== null) setMade(await call('packets.setup', { id: laptop.id, path }));
    });
  return (
    <Modal
      open
      title={`为“${laptop.name}”制作开机包`}
      footer={null}
      mask={{ closable: false }}
      closable={!busy}
      keyboard={!busy}
      onCancel={onClose}
    >
      {made === undefined ? (
        <>
          <p>开机包用来在新电脑上建立本组的数据，里面是使用人可以看的全部内容，已加密。</p>
          {laptop.prepared && (
            <Alert
              type="warning"
              showIcon
              className="gap"
              title="这台电脑已经有开机包。重新制作后，原来的开机包作废；已经在用的电脑须用新的开机包重新建立，其没有发出的内容请先发出并收入。"
            />
          )}
          {fault !== undefined && (
            <Alert type={fault.type} showIcon title={fault.title} className="gap" role="alert" />
          )}
          <Button type="primary" loading={busy} onClick={() => void make()}>
            选择位置并制作…
          </Button>
          <TaskProgress task="makeSetup" active={busy} />
        </>
      ) : (
        <>
          <p>已制作：{made.path}</p>
          <Code code={made.code} />
          <p>由{made.people.join('、')}打开，用各人在本机的口令。</p>
          <Button key="done" type="primary" onClick={onClose}>
            完成
          </Button>
        </>
      )}
    </Modal>
  );
}
