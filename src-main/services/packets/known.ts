/** What the other laptops are known to have: as they said in their last packets (a packet is a receipt for all before it). */
import type { RecordId } from '../../../src-shared/merge/change';
import type { KnownLaptop } from '../../store/meta';
import type { OpenWorkspace } from '../workspace';
import type { Theirs } from './carried';
import type { PacketHead } from './packet';
import { both } from './ranges';

type Kept = Pick<OpenWorkspace, 'store'>;

const NOTHING: KnownLaptop = { have: {}, boxes: [], wants: [], taken: [] };

/** What is known of a laptop; nothing where nothing ever came from it. */
export function knownOf({ store }: Kept, laptop: RecordId): KnownLaptop {
  const all = store.fact('packets') ?? {};
  return Object.hasOwn(all, laptop) ? all[laptop]! : NOTHING;
}

function keep({ store }: Kept, laptop: RecordId, known: KnownLaptop): void {
  store.keepFact('packets', { ...store.fact('packets'), [laptop]: known });
}

/** What several laptops are all known to have; nothing of it is sent to them again. */
export function knownToAll(kept: Kept, laptops: readonly RecordId[]): Theirs {
  const [first, ...others] = laptops.map((laptop) => knownOf(kept, laptop));
  if (first === undefined) return { changes: {}, boxes: new Set(), wants: [] };
  const boxes = first.boxes.filter((tag) => others.every((other) => other.boxes.includes(tag)));
  return {
    changes: others.reduce((have, other) => both(have, other.have), first.have),
    boxes: new Set(boxes),
    wants: [first, ...others].flatMap(({ wants }) => wants),
  };
}

/** Number of the next packet for a laptop. */
export const nextNumber = (kept: Kept, laptop: RecordId): number => (knownOf(kept, laptop).sent ?? 0) + 1;

/** A packet has gone out. */
export function noteSent(kept: Kept, laptop: RecordId, number: number, at: string): void {
  keep(kept, laptop, { ...knownOf(kept, laptop), sent: number, sentAt: at });
}

/** A packet was taken in. What an older packet says of its laptop is no news. */
export function noteTaken(kept: Kept, head: PacketHead, own: RecordId, at: string): void {
  const { laptop } = head.from;
  const known = knownOf(kept, laptop);
  const number = head.to.find((one) => one.laptop === own)?.number;
  const taken = [...new Set([...known.taken, ...(number === undefined ? [] : [number])])].sort(
    (a, b) => a - b,
  );
  const newest = number === undefined || number >= Math.max(0, ...known.taken);
  keep(kept, laptop, {
    ...known,
    ...(newest ? { have: head.have, boxes: head.boxes, wants: head.wants, saidAt: head.at } : {}),
    taken,
    takenAt: at,
  });
}
