/** Turns what SQLite and the file system throw into the store's named errors. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { WorkbenchError } from '../../src-shared/errors';
import type { Steps } from './steps';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
/** Enough to need a new block on any file system, small enough to be quick. */
const PROBE_BYTES = 64 * 1024;

export const STORE_PROBE = 'store.probe';

/** SQLite only says "disk I/O error": whether the disk is full is found out by trying to write a little. */
function diskIsFull(dir: string): boolean {
  const probe = path.join(dir, STORE_PROBE);
  try {
    const fd = fs.openSync(probe, 'w', 0o600);
    try {
      fs.writeSync(fd, randomBytes(PROBE_BYTES));
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
      fs.unlinkSync(probe);
    }
    return false;
  } catch (error) {
    return FULL.has((error as NodeJS.ErrnoException).code ?? '');
  }
}

const isDamage = (error: unknown): boolean =>
  error instanceof sqlite.SQLite3Error &&
  /malformed|not a database|unsupported file format/.test(error.message);

/** The error for a file that SQLite cannot make sense of. */
export function damaged(cause?: unknown): WorkbenchError {
  return new WorkbenchError(
    'STORE_DAMAGED',
    '数据文件已损坏，无法读取。请不要删除任何文件，从备份恢复；恢复时现有文件会另存保留。',
    [],
    { cause },
  );
}

const isMachineError = (error: unknown): error is Error =>
  error instanceof sqlite.SQLite3Error ||
  (error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error);

/** Sorts out what reading and writing have in common; `undefined` if it is neither damage nor a full disk. */
function commonError(error: unknown, dir: string): unknown {
  if (error instanceof WorkbenchError) return error;
  if (isDamage(error)) return damaged(error);
  // Defects of the program pass through unchanged.
  if (!isMachineError(error)) return error;
  if (!FULL.has((error as NodeJS.ErrnoException).code ?? '') && !diskIsFull(dir)) return undefined;
  return new WorkbenchError(
    'STORE_DISK_FULL',
    '磁盘空间不足，本次操作没有完成。请先腾出空间（建议 200 MB 以上），再重试；此前已保存的内容不受影响。',
    [],
    { cause: error },
  );
}

/** The error for a failed write into the vault folder `dir`. */
export function writeError(error: unknown, dir: string): unknown {
  return (
    commonError(error, dir) ??
    new WorkbenchError(
      'STORE_WRITE_FAILED',
      '写入磁盘失败，本次操作没有保存。请检查磁盘是否正常、是否只读，再重新保存；此前已保存的内容不受影响。',
      [],
      { cause: error },
    )
  );
}

/** The error for a failed read from the vault folder `dir`. */
export function readError(error: unknown, dir: string): unknown {
  return (
    commonError(error, dir) ??
    new WorkbenchError(
      'STORE_READ_FAILED',
      '读取数据文件失败。请检查磁盘是否正常、文件是否可读，再重新打开；文件没有被改动。',
      [],
      { cause: error },
    )
  );
}

/** Runs `work`, naming its failures as those of writing. */
export function writing<T>(dir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeError(error, dir);
  }
}

/** {@link writing} for work in steps. */
export function* writingSteps<T>(dir: string, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    throw writeError(error, dir);
  }
}
