/** `user list|add|remove`: the people of a vault, by the same services as the window, so that the 操作日志 tells. */
import { ROLE_LABELS, ROLES } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import { addUser, removeUser } from '../services/users';
import type { OpenWorkspace } from '../services/workspace';
import { say } from './output';

export const USER_ACTS = ['list', 'add', 'remove'] as const;
export type UserAct = (typeof USER_ACTS)[number];

export interface UserOptions {
  /** The person it is about, not the one who signs in. */
  readonly name?: string;
  readonly role?: string;
  /** Paper number of the member record that a new account is tied to, e.g. P05. */
  readonly member?: string;
  /** One line of JSON in place of words. */
  readonly json?: boolean;
}

const wrong = (why: string) => new WorkbenchError('CLI_USAGE', why);

/**
 * @param newPassphrase asks for the new person's passphrase; only for `add`
 * @throws WorkbenchError CLI_USAGE, CLI_NO_USER, CLI_NO_MEMBER, and those of the services
 */
export async function user(
  workspace: OpenWorkspace,
  act: UserAct,
  options: UserOptions,
  newPassphrase: () => Promise<string>,
): Promise<void> {
  const tell = (value: object, words: string) => say(options.json ? JSON.stringify(value) : words);
  const numberOf = (id: string | undefined) => id && workspace.see(id)?.values.code;
  const { name } = options;
  if (act === 'list') {
    const people = workspace.session.users().map(({ name: called, role, memberId }) => ({
      name: called,
      role,
      ...(memberId ? { member: String(numberOf(memberId) ?? '') } : {}),
    }));
    if (options.json) say(JSON.stringify(people));
    else
      for (const { name: called, role, member } of people)
        say(`${called}\t${ROLE_LABELS[role]}\t${member ?? ''}`);
    return;
  }
  if (!name) throw wrong('请用 --name 给出这位使用者的姓名。');
  if (act === 'remove') {
    const found = workspace.session.users().find((other) => other.name === name);
    if (!found) throw new WorkbenchError('CLI_NO_USER', `没有名为“${name}”的使用者，请用 user list 核对。`);
    await removeUser(workspace, found.userId);
    tell({ removed: name }, `已移除使用者：${name}`);
    return;
  }
  const role = ROLES.find((one) => one === options.role);
  if (!role) throw wrong(`请用 --role 给出角色：${ROLES.join('、')}。`);
  const members = options.member
    ? workspace.index.list('member').filter(({ values }) => values.code === options.member)
    : [];
  if (options.member && members.length !== 1) {
    throw new WorkbenchError(
      'CLI_NO_MEMBER',
      `编号“${options.member}”对应${members.length}位组员，请核对编号。`,
    );
  }
  const memberId = members[0]?.id;
  await addUser(workspace, {
    name,
    role,
    passphrase: await newPassphrase(),
    ...(memberId ? { memberId } : {}),
  });
  tell({ added: name, role }, `已添加使用者：${name}（${ROLE_LABELS[role]}）`);
}
