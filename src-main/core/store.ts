/** Handlers of `store` (src-shared/contract/store.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { storeContract } from '../../src-shared/contract/store';
import {
  backingUp,
  backUpTo,
  bringBack,
  careReport,
  lookAt,
  restoreFromBackup,
  restoreFromOutside,
  seesAll,
  told,
} from '../services/data-care';
import { checkSignatures } from '../services/signatures/standing';
import { listBackups } from '../store/backup';
import { takeOver } from '../store/owner-lock';
import { listReplaced } from '../store/restore';
import { inTurns } from '../store/steps';
import { unlockVault } from '../vault/vault';
import type { OpenVault } from './open-vault';

export function storeHandlers(vault: OpenVault): Handlers<typeof storeContract> {
  const { dataDir, now, acts, whenFree, workspace, tellsSizes, startWith, lock, restoring } = vault;
  return {
    'store.verify': async () => {
      const { store } = workspace();
      const report = await acts.run('verify', (turns) => store.verify(turns));
      // How many records there are in all: whoever does not see them all is not told.
      const counts = seesAll(workspace()) ? { ...report.counts } : {};
      const signatures = checkSignatures(workspace());
      const problems = [...report.problems, ...signatures.wrong];
      return { ok: problems.length === 0, counts, problems, changed: [...signatures.changed] };
    },
    'store.backup': () =>
      acts.run('backup', async (turns) => ({
        name: (await inTurns(backingUp(workspace().store, now()), turns)).name,
      })),
    'store.backups': () => told(listBackups(dataDir), now(), tellsSizes()),
    'store.replaced': () => told(listReplaced(dataDir), now(), tellsSizes()),
    'store.care': () => careReport(workspace(), dataDir, now(), vault.clock()),
    'store.backupTo': ({ path: folder }) =>
      acts.run('externalBackup', (turns) => backUpTo(workspace(), folder, turns)),
    'store.lookAt': ({ path: folder }) => lookAt(folder, now(), tellsSizes()),
    'store.restore': (input) => restoring((restorer) => restoreFromBackup(restorer, input)),
    'store.restoreFrom': (input) => restoring((restorer) => restoreFromOutside(restorer, input)),
    'store.restoreReplaced': (input) => restoring((restorer) => bringBack(restorer, input)),
    'store.takeOver': async () => {
      await whenFree();
      takeOver(dataDir);
      return null;
    },
    'store.openAltered': async ({ name, passphrase }) => {
      lock();
      return startWith(unlockVault(dataDir, { name, passphrase }, { now: () => now().getTime() }), true);
    },
  };
}
