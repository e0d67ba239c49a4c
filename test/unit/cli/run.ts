/** The command line as a person runs it. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.join(__dirname, '../../..');

/** The folder of a vault that is not made yet, and the program with its arguments before `--vault`; gone after the tests. */
export function commandLine(name: string) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `cli-${name}-`));
  const vault = path.join(folder, 'vault');
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const cli = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', path.join('src-main/cli', 'main.ts'), ...args, '--vault', vault],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: {
          ...process.env,
          TMPDIR: folder,
          WORKBENCH_DEBUG: '',
          WORKBENCH_PASSPHRASE: '清晨薄雾 2026 出发',
        },
      },
    );
    return { status, stdout, stderr };
  };
  return { folder, cli };
}
