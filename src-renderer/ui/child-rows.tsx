/** Rows that are records of their own: edited in place, added by Enter in the last cell, moved and removed with undo. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { kindOf, type KindName } from '../../src-shared/domain/kinds';
import type { AnyKind, Entity, FieldType } from '../../src-shared/domain/define';
import { byPosition, placeOf, placesFor } from '../../src-shared/domain/rows';
import { isBlank } from '../../src-shared/domain/validate';
import { useChildren, useJudge } from '../replica';
import {
  dropPlan,
  flushAutosave,
  isPlan,
  makeNow,
  planOf,
  planRecord,
  useAutosave,
  useDraft,
  useRecordId,
} from '../session/autosave';
import { useSession } from '../session/session';
import { useCommands, type Commands } from './commands';
import { useBinding } from './binding';
import { FieldInput, type Shape } from './field-input';
import { infoOf } from './format';
import { focusField, focusFirst, goOnEnter, isForInputMethod } from './keyboard';
import { plannedEntity } from './planned-record';
import { useUndoToast } from './undo';
import './child-rows.css';

type Values = NonNullable<Parameters<Commands['create']>[2]>;

export interface RowColumn {
  readonly field: string;
  /** A CSS grid track, e.g. `120px` or `2fr`. */
  readonly width: string;
  /** `form`: running text of several lines, where Enter breaks the line. */
  readonly shape?: Shape;
}

export interface ChildRowsProps {
  readonly kind: KindName;
  readonly parent: Entity;
  /** Absent: every field of the kind but `position`, as wide as its type asks for. */
  readonly columns?: readonly RowColumn[];
  /** Words for when there are none: what the rows are for. */
  readonly empty: string;
  /** Why rows neither come nor go nor move, in words; what stands in them may still be corrected. */
  readonly fixed?: string;
  /** Enter of the form stops at these rows also while there are none. */
  readonly onTheWay?: boolean;
  /** Values a new row begins with, from the row before it (undefined for the first). */
  readonly defaults?: (before: Entity | undefined) => Parameters<Commands['create']>[2];
  /** Buttons of the feature beside 增加. */
  readonly actions?: ReactNode;
}

const TRACKS: Partial<Record<FieldType, string>> = {
  longText: 'minmax(0, 4fr)',
  text: 'minmax(0, 1fr)',
  date: '150px',
  time: '120px',
  choice: '130px',
  reference: '110px',
  integer: '88px',
  flag: '64px',
};

const columnsOf = (kind: AnyKind): readonly RowColumn[] =>
  Object.entries(kind.fields)
    .filter(([field]) => field !== 'position')
    .map(([field, { info }]) => ({ field, width: TRACKS[info.type] ?? 'minmax(0, 1fr)' }));

export function ChildRows({
  kind: name,
  parent,
  columns: own,
  empty,
  fixed,
  onTheWay,
  defaults,
  actions,
}: ChildRowsProps) {
  const kind = kindOf(name) as AnyKind;
  const judge = useJudge();
  // A record that is only planned is made with its first row.
  const may = isPlan(parent.id) ? judge.may(parent, { act: 'write' }) : judge.mayCreate(kind, parent.id);
  const readOnly = !may;
  const still = readOnly || fixed !== undefined;
  const commands = useCommands();
  const { rows, planned, standing, plan, dropEmpty } = usePlannedRow(kind, parent, commands);
  const tellUndo = useUndoToast();
  const box = useRef<HTMLDivElement>(null);
  /** The row that the cursor goes to once it is on the screen. */
  const wanted = useRef<string>(undefined);
  const columns = useMemo(() => own ?? columnsOf(kind), [own, kind]);
  const ordered = 'position' in kind.fields;
  const tracks = ['32px', ...columns.map((c) => c.width), ...(still ? [] : [ordered ? '84px' : '32px'])];

  const placeCursor = useCallback((row: HTMLElement | null) => {
    if (!row || row.dataset.row !== wanted.current) return;
    wanted.current = undefined;
    focusFirst(row);
  }, []);
  /** Saves the places that rows do not have yet. */
  const tell = async (wanted: readonly (Entity | undefined)[], places: readonly number[]) => {
    for (const [i, row] of wanted.entries())
      if (row && placeOf(row) !== places[i]) await commands.save(name, row.id, { position: places[i]! });
  };
  /** Adds a row after the one at `index`, else at the end. Rows that stand in its way move on. */
  const add = async (index = (rows?.length ?? 0) - 1) => {
    if (still) return;
    await flushAutosave();
    const before = rows?.[index];
    const values = { ...defaults?.(before) };
    // Made only by what is first filled in: an Enter too many leaves no empty row.
    dropEmpty();
    if (ordered) {
      const there = standing();
      const at = before ? there.indexOf(before) + 1 : 0;
      const [upper, lower] = [there.slice(0, at), there.slice(at)];
      const places = placesFor([...upper.map(placeOf), undefined, ...lower.map(placeOf)]);
      values.position = places[at]!;
      await tell([...upper, undefined, ...lower], places);
    }
    const id = await plan(values);
    wanted.current = id;
    // It may be on the screen already.
    placeCursor(box.current?.querySelector<HTMLElement>(`[data-row="${id}"]`) ?? null);
  };
  const move = async (index: number, by: 1 | -1) => {
    const one = rows?.[index];
    const other = rows?.[index + by];
    if (!one || !other) return;
    await flushAutosave();
    const there = standing();
    const moved = there.map((row) => (row === one ? other : row === other ? one : row));
    await tell(moved, placesFor(there.map(placeOf)));
  };
  const remove = async (row: Entity) => {
    if (row.id === planned) return dropEmpty();
    if (!(await commands.remove(row.id, '从表中删除'))) return;
    tellUndo(`已删除一条${kind.label}`, () => commands.restore(row.id));
  };
  /** A row that was begun and left with nothing in it goes away again. */
  const leave = async ({ currentTarget: row, relatedTarget: to }: FocusEvent<HTMLElement>) => {
    // On its way the cursor is nowhere: what counts is where it goes.
    if (row.contains(to) || to?.closest(OPENED)) return;
    await flushAutosave();
    if (!row.contains(document.activeElement)) dropEmpty();
  };
  const keys = (e: KeyboardEvent<HTMLDivElement>) => {
    if (isForInputMethod(e)) return;
    const at = (e.target as HTMLElement).closest<HTMLElement>('[data-row]');
    const index = rows?.findIndex(({ id }) => id === at?.dataset.row) ?? -1;
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.key === 'Enter' && e.ctrlKey) {
      e.preventDefault();
      e.stopPropagation();
      void add(index >= 0 ? index : undefined);
    } else if (by !== undefined && e.ctrlKey && at) {
      e.preventDefault();
      e.stopPropagation();
      const field = (e.target as HTMLElement).id.slice(at.dataset.row!.length);
      const next = rows?.[index + by];
      const input = next && document.getElementById(`${next.id}${field}`);
      if (input) focusField(input);
      else if (by > 0) void add();
    } else {
      goOnEnter(e, () => void add());
    }
  };
  return (
    <fieldset className="pw-rows" style={{ '--pw-tracks': tracks.join(' ') } as CSSProperties}>
      <legend>{kind.label}</legend>
      <div ref={box} data-enter-scope onKeyDownCapture={keys}>
        {rows && rows.length > 0 && (
          <div className="pw-row pw-row-head" aria-hidden>
            <span>序号</span>
            {columns.map(({ field }) => (
              <span key={field}>
                {infoOf(kind, field)?.required && <span className="pw-required">*</span>}
                {infoOf(kind, field)?.label}
              </span>
            ))}
          </div>
        )}
        {rows?.length === 0 && <div className="pw-words">{empty}</div>}
        {rows?.map((row, index) => (
          <div
            key={planOf(row.id)}
            className="pw-row"
            data-row={row.id}
            ref={placeCursor}
            onBlur={row.id === planned ? (e) => void leave(e) : undefined}
          >
            <span className="pw-row-number">{index + 1}</span>
            {columns.map((column) => (
              <Cell
                key={column.field}
                kind={kind}
                row={row}
                column={column}
                place={`第${index + 1}行`}
                readOnly={readOnly === true}
              />
            ))}
            {!still && (
              <span className="pw-row-tools">
                {ordered && row.id !== planned && (
                  <>
                    <RowButton label="上移" icon={<ArrowUpOutlined />} onClick={() => void move(index, -1)} />
                    <RowButton
                      label="下移"
                      icon={<ArrowDownOutlined />}
                      onClick={() => void move(index, 1)}
                    />
                  </>
                )}
                <RowButton label="删除此行" icon={<DeleteOutlined />} onClick={() => void remove(row)} />
              </span>
            )}
          </div>
        ))}
      </div>
      {fixed && <div className="pw-words pw-hint">{`${fixed}。`}</div>}
      {!still && (
        <div className="pw-row-actions">
          <Button
            size="small"
            icon={<PlusOutlined />}
            title="Ctrl+Enter：在此行之后插入；Ctrl+↓：下一行的同一栏"
            // Also while it is not known yet whether there are any.
            data-enter-stop={onTheWay && !rows?.length ? '' : undefined}
            onClick={() => void add()}
          >
            {`增加${kind.label}`}
          </Button>
          {actions}
        </div>
      )}
    </fieldset>
  );
}

/** What a cell opens over the page: the cursor is still at the row there. */
const OPENED = '.ant-popover, .ant-select-dropdown';

/** Whether nothing of a planned record is filled in, not even words that mean nothing yet. */
function isEmpty(plan: string): boolean {
  const { made, drafts } = useAutosave.getState();
  return made[plan] === undefined && drafts[plan] === undefined;
}

/** The rows of a record with one that is only begun, in its place. */
function usePlannedRow(kind: AnyKind, parent: Entity, commands: Commands) {
  const made = useChildren(parent.id, kind.kind as KindName) as readonly Entity[] | undefined;
  const [begun, setBegun] = useState<Entity>();
  const user = useSession((state) => state.session?.user.userId);
  const id = useRecordId(begun?.id);
  const rows = useMemo(() => {
    if (!begun || made?.some((row) => row.id === id)) return made;
    return [...(made ?? []), { ...begun, id: id ?? begun.id }].sort(byPosition);
  }, [made, begun, id]);
  const begunId = begun?.id;
  useEffect(
    () => () => {
      if (begunId !== undefined) void flushAutosave().then(() => dropPlan(begunId));
    },
    [begunId],
  );
  return {
    rows,
    /** The id of the row that nothing has been filled in of yet. */
    planned: id === undefined ? begunId : undefined,
    /** The rows that stay when the cursor goes. Asked after what is typed is saved: the begun row may be made by then. */
    standing: () => (rows ?? []).filter((row) => !isPlan(row.id) || !isEmpty(row.id)),
    plan: async (values: Values) => {
      const under = await commands.attempt(() => makeNow(parent.id));
      if (under === undefined) return undefined;
      const planned = planRecord(kind.kind, under, values);
      setBegun(plannedEntity(kind, planned, under, values, user));
      return planned;
    },
    dropEmpty: () => setBegun((row) => (row && isEmpty(row.id) ? undefined : row)),
  };
}

function RowButton(props: { label: string; icon: ReactNode; onClick: () => void }) {
  const { label, ...rest } = props;
  return <Button type="text" size="small" tabIndex={-1} aria-label={label} title={label} {...rest} />;
}

interface CellProps {
  readonly kind: AnyKind;
  readonly row: Entity;
  readonly column: RowColumn;
  readonly place: string;
  readonly readOnly: boolean;
}

function Cell({ kind, row, column, place, readOnly }: CellProps) {
  const draft = useDraft(row.id, column.field);
  const info = infoOf(kind, column.field);
  const missing = info?.required && isBlank(draft ? draft.value : row.values[column.field]);
  const binding = useBinding(kind, row, column.field, {
    disabled: readOnly,
    status: missing ? 'warning' : '',
  });
  if (!binding) return null;
  return (
    <div className="pw-cell">
      <label htmlFor={binding.inputId} className="said">
        {`${place} ${binding.info.label}`}
      </label>
      <FieldInput binding={binding} shape={column.shape ?? 'line'} />
      {draft?.status === 'failed' && (
        <div className="pw-words pw-error" role="alert">
          {draft.message}
        </div>
      )}
    </div>
  );
}
