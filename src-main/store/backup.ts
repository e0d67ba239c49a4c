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
import { fileMac, HEADER_FILE, sealMatches, STORE_FILE, writeSeal } from './file-seal';
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
export function listBackups(dir: string): BackupInfo[] {
  return namesIn(path.join(dir, BACKUPS_FOLDER)).flatMap((name) => {
    const match = NAME.exec(name);
    if (match === null) return [];
    const [, day, hour, minute, second, milli, label] = match;
    const store = path.join(dir, BACKUPS_FOLDER, name, STORE_FILE);
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
export function discardUnfinishedBackups(dir: string): void {
  const folder = path.join(dir, BACKUPS_FOLDER);
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
    fs.mkdirSync(making, { mode: 0o700 });
    checkpoint(parts.db);
    for (const file of BACKUP_FILES) {
      const from = path.join(parts.dir, file);
      if (fs.existsSync(from)) copyDurably(from, path.join(making, file));
    }
    writeDurably(path.join(making, EVIDENCE_LIST), Buffer.from(parts.evidence.list().join('\n')));
    writeSeal(parts.keys, making, BACKUP_FILES);
    checkCopy(parts, making);
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
 */
export function backupIsWhole(keys: KeyRing, dir: string, name: string): boolean {
  const backup = path.join(dir, BACKUPS_FOLDER, name);
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

/**
 * Copies the evidence that the other folder's store lacks; each file appears there whole or not at all.
 * @param heal replace damaged files there as well, by sound ones: reads all of them
 */
export function copyEvidence(keys: KeyRing, fromDir: string, toDir: string, heal = false): void {
  const to = openEvidence({ dir: toDir, keys });
  to.sweepTemp();
  const from = openEvidence({ dir: fromDir, keys });
  const present = new Set(to.list());
  const wanted = from
    .list()
    .filter((tag) => !present.has(tag) || (heal && !to.isSound(tag) && from.isSound(tag)));
  const root = path.join(toDir, EVIDENCE_FOLDER);
  for (const tag of wanted) {
    const folder = path.join(root, tag.slice(0, 2));
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    // The name by which `sweepTemp` knows what a crash left.
    const temporary = path.join(root, `tmp-${tag}`);
    copyDurably(path.join(fromDir, EVIDENCE_FOLDER, tag.slice(0, 2), tag), temporary);
    fs.renameSync(temporary, path.join(folder, tag));
    syncFolder(folder);
  }
  if (wanted.length > 0) syncFolder(root);
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
