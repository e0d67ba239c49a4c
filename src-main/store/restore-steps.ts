/**
 * Putting a backup back, in steps that a crash may interrupt anywhere: once the intent is on the disk, every later
 * start finishes the job; before that, nothing has been touched.
 */
import fs from 'node:fs';
import path from 'node:path';
import { WorkbenchError } from '../../src-shared/errors';
import { isThere } from '../is-there';
import type { KeyRing } from '../keys';
import {
  HEADER_FILE,
  SEAL_FILE,
  sealFits,
  sealMatches,
  STORE_FILE,
  STORE_LOG,
  UNSEALED_FILE,
} from './file-seal';
import { namesIn, removeAll, syncFolder, writeDurably } from './files';
import { atOnce } from './steps';
import { damaged } from './store-errors';

export const BACKUPS_FOLDER = 'backups';
export const EVIDENCE_FOLDER = 'evidence';
export const REPLACED_FOLDER = 'replaced';
export const STAGED_FOLDER = 'restore.staged';
const INTENT_FILE = 'restore.intent';

/** `out`: the present files are being set aside. `in`: the staged files are being moved into their place. */
export interface RestoreIntent {
  readonly phase: 'out' | 'in';
  /** Folder under `replaced/` that keeps the present files. */
  readonly replaced: string;
}

const REPLACED_FILES = [STORE_FILE, STORE_LOG, SEAL_FILE, UNSEALED_FILE];

/** From this call on the restore will happen. */
export function writeIntent(dir: string, intent: RestoreIntent): void {
  writeDurably(path.join(dir, INTENT_FILE), Buffer.from(JSON.stringify(intent)));
}

function readIntent(dir: string): RestoreIntent | undefined {
  const file = path.join(dir, INTENT_FILE);
  if (!isThere(file)) return undefined;
  try {
    const intent = JSON.parse(fs.readFileSync(file, 'utf8')) as RestoreIntent;
    if ((intent.phase === 'out' || intent.phase === 'in') && /^[0-9TZ-]+$/.test(intent.replaced))
      return intent;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged();
}

/** Whether what would then stand in the vault folder is a store that we sealed; anybody can write the intent itself. */
function leadsToOurs(dir: string, staged: string, intent: RestoreIntent, keys: KeyRing): boolean {
  if (intent.phase === 'out') return atOnce(sealMatches(keys, staged, [STORE_FILE]));
  const folderOf = (name: string) => (isThere(path.join(staged, name)) ? staged : dir);
  return atOnce(
    sealFits(keys, path.join(folderOf(SEAL_FILE), SEAL_FILE), folderOf(STORE_FILE), [STORE_FILE]),
  );
}

/**
 * Finishes a restore that was decided on, or clears away one that was not. Needs the owner lock.
 * The header is swapped by one rename, so that the vault can be unlocked at any moment.
 * @throws WorkbenchError STORE_ALTERED where it would not lead to a store of ours; nothing was moved.
 */
export function finishRestore(dir: string, keys: KeyRing): void {
  const staged = path.join(dir, STAGED_FOLDER);
  const intent = readIntent(dir);
  if (intent === undefined) return removeAll(staged);
  if (!leadsToOurs(dir, staged, intent, keys)) {
    throw new WorkbenchError(
      'STORE_ALTERED',
      '文件夹里有一份没有做完的恢复，但要换上的数据不完整或不是本程序所写，没有执行，现有文件未动。请用备份恢复；如确知现有文件无误，可选择先核验、核验无误再打开。',
    );
  }
  if (intent.phase === 'out') setAside(dir, staged, path.join(dir, REPLACED_FOLDER, intent.replaced));
  writeIntent(dir, { ...intent, phase: 'in' });
  for (const name of namesIn(staged)) fs.renameSync(path.join(staged, name), path.join(dir, name));
  syncFolder(dir);
  removeAll(path.join(dir, INTENT_FILE));
  removeAll(staged);
  syncFolder(dir);
}

/** Finishes a restore or, where that would not lead to a store of ours, forgets it: the files of the vault stay. */
export function finishOrDrop(dir: string, keys: KeyRing): void {
  try {
    finishRestore(dir, keys);
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    removeAll(path.join(dir, INTENT_FILE));
    removeAll(path.join(dir, STAGED_FOLDER));
  }
}

function setAside(dir: string, staged: string, replaced: string): void {
  fs.mkdirSync(replaced, { recursive: true, mode: 0o700 });
  if (isThere(path.join(staged, HEADER_FILE)) && isThere(path.join(dir, HEADER_FILE))) {
    writeDurably(path.join(replaced, HEADER_FILE), fs.readFileSync(path.join(dir, HEADER_FILE)));
  }
  for (const name of REPLACED_FILES) {
    if (isThere(path.join(dir, name))) fs.renameSync(path.join(dir, name), path.join(replaced, name));
  }
  syncFolder(replaced);
  syncFolder(path.dirname(replaced));
  syncFolder(dir);
}
