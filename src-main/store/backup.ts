/**
 * Sealed backups: `<dir>/backups/<time>[-label]/` holds `store.db`, `vault.header` and a seal over both. Evidence never
 * changes once written, so `<dir>/backups/evidence/` holds each file once for all backups.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import { WorkbenchError } from '../../src-shared/errors';
import { canonicalJson } from '../../src-shared/merge/change';
import type { KeyRing } from '../keys';
import { checkpoint, closeQuietly, openDatabase } from './database';
import { openEvidence } from './evidence';
import { fileMac, HEADER_FILE, sealMatches, STORE_FILE, STORE_LOG, writeSeal } from './file-seal';
import { copyDurably, namesIn, removeAll, syncFolder, writeDurably } from './files';
import { countRows, promisedCount } from './log';
import { readMeta } from './meta';
import type { StoreParts } from './parts';
import { planRotation, type Backup, type BackupLabel } from './rotation';
import { BACKUPS_FOLDER, EVIDENCE_FOLDER } from './restore-steps';

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

/** The same for any folder laid out as `backups/` is. */
export function backupsIn(folder: string): BackupInfo[] {
  return namesIn(folder).flatMap((name) => {
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
  for (const name of namesIn(folder)) {
    if (name.startsWith(UNFINISHED) || name.startsWith(DROPPED)) removeAll(path.join(folder, name));
  }
}

/**
 * Makes a backup of the open store, checks it, and only then drops older ones by the rotation.
 * @throws WorkbenchError STORE_BACKUP_DAMAGED if the copy is not what was copied; file errors as they come.
 */
export function createBackup(parts: StoreParts, label?: BackupLabel): BackupInfo {
  const folder = path.join(parts.dir, BACKUPS_FOLDER);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  discardUnfinishedBackups(parts.dir);

  const name = freeName(folder, parts.now(), label);
  const making = path.join(folder, UNFINISHED + name);
  try {
    copyStore(parts, making);
    copyEvidence(parts.keys, parts.dir, folder);
    fs.renameSync(making, path.join(folder, name));
    syncFolder(folder);
  } catch (error) {
    removeAll(making);
    throw error;
  }
  dropOld(parts);
  return listBackups(parts.dir).find((info) => info.name === name)!;
}

/** Copies store and header of the open vault into a new folder, seals them and reads the copy back. */
function copyStore(parts: StoreParts, making: string): void {
  fs.mkdirSync(making, { mode: 0o700 });
  checkpoint(parts.db);
  for (const file of [STORE_FILE, HEADER_FILE]) {
    const from = path.join(parts.dir, file);
    if (fs.existsSync(from)) copyDurably(from, path.join(making, file));
  }
  writeDurably(path.join(making, EVIDENCE_LIST), Buffer.from(parts.evidence.list().join('\n')));
  writeSeal(parts.keys, making, BACKUP_FILES);
  checkCopy(parts, making);
}

/** How a long copy tells its progress, and lets others have their turn. */
export interface Turns {
  progress(done: number, total: number): void;
  breathe(): Promise<void>;
}

/**
 * Makes a backup in a folder outside the vault, laid out as `backups/` is. What can change is copied at once; the
 * evidence, which never does, file by file, so that others get a turn in between. A crash leaves a folder that no list
 * shows and the next backup there removes.
 * @param turns is told how many files of evidence of how many are there; what `breathe` throws ends the act
 * @throws WorkbenchError STORE_BACKUP_DAMAGED if what is read back is not what was written; file errors as they come.
 */
export async function copyOut(
  parts: StoreParts,
  folder: string,
  { progress, breathe }: Turns,
): Promise<{ readonly name: string; readonly evidence: number }> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  discardUnfinishedIn(folder);
  const name = freeName(folder, parts.now());
  const making = path.join(folder, UNFINISHED + name);
  try {
    copyStore(parts, making);
    const copied = await copyEvidenceInTurns(parts.keys, parts.dir, folder, { progress, breathe });
    await breathe();
    fs.renameSync(making, path.join(folder, name));
    syncFolder(folder);
    return { name, evidence: copied };
  } catch (error) {
    discardUnfinishedIn(folder);
    throw error;
  }
}

/** Bytes that {@link copyOut} would write there. */
export function bytesToCopyOut(parts: StoreParts, folder: string): number {
  const sizeOf = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const files = [STORE_FILE, STORE_LOG, HEADER_FILE].map((name) => sizeOf(path.join(parts.dir, name)));
  const evidence = lacking(parts.keys, parts.dir, folder).map((tag) => sizeOf(evidenceFile(parts.dir, tag)));
  return [...files, ...evidence].reduce((sum, size) => sum + size, 0);
}

/** A time as a file name that the folder does not have yet: two in one millisecond differ all the same. */
export function freeName(folder: string, now: Date, label?: BackupLabel): string {
  for (let at = now.getTime(); ; at += 1) {
    const name = timeName(new Date(at)) + (label === undefined ? '' : `-${label}`);
    if (!fs.existsSync(path.join(folder, name))) return name;
  }
}

/** What a copy must have in common with the store it was made of. */
function contents(db: Database, parts: StoreParts): string {
  const heads = readMeta(db, parts.sealer, 'heads');
  const changes = countRows(db, 'changes');
  if (heads === undefined || promisedCount(heads) !== changes) throw copyDamaged();
  return canonicalJson({ heads, changes, records: countRows(db, 'records') });
}

function checkCopy(parts: StoreParts, making: string): void {
  if (fileMac(parts.keys, making, STORE_FILE) !== fileMac(parts.keys, parts.dir, STORE_FILE))
    throw copyDamaged();
  const copy = openDatabase(path.join(making, STORE_FILE));
  try {
    if (contents(copy, parts) !== contents(parts.db, parts)) throw copyDamaged();
    copy.close();
  } catch (error) {
    closeQuietly(copy);
    throw error;
  }
  if (!sealMatches(parts.keys, making, BACKUP_FILES)) throw copyDamaged();
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
export function backupIsWhole(keys: KeyRing, dir: string, name: string): boolean {
  const backup = path.resolve(dir, BACKUPS_FOLDER, name);
  if (!sealMatches(keys, backup, BACKUP_FILES)) return false;
  const has = (file: string) => fs.existsSync(path.join(backup, file));
  if (fs.existsSync(path.join(dir, HEADER_FILE)) && !has(HEADER_FILE)) return false;
  return has(EVIDENCE_LIST) || writtenFormat(path.join(backup, STORE_FILE)) < LISTING_FORMAT;
}

/** Tags of the evidence that a whole backup counts on and `backups/evidence` lacks. */
export function missingEvidence(dir: string, name: string): string[] {
  const folder = path.join(dir, BACKUPS_FOLDER);
  const list = path.join(folder, name, EVIDENCE_LIST);
  if (!fs.existsSync(list)) return [];
  const wanted = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return wanted.filter((tag) => !fs.existsSync(path.join(folder, EVIDENCE_FOLDER, tag.slice(0, 2), tag)));
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

/**
 * Tags of the evidence that one folder has and another lacks.
 * @param heal those that are damaged there and sound here as well: reads all of them
 */
function lacking(keys: KeyRing, fromDir: string, toDir: string, heal = false): string[] {
  const to = openEvidence({ dir: toDir, keys });
  const from = openEvidence({ dir: fromDir, keys });
  const present = new Set(to.list());
  return from.list().filter((tag) => !present.has(tag) || (heal && !to.isSound(tag) && from.isSound(tag)));
}

/** Copies one file of evidence; it appears there whole or not at all. */
function copyEvidenceFile(fromDir: string, toDir: string, tag: string): void {
  const target = evidenceFile(toDir, tag);
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  // The name by which `sweepTemp` knows what a crash left.
  const temporary = path.join(toDir, EVIDENCE_FOLDER, `tmp-${tag}`);
  copyDurably(evidenceFile(fromDir, tag), temporary);
  fs.renameSync(temporary, target);
  syncFolder(path.dirname(target));
}

/** Copies the evidence that the other folder lacks or, with `heal`, has damaged. */
export function copyEvidence(keys: KeyRing, fromDir: string, toDir: string, heal = false): void {
  openEvidence({ dir: toDir, keys }).sweepTemp();
  const wanted = lacking(keys, fromDir, toDir, heal);
  for (const tag of wanted) copyEvidenceFile(fromDir, toDir, tag);
  if (wanted.length > 0) syncFolder(path.join(toDir, EVIDENCE_FOLDER));
}

/** The same, reading each copy back, with a turn for others after each. @returns how many were copied */
async function copyEvidenceInTurns(
  keys: KeyRing,
  fromDir: string,
  toDir: string,
  { progress, breathe }: Turns,
): Promise<number> {
  const to = openEvidence({ dir: toDir, keys });
  to.sweepTemp();
  const wanted = lacking(keys, fromDir, toDir);
  for (const [at, tag] of wanted.entries()) {
    copyEvidenceFile(fromDir, toDir, tag);
    // A file that is damaged here already is copied as it is: a damaged one is more than none.
    if (!to.isSound(tag) && openEvidence({ dir: fromDir, keys }).isSound(tag)) throw copyDamaged();
    progress(at + 1, wanted.length);
    await breathe();
  }
  if (wanted.length > 0) syncFolder(path.join(toDir, EVIDENCE_FOLDER));
  return wanted.length;
}

/**
 * Takes a backup from a folder outside into the backups of a vault folder, with the evidence it counts on.
 * @param from a folder laid out as `backups/` is
 * @throws WorkbenchError STORE_BACKUP_DAMAGED (nothing was taken); file errors as they come.
 */
export function takeIn(keys: KeyRing, from: string, name: string, dir: string): void {
  if (!backupIsWhole(keys, dir, path.join(from, name))) {
    throw new WorkbenchError(
      'STORE_BACKUP_DAMAGED',
      '这份备份已损坏或不完整，没有恢复，现有数据未动。请改选另一份备份。',
    );
  }
  const folder = path.join(dir, BACKUPS_FOLDER);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  discardUnfinishedIn(folder);
  copyEvidence(keys, from, folder, true);
  if (fs.existsSync(path.join(folder, name))) return;
  const making = path.join(folder, UNFINISHED + name);
  fs.mkdirSync(making, { mode: 0o700 });
  for (const file of namesIn(path.join(from, name))) {
    copyDurably(path.join(from, name, file), path.join(making, file));
  }
  fs.renameSync(making, path.join(folder, name));
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
