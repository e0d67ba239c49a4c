/** Handlers of `tables` (src-shared/contract/tables.ts). */
import type { Handlers } from '../../src-shared/contract/define';
import type { tablesContract } from '../../src-shared/contract/tables';
import sampleRound from '../../assets/sample/sample-round.json';
import { readRoundText, type OpenWorkspace } from '../services/workspace';
import { inTurns } from '../store/steps';
import type { OpenVault } from './open-vault';

/** Puts the fictional round of the program into a vault, whose day is then the round's. */
export const loadSample = (workspace: OpenWorkspace) => ({
  records: workspace.importRound(JSON.stringify(sampleRound), 'asInFile'),
  today: workspace.today(),
});

export function tablesHandlers({ workspace, acts }: OpenVault): Handlers<typeof tablesContract> {
  return {
    'round.loadSample': () => loadSample(workspace()),
    'round.import': ({ path: file }) =>
      acts.run('importRound', async (turns) => ({
        records: await inTurns(workspace().importing(readRoundText(file)), turns),
      })),
  };
}
