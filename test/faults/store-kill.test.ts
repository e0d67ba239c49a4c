/** SIGKILL of a writer at random moments: 100 times, 1,000 with LONG=1. */
import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import { openStore } from '../../src-main/store/store';
import { project } from '../../src-shared/merge/registers';
import { doomed } from '../fixtures/doomed';
import { filesWith, temporaryFolders, whole } from '../fixtures/store-kit';
import { keyRingOf } from '../fixtures/vault-key';

const KILLS = process.env['LONG'] === '1' ? 1000 : 100;
const KILLS_PER_FOLDER = 10;
/** A killed process dies within one scheduling step after this many milliseconds at most. */
const LONGEST_WAIT_MS = 12;

const newFolder = temporaryFolders();
const runAndKill = doomed('store-writer');

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
async function writeUntil({ line, times }: Moment, dir: string, secret: Buffer): Promise<string[]> {
  let seen = 0;
  const said = await runAndKill([dir, secret.toString('hex'), String(randomInt(1 << 30))], (written) => {
    if (line.test(written)) seen += 1;
    return seen >= times ? randomInt(LONGEST_WAIT_MS * 1000) / 1000 : undefined;
  });
  return said.flatMap((written) => (written.startsWith('+ ') ? [written.slice(2)] : []));
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
        for (const id of await writeUntil(randomMoment(), dir, secret)) acknowledged.add(id);
        await check(dir, secret, acknowledged);
      }
      acknowledgements += acknowledged.size;
      fs.rmSync(dir, { recursive: true });
    }
    expect(acknowledgements).toBeGreaterThan(KILLS);
  },
  KILLS * 3000,
);
