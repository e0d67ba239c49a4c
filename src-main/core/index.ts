/**
 * Composition root of everything below the shell: plain Node. A process of its own hosts it for the window; the CLI and the
 * tests run it in theirs. One vault folder, at most one person signed in. The handlers stand by the areas of the contract.
 */
import type { coreContract } from '../../src-shared/contract/core';
import type { Handlers } from '../../src-shared/contract/define';
import type { LockReason } from '../../src-shared/contract/shell';
import { backingUp, backupIsDue, rememberClock } from '../services/data-care';
import { inTurns } from '../store/steps';
import { conflictsHandlers } from './conflicts';
import { deskHandlers } from './desk';
import { evidenceHandlers } from './evidence';
import { createOpenVault, type CoreOptions } from './open-vault';
import { packetsHandlers } from './packets';
import { papersHandlers } from './papers';
import { recordsHandlers } from './records';
import { storeHandlers } from './store';
import { tablesHandlers } from './tables';
import { vaultHandlers } from './vault';

export type { CoreOptions } from './open-vault';

export interface Core {
  readonly handlers: Handlers<typeof coreContract>;
  /** Makes a backup if one is due; in turns, for a moment in which nobody asks for anything. */
  backUpIfDue(): Promise<void>;
  /** Locks, with a backup where one is due and the computer is not about to sleep. */
  close(reason?: LockReason): Promise<void>;
}

export function createCore(options: CoreOptions): Core {
  const vault = createOpenVault(options);
  const { acts, now } = vault;
  return {
    handlers: {
      ...vaultHandlers(vault),
      ...deskHandlers(vault),
      ...vault.feed.handlers,
      ...recordsHandlers(vault),
      ...conflictsHandlers(vault),
      ...packetsHandlers(vault),
      ...papersHandlers(vault),
      ...evidenceHandlers(vault),
      ...tablesHandlers(vault),
      ...storeHandlers(vault),
      'task.cancel': ({ task }) => ({ cancelled: acts.cancel(task) }),
    } satisfies Handlers<typeof coreContract>,
    async backUpIfDue() {
      const open = vault.current();
      if (open === undefined) return;
      const { store } = open;
      try {
        rememberClock(store, now());
        if (!backupIsDue(store, now())) return;
        await acts.run('backup', (turns) => inTurns(backingUp(store, now()), turns));
      } catch {
        // The log is whole on the disk, and the next occasion tries again.
      }
    },
    close: async (reason) => vault.lock(reason),
  };
}
