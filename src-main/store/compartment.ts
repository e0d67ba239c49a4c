/**
 * The compartment: what only holders of the 线索钥匙 may know (decision 0024). Its changes lie in the one log, boxed; their
 * projection lies in rows of its own, sealed under that key and named by it, so that nobody else can tell which record a
 * row is of. Whoever does not hold the key adds to it and reads nothing of it.
 */
import { createHmac } from 'node:crypto';
import type { Database } from 'node-sqlite3-wasm';
import { WorkbenchError } from '../../src-shared/errors';
import {
  REMOVED_FIELD,
  SEALED_RECORD,
  type Change,
  type ChangeDraft,
  type ChangeId,
  type RecordId,
  type SealedPartOf,
} from '../../src-shared/merge/change';
import {
  applyLocal,
  isRemoved,
  project,
  type HeldFields,
  type RecordState,
} from '../../src-shared/merge/registers';
import type { ClueKeys, HeldClueKey, KeyRing } from '../keys';
import { eachRow, type Statements } from './database';
import { changeById, openChange, type ChangeRow } from './log';
import { readMetaText, writeMetaText } from './meta';
import { decodeRecord, encodeRecord } from './record-codec';
import { rowSealer, type RowSealer } from './seal';
import { unboxed, type OpenedChange, type SealedDraft } from './sealed-change';

/** What of one record lies in the compartment. */
export interface SealedEntry {
  readonly state: RecordState;
  /** Its changes, in the order of the log. */
  readonly changes: readonly ChangeId[];
  /** Only some fields of a record that stands outside. */
  readonly part: boolean;
}

export type SealedEntries = ReadonlyMap<RecordId, SealedEntry>;

/** A draft as it is written: what stands outside, what is boxed. */
export interface SplitDraft {
  readonly open?: ChangeDraft;
  readonly sealed?: SealedDraft;
}

const META_KEY = 'compartment';

type HeldKeys = ClueKeys & { readonly held: HeldClueKey };
const holding = (clues: ClueKeys | undefined): HeldKeys | undefined =>
  clues?.held === undefined ? undefined : (clues as HeldKeys);

/** Where the projection of the compartment is read and written: only with the key. */
interface Rows {
  readonly clues: HeldKeys;
  readonly sealer: RowSealer;
  nameOf(record: RecordId): string;
}

function rowsOf(keys: KeyRing): Rows | undefined {
  const clues = holding(keys.clues);
  if (clues === undefined) return undefined;
  const { held } = clues;
  const names = held.subkey('names');
  return {
    clues,
    sealer: rowSealer({ vaultId: keys.vaultId, subkey: (purpose) => held.subkey(purpose) }),
    nameOf: (record) => createHmac('sha256', names).update(record).digest('hex').slice(0, 20),
  };
}

/** The compartment of one open store. */
export class Compartment {
  readonly #keys: KeyRing;
  readonly #partOf: SealedPartOf;
  readonly #rows: Rows | undefined;
  #entries = new Map<RecordId, SealedEntry>();

  constructor(keys: KeyRing, partOf: SealedPartOf) {
    this.#keys = keys;
    this.#partOf = partOf;
    this.#rows = rowsOf(keys);
  }

  /** Whether the signed-in person reads what is in it. */
  get held(): boolean {
    return this.#rows !== undefined;
  }

  /** What a box is made with. @throws WorkbenchError STORE_SEALED_UNAVAILABLE for a vault that has no such key */
  get clues(): ClueKeys {
    if (this.#keys.clues !== undefined) return this.#keys.clues;
    throw new WorkbenchError(
      'STORE_SEALED_UNAVAILABLE',
      '这份数据没有线索钥匙，涉密内容没有保存。请锁定后重新解锁再试。',
    );
  }

  entry(id: RecordId): SealedEntry | undefined {
    return this.#entries.get(id);
  }

  entries(): SealedEntries {
    return this.#entries;
  }

  /** Takes over what a transaction made true. */
  take(entries: SealedEntries): void {
    for (const [id, entry] of entries) this.#entries.set(id, entry);
  }

  /**
   * Parts a draft. The first change of a record of which a part is boxed has such a part always, so that its being there
   * says nothing; a removal has none, since what is boxed stands and falls with the record outside.
   * @param outside the record as it stands outside
   */
  split(draft: ChangeDraft, outside: RecordState | undefined): SplitDraft {
    const entry = this.#entries.get(draft.recordId);
    const part = entry !== undefined && !entry.part ? 'all' : this.#partOf(draft);
    if (part === 'all') return { sealed: draft };
    if (part.length === 0) return { open: draft };
    const inPart = (field: string) => part.includes(field);
    const open = {
      ...draft,
      set: picked(draft.set, (field) => !inPart(field)),
      replaces: picked(draft.replaces, (field) => !inPart(field)),
    };
    const removal = Object.hasOwn(draft.set, REMOVED_FIELD) || draft.action === 'restore';
    const set = picked(draft.set, inPart);
    const replaces = picked(draft.replaces, inPart);
    const touches = Object.keys(set).length > 0 || Object.keys(replaces).length > 0;
    if (removal || (outside !== undefined && !touches)) return { open };
    const { author, at, kind, recordId, action } = draft;
    const sealed: SealedDraft = { author, at, kind, recordId, action, set, replaces, part: true };
    const onlyPart =
      outside !== undefined && Object.keys(open.set).length === 0 && Object.keys(open.replaces).length === 0;
    return onlyPart ? { sealed } : { open, sealed };
  }

  /** An entry with one more change. @param before as it stands in the transaction */
  with(
    before: SealedEntry | undefined,
    change: OpenedChange,
    opened: (id: ChangeId) => OpenedChange | undefined,
  ): SealedEntry {
    const changes = [...(before?.changes ?? []), change.id];
    const state =
      applyLocal(before?.state, change) ??
      project(changes.flatMap((id) => (id === change.id ? change : (opened(id) ?? []))));
    return { state: state!, changes, part: change.part === true && (before?.part ?? true) };
  }

  /** Opens a change of the log; undefined for one that is not ours to read, or damaged (`verify` tells of it). */
  opened(change: Change): OpenedChange | undefined {
    if (this.#rows === undefined) return undefined;
    try {
      return unboxed(this.#rows.clues, change);
    } catch (error) {
      if (error instanceof WorkbenchError && error.code === 'STORE_SEALED_DAMAGED') return undefined;
      throw error;
    }
  }

  /** A change of the compartment by its id. */
  openedById(statements: Statements, sealer: RowSealer, id: ChangeId): OpenedChange | undefined {
    const change = changeById(statements, sealer, id);
    return change && this.opened(change);
  }

  /**
   * Reads what is known, and what others added without reading it.
   * @param sealer the store's own, for the log
   * @returns what the rows do not say yet
   */
  load(db: Database, statements: Statements, sealer: RowSealer): SealedEntries {
    const rows = this.#rows;
    this.#entries = new Map();
    if (rows === undefined) return this.#entries;
    const seq = this.#loadRows(db, rows);
    const fresh = new Map<RecordId, SealedEntry>();
    for (const change of sealedSince(db, sealer, seq)) {
      const opened = this.opened(change);
      if (opened === undefined) continue;
      const before = fresh.get(opened.recordId) ?? this.#entries.get(opened.recordId);
      if (before?.changes.includes(opened.id) === true) continue;
      fresh.set(
        opened.recordId,
        this.with(before, opened, (id) => this.openedById(statements, sealer, id)),
      );
    }
    this.take(fresh);
    return fresh;
  }

  /** @returns the place of the log that the rows stand for */
  #loadRows(db: Database, rows: Rows): number {
    try {
      for (const [id, entry] of readEntries(db, rows)) this.#entries.set(id, entry);
      return writtenSeq(db, rows);
    } catch {
      // The log says the same; "verify" tells of the damage.
      this.#entries.clear();
      return 0;
    }
  }

  /** Writes entries, and that the rows say everything up to a place of the log; inside the caller's transaction. */
  write(db: Database, entries: SealedEntries, lastSeq: number): void {
    const rows = this.#rows;
    if (rows === undefined) return;
    for (const [id, entry] of entries) {
      const name = rows.nameOf(id);
      const text = JSON.stringify([id, entry.changes, entry.part, encodeRecord(entry.state)]);
      db.run('INSERT OR REPLACE INTO sealed_records (id, revision, sealed) VALUES (?, ?, ?)', [
        name,
        lastSeq,
        rows.sealer.seal('sealed_records', name, lastSeq, text),
      ]);
    }
    writeMetaText(db, rows.sealer, META_KEY, JSON.stringify({ seq: lastSeq }), lastSeq);
  }

  /** Forgets the rows, for one that makes them anew. */
  drop(db: Database): void {
    if (this.#rows === undefined) return;
    db.exec('DELETE FROM sealed_records');
    db.run('DELETE FROM meta WHERE key = ?', [META_KEY]);
  }
}

/** A record from its two halves; undefined where what stands outside has not come yet. */
export function joined(
  outside: RecordState | undefined,
  entry: SealedEntry | undefined,
): RecordState | undefined {
  if (entry === undefined) return outside;
  if (!entry.part) return outside === undefined ? entry.state : undefined;
  if (outside === undefined || isRemoved(outside)) return outside;
  const fields: HeldFields = Object.assign(Object.create(null), outside.fields, entry.state.fields);
  return { id: outside.id, kind: outside.kind, fields, removals: outside.removals };
}

const picked = <T>(
  all: { readonly [field: string]: T },
  keep: (field: string) => boolean,
): { [field: string]: T } => {
  const some: { [field: string]: T } = Object.create(null);
  for (const field of Object.keys(all)) if (keep(field)) some[field] = all[field]!;
  return some;
};

/** The place of the log up to which the rows say everything. @throws WorkbenchError STORE_ROW_DAMAGED */
function writtenSeq(db: Database, rows: Rows): number {
  const text = readMetaText(db, rows.sealer, META_KEY);
  return text === undefined ? 0 : (JSON.parse(text) as { seq: number }).seq;
}

function* readEntries(db: Database, rows: Rows): Generator<[RecordId, SealedEntry]> {
  const all = eachRow<{ id: string; revision: number; sealed: Uint8Array }>(
    db,
    'SELECT id, revision, sealed FROM sealed_records',
  );
  for (const { id: name, revision, sealed } of all) {
    const [id, changes, part, text] = JSON.parse(
      rows.sealer.open('sealed_records', name, revision, sealed),
    ) as [RecordId, ChangeId[], boolean, string];
    yield [id, { state: decodeRecord(id, text), changes, part }];
  }
}

function* sealedSince(db: Database, sealer: RowSealer, seq: number): Generator<Change> {
  const rows = eachRow<ChangeRow>(
    db,
    'SELECT seq, id, record, sealed FROM changes WHERE record = ? AND seq > ? ORDER BY seq',
    [SEALED_RECORD, seq],
  );
  for (const row of rows) yield openChange(sealer, row);
}

/** What is wrong in the compartment of a store, as far as its key is held. */
export interface CompartmentReport {
  /** Records that stand there whole. */
  readonly records: number;
  readonly states: readonly RecordState[];
}

/**
 * Compares the rows of the compartment with its changes. Rows of a record to which somebody added without the key are
 * behind the log until a holder opens the store: no damage.
 * @param known all sealed changes of the log, in its order
 * @param complain told each finding; never text of a record
 * @param look shown each change as it was opened
 */
export function checkCompartment(
  db: Database,
  keys: KeyRing,
  known: readonly Change[],
  complain: (place: string, message: string) => void,
  look: (opened: OpenedChange) => void,
): CompartmentReport {
  const rows = rowsOf(keys);
  if (rows === undefined) return { records: 0, states: [] };
  const places = new Map<ChangeId, number>();
  const sealed = 'SELECT id, seq FROM changes WHERE record = ?';
  for (const { id, seq } of eachRow<{ id: ChangeId; seq: number }>(db, sealed, [SEALED_RECORD]))
    places.set(id, seq);
  let written = 0;
  try {
    written = writtenSeq(db, rows);
  } catch {
    complain('密封的记录', '登记信息打不开，可由变更日志重建');
  }
  const isBehind = (changes: readonly OpenedChange[]) =>
    changes.some(({ id }) => (places.get(id) ?? 0) > written);
  const byRecord = new Map<RecordId, OpenedChange[]>();
  for (const change of known) {
    try {
      const opened = unboxed(rows.clues, change);
      if (opened === undefined) continue;
      look(opened);
      const list = byRecord.get(opened.recordId);
      if (list === undefined) byRecord.set(opened.recordId, [opened]);
      else list.push(opened);
    } catch (error) {
      complain(`变更 ${change.id}`, error instanceof WorkbenchError ? error.message : '密封内容无法识别');
    }
  }
  const stored = new Map<RecordId, SealedEntry>();
  try {
    for (const [id, entry] of readEntries(db, rows)) stored.set(id, entry);
  } catch (error) {
    complain(
      '密封的记录',
      error instanceof WorkbenchError ? error.message : '内容无法识别，可由变更日志重建',
    );
  }
  const states: RecordState[] = [];
  let records = 0;
  for (const [id, changes] of byRecord) {
    const state = project(changes);
    if (state === undefined) continue;
    states.push(state);
    if (!changes.every(({ part }) => part === true)) records += 1;
    const entry = stored.get(id);
    stored.delete(id);
    if (isBehind(changes)) continue;
    if (entry === undefined || encodeRecord(entry.state) !== encodeRecord(state)) {
      complain(`密封的记录 ${rows.nameOf(id)}`, '与变更日志不符，可由变更日志重建');
    }
  }
  for (const id of stored.keys()) complain(`密封的记录 ${rows.nameOf(id)}`, '变更日志中没有这条记录的来历');
  return { records, states };
}
