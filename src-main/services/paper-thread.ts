/** Where papers are built: in a worker of their own where the program has one, else in this thread (CLI and tests). */
import { Worker } from 'node:worker_threads';
import { type Result, WorkbenchError } from '../../src-shared/errors';
import type { PaperOrder } from '../documents/build';

export type BuildPaper = (order: PaperOrder) => Promise<Buffer>;

/** @param script path of the built `document-worker.js`; without it papers are built in this thread. */
export function paperBuilder(script?: string): BuildPaper {
  // Loaded when the first paper is built: where there is a worker, this thread never needs it.
  if (!script) return async (order) => (await import('../documents/build')).buildPaper(order);
  return (order) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData: order });
      const stopped = () =>
        reject(
          new WorkbenchError(
            'DOCUMENT_STOPPED',
            '生成文件时程序中断，没有生成文件，已保存的记录不受影响。请重试。',
          ),
        );
      worker.once('message', (result: Result<Uint8Array>) => {
        if (result.ok) resolve(Buffer.from(result.value));
        else reject(new WorkbenchError(result.code as 'DOCUMENT_STOPPED', result.message, result.problems));
      });
      worker.once('error', stopped);
      worker.once('exit', stopped);
    });
}
