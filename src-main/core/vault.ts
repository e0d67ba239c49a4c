/** Handlers of `vault` (src-shared/contract/vault.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { vaultContract } from '../../src-shared/contract/vault';
import { ORGANISERS } from '../../src-shared/domain/roles';
import { toFailure } from '../../src-shared/errors';
import { logOperation } from '../services/operations';
import { reviewRecusals } from '../services/rights';
import {
  addUser,
  decideShownNames,
  linkMember,
  removeUser,
  resetPassphrase,
  setClues,
  setRole,
} from '../services/users';
import { prepareDatabase } from '../store/database';
import { newestHeaderSeen } from '../store/header-seen';
import { prepareDerivation } from '../vault/kdf';
import { shownNames } from '../vault/shown-names';
import {
  createVault,
  nameRequired,
  recoverVault,
  secondsToWait,
  unlockVault,
  vaultExists,
} from '../vault/vault';
import { userTold, type OpenVault } from './open-vault';
import { loadSample } from './tables';

export function vaultHandlers(vault: OpenVault): Handlers<typeof vaultContract> {
  const { dataDir, now, publish, whenFree, workspace, sessionInfo, startWith, renewNames, lock } = vault;
  return {
    'vault.status': () => {
      const base = {
        exists: false,
        nameRequired: false,
        unlocked: vault.current() !== undefined,
        waitSeconds: 0,
        trouble: null,
      };
      try {
        if (!vaultExists(dataDir)) return base;
        const names = shownNames(dataDir);
        return {
          ...base,
          exists: true,
          nameRequired: nameRequired(dataDir),
          ...(names ? { names: [...names] } : {}),
          waitSeconds: secondsToWait(dataDir, now().getTime()),
        };
      } catch (error) {
        const { code, message } = toFailure(error);
        return { ...base, exists: true, trouble: { code, message } };
      }
    },
    'vault.create': async ({ name, role, passphrase, sample }) => {
      lock();
      await whenFree();
      const made = createVault(dataDir, { name, role, passphrase });
      await startWith(made.then(({ session }) => session));
      const { recoveryCode } = await made;
      if (sample) loadSample(workspace());
      return { session: sessionInfo(), recoveryCode };
    },
    'vault.prepare': () => {
      prepareDerivation();
      prepareDatabase();
      return null;
    },
    'vault.unlock': async ({ name, passphrase }) => {
      lock();
      return startWith(unlockVault(dataDir, { name, passphrase }, { now: () => now().getTime() }));
    },
    'vault.lock': () => {
      lock();
      publish('locked', { reason: 'user' });
      return null;
    },
    'vault.recover': async ({ code, name, newPassphrase }) => {
      lock();
      await whenFree();
      return recoverVault(
        dataDir,
        { code, name, newPassphrase },
        { now: () => now().getTime(), newestSeen: (keys) => newestHeaderSeen(dataDir, keys) },
      );
    },
    'vault.renewRecoveryCode': async ({ passphrase }) => {
      const { session } = workspace();
      const recoveryCode = await session.renewRecoveryCode(passphrase);
      logOperation(workspace(), { act: 'recoveryRenewed' });
      return { recoveryCode };
    },
    'vault.keepRecoveryCode': async () => {
      await vault.keepRecoveryCode();
      return null;
    },
    'vault.changePassphrase': async ({ current, next }) => {
      await workspace().session.changePassphrase({ oldPassphrase: current, newPassphrase: next });
      return null;
    },
    'vault.users': () => workspace().session.users().map(userTold),
    'vault.addUser': async (user) => {
      const added = await addUser(workspace(), user);
      renewNames();
      return userTold(added);
    },
    'vault.removeUser': async ({ userId }) => {
      await removeUser(workspace(), userId);
      renewNames();
      return null;
    },
    'vault.setRole': async ({ userId, role }) => {
      await setRole(workspace(), userId, role);
      return null;
    },
    'vault.setClues': async ({ userId, holds }) => {
      await setClues(workspace(), userId, holds);
      return null;
    },
    'vault.cluesOpen': () => {
      const { session } = workspace();
      return session.user.role === 'leader' ? session.escrow() : null;
    },
    'vault.showNames': ({ show }) => {
      decideShownNames(workspace(), dataDir, show);
      return null;
    },
    'vault.resetPassphrase': async ({ userId, passphrase }) => {
      await resetPassphrase(workspace(), userId, passphrase);
      return null;
    },
    'vault.linkMember': async ({ userId, memberId }) => {
      await linkMember(workspace(), userId, memberId ?? undefined);
      return null;
    },
    'recusal.review': () => {
      const { session } = workspace();
      if (!ORGANISERS.includes(session.user.role)) return [];
      return reviewRecusals(workspace(), session.users()).map((line) => ({
        ...line,
        members: [...line.members],
      }));
    },
  };
}
