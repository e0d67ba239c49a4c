/**
 * The change feed into the working copy. Batches count up from 0 within an epoch. A gap means that something was lost, an
 * epoch that was not asked for that other records may be seen than before: either way the feed is asked again.
 */
import { create } from 'zustand';
import type { AppContract, FeedEntity, PayloadOf, Workbench } from '../../src-shared/contract';
import { deleteWorkingCopy, workingCopy } from './db';
import { allIds, applyToSnapshot, clearSnapshot } from './snapshot';

type Batch = PayloadOf<AppContract, 'records'>;

export interface ReplicaState {
  readonly status: 'off' | 'loading' | 'ready' | 'failed';
  /** Records received and expected while loading. */
  readonly received: number;
  readonly total: number;
  /** Why loading failed, in words. */
  readonly message?: string;
}

/** How far the working copy is: for the frame's progress line. */
export const useReplicaState = create<ReplicaState>()(() => ({ status: 'off', received: 0, total: 0 }));

export interface ReplicaOptions {
  /** The inspection whose records are wanted first. */
  readonly first?: string;
  /** Called once, when every record is there. */
  readonly onReady?: () => void;
}

/** One run from `startReplica` to `stopReplica`. */
interface Run {
  readonly workbench: Workbench<AppContract>;
  readonly options: ReplicaOptions;
  /** Batches of lower epochs are not heard. */
  epoch: number;
  /** The next `seq` of the epoch. */
  next: number;
  /** Whether the feed was asked and its first batch has not come yet. */
  asking: boolean;
  /** Ids received since the feed was started; undefined once the first load is complete. */
  seen: Set<string> | undefined;
  ready: boolean;
  stopListening: () => void;
  /** What is not yet in Dexie: written in one transaction when the one before is done. */
  waiting: { changed: Map<string, FeedEntity>; removed: Set<string> };
  writing: Promise<boolean> | undefined;
}

let run: Run | undefined;

/** Batches of the first load between two looks of the screens at it. */
const QUIET_BATCHES = 6;

/** Empties the working copy, listens to `records` and asks for everything. Any earlier run is stopped. */
export async function startReplica(
  workbench: Workbench<AppContract>,
  options: ReplicaOptions = {},
): Promise<void> {
  await stopReplica();
  const mine: Run = {
    workbench,
    options,
    epoch: 0,
    next: 0,
    asking: false,
    seen: new Set(),
    ready: false,
    stopListening: () => undefined,
    waiting: { changed: new Map(), removed: new Set() },
    writing: undefined,
  };
  run = mine;
  mine.stopListening = workbench.subscribe('records', (batch) => receive(mine, batch));
  useReplicaState.setState({ status: 'loading', received: 0, total: 0, message: undefined });
  await ask(mine);
}

/** Stops listening and deletes the working copy: on lock nothing is left. */
export async function stopReplica(): Promise<void> {
  run?.stopListening();
  run = undefined;
  clearSnapshot();
  useReplicaState.setState({ status: 'off', received: 0, total: 0, message: undefined });
  await deleteWorkingCopy();
}

/** Asks for everything from the start; what still comes of epochs up to `heard` is in doubt and not heard. */
async function ask(mine: Run, heard = mine.epoch): Promise<void> {
  const { first } = mine.options;
  mine.epoch = heard + 1;
  mine.asking = true;
  const answer = await mine.workbench.invoke('feed.start', first === undefined ? {} : { first });
  if (run !== mine) return;
  if (answer.ok) useReplicaState.setState({ total: answer.value.total });
  else useReplicaState.setState({ status: 'failed', message: answer.message });
}

/** Longest wait for a quiet moment, in milliseconds. */
const PATIENCE_MS = 50;

/** Asks for the next batch when the screens have dealt with this one: what is already there is shown first. */
function askOn(mine: Run): void {
  const { epoch } = mine;
  requestIdleCallback(
    () => {
      if (run !== mine || mine.epoch !== epoch || mine.asking) return;
      void write(mine);
      void mine.workbench.invoke('feed.more', { epoch }).then((answer) => {
        if (run === mine && mine.epoch === epoch && !answer.ok)
          useReplicaState.setState({ status: 'failed', message: answer.message });
      });
    },
    { timeout: PATIENCE_MS },
  );
}

function receive(mine: Run, batch: Batch): void {
  if (run !== mine || batch.epoch < mine.epoch) return;
  const begins = mine.asking && batch.seq === 0;
  // A batch was lost, or an epoch began unasked: what this person may see changed altogether.
  if (!begins && (mine.asking || batch.epoch !== mine.epoch || batch.seq !== mine.next)) {
    void ask(mine, batch.epoch);
    return;
  }
  if (begins) {
    mine.epoch = batch.epoch;
    mine.asking = false;
    mine.seen = new Set();
  }
  mine.next = batch.seq + 1;
  // A first load comes in many batches: screens that look at everything need not look after each.
  const quiet = mine.seen !== undefined && !batch.last && batch.seq % QUIET_BATCHES !== 0;
  take(mine, batch.changed, batch.removed, quiet);
  if (mine.seen) load(mine, mine.seen, batch);
}

/** Counts the first load; at its end, records that the core no longer names are dropped. */
function load(mine: Run, seen: Set<string>, batch: Batch): void {
  for (const entity of batch.changed) seen.add(entity.id);
  useReplicaState.setState({ received: seen.size });
  if (!batch.last) {
    askOn(mine);
    return;
  }
  const gone = [...allIds()].filter((id) => !seen.has(id));
  if (gone.length > 0) take(mine, [], gone);
  mine.seen = undefined;
  void write(mine).then((written) => {
    if (!written || run !== mine || mine.ready) return;
    mine.ready = true;
    useReplicaState.setState({ status: 'ready' });
    mine.options.onReady?.();
  });
}

function take(mine: Run, changed: readonly FeedEntity[], removed: readonly string[], quiet = false): void {
  const { waiting } = mine;
  for (const entity of changed) {
    waiting.changed.set(entity.id, entity);
    waiting.removed.delete(entity.id);
  }
  for (const id of removed) {
    waiting.changed.delete(id);
    waiting.removed.add(id);
  }
  applyToSnapshot(changed, removed, quiet);
  // While much arrives the screens come first; it is written before more is asked for.
  if (mine.seen === undefined) void write(mine);
}

/** Writes what is waiting, one transaction after another; resolves when nothing waits, to whether all is written. */
function write(mine: Run): Promise<boolean> {
  mine.writing ??= drain(mine).finally(() => {
    mine.writing = undefined;
  });
  return mine.writing;
}

async function drain(mine: Run): Promise<boolean> {
  while (run === mine && mine.waiting.changed.size + mine.waiting.removed.size > 0) {
    const { changed, removed } = mine.waiting;
    mine.waiting = { changed: new Map(), removed: new Set() };
    try {
      await workingCopy().put([...changed.values()], [...removed]);
    } catch {
      // Locking closes the working copy under a write: then there is nothing left to write to.
      if (run === mine) {
        useReplicaState.setState({
          status: 'failed',
          message: '界面所用的数据副本写入失败，已保存的内容不受影响。请锁定后重新进入。',
        });
      }
      return false;
    }
  }
  return true;
}
