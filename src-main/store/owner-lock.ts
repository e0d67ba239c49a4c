/**
 * One owner at a time per vault folder. `owner.lock` names the owning process; it is left behind when that process is
 * killed, and then taken over.
 *
 * How exactly one contender wins: every owner has a random token, and whoever wants to succeed a dead owner creates
 * `owner.lock.after-<token>` with `link`, which fails where the name is taken. So each owner has at most one
 * successor, and the owner is whoever stands at the end of the chain, even when a successor is killed half way. The
 * winner then moves its file over `owner.lock` and clears the chain away. A contender that read the old `owner.lock`
 * and finds its place in the chain free only because of that looks at `owner.lock` again and withdraws.
 *
 * Who is alive is never decided by a clock. Where the system does not say (Windows, macOS), a living process of the
 * owner's number is the owner, and only the time since the start of this computer, which no clock moves, may show that
 * it cannot be. An owner on another computer cannot be looked at from here. For both there is {@link takeOver}.
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
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { WorkbenchError } from '../../src-shared/errors';

export interface OwnerLock {
  /** Whether nobody has taken it from us meanwhile. */
  isOurs(): boolean;
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
  /** Name of this computer; for tests. */
  readonly host?: string;
  /** Seconds since this computer was started; for tests. */
  readonly uptime?: () => number;
  /** Start of a process in clock ticks; for tests. */
  readonly startOf?: (pid: number) => string | null;
}

interface Owner {
  readonly pid: number;
  readonly token: string;
  readonly bootId: string;
  /** Start of the process in clock ticks after boot (Linux); tells a new process with an old number. */
  readonly started: string | null;
  /** Name of its computer; unknown in a lock of an earlier version. */
  readonly host?: string;
  /** When it took the folder, for people to read. */
  readonly since?: string;
  /** Seconds since the start of its computer when it took the folder. */
  readonly uptime?: number;
}

const LOCK = 'owner.lock';
const AFTER = 'owner.lock.after-';
/** Where links do not exist (FAT) a lock is readable only after its writer has finished; that takes far less. */
const WRITING_MS = 5_000;
/** A contender starts over when the chain changed under it; each time somebody else got further. */
const MAX_TRIES = 100;
/** Longer names of computers are not shown: they come from a file that others may have written. */
const MAX_HOST = 63;

/** The id of this start of the computer; empty where the system has none. */
function thisBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Ids of earlier versions were made of the clock, and say nothing. */
const isBootId = (id: string): boolean => id !== '' && !id.startsWith('at:');

/** The fields of a stat file (proc(5)) from the third on; the name in field 2 may hold spaces and brackets. */
function afterName(file: string): string {
  const stat = readFileSync(file, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2);
}

/** Field 22 of /proc/<pid>/stat. */
function startOf(pid: number): string | null {
  try {
    return afterName(`/proc/${pid}/stat`).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
  return !isZombie(pid);
}

/**
 * A killed process keeps its number until its parent, or whoever inherited it, has asked for its end; it does nothing any
 * more once not one of its threads does (Linux; elsewhere there are none).
 */
function isZombie(pid: number): boolean {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    return (
      tasks.length > 0 && tasks.every((task) => /^[ZX]/.test(afterName(`/proc/${pid}/task/${task}/stat`)))
    );
  } catch {
    return false;
  }
}

/** `2026年3月20日 09:05`, as the clock of this computer shows it. */
function readable(since: string | undefined): string {
  const at = new Date(since ?? '');
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日`;
  return `（自${day} ${two(at.getHours())}:${two(at.getMinutes())}）`;
}

function inUse(owner: Owner | null): WorkbenchError {
  return new WorkbenchError(
    'STORE_IN_USE',
    `本机另一个程序正在使用这个保密库${readable(owner?.since)}。请先关闭已打开的巡察工作台窗口（或等待它完成当前操作），再重新打开。`,
  );
}

function inUseElsewhere({ host, since }: Owner): WorkbenchError {
  return new WorkbenchError(
    'STORE_IN_USE_ELSEWHERE',
    `电脑“${host}”正在使用这个保密库${readable(since)}，两台电脑不能同时打开。请先在那台电脑上锁定并关闭程序；确认它已关闭而仍打不开的，可以接管。`,
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
    const { pid, token, bootId, started, host, since, uptime } = JSON.parse(text) as Partial<Owner>;
    if (!Number.isSafeInteger(pid) || (pid as number) < 1 || typeof bootId !== 'string') return null;
    if (typeof token !== 'string' || !/^[0-9a-f]{32}$/.test(token)) return null;
    return {
      pid: pid as number,
      token,
      bootId,
      started: typeof started === 'string' ? started : null,
      ...(typeof host === 'string' ? { host: host.slice(0, MAX_HOST) } : {}),
      ...(typeof since === 'string' ? { since } : {}),
      ...(typeof uptime === 'number' ? { uptime } : {}),
    };
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

/** `surely`: seen to be that very process. `maybe`: a process of that number, which may be another by now. */
type Life = 'surely' | 'maybe' | 'no' | 'elsewhere';

/** Tokens of the locks that this process holds. */
const held = new Set<string>();

interface Self {
  readonly me: Owner;
  lifeOf(owner: Owner): Life;
}

function self(options: OwnerLockOptions): Self {
  const start = options.startOf ?? startOf;
  const isAlive = options.isAlive ?? processRuns;
  const sinceBoot = options.uptime ?? uptime;
  const me = {
    pid: options.pid ?? process.pid,
    token: randomBytes(16).toString('hex'),
    bootId: options.bootId ?? thisBoot(),
    started: start(options.pid ?? process.pid),
    host: (options.host ?? hostname()).slice(0, MAX_HOST),
    since: new Date().toISOString(),
    uptime: sinceBoot(),
  };
  return {
    me,
    lifeOf(owner) {
      if (owner.host !== undefined && owner.host !== me.host) return 'elsewhere';
      const bootsKnown = isBootId(owner.bootId) && isBootId(me.bootId);
      if (bootsKnown && owner.bootId !== me.bootId) return 'no';
      // Asked anew: an owner may have come after we did.
      if (!bootsKnown && owner.uptime !== undefined && sinceBoot() < owner.uptime) return 'no';
      if (!isAlive(owner.pid)) return 'no';
      const started = start(owner.pid);
      if (owner.started === null || started === null) {
        // With our own number it is us, or a dead predecessor whose number we got.
        return owner.pid !== me.pid ? 'maybe' : held.has(owner.token) ? 'surely' : 'no';
      }
      return owner.started === started ? 'surely' : 'no';
    },
  };
}

/** Who has the folder now: the end of the chain of owners. @returns undefined where nobody has */
function lastOwner(dir: string): { first: Found; last: Found; path: string } | undefined {
  let path = join(dir, LOCK);
  const first = readLock(path);
  if (first === undefined) return undefined;
  let last = first;
  for (;;) {
    const after = join(dir, AFTER + last.token);
    const next = readLock(after);
    if (next === undefined) return { first, last, path };
    path = after;
    last = next;
  }
}

/**
 * Ends the ownership of another process, because a person has made sure that it is gone: on another computer, or on one
 * whose system does not say who a process is. Should it live after all, it notices at its next write.
 * @throws WorkbenchError STORE_IN_USE where the owner is seen to be alive on this computer, STORE_UNREACHABLE.
 */
export function takeOver(dir: string, options: OwnerLockOptions = {}): void {
  try {
    const owner = lastOwner(dir)?.last.owner;
    if (owner && self(options).lifeOf(owner) === 'surely') throw inUse(owner);
    removeLockFiles(dir, (name) => name === LOCK || name.startsWith(`${LOCK}.`));
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw unreachable(error);
  }
}

function removeLockFiles(dir: string, isOne: (name: string) => boolean): void {
  for (const name of readdirSync(dir)) if (isOne(name)) rmSync(join(dir, name), { force: true });
}

/**
 * Makes this process the owner of a vault folder.
 * @param dir an existing folder.
 * @throws WorkbenchError STORE_IN_USE while another owner is alive (this process included), STORE_IN_USE_ELSEWHERE while
 *   one on another computer has not given it free, STORE_UNREACHABLE when the folder cannot be written.
 */
export function acquireOwnerLock(dir: string, options: OwnerLockOptions = {}): OwnerLock {
  const { me, lifeOf } = self(options);
  const root = join(dir, LOCK);

  /** @returns true when we own the folder, false when the chain changed meanwhile. */
  const attempt = (): boolean => {
    const found = lastOwner(dir);
    if (found === undefined) return createWhole(root, me);
    const { first, last, path } = found;
    if (last.owner === null) {
      if (beingWritten(path)) throw inUse(null);
    } else {
      const life = lifeOf(last.owner);
      if (life === 'elsewhere') throw inUseElsewhere(last.owner);
      if (life !== 'no') throw inUse(last.owner);
    }
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
    while (!attempt()) if (++tries >= MAX_TRIES) throw inUse(null);
    // What killed contenders left behind. A live one that misses its file finds out that it has lost.
    removeLockFiles(dir, (name) => name.startsWith(`${LOCK}.`));
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw unreachable(error);
  }
  held.add(me.token);
  const isOurs = (): boolean => readLock(root)?.token === me.token;
  return {
    isOurs,
    release() {
      held.delete(me.token);
      if (isOurs()) rmSync(root, { force: true });
    },
  };
}
