/**
 * What stands where the preload stands: it passes the window's calls to a house with the real core (house/), answers those of
 * the shell, and can do to a call what a bad disk or a slow one does. Everything in front of it is the real renderer.
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
  type CallName,
  type InputOf,
  type OutputOf,
  type SessionInfo,
  TASKS,
  type Task,
  type Workbench,
} from '../../src-shared/contract';
import type { shellContract } from '../../src-shared/contract/shell';
import type { Entity } from '../../src-shared/domain/define';
import type { Role } from '../../src-shared/domain/roles';
import { toFailure, WorkbenchError, type Result } from '../../src-shared/errors';
import { startReplica, stopReplica } from '../../src-renderer/replica';
import { useSession } from '../../src-renderer/session/session';
import type { FeatureProps } from '../../src-renderer/ui/kind-page';
import type { House, openHouse as OpenHouse, Written } from './house/house';
import { PASSPHRASE, PEOPLE, type Crew } from './house/people';

declare const openHouse: typeof OpenHouse;

export const TODAY = '2026-03-20';
export { PASSPHRASE, PEOPLE };

/** A record to begin with; what is left out is empty. */
export type Seed = Written;

type ShellCall = CallName<typeof shellContract>;
type ShellAnswer<K extends ShellCall> = (
  input: InputOf<AppContract, K>,
) => OutputOf<AppContract, K> | Promise<OutputOf<AppContract, K>>;

export interface Bridge {
  readonly workbench: Workbench<AppContract>;
  readonly house: House;
  /** Every call so far, oldest first. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** The inputs of the calls of one name. */
  inputsOf(name: string): readonly never[];
  /** How the shell answers from now on: what a person chooses in a dialog, what a printer did. */
  answer<K extends ShellCall>(name: K, handler: ShellAnswer<K>): void;
  /** Refuses calls of a name from now on, as a full disk does, until the function it gives is called. */
  refuse(name: CallName<AppContract>, error?: WorkbenchError): () => void;
  /** The same from the `nth` such call from now on, the first being 1. */
  refuseFrom(nth: number, name: CallName<AppContract>): () => void;
  /** Keeps calls of a name waiting until the function it gives is called. */
  hold(name: CallName<AppContract>): () => void;
  /** Carries calls of a name out, and keeps the answers on their way until the function it gives is called. */
  holdAnswers(name: CallName<AppContract>): () => void;
  /** Keeps a long act waiting at its beginning, and tells how far it is; `task.cancel` calls it off. */
  begin(name: CallName<AppContract>, task: Task): (done: number, total: number) => void;
  /** Loses the next message of the feed on its way. */
  lose(): void;
  /** As it stands in the store, whoever may see it. */
  record(id: string): Entity | undefined;
  recordsOf(kind: string): readonly Entity[];
  /** Changes records as if another person had. */
  put(...changed: Seed[]): void;
}

const DISK_FULL = new WorkbenchError('STORE_DISK_FULL', '磁盘空间不足。');

export const APP_INFO: OutputOf<AppContract, 'shell.appInfo'> = {
  productName: '巡察工作台',
  version: '0.1.0',
  electronVersion: '45.0.0',
  packaged: true,
  appearance: 'system',
  textSize: 'standard',
  idleMinutes: 10,
  coreRunning: true,
  refused: { network: 0, navigation: 0, permission: 0, sender: 0 },
};

let current: Bridge | undefined;

/** Opens a house of its own for the test, with `written` in its vault, and puts its door into the window. */
export async function openBridge(written: readonly Seed[], crew: Crew = 'alone'): Promise<Bridge> {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: { name: string; input: unknown }[] = [];
  const held = new Map<string, Promise<void>>();
  const heldAnswers = new Map<string, Promise<void>>();
  const holding = (waiting: Map<string, Promise<void>>, name: string) => {
    let release = (): void => undefined;
    waiting.set(name, new Promise((resolve) => (release = resolve)));
    return () => {
      waiting.delete(name);
      release();
    };
  };
  const instead = new Map<string, (input: unknown) => Promise<Result<unknown>>>();
  const shell = new Map<string, (input: never) => unknown>();
  let toLose = 0;

  const tell = (name: string, payload: unknown): void =>
    listeners.get(name)?.forEach((listener) => listener(payload as never));
  const house = await openHouse({
    crew,
    written,
    today: TODAY,
    onEvent(name, payload) {
      if (name === 'records' && toLose > 0) toLose -= 1;
      else tell(name, payload);
    },
  });

  async function askShell(name: string, input: unknown): Promise<Result<unknown>> {
    try {
      const parsed = findCall(contract, name)?.input.safeParse(input);
      if (!parsed?.success) throw new WorkbenchError('CONTRACT_BAD_INPUT', '提交的内容不符合要求。');
      const handler = shell.get(name);
      if (!handler) throw new WorkbenchError('CONTRACT_UNKNOWN_NAME', '测试没有准备这项操作。');
      return { ok: true, value: await handler(parsed.data as never) };
    } catch (error) {
      return toFailure(error);
    }
  }

  const bridge: Bridge = {
    house,
    workbench: {
      async invoke(name, input) {
        calls.push({ name, input: structuredClone(input) });
        await held.get(name);
        const other = instead.get(name);
        const ask = name.startsWith('shell.') ? askShell : house.call;
        const answer = await (other ? other(input) : ask(name, input));
        await heldAnswers.get(name);
        return answer as Result<never>;
      },
      subscribe(name, listener) {
        const mine = listeners.get(name) ?? new Set();
        mine.add(listener as never);
        listeners.set(name, mine);
        return () => mine.delete(listener as never);
      },
    },
    calls,
    inputsOf: (name) => calls.filter((c) => c.name === name).map((c) => c.input as never),
    answer: (name, handler) => void shell.set(name, handler as never),
    refuse(name, error = DISK_FULL) {
      instead.set(name, () => Promise.resolve(toFailure(error)));
      return () => void instead.delete(name);
    },
    refuseFrom(nth, name) {
      let asked = 0;
      instead.set(name, (input) => {
        asked += 1;
        return asked < nth ? house.call(name, input) : Promise.resolve(toFailure(DISK_FULL));
      });
      return () => void instead.delete(name);
    },
    hold: (name) => holding(held, name),
    holdAnswers: (name) => holding(heldAnswers, name),
    begin(name, task) {
      const off = new Set<(failure: Result<never>) => void>();
      instead.set(name, () => new Promise((resolve) => off.add(resolve)));
      instead.set('task.cancel', () => {
        const cancelled = toFailure(new WorkbenchError('TASK_CANCELLED', `已取消${TASKS[task]}。`));
        off.forEach((end) => end(cancelled));
        return Promise.resolve({ ok: true, value: { cancelled: off.size > 0 } });
      });
      return (done, total) => act(() => tell('progress', { task, done, total }));
    },
    lose() {
      toLose += 1;
    },
    record: (id) => house.record(id),
    recordsOf: (kind) => house.recordsOf(kind),
    put: (...changed) => house.write(changed),
  };
  bridge.answer('shell.appInfo', () => APP_INFO);
  bridge.answer('shell.lock', async () => {
    await house.lock();
    return {};
  });
  Object.defineProperty(window, 'workbench', { value: bridge.workbench, configurable: true });
  current = bridge;
  return bridge;
}

/** Signs in behind the window's back, as the person of a role. @throws where it is refused */
export async function signIn({ house }: Bridge, role: Role = 'leader'): Promise<SessionInfo> {
  const told = await house.call('vault.unlock', { name: PEOPLE[role].name, passphrase: PASSPHRASE });
  if (!told.ok) throw new Error(told.message);
  return told.value as SessionInfo;
}

/** A round with one unit and three members; what every feature needs to stand on. */
export const ROUND: readonly Seed[] = [
  { id: 'term', kind: 'term', values: { name: '中共青禾县第九届委员会' } },
  {
    id: 'round',
    kind: 'round',
    parent: 'term',
    values: { name: '九届县委第四轮巡察', focusVersion: 'focus-2024' },
  },
  { id: 'unit', kind: 'unit', values: { name: '县水务局党组' } },
  { id: 'insp', kind: 'inspection', parent: 'round', values: { unit: 'unit' } },
  { id: 'team', kind: 'team', parent: 'round', values: { name: '县委第二巡察组' } },
  { id: 'p1', kind: 'member', parent: 'team', values: { code: 'P01', name: '闻知远', duty: '组长' } },
  { id: 'p2', kind: 'member', parent: 'team', values: { code: 'P02', name: '沈砚秋', duty: '副组长' } },
  { id: 'p3', kind: 'member', parent: 'team', values: { code: 'P03', name: '罗临川', duty: '组员' } },
];

/** A record of the unit. */
export const ofUnit = (id: string, kind: string, values: Seed['values'], more: Partial<Seed> = {}): Seed => ({
  id,
  kind,
  parent: 'insp',
  values,
  ...more,
});

export type User = ReturnType<typeof userEvent.setup>;

interface Opened {
  readonly bridge: Bridge;
  readonly user: User;
}

/** Signs in, feeds the replica and shows a feature's page, with a record open or not. */
export async function openPage(
  Page: ComponentType<FeatureProps>,
  seeds: readonly Seed[],
  { record, role = 'leader', crew }: { record?: string; role?: Role; crew?: Crew } = {},
): Promise<Opened> {
  const bridge = await openBridge([...ROUND, ...seeds], crew ?? (role === 'leader' ? 'alone' : 'team'));
  useSession.setState({ status: 'unlocked', session: await signIn(bridge, role) });
  await act(async () => {
    await new Promise<void>((onReady) => void startReplica(bridge.workbench, { first: 'insp', onReady }));
  });
  function Shown() {
    const [open, setOpen] = useState(record);
    // As in the frame: a lock takes every screen away.
    if (useSession((state) => state.status) !== 'unlocked') return null;
    return <Page inspection="insp" round="round" record={open} onOpen={setOpen} />;
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
  await current?.house.leave();
  current = undefined;
});
