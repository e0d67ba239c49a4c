import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { acquireOwnerLock, takeOver } from '../../../src-main/store/owner-lock';

let dir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'owner-'));
});
afterEach(async () => {
  await Promise.all(
    children.splice(0).map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }),
  );
  fs.rmSync(dir, { recursive: true, force: true });
});

const lockFile = () => path.join(dir, 'owner.lock');
const IN_USE = expect.objectContaining({
  code: 'STORE_IN_USE',
  message: expect.stringContaining('另一个程序正在使用'),
});

async function contender(): Promise<ChildProcess> {
  const child = fork(path.join(__dirname, 'contender.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function ask(child: ChildProcess): Promise<string> {
  const answer = once(child, 'message');
  child.send({ dir });
  return (await answer)[0] as string;
}

/** What a process leaves behind that was killed as owner. */
async function leaveDeadOwner(): Promise<void> {
  const child = await contender();
  expect(await ask(child)).toBe('owner');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('one owner at a time, in one process too; after the release the next', () => {
  const lock = acquireOwnerLock(dir);
  expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
  lock.release();
  lock.release();
  acquireOwnerLock(dir).release();
  expect(fs.readdirSync(dir)).toEqual([]);
});

test('a release takes nothing that belongs to a later owner', () => {
  const dead = acquireOwnerLock(dir, { isAlive: () => false });
  const mine = acquireOwnerLock(dir, { isAlive: () => false });
  dead.release();
  expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
  mine.release();
});

test('an owner from before the computer was started again is gone', () => {
  acquireOwnerLock(dir, { bootId: 'yesterday' });
  acquireOwnerLock(dir, { bootId: 'today' });
  expect(() => acquireOwnerLock(dir, { bootId: 'today' })).toThrow(IN_USE);
});

/** A system that says nothing of its processes but whether a number is in use: Windows, macOS. */
const silent = { bootId: '', startOf: () => null };

test('where the system says little, a living process of that number is the owner, whatever the clock says', () => {
  acquireOwnerLock(dir, { ...silent, pid: process.ppid, uptime: () => 1000 });
  for (const uptime of [1000, 1_000_000]) {
    expect(() => acquireOwnerLock(dir, { ...silent, uptime: () => uptime })).toThrow(IN_USE);
  }
});

test('where the system says little, an owner that was there before this start of the computer is gone', () => {
  acquireOwnerLock(dir, { ...silent, pid: process.ppid, uptime: () => 1000 });
  acquireOwnerLock(dir, { ...silent, uptime: () => 999 }).release();
});

test.each([{}, silent])('an owner that came after we began to look is alive (%j)', (system) => {
  let calls = 0;
  const slow = () => {
    // Between our own beginning and the first look at the folder somebody else takes it.
    if (++calls === 1) acquireOwnerLock(dir, { ...system, pid: process.ppid, uptime: () => 1000.01 });
    return calls === 1 ? 1000 : 1000.02;
  };
  expect(() => acquireOwnerLock(dir, { ...system, uptime: slow })).toThrow(IN_USE);
});

test('a lock of an earlier version, with a start made of the clock, keeps others out while its process lives', () => {
  const old = { pid: process.ppid, token: 'b'.repeat(32), bootId: 'at:1000', started: null };
  fs.writeFileSync(lockFile(), JSON.stringify(old));
  expect(() => acquireOwnerLock(dir, { ...silent, bootId: '' })).toThrow(IN_USE);
  acquireOwnerLock(dir, { ...silent, isAlive: () => false }).release();
});

test('a dead owner whose number we got ourselves is not us', () => {
  const dead = { pid: process.pid, token: 'c'.repeat(32), bootId: '', started: null };
  fs.writeFileSync(lockFile(), JSON.stringify(dead));
  acquireOwnerLock(dir, silent).release();
});

test('another computer is named, with the time, and never taken for dead', () => {
  const since = new Date(2026, 2, 20, 9, 5).toISOString();
  acquireOwnerLock(dir, { host: 'XUNCHA-02', isAlive: () => false });
  const there = JSON.parse(fs.readFileSync(lockFile(), 'utf8')) as object;
  fs.writeFileSync(lockFile(), JSON.stringify({ ...there, since }));
  expect(() => acquireOwnerLock(dir, { isAlive: () => false })).toThrow(
    expect.objectContaining({
      code: 'STORE_IN_USE_ELSEWHERE',
      message: expect.stringContaining('电脑“XUNCHA-02”正在使用这个保密库（自2026年3月20日 09:05）'),
    }),
  );
});

describe('taking over by an explicit act', () => {
  test('ends the ownership of another computer, which notices', () => {
    const there = acquireOwnerLock(dir, { host: 'XUNCHA-02' });
    expect(there.isOurs()).toBe(true);
    takeOver(dir);
    const here = acquireOwnerLock(dir);
    expect(there.isOurs()).toBe(false);
    there.release();
    expect(here.isOurs()).toBe(true);
    here.release();
  });

  test('ends that of a number that somebody else has by now', () => {
    acquireOwnerLock(dir, { ...silent, pid: process.ppid });
    expect(() => acquireOwnerLock(dir, silent)).toThrow(IN_USE);
    takeOver(dir, silent);
    acquireOwnerLock(dir, silent).release();
  });

  test('is refused against a process that is seen to be alive here, this one included', async () => {
    const lock = acquireOwnerLock(dir, silent);
    expect(() => takeOver(dir, silent)).toThrow(IN_USE);
    lock.release();
    if (process.platform !== 'linux') return;
    expect(await ask(await contender())).toBe('owner');
    expect(() => takeOver(dir)).toThrow(IN_USE);
  });

  test('does nothing where nobody has the folder', () => {
    takeOver(dir);
    expect(fs.readdirSync(dir)).toEqual([]);
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('an owner that was killed and that nobody has asked for its end is gone', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(parent);
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(said));
  acquireOwnerLock(dir, { pid });
  expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
  process.kill(pid, 'SIGKILL');
  const isZombie = () => /^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  while (!isZombie()) await new Promise((resolve) => setImmediate(resolve));
  acquireOwnerLock(dir).release();
});

onLinux('another process that got the dead owner’s number is not the owner', () => {
  acquireOwnerLock(dir);
  const owner = JSON.parse(fs.readFileSync(lockFile(), 'utf8')) as { started: string };
  expect(Number(owner.started)).toBeGreaterThan(0);
  fs.writeFileSync(lockFile(), JSON.stringify({ ...owner, started: '1' }));
  acquireOwnerLock(dir).release();
});

test.each(['', 'garbage', '{}', '{"pid":-1}', `{"pid":${process.pid},"token":"../../x","bootId":"y"}`])(
  'a damaged lock file (%j) is taken over once nobody can be writing it any more',
  (text) => {
    fs.writeFileSync(lockFile(), text);
    expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
    fs.utimesSync(lockFile(), 1, 1);
    const lock = acquireOwnerLock(dir);
    expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
    lock.release();
    expect(fs.readdirSync(dir)).toEqual([]);
  },
);

test('a successor that was killed half way does not block the next', () => {
  acquireOwnerLock(dir, { bootId: 'dead' });
  const { token } = JSON.parse(fs.readFileSync(lockFile(), 'utf8')) as { token: string };
  const successor = { pid: 1, token: 'a'.repeat(32), bootId: 'dead', started: null };
  fs.writeFileSync(path.join(dir, `owner.lock.after-${token}`), JSON.stringify(successor));
  const lock = acquireOwnerLock(dir);
  expect(fs.readdirSync(dir)).toEqual(['owner.lock']);
  lock.release();
});

test('a successor that is alive half way keeps others out', () => {
  acquireOwnerLock(dir, { bootId: 'dead' });
  const { token } = JSON.parse(fs.readFileSync(lockFile(), 'utf8')) as { token: string };
  const other = fs.mkdtempSync(path.join(os.tmpdir(), 'owner-'));
  acquireOwnerLock(other);
  fs.copyFileSync(path.join(other, 'owner.lock'), path.join(dir, `owner.lock.after-${token}`));
  fs.rmSync(other, { recursive: true });
  expect(() => acquireOwnerLock(dir)).toThrow(IN_USE);
});

test('a folder that is not there is said plainly', () => {
  expect(() => acquireOwnerLock(path.join(dir, 'gone'))).toThrow(
    expect.objectContaining({ code: 'STORE_UNREACHABLE' }),
  );
});

test('a killed owner is succeeded; of six processes that try at once exactly one wins', async () => {
  let racing = await Promise.all(Array.from({ length: 6 }, contender));
  await leaveDeadOwner();
  while (racing.length > 0) {
    const answers = await Promise.all(racing.map(ask));
    expect(answers.filter((answer) => answer === 'owner')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'STORE_IN_USE')).toHaveLength(racing.length - 1);
    const winner = racing[answers.indexOf('owner')]!;
    racing = racing.filter((child) => child !== winner);
    const gone = once(winner, 'exit');
    winner.kill('SIGKILL');
    await gone;
  }
}, 60_000);
