/** Restoring a backup into a closed vault folder. */
import fs from 'node:fs';
import path from 'node:path';
import { isThere } from '../is-there';
import type { KeyRing } from '../keys';
import { WorkbenchError, type Problem } from '../../src-shared/errors';
import {
  backupIsWhole,
  backupsIn,
  copyEvidence,
  evidenceBytes,
  freeName,
  listBackups,
  takeIn,
  type BackupInfo,
} from './backup';
import { checkpoint, closeQuietly, formatOf, openDatabase } from './database';
import { HEADER_FILE, STORE_FILE, STORE_LOG, writeSeal } from './file-seal';
import { copyDurably, copying, removeAll, sizeOf, syncFolder } from './files';
import { readMeta, writeMeta } from './meta';
import { MIGRATIONS, newDeviceId, newestFormat, refuseNewer } from './migrations';
import { acquireOwnerLock } from './owner-lock';
import {
  BACKUPS_FOLDER,
  EVIDENCE_FOLDER,
  finishOrDrop,
  finishRestore,
  REPLACED_FOLDER,
  STAGED_FOLDER,
  writeIntent,
} from './restore-steps';
import { FOREIGN_SCHEMA, schemaIsOurs } from './schema';
import { rowSealer } from './seal';
import type { Steps, Work } from './steps';
import { writeError, writing, writingSteps } from './store-errors';
import { logSteps } from './verify';
import { writeReason } from './write-reasons';

export interface RestoreOptions {
  readonly dir: string;
  /** A name from {@link listBackups} or {@link listReplaced}. */
  readonly name: string;
  readonly keys: KeyRing;
  /** A folder outside, laid out as `backups/` is, from which the backup is taken into `backups/` first. */
  readonly from?: string;
  readonly now?: () => Date;
  /**
   * Put the header of the backup back as well, and with it the users and passphrases of that day. Off by default: a
   * user removed since must not come back. A folder without a header always gets that of the backup.
   */
  readonly withHeader?: boolean;
}

/** What a restore does; see {@link restoringBackup}. */
export interface Restored {
  /** Where the replaced files are, relative to the vault folder. */
  readonly replaced: string;
}

/** How often the store of a backup from outside is gone through before: its seal, the copy. */
const TAKING_PASSES = 2;
/** How often the store is gone through: its seal, the copy, the check of the copy, its new seal. */
const STORE_PASSES = 4;

/**
 * Puts a backup in the place of the present store, which is kept whole under `<dir>/replaced/<time>/`. Called off before
 * its last step it leaves everything as it was; that step is a few renames.
 * The restored store writes under a new device id: changes made after the backup may be on other laptops already, and
 * their ids must not be given out twice.
 * @throws WorkbenchError STORE_BACKUP_UNKNOWN, STORE_BACKUP_DAMAGED (nothing was touched), STORE_IN_USE, STORE_TOO_NEW,
 *   STORE_DISK_FULL, STORE_WRITE_FAILED (repeat it, or just open: it is finished or never happened).
 */
export function restoringBackup(options: RestoreOptions): Work<Restored> {
  const { dir, name, keys, from } = options;
  const backups = path.join(dir, BACKUPS_FOLDER);
  const passes = (folder: string, count: number) =>
    count * sizeOf(path.join(folder, name, STORE_FILE)) + evidenceBytes(keys, folder);
  return {
    total: writing(dir, () =>
      from === undefined
        ? passes(backups, STORE_PASSES)
        : 2 * passes(from, (TAKING_PASSES + STORE_PASSES) / 2),
    ),
    steps: exchange(options, path.join(backups, name), prepared()),
  };
  function* prepared(): Steps<void> {
    if (from !== undefined) yield* takingIn(keys, from, name, dir);
    if (!listBackups(dir).some((known) => known.name === name)) {
      throw new WorkbenchError(
        'STORE_BACKUP_UNKNOWN',
        '没有找到这份备份，可能已被清理。请刷新备份列表后重新选择。',
      );
    }
    if (!(yield* backupIsWhole(keys, dir, name))) throw damagedBackup();
    yield* copyEvidence(keys, backups, dir, { heal: true });
  }
}

/** A medium that cannot be read is something else than a disk that cannot be written. */
function* takingIn(keys: KeyRing, from: string, name: string, dir: string): Steps<void> {
  try {
    yield* takeIn(keys, from, name, dir);
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    throw new WorkbenchError(
      'BACKUP_READ_FAILED',
      `备份没有复制到本机，没有恢复：${writeReason(cause)}`,
      [],
      { cause },
    );
  }
}

/** What restores have set aside, oldest first; needs no keys. */
export const listReplaced = (dir: string): BackupInfo[] => backupsIn(path.join(dir, REPLACED_FOLDER));

/**
 * Brings back what a restore had replaced, in the same way: what stands there now is set aside in turn.
 * @throws WorkbenchError as {@link restoringBackup}; STORE_BACKUP_DAMAGED where what was set aside is not whole
 */
export function restoringReplaced(options: RestoreOptions): Work<Restored> {
  const { dir, name } = options;
  const source = path.join(dir, REPLACED_FOLDER, name);
  return {
    total:
      (STORE_PASSES - 1) * (sizeOf(path.join(source, STORE_FILE)) + sizeOf(path.join(source, STORE_LOG))),
    steps: exchange(options, source, prepared()),
  };
  // eslint-disable-next-line require-yield
  function* prepared(): Steps<void> {
    if (!listReplaced(dir).some((known) => known.name === name)) {
      throw new WorkbenchError('STORE_BACKUP_UNKNOWN', '没有找到这份数据。请刷新列表后重新选择。');
    }
  }
}

/** @param prepared checks the source and brings whatever else must be there first */
function* exchange(options: RestoreOptions, source: string, prepared: Steps<void>): Steps<Restored> {
  const { dir, keys } = options;
  const lock = acquireOwnerLock(dir);
  try {
    return yield* writingSteps(dir, exchanged());
  } finally {
    lock.release();
  }
  function* exchanged(): Steps<Restored> {
    finishOrDrop(dir, keys);
    const staged = path.join(dir, STAGED_FOLDER);
    const absent = [BACKUPS_FOLDER, EVIDENCE_FOLDER, path.join(BACKUPS_FOLDER, options.name)]
      .map((part) => path.join(dir, part))
      .filter((part) => !isThere(part));
    try {
      yield* prepared;
      fs.mkdirSync(staged, { mode: 0o700 });
      yield* stage(options, source, staged);
    } catch (error) {
      // Evidence that is damaged or missing here and was healed meanwhile stays healed.
      [staged, ...absent].forEach(removeAll);
      throw error;
    }
    const replaced = freeName(path.join(dir, REPLACED_FOLDER), options.now?.() ?? new Date());
    writeIntent(dir, { phase: 'out', replaced });
    finishRestore(dir, keys);
    return { replaced: `${REPLACED_FOLDER}/${replaced}` };
  }
}

/** Makes the files as they will stand in the vault folder, and checks them through. */
function* stage(options: RestoreOptions, source: string, staged: string): Steps<void> {
  const { dir, keys } = options;
  // What was set aside after a crash has part of its changes in SQLite's log still; a backup never has one.
  for (const file of [STORE_FILE, STORE_LOG]) {
    if (isThere(path.join(source, file))) {
      yield* copying(path.join(source, file), path.join(staged, file));
    }
  }
  yield* renewDevice(staged, keys);
  yield* writeSeal(keys, staged, [STORE_FILE]);
  const header = path.join(source, HEADER_FILE);
  const wanted = options.withHeader === true || !isThere(path.join(dir, HEADER_FILE));
  if (wanted && isThere(header)) copyDurably(header, path.join(staged, HEADER_FILE));
  syncFolder(staged);
}

/** Checks the staged store and gives it a device id of its own. */
function* renewDevice(staged: string, keys: KeyRing): Steps<void> {
  const sealer = rowSealer(keys);
  const db = openDatabase(path.join(staged, STORE_FILE));
  try {
    const format = formatOf(db);
    refuseNewer(format, MIGRATIONS);
    if (!schemaIsOurs(db, MIGRATIONS)) throw damagedBackup([FOREIGN_SCHEMA]);
    if (format === newestFormat(MIGRATIONS)) {
      const { problems } = yield* logSteps(db, sealer, keys, {
        bytes: sizeOf(path.join(staged, STORE_FILE)),
      });
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
