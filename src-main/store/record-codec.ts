/**
 * The compact text of a projected record: `[kind, removals, ids, {field: [id index, value, …]}]`. Change ids repeat for
 * every field of a record, so they are written once and pointed to.
 */
import type { ChangeId, FieldValue, RecordId } from '../../src-shared/merge/change';
import type { Held, RecordState } from '../../src-shared/merge/registers';

/** What the text says, as JSON values. */
export type Packed = readonly [
  kind: string,
  removals: readonly ChangeId[],
  ids: readonly ChangeId[],
  fields: Readonly<Record<string, readonly unknown[]>>,
];

/** Text of a record's state without its id (the row carries that). */
export const encodeRecord = (state: RecordState): string => JSON.stringify(packRecord(state));

/** The state that `encodeRecord` wrote. @throws SyntaxError or TypeError for any other text. */
export const decodeRecord = (id: RecordId, text: string): RecordState =>
  unpackRecord(id, JSON.parse(text) as Packed);

/** A record's state without its id, ready to be written as JSON. */
export function packRecord(state: RecordState): Packed {
  const ids: ChangeId[] = [];
  const places = new Map<ChangeId, number>();
  const fields: Record<string, unknown[]> = Object.create(null) as Record<string, unknown[]>;
  for (const field of Object.keys(state.fields).sort()) {
    const row: unknown[] = [];
    for (const held of state.fields[field]!) {
      let place = places.get(held.change);
      if (place === undefined) {
        place = ids.push(held.change) - 1;
        places.set(held.change, place);
      }
      row.push(place, held.value);
    }
    fields[field] = row;
  }
  return [state.kind, state.removals, ids, fields];
}

/** The state that {@link packRecord} packed. @throws TypeError for anything else */
export function unpackRecord(id: RecordId, packed: Packed): RecordState {
  const [kind, removals, ids, rows] = packed;
  // Without a prototype, as in `project`: a field may be named `__proto__`.
  const fields: Record<string, Held[]> = Object.create(null) as Record<string, Held[]>;
  for (const field of Object.keys(rows)) {
    const row = rows[field]!;
    const held: Held[] = [];
    for (let i = 0; i < row.length; i += 2) {
      held.push({ change: ids[row[i] as number]!, value: row[i + 1] as FieldValue });
    }
    fields[field] = held;
  }
  return { id, kind, fields, removals };
}
