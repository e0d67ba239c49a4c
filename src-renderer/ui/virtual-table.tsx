/**
 * The rows of a table of any length: only those in sight are drawn, each equally high, with a head that sorts. Plain
 * elements, since a ledger draws ten rows a frame while it scrolls.
 */
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { observeElementRect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  Fragment,
  memo,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { Entity } from '../../src-shared/domain/define';
import './virtual-table.css';

export interface TableColumn {
  readonly key: string;
  readonly title: string;
  /** Least width in pixels; columns share what is left in these proportions. */
  readonly width: number;
  /** Its distance from the left edge in pixels where it stays in view while the others scroll. */
  readonly stuckAt?: number;
  readonly cell: (record: Entity) => ReactNode;
  /** Takes no more than its width. */
  readonly fixed?: boolean;
  /** What stands in its head in place of the title that sorts. */
  readonly head?: ReactNode;
}

const stuck = (name: string, { stuckAt }: TableColumn): { className: string; style?: CSSProperties } =>
  stuckAt === undefined
    ? { className: name }
    : { className: `${name} pw-stuck`, style: { insetInlineStart: stuckAt } };

/** The column that a person sorts by, and whether from the last to the first. */
export interface Order {
  readonly key: string;
  readonly down: boolean;
}

/** What a table does with a press and a key where rows can be chosen. */
export interface ChoosingActs {
  /** @returns whether the press chose a row instead of opening it */
  onPress(id: string, e: MouseEvent): boolean;
  /** @param active the row that the keys are at @returns whether the key was for the choice */
  onKey(e: KeyboardEvent, active: string | undefined): boolean;
  /** The keys moved on with Shift held. */
  onReach(from: string | undefined, to: string): void;
}

export interface VirtualTableProps {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Entity[];
  /** Changes when the words of a cell may have, though its record did not. */
  readonly revision: unknown;
  readonly rowHeight: number;
  /** Absent for a list without a head. */
  readonly sorting?: {
    readonly order: Order | undefined;
    readonly onOrder: (order: Order | undefined) => void;
  };
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
  /** Absent where rows cannot be chosen. */
  readonly choosing?: ChoosingActs;
  /** Said where no row is left. */
  readonly nothing: string;
  readonly label: string;
}

const tracks = ({ width, fixed }: TableColumn): string =>
  fixed ? `${width}px` : `minmax(${width}px, ${width}fr)`;

const HEAD_HEIGHT = 40;
/** Rows drawn above and below those in sight. */
const OVERSCAN = 12;
/** Taken for the height of the box until it is measured, in pixels. */
const FIRST_HEIGHT = 400;

/** A box without a height is hidden, not empty: the rows stay. */
const whereSeen: typeof observeElementRect = (virtualizer, tell) =>
  observeElementRect(virtualizer, (rect) => {
    if (rect.height > 0) tell(rect);
  });

/** Keeps a chosen row in sight: when the table is first shown, when another is chosen elsewhere, when keys move on. */
function useChosenRow(
  { selected, rows }: VirtualTableProps,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
) {
  const [chosen, setChosen] = useState(selected);
  const [before, setBefore] = useState(selected);
  if (before !== selected) {
    setBefore(selected);
    setChosen(selected);
  }
  // Kept while one scrolls: looking through ten thousand rows is not for every frame.
  const at = useMemo(() => rows.findIndex((record) => record.id === chosen), [rows, chosen]);
  const latest = useRef(at);
  useEffect(() => void (latest.current = at));
  useEffect(() => {
    if (latest.current >= 0) virtualizer.scrollToIndex(latest.current, { align: 'auto' });
  }, [chosen, virtualizer]);
  return { chosen, at, choose: setChosen };
}

export function VirtualTable(props: VirtualTableProps) {
  const { columns, rows, rowHeight, sorting, onOpen, choosing } = props;
  const box = useRef<HTMLDivElement>(null);
  const head = sorting ? HEAD_HEIGHT : 0;
  // eslint-disable-next-line react-hooks/incompatible-library -- a warning for users of the React compiler
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: head,
    scrollPaddingStart: head,
    initialRect: { width: 0, height: FIRST_HEIGHT },
    observeElementRect: whereSeen,
  });
  const { chosen, at, choose } = useChosenRow(props, virtualizer);
  const keys = (e: KeyboardEvent<HTMLDivElement>) => {
    if (e.target === e.currentTarget && choosing?.onKey(e, at >= 0 ? chosen : undefined)) return;
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - head) / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[e.key];
    if (to !== undefined) {
      e.preventDefault();
      const record = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (record) choose(record.id);
      if (record && e.shiftKey) choosing?.onReach(rows[at]?.id, record.id);
    } else if (e.key === 'Enter' && !e.ctrlKey && e.target === e.currentTarget && at >= 0) {
      e.preventDefault();
      onOpen(rows[at]!.id);
    }
  };
  // The rows are told apart from the handlers of this drawing: a row is drawn anew only for a reason of its own.
  const opener = useRef<(id: string, e: MouseEvent) => void>(onOpen);
  useEffect(
    () =>
      void (opener.current = (id, e) => {
        choose(id);
        if (!choosing?.onPress(id, e)) onOpen(id);
      }),
  );
  // Rows that leave at one end come in at the other: making elements by the thousand would call the garbage collector.
  const seen = Math.ceil((virtualizer.scrollRect?.height ?? FIRST_HEIGHT) / rowHeight) + 1;
  const pool = seen + 2 * OVERSCAN;
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const shape = {
    '--columns': columns.map(tracks).join(' '),
    '--head-height': `${HEAD_HEIGHT}px`,
    '--row-height': `${rowHeight}px`,
    minWidth: sorting ? width : undefined,
  } as CSSProperties;
  return (
    <div
      ref={box}
      className="pw-table-box"
      role="grid"
      tabIndex={0}
      onKeyDown={keys}
      aria-label={props.label}
      aria-rowcount={rows.length}
      aria-activedescendant={at >= 0 ? `row-${chosen}` : undefined}
    >
      <div style={shape} role="presentation">
        {sorting && <Head columns={columns} {...sorting} />}
        {rows.length === 0 && <p className="pw-table-nothing">{props.nothing}</p>}
        <div className="pw-table-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const record = rows[index];
            return (
              record && (
                <Row
                  key={index % pool}
                  record={record}
                  columns={columns}
                  revision={props.revision}
                  index={index}
                  top={start - head}
                  active={record.id === chosen}
                  opener={opener}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps extends Pick<VirtualTableProps, 'columns' | 'revision'> {
  readonly record: Entity;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly opener: { readonly current: (id: string, e: MouseEvent) => void };
}

/** What is more than words is made anew for each record: an open question or the focus of a button must not pass on. */
const Row = memo(function Row({ record, columns, index, top, active, opener }: RowProps) {
  return (
    <div
      id={`row-${record.id}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      className={active ? 'pw-table-row pw-active' : 'pw-table-row'}
      style={{ top }}
      // Shift with a press is for the choice of rows, not for words.
      onMouseDown={(e) => e.shiftKey && e.preventDefault()}
      onClick={(e) => opener.current(record.id, e)}
    >
      {columns.map((column) => {
        const { key, cell } = column;
        const shown = cell(record);
        return (
          <div
            key={key}
            role="gridcell"
            {...stuck('pw-table-cell', column)}
            title={typeof shown === 'string' ? shown : undefined}
          >
            {typeof shown === 'string' ? shown : <Fragment key={record.id}>{shown}</Fragment>}
          </div>
        );
      })}
    </div>
  );
});

/** Upwards, downwards, then as it was. */
function nextOrder(key: string, order: Order | undefined): Order | undefined {
  if (order?.key !== key) return { key, down: false };
  return order.down ? undefined : { key, down: true };
}

interface HeadProps {
  readonly columns: readonly TableColumn[];
  readonly order: Order | undefined;
  readonly onOrder: (order: Order | undefined) => void;
}

const Head = memo(function Head({ columns, order, onOrder }: HeadProps) {
  return (
    <div className="pw-table-head" role="row">
      {columns.map((column) => {
        const { key, title, head } = column;
        if (head !== undefined)
          return (
            <div key={key} role="columnheader" {...stuck('pw-table-title', column)}>
              {head}
            </div>
          );
        const way = order?.key === key ? (order.down ? 'descending' : 'ascending') : 'none';
        return (
          <div key={key} role="columnheader" aria-sort={way} {...stuck('pw-table-title', column)}>
            <button type="button" title={title} onClick={() => onOrder(nextOrder(key, order))}>
              <span>{title}</span>
              <span className="pw-table-carets" aria-hidden>
                <CaretUpOutlined className={way === 'ascending' ? 'on' : ''} />
                <CaretDownOutlined className={way === 'descending' ? 'on' : ''} />
              </span>
            </button>
          </div>
        );
      })}
    </div>
  );
});
