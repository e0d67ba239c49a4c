/** The slots of a header: what a passphrase or the recovery code opens, and what is kept of each person. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { holdsByRole } from '../../src-shared/domain/compartment';
import { ROLES, type Role } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import { newBoxKeys, sealBox } from '../hpke';
import {
  clueAbout,
  forged,
  isNewRecovery,
  isNewSlot,
  movedAbout,
  nameTag,
  slotAbout,
  USER_BYTES,
  userAbout,
  type Header,
  type NewHeader,
  type NewRecoverySlot,
  type NewUserSlot,
  type RecoverySlot,
  type SlotKdf,
  type UserSlot,
} from './header';
import {
  holdClueKey,
  holdPerson,
  newPerson,
  type ClueKey,
  type PersonKeys,
  type PersonPublic,
} from './held-keys';
import { deriveKey, type KdfCost } from './kdf';
import { checkName } from './names';
import { readRecoveryCode } from './recovery-code';
import { holdVaultKey, KEY_BYTES, seal, unseal, type VaultKey } from './sealing';

export interface VaultUser {
  /** Random, 20 lower-case hex digits; the `author` of changes. */
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** Record id of the `member` record of the same person, where there is one. */
  readonly memberId?: string;
  /** What the person signs and is given keys with; absent until he first opens a vault that comes from format 2. */
  readonly keys?: PersonPublic;
  /** Whether the person holds the 线索钥匙. */
  readonly clues?: boolean;
}

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string;
  readonly memberId?: string;
}

const keyText = z.string().regex(/^[0-9a-f]{64}$/);
const userSchema = z.strictObject({
  userId: z.string().regex(/^[0-9a-f]{20}$/),
  name: z.string().min(1),
  role: z.enum(ROLES),
  memberId: z.string().optional(),
  keys: z.strictObject({ sign: keyText, box: keyText }).optional(),
  clues: z.boolean().optional(),
});

/** Names the purpose of a 线索钥匙 sealed for one person (HPKE's info). */
const CLUE_INFO = 'patrol-workbench/1/clues';

const randomId = (bytes: number): string => randomBytes(bytes).toString('hex');

export function newUser({ name, role, memberId }: NewUser): VaultUser {
  return userSchema.parse({ userId: randomId(10), name: checkName(name), role, memberId });
}

export function findByName(header: Header, name: string): UserSlot | undefined {
  const tag = nameTag(header, name);
  return header.users.find((slot) => slot.nameTag === tag);
}

/**
 * The slot a name means. An unknown name gets a slot that no key opens (the name tag is part of what the wrapped key is
 * attached to) but that takes the same work to find out.
 */
export function slotToTry(header: Header, name: string | undefined): UserSlot {
  const first = header.users[0]!;
  if (name === undefined || name.trim() === '') {
    if (header.users.length === 1) return first;
    throw new WorkbenchError('VAULT_NAME_REQUIRED', '此保险库有多位用户，请先输入姓名，再输入口令。');
  }
  return findByName(header, name) ?? { ...first, nameTag: nameTag(header, name) };
}

/** What a slot holds: the vault key, and 32 bytes of its own where it is one of the newest format. The caller owns both. */
export interface OpenedSlot {
  readonly key: VaultKey;
  readonly beside?: Buffer;
}

/** Opens a slot, if the secret is the right one. */
export async function openSlot(
  header: Header,
  slot: UserSlot | RecoverySlot,
  secret: string,
): Promise<OpenedSlot | undefined> {
  const slotKey = await deriveKey(secret, Buffer.from(slot.kdf.salt, 'hex'), slot.kdf);
  const opened = unseal(slotKey, slot.key, slotAbout(header.vaultId, slot));
  slotKey.fill(0);
  if (opened === undefined) return undefined;
  const own = Buffer.from(opened.subarray(0, KEY_BYTES));
  const beside = opened.length > KEY_BYTES ? Buffer.from(opened.subarray(KEY_BYTES)) : undefined;
  opened.fill(0);
  const key = moved(header, slot, beside, own);
  return key && { key: holdVaultKey(header.vaultId, key), ...(beside ? { beside } : {}) };
}

/** Names the purpose of a vault key sealed for who opens a slot that came from another laptop (HPKE's info). */
const MOVED_INFO = 'patrol-workbench/1/vault-key';

/** This laptop's vault key: what the slot's secret opened, or, in one that came from elsewhere, what is sealed for its person. */
function moved(
  { vaultId }: Pick<Header, 'vaultId'>,
  slot: UserSlot | RecoverySlot,
  beside: Buffer | undefined,
  own: Buffer,
): Buffer | undefined {
  if (!('vaultKey' in slot) || slot.vaultKey === undefined) return own;
  own.fill(0);
  if (beside === undefined) return undefined;
  const opener = 'nameTag' in slot ? holdPerson : holdClueKey;
  const holder = opener(vaultId, Buffer.from(beside));
  const key = holder.open(MOVED_INFO, movedAbout(vaultId, slot.id), Buffer.from(slot.vaultKey, 'base64'));
  holder.lock();
  return key;
}

/** A slot as it goes to another laptop, or lies there: it opens with its own secret, and to that laptop's key. */
export function movedSlot<T extends NewUserSlot | NewRecoverySlot>(key: VaultKey, slot: T, box: string): T {
  const about = movedAbout(key.vaultId, slot.id);
  return { ...slot, vaultKey: key.sealFor(Buffer.from(box, 'hex'), MOVED_INFO, about) };
}

/** Wraps the vault key, and what belongs beside it, for a new secret under a fresh salt. @throws VAULT_LOCKED */
async function wrapFor<T extends { id: string; nameTag?: string }>(
  key: VaultKey,
  slot: T,
  secret: string,
  { memoryKiB, iterations, parallelism }: KdfCost,
  beside: <R>(use: (bytes: Buffer) => R) => R,
): Promise<T & { kdf: SlotKdf; key: string }> {
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
    const about = slotAbout(key.vaultId, { ...slot, kdf });
    return { ...slot, kdf, key: beside((bytes) => key.wrap(slotKey, about, bytes)) };
  } finally {
    slotKey.fill(0);
  }
}

/** A slot for somebody, with the person's keys and, where it is given, the 线索钥匙. */
export async function userSlot(
  key: VaultKey,
  slot: Pick<UserSlot, 'id' | 'nameTag'>,
  user: VaultUser,
  secret: { readonly passphrase: string; readonly cost: KdfCost },
  person: PersonKeys,
  clues: ClueKey | undefined,
): Promise<NewUserSlot> {
  const { id, nameTag: tag } = slot;
  const wrapped = await wrapFor(key, { id, nameTag: tag }, secret.passphrase, secret.cost, person.lend);
  return withClues(key, { ...wrapped, user: '', clues: '' }, { ...user, keys: person.public }, clues);
}

/** A slot for a new person: keys of his own, which nobody keeps but his passphrase. */
export async function firstSlot(
  key: VaultKey,
  header: Pick<Header, 'nameSalt'>,
  user: VaultUser,
  secret: { readonly passphrase: string; readonly cost: KdfCost },
  clues: ClueKey | undefined,
): Promise<NewUserSlot> {
  const slot = { id: randomId(16), nameTag: nameTag(header, user.name) };
  return renewedSlot(key, slot, user, secret, clues);
}

/** A slot whose earlier passphrase nobody has: the person gets new keys. */
export async function renewedSlot(
  key: VaultKey,
  slot: Pick<UserSlot, 'id' | 'nameTag'>,
  user: VaultUser,
  secret: { readonly passphrase: string; readonly cost: KdfCost },
  clues: ClueKey | undefined,
): Promise<NewUserSlot> {
  const person = newPerson(key.vaultId);
  try {
    return await userSlot(key, slot, user, secret, person, clues);
  } finally {
    person.lock();
  }
}

/**
 * The slot of a person who has keys, with the 线索钥匙 or without it. Where it is not given, as many bytes lie in its place
 * that nobody opens: the file does not tell who holds it.
 */
export function withClues(
  key: VaultKey,
  slot: NewUserSlot,
  user: VaultUser,
  clues: ClueKey | undefined,
): NewUserSlot {
  const recipient = clues === undefined ? newBoxKeys().publicKey : Buffer.from(user.keys!.box, 'hex');
  const give = (bytes: Buffer) => sealBox(recipient, CLUE_INFO, clueAbout(key.vaultId, slot.id), bytes);
  const sealed = clues === undefined ? give(randomBytes(KEY_BYTES)) : clues.lend(give);
  const { clues: _had, ...rest } = user;
  const kept: VaultUser = { ...rest, clues: clues !== undefined };
  return { ...slot, user: sealUser(key, slot.id, kept), clues: sealed.toString('base64') };
}

/** What of a header tells its 线索钥匙. */
type ClueHeader = Pick<Header, 'vaultId'> & Partial<Pick<NewHeader, 'cluePublic'>>;

/** The 线索钥匙 that a slot holds for its person. */
export function cluesOf(
  header: ClueHeader,
  slot: UserSlot,
  person: PersonKeys | undefined,
): ClueKey | undefined {
  if (person === undefined || !isNewSlot(slot)) return undefined;
  const about = clueAbout(header.vaultId, slot.id);
  const opened = person.open(CLUE_INFO, about, Buffer.from(slot.clues, 'base64'));
  return opened && theClueKey(header, opened);
}

/** The 线索钥匙 of a header, of 32 bytes that should be it. */
export function theClueKey(header: ClueHeader, bytes: Buffer): ClueKey | undefined {
  const clues = holdClueKey(header.vaultId, bytes);
  if ('cluePublic' in header && clues.publicKey.toString('hex') === header.cluePublic) return clues;
  clues.lock();
  return undefined;
}

const escrowAbout = (vaultId: string): unknown => ({ vaultId, what: 'escrow' });

/** The 线索钥匙 under the vault key, see `escrow` of the header. */
export const toEscrow = (key: VaultKey, clues: ClueKey): string =>
  clues.lend((bytes) => seal(key.escrowKey(), bytes, escrowAbout(key.vaultId)));

export function fromEscrow(key: VaultKey, header: Header): ClueKey | undefined {
  if (!('escrow' in header) || header.escrow === undefined) return undefined;
  const opened = unseal(key.escrowKey(), header.escrow, escrowAbout(key.vaultId));
  return opened && theClueKey(header, opened);
}

/** The slot of a recovery code: it opens everything. */
export const recoverySlot = (
  key: VaultKey,
  code: string,
  cost: KdfCost,
  clues: ClueKey,
): Promise<NewRecoverySlot> =>
  wrapFor(key, { id: randomId(16) }, readRecoveryCode(code), cost, (use) => clues.lend(use));

/** Whether everything is in its place, so that nothing has to lie in escrow any more. */
export const allHold = (
  slots: readonly UserSlot[],
  users: readonly VaultUser[],
  recovery: RecoverySlot,
): boolean =>
  isNewRecovery(recovery) && slots.every((slot, i) => isNewSlot(slot) || !holdsByRole(users[i]!.role));

export function sealUser(key: VaultKey, slotId: string, user: VaultUser): string {
  const text = Buffer.from(JSON.stringify(user), 'utf8');
  if (text.length > USER_BYTES) {
    throw new WorkbenchError('VAULT_MEMBER_INVALID', '成员编号过长，没有保存。请重新选择要关联的成员。');
  }
  const padded = Buffer.alloc(USER_BYTES, ' ');
  text.copy(padded);
  return seal(key.userKey(), padded, userAbout(key.vaultId, slotId));
}

/** Everybody of a header, in its order. @throws WorkbenchError VAULT_HEADER_FORGED */
export function readUsers(key: VaultKey, header: Header): VaultUser[] {
  const userKey = key.userKey();
  return header.users.map((slot) => {
    const opened = unseal(userKey, slot.user, userAbout(header.vaultId, slot.id));
    if (opened === undefined) throw forged();
    return userSchema.parse(JSON.parse(opened.toString('utf8')));
  });
}
