/** Vaults to begin with, made once in a process and copied for each test. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import './open-workspaces';
import { openWorkspace } from '../../../src-main/services/workspace';
import { createVault } from '../../../src-main/vault/vault';
import { PASSPHRASE, PEOPLE, type Crew } from './people';

/** A new empty folder; whoever asks for it removes it. */
export const newFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'house-'));

interface Template {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly recoveryCode: string;
}

async function make(crew: Exclude<Crew, 'nobody'>): Promise<Template> {
  const dir = newFolder();
  const { leader, ...others } = PEOPLE;
  const { session, recoveryCode } = await createVault(dir, { ...leader, passphrase: PASSPHRASE });
  if (crew === 'team') {
    for (const person of Object.values(others)) await session.addUser({ ...person, passphrase: PASSPHRASE });
  }
  openWorkspace({ dir, session }).close();
  await session.noteStore();
  session.lock();
  const names = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => fs.statSync(path.join(dir, name)).isFile());
  const template = {
    files: new Map(files.map((name) => [name, fs.readFileSync(path.join(dir, name))])),
    recoveryCode,
  };
  fs.rmSync(dir, { recursive: true, force: true });
  return template;
}

const templates = new Map<Crew, Promise<Template>>();

/** A folder with a vault of its own. @returns it, and the vault's recovery code */
export async function newVault(crew: Crew): Promise<{ dir: string; recoveryCode: string }> {
  const dir = newFolder();
  if (crew === 'nobody') return { dir, recoveryCode: '' };
  const made = templates.get(crew) ?? make(crew);
  templates.set(crew, made);
  const { files, recoveryCode } = await made;
  for (const [name, bytes] of files) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), bytes);
  }
  return { dir, recoveryCode };
}
