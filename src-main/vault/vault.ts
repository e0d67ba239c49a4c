/**
 * The vault: who may open the records. Passphrase → Argon2id → slot key → vault key → sub-keys ({@link KeyRing}).
 *
 * Every user holds the same vault key, wrapped in a slot of their own; rights by role are a rule of the program (here
 * and in the services), not of the cipher. Removing a user removes their slot; it does not re-encrypt the records.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MANAGERS, mayAppoint, ROLE_LABELS, ROLES, type Role } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import type { KeyRing } from '../keys';
import { countAttempt, forgetAttempts } from './attempts';
import { type Disk, removeQuietly } from './disk';
import {
  checkSignature,
  firstHeader,
  forged,
  type Header,
  HEADER_FILE,
  type HeaderChange,
  type HeaderState,
  MAX_USERS,
  nameTag,
  nextHeader,
  readHeader,
  type RecoverySlot,
  stateOf,
  slotAbout,
  type SlotKdf,
  USER_BYTES,
  userAbout,
  type UserSlot,
  vaultExists,
  writeHeader,
} from './header';
import { checkCost, deriveKey, KDF_FLOOR, type KdfCost } from './kdf';
import { checkName } from './names';
import { checkNewPassphrase, normalisePassphrase } from './passphrase';
import { newRecoveryCode, readRecoveryCode } from './recovery-code';
import { holdVaultKey, KEY_BYTES, lockedError, seal, unseal, type VaultKey } from './sealing';

export { secondsToWait } from './attempts';
export { hasHeader, vaultExists } from './header';

/** Whether one folder's header was written before another's of the same vault. @throws WorkbenchError as {@link readHeader} */
export function isOlderHeader(folder: string, other: string): boolean {
  return stateOf(readHeader(folder)).generation < stateOf(readHeader(other)).generation;
}

/** The id of a folder's vault. @throws WorkbenchError as {@link readHeader} */
export const vaultIdOf = (folder: string): string => readHeader(folder).vaultId;

export interface VaultUser {
  /** Random, 20 lower-case hex digits; the `author` of changes. */
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** Record id of the `member` record of the same person, where there is one. */
  readonly memberId?: string;
}

const userSchema = z.strictObject({
  userId: z.string().regex(/^[0-9a-f]{20}$/),
  name: z.string().min(1),
  role: z.enum(ROLES),
  memberId: z.string().optional(),
});

/** The edges of the machine, for tests; both have the real thing as default. */
export interface VaultOptions {
  /** Milliseconds; only for the wait after wrong passphrases. */
  readonly now?: () => number;
  /** Where wrong tries are counted, if not in the folder that is opened (a backup of it). */
  readonly attemptsIn?: string;
  readonly disk?: Disk;
}

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string;
  readonly memberId?: string;
}

/** What others must know of the header: its number and signature, and what it says of the vault. */
export type HeaderFacts = HeaderState & Pick<Header, 'mac'>;

/** An open vault and the person who opened it. After {@link lock} everything here throws VAULT_LOCKED. */
export interface VaultSession {
  readonly keyRing: KeyRing;
  /** The person who unlocked. */
  readonly user: VaultUser;
  /** All users, in the order they were added. */
  users(): readonly VaultUser[];
  /**
   * Rewraps the own slot; the vault key, and so every record, stays as it is.
   * @throws WorkbenchError VAULT_WRONG_PASSPHRASE, VAULT_WAIT, VAULT_PASSPHRASE_WEAK, VAULT_PASSPHRASE_SAME
   */
  changePassphrase(change: { oldPassphrase: string; newPassphrase: string }): Promise<void>;
  /** Within what the own role may give ({@link mayAppoint}). @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NAME_INVALID, VAULT_NAME_TAKEN, VAULT_FULL, VAULT_PASSPHRASE_WEAK */
  addUser(user: NewUser): Promise<VaultUser>;
  /**
   * Nobody removes himself, and only who could give a role takes it away: so a 组长 always remains where there is one.
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_REMOVE_SELF, VAULT_NO_SUCH_USER
   */
  removeUser(userId: string): Promise<void>;
  /**
   * Gives another user another role; only 组长, and never the own: so the last 组长 stays one.
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_OWN_ROLE, VAULT_NO_SUCH_USER
   */
  setRole(userId: string, role: Role): Promise<void>;
  /**
   * Gives another user a new passphrase, for one who forgot his; only 组长.
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NO_SUCH_USER, VAULT_PASSPHRASE_WEAK
   */
  resetPassphrase(userId: string, passphrase: string): Promise<void>;
  /**
   * Voids the recovery code and returns a new one, to be printed now: it is kept nowhere. Only 组长 where there is one:
   * whoever holds the code can become anybody.
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_WRONG_PASSPHRASE, VAULT_WAIT
   */
  renewRecoveryCode(passphrase: string): Promise<string>;
  /** Somebody has shown that he kept the recovery code. */
  keepRecoveryCode(): Promise<void>;
  /** The folder has a store from now on: one that is not there later was taken away. */
  noteStore(): Promise<void>;
  /** The header as this session knows it. */
  header(): HeaderFacts;
  /** Has every header told that this session writes. */
  watchHeader(watch: (header: HeaderFacts) => void): void;
  /** Links a user to a member record, or unlinks. @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NO_SUCH_USER */
  setMemberId(userId: string, memberId: string | undefined): Promise<void>;
  /** Forgets the keys and overwrites them. Whoever took a sub-key clears their own copy. */
  lock(): void;
}

/**
 * Creates a vault with its first user, who must be able to manage users.
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
    return whileOpen(key, async () => {
      const identity = {
        vaultId: key.vaultId,
        nameSalt: randomBytes(32).toString('hex'),
      } as const;
      const user = newUser(first);
      const passphrase = checkNewPassphrase(first.passphrase, user.name);
      const recoveryCode = newRecoveryCode();
      makeFolder(disk, folder);
      const header = firstHeader(key, {
        ...identity,
        users: [await userSlot(key, identity, user, passphrase, cost)],
        recovery: await recoverySlot(key, recoveryCode, cost),
      });
      refuseExisting(folder);
      writeFirstHeader(disk, folder, header);
      forgetAttempts(disk, folder);
      return { session: openSession(folder, key, user.userId, [user], header, options), recoveryCode };
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
 * Opens the vault. A wrong name costs the same work and gives the same error as a wrong passphrase.
 * @param who.name may be left out where {@link nameRequired} says no.
 * @throws WorkbenchError VAULT_WRONG_PASSPHRASE, VAULT_WAIT, VAULT_NAME_REQUIRED, VAULT_PASSPHRASE_EMPTY, and those of
 *   {@link readHeader}; VAULT_HEADER_FORGED
 */
export function unlockVault(
  folder: string,
  who: { name?: string; passphrase: string },
  options: VaultOptions = {},
): Promise<VaultSession> {
  return oneAtATime(folder, async () => {
    const header = readHeader(folder);
    const slot = slotToTry(header, who.name);
    const key = await tryPassphrase(folder, header, slot, who.passphrase, options);
    return whileOpen(key, async () => {
      checkSignature(key, header);
      const users = readUsers(key, header);
      const index = header.users.indexOf(slot);
      return openSession(folder, key, users[index]!.userId, users, header, options);
    });
  });
}

/**
 * Opens the vault by the recovery code, as the user of that name: only to bring back a backup, before a new passphrase
 * is set by {@link recoverVault}. No wait applies, as there.
 * @throws WorkbenchError RECOVERY_CODE_TYPO, VAULT_WRONG_RECOVERY_CODE, VAULT_NAME_REQUIRED, VAULT_NO_SUCH_USER, and those
 *   of {@link readHeader}
 */
export function unlockByCode(
  folder: string,
  { code, name }: { code: string; name?: string },
  options: VaultOptions = {},
): Promise<VaultSession> {
  return oneAtATime(folder, async () => {
    const typed = readRecoveryCode(code);
    const header = readHeader(folder);
    const slot = slotToTry(header, name);
    const key = await openByCode(header, typed);
    return whileOpen(key, async () => {
      checkSignature(key, header);
      const users = readUsers(key, header);
      const user = users[header.users.indexOf(slot)];
      if (user === undefined) throw noSuchUser();
      return openSession(folder, key, user.userId, users, header, options);
    });
  });
}

/** The vault key by the code that {@link readRecoveryCode} read. @throws WorkbenchError VAULT_WRONG_RECOVERY_CODE */
async function openByCode(header: Header, code: string): Promise<VaultKey> {
  const key = await openSlot(header, header.recovery, code);
  if (key !== undefined) return key;
  throw new WorkbenchError(
    'VAULT_WRONG_RECOVERY_CODE',
    '恢复码与此保险库不符：可能属于别的保险库，或已被更新的恢复码取代。请找出最近一次打印的恢复码再试。',
  );
}

/**
 * Sets a new passphrase for one user by the recovery code, and voids that code. No wait applies: 125 random bits cannot
 * be guessed, and the person who forgot the passphrase is the one who is waiting.
 * @param recovery.name may be left out where {@link nameRequired} says no.
 * @param options.newestSeen number of the newest header that the store of this vault remembers.
 * @returns the new recovery code: shown once, kept nowhere.
 * @throws WorkbenchError RECOVERY_CODE_TYPO (before any work), VAULT_WRONG_RECOVERY_CODE, VAULT_NAME_REQUIRED,
 *   VAULT_NO_SUCH_USER, VAULT_PASSPHRASE_WEAK, and those of {@link readHeader}
 */
export function recoverVault(
  folder: string,
  recovery: { code: string; name?: string; newPassphrase: string },
  options: VaultOptions & { readonly newestSeen?: (keys: KeyRing) => number } = {},
): Promise<{ recoveryCode: string }> {
  return oneAtATime(folder, async () => {
    const disk = options.disk ?? fs;
    const code = readRecoveryCode(recovery.code);
    const header = readHeader(folder);
    const slot = slotToTry(header, recovery.name);
    const key = await openByCode(header, code);
    try {
      checkSignature(key, header);
      const index = header.users.indexOf(slot);
      const user = readUsers(key, header)[index];
      if (user === undefined) throw noSuchUser();
      const passphrase = checkNewPassphrase(recovery.newPassphrase, user.name);
      const recoveryCode = newRecoveryCode();
      const { generation } = stateOf(header);
      const next = nextHeader(key, header, {
        users: replaced(header.users, index, await rewrap(key, slot, passphrase)),
        recovery: await recoverySlot(key, recoveryCode, slot.kdf),
        recoveryKept: false,
        // Whoever holds the code may go on from an older header: it gets a number that the store has not seen.
        generation: Math.max(generation, options.newestSeen?.(key) ?? 0) + 1,
      });
      writeHeader(disk, folder, next);
      forgetAttempts(disk, folder);
      return { recoveryCode };
    } finally {
      key.lock();
    }
  });
}

function openSession(
  folder: string,
  key: VaultKey,
  userId: string,
  usersAtStart: readonly VaultUser[],
  headerAtStart: Header,
  options: VaultOptions,
): VaultSession {
  const disk = options.disk ?? fs;
  let users = usersAtStart;
  let newest = headerAtStart;
  let watch: ((header: HeaderFacts) => void) | undefined;
  let locked = false;

  const known = (): readonly VaultUser[] => {
    if (locked) throw lockedError();
    return users;
  };

  /**
   * Every change starts from the header on the disk, not from what this session remembers: another session may have
   * added, changed or removed somebody, this very user included.
   */
  const change = (
    act: (current: { header: Header; users: readonly VaultUser[]; me: VaultUser }) => Promise<HeaderChange>,
  ): Promise<void> =>
    oneAtATime(folder, async () => {
      known();
      const header = readHeader(folder);
      checkSignature(key, header);
      const current = readUsers(key, header);
      const me = current.find((user) => user.userId === userId);
      if (me === undefined) {
        throw new WorkbenchError(
          'VAULT_USER_REMOVED',
          '您已不是此保险库的用户，本次操作未执行。请联系组长或联络员。',
        );
      }
      const next = nextHeader(key, header, await act({ header, users: current, me }));
      writeHeader(disk, folder, next);
      users = readUsers(key, next);
      newest = next;
      watch?.(factsOf(next));
    });

  return {
    keyRing: { vaultId: key.vaultId, subkey: (purpose) => key.subkey(purpose) },
    get user() {
      return known().find((user) => user.userId === userId)!;
    },
    users: known,
    changePassphrase: ({ oldPassphrase, newPassphrase }) =>
      change(async ({ header, users: current, me }) => {
        const next = checkNewPassphrase(newPassphrase, me.name);
        const index = current.indexOf(me);
        const slot = header.users[index]!;
        const proof = await tryPassphrase(folder, header, slot, oldPassphrase, options);
        proof.lock();
        if (next === normalisePassphrase(oldPassphrase)) {
          throw new WorkbenchError('VAULT_PASSPHRASE_SAME', '新口令与原口令相同，没有修改。请换一个新口令。');
        }
        return { users: replaced(header.users, index, await rewrap(key, slot, next)) };
      }),
    async addUser(added) {
      const user = newUser(added);
      await change(async ({ header, users: current, me }) => {
        checkAppoints(me, user.role, current);
        const passphrase = checkNewPassphrase(added.passphrase, user.name);
        if (header.users.length >= MAX_USERS) {
          throw new WorkbenchError('VAULT_FULL', `保险库最多 ${MAX_USERS} 位用户。请先移除不再需要的用户。`);
        }
        if (findByName(header, user.name) !== undefined) {
          throw new WorkbenchError(
            'VAULT_NAME_TAKEN',
            '已有同名用户。若是另一个人，请在姓名后加以区分，例如加“（二）”或单位简称。',
          );
        }
        const cost = header.users[0]!.kdf;
        return { users: [...header.users, await userSlot(key, header, user, passphrase, cost)] };
      });
      return user;
    },
    removeUser: (removedId) =>
      change(async ({ header, users: current, me }) => {
        if (removedId === me.userId) {
          throw new WorkbenchError(
            'VAULT_REMOVE_SELF',
            '不能移除自己。请由另一位组长、联络员或巡察办用户操作。',
          );
        }
        const index = current.findIndex((user) => user.userId === removedId);
        if (index < 0) throw noSuchUser();
        checkAppoints(me, current[index]!.role, current);
        return { users: header.users.filter((_, i) => i !== index) };
      }),
    setRole: (changedId, role) =>
      change(async ({ header, users: current, me }) => {
        checkLeader(me, '变更使用者的角色');
        if (changedId === me.userId) {
          throw new WorkbenchError('VAULT_OWN_ROLE', '不能变更自己的角色。请由另一位组长办理。');
        }
        const index = current.findIndex((user) => user.userId === changedId);
        const slot = header.users[index];
        if (slot === undefined) throw noSuchUser();
        const user = sealUser(key, slot.id, { ...current[index]!, role });
        return { users: replaced(header.users, index, { ...slot, user }) };
      }),
    resetPassphrase: (forgetterId, passphrase) =>
      change(async ({ header, users: current, me }) => {
        checkLeader(me, '为他人重设口令');
        const index = current.findIndex((user) => user.userId === forgetterId);
        const slot = header.users[index];
        if (slot === undefined || forgetterId === me.userId) throw noSuchUser();
        const next = checkNewPassphrase(passphrase, current[index]!.name);
        return { users: replaced(header.users, index, await rewrap(key, slot, next)) };
      }),
    async renewRecoveryCode(passphrase) {
      const code = newRecoveryCode();
      await change(async ({ header, users: current, me }) => {
        checkManager(me);
        if (current.some(({ role }) => role === 'leader')) checkLeader(me, '更换恢复码');
        const proof = await tryPassphrase(
          folder,
          header,
          header.users[current.indexOf(me)]!,
          passphrase,
          options,
        );
        proof.lock();
        return { recovery: await recoverySlot(key, code, header.recovery.kdf), recoveryKept: false };
      });
      return code;
    },
    async keepRecoveryCode() {
      if (!stateOf(newest).recoveryKept) await change(async () => ({ recoveryKept: true }));
    },
    async noteStore() {
      if (!stateOf(newest).hasStore) await change(async () => ({ hasStore: true }));
    },
    header: () => factsOf(newest),
    watchHeader(told) {
      watch = told;
    },
    setMemberId: (linkedId, memberId) =>
      change(async ({ header, users: current, me }) => {
        checkManager(me);
        const index = current.findIndex((user) => user.userId === linkedId);
        const slot = header.users[index];
        if (slot === undefined) throw noSuchUser();
        if (linkedId !== me.userId) checkAppoints(me, current[index]!.role, current);
        const user = sealUser(key, slot.id, { ...current[index]!, memberId });
        return { users: replaced(header.users, index, { ...slot, user }) };
      }),
    lock() {
      locked = true;
      users = [];
      key.lock();
    },
  };
}

const factsOf = (header: Header): HeaderFacts => ({ ...stateOf(header), mac: header.mac });

// ---- slots

function findByName(header: Header, name: string): UserSlot | undefined {
  const tag = nameTag(header, name);
  return header.users.find((slot) => slot.nameTag === tag);
}

/**
 * The slot a name means. An unknown name gets a slot that no key opens (the name tag is part of what the wrapped key is
 * attached to) but that takes the same work to find out.
 */
function slotToTry(header: Header, name: string | undefined): UserSlot {
  const first = header.users[0]!;
  if (name === undefined || name.trim() === '') {
    if (header.users.length === 1) return first;
    throw new WorkbenchError('VAULT_NAME_REQUIRED', '此保险库有多位用户，请先输入姓名，再输入口令。');
  }
  return findByName(header, name) ?? { ...first, nameTag: nameTag(header, name) };
}

/** Opens a slot under the rule of the growing wait. The caller owns, and locks, the key. */
async function tryPassphrase(
  folder: string,
  header: Header,
  slot: UserSlot,
  passphrase: string,
  options: VaultOptions,
): Promise<VaultKey> {
  const disk = options.disk ?? fs;
  const normal = normalisePassphrase(passphrase);
  if (normal === '') throw new WorkbenchError('VAULT_PASSPHRASE_EMPTY', '还没有输入口令。请输入口令后重试。');
  const counted = options.attemptsIn ?? folder;
  const wait = countAttempt(disk, counted, (options.now ?? Date.now)());
  const key = await openSlot(header, slot, normal);
  if (key === undefined) {
    const what = header.users.length > 1 ? '姓名或口令不正确' : '口令不正确';
    const next = wait > 0 ? `请等待 ${wait} 秒后重新输入` : '请检查大小写和输入法后重新输入';
    throw new WorkbenchError('VAULT_WRONG_PASSPHRASE', `${what}，${next}；忘记口令时可以用恢复码重设。`);
  }
  forgetAttempts(disk, counted);
  return key;
}

/** The vault key, if the secret is the right one for the slot. */
async function openSlot(
  header: Header,
  slot: UserSlot | RecoverySlot,
  secret: string,
): Promise<VaultKey | undefined> {
  const slotKey = await deriveKey(secret, Buffer.from(slot.kdf.salt, 'hex'), slot.kdf);
  const opened = unseal(slotKey, slot.key, slotAbout(header.vaultId, slot));
  slotKey.fill(0);
  return opened && holdVaultKey(header.vaultId, opened);
}

/** Wraps the vault key for a new secret, under a fresh salt. @throws VAULT_LOCKED if locked meanwhile */
async function wrapFor<T extends { id: string; nameTag?: string }>(
  key: VaultKey,
  slot: T,
  secret: string,
  cost: KdfCost,
): Promise<T & { kdf: SlotKdf; key: string }> {
  const { memoryKiB, iterations, parallelism } = cost;
  const salt = randomBytes(16);
  const kdf: SlotKdf = {
    algorithm: 'argon2id',
    memoryKiB,
    iterations,
    parallelism,
    salt: salt.toString('hex'),
  };
  const slotKey = await deriveKey(secret, salt, kdf);
  try {
    return { ...slot, kdf, key: key.wrap(slotKey, slotAbout(key.vaultId, { ...slot, kdf })) };
  } finally {
    slotKey.fill(0);
  }
}

const randomId = (bytes: number): string => randomBytes(bytes).toString('hex');

function newUser({ name, role, memberId }: NewUser): VaultUser {
  return userSchema.parse({ userId: randomId(10), name: checkName(name), role, memberId });
}

async function userSlot(
  key: VaultKey,
  header: Pick<Header, 'nameSalt'>,
  user: VaultUser,
  passphrase: string,
  cost: KdfCost,
): Promise<UserSlot> {
  const id = randomId(16);
  const slot = await wrapFor(key, { id, nameTag: nameTag(header, user.name) }, passphrase, cost);
  return { ...slot, user: sealUser(key, id, user) };
}

const rewrap = (key: VaultKey, slot: UserSlot, passphrase: string): Promise<UserSlot> =>
  wrapFor(key, slot, passphrase, slot.kdf);

const recoverySlot = (key: VaultKey, code: string, cost: KdfCost): Promise<RecoverySlot> =>
  wrapFor(key, { id: randomId(16) }, readRecoveryCode(code), cost);

// ---- sealed users

function sealUser(key: VaultKey, slotId: string, user: VaultUser): string {
  const text = Buffer.from(JSON.stringify(user), 'utf8');
  if (text.length > USER_BYTES) {
    throw new WorkbenchError('VAULT_MEMBER_INVALID', '成员编号过长，没有保存。请重新选择要关联的成员。');
  }
  const padded = Buffer.alloc(USER_BYTES, ' ');
  text.copy(padded);
  return seal(key.userKey(), padded, userAbout(key.vaultId, slotId));
}

function readUsers(key: VaultKey, header: Header): VaultUser[] {
  const userKey = key.userKey();
  return header.users.map((slot) => {
    const opened = unseal(userKey, slot.user, userAbout(header.vaultId, slot.id));
    if (opened === undefined) throw forged();
    return userSchema.parse(JSON.parse(opened.toString('utf8')));
  });
}

// ---- small things

function replaced<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((old, i) => (i === index ? item : old));
}

function checkManager(user: VaultUser): void {
  if (MANAGERS.includes(user.role)) return;
  throw new WorkbenchError(
    'VAULT_NOT_ALLOWED',
    '只有组长、联络员和巡察办可以管理用户和恢复码。请由他们操作。',
  );
}

function checkLeader(user: VaultUser, what: string): void {
  if (user.role === 'leader') return;
  throw new WorkbenchError('VAULT_NOT_ALLOWED', `只有组长可以${what}。请联系组长办理。`);
}

function checkAppoints(user: VaultUser, role: Role, all: readonly VaultUser[]): void {
  checkManager(user);
  const present = all.map((other) => other.role);
  if (mayAppoint(user.role, role, present)) return;
  const who = ROLES.filter((other) => mayAppoint(other, role, present)).map((other) => ROLE_LABELS[other]);
  throw new WorkbenchError(
    'VAULT_NOT_ALLOWED',
    `“${ROLE_LABELS[role]}”的账号只能由${who.join('、')}添加、移除和变更。请联系他们办理。`,
  );
}

function noSuchUser(): WorkbenchError {
  return new WorkbenchError(
    'VAULT_NO_SUCH_USER',
    '保险库中没有这位用户，可能姓名有误或已被移除。请核对后重试。',
  );
}

function refuseExisting(folder: string): void {
  if (!vaultExists(folder)) return;
  throw new WorkbenchError(
    'VAULT_EXISTS',
    '此文件夹中已有保险库，没有新建，原有内容未改变。请直接打开它，或另选一个空文件夹。',
  );
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

/** Runs `act` with an opened key that must not stay open if it fails. */
async function whileOpen<T>(key: VaultKey, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    key.lock();
    throw error;
  }
}

/**
 * One act on a folder's header at a time: two unlocks at once must both count as tries, and no change of the header may
 * overwrite another. Between processes the store's owner lock does this.
 */
const queues = new Map<string, Promise<unknown>>();
function oneAtATime<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const place = path.resolve(folder);
  const before = queues.get(place) ?? Promise.resolve();
  const mine = before.then(act, act);
  queues.set(place, mine);
  const forget = (): void => {
    if (queues.get(place) === mine) queues.delete(place);
  };
  mine.then(forget, forget);
  return mine;
}
