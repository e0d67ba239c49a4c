/** Reads and makes table files one after another in a thread of its own: a broken file stops this thread, never the core. */
import { parentPort } from 'node:worker_threads';
import { toFailure, type Result } from '../src-shared/errors';
import { readTableFile } from './services/tables/read-file';
import type { TableTask } from './services/tables/thread';
import { bytesOf } from './services/tables/write-file';

if (parentPort === null) throw new Error('table-worker runs as a worker thread only');
const port = parentPort;

const run = async (task: TableTask): Promise<unknown> =>
  task.is === 'read' ? readTableFile(task.bytes) : bytesOf(task.table, task.format);
const answer = (result: Result<unknown>): void => port.postMessage(result);
port.on('message', (task: TableTask) => {
  run(task).then(
    (value) => answer({ ok: true, value }),
    (error: unknown) => answer(toFailure(error)),
  );
});
