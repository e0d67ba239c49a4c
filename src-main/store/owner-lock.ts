/**
 * One owner at a time per vault folder. `owner.lock` names the owning process; it is left behind when that process is
 * killed, and then taken over.
 *
 * How exactly one contender wins: every owner has a random token, and whoever wants to succeed a dead owner creates
 * `owner.lock.after-<token>` with `link`, which fails where the name is taken. So each owner has at most one
 * successor, and the owner is whoever stands at the end of the chain, even when a successor is killed half way. The
 * winner then moves its file over `owner.lock` and clears the chain away. A contender that read the old `owner.lock`
 * and finds its place in the chain free only because of that looks at `owner.lock` again and withdraws.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { WorkbenchError } from '../../src-shared/errors';

export interface OwnerLock {
  /** Gives the folder free; removes nothing that is not ours. Safe to call twice. */
  release(): void;
}

export interface OwnerLockOptions {
  /** This process; for tests. */
  readonly pid?: number;
  /** This start of the computer; for tests. */
  readonly bootId?: string;
  /** Does that process run? For tests. */
  readonly isAlive?: (pid: number) => boolean;
}

interface Owner {
  readonly pid: number;
  readonly token: string;
  readonly bootId: string;
  /** Start of the process in clock ticks after boot (Linux); tells a new process with an old number. */
  readonly started: string | null;
}

const LOCK = 'owner.lock';
const AFTER = 'owner.lock.after-';
/** Where links do not exist (FAT) a lock is readable only after its writer has finished; that takes far less. */
const WRITING_MS = 5_000;
/** A contender starts over when the chain changed under it; each time somebody else got further. */
const MAX_TRIES = 100;
/** Boot times taken from the uptime differ by clock corrections; two starts are never this close. */
const SAME_BOOT_SECONDS = 60;

function thisBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `at:${Math.round(Date.now() / 1000 - uptime())}`;
  }
}

function sameBoot(a: string, b: string): boolean {
  if (a === b) return true;
  if (!a.startsWith('at:') || !b.startsWith('at:')) return false;
  return Math.abs(Number(a.slice(3)) - Number(b.slice(3))) <= SAME_BOOT_SECONDS;
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and brackets, so count after it. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function inUse(): WorkbenchError {
  return new WorkbenchError(
    'STORE_IN_USE',
    '另一个程序正在使用这个保密库。请先关闭已打开的巡察工作台窗口（或等待它完成当前操作），再重新打开。',
  );
}

function unreachable(cause: unknown): WorkbenchError {
  return new WorkbenchError(
    'STORE_UNREACHABLE',
    '无法在保密库文件夹中写入。请检查磁盘是否已满、文件夹是否只读或已被移走，然后重试。',
    [],
    { cause },
  );
}

interface Found {
  readonly token: string;
  /** null: a damaged file that names no owner. */
  readonly owner: Owner | null;
}

/** Who a lock file names. @returns undefined when there is no such file. */
function readLock(path: string): Found | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const owner = parseOwner(text);
  if (owner !== null) return { token: owner.token, owner };
  return { token: createHash('sha256').update(text).digest('hex').slice(0, 32), owner };
}

function parseOwner(text: string): Owner | null {
  try {
    const { pid, token, bootId, started } = JSON.parse(text) as Partial<Owner>;
    if (!Number.isSafeInteger(pid) || (pid as number) < 1 || typeof bootId !== 'string') return null;
    if (typeof token !== 'string' || !/^[0-9a-f]{32}$/.test(token)) return null;
    return { pid: pid as number, token, bootId, started: typeof started === 'string' ? started : null };
  } catch {
    return null;
  }
}

/** Creates `path` with its whole content at once. @returns false when it is there already. */
function createWhole(path: string, owner: Owner): boolean {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    writeNew(temporary, owner);
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (syscall !== 'link') throw error;
    return createWithoutLink(path, owner);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** For file systems that know no links. */
function createWithoutLink(path: string, owner: Owner): boolean {
  try {
    writeNew(path, owner);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function writeNew(path: string, owner: Owner): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, JSON.stringify(owner));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function beingWritten(path: string): boolean {
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return modified !== undefined && Math.abs(Date.now() - modified) < WRITING_MS;
}

/**
 * Makes this process the owner of a vault folder.
 * @param dir an existing folder.
 * @throws WorkbenchError STORE_IN_USE while another owner is alive (this process included), STORE_UNREACHABLE when
 *   the folder cannot be written.
 */
export function acquireOwnerLock(dir: string, options: OwnerLockOptions = {}): OwnerLock {
  const pid = options.pid ?? process.pid;
  const isAlive = options.isAlive ?? processRuns;
  const me: Owner = {
    pid,
    token: randomBytes(16).toString('hex'),
    bootId: options.bootId ?? thisBoot(),
    started: startOf(pid),
  };
  const root = join(dir, LOCK);
  const runs = (owner: Owner): boolean => {
    if (!sameBoot(owner.bootId, me.bootId) || !isAlive(owner.pid)) return false;
    const started = startOf(owner.pid);
    return owner.started === null || started === null || owner.started === started;
  };

  /** @returns true when we own the folder, false when the chain changed meanwhile. */
  const attempt = (): boolean => {
    const first = readLock(root);
    if (first === undefined) return createWhole(root, me);
    let path = root;
    let last = first;
    for (;;) {
      const after = join(dir, AFTER + last.token);
      const next = readLock(after);
      if (next === undefined) break;
      path = after;
      last = next;
    }
    if (last.owner === null ? beingWritten(path) : runs(last.owner)) throw inUse();
    const claim = join(dir, AFTER + last.token);
    if (!createWhole(claim, me)) return false;
    if (readLock(root)?.token !== first.token) {
      rmSync(claim, { force: true });
      return false;
    }
    renameSync(claim, root);
    return true;
  };

  try {
    let tries = 0;
    while (!attempt()) if (++tries >= MAX_TRIES) throw inUse();
    // What killed contenders left behind. A live one that misses its file finds out that it has lost.
    for (const name of readdirSync(dir))
      if (name.startsWith(`${LOCK}.`)) rmSync(join(dir, name), { force: true });
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw unreachable(error);
  }
  return {
    release() {
      if (readLock(root)?.token === me.token) rmSync(root, { force: true });
    },
  };
}
