/** What a closed store remembers of the vault's header. */
import fs from 'node:fs';
import path from 'node:path';
import type { KeyRing } from '../keys';
import { openDatabase } from './database';
import { STORE_FILE } from './file-seal';
import { readMeta } from './meta';
import { acquireOwnerLock } from './owner-lock';
import { rowSealer } from './seal';

/**
 * The number of the newest header that the store of a vault folder has seen; 0 where it cannot be read: then the store
 * will not open either, whatever the header.
 * @throws WorkbenchError STORE_IN_USE, STORE_IN_USE_ELSEWHERE, STORE_UNREACHABLE
 */
export function newestHeaderSeen(dir: string, keys: KeyRing): number {
  const file = path.join(dir, STORE_FILE);
  if (!fs.existsSync(file)) return 0;
  const lock = acquireOwnerLock(dir);
  try {
    const db = openDatabase(file);
    try {
      return readMeta(db, rowSealer(keys), 'heads')?.header?.generation ?? 0;
    } finally {
      db.close();
    }
  } catch {
    return 0;
  } finally {
    lock.release();
  }
}
