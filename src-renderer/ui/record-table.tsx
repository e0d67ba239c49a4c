/** The table of a kind: columns from its definition, words to filter by, choices to filter by, everything by keyboard. */
import { isDraft } from '../../src-shared/domain/draft-record';
import { PrinterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Empty, Input, Select, Spin } from 'antd';
import { useDeferredValue, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { fold, holdsAll, wordsIn } from '../../src-shared/domain/searching';
import {
  idsOf,
  isIsoDate,
  type AnyKind,
  type Computed,
  type Entity,
  type RuleContext,
} from '../../src-shared/domain/define';
import type { Glossary } from '../../src-shared/domain/glossary';
import { cellWords, computedOf } from '../../src-shared/domain/words';
import { hasHome, labelOf, titleOf, useGlossary, useRole, useRuleContext } from '../replica';
import { MAX_REGISTER_ROWS } from '../../src-shared/contract';
import { askListPaper } from '../session/paper-request';
import { CLEARABLE } from './clearable';
import { useComposedText } from './composing';
import { ExportButton } from './export-button';
import { mayRead } from './field';
import { StateTag } from './field-input';
import { infoOf, type FieldInfo } from './format';
import { isForInputMethod } from './keyboard';
import { VirtualTable, type Order, type TableColumn } from './virtual-table';
import './record-table.css';

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

export interface RecordTableProps {
  readonly kind: AnyKind;
  readonly rows: readonly Entity[] | undefined;
  readonly selected?: string;
  readonly onOpen: (id: string) => void;
  /** How the feature shows some of the kind's columns. */
  readonly looks?: readonly ColumnLook[];
  /** Column keys that are offered as choices above the table. */
  readonly filterBy?: readonly string[];
  /** Whose each record is, for a list over several units. */
  readonly withUnit?: boolean;
  /** Only titles, for the list beside a form. */
  readonly compact?: boolean;
  /** The view kept by the page; the table keeps its own where this is absent. */
  readonly viewed?: ReturnType<typeof useTableView>;
  /** What is shown where there is nothing at all. */
  readonly empty: ReactNode;
  /** Buttons and words of the feature above the table, given the rows that are shown. */
  readonly summary?: (shown: readonly Entity[]) => ReactNode;
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
const titleWidth = (title: string): number => title.length * 15 + 36;

/** Wide enough for what it shows and for its title. */
const wide = (column: Column): Column => ({
  ...column,
  width: Math.max(column.width, titleWidth(column.title)),
});

function useColumns(
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
const useUnitColumn = (columns: readonly Column[], withUnit: boolean): readonly Column[] =>
  useMemo(
    () => (withUnit ? [...columns.slice(0, 1), UNIT_COLUMN, ...columns.slice(1)] : columns),
    [columns, withUnit],
  );

/** What a filter finds a record under: one thing, or each of several people. */
const groupsOf = (column: Column, record: Entity): readonly string[] =>
  column.groups?.(record) ?? [column.group?.(record) ?? column.text(record)];

type Chosen = Readonly<Record<string, readonly string[]>>;

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

function compare(column: Column, a: Entity, b: Entity): number {
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
function useShown(
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

/** Heights of a row in pixels: of a table, and of the two lines in the list beside a form. */
const ROW_HEIGHT = 41;
const BRIEF_HEIGHT = 60;

export function RecordTable(props: RecordTableProps) {
  const { kind, rows, compact = false, filterBy = [] } = props;
  const own = useTableView();
  const { view, change } = props.viewed ?? own;
  const context = useRuleContext();
  const columns = useUnitColumn(useColumns(kind, props.looks, context), props.withUnit === true);
  const shown = useShown(kind, rows, columns, view, context);
  const drawn = useMemo<readonly TableColumn[]>(
    () =>
      compact
        ? [briefColumn(columns)]
        : withStuck(columns).map((column) => ({
            ...column,
            cell: (record) => column.render?.(record) ?? column.text(record),
          })),
    [columns, compact],
  );
  const sorting = useMemo(
    () => (compact ? undefined : { order: view.order, onOrder: (order?: Order) => change({ order }) }),
    [compact, view.order, change],
  );
  const typing = useComposedText(view.words, (words) => change({ words }));
  const keys = (e: KeyboardEvent<HTMLInputElement>) => {
    if (isForInputMethod(e)) return;
    const list = e.currentTarget.closest('.pw-table')?.querySelector<HTMLElement>('[role="grid"]');
    if (e.key === 'ArrowDown' && list) {
      e.preventDefault();
      list.focus();
    } else if (e.key === 'Escape' && view.words !== '') {
      // The first Escape is for the words; only the next one closes the form.
      e.stopPropagation();
      change({ words: '' });
    }
  };
  if (!rows) return <Spin className="pw-wait" />;
  if (rows.length === 0) return <Empty className="pw-empty" description={props.empty} />;
  return (
    <div className="pw-table">
      <div className="pw-table-bar">
        <Input
          prefix={<SearchOutlined />}
          placeholder="筛选"
          aria-label={`筛选${kind.label}`}
          allowClear
          {...typing}
          onKeyDown={keys}
          className="pw-filter"
        />
        {!compact && (
          <Filters
            columns={columns}
            by={filterBy}
            rows={rows}
            chosen={view.chosen}
            onChange={(chosen) => change({ chosen })}
          />
        )}
        <span className="pw-words" role="status">
          {shown.length === rows.length ? inAll(rows) : `${shown.length} / ${rows.length}条`}
        </span>
        {compact && Object.values(view.chosen).some((one) => one.length > 0) && (
          <Button type="link" size="small" onClick={() => change({ chosen: {} })}>
            清除筛选
          </Button>
        )}
        {!compact && props.summary?.(shown)}
        {!compact && <PrintList kind={kind} shown={shown} />}
        {!compact && <ExportButton kind={kind} shown={shown} />}
      </div>
      <VirtualTable
        columns={drawn}
        rows={shown}
        revision={context}
        rowHeight={compact ? BRIEF_HEIGHT : ROW_HEIGHT}
        sorting={sorting}
        selected={props.selected}
        onOpen={props.onOpen}
        nothing="没有符合条件的记录"
        label={`${kind.label}列表，上下键选择，回车打开`}
      />
    </div>
  );
}

/** How many records there are; drafts are told apart, since they count nowhere. */
function inAll(rows: readonly Entity[]): string {
  const drafts = rows.filter(isDraft).length;
  return drafts === 0 ? `共${rows.length}条` : `共${rows.length - drafts}条，另有草稿${drafts}条`;
}

/** At most so much of a table stays in view while it scrolls sideways, in pixels: half of a narrow window's. */
const STUCK_WIDTH = 420;

/** The number and the name stay in view: without them nobody knows whose row it is that he acts on. */
function withStuck(columns: readonly Column[]): readonly (Column & { readonly stuckAt?: number })[] {
  const [first, second] = columns;
  if (!first) return columns;
  const two = first.key === 'code' && second && first.width + second.width <= STUCK_WIDTH;
  const stuckAt = (index: number) => (index === 0 ? 0 : index === 1 && two ? first.width : undefined);
  return columns.map((column, index) => ({ ...column, stuckAt: stuckAt(index) }));
}

/** Prints or exports what is shown, in the order shown. Kinds that belong to no round have no list of their own. */
function PrintList({ kind, shown }: { readonly kind: AnyKind; readonly shown: readonly Entity[] }) {
  const [first] = shown;
  if (!first || !hasHome(first)) return null;
  const print = () =>
    askListPaper(
      kind.kind,
      shown.slice(0, MAX_REGISTER_ROWS).map(({ id }) => id),
    );
  return (
    <Button className="pw-print-list" icon={<PrinterOutlined />} data-print title="Ctrl+P" onClick={print}>
      打印列表
    </Button>
  );
}

/** Title and, under it, the first words of the record that are not in the title. */
function briefColumn(columns: readonly Column[]): TableColumn {
  return {
    key: 'title',
    title: '',
    width: 200,
    cell: (record) => {
      const title = titleOf(record);
      const more = columns
        .map((c) => c.text(record))
        .filter((text) => text !== '' && text !== '—' && !title.includes(text));
      return (
        <div className="pw-brief" title={title}>
          <div>{title}</div>
          <div className="pw-words">{more.slice(0, 3).join(' · ')}</div>
        </div>
      );
    },
  };
}

interface FiltersProps {
  readonly columns: readonly Column[];
  readonly by: readonly string[];
  readonly rows: readonly Entity[];
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

function Filters({ columns, by, rows, chosen, onChange }: FiltersProps) {
  const offered = useMemo(
    () =>
      columns
        .filter((column) => by.includes(column.key))
        .map((column) => {
          const first = new Map<string, Entity>();
          for (const record of rows) {
            for (const text of groupsOf(column, record))
              if (text !== '' && !first.has(text)) first.set(text, record);
          }
          const found = [...first].sort(([, a], [, b]) => compare(column, a, b)).map(([text]) => text);
          return { column, options: found.map((value) => ({ value, label: value })) };
        }),
    [columns, by, rows],
  );
  return offered.map(({ column, options }) => (
    <Select<string[]>
      key={column.key}
      mode="multiple"
      aria-label={`按${column.title}筛选`}
      placeholder={column.title}
      className="pw-filter-choice"
      style={{ minWidth: Math.max(130, titleWidth(column.title) + 20) }}
      maxTagCount={1}
      allowClear={CLEARABLE}
      popupMatchSelectWidth={false}
      value={[...(chosen[column.key] ?? [])]}
      options={options}
      onChange={(values) => onChange({ ...chosen, [column.key]: values })}
    />
  ));
}
