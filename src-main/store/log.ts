/** The change log: rows of sealed changes, each device's a hash chain. */
import { createHash } from 'node:crypto';
import type { Database } from 'node-sqlite3-wasm';
import { WorkbenchError } from '../../src-shared/errors';
import { canonicalChange, FIRST_PREV } from '../../src-shared/merge/change';
import { parseChange } from '../../src-shared/merge/logs';
import type {
  Change,
  ChangeDraft,
  ChangeId,
  DeviceId,
  RecordId,
  SealedChange,
} from '../../src-shared/merge/change';
import type { Statements } from './database';
import type { Head, Heads } from './meta';
import type { RowSealer } from './seal';
import { signChange, type Signer } from './signed';

/** A change at its place in the log. */
export interface LoggedChange {
  /** Counts up from 1 in the order in which this store came to know the changes. */
  readonly seq: number;
  readonly change: Change;
}

/** A change together with the text that its hash is taken over. */
export interface Prepared {
  readonly change: Change;
  readonly text: string;
}

export interface ChangeRow {
  readonly seq: number;
  readonly id: ChangeId;
  readonly record: RecordId;
  readonly sealed: Uint8Array;
}

const CHANGE_COLUMNS = 'seq, id, record, sealed FROM changes';
/** How many changes are read at a time, so that no statement stays open between two of them. */
const PAGE = 256;

/** Lower-case hex SHA-256 of a canonical text. */
export const hashText = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Gives a draft its place in its device's chain. Keys that a change does not have are left behind.
 * @param sign the writer's signature; a box holds its own
 * @throws WorkbenchError STORE_CHANGE_INVALID for what {@link parseChange} would not take from outside
 */
export function chain(
  draft: ChangeDraft & Partial<Pick<SealedChange, 'sealed'>>,
  device: DeviceId,
  head: Head | undefined,
  sign?: Signer,
): Prepared {
  const n = (head?.n ?? 0) + 1;
  const { author, at, kind, recordId, set, replaces, action, reason, sealed } = draft;
  const body = {
    id: `${device}.${n}`,
    device,
    n,
    author,
    at,
    kind,
    recordId,
    set,
    replaces,
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(sealed === undefined ? {} : { sealed }),
    prev: head?.hash ?? FIRST_PREV,
  };
  // Before anything follows its contents down.
  if (!parseChange({ ...body, hash: FIRST_PREV }).ok) {
    throw new WorkbenchError(
      'STORE_CHANGE_INVALID',
      '修改内容不符合保存格式（过长、嵌套过深或含无法保存的值），没有保存。请检查后重试。',
    );
  }
  const signed = sign === undefined ? body : { ...body, sig: signChange(body, sign) };
  const text = canonicalChange(signed);
  return { change: { ...signed, hash: hashText(text) }, text };
}

/** Where a device's chain stands once this change is in. */
export function advance(head: Head | undefined, change: Change): Head {
  const count = (head?.count ?? 0) + 1;
  return head !== undefined && head.n > change.n
    ? { ...head, count }
    : { n: change.n, hash: change.hash, count };
}

/** Opens a row of the log. @throws WorkbenchError STORE_ROW_DAMAGED */
export function openChange(sealer: RowSealer, row: ChangeRow): Change {
  const text = sealer.open('changes', row.id, row.seq, row.sealed);
  return { ...(JSON.parse(text) as Omit<Change, 'hash'>), hash: hashText(text) };
}

/** Adds a change inside the caller's transaction. */
export function insertChange(
  statements: Statements,
  sealer: RowSealer,
  seq: number,
  prepared: Prepared,
): void {
  const { id, recordId } = prepared.change;
  statements
    .use('INSERT INTO changes (seq, id, record, sealed) VALUES (?, ?, ?, ?)')
    .run([seq, id, recordId, sealer.seal('changes', id, seq, prepared.text)]);
}

/** All changes of a record, in the order of the log. */
export function changesOf(statements: Statements, sealer: RowSealer, record: RecordId): Change[] {
  const rows = statements.use(`SELECT ${CHANGE_COLUMNS} WHERE record = ? ORDER BY seq`).all([record]);
  return rows.map((row) => openChange(sealer, row as unknown as ChangeRow));
}

/** All changes of some records, in the order of the log. */
export function changesInOrder(
  statements: Statements,
  sealer: RowSealer,
  records: Iterable<RecordId>,
): Change[] {
  const found: LoggedChange[] = [];
  for (const record of records) {
    const rows = statements.use(`SELECT ${CHANGE_COLUMNS} WHERE record = ?`).all([record]);
    for (const row of rows as unknown as ChangeRow[]) {
      found.push({ seq: row.seq, change: openChange(sealer, row) });
    }
  }
  return found.sort((a, b) => a.seq - b.seq).map(({ change }) => change);
}

/** One change by its id, with its place. */
export function placeOf(statements: Statements, sealer: RowSealer, id: ChangeId): LoggedChange | undefined {
  const [row] = statements.use(`SELECT ${CHANGE_COLUMNS} WHERE id = ?`).all([id]) as unknown as ChangeRow[];
  return row && { seq: row.seq, change: openChange(sealer, row) };
}

/** One change by its id. */
export function changeById(statements: Statements, sealer: RowSealer, id: ChangeId): Change | undefined {
  const [row] = statements.use(`SELECT ${CHANGE_COLUMNS} WHERE id = ?`).all([id]);
  return row === undefined ? undefined : openChange(sealer, row as unknown as ChangeRow);
}

/** The changes right before one in its device's chain, in order, as far as they are known. */
export function changesBefore(
  statements: Statements,
  sealer: RowSealer,
  id: ChangeId,
  count: number,
): Change[] {
  const dot = id.lastIndexOf('.');
  const n = Number(id.slice(dot + 1));
  const numbers = Array.from({ length: Math.min(count, n - 1) }, (_, i) => n - Math.min(count, n - 1) + i);
  return numbers.flatMap((one) => changeById(statements, sealer, `${id.slice(0, dot)}.${one}`) ?? []);
}

/** The changes after a place in the log, in its order; other work on the store may happen between two of them. */
export function* changesSince(
  statements: Statements,
  sealer: RowSealer,
  seq: number,
): Generator<LoggedChange> {
  for (let last = seq; ;) {
    const rows = statements
      .use(`SELECT ${CHANGE_COLUMNS} WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`)
      .all([last]) as unknown as ChangeRow[];
    for (const row of rows) {
      last = row.seq;
      yield { seq: row.seq, change: openChange(sealer, row) };
    }
    if (rows.length < PAGE) return;
  }
}

/** Which changes of each device are known, as ranges of their numbers, ascending, both ends included. */
export type Have = Readonly<Record<DeviceId, readonly (readonly [from: number, to: number])[]>>;

/** Which changes are in the log: read off the ids alone. */
export function haveOf(statements: Statements): Have {
  const rows = statements.use('SELECT id FROM changes').all([]) as unknown as { id: ChangeId }[];
  return haveOfIds(rows.map(({ id }) => id));
}

/** Ranges of change ids, in any order. */
export function haveOfIds(ids: Iterable<ChangeId>): Have {
  const numbers = new Map<DeviceId, number[]>();
  for (const id of ids) {
    const dot = id.lastIndexOf('.');
    const device = id.slice(0, dot);
    const n = Number(id.slice(dot + 1));
    const known = numbers.get(device);
    if (known === undefined) numbers.set(device, [n]);
    else known.push(n);
  }
  return Object.fromEntries([...numbers].map(([device, all]) => [device, rangesOf(all)]));
}

function rangesOf(numbers: number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const n of numbers.sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && n <= last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}

/** How many changes the heads promise. */
export function promisedCount(heads: Heads): number {
  return Object.values(heads.devices).reduce((sum, head) => sum + head.count, 0);
}

/** Rows in a table. */
export function countRows(db: Database, table: 'changes' | 'records'): number {
  return (db.get(`SELECT count(*) AS n FROM ${table}`) as { n: number }).n;
}
