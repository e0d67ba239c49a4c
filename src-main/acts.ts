/** The long acts of a core: their progress, their limit, and the ways to end them before their time. */
import { setImmediate as turn } from 'node:timers/promises';
import { OF_THE_WHOLE, TASKS, type Task } from '../src-shared/contract/tasks';
import { WorkbenchError } from '../src-shared/errors';
import type { Turns } from './store/steps';

/** What a long act is given. */
export interface Act extends Turns {
  /** Aborted when the act is called off, with a WorkbenchError as reason: stop, and throw it. */
  readonly signal: AbortSignal;
  /** Tells how far it is, in any unit; also the sign that it goes on. */
  progress(done: number, total: number): void;
  /** Lets others have their turn, and hears whether the act is called off. @throws the signal's reason */
  breathe(): Promise<void>;
  /**
   * Passes bytes on in pieces, with their progress, others' turns and the end by the signal between them.
   * @param total bytes of the whole act
   * @param before bytes of it that went before this source
   */
  through<T extends Uint8Array>(source: AsyncIterable<T>, total: number, before?: number): AsyncGenerator<T>;
}

export interface Acts {
  /**
   * @throws what `work` throws; TASK_RUNNING where another of those that go through the whole store is under way;
   *   TASK_CANCELLED, TASK_TIMEOUT or the reason of {@link endAll} where it was ended
   */
  run<T>(task: Task, work: (act: Act) => Promise<T>): Promise<T>;
  /** Calls off all acts of a name. @returns whether there was one */
  cancel(task: Task): boolean;
  endAll(reason: WorkbenchError): void;
}

/** An act that has told no progress for so long has come to a stop, in milliseconds; a slow stick is slower than that. */
export const STANDSTILL_MS = 10 * 60_000;
/** Progress is told this often at most, in milliseconds: a bar needs no more. */
const TELL_MS = 100;

const cancelled = (task: Task): WorkbenchError =>
  new WorkbenchError('TASK_CANCELLED', `已取消${TASKS[task]}，没有留下未完成的文件，已保存的内容不受影响。`);

const beingDone = (task: Task, running: Task): WorkbenchError =>
  new WorkbenchError(
    'TASK_RUNNING',
    `正在${TASKS[running]}，没有开始${TASKS[task]}。请等它做完或取消后再试。`,
  );

const standstill = (task: Task): WorkbenchError =>
  new WorkbenchError(
    'TASK_TIMEOUT',
    `${TASKS[task]}${STANDSTILL_MS / 60_000}分钟没有进展，已停止；已保存的内容不受影响。请检查磁盘或U盘后重试。`,
  );

/** @param tell is told of the progress of each act */
export function createActs(tell: (task: Task, done: number, total: number) => void): Acts {
  const running = new Map<AbortController, Task>();
  return {
    async run(task, work) {
      const other = OF_THE_WHOLE.includes(task)
        ? [...running.values()].find((one) => OF_THE_WHOLE.includes(one))
        : undefined;
      if (other !== undefined) throw beingDone(task, other);
      const controller = new AbortController();
      const { signal } = controller;
      running.set(controller, task);
      let limit: NodeJS.Timeout | undefined;
      const goesOn = (): void => {
        clearTimeout(limit);
        limit = setTimeout(() => controller.abort(standstill(task)), STANDSTILL_MS);
        limit.unref();
      };
      let told = 0;
      const act: Act = {
        signal,
        progress(done, total) {
          goesOn();
          const now = performance.now();
          if (done < total && now - told < TELL_MS) return;
          told = now;
          tell(task, done, total);
        },
        async breathe() {
          await turn();
          signal.throwIfAborted();
        },
        async *through(source, total, before = 0) {
          let done = before;
          for await (const piece of source) {
            await act.breathe();
            yield piece;
            done += piece.length;
            act.progress(done, total);
          }
        },
      };
      goesOn();
      try {
        return await Promise.race([work(act), afterAbort(signal)]);
      } finally {
        clearTimeout(limit);
        running.delete(controller);
      }
    },
    cancel(task) {
      const own = [...running].filter(([, name]) => name === task);
      own.forEach(([controller]) => controller.abort(cancelled(task)));
      return own.length > 0;
    },
    endAll(reason) {
      for (const controller of running.keys()) controller.abort(reason);
    },
  };
}

/** How long an act that is called off may take to clear up before its caller is answered, in milliseconds. */
const CLEARING_MS = 2000;

/** Rejects with the reason some time after the abort: for work that waits for a disk which does not answer. */
function afterAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => void setTimeout(() => reject(signal.reason as Error), CLEARING_MS).unref(),
      { once: true },
    );
  });
}
