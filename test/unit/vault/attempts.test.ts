import fs from 'node:fs';
import path from 'node:path';
import type * as attempts from '../../../src-main/vault/attempts';
import {
  ATTEMPTS_FILE,
  countAttempt,
  forgetAttempts,
  secondsToWait,
  waitAfter,
} from '../../../src-main/vault/attempts';
import { withChecksum } from '../../../src-main/vault/checksum';
import { codeOf, newFolder, removeFolders } from './fixture';

let folder: string;
const START = 1_800_000_000_000;
beforeEach(() => {
  folder = newFolder();
  forgetAttempts(fs, folder);
});
afterAll(removeFolders);

const file = () => path.join(folder, ATTEMPTS_FILE);
/** So many wrong tries, each as soon as it is allowed; the time of the last. */
function wrongTries(count: number): number {
  let now = START;
  for (let i = 0; i < count; i++) {
    now += secondsToWait(folder, now) * 1000;
    countAttempt(fs, folder, now);
  }
  return now;
}

test('the wait is 0, 0, 0, then doubles from 2 s to a cap of 300 s', () => {
  expect(Array.from({ length: 14 }, (_, i) => waitAfter(i))).toEqual([
    0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
  ]);
  expect(waitAfter(Number.MAX_SAFE_INTEGER)).toBe(300);
});

test('a try is refused until the last millisecond of the wait, and a refused try does not count', async () => {
  const now = wrongTries(7);
  for (const [later, seconds] of [
    [0, 16],
    [1, 16],
    [15_000, 1],
    [15_999, 1],
  ] as const) {
    expect(secondsToWait(folder, now + later)).toBe(seconds);
    expect(await codeOf(() => countAttempt(fs, folder, now + later))).toBe('VAULT_WAIT');
  }
  expect(countAttempt(fs, folder, now + 16_000)).toBe(32);
});

let fresh: typeof attempts;
/** The program ends and begins again: only what is on the disk is known. */
async function restart(): Promise<void> {
  jest.resetModules();
  fresh = await import('../../../src-main/vault/attempts');
}

test('the count outlives the program and ends with the right passphrase', () => {
  const now = wrongTries(20);
  expect(secondsToWait(folder, now)).toBe(300);
  forgetAttempts(fs, folder);
  expect(secondsToWait(folder, now)).toBe(0);
});

test('after a restart a file damaged in any byte makes nobody wait, and gives no new free tries', async () => {
  const now = wrongTries(20);
  const good = fs.readFileSync(file());
  await restart();
  for (let at = 0; at < good.length; at++) {
    const bad = Buffer.from(good);
    bad[at]! ^= 1;
    fs.writeFileSync(file(), bad);
    expect(fresh.secondsToWait(folder, now)).toBe(0);
  }
  expect(fresh.countAttempt(fs, folder, now)).toBe(2);
});

test('a file that is deleted or claims nonsense gives no free try either, and no relief in this process', async () => {
  const nonsense = [{ failures: -5, last: START }, { failures: 1e300, last: START }, [], null, 'x'];
  const now = wrongTries(20);
  for (const content of [undefined, ...nonsense]) {
    if (content === undefined) fs.rmSync(file());
    else fs.writeFileSync(file(), withChecksum(JSON.stringify(content)));
    expect(secondsToWait(folder, now)).toBe(300);
    await restart();
    expect(fresh.secondsToWait(folder, now)).toBe(0);
    expect(fresh.countAttempt(fs, folder, now)).toBe(2);
  }
});

test('a clock set back locks nobody out for longer than the wait, and shortens none while the program runs', async () => {
  const back = wrongTries(20) - 365 * 86_400_000;
  expect(secondsToWait(folder, back)).toBe(300);
  expect(secondsToWait(folder, back + 299_000)).toBe(1);
  expect(secondsToWait(folder, back + 300_000)).toBe(0);
  await restart();
  expect(fresh.secondsToWait(folder, back)).toBe(0);
});

test('on a medium that takes no writes the wait grows all the same', async () => {
  const readOnly = {
    ...fs,
    openSync: () => {
      throw Object.assign(new Error('read-only'), { code: 'EROFS' });
    },
  };
  for (let i = 0; i < 3; i++) expect(countAttempt(readOnly, folder, START)).toBe(0);
  expect(countAttempt(readOnly, folder, START)).toBe(2);
  expect(await codeOf(() => countAttempt(readOnly, folder, START))).toBe('VAULT_WAIT');
});

test('a disk that takes no writes does not keep the owner out', async () => {
  const full = {
    ...fs,
    openSync: () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    },
  };
  expect(await codeOf(() => countAttempt(full, folder, START))).toBe('none');
});
