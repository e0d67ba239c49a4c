/** Rows chosen in a table, as people know it: a box beside each, Ctrl and Shift with a click or the keys, all that is shown. */
import { Checkbox } from 'antd';
import { useMemo, useRef, useState } from 'react';
import type { Entity } from '../../src-shared/domain/define';
import { withCode } from '../../src-shared/domain/words';
import type { ChoosingActs, TableColumn } from './virtual-table';

/** Width of the column of boxes, in pixels. */
export const CHOOSE_WIDTH = 44;

export interface Choosing {
  /** The chosen rows among those that are shown, in their order: nobody changes what he does not see. */
  readonly chosen: readonly Entity[];
  readonly column: TableColumn;
  readonly acts: ChoosingActs;
  clear(): void;
}

const NONE: ReadonlySet<string> = new Set();

/** The choice among the rows that are shown. */
export function useChoosing(shown: readonly Entity[]): Choosing {
  const [ids, setIds] = useState(NONE);
  /** Where a range begins. */
  const anchor = useRef<string>(undefined);
  const chosen = useMemo(() => (ids.size === 0 ? [] : shown.filter(({ id }) => ids.has(id))), [shown, ids]);
  return useMemo(() => {
    const clear = (): void => setIds(NONE);
    const put = (some: readonly string[], on: boolean): void =>
      setIds((before) => {
        const next = new Set(before);
        for (const id of some) {
          if (on) next.add(id);
          else next.delete(id);
        }
        return next;
      });
    const toggle = (id: string): void => {
      anchor.current = id;
      put([id], !ids.has(id));
    };
    /** All from where the choice began to a row. */
    const reach = (to: string, from: string | undefined = anchor.current): void => {
      const ends = [from ?? to, to].map((id) => shown.findIndex((row) => row.id === id));
      const [first, last] = [Math.min(...ends), Math.max(...ends)];
      anchor.current ??= from;
      put(
        shown.slice(Math.max(first, 0), last + 1).map(({ id }) => id),
        true,
      );
    };
    const every = shown.length > 0 && chosen.length === shown.length;
    const all = (): void =>
      put(
        shown.map(({ id }) => id),
        true,
      );
    const column: TableColumn = {
      key: 'choose',
      title: '选择',
      width: CHOOSE_WIDTH,
      fixed: true,
      stuckAt: 0,
      head: (
        <Checkbox
          aria-label={`全选当前显示的${shown.length}条`}
          title="全选当前显示的各行（Ctrl+A）"
          checked={every}
          indeterminate={chosen.length > 0 && !every}
          onChange={() => (every ? clear() : all())}
        />
      ),
      cell: (record) => (
        <span className="pw-choose" data-choose>
          <Checkbox tabIndex={-1} checked={ids.has(record.id)} aria-label={`选择${withCode(record)}`} />
        </span>
      ),
    };
    const acts: ChoosingActs = {
      onPress(id, e) {
        if (e.shiftKey) reach(id);
        else if (e.ctrlKey || e.metaKey || isBox(e.target)) toggle(id);
        else return false;
        return true;
      },
      onKey(e, active) {
        const isCtrlA = e.ctrlKey && !e.shiftKey && e.key.toLowerCase() === 'a';
        if (isCtrlA) all();
        else if (e.key === ' ' && active !== undefined) toggle(active);
        else if (e.key === 'Escape' && chosen.length > 0) clear();
        else return false;
        e.preventDefault();
        e.stopPropagation();
        return true;
      },
      onReach: (from, to) => reach(to, anchor.current ?? from),
    };
    return { chosen, column, acts, clear };
  }, [shown, chosen, ids]);
}

/** Whether a press meant a box: it, or the cell around it. */
const isBox = (target: EventTarget): boolean => {
  const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null;
  return cell !== null && cell.querySelector('[data-choose]') !== null;
};
