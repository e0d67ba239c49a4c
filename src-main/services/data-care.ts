/** The care of the data: backups here and on another disk, what brings them back, and what should be said about them. */
import fs from 'node:fs';
import path from 'node:path';
import type { coreContract } from '../../src-shared/contract/core';
import type { OutputOf, ParsedInputOf } from '../../src-shared/contract/define';
import { WorkbenchError } from '../../src-shared/errors';
import { listBackups, type BackupInfo } from '../store/backup';
import { backupsAt, type FoundBackup } from '../store/external';
import type { Care } from '../store/meta';
import { restoringBackup, restoringReplaced } from '../store/restore';
import { BACKUPS_FOLDER, REPLACED_FOLDER } from '../store/restore-steps';
import { atOnce, inTurns, type Steps, type Turns, type Work } from '../store/steps';
import type { Store } from '../store/store';
import { checkNewPassphrase } from '../vault/passphrase';
import {
  hasHeader,
  isOlderHeader,
  nameRequired,
  recoverVault,
  unlockByCode,
  unlockVault,
  vaultIdOf,
  type VaultSession,
} from '../vault/vault';
import { logOperation } from './operations';
import { demandRestore } from './users';
import { openWorkspace, type OpenWorkspace } from './workspace';

/** A backup is made on locking when something changed and the newest is older than this (hours). */
const BACKUP_HOURS = 4;
/** Or, whatever the clock says, when so many changes are in no backup. */
const BACKUP_CHANGES = 200;
/** Days with changes after which a copy on another disk is asked for. */
const EXTERNAL_DAYS = 7;
/** Days that a laptop may lie in a drawer before its clock is doubted; behind the last use it is at once (hours). */
const CLOCK_AHEAD_DAYS = 30;
const CLOCK_BEHIND_HOURS = 24;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const careOf = (store: Store, now: Date): Care => store.fact('care') ?? { since: now.toISOString() };

/** Makes a backup and remembers how far it reaches: what is committed while it is made is not in it. */
export function backingUp(store: Store, now: Date): Work<BackupInfo> {
  const { total, steps } = store.backingUp();
  const backup = { at: now.toISOString(), changes: store.changeCount };
  return { total, steps: remembered() };
  function* remembered(): Steps<BackupInfo> {
    const made = yield* steps;
    store.keepFact('care', { ...careOf(store, now), backup });
    return made;
  }
}

/** {@link backingUp} at once: on the way out nobody waits for a turn. */
export const backUp = (store: Store, now: Date): BackupInfo => atOnce(backingUp(store, now).steps);

/** Whether the changes since the newest backup are worth another. A clock that was set back never puts it off. */
export function backupIsDue(store: Store, now: Date): boolean {
  if (store.changeCount === 0) return false;
  const newest = careOf(store, now).backup;
  if (newest === undefined || store.listBackups().length === 0) return true;
  const missing = store.changeCount - newest.changes;
  if (missing === 0) return false;
  const age = now.getTime() - Date.parse(newest.at);
  return age < 0 || age >= BACKUP_HOURS * HOUR || missing >= BACKUP_CHANGES;
}

/** What the last look at the clock showed, for the next opening. */
export function rememberClock(store: Store, now: Date): void {
  store.keepFact('care', { ...careOf(store, now), lastSeen: now.toISOString() });
}

type CareReport = OutputOf<typeof coreContract, 'store.care'>;

/** Whether the clock of this computer can be right, given when the data were last in use. */
export function clockDoubt(store: Store, now: Date): CareReport['clock'] {
  const { lastSeen } = careOf(store, now);
  if (lastSeen === undefined) return null;
  const passed = now.getTime() - Date.parse(lastSeen);
  const doubtful = passed > CLOCK_AHEAD_DAYS * DAY || passed < -CLOCK_BEHIND_HOURS * HOUR;
  return doubtful ? { lastSeen, now: now.toISOString() } : null;
}

/** What a person should know about the copies of an open vault. */
export function careReport(
  { store, session }: OpenWorkspace,
  dir: string,
  now: Date,
  clock: CareReport['clock'],
): CareReport {
  const care = careOf(store, now);
  const { external } = care;
  const changed = store.changeCount - (external?.changes ?? 0);
  const days = Math.floor((now.getTime() - Date.parse(external?.at ?? care.since)) / DAY);
  const sizes = store.listBackups();
  return {
    folder: dir,
    backups: sizes.length,
    newest: sizes.at(-1) ? new Date(sizes.at(-1)!.at).toISOString() : null,
    external: external ? { at: external.at, folder: external.folder, changed: changed > 0 } : null,
    externalOverdue: changed > 0 && days >= EXTERNAL_DAYS ? days : null,
    clock,
    recoveryKept: session.header().recoveryKept,
  };
}

/** Whether every record is shown to the signed-in person: only then sizes and counts of the whole tell nothing new. */
export const seesAll = ({ reader, sight }: OpenWorkspace): boolean =>
  reader.role === 'leader' && sight().recusals.length === 0;

/** 外部备份: to a folder that a person chose, read back, remembered, and entered in the 操作日志. */
export async function backUpTo(
  workspace: OpenWorkspace,
  chosen: string,
  turns: Turns,
): Promise<OutputOf<typeof coreContract, 'store.backupTo'>> {
  const { store, now } = workspace;
  const changes = store.changeCount;
  const { name, folder, evidence, sameDisk } = await inTurns(store.backingUpTo(chosen), turns);
  const at = now().toISOString();
  // Its own entry in the log is a change, but nothing that was worked on.
  store.keepFact('care', { ...careOf(store, now()), external: { at, changes: changes + 1, folder } });
  logOperation(workspace, { act: 'externalBackup', detail: `${folder}（${name}）` });
  return { folder, name, sameDisk, ...(seesAll(workspace) ? { evidence } : {}) };
}

/**
 * A backup as the lists tell it, newest first.
 * @param sized whether to tell how large it is: by that somebody from whom a unit is kept would see how much it holds
 */
export const told = (backups: readonly BackupInfo[], now: Date, sized: boolean) =>
  backups
    .map(({ name, at, label, bytes }) => ({
      name,
      at: new Date(at).toISOString(),
      ...(sized ? { bytes } : {}),
      future: at > now.getTime(),
      ...(label ? { label } : {}),
    }))
    .reverse();

/** Backups in a folder outside that a person chose, newest first. */
export function lookAt(
  chosen: string,
  now: Date,
  sized: boolean,
): OutputOf<typeof coreContract, 'store.lookAt'> {
  try {
    return backupsAt(chosen)
      .map((backup) => ({ ...told([backup], now, sized)[0]!, id: idOf(backup, chosen) }))
      .reverse();
  } catch (cause) {
    throw new WorkbenchError(
      'BACKUP_UNREADABLE',
      '读不到这个文件夹。请确认U盘已接好，重新选择备份所在的文件夹。',
      [],
      { cause },
    );
  }
}

const idOf = ({ folder, name }: FoundBackup, chosen: string): string =>
  path.relative(chosen, path.join(folder, name)) || '.';

export interface Restorer {
  readonly dir: string;
  readonly now: () => Date;
  /** Others' turns, the progress, and what calls it off. */
  readonly turns: Turns;
}

type Credentials = { readonly name?: string; readonly passphrase: string };

/** Puts a backup of this folder in the place of what there is. */
export async function restoreFromBackup(
  restorer: Restorer,
  { backup, ...who }: ParsedInputOf<typeof coreContract, 'store.restore'>,
): Promise<{ replaced: string }> {
  const { dir } = restorer;
  if (!listBackups(dir).some((known) => known.name === backup)) {
    throw new WorkbenchError('STORE_BACKUP_UNKNOWN', '没有找到这个备份，请刷新后重新选择。');
  }
  const folder = path.join(dir, BACKUPS_FOLDER, backup);
  const withHeader = needsHeaderOf(folder, dir);
  const session = await unlockIn(restorer, withHeader ? folder : dir, who);
  const again = () => unlockIn(restorer, dir, who);
  return asRestorer(restorer, { session, again }, `备份 ${backup}`, () =>
    restoringBackup({ dir, name: backup, keys: session.keyRing, withHeader, now: restorer.now }),
  );
}

/** Brings back what a restore had set aside. */
export async function bringBack(
  restorer: Restorer,
  { replaced, ...who }: ParsedInputOf<typeof coreContract, 'store.restoreReplaced'>,
): Promise<{ replaced: string }> {
  const { dir } = restorer;
  const folder = path.join(dir, REPLACED_FOLDER, replaced);
  const withHeader = hasHeader(folder) && needsHeaderOf(folder, dir);
  const session = await unlockIn(restorer, withHeader ? folder : dir, who);
  const again = () => unlockIn(restorer, dir, who);
  return asRestorer(restorer, { session, again }, `恢复前的数据 ${replaced}`, () =>
    restoringReplaced({ dir, name: replaced, keys: session.keyRing, withHeader, now: restorer.now }),
  );
}

/** Puts a backup from another disk in the place of what there is, which may be nothing. */
export async function restoreFromOutside(
  restorer: Restorer,
  input: ParsedInputOf<typeof coreContract, 'store.restoreFrom'>,
): Promise<{ recoveryCode?: string }> {
  const { dir, now } = restorer;
  const found = backupsAt(input.path).find((backup) => idOf(backup, input.path) === input.backup);
  if (found === undefined) {
    throw new WorkbenchError('STORE_BACKUP_UNKNOWN', '没有找到这个备份，请重新选择文件夹。');
  }
  const folder = path.join(found.folder, found.name);
  refuseOtherVault(folder, dir);
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const withHeader = needsHeaderOf(folder, dir);
  const { name } = input;
  if ('code' in input) checkNewPassphrase(input.newPassphrase, name ?? '');
  const opened = withHeader ? folder : dir;
  const unlock = (place: string) =>
    'code' in input
      ? unlockByCode(place, { code: input.code, name }, { asItIs: place !== dir })
      : unlockIn(restorer, place, { name, passphrase: input.passphrase });
  const session = await unlock(opened);
  const restore = () =>
    restoringBackup({ dir, name: found.name, from: found.folder, keys: session.keyRing, withHeader, now });
  const detail = `外部备份 ${found.name}`;
  if (!('code' in input)) {
    await asRestorer(restorer, { session, again: () => unlock(dir) }, detail, restore);
    return {};
  }
  const { code, newPassphrase } = input;
  let recovered: { recoveryCode: string } | undefined;
  // By the code alone nobody can sign: first the new passphrase, then the entry in the log.
  const again = async () => {
    recovered = await recoverVault(dir, { code, name, newPassphrase });
    return unlockIn(restorer, dir, { name, passphrase: newPassphrase });
  };
  try {
    await asRestorer(restorer, { session, again }, detail, restore);
  } catch (error) {
    // The new code is shown this once: it outweighs an entry that a full disk refused.
    if (recovered === undefined) throw error;
  }
  return recovered!;
}

/** Two vaults have nothing to say to each other; one must not take the other's place. */
function refuseOtherVault(folder: string, dir: string): void {
  if (!hasHeader(dir) || isDamaged(dir) || vaultIdOf(dir) === vaultIdOf(folder)) return;
  throw new WorkbenchError(
    'STORE_OTHER_VAULT',
    '这份备份属于另一个保险库，没有恢复。本机已有自己的数据；要在这台电脑上用那份备份，请先由管理员移走本机的数据文件夹。',
  );
}

/** Where the present header cannot be read, or is not the newest, that of the backup opens it, with its passphrases. */
const needsHeaderOf = (folder: string, dir: string): boolean => isDamaged(dir) || isOlderHeader(dir, folder);

function isDamaged(dir: string): boolean {
  try {
    nameRequired(dir);
    return false;
  } catch (error) {
    // A disk that refuses says nothing of what is on it.
    if (error instanceof WorkbenchError && error.code === 'VAULT_UNREADABLE') throw error;
    return true;
  }
}

const unlockIn = ({ dir, now }: Restorer, folder: string, who: Credentials): Promise<VaultSession> =>
  unlockVault(folder, who, { now: () => now().getTime(), attemptsIn: dir, asItIs: folder !== dir });

/**
 * Somebody who restores, and how he opens what then stands there: with a header that may be another, or of an older format,
 * and with keys to sign with where the recovery code gave him none.
 */
interface Restoring {
  readonly session: VaultSession;
  readonly again: () => Promise<VaultSession>;
}

/** Does the act as one who may do it, enters it in the 操作日志 of what then stands there, and forgets the keys. */
async function asRestorer<T>(
  { dir, now, turns }: Restorer,
  { session, again }: Restoring,
  detail: string,
  act: () => Work<T>,
): Promise<T> {
  let standing = session;
  try {
    demandRestorer(dir, session);
    const done = await inTurns(act(), turns);
    if (session.keyRing.clues === undefined || session.keyRing.own === undefined) standing = await again();
    const restored = openWorkspace({ dir, session: standing, now });
    try {
      logOperation(restored, { act: 'backupRestored', detail });
    } finally {
      restored.close();
    }
    return done;
  } finally {
    session.lock();
    standing.lock();
  }
}

/** Looks at the records as they stand, where they can be opened at all: that they cannot is why one restores. */
function demandRestorer(dir: string, session: VaultSession): void {
  let standing: OpenWorkspace | undefined;
  try {
    standing = openWorkspace({ dir, session });
  } catch (error) {
    if (!(error instanceof WorkbenchError) || error.code === 'VAULT_USER_REMOVED') throw error;
  }
  try {
    demandRestore(session.user, standing);
  } finally {
    standing?.close();
  }
}
