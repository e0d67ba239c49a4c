/** The shell's end of the core: starts its worker, forwards calls and events, and says so when the worker is gone. */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { toFailure, WorkbenchError, type Result } from '../../src-shared/errors';
import type { CoreWorkerData, FromCore, ToCore } from '../core-protocol';

export interface CoreClientOptions {
  /** The compiled core-worker, absolute. */
  readonly workerFile: string;
  readonly data: CoreWorkerData;
  readonly onEvent: (name: string, payload: unknown) => void;
  /** Called once when the worker ends without having been closed. */
  readonly onStopped: () => void;
  readonly workerOptions?: WorkerOptions;
}

export interface CoreClient {
  readonly running: boolean;
  /** Never rejects; once the worker is gone every call answers CORE_STOPPED. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** Lets the core finish and close its files, at most `patienceMs` (milliseconds) long, then ends the worker. */
  close(patienceMs?: number): Promise<void>;
}

/** A worker that dies is not started again: the vault is then locked, and the person decides to reopen the program. */
export function startCore(options: CoreClientOptions): CoreClient {
  const worker = new Worker(options.workerFile, { ...options.workerOptions, workerData: options.data });
  const pending = new Map<number, (result: Result<unknown>) => void>();
  let state: 'running' | 'closing' | 'stopped' = 'running';
  let nextId = 1;
  let closed = (): void => {};

  worker.on('message', (message: FromCore) => {
    if (message.type === 'answer') {
      pending.get(message.id)?.(message.result);
      pending.delete(message.id);
    } else if (message.type === 'event') options.onEvent(message.name, message.payload);
    else closed();
  });
  // An error is always followed by 'exit'; listening keeps it from being thrown in the main process.
  worker.on('error', () => {});
  worker.on('exit', () => {
    const unexpected = state === 'running';
    state = 'stopped';
    for (const settle of pending.values()) settle(stopped());
    pending.clear();
    closed();
    if (unexpected) options.onStopped();
  });

  const post = (message: ToCore): void => worker.postMessage(message);
  return {
    get running() {
      return state === 'running';
    },
    call(name, input) {
      if (state !== 'running') return Promise.resolve(stopped());
      return new Promise((resolve) => {
        const id = nextId++;
        pending.set(id, resolve);
        try {
          post({ type: 'call', id, name, input });
        } catch (error) {
          pending.delete(id);
          resolve(toFailure(error));
        }
      });
    },
    async close(patienceMs = 5000) {
      if (state !== 'running') return;
      state = 'closing';
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        closed = resolve;
        timer = setTimeout(resolve, patienceMs);
        post({ type: 'close' });
      });
      clearTimeout(timer);
      await worker.terminate();
    },
  };
}

function stopped(): Result<never> {
  return toFailure(
    new WorkbenchError(
      'CORE_STOPPED',
      '数据服务已停止，保险库已锁定，本次操作未执行；此前已保存的内容不受影响。请关闭程序后重新打开。',
    ),
  );
}
