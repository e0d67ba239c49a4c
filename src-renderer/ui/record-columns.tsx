/** The columns of a kind's table, from its definition: what each shows, filters by and sorts by. */
import { useMemo, type ReactNode } from 'react';
import {
  idsOf,
  type AnyKind,
  type Computed,
  type Entity,
  type RuleContext,
} from '../../src-shared/domain/define';
import type { Glossary } from '../../src-shared/domain/glossary';
import { cellWords, computedOf } from '../../src-shared/domain/words';
import { labelOf, useGlossary, useRole } from '../replica';
import { mayRead } from './field';
import { StateTag } from './field-input';
import { infoOf, type FieldInfo } from './format';

/** A column of the kind's definition: a field, or what it computes from a record. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  /** The words of a cell: what filters, sorting and search look at. */
  readonly text: (record: Entity) => string;
  /** What a sort compares instead of the words. */
  readonly order?: (record: Entity) => string | number;
  /** What a filter offers instead of the words. */
  readonly group?: (record: Entity) => string;
  /** What it offers where a cell names several. */
  readonly groups?: (record: Entity) => readonly string[];
  readonly render?: (record: Entity) => ReactNode;
}

/** How a feature shows one column of its kind; the words stay those of the definition. */
export interface ColumnLook {
  readonly key: string;
  readonly width?: number;
  readonly render?: (record: Entity, words: string) => ReactNode;
}

const WIDTHS: Partial<Record<FieldInfo['type'], number>> = {
  text: 130,
  longText: 260,
  integer: 84,
  amount: 100,
  date: 108,
  time: 84,
  instant: 150,
  flag: 84,
  choice: 116,
  choices: 160,
  state: 120,
  reference: 110,
};

/** The people (or other records) that a cell names; nothing named is a group of its own. */
const eachOf = (value: unknown): readonly string[] => {
  const ids = idsOf(value);
  return ids.length === 0 ? [''] : ids.map(labelOf);
};

/** The column of a field: its width by type, its words by definition. */
function fieldColumn(field: string, info: FieldInfo, glossary: Glossary): Column {
  const number = info.type === 'integer' || info.type === 'amount';
  const place = (record: Entity) =>
    info.options?.findIndex((o) => o.code === (record.values[field] ?? info.machine?.initial)) ?? -1;
  return {
    key: field,
    title: info.label,
    width: field === 'code' ? 110 : info.type === 'text' && info.span > 1 ? 220 : (WIDTHS[info.type] ?? 120),
    text: (record) => cellWords(info, record.values[field], labelOf, glossary.shortWords(record)),
    order: number
      ? (record) => Number(record.values[field] ?? Number.NEGATIVE_INFINITY)
      : info.options
        ? place
        : undefined,
    groups: info.several ? (record) => eachOf(record.values[field]) : undefined,
    render:
      info.type === 'state' ? (record) => <StateTag info={info} value={record.values[field]} /> : undefined,
  };
}

const COMPUTED_WIDTH = 140;

function computedColumn(key: string, computed: Computed, context: RuleContext): Column {
  const { label, text, order, group } = computed;
  return {
    key,
    title: label,
    width: COMPUTED_WIDTH,
    text: (record) => text(record, context),
    order: order && ((record) => order(record, context)),
    group: group && ((record) => group(record, context)),
  };
}

function withLook(column: Column, look: ColumnLook | undefined): Column {
  if (!look) return column;
  const { render } = look;
  return {
    ...column,
    width: look.width ?? column.width,
    render: render ? (record) => render(record, column.text(record)) : column.render,
  };
}

/** Least width of a column that shows its title whole, in pixels: characters of 15, padding, the arrows of the order. */
export const titleWidth = (title: string): number => title.length * 15 + 36;

/** Wide enough for what it shows and for its title. */
const wide = (column: Column): Column => ({
  ...column,
  width: Math.max(column.width, titleWidth(column.title)),
});

export function useColumns(
  kind: AnyKind,
  looks: readonly ColumnLook[] | undefined,
  context: RuleContext,
): readonly Column[] {
  const role = useRole();
  const glossary = useGlossary();
  // Only computed columns look at other records: the rest must not be made anew with every change anywhere.
  const seen = Object.keys(kind.computed).length > 0 ? context : undefined;
  return useMemo(
    () =>
      kind.columns.flatMap((name) => {
        const computed = computedOf(kind, name);
        const info = infoOf(kind, name);
        const look = looks?.find(({ key }) => key === name);
        if (computed && seen) return wide(withLook(computedColumn(name, computed, seen), look));
        return info && mayRead(kind, name, role)
          ? wide(withLook(fieldColumn(name, info, glossary), look))
          : [];
      }),
    [kind, looks, role, glossary, seen],
  );
}

const UNIT_COLUMN: Column = {
  key: '$unit',
  title: '单位',
  width: 150,
  text: ({ inspection }) => (inspection === null ? '' : labelOf(inspection)),
};

/** The columns with whose each record is behind the first, where that differs. */
export const useUnitColumn = (columns: readonly Column[], withUnit: boolean): readonly Column[] =>
  useMemo(
    () => (withUnit ? [...columns.slice(0, 1), UNIT_COLUMN, ...columns.slice(1)] : columns),
    [columns, withUnit],
  );
