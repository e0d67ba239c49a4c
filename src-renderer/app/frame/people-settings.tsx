/** The people of the vault: who may open it, as what, and which member each is. */
import { DeleteOutlined, KeyOutlined } from '@ant-design/icons';
import { Alert, App, Button, Form, Input, Modal, Popconfirm, Select, Tooltip } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { AppContract, OutputOf, SessionUser } from '../../../src-shared/contract';
import { mayAppoint, ROLE_LABELS, type Role } from '../../../src-shared/domain/roles';
import { useRecords, useRuleContext } from '../../replica';
import { useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { rolesToGive } from '../people';
import { PassphraseFields } from '../screens/passphrase-fields';
import { useBusy } from '../use-busy';
import './settings.css';

interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string;
  readonly memberId?: string;
}

/** Stands for “tied to no member” in a list to choose from. */
const NO_MEMBER = '';

/** Members of all rounds to choose from: name, duty and round, so that two of one name can be told apart. */
function useMemberOptions() {
  const members = useRecords('member');
  const context = useRuleContext();
  return useMemo(
    () => [
      { value: NO_MEMBER, label: '不在本组（未关联组员）' },
      ...(members ?? []).map(({ id, parent, values }) => {
        const team = parent ? context.get(parent) : undefined;
        const round = team?.parent ? context.get(team.parent) : undefined;
        const about = [values.code, values.duty, round?.values.name].filter(Boolean).join('，');
        return { value: id, label: `${values.name ?? '未填姓名'}（${about}）` };
      }),
    ],
    [members, context],
  );
}

export function People() {
  const me = useSession((state) => state.session!.user);
  const { message } = App.useApp();
  const [people, setPeople] = useState<readonly SessionUser[]>([]);
  const [fault, setFault] = useState<string>();
  const [open, setOpen] = useState<OutputOf<AppContract, 'vault.cluesOpen'>>(null);
  const [resetting, setResetting] = useState<SessionUser>();
  const [busy, run] = useBusy();
  const members = useMemberOptions();
  const present = people.map(({ role }) => role);
  /** @returns whether it was done */
  const act = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    let well = false;
    await run(async () => {
      setFault(undefined);
      try {
        await work();
        well = true;
        void message.success(done);
        await look();
      } catch (error) {
        setFault(sentenceOf(error));
      }
    });
    return well;
  };
  const look = async () => {
    setPeople([...(await call('vault.users', {}))]);
    setOpen(await call('vault.cluesOpen', {}));
  };
  useEffect(() => {
    look().catch((error: unknown) => setFault(sentenceOf(error)));
  }, []);
  const link = (person: SessionUser, memberId: string) =>
    void act(
      () => call('vault.linkMember', { userId: person.userId, memberId: memberId || null }),
      `已为${person.name}${memberId ? '关联组员' : '取消关联'}`,
    );
  return (
    <>
      <ul className="people">
        {people.map((person) => {
          const own = person.userId === me.userId;
          const mine = !own && mayAppoint(me.role, person.role, present);
          const leads = !own && me.role === 'leader';
          return (
            <li key={person.userId}>
              <span>
                {person.name} {!leads && <small>{ROLE_LABELS[person.role]}</small>}
                {own && <small> 本人</small>}
                {person.clues && <small> 持线索钥匙</small>}
              </span>
              <span className="people-tools">
                {leads && (
                  <Select<Role>
                    size="small"
                    aria-label={`变更${person.name}的角色`}
                    value={person.role}
                    options={rolesToGive(me.role, present)}
                    onChange={(role) =>
                      void act(
                        () => call('vault.setRole', { userId: person.userId, role }),
                        `${person.name}已改为${ROLE_LABELS[role]}`,
                      )
                    }
                  />
                )}
                {(own || mine) && (
                  <Select<string>
                    size="small"
                    className="people-member"
                    aria-label={`${person.name}是哪位组员`}
                    showSearch={{ optionFilterProp: 'label' }}
                    value={person.memberId ?? NO_MEMBER}
                    options={members}
                    onChange={(memberId) => link(person, memberId)}
                  />
                )}
                {leads && (
                  <ClueKey
                    person={person}
                    onSet={(holds) =>
                      void act(
                        () => call('vault.setClues', { userId: person.userId, holds }),
                        holds ? `已发给${person.name}线索钥匙` : `已收回${person.name}的线索钥匙`,
                      )
                    }
                  />
                )}
                {leads && (
                  <Tooltip title="重设口令">
                    <Button
                      type="text"
                      icon={<KeyOutlined />}
                      aria-label={`重设${person.name}的口令`}
                      onClick={() => setResetting(person)}
                    />
                  </Tooltip>
                )}
                {mine && (
                  <Popconfirm
                    title={`移除${person.name}？`}
                    description="此人不能再打开数据；其做过的记录保留。"
                    okText="移除"
                    onConfirm={() =>
                      void act(
                        () => call('vault.removeUser', { userId: person.userId }),
                        `已移除${person.name}`,
                      )
                    }
                  >
                    <Button type="text" icon={<DeleteOutlined />} aria-label={`移除${person.name}`} />
                  </Popconfirm>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {open !== null && <CluesOpen {...open} />}
      {fault !== undefined && <Alert type="error" showIcon title={fault} className="gap" role="alert" />}
      <NewPerson
        roles={rolesToGive(me.role, present)}
        members={members}
        busy={busy}
        onAdd={(user) => act(() => call('vault.addUser', user), `已添加${user.name}`)}
      />
      {resetting && (
        <ResetPassphrase
          person={resetting}
          onCancel={() => setResetting(undefined)}
          onReset={(passphrase) => {
            setResetting(undefined);
            void act(
              () => call('vault.resetPassphrase', { userId: resetting.userId, passphrase }),
              `已重设${resetting.name}的口令，请当面告知`,
            );
          }}
        />
      )}
    </>
  );
}

interface ClueKeyProps {
  readonly person: SessionUser;
  readonly onSet: (holds: boolean) => void;
}

/** Gives the 线索钥匙 or takes it back, after asking. */
function ClueKey({ person, onSet }: ClueKeyProps) {
  const { name, clues } = person;
  return (
    <Popconfirm
      title={clues ? `收回${name}的线索钥匙？` : `发给${name}线索钥匙？`}
      description={
        clues
          ? '此后不能在本机查看问题线索、反映人和打探说情；已经看过的收不回来。'
          : '有了它才能解开问题线索、反映人和打探说情；能看哪些，仍按其角色。'
      }
      okText={clues ? '收回' : '发给'}
      onConfirm={() => onSet(!clues)}
    >
      <Button size="small" aria-label={`${clues ? '收回' : '发给'}${name}线索钥匙`}>
        {clues ? '收回线索钥匙' : '发线索钥匙'}
      </Button>
    </Popconfirm>
  );
}

/** What is left to do in a vault that comes from before the 线索钥匙. */
function CluesOpen({ people, recoveryCode }: NonNullable<OutputOf<AppContract, 'vault.cluesOpen'>>) {
  const left = [
    ...(people.length > 0 ? [`请${people.join('、')}各用自己的口令解锁一次`] : []),
    ...(recoveryCode ? ['请更换一次恢复码（旧码作废）'] : []),
  ];
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title="线索钥匙还没有收紧"
      description={`升级前的数据只有一把钥匙。${left.join('；')}。做完以后，只有持线索钥匙的人才能解开线索和反映人。`}
    />
  );
}

interface NewPersonProps {
  readonly roles: ReturnType<typeof rolesToGive>;
  readonly members: ReturnType<typeof useMemberOptions>;
  readonly busy: boolean;
  /** @returns whether it was done */
  readonly onAdd: (user: NewUser) => Promise<boolean>;
}

function NewPerson({ roles, members, busy, onAdd }: NewPersonProps) {
  const [form] = Form.useForm<NewUser>();
  const context = useRuleContext();
  const add = async ({ name, role, passphrase, memberId }: NewUser) => {
    // What was typed stays where it was refused.
    if (await onAdd({ name: name.trim(), role, passphrase, ...(memberId ? { memberId } : {}) }))
      form.resetFields();
  };
  return (
    <Form
      name="new-person"
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={{ role: 'member', memberId: NO_MEMBER }}
      onFinish={(values) => void add(values)}
      className="gap-top"
    >
      <Form.Item
        name="memberId"
        label="是哪位组员"
        extra="从组员名单里选。回避、本人填写的记录都按这里的选择认人，不按姓名。"
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={members}
          onChange={(id: string) => {
            const name = context.get(id)?.values.name;
            if (typeof name === 'string') form.setFieldValue('name', name);
          }}
        />
      </Form.Item>
      <div className="pair">
        <Form.Item
          name="name"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label="职责">
          <Select options={roles} />
        </Form.Item>
      </div>
      <PassphraseFields label="初始口令" />
      <Button htmlType="submit" loading={busy}>
        添加使用者
      </Button>
    </Form>
  );
}

interface ResetProps {
  readonly person: SessionUser;
  readonly onCancel: () => void;
  readonly onReset: (passphrase: string) => void;
}

function ResetPassphrase({ person, onCancel, onReset }: ResetProps) {
  const [form] = Form.useForm<{ readonly passphrase: string }>();
  return (
    <Modal
      open
      title={`重设${person.name}的口令`}
      okText="重设"
      onOk={() => form.submit()}
      onCancel={onCancel}
      destroyOnHidden
    >
      <p>原口令立即失效。请当面告知新口令，并提醒本人尽快修改。重设会记入操作日志。</p>
      <Form
        name="reset-passphrase"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ passphrase }) => onReset(passphrase)}
      >
        <PassphraseFields label="新的口令" />
      </Form>
    </Modal>
  );
}
