/** Builds papers one after another in a thread of its own, so that the next save never waits for a long document. */
import { parentPort } from 'node:worker_threads';
import { toFailure, type Result } from '../src-shared/errors';
import { buildPaper, type PaperOrder } from './word/build';

if (parentPort === null) throw new Error('document-worker runs as a worker thread only');
const port = parentPort;

const answer = (result: Result<Uint8Array>): void => port.postMessage(result);
port.on('message', (order: PaperOrder) => {
  buildPaper(order).then(
    (bytes) => answer({ ok: true, value: bytes }),
    (error: unknown) => answer(toFailure(error)),
  );
});
