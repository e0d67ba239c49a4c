/** The table of a kind: columns from its definition, words to filter by, choices to filter by, everything by keyboard. */
import { SearchOutlined } from '@ant-design/icons';
import { Empty, Input, Select, Spin, Table, type TableProps } from 'antd';
import {
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
  type ComponentRef,
  type Key,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { isIsoDate, type AnyKind, type Entity } from '../../src-shared/domain/define';
import { labelOf, titleOf, useRole } from '../replica';
import { mayRead } from './field';
import { StateTag } from './field-input';
import { formatValue, infoOf, optionLabel, type FieldInfo } from './format';

/** A column: a field of the kind, or something a feature computes from a record. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  /** The words of a cell: what filters, sorting and search look at. */
  readonly text: (record: Entity) => string;
  /** What a sort compares instead of the words. */
  readonly order?: (record: Entity) => string | number;
  readonly render?: (record: Entity) => ReactNode;
  /** The key of the column that it stands before; else a new column comes last, a replaced one stays where it was. */
  readonly before?: string;
}

export interface RecordTableProps {
  readonly kind: AnyKind;
  readonly rows: readonly Entity[] | undefined;
  readonly selected?: string;
  readonly onOpen: (id: string) => void;
  /** Columns of the feature by key: one with the name of a field takes its place. */
  readonly columns?: readonly Column[];
  /** Column keys that are offered as choices above the table. */
  readonly filterBy?: readonly string[];
  /** Only titles, for the list beside a form. */
  readonly compact?: boolean;
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
  flag: 84,
  choice: 116,
  choices: 160,
  state: 120,
  reference: 110,
};

/** The column of a field: its width by type, its words by definition. */
function fieldColumn(field: string, info: FieldInfo): Column {
  const text = (record: Entity) => formatValue(info, record.values[field], labelOf);
  const number = info.type === 'integer' || info.type === 'amount';
  const place = (record: Entity) => info.options?.findIndex((o) => o.code === record.values[field]) ?? -1;
  return {
    key: field,
    title: info.label,
    width: field === 'code' ? 110 : info.type === 'text' && info.span > 1 ? 220 : (WIDTHS[info.type] ?? 120),
    text: info.type === 'state' ? (record) => text(record) || optionLabel(info, info.machine!.initial) : text,
    order: number
      ? (record) => Number(record.values[field] ?? Number.NEGATIVE_INFINITY)
      : info.options
        ? place
        : undefined,
    render:
      info.type === 'state' ? (record) => <StateTag info={info} value={record.values[field]} /> : undefined,
  };
}

/** Adds a column where it wants to stand: `before` names one that is already placed. */
function place(placed: readonly Column[], column: Column): readonly Column[] {
  const at = column.before === undefined ? -1 : placed.findIndex((c) => c.key === column.before);
  return at < 0 ? [...placed, column] : [...placed.slice(0, at), column, ...placed.slice(at)];
}

function useColumns(kind: AnyKind, own: readonly Column[] | undefined): readonly Column[] {
  const role = useRole();
  return useMemo(() => {
    const mine = new Map((own ?? []).map((column) => [column.key, column]));
    const fields = (kind.columns as readonly string[]).filter((field) => mayRead(kind, field, role));
    const columns = fields.flatMap((field) => {
      const replaced = mine.get(field);
      mine.delete(field);
      const info = infoOf(kind, field);
      return replaced ?? (info ? fieldColumn(field, info) : []);
    });
    return [...columns, ...mine.values()].reduce(place, []);
  }, [kind, own, role]);
}

type Chosen = Readonly<Record<string, readonly string[]>>;
type Order = { readonly key: string; readonly down: boolean };
const collator = new Intl.Collator('zh', { numeric: true });

function compare(column: Column, a: Entity, b: Entity): number {
  if (!column.order) return collator.compare(column.text(a), column.text(b));
  const x = column.order(a);
  const y = column.order(b);
  return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
}

/**
 * By paper number or sheet number, T2 before T10; those without one last, by their first day in the table. Unless a person
 * asks for another order.
 */
function byNumber(records: readonly Entity[], columns: readonly Column[]): Entity[] {
  const key = ({ values, id }: Entity) => {
    const number = values.code ?? values.number;
    if (number !== undefined) return String(number).replace(/\d+/g, (digits) => digits.padStart(9, '0'));
    const day = columns
      .map((c) => values[c.key])
      .find((value) => typeof value === 'string' && isIsoDate(value));
    return `\uffff${String(day ?? '')}${id}`;
  };
  return records
    .map((record) => [key(record), record] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, record]) => record);
}

/** What the filter box looks through: the words of a row, made once for each state of a record. */
function textsOf(columns: readonly Column[]): (record: Entity) => string {
  const made = new WeakMap<Entity, string>();
  return (record) => {
    const before = made.get(record);
    if (before !== undefined) return before;
    const text = `${titleOf(record)}\n${columns.map((c) => c.text(record)).join('\n')}`.toLowerCase();
    made.set(record, text);
    return text;
  };
}

/** The rows that the words and the choices let through, in the order asked for, else by paper number. */
function useShown(
  rows: readonly Entity[] | undefined,
  columns: readonly Column[],
  words: string,
  chosen: Chosen,
  order: Order | undefined,
): readonly Entity[] {
  const texts = useMemo(() => textsOf(columns), [columns]);
  return useMemo(() => {
    const wanted = words.trim().toLowerCase();
    const tests = columns.filter((c) => (chosen[c.key]?.length ?? 0) > 0);
    const shown = (rows ?? []).filter(
      (record) =>
        tests.every((c) => chosen[c.key]!.includes(c.text(record))) &&
        (wanted === '' || texts(record).includes(wanted)),
    );
    const by = order && columns.find((c) => c.key === order.key);
    if (by) shown.sort((a, b) => compare(by, a, b) * (order.down ? -1 : 1));
    return by ? shown : byNumber(shown, columns);
  }, [rows, columns, words, chosen, order, texts]);
}

/** The header of a table with its horizontal scroll bar, in pixels. */
const HEADER_HEIGHT = 56;

/** Height left for the rows of a table inside its box, in pixels; it follows the window. */
function useHeight(headerHeight: number) {
  const [height, setHeight] = useState(400);
  const box = useCallback(
    (element: HTMLDivElement) => {
      const observer = new ResizeObserver(([entry]) => {
        const free = Math.floor(entry?.contentRect.height ?? 0);
        if (free > 0) setHeight(free - headerHeight);
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
    [headerHeight],
  );
  return { box, height: Math.max(height, 80) };
}

export function RecordTable(props: RecordTableProps) {
  const { kind, rows, selected, onOpen, compact = false, filterBy = [] } = props;
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [order, setOrder] = useState<Order>();
  const [at, setAt] = useState<string>();
  const table = useRef<ComponentRef<typeof Table>>(null);
  const columns = useColumns(kind, props.columns);
  const shown = useShown(rows, columns, useDeferredValue(words), chosen, order);
  const { box, height } = useHeight(compact ? 0 : HEADER_HEIGHT);
  const active = at ?? selected;

  const go = (to: number) => {
    const record = shown[Math.max(0, Math.min(shown.length - 1, to))];
    if (!record) return;
    setAt(record.id);
    table.current?.scrollTo({ key: record.id });
  };
  const keys = (e: KeyboardEvent<HTMLDivElement>) => {
    const here = shown.findIndex((record) => record.id === active);
    const page = Math.max(1, Math.floor(height / 40) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: shown.length - 1,
    };
    const to = moves[e.key];
    if (to !== undefined) {
      e.preventDefault();
      go(to);
    } else if (e.key === 'Enter' && !e.ctrlKey && e.target === e.currentTarget && here >= 0) {
      e.preventDefault();
      onOpen(shown[here]!.id);
    }
  };
  const antdColumns = useMemo(
    () => (compact ? [titleColumn(columns)] : columns.map((column) => antdColumn(column, order))),
    [columns, compact, order],
  );
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const sort: TableProps<Entity>['onChange'] = (_page, _filters, sorter) => {
    const one = Array.isArray(sorter) ? sorter[0] : sorter;
    setOrder(one?.order ? { key: String(one.columnKey), down: one.order === 'descend' } : undefined);
  };
  const rowOf = useCallback(
    (record: Entity) => ({
      onClick: () => {
        setAt(record.id);
        onOpen(record.id);
      },
    }),
    [onOpen],
  );
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
          value={words}
          onChange={(e) => setWords(e.target.value)}
          className="pw-filter"
        />
        {!compact && (
          <Filters columns={columns} by={filterBy} rows={rows} chosen={chosen} onChange={setChosen} />
        )}
        <span className="pw-words" role="status">
          {shown.length === rows.length ? `共${rows.length}条` : `${shown.length} / ${rows.length}条`}
        </span>
        {!compact && props.summary?.(shown)}
      </div>
      <div
        ref={box}
        className="pw-table-box"
        tabIndex={0}
        onKeyDown={keys}
        aria-label={`${kind.label}列表，上下键选择，回车打开`}
      >
        <Table<Entity>
          ref={table}
          virtual
          size="small"
          rowKey="id"
          showHeader={!compact}
          pagination={false}
          columns={antdColumns}
          dataSource={shown as Entity[]}
          scroll={{ x: compact ? 200 : width, y: height }}
          rowClassName={(record) => (record.id === active ? 'pw-active' : '')}
          onRow={rowOf}
          onChange={sort}
          locale={{ emptyText: '没有符合条件的记录' }}
        />
      </div>
    </div>
  );
}

function antdColumn(column: Column, order: Order | undefined) {
  return {
    key: column.key,
    title: column.title,
    width: column.width,
    ellipsis: true,
    sorter: true,
    showSorterTooltip: false,
    sortOrder: order?.key === column.key ? (order.down ? ('descend' as const) : ('ascend' as const)) : null,
    render: (_: unknown, record: Entity) => column.render?.(record) ?? column.text(record),
  };
}

/** Title and, under it, the first words of the record that are not in the title. */
function titleColumn(columns: readonly Column[]) {
  return {
    key: 'title' as Key,
    title: '',
    render: (_: unknown, record: Entity) => {
      const title = titleOf(record);
      const more = columns
        .map((c) => c.text(record))
        .filter((text) => text !== '' && text !== '—' && !title.includes(text));
      return (
        <div className="pw-brief">
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
            const text = column.text(record);
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
      maxTagCount={1}
      allowClear
      popupMatchSelectWidth={false}
      value={[...(chosen[column.key] ?? [])]}
      options={options}
      onChange={(values) => onChange({ ...chosen, [column.key]: values })}
    />
  ));
}
