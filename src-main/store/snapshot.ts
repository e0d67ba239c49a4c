/**
 * Every record once more in one sealed piece. Opening ten thousand rows one by one costs a second on an office laptop,
 * opening one piece a tenth of it (docs/architecture.md, "The store"). The rows stay what counts: a piece that is older
 * than a row gives way to it, one that is missing or damaged only costs time.
 */
import type { Database } from 'node-sqlite3-wasm';
import type { RecordId } from '../../src-shared/merge/change';
import type { RecordState } from '../../src-shared/merge/registers';
import { eachRow } from './database';
import { readMeta, writeMeta, type Heads } from './meta';
import { decodeRecord, packRecord, unpackRecord, type Packed } from './record-codec';
import type { RowSealer } from './seal';

/** The records as they stood at a place of the log. */
export interface Snapshot {
  readonly seq: number;
  readonly records: readonly (readonly [RecordId, Packed])[];
}

/** Changes after which a new one is worth the writing. */
const WORTH_CHANGES = 256;

interface Row {
  readonly id: RecordId;
  readonly revision: number;
  /** Null where the snapshot has the same. */
  readonly sealed: Uint8Array | null;
}

export interface LoadedRecords {
  readonly states: Map<RecordId, RecordState>;
  /** Place of the log of the snapshot they came from; -1 without one. */
  readonly snapshotSeq: number;
}

/** Reads every record. @throws WorkbenchError STORE_ROW_DAMAGED for a row that is needed and cannot be opened */
export function loadRecords(db: Database, sealer: RowSealer, heads: Heads): LoadedRecords {
  const snapshot = readSnapshot(db, sealer, heads);
  const states = new Map<RecordId, RecordState>();
  for (const [id, packed] of snapshot?.records ?? []) states.set(id, unpackRecord(id, packed));
  const snapshotSeq = snapshot?.seq ?? -1;
  if (snapshotSeq === heads.lastSeq) return { states, snapshotSeq };
  const standing = new Set<RecordId>();
  const rows = eachRow<Row>(
    db,
    'SELECT id, revision, CASE WHEN revision > ? THEN sealed END AS sealed FROM records',
    [snapshotSeq],
  );
  for (const { id, revision, sealed } of rows) {
    standing.add(id);
    if (sealed !== null) states.set(id, decodeRecord(id, sealer.open('records', id, revision, sealed)));
  }
  for (const id of states.keys()) if (!standing.has(id)) states.delete(id);
  return { states, snapshotSeq };
}

/** The snapshot, unless there is none to be relied on. */
function readSnapshot(db: Database, sealer: RowSealer, heads: Heads): Snapshot | undefined {
  try {
    const found = readMeta(db, sealer, 'snapshot');
    return found !== undefined && found.seq <= heads.lastSeq ? found : undefined;
  } catch {
    // The rows say the same; "verify" tells of the damage, and the next snapshot takes its place.
    return undefined;
  }
}

export const isWorthWriting = (snapshotSeq: number, heads: Heads): boolean =>
  heads.lastSeq - snapshotSeq >= WORTH_CHANGES;

/** Writes the records as they stand, inside the caller's transaction. */
export function writeSnapshot(
  db: Database,
  sealer: RowSealer,
  seq: number,
  states: Iterable<RecordState>,
): void {
  const records = Array.from(states, (state) => [state.id, packRecord(state)] as const);
  writeMeta(db, sealer, 'snapshot', { seq, records }, seq);
}

/** Throws it away, inside the caller's transaction. */
export function dropSnapshot(db: Database): void {
  db.run(`DELETE FROM meta WHERE key = 'snapshot'`);
}
