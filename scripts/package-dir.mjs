/**
 * `npm run package:dir`: builds the unpacked application for this system from the Electron at hand, and proves it: it
 * must start, show its page and reach its core, refuse developer tools, and refuse to start with a debugging port.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron, needsNoSandbox } from './electron-runtime.mjs';
import { onScreen } from './run-on-screen.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PLATFORM = { linux: '--linux', win32: '--win', darwin: '--mac' }[process.platform];
const EXECUTABLE = { linux: 'patrol-workbench', win32: 'PatrolWorkbench.exe' }[process.platform];
const windows = process.platform === 'win32';

function fail(reason) {
  process.stderr.write(`package:dir failed: ${reason}\n`);
  process.exit(1);
}

function run(command, options) {
  const ended = spawnSync(command, options, { cwd: ROOT, stdio: 'inherit', shell: windows });
  if (ended.status !== 0) fail(`${command} ${options.join(' ')}`);
}

const electron = await findElectron({ log: (line) => process.stderr.write(`${line}\n`) });
if ('reason' in electron) fail(electron.reason);
if (PLATFORM === undefined || EXECUTABLE === undefined) fail(`no package is made for ${process.platform}`);

run('npm', ['run', 'build']);
run('npx', [
  'electron-builder',
  PLATFORM,
  'dir',
  '--publish=never',
  `-c.electronDist=${electron.dist}`,
  `-c.electronVersion=${electron.version}`,
]);

const folder = readdirSync(path.join(ROOT, 'dist')).find((name) => /-unpacked$/.test(name));
const program = path.join(ROOT, 'dist', folder ?? '', EXECUTABLE);
if (folder === undefined || !existsSync(program)) fail(`electron-builder left no ${EXECUTABLE}`);

const licenses = readdirSync(path.join(ROOT, 'dist', folder, 'licenses'));
if (licenses.length !== 5) fail(`licences beside the program: ${licenses.join(', ')}`);

const userData = mkdtempSync(path.join(tmpdir(), 'workbench-package-'));
try {
  const checked = start(['--self-check']);
  const result = JSON.parse(checked.stdout.split('\n').find((line) => line.startsWith('{')) ?? '{}');
  if (checked.status !== 0 || result.ok !== true || result.packaged !== true) {
    fail(`the application did not start: ${checked.stdout}${checked.stderr}`);
  }
  const debugged = start(['--self-check', '--remote-debugging-port=0']);
  if (debugged.status !== 1 || /DevTools listening/.test(debugged.stderr)) {
    fail('the application started with a debugging port');
  }
  process.stdout.write(
    `${JSON.stringify({ folder: path.join('dist', folder), ...result, debugPortRefused: true })}\n`,
  );
} finally {
  rmSync(userData, { recursive: true, force: true });
}

function start(options) {
  const sandbox = needsNoSandbox() ? ['--no-sandbox'] : [];
  const command = onScreen(program, [...sandbox, `--user-data-dir=${userData}`, ...options]);
  if (command === undefined) fail('there is no screen and no xvfb-run to start the application');
  return spawnSync(command[0], command.slice(1), { encoding: 'utf8', timeout: 60_000 });
}
