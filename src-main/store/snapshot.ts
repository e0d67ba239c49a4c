/**
 * Every record once more in one sealed piece. Opening ten thousand rows one by one costs a second on an office laptop,
 * opening one piece a tenth of it, and most of what is in it is not even read before it is asked for
 * (docs/architecture.md, "The store"). The rows stay what counts: a piece that is older than a row gives way to it, one
 * that is missing or damaged only costs time.
 */
import type { Database } from 'node-sqlite3-wasm';
import { PARENT_FIELD, type ChangeId, type RecordId } from '../../src-shared/merge/change';
import { valueOf, type HeldFields, type RecordState } from '../../src-shared/merge/registers';
import { eachRow } from './database';
import { readMetaText, writeMetaText, type Heads } from './meta';
import { decodeRecord, encodeRecord } from './record-codec';
import type { RowSealer } from './seal';

/** Changes after which a new one is worth the writing. */
const WORTH_CHANGES = 256;

const KEY = 'snapshot';

/** What is known of the records without reading their texts; the arrays run in step. */
interface Contents {
  /** Place of the log at which the records stood so. */
  readonly seq: number;
  readonly ids: readonly RecordId[];
  readonly kinds: readonly string[];
  readonly parents: readonly (RecordId | null)[];
  /** Where each text ends, in characters after the line of contents. */
  readonly ends: readonly number[];
  /** Places of the records against which a removal stands. */
  readonly contested: readonly number[];
}

/** The records as they stood at a place of the log: their texts by id, as {@link encodeRecord} wrote them. */
export interface Snapshot {
  readonly seq: number;
  readonly texts: ReadonlyMap<RecordId, string>;
}

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

/** A record against which no removal stands, read when its fields are first asked for. */
class UnreadRecord implements RecordState {
  readonly removals: readonly ChangeId[] = [];
  #text: string | undefined;
  #fields: HeldFields | undefined;

  constructor(
    readonly id: RecordId,
    readonly kind: string,
    readonly parent: RecordId | null,
    text: string,
  ) {
    this.#text = text;
  }

  get fields(): HeldFields {
    if (this.#fields === undefined) {
      this.#fields = decodeRecord(this.id, this.#text!).fields;
      this.#text = undefined;
    }
    return this.#fields;
  }
}

/** Reads every record. @throws WorkbenchError STORE_ROW_DAMAGED for a row that is needed and cannot be opened */
export function loadRecords(db: Database, sealer: RowSealer, heads: Heads): LoadedRecords {
  const states = new Map<RecordId, RecordState>();
  const snapshotSeq = loadSnapshot(db, sealer, heads, states);
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

/** Fills in the records of the snapshot. @returns its place of the log; -1 where there is none to be relied on */
function loadSnapshot(
  db: Database,
  sealer: RowSealer,
  heads: Heads,
  states: Map<RecordId, RecordState>,
): number {
  try {
    const found = openSnapshot(db, sealer);
    if (found === undefined || found.contents.seq > heads.lastSeq) return -1;
    const { contents, textAt } = found;
    const contested = new Set(contents.contested);
    contents.ids.forEach((id, at) => {
      const { kinds, parents } = contents;
      const state = contested.has(at)
        ? decodeRecord(id, textAt(at))
        : new UnreadRecord(id, kinds[at]!, parents[at]!, textAt(at));
      states.set(id, state);
    });
    return contents.seq;
  } catch {
    // The rows say the same; "verify" tells of the damage, and the next snapshot takes its place.
    states.clear();
    return -1;
  }
}

function openSnapshot(db: Database, sealer: RowSealer) {
  const text = readMetaText(db, sealer, KEY);
  if (text === undefined) return undefined;
  const begin = text.indexOf('\n') + 1;
  const contents = JSON.parse(text.slice(0, begin)) as Contents;
  const textAt = (at: number): string =>
    text.slice(begin + (at === 0 ? 0 : contents.ends[at - 1]!), begin + contents.ends[at]!);
  return { contents, textAt };
}

/** The snapshot of a store, for comparing. @throws WorkbenchError STORE_ROW_DAMAGED */
export function readSnapshot(db: Database, sealer: RowSealer): Snapshot | undefined {
  const found = openSnapshot(db, sealer);
  if (found === undefined) return undefined;
  const { contents, textAt } = found;
  return { seq: contents.seq, texts: new Map(contents.ids.map((id, at) => [id, textAt(at)])) };
}

/** Whether so much was written since the last one that the next opening would feel it. */
export const isWorthWriting = (snapshotSeq: number, heads: Heads): boolean =>
  heads.lastSeq - snapshotSeq >= WORTH_CHANGES;

/** Writes the records as they stand, inside the caller's transaction. */
export function writeSnapshot(
  db: Database,
  sealer: RowSealer,
  seq: number,
  states: Iterable<RecordState>,
): void {
  const all = [...states];
  const texts = all.map(encodeRecord);
  let end = 0;
  const contents: Contents = {
    seq,
    ids: all.map(({ id }) => id),
    kinds: all.map(({ kind }) => kind),
    parents: all.map(parentOf),
    ends: texts.map((text) => (end += text.length)),
    contested: [...all.keys()].filter((at) => all[at]!.removals.length > 0),
  };
  writeMetaText(db, sealer, KEY, `${JSON.stringify(contents)}\n${texts.join('')}`, seq);
}

/** Throws it away, inside the caller's transaction. */
export function dropSnapshot(db: Database): void {
  db.run('DELETE FROM meta WHERE key = ?', [KEY]);
}

/** The record that a record hangs under, without reading more of it than needed. */
export const parentOf = (state: RecordState): RecordId | null =>
  state instanceof UnreadRecord
    ? state.parent
    : ((valueOf(state, PARENT_FIELD) as RecordId | null | undefined) ?? null);
