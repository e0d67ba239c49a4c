/**
 * The core in a process of its own (Electron's `utilityProcess`), so that a slow disk never freezes the window and that
 * the lock is the end of it: docs/decisions/0012.
 */
import path from 'node:path';
import { coreContract } from '../src-shared/contract';
import { serve, type CallName } from '../src-shared/contract/define';
import { createCore } from './core';
import {
  finishing,
  hostCore,
  onlyDirect,
  whenQuiet,
  type CallMessage,
  type CoreProcessData,
  type ToCore,
} from './core-protocol';
import { keepOutOfCoreDumps } from './core-dumps';

keepOutOfCoreDumps();
const { dataDir } = JSON.parse(process.argv.at(-1) ?? '{}') as CoreProcessData;
const shell = process.parentPort;

/** A person who is being added, or a passphrase that is being changed, is so before a lock: a moment, and nobody can ask. */
const OF_THE_HEADER = ['vault.addUser', 'vault.removeUser', 'vault.changePassphrase'] satisfies CallName<
  typeof coreContract
>[];

const receive = hostCore(
  (message) => shell.postMessage(message),
  (host) => {
    const core = createCore({
      dataDir,
      ...host,
      documentWorker: path.join(__dirname, 'document-worker.js'),
      tableWorker: path.join(__dirname, 'table-worker.js'),
    });
    const { dispatch, finished } = finishing(OF_THE_HEADER, serve(coreContract, core.handlers));
    // Whoever only ever closes the lid has a backup too: sleep waits for none.
    const quiet = whenQuiet(dispatch, () => void core.backUpIfDue());
    return {
      dispatch: quiet,
      pageDispatch: onlyDirect(coreContract, quiet),
      async close(reason) {
        await finished();
        await core.close(reason);
      },
    };
  },
);

shell.on('message', ({ data, ports }) => {
  const [port] = ports;
  receive(
    data as ToCore,
    port && {
      postMessage: (message) => port.postMessage(message),
      listen(listener) {
        port.on('message', (said) => listener(said.data as CallMessage));
        port.start();
      },
    },
  );
});
