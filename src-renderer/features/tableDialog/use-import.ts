/** The import under way: the file that was read, how it is to be read, and what it would do. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { MAX_DROPPED_TABLE, type AppContract, type InputOf } from '../../../src-shared/contract';
import type { TableFileShown, TablePlan, TableTop } from '../../../src-shared/contract/tables';
import { flushAutosave } from '../../session/autosave';
import { cancelTask } from '../../session/progress';
import type { TableRequest } from '../../session/table-request';
import { call, CallFailed, outcomeOf, type Outcome } from '../../session/workbench';
import { bytesOf } from '../../ui/dropped-files';

/** How a person says that the file is to be read; what he does not say is found out. */
export type Asked = Pick<InputOf<AppContract, 'table.plan'>, 'sheet' | 'headRow' | 'mapping'>;

export type Busy = 'read' | 'plan' | 'apply';

export interface Import {
  readonly busy: Busy | undefined;
  /** Why the last thing was not done. */
  readonly fault: Outcome | undefined;
  readonly file: TableFileShown | undefined;
  readonly asked: Asked;
  readonly plan: TablePlan | undefined;
  /** Instead of a plan, where no head was found. */
  readonly top: TableTop | undefined;
  /** Whether anything was written: the entry of the act, or null where all was the same. */
  readonly done: { readonly entry: string | null; readonly plan: TablePlan } | undefined;
  /** Counts the plans, so that what shows rows asks for them anew. */
  readonly planned: number;
  choose(): Promise<void>;
  drop(file: File): Promise<void>;
  /** Reads the chosen file once more; absent for a dropped one. */
  readonly again: (() => Promise<void>) | undefined;
  ask(asked: Asked): Promise<void>;
  apply(keepAs: string | undefined): Promise<void>;
}

const TABLE_FILES = [
  { name: '表格（Excel、WPS、CSV）', extensions: ['xlsx', 'xls', 'et', 'csv', 'txt', 'xlsm', 'ett', 'ods'] },
  { name: '所有文件', extensions: ['*'] },
];

interface State {
  readonly file?: TableFileShown;
  /** Absent for a dropped file. */
  readonly path?: string;
  readonly asked: Asked;
  readonly plan?: TablePlan;
  readonly top?: TableTop;
  readonly done?: Import['done'];
  readonly planned: number;
}

const EMPTY: State = { asked: {}, planned: 0 };

export function useImport({ kind, inspection, under }: TableRequest): Import {
  const [state, setState] = useState<State>(EMPTY);
  const [busy, setBusy] = useState<Busy>();
  const [fault, setFault] = useState<Outcome>();
  const turn = useRef(0);
  const kept = useRef<string>(undefined);
  useEffect(
    () => () => {
      turn.current += 1;
      for (const task of ['readTable', 'planTable'] as const) cancelTask(task);
      if (kept.current !== undefined)
        void call('table.forget', { file: kept.current }).catch(() => undefined);
    },
    [],
  );

  /** Runs one thing; what was asked for later makes it void. */
  const run = useCallback(async (what: Busy, act: (current: () => boolean) => Promise<void>) => {
    const mine = (turn.current += 1);
    const current = () => turn.current === mine;
    setBusy(what);
    setFault(undefined);
    try {
      await act(current);
    } catch (error) {
      if (current())
        setFault(error instanceof CallFailed || error instanceof Error ? told(error) : undefined);
    } finally {
      if (current()) setBusy(undefined);
    }
  }, []);

  const planOf = useCallback(
    async (file: TableFileShown, asked: Asked, current: () => boolean) => {
      await flushAutosave();
      const answer = await call('table.plan', { file: file.file, kind, inspection, under, ...asked });
      if (!current()) return;
      setState((before) => ({
        ...before,
        asked,
        planned: before.planned + 1,
        ...('message' in answer ? { top: answer, plan: undefined } : { plan: answer, top: undefined }),
      }));
    },
    [kind, inspection, under],
  );

  const read = useCallback(
    (reading: () => Promise<TableFileShown>, path?: string) =>
      run('read', async (current) => {
        const file = await reading();
        if (!current()) return;
        kept.current = file.file;
        setState({ ...EMPTY, file, path });
        setBusy('plan');
        await planOf(file, {}, current);
      }),
    [run, planOf],
  );

  const { file, path, plan } = state;
  return {
    busy,
    fault,
    file,
    asked: state.asked,
    plan,
    top: state.top,
    done: state.done,
    planned: state.planned,
    choose: async () => {
      const { paths } = await call('shell.chooseOpenFiles', {
        title: '选择要导入的表格',
        filters: TABLE_FILES,
      });
      const [chosen] = paths;
      if (chosen !== undefined) await read(() => call('table.read', { path: chosen }), chosen);
    },
    drop: useCallback(
      (dropped: File) =>
        read(async () => {
          if (dropped.size > MAX_DROPPED_TABLE)
            throw new Error('文件过大，未导入。请确认选对了文件；确是台账的，请分成几个文件。');
          const bytes = await readWhole(dropped);
          return call('table.readDropped', { name: dropped.name || '表格', bytes });
        }),
      [read],
    ),
    again: path === undefined ? undefined : () => read(() => call('table.read', { path }), path),
    ask: (asked) => (file ? run('plan', (current) => planOf(file, asked, current)) : Promise.resolve()),
    apply: (keepAs) =>
      run('apply', async () => {
        if (!file || !plan) return;
        await flushAutosave();
        try {
          const { entry } = await call('table.apply', { file: file.file, keepAs });
          kept.current = undefined;
          setState((before) => ({ ...before, done: { entry, plan } }));
        } catch (error) {
          if (error instanceof CallFailed && error.code === 'TABLE_CHANGED')
            await planOf(file, { ...state.asked, mapping: plan.mapping }, () => true);
          throw error;
        }
      }),
  };
}

/** Of our own refusals the sentence, of the core's as everywhere. */
const told = (error: Error): Outcome =>
  error instanceof CallFailed ? outcomeOf(error) : { type: 'error', title: error.message };

/** A folder, or a file that is gone, cannot be read. */
async function readWhole(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await bytesOf(file));
  } catch (cause) {
    throw new Error(`“${file.name}”读不到，没有导入。请确认它是文件（不是文件夹）、没有被移走。`, { cause });
  }
}
