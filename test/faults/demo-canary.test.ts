/** Nothing readable on the disk: after the demonstration, and after a writer was killed in the middle. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import sampleRound from '../../assets/sample/sample-round.json';
import { runDemo } from '../../src-main/cli/demo';
import { openWorkspace } from '../../src-main/services/workspace';
import { unlockVault } from '../../src-main/vault/vault';
import { KIND_NAMES, kinds } from '../../src-shared/domain/kinds';
import { filesBelow, filesWith } from '../fixtures/store-kit';

jest.setTimeout(180_000);
const ROOT = path.join(__dirname, '../..');
const SAMPLE = path.join(ROOT, 'assets/sample/sample-round.json');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'canary-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

const texts = [...new Set(textsOf(sampleRound))].filter((text) => text.length >= 4);
/**
 * Of fewer than nine bytes (numbers of papers, times), the bytes themselves are looked for: their shorter spellings
 * occur by chance in megabytes of ciphertext.
 */
const long = texts.filter((text) => Buffer.byteLength(text) >= 9);
const short = texts.filter((text) => Buffer.byteLength(text) >= 5 && Buffer.byteLength(text) < 9);
/** What the records are made of must not show either. */
const words = [...KIND_NAMES, ...KIND_NAMES.flatMap((name) => Object.keys(kinds[name].fields))].filter(
  (word) => word.length >= 9,
);

/** Files in a folder that hold any text of the records. */
function readable(dir: string): string[] {
  const found = filesWith(dir, [...long, ...words]);
  const plain = filesBelow(dir).filter((name) => {
    const bytes = fs.readFileSync(path.join(dir, name));
    return short.some((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')));
  });
  return [...new Set([...found, ...plain])];
}

it('looks for every text of the sample, and finds what is there', () => {
  expect(long.length).toBeGreaterThan(400);
  const dir = path.join(folder, 'proof');
  fs.mkdirSync(dir);
  const secret = '由村文书单田禾代领';
  const encoded = [
    Buffer.from(`前缀 ${secret} 后缀`),
    Buffer.from(`前${secret}`, 'utf16le'),
    ...['', 'a', 'ab'].map((lead) => Buffer.from(Buffer.from(`${lead}${secret}尾巴`).toString('base64'))),
  ];
  encoded.forEach((bytes, i) => fs.writeFileSync(path.join(dir, `${i}`), bytes));
  expect(filesWith(dir, [secret])).toEqual(['0', '1', '2', '3', '4']);
});

describe('after the demonstration', () => {
  const vaultDir = path.join(folder, 'demo-vault');
  const out = path.join(folder, 'demo-out');
  let said = '';
  beforeAll(async () => {
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    try {
      await runDemo({ round: SAMPLE, out, vaultDir });
    } finally {
      spy.mockRestore();
    }
  });

  it('the vault folder has files, and no text of the records in any of them', () => {
    const names = filesBelow(vaultDir);
    const bytes = names.reduce((sum, name) => sum + fs.statSync(path.join(vaultDir, name)).size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(readable(vaultDir)).toEqual([]);
  });

  it('only the papers and lists that a person asked for are outside it', () => {
    const outside = filesBelow(folder).filter((name) => !/^(demo-vault|proof)\//.test(name));
    const lists = outside.filter((name) => /^demo-out\/台账\/[^/]+\.xlsx$/.test(name));
    expect(outside.filter((name) => !lists.includes(name))).toHaveLength(6);
    expect(
      filesBelow(out).every((name) => name.endsWith('.docx') || lists.some((list) => list.endsWith(name))),
    ).toBe(true);
    expect(said).toContain(sampleRound.expected.统计句);
  });
});

it('after a writer was killed in the middle of importing, nothing readable is left, and nothing half', async () => {
  const passphrase = '夜航星河 2026 靠岸';
  for (const [turn, imports] of [2, 3, 5].entries()) {
    const dir = path.join(folder, `killed-${turn}`);
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'import-loop.ts'), dir, passphrase],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const acknowledged: number[] = [];
    for await (const line of readline.createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line));
      // The next import is under way when the signal arrives.
      if (acknowledged.length === imports) child.kill('SIGKILL');
    }
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(readable(dir)).toEqual([]);

    const session = await unlockVault(dir, { passphrase });
    const workspace = openWorkspace({ dir, session });
    const rounds = workspace.index.list('round').length;
    expect(rounds).toBeGreaterThanOrEqual(imports);
    expect(workspace.store.recordCount).toBe(rounds * (acknowledged[0]! + 1));
    expect((await workspace.store.verify()).problems).toEqual([]);
    workspace.close();
    session.lock();
    expect(readable(dir)).toEqual([]);
  }
});
