/**
 * The growing wait after wrong passphrases. It slows down somebody at the keyboard; against somebody with a copy of the
 * files only Argon2id helps. So it is a brake, not a lock: it must never keep the owner out. But neither may it be
 * loosened by a hand on the file: the count is also in this process, and the file is there even when there is nothing
 * to count.
 *
 * - damaged or missing: no wait now, but the free tries count as used, so the next wrong one waits;
 * - cannot be written (full disk, write-protected stick): the try goes ahead, counted in this process;
 * - clock set back behind the last try: after a restart no wait, because nobody knows how long to; in this process the
 *   wait begins anew.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkbenchError } from '../../src-shared/errors';
import { readChecksummed, withChecksum } from './checksum';
import { type Disk, replaceFile } from './disk';

export const ATTEMPTS_FILE = 'vault.attempts';
/** Slips of the finger that cost nothing. */
const FREE_TRIES = 3;
/** Five minutes: a nuisance to a guesser (300 tries a day), bearable for the owner. */
const LONGEST_WAIT_SECONDS = 300;

const attemptsSchema = z.strictObject({ failures: z.int().min(0), last: z.int() });
type Attempts = z.infer<typeof attemptsSchema>;

/** What this process has counted, by folder. */
const counted = new Map<string, Attempts>();

/** Seconds to wait after so many wrong passphrases in a row: 0, 0, 0, 2, 4, 8 … 256, 300. */
export function waitAfter(failures: number): number {
  return failures <= FREE_TRIES ? 0 : Math.min(2 ** (failures - FREE_TRIES), LONGEST_WAIT_SECONDS);
}

/** Whole seconds until the next try is allowed; 0 when it is now. `now` in milliseconds. */
export function secondsToWait(folder: string, now: number): number {
  return secondsLeft(known(folder, now), now);
}

/**
 * Opens a try: refuses while the wait runs, else counts the try as failed *before* it is made, so that ending the
 * program in the middle gives no free guess. {@link forgetAttempts} takes it back.
 * @param now milliseconds
 * @returns seconds to wait if this try turns out wrong
 * @throws WorkbenchError VAULT_WAIT with the seconds left; the try does not count.
 */
export function countAttempt(disk: Disk, folder: string, now: number): number {
  const before = known(folder, now);
  const seconds = secondsLeft(before, now);
  if (seconds > 0) {
    throw new WorkbenchError(
      'VAULT_WAIT',
      `口令连续输错 ${before.failures} 次，请等待 ${seconds} 秒后再试。忘记口令时，可以用恢复码重设口令。`,
    );
  }
  const failures = before.failures + 1;
  const attempts = { failures, last: now };
  counted.set(path.resolve(folder), attempts);
  writeAttempts(disk, folder, attempts);
  return waitAfter(failures);
}

/** The right passphrase was given, or the vault is new: the next wrong one is the first. */
export function forgetAttempts(disk: Disk, folder: string): void {
  counted.delete(path.resolve(folder));
  const { failures } = readAttempts(folder);
  if (failures > 0) writeAttempts(disk, folder, { failures: 0, last: 0 });
}

function writeAttempts(disk: Disk, folder: string, attempts: Attempts): void {
  try {
    const bytes = withChecksum(JSON.stringify(attempts));
    replaceFile(disk, path.join(folder, ATTEMPTS_FILE), bytes, '口令尝试次数');
  } catch {
    // See above: a disk that takes no writes must not keep the owner out.
  }
}

/** The worse of what the file says and what this process remembers. */
function known(folder: string, now: number): Attempts {
  const place = path.resolve(folder);
  const remembered = counted.get(place);
  const written = readAttempts(folder);
  if (remembered === undefined || written.failures > remembered.failures) return written;
  if (remembered.last <= now) return remembered;
  const anew = { ...remembered, last: now };
  counted.set(place, anew);
  return anew;
}

function secondsLeft({ failures, last }: Attempts, now: number): number {
  const elapsed = now - last;
  return elapsed < 0 ? 0 : Math.max(0, Math.ceil(waitAfter(failures) - elapsed / 1000));
}

function readAttempts(folder: string): Attempts {
  try {
    const bytes = fs.readFileSync(path.join(folder, ATTEMPTS_FILE));
    return attemptsSchema.parse(readChecksummed(bytes));
  } catch {
    return { failures: FREE_TRIES, last: 0 };
  }
}
