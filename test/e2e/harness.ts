/** Drives the real application: the built one, in a real Electron, with user data of its own for each test. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { contract } from '../../src-shared/contract';
import type { Workbench } from '../../src-shared/contract/define';

export const ROOT = path.resolve(__dirname, '../..');
export const SCREENSHOTS = path.join(ROOT, 'out/screenshots');
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
/** CSS pixels of the page in the window. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The page's side of the contract, for use inside `page.evaluate`. */
export interface WorkbenchWindow {
  readonly workbench: Workbench<typeof contract>;
}

interface Runtime {
  readonly path: string;
  readonly version: string;
}

let runtime: Runtime | undefined;

/** The Electron that scripts/electron-runtime.mjs finds; throws its reason when there is none. */
export function electronRuntime(): Runtime {
  if (runtime !== undefined) return runtime;
  const found = JSON.parse(
    execFileSync(process.execPath, [path.join(ROOT, 'scripts/electron-runtime.mjs')], { encoding: 'utf8' }),
  ) as Runtime | { reason: string };
  if ('reason' in found) throw new Error(found.reason);
  runtime = found;
  return runtime;
}

/** Chromium has no sandbox for root; the application itself never asks to be run without one. */
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

function environment(userData: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('ELECTRON_'),
  );
  return { ...Object.fromEntries(inherited), WORKBENCH_USER_DATA: userData };
}

export interface Started {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Ends every process of the application at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts the application again with the same user data, after a kill or a close. */
  relaunch(): Promise<Started>;
  close(): Promise<void>;
}

export function newUserData(): string {
  return mkdtempSync(path.join(tmpdir(), 'workbench-e2e-'));
}

const open = new Set<Started>();
const folders = new Set<string>();

/** Starts the application; resolves when its page is loaded. */
export async function launch(
  userData = newUserData(),
  extraArguments: readonly string[] = [],
): Promise<Started> {
  if (!existsSync(path.join(ROOT, 'out/main/main.js')))
    throw new Error('not built: run "npm run build" first');
  folders.add(userData);
  // Not by executablePath: only for the `electron` package does playwright hold the start until it is attached.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = path.dirname(electronRuntime().path);
  const app = await _electron.launch({
    args: [...SANDBOX, ROOT, ...extraArguments],
    env: environment(userData),
    // Not playwright's own choice: light or dark is the application's.
    colorScheme: null,
    timeout: 30_000,
  });
  const child = app.process();
  const page = await app.firstWindow();
  await page.waitForURL('app://workbench/**');
  await page.waitForLoadState('load');
  const started: Started = {
    app,
    page,
    userData,
    async kill() {
      open.delete(started);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      for (const pid of processTree(child.pid ?? 0).reverse()) killQuietly(pid);
      await ended;
    },
    relaunch: () => launch(userData, extraArguments),
    async close() {
      open.delete(started);
      await app.close();
    },
  };
  open.add(started);
  return started;
}

/** For `afterEach`: ends what a test left running and removes its user data. */
export async function cleanUp(): Promise<void> {
  for (const started of [...open]) await started.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** Starts the application by hand, without a debugger attached, e.g. as a second instance. */
export function spawnPlain(userData: string, extraArguments: readonly string[] = []): ChildProcess {
  folders.add(userData);
  return spawn(electronRuntime().path, [...SANDBOX, ROOT, ...extraArguments], {
    env: environment(userData),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Resolves once `act`, which makes the application lock, has brought a new page. */
export async function untilRelocked({ page }: Started, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { beforeLock: boolean }).beforeLock = true;
  });
  await act();
  await page.waitForFunction(
    () => !('beforeLock' in window) && 'workbench' in window && location.protocol === 'app:',
  );
}

/** Locks as the lock button does, and waits for the new page. */
export async function lockNow(started: Started): Promise<void> {
  // By a timer: the answer to `evaluate` must leave the page before the page is gone.
  await untilRelocked(started, () =>
    started.page.evaluate(() => {
      setTimeout(() => void (window as unknown as WorkbenchWindow).workbench.invoke('shell.lock', {}), 0);
    }),
  );
}

/**
 * Makes the page that size.
 * @param zoom how large the window's text is set (TEXT_SIZES): its window is larger than the page by that
 */
export async function resize(started: Started, size: Size, zoom = 1): Promise<void> {
  await started.app.evaluate(
    ({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    },
    { width: Math.round(size.width * zoom), height: Math.round(size.height * zoom) },
  );
  // At 125 % and the like a page cannot be every number of CSS pixels wide.
  await started.page.waitForFunction(
    ({ width, height }) =>
      Math.abs(window.innerWidth - width) <= 1 && Math.abs(window.innerHeight - height) <= 1,
    size,
  );
}

/**
 * Pictures are for people who look at them afterwards: what they could not be made of is said, and fails no test.
 * @param draw makes them in the folder that it is given
 */
export async function forPeople(draw: (folder: string) => unknown): Promise<void> {
  try {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await draw(SCREENSHOTS);
  } catch (error) {
    console.warn(`no picture: ${String(error)}`);
  }
}

/** A picture for people of the page at that size, `out/screenshots/<name>-<width>x<height>.png`. */
export const screenshot = (started: Started, name: string, size: Size, zoom = 1): Promise<void> =>
  forPeople(async (folder) => {
    await resize(started, size, zoom);
    await started.page.screenshot({ path: path.join(folder, `${name}-${size.width}x${size.height}.png`) });
  });

/** One at each of {@link SIZES}. */
export async function screenshots(started: Started, name: string): Promise<void> {
  for (const size of SIZES) await screenshot(started, name, size);
}

/**
 * The files under a folder that contain one of the texts, readable as UTF-8, UTF-16LE or Base64 (at any of its three
 * offsets).
 */
export function canaryScan(folder: string, canaries: readonly string[]): string[] {
  const needles = canaries.flatMap(encodings);
  return filesUnder(folder).filter((file) => {
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle));
  });
}

function encodings(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), utf8]).toString('base64');
    // The first and last group depend on the neighbouring bytes; the groups between do not.
    return Buffer.from(
      encoded.slice(offset === 0 ? 0 : 4, Math.floor((offset + utf8.length) / 3) * 4),
      'latin1',
    );
  });
  return [utf8, Buffer.from(text, 'utf16le'), ...base64.filter((needle) => needle.length >= 8)];
}

export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(full);
    return entry.isFile() && statSync(full).size > 0 ? [full] : [];
  });
}

/** A process and all its descendants, parents first (Linux). */
export function processTree(pid: number): number[] {
  let children: number[] = [];
  try {
    children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    // The process ended while it was looked at.
  }
  return [pid, ...children.flatMap(processTree)];
}

export interface InternetSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly local: string;
  readonly remote: string;
  readonly listening: boolean;
}

/** The TCP and UDP sockets that a process and its descendants hold, from /proc (Linux). */
export function internetSockets(pid: number): InternetSocket[] {
  const inodes = new Set(processTree(pid).flatMap(socketInodes));
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((table) => {
    const protocol = table.startsWith('tcp') ? ('tcp' as const) : ('udp' as const);
    return readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9] ?? ''))
      .map((fields) => ({
        protocol,
        local: fields[1] ?? '',
        remote: fields[2] ?? '',
        // State 0A is TCP_LISTEN (include/net/tcp_states.h).
        listening: protocol === 'tcp' && fields[3] === '0A',
      }));
  });
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Resolves once the condition holds; throws after `limitMs` milliseconds. For what gives no event to wait for. */
export async function until(condition: () => boolean, limitMs = 10_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not so within ${limitMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process is still at work: neither gone nor a zombie (Linux). */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}
