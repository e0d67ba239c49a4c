/** How a packet tells of its progress, and lets others have their turn. */
import type { Turns } from '../store/steps';

const THOUSANDTHS = 1000;

export interface Telling {
  /** So many more bytes are done. @throws what calls the work off */
  tell(bytes: number): Promise<void>;
  /** How many bytes there are in all, as far as it is known now. */
  expect(total: number): void;
  /** All of it is done. */
  whole(): void;
}

/** @param turns none where nobody waits @param total bytes of the whole work */
export function toldTo(turns: Turns | undefined, total: number): Telling {
  let done = 0;
  let all = total;
  return {
    async tell(bytes) {
      done += bytes;
      // The whole is told only at the end: what is left may be the part that the disk is slow about.
      turns?.progress(
        Math.min(THOUSANDTHS - 1, Math.floor((THOUSANDTHS * done) / Math.max(all, 1))),
        THOUSANDTHS,
      );
      await turns?.breathe();
    },
    expect(total) {
      all = total;
    },
    whole: () => turns?.progress(THOUSANDTHS, THOUSANDTHS),
  };
}
