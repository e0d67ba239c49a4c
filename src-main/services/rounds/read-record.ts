/** A row of a ledger as the values of its record. */
import type { Entity } from '../../../src-shared/domain/define';
import { checkClosedLists, checkValues } from '../../../src-shared/domain/validate';
import type { FieldInfo } from '../../../src-shared/domain/words';
import type { FieldValue, RecordId } from '../../../src-shared/merge/change';
import type { SaveInput } from '../records';
import type { Desk } from '../tables/cells';
import { isEmptyBox } from './boxes';
import type { Column, Members, Place, RoundFile } from './ledger';
import { boxesOf, headOf, kindOfLedger, readValue } from './read-row';
import type { Named, Register, Row } from './register';

/** What is read with. */
export interface Reader {
  readonly file: RoundFile;
  readonly register: Register;
  readonly desk: Omit<Desk, 'place'>;
  complain(place: Place, message: string): void;
}

/** Members of a set that are written once every record stands. */
export interface Later {
  readonly members: Members;
  readonly value: unknown;
  readonly place: Place;
}

export interface ReadRecord {
  readonly input: SaveInput;
  /** Where each of its fields was said. */
  readonly said: ReadonlyMap<string, Place>;
  readonly later: readonly Later[];
}

/** The ids of the members that a column names. @returns undefined where one of them cannot be had (yet) */
export function membersIn(
  { members: { space }, value, place }: Later,
  { register, complain }: Pick<Reader, 'register' | 'complain'>,
): RecordId[] | undefined {
  const isList = Array.isArray(value);
  const named = (isList ? (value as unknown[]) : [value]).map((one) => register.named(one, [space]));
  named.forEach((one, i) => {
    if (one.is === 'fault') complain(isList ? [...place, i] : place, one.message);
  });
  return named.every((one) => one.is === 'record') ? named.map(({ id }) => id) : undefined;
}

/**
 * Reads a row; whatever is wrong with it is complained of where it stands.
 * @returns undefined where it cannot become a record
 */
export function readRecord(row: Row, reader: Reader): ReadRecord | undefined {
  const { ledger, found } = row;
  const { file, register, desk } = reader;
  const kind = kindOfLedger(ledger);
  const set: Record<string, FieldValue> = {};
  const sets: Record<string, { add: RecordId[]; remove: RecordId[] }> = {};
  const said = new Map<string, Place>();
  const later: Later[] = [];
  let whole = true;
  const fault = (place: Place, message: string): void => {
    reader.complain(place, message);
    whole = false;
  };
  /** The id of what is named; a fault is told, and nothing is said of what waits. */
  const idOf = (named: Named, place: Place): RecordId[] => {
    if (named.is === 'record') return [named.id];
    if (named.is === 'fault') fault(place, named.message);
    whole = false;
    return [];
  };

  const above = register.parentOf(row, kind);
  const [parent = null] = above === 'root' ? [] : idOf(above, above.place);
  const place: Entity | undefined = parent === null ? undefined : desk.get(parent);

  const references = ({ to = [], several }: FieldInfo, value: unknown, at: Place): FieldValue | undefined => {
    const parts: unknown[] =
      several && typeof value === 'string' ? value.split(/[、，,；;]/) : [value].flat();
    const ids = parts.flatMap((part) => idOf(register.named(part, to), at));
    return ids.length > 1 ? ids : ids[0];
  };
  const field = (name: string, value: unknown, at: Place): void => {
    const { info } = kind.fields[name]!;
    const before = said.get(name);
    if (before) return fault(at, `与“${String(before.at(-1))}”是同一栏，请删去一个`);
    said.set(name, at);
    if (info.type === 'reference') {
      const ids = references(info, value, at);
      if (ids !== undefined) set[name] = ids;
      return;
    }
    const reading = readValue(info, value, { ...desk, place });
    if (reading && !reading.ok) fault(at, reading.message);
    else if (reading) set[name] = reading.value;
  };
  const members = (one: Later): void => {
    if (one.members.later) return void later.push(one);
    const ids = membersIn(one, reader);
    if (ids) sets[one.members.set] = { add: ids, remove: [] };
    else whole = false;
  };
  const box = (column: Column, value: unknown, at: Place): void => {
    if (typeof column === 'string') return field(column, value, at);
    if (typeof column === 'object') return members({ members: column, value, place: at });
    const split = column(value, found, file);
    if (!split.ok) return fault(at, split.message);
    for (const [name, one] of Object.entries(split.value)) if (!isEmptyBox(one)) field(name, one, at);
  };

  for (const one of boxesOf(ledger, found, fault)) box(one.column, one.value, one.place);
  for (const [name, value] of Object.entries(ledger.fill?.(found, set, file, place) ?? {}))
    if (!said.has(name) && !isEmptyBox(value)) field(name, value, found.place);
  for (const name of ledger.begin ?? [])
    if (!said.has(name)) set[name] = kind.fields[name]!.info.defaultValue as FieldValue;
  for (const [name, { info }] of Object.entries(kind.fields)) {
    if (!info.required || said.has(name) || ledger.mayLack?.includes(name)) continue;
    fault(found.single ? found.place : [...found.place, headOf(ledger, name)], '不能为空');
  }
  // Of a row that waits for another one everything is told at once, too.
  const look = { get: desk.get, children: () => [] };
  const lists = { place: place ?? register.list('round')[0], look };
  if (!whole)
    for (const { place: name, message } of [...checkValues(kind, set), ...checkClosedLists(kind, set, lists)])
      fault(said.get(name) ?? found.place, message);
  return whole ? { input: { kind: kind.kind, parent, set, sets }, said, later } : undefined;
}
