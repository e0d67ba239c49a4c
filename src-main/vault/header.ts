/**
 * `vault.header`: who may open the vault, with nothing in it that a person can read. Everything outside the sealed
 * texts is random or a number; names and roles are sealed under a sub-key of the vault key, padded to one length.
 *
 * Two checks stand one behind the other. The checksum finds accidents, before any key is derived. The MAC, under a
 * sub-key of the vault key, finds somebody who changed the file and made the checksum fit.
 *
 * What neither can find is an older header of the same vault put back, with the users and passphrases of its day. So
 * headers are numbered, and the store remembers the newest it has seen (store/meta.ts).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkbenchError } from '../../src-shared/errors';
import { isThere } from '../is-there';
import { readChecksummed, withChecksum } from './checksum';
import { type Disk, replaceFile } from './disk';
import { checkCost } from './kdf';
import { nameKey } from './names';
import { BOX_OVERHEAD } from '../hpke';
import { KEY_BYTES, sealedLength, type VaultKey } from './sealing';

export const HEADER_FILE = 'vault.header';
const HEADER_FORMAT = 3;
/** An inspection group has 5–8 people, an office some dozens. */
export const MAX_USERS = 200;
/** Every sealed user is padded to this many bytes, so that its length tells neither name nor role. */
export const USER_BYTES = 512;
/** 200 users take about 300 KiB; anything larger is not a header and is not read into memory. */
const MAX_HEADER_BYTES = 1 << 20;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const sealedText = (plain: number) =>
  z
    .string()
    .length(sealedLength(plain))
    .regex(/^[A-Za-z0-9+/]+=*$/);

/** Bytes sealed for one person (../hpke.ts), as base64. */
const boxText = (plain: number) =>
  z
    .string()
    .length(Math.ceil((plain + BOX_OVERHEAD) / 3) * 4)
    .regex(/^[A-Za-z0-9+/]+=*$/);

const kdfSchema = z.strictObject({
  algorithm: z.literal('argon2id'),
  memoryKiB: z.int().min(1),
  iterations: z.int().min(1),
  parallelism: z.int().min(1),
  salt: hex(16),
});
/** What a slot's secret opens: the vault key, and beside it 32 bytes of the slot's own. */
const SLOT_BYTES = 2 * KEY_BYTES;
/**
 * In a slot that came from another laptop of the group: this laptop's vault key, sealed for who opens the slot. What the slot's
 * own secret opens is then the key of the laptop that it came from.
 */
const movedShape = { vaultKey: boxText(KEY_BYTES).optional() };
/** Beside the vault key: the 线索钥匙. */
const recoverySlotSchema = z.strictObject({
  id: hex(16),
  kdf: kdfSchema,
  key: sealedText(SLOT_BYTES),
  ...movedShape,
});
const userSlotSchema = z.strictObject({
  id: hex(16),
  nameTag: hex(32),
  kdf: kdfSchema,
  /** Beside the vault key: the person's seed. */
  key: sealedText(SLOT_BYTES),
  user: sealedText(USER_BYTES),
  /** The 线索钥匙 sealed for this person; for who is not to have it, as many bytes that nobody opens. */
  clues: boxText(KEY_BYTES),
  ...movedShape,
});
/** Slots up to format 2 open the vault key alone. They become one of ours when their secret is next typed. */
const oldRecoverySlotSchema = z.strictObject({ id: hex(16), kdf: kdfSchema, key: sealedText(KEY_BYTES) });
const oldUserSlotSchema = z.strictObject({
  id: hex(16),
  nameTag: hex(32),
  kdf: kdfSchema,
  key: sealedText(KEY_BYTES),
  user: sealedText(USER_BYTES),
});
const identity = { vaultId: hex(16), nameSalt: hex(32) };
const oldSlots = {
  users: z.array(oldUserSlotSchema).min(1).max(MAX_USERS),
  recovery: oldRecoverySlotSchema,
};
const slots = {
  users: z
    .array(z.union([userSlotSchema, oldUserSlotSchema]))
    .min(1)
    .max(MAX_USERS),
  recovery: z.union([recoverySlotSchema, oldRecoverySlotSchema]),
};
/** What a header says of the vault beside its slots. */
const stateShape = {
  /** Counts up with every header written. */
  generation: z.int().min(1),
  /** The folder has had a store: one that is not there was taken away. */
  hasStore: z.boolean(),
  /** Somebody has shown that he wrote the recovery code down. */
  recoveryKept: z.boolean(),
};
/** The 线索钥匙 of a vault. */
const clueShape = {
  cluePublic: hex(KEY_BYTES),
  /**
   * Only in a vault that comes from format 2, until everybody who is to hold the 线索钥匙 does: its private half under the
   * vault key, and so no better kept than before.
   */
  escrow: sealedText(KEY_BYTES).optional(),
};
/** Format 1 had no number and said nothing of the rest; format 2 knew one key only. */
const headerSchema = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal(1), ...identity, ...oldSlots, mac: hex(32) }),
  z.strictObject({ format: z.literal(2), ...identity, ...stateShape, ...oldSlots, mac: hex(32) }),
  z.strictObject({
    format: z.literal(HEADER_FORMAT),
    ...identity,
    ...stateShape,
    ...clueShape,
    ...slots,
    mac: hex(32),
  }),
]);

/** What the header of another laptop of the group is made of. */
const setupSlotsSchema = z.strictObject({
  ...identity,
  cluePublic: hex(KEY_BYTES),
  users: z.array(userSlotSchema).min(1).max(MAX_USERS),
  recovery: recoverySlotSchema,
});
export type SetupSlots = z.infer<typeof setupSlotsSchema>;

/** Reads such slots from a file. @throws WorkbenchError VAULT_SETUP_DAMAGED, VAULT_WEAK_KDF, VAULT_EXCESSIVE_KDF */
export function readSetupSlots(value: unknown): SetupSlots {
  const parsed = setupSlotsSchema.safeParse(value);
  const moved = parsed.success && [...parsed.data.users, parsed.data.recovery];
  if (!moved || moved.some(({ vaultKey }) => vaultKey === undefined)) {
    throw new WorkbenchError(
      'VAULT_SETUP_DAMAGED',
      '开机包已损坏或不完整，没有建立任何内容。请回到出包的电脑重新制作一份。',
    );
  }
  for (const slot of moved) checkCost(slot.kdf);
  return parsed.data;
}

export type SlotKdf = z.infer<typeof kdfSchema>;
export type NewRecoverySlot = z.infer<typeof recoverySlotSchema>;
export type RecoverySlot = NewRecoverySlot | z.infer<typeof oldRecoverySlotSchema>;
export type NewUserSlot = z.infer<typeof userSlotSchema>;
export type UserSlot = NewUserSlot | z.infer<typeof oldUserSlotSchema>;
export type OldHeader = Exclude<z.infer<typeof headerSchema>, { format: typeof HEADER_FORMAT }>;
export type NewHeader = Extract<z.infer<typeof headerSchema>, { format: typeof HEADER_FORMAT }>;
export type Header = OldHeader | NewHeader;
export interface HeaderState {
  readonly generation: number;
  readonly hasStore: boolean;
  readonly recoveryKept: boolean;
}
/** What may change from one header to the next. */
export type HeaderChange = Partial<Pick<NewHeader, 'users' | 'recovery' | 'escrow'> & HeaderState>;

/** Whether a slot gives its person keys of his own. */
export const isNewSlot = (slot: UserSlot): slot is NewUserSlot => 'clues' in slot;

/** Whether a slot came from another laptop, and its person has not unlocked here yet. */
export const isMoved = (slot: UserSlot): slot is NewUserSlot & { vaultKey: string } =>
  'vaultKey' in slot && slot.vaultKey !== undefined;

/** Whether the slot of the recovery code holds the 线索钥匙 as well. */
export const isNewRecovery = (slot: RecoverySlot): boolean => slot.key.length === sealedLength(SLOT_BYTES);

/** Of a vault of format 1 nobody knows whether its code was kept: its users are not asked again. */
export const stateOf = (header: Header): HeaderState =>
  header.format === 1 ? { generation: 0, hasStore: false, recoveryKept: true } : header;

/** What else a vault folder holds; where one of them stands, a header that is not there was taken away. */
const BESIDE_HEADER = ['store.db', 'store.seal', 'store.unsealed'];

/**
 * Whether the folder holds a header, readable or not. A folder that cannot be looked at is no empty one.
 * @throws WorkbenchError VAULT_UNREADABLE
 */
export const hasHeader = (folder: string): boolean =>
  lookingAt(folder, () => {
    if (isThere(path.join(folder, HEADER_FILE))) return true;
    if (!isThere(folder) && fs.lstatSync(folder, { throwIfNoEntry: false }) !== undefined) {
      throw new Error('a link that leads nowhere');
    }
    return false;
  });

/**
 * Whether the folder holds a vault.
 * @throws WorkbenchError VAULT_UNREADABLE, VAULT_HEADER_MISSING (the data are there, the header is not)
 */
export function vaultExists(folder: string): boolean {
  if (hasHeader(folder)) return true;
  const data = lookingAt(folder, () => BESIDE_HEADER.some((name) => isThere(path.join(folder, name))));
  if (!data) return false;
  throw new WorkbenchError(
    'VAULT_HEADER_MISSING',
    '数据还在，但钥匙文件 vault.header 不见了，没有新建保险库。请找回该文件放回数据文件夹；找不到的，请用备份恢复。',
  );
}

function lookingAt<T>(folder: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    throw new WorkbenchError(
      'VAULT_UNREADABLE',
      `数据文件夹读不出来：${folder}。没有新建，也没有改动任何文件。请检查磁盘是否接好、文件夹的读取权限，以及它的位置上是否放了同名文件，然后重试。`,
      [],
      { cause },
    );
  }
}

/**
 * Reads the header as far as that is possible without a key.
 * @throws WorkbenchError VAULT_NOT_FOUND, VAULT_UNREADABLE (the disk refuses), VAULT_HEADER_DAMAGED (any deviation in
 *   any byte), VAULT_TOO_NEW, VAULT_WEAK_KDF, VAULT_EXCESSIVE_KDF
 */
export function readHeader(folder: string): Header {
  const bytes = readBytes(path.join(folder, HEADER_FILE));
  const value = readChecksummed(bytes);
  const versioned = z.looseObject({ format: z.int() }).safeParse(value);
  if (versioned.success && versioned.data.format > HEADER_FORMAT) {
    throw new WorkbenchError(
      'VAULT_TOO_NEW',
      '此保险库由更新版本的程序写成，本程序不能打开，内容没有改动。请安装新版程序后再打开。',
    );
  }
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success || !encodeHeader(parsed.data).equals(bytes)) throw damaged();
  for (const slot of [...parsed.data.users, parsed.data.recovery]) checkCost(slot.kdf);
  return parsed.data;
}

/** Writes the header in one step. @throws WorkbenchError VAULT_WRITE_FAILED, VAULT_WRITE_UNSURE */
export function writeHeader(disk: Disk, folder: string, header: Header): void {
  replaceFile(disk, path.join(folder, HEADER_FILE), encodeHeader(header), '保险库的钥匙文件（vault.header）');
}

/** The one way a header is written: keys in the order of the schema, no white space. */
function encodeHeader(header: Header): Buffer {
  return withChecksum(JSON.stringify(header));
}

/** The first header of a vault. */
export function firstHeader(
  key: VaultKey,
  header: Pick<NewHeader, 'vaultId' | 'nameSalt' | 'cluePublic' | 'users' | 'recovery'> &
    Partial<Pick<NewHeader, 'recoveryKept'>>,
): NewHeader {
  const { vaultId, nameSalt, cluePublic, users, recovery, recoveryKept = false } = header;
  const state = { generation: 1, hasStore: false, recoveryKept };
  return signHeader(key, { vaultId, nameSalt, ...state, cluePublic, users, recovery });
}

/**
 * The header that follows another: signed, with the next number.
 * @param change.escrow the word is there: it is set, or dropped where it is undefined
 */
export function nextHeader(key: VaultKey, before: NewHeader, change: HeaderChange): NewHeader {
  const { vaultId, nameSalt, cluePublic, escrow, users, recovery } = before;
  const { generation, hasStore, recoveryKept } = stateOf(before);
  const state = { generation: generation + 1, hasStore, recoveryKept };
  return signHeader(key, { vaultId, nameSalt, ...state, cluePublic, escrow, users, recovery, ...change });
}

/** The first header of the newest format of a vault that has an older one. */
export function upgradedHeader(
  key: VaultKey,
  before: OldHeader,
  change: Pick<NewHeader, 'cluePublic' | 'escrow'>,
): NewHeader {
  const { vaultId, nameSalt, users, recovery } = before;
  const { generation, hasStore, recoveryKept } = stateOf(before);
  const state = { generation: generation + 1, hasStore, recoveryKept };
  return signHeader(key, { vaultId, nameSalt, ...state, ...change, users, recovery });
}

/** Adds the MAC over everything else. */
function signHeader(key: VaultKey, header: object): NewHeader {
  const signed = { format: HEADER_FORMAT, ...header };
  return headerSchema.parse({ ...signed, mac: key.mac(signed) }) as NewHeader;
}

/** @throws WorkbenchError VAULT_HEADER_FORGED when the header is not one that a holder of the vault key wrote. */
export function checkSignature(key: VaultKey, header: Header): void {
  const { mac, ...rest } = header;
  if (!timingSafeEqual(Buffer.from(key.mac(rest), 'hex'), Buffer.from(mac, 'hex'))) throw forged();
}

/** The error of a header that passes its checksum but was not written by a holder of the vault key. */
export function forged(): WorkbenchError {
  return new WorkbenchError(
    'VAULT_HEADER_FORGED',
    '保险库的钥匙文件（vault.header）被人改动过，没有打开。请停止使用此文件夹，从可靠的备份恢复该文件，并报告巡察办。',
  );
}

/** How a slot is found by a name without the name being in the file. */
export function nameTag(header: Pick<Header, 'nameSalt'>, name: string): string {
  return createHmac('sha256', Buffer.from(header.nameSalt, 'hex'))
    .update(nameKey(name), 'utf8')
    .digest('hex');
}

/** What a slot's wrapped key stays attached to: neither its salt, its cost nor its name tag can be exchanged. */
export function slotAbout(vaultId: string, slot: { id: string; nameTag?: string; kdf: SlotKdf }): unknown {
  return { vaultId, slotId: slot.id, nameTag: slot.nameTag ?? null, kdf: slot.kdf };
}

/** What a 线索钥匙 sealed for one person stays attached to. */
export const clueAbout = (vaultId: string, slotId: string): Buffer =>
  Buffer.from(`${vaultId}|${slotId}`, 'utf8');

/** What the vault key in a slot that came from another laptop stays attached to. */
export const movedAbout = (vaultId: string, slotId: string): Buffer =>
  Buffer.from(`${vaultId}|${slotId}|vaultKey`, 'utf8');

/** What a sealed user stays attached to. */
export function userAbout(vaultId: string, slotId: string): unknown {
  return { vaultId, slotId, what: 'user' };
}

function readBytes(file: string): Buffer {
  try {
    if (fs.statSync(file).size > MAX_HEADER_BYTES) throw damaged();
    return fs.readFileSync(file);
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new WorkbenchError(
        'VAULT_NOT_FOUND',
        '此文件夹中没有保险库（找不到 vault.header 文件）。请确认文件夹是否选对；若该文件丢失，请从备份恢复。',
      );
    }
    throw new WorkbenchError(
      'VAULT_UNREADABLE',
      '保险库的钥匙文件（vault.header）读不出来。请检查磁盘和文件夹的读取权限，然后重试。',
      [],
      { cause },
    );
  }
}

function damaged(): WorkbenchError {
  return new WorkbenchError(
    'VAULT_HEADER_DAMAGED',
    '保险库的钥匙文件（vault.header）已损坏或不完整，没有打开，其他文件没有改动。请从备份恢复 vault.header 文件后重试，不要删除此文件夹。',
  );
}
