/** `npm start`: builds what changed, finds an Electron, starts the application. Arguments go to the application. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron, needsNoSandbox } from './electron-runtime.mjs';
import { hasScreen, onScreen } from './run-on-screen.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = ['src-main', 'src-renderer', 'src-shared', 'electron.vite.config.ts', 'package-lock.json'];
const RESULTS = [
  'out/main/main.js',
  'out/main/core-process.js',
  'out/preload/preload.js',
  'out/renderer/index.html',
];

const say = (line) => process.stderr.write(`${line}\n`);

if (newest(SOURCES) > oldest(RESULTS)) {
  const built = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const electron = await findElectron({ log: say });
if ('reason' in electron) {
  say(`The application cannot be started: ${electron.reason}.`);
  process.exit(1);
}
say(`Electron ${electron.version}, ${electron.source}.`);
const options = process.argv.slice(2);
if (needsNoSandbox()) {
  say('You are root, for whom Chromium has no sandbox: starting with --no-sandbox, for a trial only.');
  options.unshift('--no-sandbox');
}
const command = onScreen(electron.path, [ROOT, ...options]);
if (command === undefined) {
  say('There is no screen (DISPLAY is not set). Run this on a desktop, or install xvfb.');
  process.exit(1);
}
if (!hasScreen())
  say('There is no screen (DISPLAY is not set): the window opens on a virtual one, where nobody sees it.');
const child = spawn(command[0], command.slice(1), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

function newest(names) {
  return Math.max(...names.map((name) => times(path.join(ROOT, name))).flat());
}

function oldest(names) {
  return Math.min(
    ...names.map((name) => statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}

function times(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return [0];
  if (!found.isDirectory()) return [found.mtimeMs];
  return readdirSync(file).flatMap((name) => times(path.join(file, name)));
}
