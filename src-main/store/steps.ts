/**
 * Long work on the disk in steps: a generator that yields how much it has done since its last step, in bytes. Whoever has
 * nobody to wait for runs it at once (a lock, the CLI); the core runs it in turns, with its progress, and can call it off
 * between two steps. What a step throws, and what calls the work off, reaches its `catch` and `finally`: there it clears up.
 */

/** Work in steps; each yield is what was done since the last, in bytes. */
export type Steps<T> = Generator<number, T, void>;

export interface Work<T> {
  /** All that the steps will yield, in bytes, as far as it is known before. */
  readonly total: number;
  readonly steps: Steps<T>;
}

/** How long work tells its progress, and lets others have their turn. */
export interface Turns {
  /** In thousandths: whoever does not see every record is not told by this how much there is. */
  progress(done: number, total: number): void;
  /** What it throws ends the work. */
  breathe(): Promise<void>;
}

/** Runs the steps one after the other without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const THOUSANDTHS = 1000;

/** Runs the steps with a turn for others after each. @throws what the steps throw, or what called them off */
export async function inTurns<T>({ total, steps }: Work<T>, { progress, breathe }: Turns): Promise<T> {
  let done = 0;
  let step = steps.next();
  while (step.done !== true) {
    done += step.value;
    // The whole is told only at the end: what is left may be the part that the disk is slow about.
    progress(Math.min(THOUSANDTHS - 1, Math.floor((THOUSANDTHS * done) / Math.max(total, 1))), THOUSANDTHS);
    let off: { readonly reason: unknown } | undefined;
    try {
      await breathe();
    } catch (reason) {
      off = { reason };
    }
    step = off === undefined ? steps.next() : steps.throw(off.reason);
  }
  progress(THOUSANDTHS, THOUSANDTHS);
  return step.value;
}
