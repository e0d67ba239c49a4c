/** How the vault's few small files reach the disk: whole, or not at all. */
import type fs from 'node:fs';
import path from 'node:path';
import { WorkbenchError } from '../../src-shared/errors';

/** The calls that can fail on a full or dying disk; the tests break each one in turn. */
export type Disk = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'closeSync' | 'renameSync' | 'mkdirSync' | 'rmSync'
>;

/**
 * Replaces a file in one step: temporary file beside it, fsync, rename, fsync of the folder. Until the rename the old
 * content is untouched, after it the new content is complete. A crash leaves at most `<file>.tmp`, which the next
 * write reuses.
 * @param subject what the file is, in Chinese, for the message.
 * @throws WorkbenchError VAULT_WRITE_FAILED: nothing has changed.
 * @throws WorkbenchError VAULT_WRITE_UNSURE: written, but the disk did not confirm that it will survive a power cut.
 */
export function replaceFile(disk: Disk, file: string, bytes: Buffer, subject: string): void {
  const temporary = `${file}.tmp`;
  try {
    writeWhole(disk, temporary, bytes);
    disk.renameSync(temporary, file);
  } catch (cause) {
    removeQuietly(disk, temporary);
    throw new WorkbenchError(
      'VAULT_WRITE_FAILED',
      `${subject}没有写入磁盘，原有内容未改变，本次操作未生效。请检查磁盘空间是否已满、文件夹是否可写，然后重试。`,
      [],
      { cause },
    );
  }
  try {
    syncFolder(disk, path.dirname(file));
  } catch (cause) {
    throw new WorkbenchError(
      'VAULT_WRITE_UNSURE',
      `${subject}已写入，但磁盘没有确认写入完成，断电后可能退回到修改之前。请检查磁盘，再重新打开保险库确认修改是否生效，必要时重做一次。`,
      [],
      { cause },
    );
  }
}

/** Removes a file if it can; whoever calls this can do without the removal. */
export function removeQuietly(disk: Disk, file: string): void {
  try {
    disk.rmSync(file, { force: true });
  } catch {
    // A file left behind holds nothing readable and is overwritten by the next write.
  }
}

function writeWhole(disk: Disk, file: string, bytes: Buffer): void {
  const handle = disk.openSync(file, 'w', 0o600);
  try {
    let written = 0;
    while (written < bytes.length) {
      const count = disk.writeSync(handle, bytes, written, bytes.length - written);
      if (count <= 0) throw new Error('the disk accepted no bytes');
      written += count;
    }
    disk.fsyncSync(handle);
  } finally {
    disk.closeSync(handle);
  }
}

/** Windows, FAT and network folders cannot sync a folder: only a disk that says it failed counts as failed. */
function syncFolder(disk: Disk, folder: string): void {
  try {
    const handle = disk.openSync(folder, 'r');
    try {
      disk.fsyncSync(handle);
    } finally {
      disk.closeSync(handle);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EIO' || code === 'ENOSPC') throw error;
  }
}
