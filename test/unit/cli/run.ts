/** The command line as a person runs it, and two seconds sooner each time: `npm run cli` itself is run in demo.test.ts. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundled, ROOT } from '../../fixtures/bundle';

export { ROOT };
export const PASSPHRASE = '清晨薄雾 2026 出发';

/** A folder of its own, gone after the tests of the file, and the program on a vault in it that is not made yet. */
export function commandLine() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
  const vault = path.join(folder, 'vault');
  const program = bundled('src-main/cli/main.ts');
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const cli = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--vault', vault], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: folder, WORKBENCH_DEBUG: '', WORKBENCH_PASSPHRASE: PASSPHRASE, ...env },
    });
    return { status, stdout, stderr };
  };
  return { folder, cli };
}
