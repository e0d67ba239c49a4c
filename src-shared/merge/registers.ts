/** Placeholder types replaced by the merge engineer; the signatures are the agreement. */
import type { Change, ChangeId, FieldValue, RecordId } from './change';

/** One value that nobody has replaced. */
export interface Held {
  readonly change: ChangeId;
  readonly value: FieldValue;
}

/** The projection of one record: for each field its held values, in ascending order of change id (device, then n). */
export interface RecordState {
  readonly id: RecordId;
  readonly kind: string;
  readonly fields: { readonly [field: string]: readonly Held[] };
  /** Ids of standing removals. Non-empty with live values left = conflict; non-empty with none = removed. */
  readonly removals: readonly ChangeId[];
}

export declare function project(changes: Iterable<Change>): RecordState | undefined;
export declare function applyLocal(state: RecordState | undefined, change: Change): RecordState | undefined;
