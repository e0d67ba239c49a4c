/** Durable file steps shared by the store: what these functions report as done is on the disk. */
import fs from 'node:fs';
import path from 'node:path';
import { atOnce, type Steps } from './steps';

/** Copying and hashing go through one buffer of this size. */
const CHUNK = 1 << 20;

/**
 * A long copy is brought to the disk each time that so many bytes are written, so that its progress is true on a slow
 * stick and nothing waits long for the end of it.
 */
const SYNC_BYTES = 8 << 20;

/** Writes all bytes at the file's position; a short write is continued, a write of nothing is an error. */
function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    const written = fs.writeSync(fd, bytes, done, bytes.length - done);
    if (written <= 0) throw Object.assign(new Error('write of nothing'), { code: 'EIO', syscall: 'write' });
    done += written;
  }
}

/** Makes renames and removals in a folder durable. Windows has no such call; NTFS journals them itself. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const fd = fs.openSync(dir, 'r');
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    // FAT and some others cannot; a disk that says it failed is something else.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    fs.closeSync(fd);
  }
}

/** Writes a file whole or not at all: temporary file, fsync, rename, fsync of the folder. */
export function writeDurably(file: string, bytes: Uint8Array): void {
  const temporary = `${file}.tmp`;
  const fd = fs.openSync(temporary, 'w', 0o600);
  try {
    writeAll(fd, bytes);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(temporary, file);
  syncFolder(path.dirname(file));
}

/** Calls `use` with each chunk of the file in turn; the chunk is only valid during the call. */
export function* readChunks(file: string, use: (chunk: Uint8Array) => void): Steps<void> {
  const fd = fs.openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, fs.fstatSync(fd).size + 1));
    for (;;) {
      const length = fs.readSync(fd, buffer, 0, buffer.length, null);
      if (length === 0) return;
      use(buffer.subarray(0, length));
      yield length;
    }
  } finally {
    fs.closeSync(fd);
  }
}

/** Copies a file and fsyncs the copy; the target must not exist. The caller syncs the folder. */
export function* copying(from: string, to: string): Steps<void> {
  const fd = fs.openSync(to, 'wx', 0o600);
  try {
    let unsynced = 0;
    yield* readChunks(from, (chunk) => {
      writeAll(fd, chunk);
      unsynced += chunk.length;
      if (unsynced < SYNC_BYTES) return;
      fs.fsyncSync(fd);
      unsynced = 0;
    });
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** {@link copying} at once: for small files. */
export const copyDurably = (from: string, to: string): void => atOnce(copying(from, to));

/** Size in bytes; 0 where there is no such file. */
export const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Which file a path means now: device and file number; empty where there is none. */
export function fileIdentity(file: string): string {
  const found = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev}:${found.ino}`;
}

/** The names in a folder, sorted; none if there is no such folder. */
export function namesIn(dir: string): string[] {
  try {
    return fs.readdirSync(dir).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Removes a file or folder with all in it; nothing there is fine. */
export function removeAll(target: string): void {
  fs.rmSync(target, { recursive: true, force: true });
}
