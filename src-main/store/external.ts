/**
 * 外部备份: sealed backups on another disk, `<chosen folder>/巡察数据备份-<8 digits of the vault's id>/`, laid out as
 * `backups/` is. They hold all that a fresh computer needs; what opens them is a passphrase or the recovery code of
 * their day. A folder rather than one file: FAT sticks take no file over 4 GiB, and evidence is copied once only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { isThere } from '../is-there';
import { WorkbenchError } from '../../src-shared/errors';
import { backupsIn, bytesToCopyOut, copyingOut, type BackupInfo } from './backup';
import { HEADER_FILE, STORE_FILE } from './file-seal';
import { namesIn } from './files';
import type { StoreParts } from './parts';
import type { Steps, Work } from './steps';
import { writeReason } from './write-reasons';

const PREFIX = '巡察数据备份-';
/** What a file system needs beside the files: folders, tables, blocks half used. */
const SPARE_BYTES = 16 * 1024 * 1024;

export interface ExternalBackup {
  readonly name: string;
  /** The folder that holds this backup and its siblings. */
  readonly folder: string;
  /** Files of evidence that were not there yet. */
  readonly evidence: number;
  /** On the same disk as the vault: lost together with it. */
  readonly sameDisk: boolean;
}

/** Makes a backup outside; see `Store.backingUpTo`. */
export function backingUpOutside(parts: StoreParts, chosen: string): Work<ExternalBackup> {
  const folder = path.join(chosen, PREFIX + parts.keys.vaultId.slice(0, 8));
  return inWords(() => {
    if (isWithin(chosen, parts.dir)) {
      throw new WorkbenchError(
        'BACKUP_PLACE',
        '所选文件夹就在数据文件夹里，磁盘损坏时会一起丢失，没有备份。请另选U盘或移动硬盘上的文件夹。',
      );
    }
    demandSpace(chosen, bytesToCopyOut(parts, folder));
    const { total, steps } = copyingOut(parts, folder);
    return { total, steps: placed(parts, chosen, folder, steps) };
  });
}

function* placed(
  parts: StoreParts,
  chosen: string,
  folder: string,
  copy: Steps<Pick<ExternalBackup, 'name' | 'evidence'>>,
): Steps<ExternalBackup> {
  try {
    const { name, evidence } = yield* copy;
    return { name, folder, evidence, sameDisk: fs.statSync(chosen).dev === fs.statSync(parts.dir).dev };
  } catch (cause) {
    throw notWritten(cause);
  }
}

function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw notWritten(cause);
  }
}

const notWritten = (cause: unknown): WorkbenchError =>
  cause instanceof WorkbenchError
    ? cause
    : new WorkbenchError('BACKUP_WRITE_FAILED', `外部备份没有做成：${writeReason(cause)}`, [], { cause });

function demandSpace(chosen: string, needed: number): void {
  const { bavail, bsize } = fs.statfsSync(chosen);
  const free = bavail * bsize;
  if (free >= needed + SPARE_BYTES) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new WorkbenchError(
    'BACKUP_NO_SPACE',
    `所选磁盘空间不足：约需${megabytes(needed + SPARE_BYTES)}兆字节，只剩${megabytes(free)}兆字节，没有备份。请清理空间或换一个磁盘。`,
  );
}

function isWithin(inner: string, outer: string): boolean {
  const way = path.relative(fs.realpathSync(outer), fs.realpathSync(inner));
  return way === '' || !(way.startsWith('..') || path.isAbsolute(way));
}

export interface FoundBackup extends BackupInfo {
  /** The folder that holds it and its siblings. */
  readonly folder: string;
}

/**
 * The backups that a person may mean by a folder: those in it, those of an external backup in it, or itself. Oldest
 * first; needs no keys. File errors as they come.
 */
export function backupsAt(chosen: string): FoundBackup[] {
  const itself = path.basename(chosen);
  const folders = [
    chosen,
    ...namesIn(chosen)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => path.join(chosen, name)),
  ];
  const found = folders.flatMap((folder) => backupsIn(folder).map((backup) => ({ ...backup, folder })));
  const own = backupsIn(path.dirname(chosen)).filter(({ name }) => name === itself);
  return [...found, ...own.map((backup) => ({ ...backup, folder: path.dirname(chosen) }))]
    .filter(({ folder, name }) =>
      [STORE_FILE, HEADER_FILE].every((file) => isThere(path.join(folder, name, file))),
    )
    .sort((a, b) => a.at - b.at);
}
