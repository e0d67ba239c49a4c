/** SIGKILL of a writer at random moments: 100 times, 1,000 with LONG=1. */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { openStore } from '../../src-main/store/store';
import { project } from '../../src-shared/merge/registers';
import { filesWith, temporaryFolders, whole } from '../fixtures/store-kit';
import { keyRingOf } from '../fixtures/vault-key';

const KILLS = process.env['LONG'] === '1' ? 1000 : 100;
const KILLS_PER_FOLDER = 10;
/** A killed process dies within one scheduling step after this many milliseconds at most. */
const LONGEST_WAIT_MS = 12;

const newFolder = temporaryFolders();
const root = path.resolve(__dirname, '../..');
const writer = path.join(root, '.cache', `store-writer-${process.pid}.cjs`);

beforeAll(() => {
  // One file, built once: a child then starts in a fraction of the time that a TypeScript loader takes.
  buildSync({
    entryPoints: [path.join(root, 'test/fixtures/store-writer.ts')],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['node-sqlite3-wasm'],
    logLevel: 'error',
  });
});
afterAll(() => fs.rmSync(writer, { force: true }));

/** What the child must reach before the clock for its death starts. */
interface Moment {
  readonly line: RegExp;
  readonly times: number;
}

function randomMoment(): Moment {
  const work = ['open', 'backup', 'rebuild', 'close'][randomInt(8)];
  return work === undefined
    ? { line: /^\+/, times: randomInt(1, 40) }
    : { line: new RegExp(`^! ${work}`), times: 1 };
}

/** Runs the writer on a folder and kills it. @returns every change that it acknowledged before its death. */
function runAndKill(dir: string, secret: Buffer, moment: Moment): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const seed = String(randomInt(1 << 30));
    const child = spawn(process.execPath, [writer, dir, secret.toString('hex'), seed], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    let seen = 0;
    let doomed = false;
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      const complete = out.lastIndexOf('\n') + 1;
      out += data;
      for (const line of out.slice(complete, out.lastIndexOf('\n') + 1).split('\n')) {
        if (moment.line.test(line)) seen += 1;
      }
      if (seen >= moment.times && !doomed) {
        doomed = true;
        setTimeout(() => child.kill('SIGKILL'), randomInt(LONGEST_WAIT_MS * 1000) / 1000);
      }
    });
    child.stderr.setEncoding('utf8').on('data', (data: string) => (errors += data));
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer died by itself: ${errors}`));
      else resolve(out.split('\n').flatMap((line) => (line.startsWith('+ ') ? [line.slice(2)] : [])));
    });
  });
}

/** Opens a copy of the folder as its next owner would, and checks it through. */
async function check(dir: string, secret: Buffer, acknowledged: ReadonlySet<string>): Promise<void> {
  expect(filesWith(dir, ['CANARY', '谈话内容'])).toEqual([]);
  const copy = newFolder();
  fs.cpSync(dir, copy, { recursive: true });
  const store = openStore({ dir: copy, keys: keyRingOf(secret) });
  const changes = [...store.changesSince(0)].map(({ change }) => change);
  const there = new Set(changes.map(({ id }) => id));
  expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
  for (const state of store.records()) {
    expect(whole(state)).toEqual(project(store.changesOf(state.id)));
  }
  expect((await store.verify()).problems).toEqual([]);
  store.close();
  openStore({ dir: copy, keys: keyRingOf(secret) }).close();
  fs.rmSync(copy, { recursive: true });
}

test(
  `${KILLS} writers killed at random moments lose nothing that they acknowledged`,
  async () => {
    let acknowledgements = 0;
    for (let kill = 0; kill < KILLS;) {
      const dir = newFolder();
      const secret = randomBytes(32);
      const acknowledged = new Set<string>();
      for (let i = 0; i < KILLS_PER_FOLDER && kill < KILLS; i += 1, kill += 1) {
        // The next writer takes the folder over from the dead one as it lies there.
        for (const id of await runAndKill(dir, secret, randomMoment())) acknowledged.add(id);
        await check(dir, secret, acknowledged);
      }
      acknowledgements += acknowledged.size;
      fs.rmSync(dir, { recursive: true });
    }
    expect(acknowledgements).toBeGreaterThan(KILLS);
  },
  KILLS * 3000,
);
