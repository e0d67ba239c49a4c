/** The people of a vault: every change of accounts and roles, checked against recusals and entered in the 操作日志. */
import { MANAGERS, ROLE_LABELS, type Role } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import { hideNames, showNames } from '../vault/shown-names';
import type { NewUser, VaultUser } from '../vault/vault';
import { commitAccounts } from './accounts';
import { logOperation, type Operation, operationDraft } from './operations';
import { notFound, recusalsOfAccount, refuse, sightOf } from './rights';
import type { OpenWorkspace } from './workspace';

/** `柳映溪（组员）` */
const personOf = ({ name, role }: Pick<VaultUser, 'name' | 'role'>): string =>
  `${name}（${ROLE_LABELS[role]}）`;

function demandUser({ session }: OpenWorkspace, userId: string): VaultUser {
  const user = session.users().find((other) => other.userId === userId);
  if (!user) throw new WorkbenchError('VAULT_NO_SUCH_USER', '没有这位用户，可能已被移除。请刷新后重试。');
  return user;
}

/**
 * Whoever is recused opens no account and takes over none: by it he would see what is closed to him. Where nobody else
 * looks after the people of the vault he must, and the log shows it.
 */
function demandUnrecused({ session, sight }: OpenWorkspace): void {
  if (sight().recusals.length === 0 || !MANAGERS.includes(session.user.role)) return;
  const others = session.users().filter(({ userId }) => userId !== session.user.userId);
  if (!others.some(({ role }) => MANAGERS.includes(role))) return;
  refuse({
    code: 'RIGHTS_RECUSED',
    message:
      '您有须回避的单位，添加使用者、变更角色、关联组员和重设口令请由其他组长、联络员或巡察办同志办理。',
  });
}

/** A member that the reader sees. @throws WorkbenchError RECORD_NOT_FOUND */
function demandMember({ see }: OpenWorkspace, id: RecordId | undefined): void {
  if (id !== undefined && see(id)?.kind !== 'member') throw notFound();
}

/** Writes what an act on the people of the vault came to: their records, and its entry in the 操作日志. */
const enter = (workspace: OpenWorkspace, operation: Operation): void =>
  commitAccounts(workspace, operationDraft(workspace, operation));

/** @throws WorkbenchError RIGHTS_RECUSED, RECORD_NOT_FOUND, and those of the vault */
export async function addUser(workspace: OpenWorkspace, user: NewUser): Promise<VaultUser> {
  demandUnrecused(workspace);
  demandMember(workspace, user.memberId);
  const added = await workspace.session.addUser(user);
  enter(workspace, { act: 'userAdded', detail: personOf(added) });
  return added;
}

/** @throws WorkbenchError of the vault */
export async function removeUser(workspace: OpenWorkspace, userId: string): Promise<void> {
  const removed = demandUser(workspace, userId);
  await workspace.session.removeUser(userId);
  enter(workspace, { act: 'userRemoved', detail: personOf(removed) });
}

/** @throws WorkbenchError RIGHTS_RECUSED, and those of the vault */
export async function setRole(workspace: OpenWorkspace, userId: string, role: Role): Promise<void> {
  demandUnrecused(workspace);
  const before = demandUser(workspace, userId);
  await workspace.session.setRole(userId, role);
  enter(workspace, { act: 'roleChanged', detail: `${personOf(before)} → ${ROLE_LABELS[role]}` });
}

/** @throws WorkbenchError RIGHTS_RECUSED, and those of the vault */
export async function setClues(workspace: OpenWorkspace, userId: string, holds: boolean): Promise<void> {
  demandUnrecused(workspace);
  const user = demandUser(workspace, userId);
  await workspace.session.setClues(userId, holds);
  enter(workspace, { act: holds ? 'cluesGiven' : 'cluesTaken', detail: personOf(user) });
}

/** @throws WorkbenchError RIGHTS_RECUSED, and those of the vault */
export async function resetPassphrase(
  workspace: OpenWorkspace,
  userId: string,
  passphrase: string,
): Promise<void> {
  demandUnrecused(workspace);
  const user = demandUser(workspace, userId);
  await workspace.session.resetPassphrase(userId, passphrase);
  enter(workspace, { act: 'passphraseReset', detail: personOf(user) });
}

/**
 * Ties an account to a member record. One's own tie may be changed as long as that opens nothing that is closed.
 * @throws WorkbenchError RIGHTS_RECUSED, RECORD_NOT_FOUND, and those of the vault
 */
export async function linkMember(
  workspace: OpenWorkspace,
  userId: string,
  memberId: RecordId | undefined,
): Promise<void> {
  const { session, index } = workspace;
  const user = demandUser(workspace, userId);
  demandMember(workspace, memberId);
  if (userId === session.user.userId) {
    const before = workspace.sight();
    const after = sightOf(workspace, { ...user, memberId });
    const opens =
      [...before.hidden].some((id) => !after.hidden.has(id)) ||
      (before.recusals.length > 0 && after.recusals.length === 0);
    if (opens) {
      refuse({
        code: 'RIGHTS_RECUSED',
        message: '这样关联会使您看到须回避的单位，不能由您本人办理。请由其他组长、联络员或巡察办同志办理。',
      });
    }
  } else {
    demandUnrecused(workspace);
  }
  await session.setMemberId(userId, memberId);
  const member = memberId === undefined ? undefined : index.get(memberId)?.values.name;
  const tie = memberId === undefined ? '取消关联' : `组员 ${String(member ?? '')}`;
  enter(workspace, { act: 'userLinked', detail: `${personOf(user)} → ${tie}` });
  if (userId === session.user.userId) workspace.renewReader();
}

/**
 * Lets the unlock screen show who uses the vault, or no longer: names become readable on the disk, so that the leader
 * decides it for the group, and the log shows it.
 * @throws WorkbenchError RIGHTS_WRITE, VAULT_WRITE_FAILED, VAULT_WRITE_UNSURE
 */
export function decideShownNames(workspace: OpenWorkspace, folder: string, show: boolean): void {
  const { session } = workspace;
  if (session.user.role !== 'leader') {
    refuse({ code: 'RIGHTS_WRITE', message: '解锁页是否显示使用者名单由组长决定，没有改动。请联系组长。' });
  }
  if (show) {
    showNames(
      folder,
      session.users().map(({ name }) => name),
    );
  } else hideNames(folder);
  logOperation(workspace, { act: 'namesShown', detail: show ? '显示' : '不再显示' });
}

/** Roles that may put a backup in the place of the records (R2: the 联络员 keeps the data). */
const RESTORERS = MANAGERS;

/**
 * @param workspace the records as they stand; undefined where they cannot be opened
 * @throws WorkbenchError RIGHTS_RESTORE, RIGHTS_RECUSED
 */
export function demandRestore(user: VaultUser, workspace: OpenWorkspace | undefined): void {
  if (!RESTORERS.includes(user.role)) {
    const who = RESTORERS.map((role) => ROLE_LABELS[role]).join('、');
    throw new WorkbenchError('RIGHTS_RESTORE', `恢复备份由${who}办理，没有恢复。请联系他们。`);
  }
  // A backup from before the recusal would open what it closed.
  if (workspace && recusalsOfAccount(workspace, user).length > 0) {
    refuse({
      code: 'RIGHTS_RECUSED',
      message: '您有须回避的单位，恢复备份请由其他组长、联络员或巡察办同志办理。没有恢复。',
    });
  }
}
