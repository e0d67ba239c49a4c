/**
 * Only a disk of this computer holds a vault: over a network neither the lock nor SQLite's own files can be relied on
 * (sqlite.org, “How To Corrupt An SQLite Database File”, 2.1), and two computers may write one log.
 */
import fs from 'node:fs';
import { WorkbenchError } from '../../src-shared/errors';

/** `f_type` of network file systems: NFS, SMB, CIFS, SMB2, AFS, Ceph (linux/magic.h, statfs(2)). */
const NETWORK_TYPES = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400]);

/** Whether this file system of Linux is one of a network. @param type `f_type`, which some systems give as negative */
export const isNetworkType = (type: number): boolean => NETWORK_TYPES.has(type >>> 0);

/** Whether a path of Windows, links and drive letters resolved, lies on another computer. */
export const isNetworkPath = (resolved: string): boolean => /^\\\\(?:\?\\UNC\\|(?![?.]\\))/i.test(resolved);

/** @throws WorkbenchError STORE_NETWORK_FOLDER. Where the system does not say what it is, the folder is taken. */
export function demandLocalFolder(dir: string): void {
  if (!onNetwork(dir)) return;
  throw new WorkbenchError(
    'STORE_NETWORK_FOLDER',
    '数据文件夹在网络共享盘上，没有打开：断网或两台电脑同时打开会损坏数据。请把整个文件夹复制到本机磁盘，再用本机的文件夹打开。',
  );
}

function onNetwork(dir: string): boolean {
  try {
    return process.platform === 'win32'
      ? isNetworkPath(fs.realpathSync.native(dir))
      : process.platform === 'linux' && isNetworkType(fs.statfsSync(dir).type);
  } catch {
    return false;
  }
}
