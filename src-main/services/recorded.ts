/** What is recorded, whoever asks: records as they stand, and how they came to be so. */
import { randomBytes } from 'node:crypto';
import type { Change, ChangeId, RecordId } from '../../src-shared/merge/change';
import type { RecordState } from '../../src-shared/merge/registers';
import type { RecordIndex } from './index-of-records';

export interface Recorded {
  readonly index: RecordIndex;
  state(id: RecordId): RecordState | undefined;
  /** Records that are removed and have no unseen edit. */
  removedStates(): Iterable<RecordState>;
  changesOf(id: RecordId): readonly Change[];
  /** The changes that stand right before one in the log of its device, in order; as many as asked for, or as there are. */
  changesBefore(id: ChangeId, count: number): readonly Change[];
}

/** 80 random bits as 20 hex digits. */
export const newRecordId = (): RecordId => randomBytes(10).toString('hex') as RecordId;
