/** The core in a worker thread of its own, so that a slow disk never freezes the window. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { coreContract } from '../src-shared/contract';
import { serve } from '../src-shared/contract/define';
import { createCore } from './core';
import { hostCore, type CoreWorkerData } from './core-protocol';

if (parentPort === null) throw new Error('core-worker runs as a worker thread only');
const { dataDir } = workerData as CoreWorkerData;

hostCore(parentPort, (publish) => {
  const core = createCore({ dataDir, publish, documentWorker: path.join(__dirname, 'document-worker.js') });
  return { dispatch: serve(coreContract, core.handlers), close: () => core.close() };
});
