/**
 * One worker thread for one kind of work, kept from one piece of work to the next. Not one for each: in Electron 33 the
 * ending of a worker may wait for ever and keep its thread and memory (docs/decisions/0012), so none ends without need.
 */
import type { Worker } from 'node:worker_threads';

export interface OneWorker<Order, Answer> {
  /** Starts the thread before there is work for it. */
  prepare(): void;
  /**
   * Hands it one piece of work, after those before it.
   * @param signal calls the work off: its thread is ended, and the next work begins in a new one
   * @throws what the worker threw, an Error when it ended, or the reason of the signal
   */
  run(order: Order, signal?: AbortSignal): Promise<Answer>;
}

/** @param start starts a thread that answers each message with one message, in their order */
export function oneWorker<Order, Answer>(start: () => Worker): OneWorker<Order, Answer> {
  let kept: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function worker(): Worker {
    if (kept !== undefined) return kept;
    const fresh = start();
    const forget = (): void => {
      if (kept === fresh) kept = undefined;
    };
    // It keeps no process alive while it has nothing to do.
    fresh.unref();
    fresh.once('error', forget);
    fresh.once('exit', forget);
    kept = fresh;
    return fresh;
  }

  function work(order: Order, signal: AbortSignal | undefined): Promise<Answer> {
    signal?.throwIfAborted();
    const mine = worker();
    mine.ref();
    return new Promise<Answer>((resolve, reject) => {
      const onEnd = (): void => settle(() => reject(new Error('the worker ended')));
      const onError = (error: unknown): void => settle(() => reject(error as Error));
      const onAnswer = (answer: Answer): void => settle(() => resolve(answer));
      const onAbort = (): void => {
        if (kept === mine) kept = undefined;
        settle(() => reject(signal!.reason as Error));
        void mine.terminate();
      };
      function settle(act: () => void): void {
        mine.off('message', onAnswer).off('error', onError).off('exit', onEnd);
        signal?.removeEventListener('abort', onAbort);
        mine.unref();
        act();
      }
      mine.on('message', onAnswer).on('error', onError).on('exit', onEnd);
      signal?.addEventListener('abort', onAbort, { once: true });
      mine.postMessage(order);
    });
  }

  return {
    prepare: () => void worker(),
    run(order, signal) {
      const mine = last.then(() => work(order, signal));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
