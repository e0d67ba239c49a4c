/** How a person looks at a list: the words typed, the choices taken, the order; and the rows that are shown by it. */
import { useDeferredValue, useMemo, useState } from 'react';
import { isIsoDate, type AnyKind, type Entity, type RuleContext } from '../../src-shared/domain/define';
import { fold, holdsAll, wordsIn } from '../../src-shared/domain/searching';
import { titleOf } from '../replica';
import type { Column } from './record-columns';
import type { Order } from './virtual-table';

/** What a filter finds a record under: one thing, or each of several people. */
export const groupsOf = (column: Column, record: Entity): readonly string[] =>
  column.groups?.(record) ?? [column.group?.(record) ?? column.text(record)];

export type Chosen = Readonly<Record<string, readonly string[]>>;

/** How a person looks at a list: the words typed, the choices taken, the order. */
export interface TableView {
  readonly words: string;
  readonly chosen: Chosen;
  readonly order: Order | undefined;
}

/** The view of a list and how to change it. Kept by a page, it is the same for its table and the list beside a form. */
export function useTableView() {
  const [view, setView] = useState<TableView>({ words: '', chosen: {}, order: undefined });
  return useMemo(
    () => ({ view, change: (more: Partial<TableView>) => setView((before) => ({ ...before, ...more })) }),
    [view],
  );
}

const collator = new Intl.Collator('zh', { numeric: true });

export function compare(column: Column, a: Entity, b: Entity): number {
  if (!column.order) return collator.compare(column.text(a), column.text(b));
  const x = column.order(a);
  const y = column.order(b);
  return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
}

const numberKeys = new WeakMap<Entity, string>();

/** What a list is sorted by unless a person asks for another order; made once for each state of a record. */
function numberKey(kind: AnyKind, record: Entity): string {
  let key = numberKeys.get(record);
  if (key === undefined) {
    const { values, id } = record;
    const number = values.code ?? values.number;
    const day = kind.columns
      .map((name) => values[name])
      .find((value) => typeof value === 'string' && isIsoDate(value));
    key =
      number === undefined
        ? `\uffff${String(day ?? '')}${id}`
        : String(number).replace(/\d+/g, (digits) => digits.padStart(9, '0'));
    numberKeys.set(record, key);
  }
  return key;
}

/** The order of a list that nobody ordered: the newest first where its kind says by what, else by number. */
function inOwnOrder(kind: AnyKind, records: readonly Entity[]): Entity[] {
  const { newestBy } = kind;
  if (newestBy === undefined) return byNumber(kind, records);
  const moment = (record: Entity) => `${String(record.values[newestBy] ?? '')} ${record.id}`;
  return [...records].sort((a, b) => (moment(a) < moment(b) ? 1 : -1));
}

/** By paper number or sheet number, T2 before T10; those without one last, by their first day in the table. */
function byNumber(kind: AnyKind, records: readonly Entity[]): Entity[] {
  return records
    .map((record) => [numberKey(kind, record), record] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, record]) => record);
}

/**
 * What the filter box looks through: all words of a record and of its rows (questions, answers, measures), made once for each
 * state of the records.
 */
function textsOf(
  kind: AnyKind,
  columns: readonly Column[],
  context: RuleContext,
): (record: Entity) => string {
  const made = new WeakMap<Entity, string>();
  const wordsOf = ({ values }: Entity): string[] =>
    Object.values(values)
      .flat()
      .filter((v) => typeof v === 'string');
  return (record) => {
    const before = made.get(record);
    if (before !== undefined) return before;
    const rows = kind.children.flatMap((name) => context.children(record.id, name).flatMap(wordsOf));
    const text = fold(
      [titleOf(record), ...columns.map((c) => c.text(record)), ...wordsOf(record), ...rows].join('\n'),
    );
    made.set(record, text);
    return text;
  };
}

/** The rows that the words and the choices let through, in the order asked for, else by paper number. */
export function useShown(
  kind: AnyKind,
  rows: readonly Entity[] | undefined,
  columns: readonly Column[],
  { words: typed, chosen, order }: TableView,
  context: RuleContext,
): readonly Entity[] {
  const words = useDeferredValue(typed);
  // Nobody looks into the rows of every record while nothing is typed.
  const asked = words.trim() !== '' ? context : undefined;
  const texts = useMemo(() => asked && textsOf(kind, columns, asked), [kind, columns, asked]);
  return useMemo(() => {
    const wanted = wordsIn(words);
    const tests = columns.filter((c) => (chosen[c.key]?.length ?? 0) > 0);
    const shown = (rows ?? []).filter(
      (record) =>
        tests.every((c) => groupsOf(c, record).some((group) => chosen[c.key]!.includes(group))) &&
        (!texts || holdsAll(texts(record), wanted)),
    );
    const by = order && columns.find((c) => c.key === order.key);
    if (by) shown.sort((a, b) => compare(by, a, b) * (order.down ? -1 : 1));
    return by ? shown : inOwnOrder(kind, shown);
  }, [kind, rows, columns, words, chosen, order, texts]);
}
