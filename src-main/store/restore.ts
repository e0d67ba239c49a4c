/** Restoring a backup into a closed vault folder. */
import fs from 'node:fs';
import path from 'node:path';
import type { KeyRing } from '../keys';
import { WorkbenchError, type Problem } from '../../src-shared/errors';
import { backupIsWhole, backupsIn, copyEvidence, freeName, listBackups, type BackupInfo } from './backup';
import { checkpoint, closeQuietly, formatOf, openDatabase } from './database';
import { HEADER_FILE, STORE_FILE, STORE_LOG, writeSeal } from './file-seal';
import { copyDurably, removeAll, syncFolder } from './files';
import { readMeta, writeMeta } from './meta';
import { MIGRATIONS, newDeviceId, newestFormat, refuseNewer } from './migrations';
import { acquireOwnerLock } from './owner-lock';
import {
  BACKUPS_FOLDER,
  finishOrDrop,
  finishRestore,
  REPLACED_FOLDER,
  STAGED_FOLDER,
  writeIntent,
} from './restore-steps';
import { FOREIGN_SCHEMA, schemaIsOurs } from './schema';
import { rowSealer } from './seal';
import { writeError, writing } from './store-errors';
import { verifyLog } from './verify';

export interface RestoreOptions {
  readonly dir: string;
  /** A name from {@link listBackups} or {@link listReplaced}. */
  readonly name: string;
  readonly keys: KeyRing;
  readonly now?: () => Date;
  /**
   * Put the header of the backup back as well, and with it the users and passphrases of that day. Off by default: a
   * user removed since must not come back. A folder without a header always gets that of the backup.
   */
  readonly withHeader?: boolean;
}

/** What a restore does; see {@link restoreBackup}. */
export interface Restored {
  /** Where the replaced files are, relative to the vault folder. */
  readonly replaced: string;
}

/**
 * Puts a backup in the place of the present store, which is kept whole under `<dir>/replaced/<time>/`.
 * The restored store writes under a new device id: changes made after the backup may be on other laptops already, and
 * their ids must not be given out twice.
 * @throws WorkbenchError STORE_BACKUP_UNKNOWN, STORE_BACKUP_DAMAGED (nothing was touched), STORE_IN_USE, STORE_TOO_NEW,
 *   STORE_DISK_FULL, STORE_WRITE_FAILED (repeat it, or just open: it is finished or never happened).
 */
export function restoreBackup(options: RestoreOptions): Restored {
  const { dir, name, keys } = options;
  return exchange(options, path.join(dir, BACKUPS_FOLDER, name), () => {
    if (!listBackups(dir).some((known) => known.name === name)) {
      throw new WorkbenchError(
        'STORE_BACKUP_UNKNOWN',
        '没有找到这份备份，可能已被清理。请刷新备份列表后重新选择。',
      );
    }
    if (!backupIsWhole(keys, dir, name)) throw damagedBackup();
    copyEvidence(keys, path.join(dir, BACKUPS_FOLDER), dir, true);
  });
}

/** What restores have set aside, oldest first; needs no keys. */
export const listReplaced = (dir: string): BackupInfo[] => backupsIn(path.join(dir, REPLACED_FOLDER));

/**
 * Brings back what a restore had replaced, in the same way: what stands there now is set aside in turn.
 * @throws WorkbenchError as {@link restoreBackup}; STORE_BACKUP_DAMAGED where what was set aside is not whole
 */
export function restoreReplaced(options: RestoreOptions): Restored {
  const { dir, name } = options;
  return exchange(options, path.join(dir, REPLACED_FOLDER, name), () => {
    if (!listReplaced(dir).some((known) => known.name === name)) {
      throw new WorkbenchError('STORE_BACKUP_UNKNOWN', '没有找到这份数据。请刷新列表后重新选择。');
    }
  });
}

/** @param prepare checks the source and whatever else must be there first */
function exchange(options: RestoreOptions, source: string, prepare: () => void): Restored {
  const { dir, keys } = options;
  const lock = acquireOwnerLock(dir);
  try {
    return writing(dir, () => {
      finishOrDrop(dir, keys);
      prepare();
      const staged = path.join(dir, STAGED_FOLDER);
      fs.mkdirSync(staged, { mode: 0o700 });
      try {
        stage(options, source, staged);
      } catch (error) {
        removeAll(staged);
        throw error;
      }
      const replaced = freeName(path.join(dir, REPLACED_FOLDER), options.now?.() ?? new Date());
      writeIntent(dir, { phase: 'out', replaced });
      finishRestore(dir, keys);
      return { replaced: `${REPLACED_FOLDER}/${replaced}` };
    });
  } finally {
    lock.release();
  }
}

/** Makes the files as they will stand in the vault folder, and checks them through. */
function stage(options: RestoreOptions, source: string, staged: string): void {
  const { dir, keys } = options;
  // What was set aside after a crash has part of its changes in SQLite's log still; a backup never has one.
  for (const file of [STORE_FILE, STORE_LOG]) {
    if (fs.existsSync(path.join(source, file))) {
      copyDurably(path.join(source, file), path.join(staged, file));
    }
  }
  renewDevice(staged, keys);
  writeSeal(keys, staged, [STORE_FILE]);
  const header = path.join(source, HEADER_FILE);
  const wanted = options.withHeader === true || !fs.existsSync(path.join(dir, HEADER_FILE));
  if (wanted && fs.existsSync(header)) copyDurably(header, path.join(staged, HEADER_FILE));
  syncFolder(staged);
}

/** Checks the staged store and gives it a device id of its own. */
function renewDevice(staged: string, keys: KeyRing): void {
  const sealer = rowSealer(keys);
  const db = openDatabase(path.join(staged, STORE_FILE));
  try {
    const format = formatOf(db);
    refuseNewer(format, MIGRATIONS);
    if (!schemaIsOurs(db, MIGRATIONS)) throw damagedBackup([FOREIGN_SCHEMA]);
    if (format === newestFormat(MIGRATIONS)) {
      const problems = verifyLog(db, sealer).problems;
      if (problems.length > 0) throw damagedBackup(problems);
    }
    const revision = readMeta(db, sealer, 'heads')?.lastSeq ?? 0;
    db.exec('BEGIN IMMEDIATE');
    writeMeta(db, sealer, 'device', newDeviceId(), revision);
    db.exec('COMMIT');
    checkpoint(db);
    db.close();
  } catch (error) {
    closeQuietly(db);
    throw writeError(error, staged);
  }
}

const damagedBackup = (problems: readonly Problem[] = []): WorkbenchError =>
  new WorkbenchError(
    'STORE_BACKUP_DAMAGED',
    '这份数据已损坏，没有恢复，现有数据未动。请改选另一份备份。',
    problems,
  );
