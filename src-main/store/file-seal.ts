/**
 * The seal over whole files: HMAC-SHA-256 of every byte, so that a change anywhere is found, in unused space too.
 *
 * Beside `store.db` lies exactly one of two files: `store.seal` (closed cleanly; the file must match) or
 * `store.unsealed` (open now, or its owner died; SQLite's own log decides what is in the file). Turning one into the
 * other is a rename: it needs no free space and cannot be half done.
 */
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isThere } from '../is-there';
import type { KeyRing } from '../keys';
import { readChunks, syncFolder, writeDurably } from './files';
import { atOnce, type Steps } from './steps';

export const STORE_FILE = 'store.db';
export const STORE_LOG = 'store.db-wal';
export const SEAL_FILE = 'store.seal';
export const UNSEALED_FILE = 'store.unsealed';
export const HEADER_FILE = 'vault.header';

/** HMAC of one file's bytes, bound to the vault and the file's name. */
export function* fileMac(keys: KeyRing, dir: string, name: string): Steps<string> {
  const mac = createHmac('sha256', keys.subkey('file-seal'));
  mac.update(`${keys.vaultId}|${name}|`);
  yield* readChunks(path.join(dir, name), (chunk) => mac.update(chunk));
  return mac.digest('hex');
}

/** One line per file that is there: name, size in bytes, HMAC. */
function* sealText(keys: KeyRing, dir: string, names: readonly string[]): Steps<string> {
  let text = '';
  for (const name of names) {
    const file = path.join(dir, name);
    if (isThere(file)) text += `${name} ${fs.statSync(file).size} ${yield* fileMac(keys, dir, name)}\n`;
  }
  return text;
}

/** Writes the seal of these files of a folder, durably. */
export function* writeSeal(keys: KeyRing, dir: string, names: readonly string[]): Steps<void> {
  writeDurably(path.join(dir, SEAL_FILE), Buffer.from(yield* sealText(keys, dir, names)));
}

/**
 * Whether the folder's seal is there and these files are, byte for byte, those it was made for. The first of them must
 * be there: a seal over nothing fits every empty folder.
 */
export const sealMatches = (keys: KeyRing, dir: string, names: readonly string[]): Steps<boolean> =>
  sealFits(keys, path.join(dir, SEAL_FILE), dir, names);

/** The same for a seal that lies elsewhere than the files. */
export function* sealFits(
  keys: KeyRing,
  seal: string,
  dir: string,
  names: readonly string[],
): Steps<boolean> {
  if (!isThere(seal) || !isThere(path.join(dir, names[0]!))) return false;
  return fs.readFileSync(seal).equals(Buffer.from(yield* sealText(keys, dir, names)));
}

/** `altered` when the files beside the store cannot have been left by a clean close or by a crash. */
export type FoundState = 'matches' | 'after-crash' | 'altered';

/** What the last owner left. An empty SQLite log is one that was opened and never written to. */
export function inspectSeal(keys: KeyRing, dir: string): FoundState {
  if (isThere(path.join(dir, SEAL_FILE))) {
    const log = fs.statSync(path.join(dir, STORE_LOG), { throwIfNoEntry: false });
    return (log?.size ?? 0) === 0 && atOnce(sealMatches(keys, dir, [STORE_FILE])) ? 'matches' : 'altered';
  }
  return isThere(path.join(dir, UNSEALED_FILE)) ? 'after-crash' : 'altered';
}

/** Before the first write: from here on a crash is normal. */
export function markInUse(dir: string): void {
  if (isThere(path.join(dir, SEAL_FILE))) {
    fs.renameSync(path.join(dir, SEAL_FILE), path.join(dir, UNSEALED_FILE));
  } else if (!isThere(path.join(dir, UNSEALED_FILE))) {
    writeDurably(path.join(dir, UNSEALED_FILE), new Uint8Array());
  }
  syncFolder(dir);
}

/** After SQLite has closed the file and its log is gone. */
export function markClosed(keys: KeyRing, dir: string): void {
  atOnce(writeSeal(keys, dir, [STORE_FILE]));
  fs.rmSync(path.join(dir, UNSEALED_FILE), { force: true });
  syncFolder(dir);
}
