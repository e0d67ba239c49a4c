/** An open vault: who is in it, and what the person who opened it may change of that. */
import fs from 'node:fs';
import path from 'node:path';
import { MANAGERS, mayAppoint, ROLE_LABELS, ROLES, type Role } from '../../src-shared/domain/roles';
import { holdsByRole } from '../../src-shared/domain/compartment';
import { WorkbenchError } from '../../src-shared/errors';
import type { KeyRing } from '../keys';
import { countAttempt, forgetAttempts } from './attempts';
import type { Disk } from './disk';
import {
  checkSignature,
  isNewRecovery,
  isNewSlot,
  MAX_USERS,
  type SetupSlots,
  nextHeader,
  readHeader,
  stateOf,
  writeHeader,
  type Header,
  type HeaderChange,
  type HeaderState,
  type NewHeader,
  type UserSlot,
} from './header';
import type { ClueKey, PersonKeys } from './held-keys';
import { checkNewPassphrase, normalisePassphrase } from './passphrase';
import { newRecoveryCode } from './recovery-code';
import { lockedError, type VaultKey } from './sealing';
import {
  allHold,
  findByName,
  firstSlot,
  movedSlot,
  newUser,
  openSlot,
  readUsers,
  recoverySlot,
  renewedSlot,
  sealUser,
  userSlot,
  withClues,
  type NewUser,
  type OpenedSlot,
  type VaultUser,
} from './slots';

/** The edges of the machine, for tests; both have the real thing as default. */
export interface VaultOptions {
  /** Milliseconds; only for the wait after wrong passphrases. */
  readonly now?: () => number;
  /** Where wrong tries are counted, if not in the folder that is opened (a backup of it). */
  readonly attemptsIn?: string;
  /** Leave a header of an older format as it is: a backup's, which is sealed. */
  readonly asItIs?: boolean;
  readonly disk?: Disk;
}

/** The use of the key that what starts another laptop is sealed under. */
export const SETUP_PURPOSE = 'setup';

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
  /**
   * Gives the 线索钥匙 to a user who has none, or takes it back: only 组长, where there is one, and only who holds it. What
   * somebody has read, nobody takes from him; what is written after that he no longer reads here.
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NO_SUCH_USER, VAULT_CLUES_NOT_HELD, VAULT_CLUES_LATER, VAULT_CLUES_OWN
   */
  setClues(userId: string, holds: boolean): Promise<void>;
  /**
   * Why the 线索钥匙 of a vault from before there was one still lies under the vault key as well: who is to hold it and has
   * not unlocked since, and a recovery code that does not open it. Null where it lies with its holders alone.
   */
  escrow(): { readonly people: string[]; readonly recoveryCode: boolean } | null;
  /** Ed25519 by the person who unlocked, 64 bytes. */
  sign(bytes: Buffer): Buffer;
  /**
   * Brings the users of this header up to what the group has decided on another laptop: role, member, 线索钥匙 (which can be
   * given only while somebody who holds it is at work), and who is no longer one. Who is asked is the log; nobody's own rights.
   */
  follow(decided: readonly Decided[]): Promise<void>;
  /**
   * The slots with which some users open another laptop of the group, each with the passphrase that he has here. Only for who
   * manages users; only for who has unlocked here since there are keys of a person's own.
   * @returns what the other laptop's header is made of, and the key that what goes with it is sealed under: the caller clears it
   * @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NO_SUCH_USER, VAULT_SETUP_LATER
   */
  setup(userIds: readonly string[]): { readonly slots: SetupSlots; readonly secret: Buffer };
  /** The public half, 64 hex digits; undefined where the vault was opened by the recovery code: nobody signs then. */
  signKey(): string | undefined;
  /** Links a user to a member record, or unlinks. @throws WorkbenchError VAULT_NOT_ALLOWED, VAULT_NO_SUCH_USER */
  setMemberId(userId: string, memberId: string | undefined): Promise<void>;
  /** Forgets the keys and overwrites them. Whoever took a sub-key clears their own copy. */
  lock(): void;
}

/** What the group has decided about a user. */
export type Decided = Pick<VaultUser, 'userId' | 'role' | 'memberId' | 'clues'> & {
  readonly removed: boolean;
};

/** What a session is made of. It owns the keys. */
export interface Opening {
  readonly folder: string;
  readonly key: VaultKey;
  /** Undefined where the vault was opened by the recovery code: nobody's own keys are open then. */
  readonly person: PersonKeys | undefined;
  /** Where the person holds it. */
  readonly clues: ClueKey | undefined;
  readonly userId: string;
  readonly users: readonly VaultUser[];
  /** As it lies on the disk. */
  readonly header: Header;
}

export function openSession(opening: Opening, options: VaultOptions): VaultSession {
  const { folder, key, person, clues, userId } = opening;
  const disk = options.disk ?? fs;
  let { users, header: newest } = opening;
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
    act: (current: {
      header: NewHeader;
      users: readonly VaultUser[];
      me: VaultUser;
    }) => Promise<HeaderChange>,
  ): Promise<void> =>
    oneAtATime(folder, async () => {
      known();
      const header = demandNew(readHeader(folder));
      checkSignature(key, header);
      const current = readUsers(key, header);
      const me = current.find((user) => user.userId === userId);
      if (me === undefined) {
        throw new WorkbenchError(
          'VAULT_USER_REMOVED',
          '您已不是此保险库的用户，本次操作未执行。请联系组长或联络员。',
        );
      }
      const next = withoutEscrow(key, nextHeader(key, header, await act({ header, users: current, me })));
      writeHeader(disk, folder, next);
      users = readUsers(key, next);
      newest = next;
      watch?.(factsOf(next));
    });

  /** The 线索钥匙 for somebody with that role, or who held it: from who holds it only. */
  const cluesFor = (wanted: boolean): ClueKey | undefined => (wanted ? clues : undefined);

  return {
    keyRing: keyRingOf(opening),
    get user() {
      return known().find((user) => user.userId === userId)!;
    },
    users: known,
    changePassphrase: ({ oldPassphrase, newPassphrase }) =>
      change(async ({ header, users: current, me }) => {
        const next = checkNewPassphrase(newPassphrase, me.name);
        const index = current.indexOf(me);
        const slot = header.users[index]!;
        await provePassphrase(folder, header, slot, oldPassphrase, options);
        if (next === normalisePassphrase(oldPassphrase)) {
          throw new WorkbenchError('VAULT_PASSPHRASE_SAME', '新口令与原口令相同，没有修改。请换一个新口令。');
        }
        const secret = { passphrase: next, cost: slot.kdf };
        const renewed =
          person === undefined
            ? await renewedSlot(key, slot, me, secret, clues)
            : await userSlot(key, slot, me, secret, person, clues);
        return { users: replaced(header.users, index, renewed) };
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
        const secret = { passphrase, cost: header.users[0]!.kdf };
        const slot = await firstSlot(key, header, user, secret, cluesFor(holdsByRole(user.role)));
        return { users: [...header.users, slot] };
      });
      return known().find(({ userId: id }) => id === user.userId)!;
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
        const user = { ...current[index]!, role };
        return {
          users: replaced(header.users, index, withRole(key, slot, user, cluesFor(holdsByRole(role)))),
        };
      }),
    resetPassphrase: (forgetterId, passphrase) =>
      change(async ({ header, users: current, me }) => {
        checkLeader(me, '为他人重设口令');
        const index = current.findIndex((user) => user.userId === forgetterId);
        const slot = header.users[index];
        if (slot === undefined || forgetterId === me.userId) throw noSuchUser();
        const user = current[index]!;
        const next = checkNewPassphrase(passphrase, user.name);
        const secret = { passphrase: next, cost: slot.kdf };
        const held = cluesFor(user.clues ?? holdsByRole(user.role));
        return { users: replaced(header.users, index, await renewedSlot(key, slot, user, secret, held)) };
      }),
    async renewRecoveryCode(passphrase) {
      const code = newRecoveryCode();
      await change(async ({ header, users: current, me }) => {
        checkManager(me);
        if (current.some(({ role }) => role === 'leader')) checkLeader(me, '更换恢复码');
        if (clues === undefined) throw notHeld('更换恢复码');
        await provePassphrase(folder, header, header.users[current.indexOf(me)]!, passphrase, options);
        return { recovery: await recoverySlot(key, code, header.recovery.kdf, clues), recoveryKept: false };
      });
      return code;
    },
    async keepRecoveryCode() {
      if (!stateOf(newest).recoveryKept) await change(async () => ({ recoveryKept: true }));
    },
    async noteStore() {
      if (!stateOf(newest).hasStore) await change(async () => ({ hasStore: true }));
    },
    setClues: (changedId, holds) =>
      change(async ({ header, users: current, me }) => {
        checkManager(me);
        if (current.some(({ role }) => role === 'leader')) checkLeader(me, '发放和收回线索钥匙');
        if (clues === undefined) throw notHeld('发放和收回线索钥匙');
        if (changedId === me.userId) {
          throw new WorkbenchError('VAULT_CLUES_OWN', '不能收回自己的线索钥匙。请由另一位组长办理。');
        }
        const index = current.findIndex((user) => user.userId === changedId);
        const slot = header.users[index];
        if (slot === undefined) throw noSuchUser();
        const user = current[index]!;
        if (!isNewSlot(slot)) {
          throw new WorkbenchError(
            'VAULT_CLUES_LATER',
            `“${user.name}”升级后还没有解锁过，现在发不了线索钥匙。请其先用自己的口令解锁一次。`,
          );
        }
        const given = withClues(key, slot, user, holds ? clues : undefined);
        return { users: replaced(header.users, index, given) };
      }),
    escrow() {
      if (!('escrow' in newest) || newest.escrow === undefined) return null;
      const people = known().flatMap(({ name, role }, i) =>
        holdsByRole(role) && !isNewSlot(newest.users[i]!) ? [name] : [],
      );
      return { people, recoveryCode: !isNewRecovery(newest.recovery) };
    },
    sign(bytes) {
      if (locked || person === undefined) throw lockedError();
      return person.sign(bytes);
    },
    async follow(decided) {
      const of = (user: VaultUser) => decided.find((one) => one.userId === user.userId);
      const isBehind = (user: VaultUser): boolean => {
        const now = of(user);
        if (now === undefined) return false;
        const gives = now.clues === true && user.clues !== true && clues !== undefined;
        const takes = now.clues !== true && user.clues === true;
        const other = now.role !== user.role || now.memberId !== user.memberId;
        // Whoever is at work is let finish: by the log he does not come in again.
        return (now.removed && user.userId !== userId) || other || gives || takes;
      };
      if (!known().some(isBehind)) return;
      await change(async ({ header, users: current }) => {
        const next = header.users.flatMap((slot, i): UserSlot[] => {
          const user = current[i]!;
          const now = of(user);
          if (now === undefined || !isBehind(user)) return [slot];
          if (now.removed && user.userId !== userId) return [];
          const { memberId: _was, ...rest } = user;
          const { role, memberId } = now;
          const kept: VaultUser = { ...rest, role, ...(memberId === undefined ? {} : { memberId }) };
          const holds = now.clues === true;
          if (!isNewSlot(slot) || holds === (user.clues === true) || (holds && clues === undefined)) {
            return [{ ...slot, user: sealUser(key, slot.id, kept) }];
          }
          return [withClues(key, slot, kept, holds ? clues : undefined)];
        });
        return { users: next };
      });
    },
    setup(userIds) {
      const all = known();
      checkManager(all.find((user) => user.userId === userId)!);
      const { vaultId, nameSalt, cluePublic, users: held, recovery } = demandNew(newest);
      const chosen = userIds.map((id) => {
        const index = all.findIndex((user) => user.userId === id);
        const slot = held[index];
        if (slot === undefined) throw noSuchUser();
        const { name, keys } = all[index]!;
        if (!isNewSlot(slot) || keys === undefined) {
          throw new WorkbenchError(
            'VAULT_SETUP_LATER',
            `“${name}”升级后还没有解锁过，现在不能为其准备另一台电脑。请其先在这台电脑上用自己的口令解锁一次。`,
          );
        }
        return movedSlot(key, slot, keys.box);
      });
      if (!isNewRecovery(recovery)) {
        throw new WorkbenchError(
          'VAULT_SETUP_LATER',
          '恢复码还是升级前的，不能用于另一台电脑。请先在“设置”中更换恢复码，再准备开机包。',
        );
      }
      return {
        slots: {
          vaultId,
          nameSalt,
          cluePublic,
          users: chosen,
          recovery: movedSlot(key, recovery, cluePublic),
        },
        secret: key.subkey(SETUP_PURPOSE),
      };
    },
    signKey: () => (locked ? undefined : person?.public.sign),
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
      clues?.lock();
      person?.lock();
    },
  };
}

const factsOf = (header: Header): HeaderFacts => ({ ...stateOf(header), mac: header.mac });

/** What the rooms below get of the keys. */
const keyRingOf = ({ key, header, clues, person }: Opening): KeyRing => ({
  vaultId: key.vaultId,
  subkey: (purpose) => key.subkey(purpose),
  ...(person ? { own: { vaultId: key.vaultId, subkey: (purpose) => person.subkey(purpose) } } : {}),
  ...('cluePublic' in header
    ? { clues: { publicKey: Buffer.from(header.cluePublic, 'hex'), ...(clues ? { held: clues } : {}) } }
    : {}),
});

/** A role changed: with it goes the 线索钥匙, or comes. Who has not opened the upgraded vault yet gets it when he does. */
function withRole(key: VaultKey, slot: UserSlot, user: VaultUser, clues: ClueKey | undefined): UserSlot {
  return isNewSlot(slot)
    ? withClues(key, slot, user, clues)
    : { ...slot, user: sealUser(key, slot.id, user) };
}

/** Once everybody who is to hold the 线索钥匙 does, it no longer lies under the vault key. */
export function withoutEscrow(key: VaultKey, header: NewHeader): NewHeader {
  if (header.escrow === undefined || !allHold(header.users, readUsers(key, header), header.recovery)) {
    return header;
  }
  return nextHeader(key, header, { escrow: undefined, generation: header.generation });
}

/** A header that this session wrote cannot have become an older one. */
function demandNew(header: Header): NewHeader {
  if ('cluePublic' in header) return header;
  throw new WorkbenchError(
    'VAULT_HEADER_OLD',
    '钥匙文件 vault.header 在使用中被换成了从前的一份，本次操作未执行。请锁定后从备份恢复该文件，并报告巡察办。',
  );
}

const notHeld = (what: string): WorkbenchError =>
  new WorkbenchError(
    'VAULT_CLUES_NOT_HELD',
    `您没有线索钥匙，不能${what}。请由持有线索钥匙的组长、联络员办理。`,
  );

/** Opens a slot under the rule of the growing wait. The caller owns, and locks, what comes of it. */
export async function tryPassphrase(
  folder: string,
  header: Header,
  slot: UserSlot,
  passphrase: string,
  options: VaultOptions,
): Promise<OpenedSlot> {
  const disk = options.disk ?? fs;
  const normal = normalisePassphrase(passphrase);
  if (normal === '') throw new WorkbenchError('VAULT_PASSPHRASE_EMPTY', '还没有输入口令。请输入口令后重试。');
  const counted = options.attemptsIn ?? folder;
  const wait = countAttempt(disk, counted, (options.now ?? Date.now)());
  const opened = await openSlot(header, slot, normal);
  if (opened === undefined) {
    const what = header.users.length > 1 ? '姓名或口令不正确' : '口令不正确';
    const next = wait > 0 ? `请等待 ${wait} 秒后重新输入` : '请检查大小写和输入法后重新输入';
    throw new WorkbenchError('VAULT_WRONG_PASSPHRASE', `${what}，${next}；忘记口令时可以用恢复码重设。`);
  }
  forgetAttempts(disk, counted);
  return opened;
}

async function provePassphrase(...of: Parameters<typeof tryPassphrase>): Promise<void> {
  const { key, beside } = await tryPassphrase(...of);
  key.lock();
  beside?.fill(0);
}

export function replaced<T>(list: readonly T[], index: number, item: T): T[] {
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

export function noSuchUser(): WorkbenchError {
  return new WorkbenchError(
    'VAULT_NO_SUCH_USER',
    '保险库中没有这位用户，可能姓名有误或已被移除。请核对后重试。',
  );
}

/**
 * One act on a folder's header at a time: two unlocks at once must both count as tries, and no change of the header may
 * overwrite another. Between processes the store's owner lock does this.
 */
const queues = new Map<string, Promise<unknown>>();
export function oneAtATime<T>(folder: string, act: () => Promise<T>): Promise<T> {
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
