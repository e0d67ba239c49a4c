/** Decides what to do when the page's process dies: lock and load the page anew, but not for ever. */

/** More deaths than this within the window of time, and loading the page again is pointless. */
const LIMIT = 3;
const WITHIN_MS = 60_000;

/** @returns a function to call at each death: 'reload' or 'give-up' */
export function createCrashGuard(now: () => number): () => 'reload' | 'give-up' {
  let deaths: number[] = [];
  return () => {
    const time = now();
    deaths = [...deaths.filter((death) => time - death < WITHIN_MS), time];
    return deaths.length > LIMIT ? 'give-up' : 'reload';
  };
}
