/** The table of a kind: columns from its definition, words to filter by, choices to filter by, everything by keyboard. */
import { PrinterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Empty, Input, Select, Spin } from 'antd';
import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { MAX_REGISTER_ROWS } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { isDraft } from '../../src-shared/domain/draft-record';
import { hasHome, titleOf, useRuleContext } from '../replica';
import { askListPaper } from '../session/paper-request';
import { ChangeMany, useManyFields } from './change-many';
import { CHOOSE_WIDTH, useChoosing } from './choosing';
import { CLEARABLE } from './clearable';
import { useComposedText } from './composing';
import { ExportButton } from './export-button';
import { isForInputMethod } from './keyboard';
import { titleWidth, useColumns, useUnitColumn, type Column, type ColumnLook } from './record-columns';
import { compare, groupsOf, useShown, useTableView, type Chosen } from './table-view';
import { VirtualTable, type Order, type TableColumn } from './virtual-table';
import './record-table.css';

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
  const choosing = useChoosing(shown);
  const many = useManyFields(kind, compact ? undefined : rows);
  const mayChoose = many.length > 0;
  const plain = useMemo<readonly TableColumn[]>(
    () =>
      compact
        ? [briefColumn(columns)]
        : withStuck(columns, mayChoose ? CHOOSE_WIDTH : 0).map((column) => ({
            ...column,
            cell: (record) => column.render?.(record) ?? column.text(record),
          })),
    [columns, compact, mayChoose],
  );
  const drawn = useMemo(
    () => (mayChoose ? [choosing.column, ...plain] : plain),
    [mayChoose, choosing.column, plain],
  );
  const { chosen } = choosing;
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
        choosing={mayChoose ? choosing.acts : undefined}
        nothing="没有符合条件的记录"
        label={`${kind.label}列表，上下键选择，回车打开`}
      />
      {mayChoose && chosen.length > 0 && (
        <ChangeMany kind={kind} fields={many} chosen={chosen} onClear={choosing.clear} />
      )}
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

/**
 * The number and the name stay in view: without them nobody knows whose row it is that he acts on.
 * @param from what stands before them, in pixels
 */
function withStuck(
  columns: readonly Column[],
  from: number,
): readonly (Column & { readonly stuckAt?: number })[] {
  const [first, second] = columns;
  if (!first) return columns;
  const two = first.key === 'code' && second && first.width + second.width <= STUCK_WIDTH;
  const stuckAt = (index: number) =>
    index === 0 ? from : index === 1 && two ? from + first.width : undefined;
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
