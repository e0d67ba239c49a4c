/** 冲突处理: everything that two laptops left in dispute, one under the other, and the ways out. */
import { Button, Empty, Flex, Select, Spin, Typography } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ConflictShown } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import { labelOf, useRuleContext } from '../../replica';
import { useNavigation } from '../../session/navigation';
import { call } from '../../session/workbench';
import { useCommands, type Choice } from '../../ui/commands';
import { useUndo } from '../../ui/undo';
import { favouredIn, grouped, type Favoured } from './favour';
import { FavourDialog } from './favour-dialog';
import { ConflictCard } from './versions';
import '../../ui/kind-page.css';
import './conflicts.css';

/** Conflicts that are drawn at once; a person settles the first before he reads more. */
const SHOWN = 50;

/** What the core says is in dispute; asked again whenever a record changes. */
function useConflicts(): readonly ConflictShown[] | undefined {
  const { attempt } = useCommands();
  const records = useRuleContext();
  const [list, setList] = useState<readonly ConflictShown[]>();
  useEffect(() => {
    let here = true;
    void attempt(() => call('conflict.list', {})).then((found) => {
      if (here) setList((before) => found ?? before ?? []);
    });
    return () => {
      here = false;
    };
  }, [attempt, records]);
  return list;
}

interface Filter {
  readonly unit?: string;
  readonly kind?: string;
  /** The one record that somebody was led to. */
  readonly record?: string;
}

const fits = ({ unit, kind, record }: Filter, one: ConflictShown): boolean =>
  (unit === undefined || (one.inspection ?? '') === unit) &&
  (kind === undefined || one.kind === kind) &&
  (record === undefined || one.record === record);

const counted = (words: string, count: number) => `${words}（${count}）`;

/** The values of a property, with how many there are of each. */
function optionsOf(
  list: readonly ConflictShown[],
  of: (one: ConflictShown) => string,
  words: (value: string) => string,
) {
  return [...grouped(list, of)].map(([value, all]) => ({
    value,
    label: counted(words(value), all.length),
  }));
}

export default function ConflictsPage() {
  const list = useConflicts();
  const wanted = useNavigation((state) => state.record);
  const open = useNavigation((state) => state.open);
  const [filter, setFilter] = useState<Filter>({});
  const shown = useMemo(
    () => (list ?? []).filter((one) => fits({ ...filter, record: wanted }, one)),
    [list, filter, wanted],
  );
  return (
    <Flex vertical className="pw-page" component="main">
      <header className="pw-page-head">
        <Typography.Title level={4} className="pw-page-title">
          冲突处理
        </Typography.Title>
        {list && list.length > 0 && <Head list={list} shown={shown} filter={filter} onFilter={setFilter} />}
        {wanted !== undefined && list && list.length > shown.length && (
          <Button size="small" onClick={() => open('conflicts')}>
            {`查看全部${list.length}处`}
          </Button>
        )}
      </header>
      {!list && <Spin className="pw-wait" />}
      {list && shown.length === 0 && (
        <Empty
          className="pw-empty"
          description={
            list.length === 0
              ? '没有冲突。两台电脑改了同一栏、或一方删除另一方又修改的，合并后都列在这里，由您选定。'
              : '没有符合条件的冲突。'
          }
        />
      )}
      {shown.length > 0 && <List conflicts={shown} />}
    </Flex>
  );
}

interface HeadProps {
  readonly list: readonly ConflictShown[];
  readonly shown: readonly ConflictShown[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** How many, of which unit and kind, and the way to settle all of these at once. */
function Head({ list, shown, filter, onFilter }: HeadProps) {
  const { offer } = useUndo();
  const [favoured, setFavoured] = useState<Favoured>();
  const close = useCallback(() => setFavoured(undefined), []);
  const all = useMemo(() => favouredIn(shown), [shown]);
  const groups = [
    { label: '填写人', of: 'person/' },
    { label: '电脑', of: 'laptop/' },
  ].map(({ label, of }) => ({
    label,
    options: all
      .filter(({ id }) => id.startsWith(of))
      .map(({ id, label: words, count }) => ({ value: id, label: counted(words, count) })),
  }));
  const units = optionsOf(
    list,
    ({ inspection }) => inspection ?? '',
    (id) => (id === '' ? '不属于单位' : labelOf(id)),
  );
  const kinds = optionsOf(
    list,
    ({ kind }) => kind,
    (kind) => kindOf(kind)?.label ?? kind,
  );
  return (
    <>
      <span className="pw-words" role="status">{`${shown.length}处`}</span>
      {units.length > 1 && (
        <Select
          allowClear
          aria-label="单位"
          placeholder="全部单位"
          className="pw-conflict-filter"
          value={filter.unit}
          options={units}
          onChange={(unit?: string) => onFilter({ ...filter, unit })}
        />
      )}
      {kinds.length > 1 && (
        <Select
          allowClear
          aria-label="类别"
          placeholder="全部类别"
          className="pw-conflict-filter"
          value={filter.kind}
          options={kinds}
          onChange={(kind?: string) => onFilter({ ...filter, kind })}
        />
      )}
      <span className="pw-spacer" />
      <Select
        aria-label="以某人为准"
        placeholder="全部以某人为准…"
        className="pw-conflict-filter"
        value={null}
        options={groups}
        onChange={(id: string | null) => setFavoured(all.find((one) => one.id === id))}
      />
      {favoured && (
        <FavourDialog
          favoured={favoured}
          conflicts={shown}
          onCancel={close}
          onDone={(act, words) => {
            close();
            offer(words, act);
          }}
        />
      )}
    </>
  );
}

const placeOf = (conflicts: readonly ConflictShown[], { id, field }: Choice): number =>
  conflicts.findIndex((one) => one.record === id && one.field === field);

/** The arrows go between the versions, Enter takes one and goes on to the next conflict. */
function List({ conflicts }: { readonly conflicts: readonly ConflictShown[] }) {
  const { settle } = useCommands();
  const { offer } = useUndo();
  const [busy, setBusy] = useState(false);
  const [count, setCount] = useState(SHOWN);
  const list = useRef<HTMLUListElement>(null);
  const settled = useRef<{ readonly choice: Choice; readonly at: number }>(undefined);
  const rows = () => [...(list.current?.querySelectorAll('.pw-conflict') ?? [])];
  const takes = (row: Element | undefined) => [
    ...(row?.querySelectorAll<HTMLButtonElement>('[data-take]') ?? []),
  ];
  // What was settled has gone: the one that stands in its place takes the cursor.
  useEffect(() => {
    if (settled.current === undefined || busy) return;
    const { choice, at } = settled.current;
    if (placeOf(conflicts, choice) >= 0) return;
    const all = rows();
    takes(all[Math.min(at, all.length - 1)])[0]?.focus();
    settled.current = undefined;
  }, [conflicts, busy]);
  const choose = async (choice: Choice, words: string) => {
    const at = placeOf(conflicts, choice);
    setBusy(true);
    const act = await settle([choice]);
    if (act !== undefined) settled.current = { choice, at };
    setBusy(false);
    if (act !== undefined) offer(words, act);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target as HTMLElement;
    if (!from.matches('[data-take]')) return;
    const all = rows();
    const row = from.closest('.pw-conflict')!;
    const at = all.indexOf(row);
    const own = takes(row);
    const place = own.indexOf(from as HTMLButtonElement);
    const to = {
      ArrowRight: own[place + 1],
      ArrowLeft: own[place - 1],
      ArrowDown: takes(all[at + 1])[place] ?? takes(all[at + 1])[0],
      ArrowUp: takes(all[at - 1])[place] ?? takes(all[at - 1])[0],
    }[event.key];
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    to?.focus();
    to?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="pw-conflict-list">
      <ul ref={list} aria-label="冲突，左右键选内容，上下键换一处，回车采用" onKeyDown={onKeyDown}>
        {conflicts.slice(0, count).map((conflict) => (
          <ConflictCard
            key={`${conflict.record}/${conflict.field}`}
            conflict={conflict}
            busy={busy}
            onChoose={(choice, words) => void choose(choice, words)}
          />
        ))}
      </ul>
      {conflicts.length > count && (
        <Button
          onClick={() => setCount(count + SHOWN)}
        >{`再显示${Math.min(SHOWN, conflicts.length - count)}处`}</Button>
      )}
    </div>
  );
}
