import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WorkbenchError } from '../../../src-shared/errors';
import { withChecksum } from '../../../src-main/vault/checksum';
import { HEADER_FILE, type Header } from '../../../src-main/vault/header';

export const LEADER = { name: '欧阳明德', role: 'leader', passphrase: '青山绿水 2025 早晨出发' } as const;
export const MEMBER = {
  name: '阿依古丽·买买提',
  role: 'member',
  passphrase: '一杯热茶再配两个馒头',
} as const;

const made: string[] = [];

/** A new empty folder, removed by {@link removeFolders}. */
export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vault-'));
  made.push(folder);
  return folder;
}

export function copyFolder(from: string): string {
  const folder = newFolder();
  fs.cpSync(from, folder, { recursive: true });
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

export const headerFile = (folder: string): string => path.join(folder, HEADER_FILE);
export const headerBytes = (folder: string): Buffer => fs.readFileSync(headerFile(folder));

/** What somebody with the file and a hex editor can do: change the JSON and make the checksum fit. */
export function forgeHeader(folder: string, change: (header: Header) => unknown): void {
  const header = JSON.parse(headerBytes(folder).toString('utf8').split('\n')[0]!) as Header;
  const changed = change(header) ?? header;
  fs.writeFileSync(headerFile(folder), withChecksum(JSON.stringify(changed)));
}

/** The code of the error that `act` ends with; `none` when it succeeds; anything but a WorkbenchError fails the test. */
export async function codeOf(act: () => unknown): Promise<string> {
  return (await failureOf(act))?.code ?? 'none';
}

export async function failureOf(act: () => unknown): Promise<WorkbenchError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof WorkbenchError) return error;
    throw error;
  }
}
