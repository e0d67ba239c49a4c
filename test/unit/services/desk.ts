/** A real vault with its real store, and anybody at its desk: one key derivation per test file. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sampleRound from '../../../assets/sample/sample-round.json';
import { openWorkspace, type OpenWorkspace, type Touched } from '../../../src-main/services/workspace';
import { createVault, type VaultSession } from '../../../src-main/vault/vault';
import type { Entity } from '../../../src-shared/domain/define';
import type { Role } from '../../../src-shared/domain/roles';
import { WorkbenchError } from '../../../src-shared/errors';

export type Sample = typeof sampleRound;
/** A copy of the sample round that a test may change. */
export const sampleCopy = (): Sample => structuredClone(sampleRound);
export const SAMPLE_TEXT = JSON.stringify(sampleRound);

/** Everybody of the sample's team, as they sign in. */
export const PEOPLE = {
  leader: { name: '闻知远', role: 'leader' },
  deputy: { name: '沈砚秋', role: 'deputyLeader' },
  liaison: { name: '温子衡', role: 'liaison' },
  member: { name: '纪南乔', role: 'member' },
  recused: { name: '邱望舒', role: 'member' },
  office: { name: '骆行简', role: 'office' },
} as const satisfies Record<string, { name: string; role: Role }>;
export type Person = keyof typeof PEOPLE;

const folders: string[] = [];
/** A new empty folder, removed after the tests of the file. */
export function newFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-'));
  folders.push(dir);
  return dir;
}

export interface Desk {
  readonly dir: string;
  readonly session: VaultSession;
  /** Opens the vault as that person; whoever sat there before has left. @param now the clock of the laptop */
  open(person?: Person, now?: () => Date): OpenWorkspace;
  /** What was published since the last look. */
  touched(): Touched[];
}

/** Makes a vault before the tests of a file and removes it after them. @param round text of a round to import first */
export function useDesk(round?: string): Desk {
  const dir = newFolder();
  let session: VaultSession;
  let current: OpenWorkspace | undefined;
  let seen: Touched[] = [];
  /** Member records by name: each account is tied to its own. */
  const members = new Map<string, string>();
  const desk: Desk = {
    dir,
    get session() {
      return session;
    },
    open(person = 'leader', now) {
      current?.close();
      const { name, role } = PEOPLE[person];
      const memberId = members.get(name);
      const user = { userId: `user-${person}`, name, role, ...(memberId ? { memberId } : {}) };
      current = openWorkspace({
        dir,
        session: { ...session, user },
        ...(now ? { now } : {}),
        onTouched: (touched) => seen.push(touched),
      });
      return current;
    },
    touched() {
      const all = seen;
      seen = [];
      return all;
    },
  };
  beforeAll(async () => {
    ({ session } = await createVault(dir, { ...PEOPLE.leader, passphrase: '清晨薄雾 2026 出发' }));
    if (round !== undefined) {
      const workspace = desk.open();
      workspace.importRound(round, 'asInFile');
      for (const { id, values } of workspace.index.list('member')) members.set(String(values.name), id);
    }
    seen = [];
  });
  afterAll(() => {
    current?.close();
    session.lock();
    for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  });
  return desk;
}

/** The record of a kind with that paper number. */
export function numbered(workspace: OpenWorkspace, kind: string, code: string): Entity {
  const found = workspace.index.list(kind).find((record) => record.values.code === code);
  if (!found) throw new Error(`no ${kind} ${code}`);
  return found;
}

/** The inspection of the unit with that number. */
export function inspectionOf(workspace: OpenWorkspace, unitCode: string): Entity {
  const unit = numbered(workspace, 'unit', unitCode);
  const found = workspace.index.list('inspection').find((record) => record.values.unit === unit.id);
  if (!found) throw new Error(`no inspection of ${unitCode}`);
  return found;
}

/** The expected failure of an act; anything else fails the test. */
export async function failure(act: () => unknown): Promise<WorkbenchError> {
  let result: unknown;
  try {
    result = await act();
  } catch (error) {
    if (error instanceof WorkbenchError) return error;
    throw error;
  }
  throw new Error(`nothing failed: ${JSON.stringify(result)}`);
}

/** The code of the expected failure, after a look at its sentence: Chinese, and an end. */
export async function codeOf(act: () => unknown): Promise<string> {
  const error = await failure(act);
  expect(error.message).toMatch(/[\u4e00-\u9fff].*。$/s);
  return error.code;
}

/** Every text in a value, of any depth. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
