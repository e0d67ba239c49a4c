/**
 * The names that the unlock screen offers to choose from, where the group has agreed to it: readable on the disk beside the
 * header, because nobody is signed in when they are asked for. Without the file nothing of the people is readable. It opens
 * nothing and decides nothing: a name from it is only typed for a person, and the passphrase has to fit it as ever.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkbenchError } from '../../src-shared/errors';
import { type Disk, replaceFile } from './disk';

const NAMES_FILE = 'vault.names';

/** As many as a screen can offer; a name is as long as the contract allows. */
const schema = z.strictObject({ names: z.array(z.string().min(1).max(40)).max(200) });

/** The names shown; undefined where the group shows none, or the file is no list of names. */
export function shownNames(folder: string): readonly string[] | undefined {
  try {
    return schema.parse(JSON.parse(fs.readFileSync(path.join(folder, NAMES_FILE), 'utf8'))).names;
  } catch {
    return undefined;
  }
}

/** @throws WorkbenchError VAULT_WRITE_FAILED, VAULT_WRITE_UNSURE */
export function showNames(folder: string, names: readonly string[], disk: Disk = fs): void {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, 'zh'));
  replaceFile(
    disk,
    path.join(folder, NAMES_FILE),
    Buffer.from(JSON.stringify({ names: sorted })),
    '使用者名单',
  );
}

/** @throws WorkbenchError VAULT_WRITE_FAILED: the names are still readable. */
export function hideNames(folder: string, disk: Disk = fs): void {
  try {
    disk.rmSync(path.join(folder, NAMES_FILE), { force: true });
  } catch (cause) {
    throw new WorkbenchError(
      'VAULT_WRITE_FAILED',
      '使用者名单没有删除，仍在本机。请检查文件夹是否可写，然后重试。',
      [],
      { cause },
    );
  }
}

/** Brings the list up to the people of the vault, where it is shown; a full disk leaves the old one. */
export function renewShownNames(folder: string, names: readonly string[]): void {
  const shown = shownNames(folder);
  if (shown === undefined || (shown.length === names.length && names.every((name) => shown.includes(name))))
    return;
  try {
    showNames(folder, names);
  } catch {
    // Whoever is not in the list types the name.
  }
}
