/** What is recorded, whoever asks: records as they stand, and how they came to be so. */
import { randomFillSync } from 'node:crypto';
import type { Change, ChangeId, RecordId } from '../../src-shared/merge/change';
import type { RecordState } from '../../src-shared/merge/registers';
import type { RecordIndex } from './index-of-records';

export interface Recorded {
  readonly index: RecordIndex;
  state(id: RecordId): RecordState | undefined;
  /** Records that are removed and have no unseen edit. */
  removedStates(): Iterable<RecordState>;
  changesOf(id: RecordId): readonly Change[];
  /** Of this laptop, in the numbers that it gives; empty while the group has one laptop. */
  letter(): string;
  /** The changes that stand right before one in the log of its device, in order; as many as asked for, or as there are. */
  changesBefore(id: ChangeId, count: number): readonly Change[];
  /** Whether the reader's keys open what is in the compartment; where not, he adds to it blindly. */
  readonly holdsClues: boolean;
  /** Who could, by name: whom to ask. */
  clueHolders(): readonly string[];
  /** What the reader knows of a field in the compartment that he cannot read: what he wrote here himself. */
  told(id: RecordId, field: string): 'filled' | 'blank' | 'untold';
}

const ID_BYTES = 10;
/** Drawn from the system generator for 256 ids at a time: one call for each costs more than the rest of it. */
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** 80 random bits as 20 hex digits. */
export function newRecordId(): RecordId {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('hex', used - ID_BYTES, used);
}
