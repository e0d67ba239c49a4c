/**
 * Chromium's sandbox as people have it: an ordinary user, and no `--no-sandbox`. Where the tests run as root, for whom
 * Chromium has no sandbox, the built application and its Electron are copied for a user of no name and no rights.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronRuntime, processTree, ROOT } from './harness';

jest.setTimeout(120_000);

const AS_ROOT = process.getuid?.() === 0;
/** A user id that no system gives out by itself. */
const NOBODY_IN_PARTICULAR = 54_321;
const user = AS_ROOT ? { uid: NOBODY_IN_PARTICULAR, gid: NOBODY_IN_PARTICULAR } : {};
/** Looks at a new process before it counts. */
const FIRST_MOMENTS = 10;
/** What the built main process does not carry in itself. */
const MODULES = ['node-sqlite3-wasm', 'hash-wasm'];

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'workbench-sandbox-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Why Chromium can have no sandbox for this user here; undefined where it can. */
function obstacle(): string | undefined {
  try {
    execFileSync('unshare', ['--user', '--net', 'true'], { ...user, stdio: 'ignore' });
    return undefined;
  } catch {
    if (!AS_ROOT) return 'the kernel allows this user no namespaces';
  }
  const options = execFileSync('findmnt', ['-no', 'OPTIONS', '-T', folder], { encoding: 'utf8' });
  return options.includes('nosuid') ? 'neither namespaces nor set-user-id programs are allowed' : undefined;
}

/** A copy of Electron whose helper may make namespaces where the kernel leaves that to root. */
function copyElectron(): string {
  const source = path.dirname(electronRuntime().path);
  const target = path.join(folder, 'electron');
  execFileSync('cp', ['-a', source, target]);
  const helper = path.join(target, 'chrome-sandbox');
  if (existsSync(helper)) {
    chownSync(helper, 0, 0);
    chmodSync(helper, 0o4755);
  }
  return path.join(target, path.basename(electronRuntime().path));
}

function copyApplication(): string {
  const target = path.join(folder, 'app');
  mkdirSync(target);
  copyFileSync(path.join(ROOT, 'package.json'), path.join(target, 'package.json'));
  for (const part of ['out/main', 'out/preload', 'out/renderer', 'assets/icons'])
    cpSync(path.join(ROOT, part), path.join(target, part), { recursive: true });
  for (const name of MODULES) {
    const module = path.join('node_modules', name);
    cpSync(path.join(ROOT, module), path.join(target, module), { recursive: true });
  }
  return target;
}

/** The user's own folder, with the key to the display in it. */
function makeHome(): Record<string, string> {
  const home = path.join(folder, 'home');
  mkdirSync(home);
  const key = process.env.XAUTHORITY;
  const copy = path.join(home, 'display-key');
  if (key !== undefined && existsSync(key)) copyFileSync(key, copy);
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  if (AS_ROOT) execFileSync('chown', ['-R', `${NOBODY_IN_PARTICULAR}:${NOBODY_IN_PARTICULAR}`, home]);
  return {
    PATH: process.env.PATH ?? '',
    DISPLAY: process.env.DISPLAY ?? '',
    HOME: home,
    XAUTHORITY: copy,
    TMPDIR: home,
    WORKBENCH_USER_DATA: path.join(home, 'data'),
  };
}

interface Confinement {
  /** 2: only the system calls of a filter (proc_pid_status(5)). */
  readonly seccomp: string;
  readonly noNewPrivileges: string;
  readonly ownProcesses: boolean;
  readonly ownNetwork: boolean;
}

/** How a process is confined, as far as it stands already; undefined for one that has ended. */
function confinementOf(pid: number): Confinement | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const entry = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '';
    const own = (space: string) =>
      readlinkSync(`/proc/${pid}/ns/${space}`) !== readlinkSync(`/proc/self/ns/${space}`);
    return {
      seccomp: entry('Seccomp'),
      noNewPrivileges: entry('NoNewPrivs'),
      ownProcesses: own('pid'),
      ownNetwork: own('net'),
    };
  } catch {
    return undefined;
  }
}

const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

test('an ordinary user’s page runs in Chromium’s sandbox, and the application works in it', async () => {
  const why = obstacle();
  if (why !== undefined) {
    console.warn(`SKIPPED: CHROMIUM’S SANDBOX WAS NOT TESTED ON THIS MACHINE: ${why}`);
    return;
  }
  const [electron, application] = AS_ROOT
    ? [copyElectron(), copyApplication()]
    : [electronRuntime().path, ROOT];
  const env = makeHome();
  const child = spawn(electron, [application, '--self-check'], {
    ...user,
    env,
    cwd: env.HOME,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stderr.on('data', (part: Buffer) => complaints.push(part));
  const ended = once(child, 'exit');

  const looks = new Map<number, Confinement[]>();
  const commands = new Set<string>();
  while (child.exitCode === null && child.signalCode === null) {
    for (const pid of processTree(child.pid ?? 0)) {
      const command = commandLine(pid);
      commands.add(command);
      const found = command.includes('--type=renderer') ? confinementOf(pid) : undefined;
      if (found) looks.set(pid, [...(looks.get(pid) ?? []), found]);
    }
    // Looked at often, but not so often that the looking slows the start.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [code] = (await ended) as [number | null];
  expect({ code, complaints: code === 0 ? '' : Buffer.concat(complaints).toString('utf8') }).toEqual({
    code: 0,
    complaints: '',
  });
  expect(JSON.parse(Buffer.concat(output).toString('utf8'))).toMatchObject({
    ok: true,
    page: true,
    vault: true,
  });
  expect([...commands].filter((command) => command.includes('--no-sandbox'))).toEqual([]);
  // A page's process confines itself in its first moments: what counts is the last look at one that has been there a while.
  const pages = [...looks.values()].filter((all) => all.length > FIRST_MOMENTS).map((all) => all.at(-1));
  expect(pages.length).toBeGreaterThan(0);
  const confined = { seccomp: '2', noNewPrivileges: '1', ownProcesses: true, ownNetwork: true };
  expect(pages).toEqual(pages.map(() => confined));
});
