/** Where table files are read and made: in one worker where the program has one, else in this thread (CLI and tests). */
import { Worker } from 'node:worker_threads';
import { type Result, WorkbenchError } from '../../../src-shared/errors';
import { oneWorker } from '../../one-worker';
import type { TableFormat, TableOut } from './export';
import type { TableFile } from './sheet';

/** What the worker is asked for: the table of a file, or the file of a table. */
export type TableTask =
  | { readonly is: 'read'; readonly bytes: Uint8Array }
  | { readonly is: 'write'; readonly table: TableOut; readonly format: TableFormat };

export interface TableThread {
  /** @throws WorkbenchError TABLE_*; the reason of the signal */
  read(bytes: Uint8Array, signal?: AbortSignal): Promise<TableFile>;
  /** @throws WorkbenchError TABLE_STOPPED; the reason of the signal */
  write(table: TableOut, format: TableFormat, signal?: AbortSignal): Promise<Buffer>;
}

/**
 * A file that is not read by then is one that no library comes to the end of, in milliseconds. The largest that may be read
 * takes some twenty seconds on an old laptop.
 */
export const READ_LIMIT_MS = 180_000;

/** What a thread may take for a file, in MiB: more is a file made to take everything. */
const MOST_MEMORY_MB = 1536;

const tooLong = (): WorkbenchError =>
  new WorkbenchError(
    'TABLE_TOO_LONG',
    `这个文件读了${READ_LIMIT_MS / 60_000}分钟还没有读完，已停止，未导入。请用WPS或Excel打开它，另存为“.xlsx”后再选。`,
  );

const stopped = (cause: unknown): WorkbenchError =>
  new WorkbenchError(
    'TABLE_STOPPED',
    '处理表格时程序中断，没有导入或导出，已保存的记录不受影响。文件很大的，请分成几个再试。',
    [],
    { cause },
  );

/**
 * @param script path of the built `table-worker.js`; without it the work is done in this thread
 * @param memory what the thread may take, in MiB
 */
export function tableThread(script?: string, memory = MOST_MEMORY_MB): TableThread {
  // Loaded when the first table comes: where there is a worker, this thread never needs the libraries.
  if (script === undefined)
    return {
      read: async (bytes) => (await import('./read-file')).readTableFile(bytes),
      write: async (table, format) => (await import('./write-file')).bytesOf(table, format),
    };
  const resourceLimits = { maxOldGenerationSizeMb: memory };
  const worker = oneWorker<TableTask, Result<unknown>>(() => new Worker(script, { resourceLimits }));
  async function run(task: TableTask, signal: AbortSignal | undefined): Promise<unknown> {
    const result = await worker.run(task, signal).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw stopped(cause);
    });
    if (result.ok) return result.value;
    throw new WorkbenchError(result.code as 'TABLE_STOPPED', result.message, result.problems);
  }
  return {
    async read(bytes, signal) {
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(tooLong()), READ_LIMIT_MS);
      const signals = signal ? [signal, limit.signal] : [limit.signal];
      try {
        return (await run({ is: 'read', bytes }, AbortSignal.any(signals))) as TableFile;
      } finally {
        clearTimeout(timer);
      }
    },
    write: async (table, format, signal) =>
      Buffer.from((await run({ is: 'write', table, format }, signal)) as Uint8Array),
  };
}
