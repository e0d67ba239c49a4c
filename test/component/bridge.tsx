/**
 * The workbench of the component tests: the contract's own schemas and the domain's own rules over records in memory.
 * It stands where the preload stands; everything in front of it is the real renderer.
 */
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useState, type ComponentType } from 'react';
import {
  contract,
  findCall,
  type AppContract,
  type EventName,
  type FeedEntity,
  TASKS,
  type PayloadOf,
  type Task,
  type Workbench,
} from '../../src-shared/contract';
import { filledIn, findStep, type AnyKind, type RuleContext } from '../../src-shared/domain/define';
import { kindOf } from '../../src-shared/domain/kinds';
import type { Role } from '../../src-shared/domain/roles';
import { canReadField } from '../../src-shared/domain/access';
import { cleanValues } from '../../src-shared/domain/cleaning';
import { checkClosedLists, checkValues, issuesOf } from '../../src-shared/domain/validate';
import { toFailure, WorkbenchError } from '../../src-shared/errors';
import { startReplica, stopReplica } from '../../src-renderer/replica';
import { useSession } from '../../src-renderer/session/session';
import type { FeatureProps } from '../../src-renderer/ui/kind-page';

export const TODAY = '2026-03-20';

/** A record to begin with; what is left out is empty. */
export type Seed = Pick<FeedEntity, 'id' | 'kind'> & Partial<FeedEntity>;

type Handler = (input: never) => unknown;

export interface Bridge {
  readonly workbench: Workbench<AppContract>;
  /** Every call so far, oldest first. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** The inputs of the calls of one name. */
  inputsOf(name: string): readonly never[];
  /** Answers a call differently from now on; an error refuses it. */
  answer(name: string, handler: (input: never) => unknown): void;
  /** Refuses calls of a name as a full disk does, until the function it gives is called. */
  refuse(name: string): () => void;
  /** Keeps calls of a name waiting until the function it gives is called. */
  hold(name: string): () => void;
  record(id: string): FeedEntity | undefined;
  recordsOf(kind: string): readonly FeedEntity[];
  /** Changes records as if another person had. */
  put(...changed: Seed[]): void;
  /** Keeps calls of a name waiting, as a long act, and tells how far it is; `task.cancel` calls it off. */
  begin(name: string, task: Task): (done: number, total: number) => void;
  /** Tells a batch of the feed with any numbers. */
  tell(batch: Partial<PayloadOf<AppContract, 'records'>>): void;
}

/** A record of one's own without what one's role is not shown; the services do this for every record. */
function asSeen(entity: FeedEntity): FeedEntity {
  const user = useSession.getState().session?.user;
  const kind = kindOf(entity.kind) as AnyKind | undefined;
  const unread =
    user && kind ? Object.keys(kind.fields).filter((f) => !canReadField(kind, f, user.role)) : [];
  if (unread.length === 0) return entity;
  const kept = Object.entries(entity.values).filter(([name]) => !unread.includes(name));
  const filled = unread.filter((name) => name in entity.values).map((name) => [name, 'filled'] as const);
  return { ...entity, values: Object.fromEntries(kept), withheld: Object.fromEntries(filled) };
}

export function makeBridge(seeds: readonly Seed[]): Bridge {
  const records = new Map<string, FeedEntity>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: { name: string; input: unknown }[] = [];
  const gone = new Map<string, FeedEntity>();
  const held = new Map<string, Promise<void>>();
  let epoch = 0;
  let seq = 0;
  let made = 0;
  let clock = 0;

  const full = (seed: Seed): FeedEntity => ({
    parent: null,
    inspection: null,
    values: {},
    sets: {},
    conflicts: [],
    updatedAt: '2026-03-20T08:00:00Z',
    ...seed,
  });
  for (const seed of seeds) records.set(seed.id, full(seed));

  const publish = <K extends EventName<AppContract>>(name: K, payload: PayloadOf<AppContract, K>) =>
    listeners.get(name)?.forEach((listener) => listener(structuredClone(payload) as never));
  const tell = ({ changed = [], ...batch }: Partial<PayloadOf<AppContract, 'records'>>) =>
    publish('records', {
      epoch,
      seq: seq++,
      removed: [],
      last: true,
      ...batch,
      changed: changed.map(asSeen),
    });
  /** Records as they were before each save and step, by the act that these were. */
  const acts: { readonly act: string; readonly before: FeedEntity }[] = [];
  const asAct = (entity: FeedEntity) => {
    const before = records.get(entity.id);
    const act = `act${acts.length + 1}`;
    if (before) acts.push({ act, before });
    return { ...saved(keep(entity)), ...(before ? { act } : {}) };
  };
  const keep = (entity: FeedEntity) => {
    clock += 1;
    const kept = { ...entity, updatedAt: new Date(Date.UTC(2026, 2, 20, 9, 0, clock)).toISOString() };
    records.set(entity.id, kept);
    tell({ changed: [kept] });
    return kept;
  };
  const context: RuleContext = {
    get: (id) => records.get(id),
    children: (parent, kind) => [...records.values()].filter((e) => e.parent === parent && e.kind === kind),
    today: TODAY,
  };
  const saved = (entity: FeedEntity) => ({
    id: entity.id,
    issues: issuesOf(kindOf(entity.kind) as AnyKind, entity, context),
  });
  const demand = (id: string): FeedEntity => {
    const entity = records.get(id);
    if (!entity) throw new WorkbenchError('RECORD_NOT_FOUND', '找不到这条记录。');
    return entity;
  };

  interface SaveInput {
    kind: string;
    id?: string;
    parent?: string | null;
    set: Record<string, unknown>;
    sets?: Record<string, { add: string[]; remove: string[] }>;
  }
  const save = ({ kind: name, id, parent = null, set: given, sets = {} }: SaveInput) => {
    const kind = kindOf(name) as AnyKind;
    const set = cleanValues(kind, given);
    const written = id === undefined ? undefined : records.get(id);
    const place = written ?? records.get(parent ?? '');
    const problems = [
      ...checkValues(kind, set),
      ...checkClosedLists(kind, set, { place, values: written?.values, look: context }),
    ];
    if (problems.length > 0) throw new WorkbenchError('RECORD_INVALID', '未保存。', problems);
    const defaults = Object.entries(kind.fields).flatMap(([field, { info }]) =>
      info.defaultValue === undefined ? [] : [[field, info.defaultValue] as const],
    );
    const above = parent ? records.get(parent) : undefined;
    const before = id
      ? demand(id)
      : full({
          id: `made${(made += 1)}`,
          kind: name,
          parent,
          inspection: above?.kind === 'inspection' ? above.id : (above?.inspection ?? null),
          values: Object.fromEntries(defaults),
          createdBy: useSession.getState().session?.user.userId,
        });
    const values = Object.fromEntries(
      Object.entries({ ...before.values, ...set }).filter(([, value]) => value !== null),
    );
    const members = { ...before.sets };
    for (const [set, { add, remove }] of Object.entries(sets)) {
      members[set] = [...(members[set] ?? []).filter((m) => !remove.includes(m)), ...add];
    }
    return asAct({ ...before, values, sets: members });
  };
  interface StepInput {
    id: string;
    field: string;
    to: string;
    name?: string;
    set?: Record<string, unknown>;
  }
  const step = ({ id, field, to, name, set = {} }: StepInput) => {
    const before = demand(id);
    const machine = (kindOf(before.kind) as AnyKind).fields[field]!.info.machine!;
    const taken = findStep(machine, String(before.values[field] ?? machine.initial), to, name);
    if (!taken) throw new WorkbenchError('RECORD_STEP', '请按顺序办理。');
    const asked = { ...filledIn(taken, before, { today: TODAY }, context), ...set };
    const entity = { ...before, values: { ...before.values, ...asked } };
    const effect = Object.entries({ ...taken.effect?.(entity.values, { today: TODAY }), [field]: to });
    const values = Object.fromEntries(
      Object.entries({ ...entity.values, ...Object.fromEntries(effect) }).filter(
        ([, value]) => value !== null,
      ),
    );
    if (taken.complete) {
      const errors = issuesOf(kindOf(entity.kind) as AnyKind, { ...entity, values }, context).filter(
        (issue) => issue.level === 'error',
      );
      if (errors.length > 0) {
        throw new WorkbenchError(
          'RECORD_INCOMPLETE',
          `还不能“${taken.label}”，请补齐后再办理。`,
          errors.map((e) => ({ place: e.field, message: e.message })),
        );
      }
    }
    return asAct({ ...before, values });
  };

  const handlers: Record<string, Handler> = {
    'feed.start': () => {
      epoch += 1;
      seq = 0;
      tell({ changed: [...records.values()], last: true });
      return { epoch, total: records.size };
    },
    'feed.more': () => null,
    'record.save': save as Handler,
    'record.step': step as Handler,
    'record.remove': (({ id }: { id: string }) => {
      gone.set(id, demand(id));
      records.delete(id);
      tell({ removed: [id] });
      return null;
    }) as Handler,
    'record.removed': () =>
      [...gone.values()].map(({ id, kind, values }) => ({
        id,
        kind,
        title: String(values.code ?? id),
        by: '闻知远',
        at: '2026-03-20T01:00:00.000Z',
        reason: '误登',
        along: [],
      })),
    'record.restore': (({ id }: { id: string }) => {
      const back = gone.get(id)!;
      gone.delete(id);
      return saved(keep(back));
    }) as Handler,
    'record.undo': (({ act }: { act?: string }) => {
      const at = act === undefined ? acts.length - 1 : acts.findIndex((one) => one.act === act);
      const [taken] = at < 0 ? [] : acts.splice(at, 1);
      if (!taken) throw new WorkbenchError('UNDO_NOTHING', '自解锁以来没有可以撤销的操作。');
      keep(taken.before);
      return { said: '已撤销：一处修改', record: taken.before.id };
    }) as Handler,
    'record.history': () => [],
    'record.resolve': (({ id, field, value }: { id: string; field: string; value: unknown }) => {
      const entity = demand(id);
      const conflicts = entity.conflicts.filter((c) => c !== field);
      return saved(keep({ ...entity, conflicts, values: { ...entity.values, [field]: value } }));
    }) as Handler,
  };

  const workbench: Workbench<AppContract> = {
    invoke: async (name, input) => {
      calls.push({ name, input: structuredClone(input) });
      try {
        const call = findCall(contract, name);
        const parsed = call?.input.safeParse(input);
        if (!parsed?.success) throw new WorkbenchError('CONTRACT_BAD_INPUT', '提交的内容不符合要求。');
        const handler = handlers[name];
        if (!handler) throw new WorkbenchError('CONTRACT_UNKNOWN_NAME', '测试没有准备这项操作。');
        await held.get(name);
        const value = await handler(parsed.data as never);
        call?.output.parse(value);
        return { ok: true, value: value as never };
      } catch (error) {
        return toFailure(error);
      }
    },
    subscribe: (name, listener) => {
      const mine = listeners.get(name) ?? new Set();
      mine.add(listener as never);
      listeners.set(name, mine);
      return () => mine.delete(listener as never);
    },
  };
  return {
    workbench,
    calls,
    inputsOf: (name) => calls.filter((c) => c.name === name).map((c) => c.input as never),
    answer: (name, handler) => {
      handlers[name] = handler as Handler;
    },
    refuse: (name) => {
      const before = handlers[name];
      handlers[name] = () => {
        throw new WorkbenchError('STORE_DISK_FULL', '磁盘空间不足。');
      };
      return () => {
        if (before) handlers[name] = before;
      };
    },
    hold: (name) => {
      let release = (): void => undefined;
      held.set(name, new Promise((resolve) => (release = resolve)));
      return () => {
        held.delete(name);
        release();
      };
    },
    begin: (name, task) => {
      const off = new Set<(reason: WorkbenchError) => void>();
      handlers[name] = () => new Promise((_done, reject) => off.add(reject));
      handlers['task.cancel'] = ({ task: called }: { task: Task }) => {
        const mine = called === task ? [...off] : [];
        mine.forEach((reject) => reject(new WorkbenchError('TASK_CANCELLED', `已取消${TASKS[task]}。`)));
        return { cancelled: mine.length > 0 };
      };
      return (done, total) => act(() => publish('progress', { task, done, total }));
    },
    record: (id) => records.get(id),
    recordsOf: (kind) => [...records.values()].filter((e) => e.kind === kind),
    put: (...changed) => changed.forEach((seed) => keep(full({ ...records.get(seed.id), ...seed }))),
    tell,
  };
}

/** A round with one unit and three members; what every feature needs to stand on. */
export const ROUND: readonly Seed[] = [
  { id: 'round', kind: 'round', values: { name: '九届县委第四轮巡察', focusVersion: 'focus-2024' } },
  { id: 'unit', kind: 'unit', values: { name: '县水务局党组' } },
  { id: 'insp', kind: 'inspection', parent: 'round', inspection: 'insp', values: { unit: 'unit' } },
  { id: 'team', kind: 'team', parent: 'round', values: { name: '县委第二巡察组' } },
  { id: 'p1', kind: 'member', parent: 'team', values: { code: 'P01', name: '闻知远', duty: '组长' } },
  { id: 'p2', kind: 'member', parent: 'team', values: { code: 'P02', name: '沈砚秋', duty: '副组长' } },
  { id: 'p3', kind: 'member', parent: 'team', values: { code: 'P03', name: '罗临川', duty: '组员' } },
];

/** A record of the unit. */
export const ofUnit = (
  id: string,
  kind: string,
  values: FeedEntity['values'],
  more: Partial<Seed> = {},
): Seed => ({
  id,
  kind,
  parent: 'insp',
  inspection: 'insp',
  values,
  ...more,
});

interface Opened {
  readonly bridge: Bridge;
  readonly user: ReturnType<typeof userEvent.setup>;
}

/** Signs in, feeds the replica and shows a feature's page, with a record open or not. */
export async function openPage(
  Page: ComponentType<FeatureProps>,
  seeds: readonly Seed[],
  {
    record,
    role = 'leader',
    answers = {},
  }: { record?: string; role?: Role; answers?: Readonly<Record<string, () => unknown>> } = {},
): Promise<Opened> {
  const bridge = makeBridge([...ROUND, ...seeds]);
  for (const [name, answer] of Object.entries(answers)) bridge.answer(name, answer);
  Object.defineProperty(window, 'workbench', { value: bridge.workbench, configurable: true });
  useSession.setState({
    status: 'unlocked',
    session: { user: { userId: 'u1', name: '闻知远', role }, today: TODAY, demo: false },
  });
  await act(async () => {
    await new Promise<void>((onReady) => void startReplica(bridge.workbench, { first: 'insp', onReady }));
  });
  function Shown() {
    const [open, setOpen] = useState(record);
    // As in the frame: a lock takes every screen away.
    if (useSession((state) => state.status) !== 'unlocked') return null;
    return <Page inspection="insp" record={open} onOpen={setOpen} />;
  }
  render(
    <ConfigProvider
      locale={zhCN}
      theme={{ token: { motion: false }, zeroRuntime: true }}
      button={{ autoInsertSpace: false }}
    >
      <App>
        <Shown />
      </App>
    </ConfigProvider>,
  );
  // Typing speed is not what these tests are about; the pause of the autosave is real.
  return { bridge, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) };
}

afterEach(async () => {
  await act(() => stopReplica());
});
