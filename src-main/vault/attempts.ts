/**
 * The growing wait after wrong passphrases. It slows down somebody at the keyboard; against somebody with a copy of the
 * files only Argon2id helps, and such a person can also delete this file. So the file is a brake, not a lock: damaged
 * or unwritable, it must never keep the owner out.
 *
 * - damaged: no wait now, but the free tries count as used, so the next wrong one waits;
 * - cannot be written (full disk, write-protected stick): the try goes ahead, uncounted;
 * - clock set back behind the last try: no wait, because nobody knows how long to.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkbenchError } from '../../src-shared/errors';
import { readChecksummed, withChecksum } from './checksum';
import { type Disk, removeQuietly, replaceFile } from './disk';

export const ATTEMPTS_FILE = 'vault.attempts';
/** Slips of the finger that cost nothing. */
const FREE_TRIES = 3;
/** Five minutes: a nuisance to a guesser (300 tries a day), bearable for the owner. */
const LONGEST_WAIT_SECONDS = 300;

const attemptsSchema = z.strictObject({ failures: z.int().min(1), last: z.int() });
type Attempts = z.infer<typeof attemptsSchema>;

/** Seconds to wait after so many wrong passphrases in a row: 0, 0, 0, 2, 4, 8 … 256, 300. */
export function waitAfter(failures: number): number {
  return failures <= FREE_TRIES ? 0 : Math.min(2 ** (failures - FREE_TRIES), LONGEST_WAIT_SECONDS);
}

/** Whole seconds until the next try is allowed; 0 when it is now. `now` in milliseconds. */
export function secondsToWait(folder: string, now: number): number {
  return secondsLeft(readAttempts(folder), now);
}

/**
 * Opens a try: refuses while the wait runs, else counts the try as failed *before* it is made, so that ending the
 * program in the middle gives no free guess. {@link forgetAttempts} takes it back.
 * @param now milliseconds
 * @returns seconds to wait if this try turns out wrong
 * @throws WorkbenchError VAULT_WAIT with the seconds left; the try does not count.
 */
export function countAttempt(disk: Disk, folder: string, now: number): number {
  const before = readAttempts(folder);
  const seconds = secondsLeft(before, now);
  if (seconds > 0) {
    throw new WorkbenchError(
      'VAULT_WAIT',
      `口令连续输错 ${before.failures} 次，请等待 ${seconds} 秒后再试。忘记口令时，可以用恢复码重设口令。`,
    );
  }
  const failures = before.failures + 1;
  try {
    replaceFile(
      disk,
      path.join(folder, ATTEMPTS_FILE),
      withChecksum(JSON.stringify({ failures, last: now } satisfies Attempts)),
      '口令尝试次数',
    );
  } catch {
    // See above: a disk that takes no writes must not keep the owner out.
  }
  return waitAfter(failures);
}

/** The right passphrase was given: the next wrong one is the first again. */
export function forgetAttempts(disk: Disk, folder: string): void {
  removeQuietly(disk, path.join(folder, ATTEMPTS_FILE));
}

function secondsLeft({ failures, last }: Attempts, now: number): number {
  const elapsed = now - last;
  return elapsed < 0 ? 0 : Math.max(0, Math.ceil(waitAfter(failures) - elapsed / 1000));
}

function readAttempts(folder: string): Attempts {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(path.join(folder, ATTEMPTS_FILE));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { failures: missing ? 0 : FREE_TRIES, last: 0 };
  }
  const parsed = attemptsSchema.safeParse(readChecksummed(bytes));
  return parsed.success ? parsed.data : { failures: FREE_TRIES, last: 0 };
}
