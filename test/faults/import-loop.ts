/** Child of demo-canary: imports round after round and says so, until it is killed. Arguments: vault folder, passphrase. */
import { openWorkspace } from '../../src-main/services/workspace';
import { createVault } from '../../src-main/vault/vault';
import sampleRound from '../../assets/sample/sample-round.json';

async function main(): Promise<void> {
  const [dir = '', passphrase = ''] = process.argv.slice(2);
  const { session } = await createVault(dir, { name: '演示用户', role: 'leader', passphrase });
  const workspace = openWorkspace({ dir, session });
  for (let n = 1; ; n += 1) {
    const round = { ...sampleRound, round: { ...sampleRound.round, id: `R${n}` } };
    process.stdout.write(`${workspace.importRound(JSON.stringify(round))}\n`);
  }
}

void main();
