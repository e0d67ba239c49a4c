/**
 * The vault: who may open the records. Passphrase → Argon2id → slot key → vault key → sub-keys ({@link KeyRing}), and
 * beside it what is the person's own: a seed to sign with, and the 线索钥匙 where he holds it (decision 0024).
 *
 * Every user holds the same vault key, wrapped in a slot of their own; what the rest of a role means is a rule of the
 * program (here and in the services), not of the cipher. Removing a user removes their slot; it does not re-encrypt.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { MANAGERS } from '../../src-shared/domain/roles';
import { holdsByRole } from '../../src-shared/domain/compartment';
import { WorkbenchError } from '../../src-shared/errors';
import type { KeyRing } from '../keys';
import { forgetAttempts } from './attempts';
import { type Disk, removeQuietly } from './disk';
import {
  checkSignature,
  firstHeader,
  forged,
  HEADER_FILE,
  isMoved,
  isNewSlot,
  nameTag,
  nextHeader,
  readHeader,
  stateOf,
  upgradedHeader,
  vaultExists,
  writeHeader,
  type Header,
  type NewHeader,
  type NewUserSlot,
} from './header';
import { holdPerson, newClueKey, newPerson, type ClueKey, type PersonKeys } from './held-keys';
import { checkCost, KDF_FLOOR, type KdfCost } from './kdf';
import { checkNewPassphrase, normalisePassphrase } from './passphrase';
import { newRecoveryCode, readRecoveryCode } from './recovery-code';
import { holdVaultKey, KEY_BYTES, type VaultKey } from './sealing';
import {
  noSuchUser,
  oneAtATime,
  openSession,
  replaced,
  tryPassphrase,
  withoutEscrow,
  type VaultOptions,
  type VaultSession,
} from './session';
import {
  cluesOf,
  fromEscrow,
  newUser,
  openSlot,
  readUsers,
  recoverySlot,
  renewedSlot,
  slotToTry,
  theClueKey,
  toEscrow,
  userSlot,
  type NewUser,
  type OpenedSlot,
  type VaultUser,
} from './slots';

export { secondsToWait } from './attempts';
export { hasHeader, vaultExists } from './header';
export type { HeaderFacts, VaultOptions, VaultSession } from './session';
export type { NewUser, VaultUser } from './slots';

/** Whether one folder's header was written before another's of the same vault. @throws WorkbenchError as {@link readHeader} */
export function isOlderHeader(folder: string, other: string): boolean {
  return stateOf(readHeader(folder)).generation < stateOf(readHeader(other)).generation;
}

/** The id of a folder's vault. @throws WorkbenchError as {@link readHeader} */
export const vaultIdOf = (folder: string): string => readHeader(folder).vaultId;

/**
 * Creates a vault with its first user, who must be able to manage users; he holds the 线索钥匙, since somebody must.
 * @param options.kdf cost of every slot of this vault, never below {@link KDF_FLOOR} (the default).
 * @returns the open vault, and the recovery code: shown once, kept nowhere.
 * @throws WorkbenchError VAULT_EXISTS, VAULT_MANAGER_REQUIRED, VAULT_NAME_INVALID, VAULT_PASSPHRASE_WEAK, VAULT_WEAK_KDF,
 *   VAULT_EXCESSIVE_KDF, VAULT_WRITE_FAILED
 */
export function createVault(
  folder: string,
  first: NewUser,
  options: VaultOptions & { kdf?: KdfCost } = {},
): Promise<{ session: VaultSession; recoveryCode: string }> {
  return oneAtATime(folder, async () => {
    const disk = options.disk ?? fs;
    const cost = options.kdf ?? KDF_FLOOR;
    checkCost(cost);
    refuseExisting(folder);
    if (!MANAGERS.includes(first.role)) {
      throw new WorkbenchError(
        'VAULT_MANAGER_REQUIRED',
        '保险库的第一位用户应为组长、联络员或巡察办，由其添加其他用户。请重新选择角色。',
      );
    }
    const key = holdVaultKey(randomBytes(16).toString('hex'), randomBytes(KEY_BYTES));
    const clues = newClueKey(key.vaultId);
    const person = newPerson(key.vaultId);
    return whileOpen([key, clues, person], async () => {
      const identity = { vaultId: key.vaultId, nameSalt: randomBytes(32).toString('hex') };
      const user = newUser(first);
      const secret = { passphrase: checkNewPassphrase(first.passphrase, user.name), cost };
      const recoveryCode = newRecoveryCode();
      const slot = { id: randomBytes(16).toString('hex'), nameTag: nameTag(identity, user.name) };
      const header = firstHeader(key, {
        ...identity,
        cluePublic: clues.publicKey.toString('hex'),
        users: [await userSlot(key, slot, user, secret, person, clues)],
        recovery: await recoverySlot(key, recoveryCode, cost, clues),
      });
      writeNewVault(disk, folder, header);
      const { userId } = user;
      const users = readUsers(key, header);
      const session = openSession({ folder, key, person, clues, userId, users, header }, options);
      return { session, recoveryCode };
    });
  });
}

/**
 * Whether a name must be given to unlock: not where there is one user. Reads the header only.
 * @throws WorkbenchError as {@link readHeader}
 */
export function nameRequired(folder: string): boolean {
  return readHeader(folder).users.length > 1;
}

/**
 * Opens the vault. A wrong name costs the same work and gives the same error as a wrong passphrase. A vault of an older
 * format becomes one of the newest, and a person's older slot too.
 * @param who.name may be left out where {@link nameRequired} says no.
 * @throws WorkbenchError VAULT_WRONG_PASSPHRASE, VAULT_WAIT, VAULT_NAME_REQUIRED, VAULT_PASSPHRASE_EMPTY, and those of
 *   {@link readHeader}; VAULT_HEADER_FORGED, VAULT_WRITE_FAILED
 */
export function unlockVault(
  folder: string,
  who: { name?: string; passphrase: string },
  options: VaultOptions = {},
): Promise<VaultSession> {
  return oneAtATime(folder, async () => {
    const found = readHeader(folder);
    const slot = slotToTry(found, who.name);
    const opened = await tryPassphrase(folder, found, slot, who.passphrase, options);
    const { key } = opened;
    return whileOpen([key], async () => {
      checkSignature(key, found);
      const index = found.users.indexOf(slot);
      const person = personOf(key, opened);
      return whileOpen([person], async () => {
        const header =
          options.asItIs === true
            ? found
            : await upgraded(folder, key, found, options, (base, users, clues) =>
                isNewSlot(base.users[index]!) && !isMoved(base.users[index])
                  ? undefined
                  : ownSlot(key, base, users, index, who.passphrase, person, clues),
              );
        const users = readUsers(key, header);
        const clues = cluesOf(header, header.users[index]!, person);
        const { userId } = users[index]!;
        return openSession({ folder, key, person, clues, userId, users, header }, options);
      });
    });
  });
}

/**
 * Opens the vault by the recovery code, as the user of that name: only to bring back a backup, before a new passphrase
 * is set by {@link recoverVault}. No wait applies, as there.
 * @throws WorkbenchError RECOVERY_CODE_TYPO, VAULT_WRONG_RECOVERY_CODE, VAULT_NAME_REQUIRED, VAULT_NO_SUCH_USER, and those
 *   of {@link unlockVault}
 */
export function unlockByCode(
  folder: string,
  { code, name }: { code: string; name?: string },
  options: VaultOptions = {},
): Promise<VaultSession> {
  return oneAtATime(folder, async () => {
    const typed = readRecoveryCode(code);
    const found = readHeader(folder);
    const slot = slotToTry(found, name);
    const opened = await openByCode(found, typed);
    const { key } = opened;
    return whileOpen([key], async () => {
      checkSignature(key, found);
      const index = found.users.indexOf(slot);
      if (index < 0) throw noSuchUser();
      const header =
        options.asItIs === true ? found : await upgraded(folder, key, found, options, () => undefined);
      const users = readUsers(key, header);
      const { userId, role, clues: holds } = users[index]!;
      const clues = (holds ?? holdsByRole(role)) ? cluesByCode(key, header, opened) : undefined;
      return openSession({ folder, key, person: undefined, clues, userId, users, header }, options);
    });
  });
}

/** What the recovery code opens. @throws WorkbenchError VAULT_WRONG_RECOVERY_CODE */
async function openByCode(header: Header, code: string): Promise<OpenedSlot> {
  const opened = await openSlot(header, header.recovery, code);
  if (opened !== undefined) return opened;
  throw new WorkbenchError(
    'VAULT_WRONG_RECOVERY_CODE',
    '恢复码与此保险库不符：可能属于别的保险库，或已被更新的恢复码取代。请找出最近一次打印的恢复码再试。',
  );
}

/** The 线索钥匙 by the recovery code; from escrow where the code is an older one. */
const cluesByCode = (key: VaultKey, header: Header, { beside }: OpenedSlot): ClueKey | undefined =>
  (beside && theClueKey(header, beside)) ?? fromEscrow(key, header);

/**
 * Sets a new passphrase for one user by the recovery code, and voids that code. No wait applies: 125 random bits cannot
 * be guessed, and the person who forgot the passphrase is the one who is waiting. The person gets new keys to sign with.
 * @param recovery.name may be left out where {@link nameRequired} says no.
 * @param options.newestSeen number of the newest header that the store of this vault remembers.
 * @returns the new recovery code: shown once, kept nowhere.
 * @throws WorkbenchError RECOVERY_CODE_TYPO (before any work), VAULT_WRONG_RECOVERY_CODE, VAULT_NAME_REQUIRED,
 *   VAULT_NO_SUCH_USER, VAULT_PASSPHRASE_WEAK, and those of {@link unlockVault}
 */
export function recoverVault(
  folder: string,
  recovery: { code: string; name?: string; newPassphrase: string },
  options: VaultOptions & {
    readonly newestSeen?: (keys: Pick<KeyRing, 'vaultId' | 'subkey'>) => number;
  } = {},
): Promise<{ recoveryCode: string }> {
  return oneAtATime(folder, async () => {
    const disk = options.disk ?? fs;
    const code = readRecoveryCode(recovery.code);
    const found = readHeader(folder);
    const slot = slotToTry(found, recovery.name);
    const opened = await openByCode(found, code);
    const { key } = opened;
    try {
      checkSignature(key, found);
      const index = found.users.indexOf(slot);
      const user = readUsers(key, found)[index];
      if (user === undefined) throw noSuchUser();
      const passphrase = checkNewPassphrase(recovery.newPassphrase, user.name);
      const recoveryCode = newRecoveryCode();
      const base = newest(key, found);
      const clues = cluesByCode(key, base, opened);
      if (clues === undefined) throw forged();
      const holds = user.clues ?? holdsByRole(user.role);
      const secret = { passphrase, cost: slot.kdf };
      const { generation } = stateOf(found);
      const next = nextHeader(key, base, {
        users: replaced(
          base.users,
          index,
          await renewedSlot(key, slot, user, secret, holds ? clues : undefined),
        ),
        recovery: await recoverySlot(key, recoveryCode, slot.kdf, clues),
        recoveryKept: false,
        // Whoever holds the code may go on from an older header: it gets a number that the store has not seen.
        generation: Math.max(generation, options.newestSeen?.(key) ?? 0) + 1,
      });
      clues.lock();
      writeHeader(disk, folder, withoutEscrow(key, next));
      forgetAttempts(disk, folder);
      return { recoveryCode };
    } finally {
      key.lock();
      opened.beside?.fill(0);
    }
  });
}

// ---- from older formats

/** A header of the newest format: the one given, or what becomes of it, with the 线索钥匙 in escrow. */
function newest(key: VaultKey, header: Header): NewHeader {
  if ('cluePublic' in header) return header;
  const clues = newClueKey(key.vaultId);
  const made = { cluePublic: clues.publicKey.toString('hex'), escrow: toEscrow(key, clues) };
  clues.lock();
  return upgradedHeader(key, header, made);
}

/**
 * Brings the header to the newest format, and by `own` what the secret that was just typed can bring there.
 * @param own the users with that slot renewed; undefined where there is nothing to renew
 * @returns the header as it then lies on the disk
 */
async function upgraded(
  folder: string,
  key: VaultKey,
  found: Header,
  options: VaultOptions,
  own: (
    base: NewHeader,
    users: readonly VaultUser[],
    clues: ClueKey | undefined,
  ) => Promise<NewHeader['users']> | undefined,
): Promise<NewHeader> {
  const base = newest(key, found);
  const clues = fromEscrow(key, base);
  try {
    const users = await own(base, readUsers(key, base), clues);
    if (users === undefined && base === found) return base;
    const { generation } = stateOf(found);
    const next = nextHeader(key, base, { ...(users ? { users } : {}), generation: generation + 1 });
    const header = withoutEscrow(key, next);
    writeHeader(options.disk ?? fs, folder, header);
    return header;
  } finally {
    clues?.lock();
  }
}

/** The person's slot with keys of his own, and with the 线索钥匙 where he is to hold it. */
async function ownSlot(
  key: VaultKey,
  base: NewHeader,
  users: readonly VaultUser[],
  index: number,
  passphrase: string,
  person: PersonKeys,
  clues: ClueKey | undefined,
): Promise<NewHeader['users']> {
  const slot = base.users[index]!;
  const user = users[index]!;
  if (isMoved(slot))
    return replaced(base.users, index, await settledSlot(key, base, slot, user, passphrase, person));
  const nobodyByRole = !users.some(({ role }) => holdsByRole(role));
  const holds = holdsByRole(user.role) || (nobodyByRole && MANAGERS.includes(user.role));
  const secret = { passphrase: normalisePassphrase(passphrase), cost: slot.kdf };
  const renewed = await userSlot(key, slot, user, secret, person, holds ? clues : undefined);
  return replaced(base.users, index, renewed);
}

/** A slot that came from another laptop, wrapped with this laptop's key; the 线索钥匙 in it stays what it was. */
async function settledSlot(
  key: VaultKey,
  header: Pick<NewHeader, 'vaultId' | 'cluePublic'>,
  slot: NewUserSlot,
  user: VaultUser,
  passphrase: string,
  person: PersonKeys,
): Promise<NewUserSlot> {
  const secret = { passphrase: normalisePassphrase(passphrase), cost: slot.kdf };
  const clues = cluesOf(header, slot, person);
  try {
    return await userSlot(key, slot, user, secret, person, clues);
  } finally {
    clues?.lock();
  }
}

/** What the slot holds beside the vault key, else a new seed. */
const personOf = (key: VaultKey, { beside }: OpenedSlot): PersonKeys =>
  beside === undefined ? newPerson(key.vaultId) : holdPerson(key.vaultId, beside);

// ---- small things

function refuseExisting(folder: string): void {
  if (!vaultExists(folder)) return;
  throw new WorkbenchError(
    'VAULT_EXISTS',
    '此文件夹中已有保险库，没有新建，原有内容未改变。请直接打开它，或另选一个空文件夹。',
  );
}

/** Writes the header of a vault that is being made. @throws WorkbenchError VAULT_EXISTS, VAULT_WRITE_FAILED */
export function writeNewVault(disk: Disk, folder: string, header: Header): void {
  refuseExisting(folder);
  makeFolder(disk, folder);
  writeFirstHeader(disk, folder, header);
  forgetAttempts(disk, folder);
}

function makeFolder(disk: Disk, folder: string): void {
  try {
    disk.mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw notCreated(cause);
  }
}

/** A vault whose recovery code nobody has seen must not stay behind: what is not surely written is taken back. */
function writeFirstHeader(disk: Disk, folder: string, header: Header): void {
  try {
    writeHeader(disk, folder, header);
  } catch (cause) {
    if (cause instanceof WorkbenchError && cause.code === 'VAULT_WRITE_UNSURE') {
      removeQuietly(disk, path.join(folder, HEADER_FILE));
    }
    throw notCreated(cause);
  }
}

function notCreated(cause: unknown): WorkbenchError {
  return new WorkbenchError(
    'VAULT_WRITE_FAILED',
    '保险库没有建成。请检查磁盘空间是否已满、文件夹是否可写，或另选一个位置，然后重试。',
    [],
    { cause },
  );
}

/** Runs `act` with opened keys that must not stay open if it fails. */
async function whileOpen<T>(keys: readonly { lock(): void }[], act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    for (const key of keys) key.lock();
    throw error;
  }
}
