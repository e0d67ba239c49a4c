/** Where papers are built: in one worker where the program has one, else in this thread (CLI and tests). */
import { Worker } from 'node:worker_threads';
import { type Result, WorkbenchError } from '../../../src-shared/errors';
import type { PaperOrder } from '../../word/build';
import { oneWorker } from '../../one-worker';

/** @param signal calls it off; the promise then rejects with the signal's reason */
export type BuildPaper = (order: PaperOrder, signal?: AbortSignal) => Promise<Buffer>;

/** @param script path of the built `document-worker.js`; without it papers are built in this thread. */
export function paperBuilder(script?: string): BuildPaper {
  // Loaded when the first paper is built: where there is a worker, this thread never needs it.
  if (!script) return async (order) => (await import('../../word/build')).buildPaper(order);
  const builder = oneWorker<PaperOrder, Result<Uint8Array>>(() => new Worker(script));
  return async (order, signal) => {
    const result = await builder.run(order, signal).catch((cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new WorkbenchError(
        'DOCUMENT_STOPPED',
        '生成文件时程序中断，没有生成文件，已保存的记录不受影响。请重试。',
        [],
        { cause },
      );
    });
    if (result.ok) return Buffer.from(result.value);
    throw new WorkbenchError(result.code as 'DOCUMENT_STOPPED', result.message, result.problems);
  };
}
