/**
 * Sealed backups: `<dir>/backups/<time>[-label]/` holds `store.db`, `vault.header` and a seal over both. Evidence never
 * changes once written, so `<dir>/backups/evidence/` holds each file once for all backups.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import { WorkbenchError } from '../../src-shared/errors';
import { canonicalJson } from '../../src-shared/merge/change';
import { isThere } from '../is-there';
import type { KeyRing } from '../keys';
import { checkpoint, closeQuietly, holdCheckpoints, openDatabase } from './database';
import { openEvidence, type Evidence } from './evidence';
import { fileMac, HEADER_FILE, sealMatches, STORE_FILE, STORE_LOG, writeSeal } from './file-seal';
import { copyDurably, copying, namesIn, removeAll, sizeOf, syncFolder, writeDurably } from './files';
import { countRows, promisedCount } from './log';
import { readMeta } from './meta';
import type { StoreParts } from './parts';
import { planRotation, type Backup, type BackupLabel } from './rotation';
import { BACKUPS_FOLDER, EVIDENCE_FOLDER } from './restore-steps';
import type { Steps, Work } from './steps';

export interface BackupInfo extends Backup {
  /** Size of the store in it, bytes. */
  readonly bytes: number;
}

/** Which evidence a backup counts on, one tag a line; backups of format 1 have none. */
const EVIDENCE_LIST = 'evidence.list';
/** What the seal of a backup covers. */
export const BACKUP_FILES = [STORE_FILE, HEADER_FILE, EVIDENCE_LIST] as const;
/** First format whose backups say which evidence they count on. */
const LISTING_FORMAT = 2;
/** Where `user_version` stands in a file of SQLite, four bytes, big-endian (sqlite.org, “Database File Format”, 1.3). */
const USER_VERSION_AT = 60;

const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z(?:-(before-(?:merge|migration|restore)))?$/;
const UNFINISHED = '.making-';
const DROPPED = '.dropping-';

/** A point in time as part of a file name (no colons: Windows). */
const timeName = (at: Date): string => at.toISOString().replace(/[:.]/g, '-');

/** Backups in a vault folder, oldest first; needs no keys. */
export const listBackups = (dir: string): BackupInfo[] => backupsIn(path.join(dir, BACKUPS_FOLDER));

/** What lies in a folder of backups. One that cannot be read is never one without backups. */
function entriesOf(folder: string): string[] {
  try {
    return namesIn(folder);
  } catch (cause) {
    throw new WorkbenchError(
      'STORE_BACKUPS_UNREADABLE',
      '备份文件夹读不出来，没有改动任何文件。请检查磁盘是否接好、备份文件夹的读取权限，以及它的位置上是否放了同名文件，然后重试。',
      [],
      { cause },
    );
  }
}

/** The same for any folder laid out as `backups/` is. @throws WorkbenchError STORE_BACKUPS_UNREADABLE */
export function backupsIn(folder: string): BackupInfo[] {
  return entriesOf(folder).flatMap((name) => {
    const match = NAME.exec(name);
    if (match === null) return [];
    const [, day, hour, minute, second, milli, label] = match;
    const store = path.join(folder, name, STORE_FILE);
    return [
      {
        name,
        at: Date.parse(`${day}T${hour}:${minute}:${second}.${milli}Z`),
        ...(label === undefined ? {} : { label: label as BackupLabel }),
        bytes: fs.statSync(store, { throwIfNoEntry: false })?.size ?? 0,
      },
    ];
  });
}

/** Removes what a crash left of a backup that was being made or dropped. */
export const discardUnfinishedBackups = (dir: string): void =>
  discardUnfinishedIn(path.join(dir, BACKUPS_FOLDER));

function discardUnfinishedIn(folder: string): void {
  for (const name of entriesOf(folder)) {
    if (name.startsWith(UNFINISHED) || name.startsWith(DROPPED)) removeAll(path.join(folder, name));
  }
}

/**
 * Makes a backup of the open store, checks it, and only then drops older ones by the rotation.
 * @throws WorkbenchError STORE_BACKUP_DAMAGED if the copy is not what was copied; file errors as they come.
 */
export function makingBackup(parts: StoreParts, label?: BackupLabel): Work<BackupInfo> {
  const folder = path.join(parts.dir, BACKUPS_FOLDER);
  return {
    total: COPY_PASSES * storeBytes(parts) + lackingBytes(parts, folder),
    steps: makeBackup(parts, folder, label),
  };
}

function* makeBackup(parts: StoreParts, folder: string, label: BackupLabel | undefined): Steps<BackupInfo> {
  const { name } = yield* copyInto(parts, folder, { label });
  dropOld(parts);
  return listBackups(parts.dir).find((info) => info.name === name)!;
}

/**
 * Makes a backup in a folder outside the vault, laid out as `backups/` is, and reads back the evidence too. A crash leaves
 * a folder that no list shows and the next backup there removes.
 * @throws WorkbenchError STORE_BACKUP_DAMAGED if what is read back is not what was written; file errors as they come.
 */
export function copyingOut(
  parts: StoreParts,
  folder: string,
): Work<{ readonly name: string; readonly evidence: number }> {
  return {
    total: COPY_PASSES * storeBytes(parts) + 2 * lackingBytes(parts, folder),
    steps: copyInto(parts, folder, { readBack: true }),
  };
}

/** How often {@link copyStore} goes through the store: copy, seal, the copy and the file against each other, the seal. */
const COPY_PASSES = 5;

/** Called off or failing, it leaves nothing of the backup; evidence that is there already stays for the next. */
function* copyInto(
  parts: StoreParts,
  folder: string,
  { label, readBack = false }: { label?: BackupLabel; readBack?: boolean },
): Steps<{ readonly name: string; readonly evidence: number }> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  discardUnfinishedIn(folder);
  const name = freeName(folder, parts.now(), label);
  const making = path.join(folder, UNFINISHED + name);
  try {
    yield* copyStore(parts, making);
    const evidence = yield* copyEvidence(parts.keys, parts.dir, folder, { readBack });
    fs.renameSync(making, path.join(folder, name));
    syncFolder(folder);
    return { name, evidence };
  } catch (error) {
    removeAll(making);
    throw error;
  }
}

/**
 * Copies store and header of the open vault into a new folder, seals them and reads the copy back. What is committed
 * between its steps stays in SQLite's log, so that the file which is copied does not change.
 */
function* copyStore(parts: StoreParts, making: string): Steps<void> {
  const { db, dir, keys } = parts;
  fs.mkdirSync(making, { mode: 0o700 });
  checkpoint(db);
  const promised = contents(db, parts);
  if (isThere(path.join(dir, HEADER_FILE))) {
    copyDurably(path.join(dir, HEADER_FILE), path.join(making, HEADER_FILE));
  }
  writeDurably(path.join(making, EVIDENCE_LIST), Buffer.from(parts.evidence.list().join('\n')));
  const resume = holdCheckpoints(db);
  try {
    yield* copying(path.join(dir, STORE_FILE), path.join(making, STORE_FILE));
    yield* writeSeal(keys, making, BACKUP_FILES);
    if ((yield* fileMac(keys, making, STORE_FILE)) !== (yield* fileMac(keys, dir, STORE_FILE))) {
      throw copyDamaged();
    }
    checkCopy(parts, making, promised);
    if (!(yield* sealMatches(keys, making, BACKUP_FILES))) throw copyDamaged();
  } finally {
    resume();
  }
}

const storeBytes = ({ dir }: StoreParts): number => sizeOf(path.join(dir, STORE_FILE));

/** Bytes of the evidence that a folder laid out as `backups/` lacks. */
const lackingBytes = (parts: StoreParts, folder: string): number =>
  lacking(parts.evidence, openEvidence({ dir: folder, keys: parts.keys })).reduce(
    (sum, tag) => sum + parts.evidence.sizeOf(tag),
    0,
  );

/** Bytes that {@link copyingOut} would write there. */
export function bytesToCopyOut(parts: StoreParts, folder: string): number {
  const files = [STORE_FILE, STORE_LOG, HEADER_FILE].map((name) => sizeOf(path.join(parts.dir, name)));
  return files.reduce((sum, size) => sum + size, lackingBytes(parts, folder));
}

/** A time as a file name that the folder does not have yet: two in one millisecond differ all the same. */
export function freeName(folder: string, now: Date, label?: BackupLabel): string {
  for (let at = now.getTime(); ; at += 1) {
    const name = timeName(new Date(at)) + (label === undefined ? '' : `-${label}`);
    if (!isThere(path.join(folder, name))) return name;
  }
}

/** What a copy must have in common with the store it was made of. */
function contents(db: Database, parts: StoreParts): string {
  const heads = readMeta(db, parts.sealer, 'heads');
  const changes = countRows(db, 'changes');
  if (heads === undefined || promisedCount(heads) !== changes) throw copyDamaged();
  return canonicalJson({ heads, changes, records: countRows(db, 'records') });
}

/** @param promised the {@link contents} of the store when it was copied */
function checkCopy(parts: StoreParts, making: string, promised: string): void {
  const copy = openDatabase(path.join(making, STORE_FILE));
  try {
    if (contents(copy, parts) !== promised) throw copyDamaged();
    copy.close();
  } catch (error) {
    closeQuietly(copy);
    throw error;
  }
}

const copyDamaged = (): WorkbenchError =>
  new WorkbenchError(
    'STORE_BACKUP_DAMAGED',
    '备份写出后核对不一致，没有采用，原有备份保留。请检查磁盘是否正常，再备份一次。',
  );

/**
 * Whether a backup is what was written: the seal fits, and nothing that belongs to it was taken away together with its
 * line in the seal.
 * @param dir the vault folder
 * @param name of a backup in it, or the path of one elsewhere
 */
export function* backupIsWhole(keys: KeyRing, dir: string, name: string): Steps<boolean> {
  const backup = path.resolve(dir, BACKUPS_FOLDER, name);
  if (!(yield* sealMatches(keys, backup, BACKUP_FILES))) return false;
  const has = (file: string) => isThere(path.join(backup, file));
  if (isThere(path.join(dir, HEADER_FILE)) && !has(HEADER_FILE)) return false;
  return has(EVIDENCE_LIST) || writtenFormat(path.join(backup, STORE_FILE)) < LISTING_FORMAT;
}

/** Tags of the evidence that a whole backup counts on and `backups/evidence` lacks. */
export function missingEvidence(dir: string, name: string): string[] {
  const folder = path.join(dir, BACKUPS_FOLDER);
  const list = path.join(folder, name, EVIDENCE_LIST);
  if (!isThere(list)) return [];
  const wanted = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return wanted.filter((tag) => !isThere(path.join(folder, EVIDENCE_FOLDER, tag.slice(0, 2), tag)));
}

function writtenFormat(file: string): number {
  const fd = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    fs.readSync(fd, bytes, 0, bytes.length, USER_VERSION_AT);
    return bytes.readUInt32BE();
  } finally {
    fs.closeSync(fd);
  }
}

const evidenceFile = (dir: string, tag: string): string =>
  path.join(dir, EVIDENCE_FOLDER, tag.slice(0, 2), tag);

/** Tags of the evidence that one folder has and another lacks. */
function lacking(from: Evidence, to: Evidence): string[] {
  const present = new Set(to.list());
  return from.list().filter((tag) => !present.has(tag));
}

/** Copies one file of evidence; it appears there whole or not at all. */
function* copyEvidenceFile(fromDir: string, toDir: string, tag: string): Steps<void> {
  const target = evidenceFile(toDir, tag);
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  // The name by which `sweepTemp` knows what a crash left.
  const temporary = path.join(toDir, EVIDENCE_FOLDER, `tmp-${tag}`);
  try {
    yield* copying(evidenceFile(fromDir, tag), temporary);
  } catch (error) {
    removeAll(temporary);
    throw error;
  }
  fs.renameSync(temporary, target);
  syncFolder(path.dirname(target));
}

interface EvidenceCopy {
  /** Also those that are damaged there and sound here: reads all of them. */
  readonly heal?: boolean;
  /** Reads each copy back. */
  readonly readBack?: boolean;
}

/** Copies the evidence that the other folder lacks. @returns how many were copied */
export function* copyEvidence(
  keys: KeyRing,
  fromDir: string,
  toDir: string,
  { heal = false, readBack = false }: EvidenceCopy,
): Steps<number> {
  const to = openEvidence({ dir: toDir, keys });
  const from = openEvidence({ dir: fromDir, keys });
  to.sweepTemp();
  const isSound = function* (evidence: Evidence, tag: string): Steps<boolean> {
    return (yield* evidence.checking(tag)) === undefined;
  };
  const wanted = lacking(from, to);
  const missing = new Set(wanted);
  for (const tag of heal ? from.list() : []) {
    if (missing.has(tag) || (yield* isSound(to, tag))) continue;
    if (yield* isSound(from, tag)) wanted.push(tag);
  }
  for (const tag of wanted) {
    yield* copyEvidenceFile(fromDir, toDir, tag);
    // A file that is damaged here already is copied as it is: a damaged one is more than none.
    if (readBack && !(yield* isSound(to, tag)) && (yield* isSound(from, tag))) throw copyDamaged();
  }
  if (wanted.length > 0) syncFolder(path.join(toDir, EVIDENCE_FOLDER));
  return wanted.length;
}

/** Bytes of the evidence in a folder; {@link copyEvidence} that heals goes through each once. */
export const evidenceBytes = (keys: KeyRing, dir: string): number => {
  const evidence = openEvidence({ dir, keys });
  return evidence.list().reduce((sum, tag) => sum + evidence.sizeOf(tag), 0);
};

/**
 * Takes a backup from a folder outside into the backups of a vault folder, with the evidence it counts on.
 * @param from a folder laid out as `backups/` is
 * @throws WorkbenchError STORE_BACKUP_DAMAGED (nothing was taken); file errors as they come.
 */
export function* takeIn(keys: KeyRing, from: string, name: string, dir: string): Steps<void> {
  if (!(yield* backupIsWhole(keys, dir, path.join(from, name)))) {
    throw new WorkbenchError(
      'STORE_BACKUP_DAMAGED',
      '这份备份已损坏或不完整，没有恢复，现有数据未动。请改选另一份备份。',
    );
  }
  const folder = path.join(dir, BACKUPS_FOLDER);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  discardUnfinishedIn(folder);
  yield* copyEvidence(keys, from, folder, { heal: true });
  if (isThere(path.join(folder, name))) return;
  const making = path.join(folder, UNFINISHED + name);
  try {
    fs.mkdirSync(making, { mode: 0o700 });
    for (const file of namesIn(path.join(from, name))) {
      yield* copying(path.join(from, name, file), path.join(making, file));
    }
    fs.renameSync(making, path.join(folder, name));
  } catch (error) {
    removeAll(making);
    throw error;
  }
  syncFolder(folder);
}

/** A backup is first renamed, so that a crash never leaves half of one under its name. */
function dropOld(parts: StoreParts): void {
  const folder = path.join(parts.dir, BACKUPS_FOLDER);
  try {
    for (const name of planRotation(listBackups(parts.dir), parts.now().getTime()).drop) {
      fs.renameSync(path.join(folder, name), path.join(folder, DROPPED + name));
      removeAll(path.join(folder, DROPPED + name));
    }
  } catch {
    // The new backup is made and checked; what could not be dropped is dropped after the next one.
  }
}
