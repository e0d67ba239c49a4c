/** Builds one paper in a thread of its own, so that the next save never waits for a long document. */
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure, type Result } from '../src-shared/errors';
import { buildPaper, type PaperOrder } from './documents/build';

if (parentPort === null) throw new Error('document-worker runs as a worker thread only');
const port = parentPort;

const answer = (result: Result<Uint8Array>): void => port.postMessage(result);
buildPaper(workerData as PaperOrder).then(
  (bytes) => answer({ ok: true, value: bytes }),
  (error: unknown) => answer(toFailure(error)),
);
