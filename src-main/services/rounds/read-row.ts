/** One row of a round file: which field each of its columns is, and what its values mean there. */
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import type { Reading } from '../../../src-shared/domain/reading';
import type { FieldInfo } from '../../../src-shared/domain/words';
import type { FieldValue } from '../../../src-shared/merge/change';
import { valueIn, type Desk } from '../tables/cells';
import { plainHead } from '../tables/columns';
import { EMPTY, type Cell } from '../tables/sheet';
import { isEmptyBox } from './boxes';
import type { Column, Found, Ledger, Place } from './ledger';
import { isObject } from './round-file';

const refuse = (message: string): Reading<never> => ({ ok: false, message });

/** A column of a row, with what stands in it. */
export interface Box {
  readonly place: Place;
  readonly column: Column;
  readonly value: unknown;
}

/** The kind of a ledger as what every kind has. */
export const kindOfLedger = ({ kind }: Ledger): AnyKind => kindOf(kind)!;

const finders = new WeakMap<Ledger, ReadonlyMap<string, Column>>();

/** Finds a column by what the file calls it: by the ledger first, then by the names of the kind's own fields. */
function finderOf(ledger: Ledger): ReadonlyMap<string, Column> {
  let found = finders.get(ledger);
  if (!found) {
    const kind = kindOfLedger(ledger);
    const own = Object.entries(kind.fields).flatMap(([name, { info }]) =>
      [info.label, ...(kind.alsoCalled[name] ?? [])].map((label) => [plainHead(label), name] as const),
    );
    const said = Object.entries(ledger.columns ?? {}).map(
      ([label, column]) => [plainHead(label), column] as const,
    );
    found = new Map<string, Column>([...own.reverse(), ...said]);
    finders.set(ledger, found);
  }
  return found;
}

/** What the file calls a field where nothing of it stands in the row. */
export function headOf(ledger: Ledger, field: string): string {
  const said = Object.entries(ledger.columns ?? {}).find(([, column]) => column === field);
  return said?.[0] ?? kindOfLedger(ledger).fields[field]!.info.label;
}

/** The columns of a row that its ledger knows and that hold something. @param complain of what is no column's value */
export function boxesOf(
  ledger: Ledger,
  { given, place, key, above, single }: Found,
  complain: (place: Place, message: string) => void,
): readonly Box[] {
  const find = finderOf(ledger);
  const calledByKey = ledger.columns?.$key;
  const entries = Object.entries(given).flatMap(([name, value]): [Place, string, unknown][] => {
    if (!ledger.inner?.includes(name)) return [[single ? place : [...place, name], name, value]];
    if (isObject(value))
      return Object.entries(value).map(([inner, one]) => [[...place, name, inner], inner, one]);
    if (!isEmptyBox(value)) complain([...place, name], '应为分列的各栏（对象）');
    return [];
  });
  return entries.flatMap(([at, name, value]): Box[] => {
    if (name === ledger.under || isEmptyBox(value)) return [];
    const column = calledByKey && name === (key ?? above?.key) ? calledByKey : find.get(plainHead(name));
    return column === undefined ? [] : [{ place: at, column, value }];
  });
}

/** The number by which others name a row; undefined where it has none. */
export function numberOf(
  ledger: Ledger,
  found: Found,
): { readonly place: Place; readonly number: string } | undefined {
  if (ledger.number === '$key')
    return found.key === undefined ? undefined : { place: found.place, number: found.key };
  const find = finderOf(ledger);
  const name = ledger.number ?? Object.keys(found.given).find((key) => find.get(plainHead(key)) === 'code');
  const said = name === undefined ? undefined : found.given[name];
  if ((typeof said !== 'string' && typeof said !== 'number') || isEmptyBox(said)) return undefined;
  return { place: [...found.place, name!], number: String(said).trim() };
}

const SHAPES: Partial<Record<FieldInfo['type'], string>> = {
  integer: '应为整数',
  amount: '应为数字',
  date: '应为日期，如 2025-09-01',
  time: '应为时间，如 09:30',
  flag: '应为“是”或“否”',
  list: '应为文字的列表',
  choices: '应为文字的列表',
  numbers: '应为不小于0的整数的列表',
};
const shapeOf = ({ type }: FieldInfo): Reading<never> => refuse(SHAPES[type] ?? '应为文字');

function cellOf(value: unknown): Cell | undefined {
  if (typeof value === 'string') return isEmptyBox(value) ? EMPTY : { is: 'text', text: value };
  if (typeof value === 'number') return { is: 'number', text: String(value), value };
  if (typeof value === 'boolean') return { is: 'flag', text: value ? '是' : '否', value };
  return undefined;
}

/**
 * What a value of JSON means for a field; a list of them for fields that hold several. References are none of its business.
 * @returns nothing (`undefined`) for an empty one
 */
export function readValue(info: FieldInfo, value: unknown, desk: Desk): Reading<FieldValue> | undefined {
  if (isEmptyBox(value)) return undefined;
  if (Array.isArray(value)) return readList(info, value as unknown[], desk);
  const cell = cellOf(value);
  if (!cell || (cell.is === 'flag' && info.type !== 'flag')) return shapeOf(info);
  return valueIn(info, cell, desk);
}

function readList(info: FieldInfo, values: readonly unknown[], desk: Desk): Reading<FieldValue> | undefined {
  const items: FieldValue[] = [];
  for (const value of values) {
    if (isEmptyBox(value) && info.type !== 'list') continue;
    if (info.type === 'list' && typeof value === 'string') items.push(value);
    else if (info.type === 'numbers' && typeof value === 'number') items.push(value);
    else if (info.type === 'choices' && typeof value === 'string') {
      const one = valueIn({ ...info, type: 'choice' }, { is: 'text', text: value }, desk);
      if (!one?.ok) return one;
      if (!items.includes(one.value)) items.push(one.value);
    } else return shapeOf(info);
  }
  return { ok: true, value: items };
}
