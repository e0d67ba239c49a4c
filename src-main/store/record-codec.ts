/**
 * The compact text of a projected record: `[kind, removals, ids, {field: [id index, value, …]}]`. Change ids repeat for
 * every field of a record, so they are written once and pointed to.
 */
import { canonicalJson, type ChangeId, type FieldValue, type RecordId } from '../../src-shared/merge/change';
import type { Held, RecordState } from '../../src-shared/merge/registers';

type Encoded = [kind: string, removals: ChangeId[], ids: ChangeId[], fields: Record<string, unknown[]>];

/** Text of a record's state without its id (the row carries that). */
export function encodeRecord(state: RecordState): string {
  const ids: ChangeId[] = [];
  const places = new Map<ChangeId, number>();
  // Member by member: JSON.stringify is slow at an object without a prototype, and one with it has no `__proto__` of its own.
  const members: string[] = [];
  for (const field of Object.keys(state.fields).sort()) {
    const row: unknown[] = [];
    let nested = false;
    for (const held of state.fields[field]!) {
      let place = places.get(held.change);
      if (place === undefined) {
        place = ids.push(held.change) - 1;
        places.set(held.change, place);
      }
      row.push(place, held.value);
      nested ||= typeof held.value === 'object' && held.value !== null;
    }
    // The log sorts the keys of what is nested; the record must read the same, whoever gave it in which order.
    members.push(`${JSON.stringify(field)}:${nested ? canonicalJson(row) : JSON.stringify(row)}`);
  }
  const { kind, removals } = state;
  return `[${JSON.stringify(kind)},${JSON.stringify(removals)},${JSON.stringify(ids)},{${members.join(',')}}]`;
}

/** The state that `encodeRecord` wrote. @throws SyntaxError or TypeError for any other text. */
export function decodeRecord(id: RecordId, text: string): RecordState {
  const [kind, removals, ids, rows] = JSON.parse(text) as Encoded;
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
