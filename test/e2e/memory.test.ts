/**
 * What another program that may read memory finds after a lock: no key and no passphrase in any process, and no text of a
 * record but in what Chromium's own database has given back.
 * Read from /proc, so on Linux only; and as nobody else's: the kernel must let this process read those of its own user.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { unlockVault } from '../../src-main/vault/vault';
import { cleanUp, isAlive, launch, processTree, until, type Started } from './harness';
import { goTo, lock, unlock, whenOpen, whenSaved } from './pages/frame';
import { OWNER, preparedUserData, vaultFolder } from './pages/prepared';
import { field, newRecord } from './pages/records';

jest.setTimeout(240_000);
afterEach(cleanUp);

const CHUNK = 16 << 20;

/** How often a process holds each of some byte strings, in memory that it may write. */
function copies(pid: number, needles: readonly Buffer[]): number[] {
  const found = needles.map(() => 0);
  const overlap = Math.max(...needles.map((needle) => needle.length)) - 1;
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK + overlap);
  try {
    for (const map of maps) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(map);
      if (range === null) continue;
      const end = Number.parseInt(range[2]!, 16);
      for (let at = Number.parseInt(range[1]!, 16); at < end; at += CHUNK) {
        let length = 0;
        try {
          length = readSync(memory, chunk, 0, Math.min(chunk.length, end - at), at);
        } catch {
          // A page that is mapped but may not be read, or is gone meanwhile.
          continue;
        }
        needles.forEach((needle, which) => {
          const read = chunk.subarray(0, length);
          for (let place = read.indexOf(needle); place >= 0; place = read.indexOf(needle, place + 1))
            found[which]! += 1;
        });
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

const typeOf = (pid: number): string =>
  /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'main';

/** `process: what × copies` for everything that is found anywhere. */
function findings({ app }: Started, what: Readonly<Record<string, string | Buffer>>): string[] {
  const names = Object.keys(what).flatMap((name) =>
    typeof what[name] === 'string' ? [`${name} (UTF-8)`, `${name} (UTF-16)`] : [name],
  );
  const needles = Object.values(what).flatMap((value) =>
    typeof value === 'string' ? [Buffer.from(value, 'utf8'), Buffer.from(value, 'utf16le')] : [value],
  );
  return processTree(app.process().pid ?? 0).flatMap((pid) => {
    try {
      const type = typeOf(pid);
      return copies(pid, needles).flatMap((times, which) =>
        times === 0 ? [] : [`${type}: ${names[which]} × ${times}`],
      );
    } catch (error) {
      // A process that ended since they were listed has given its memory back to the kernel.
      if (!isAlive(pid)) return [];
      throw error;
    }
  });
}

const WHO = '金丝雀谈话对象欧阳靖安';
const SAID = '金丝雀综合判断：此人言辞闪烁，账目另有一本';

(process.platform === 'linux' ? test : test.skip)(
  'after a lock no process holds a key or the passphrase, and none but Chromium’s own a text that was typed',
  async () => {
    const userData = await preparedUserData((core) => core.handlers['round.loadSample']({}));
    const session = await unlockVault(vaultFolder(userData), { passphrase: OWNER.passphrase });
    const rows = session.keyRing.subkey('rows');
    session.lock();

    const started = await launch(userData);
    const { page } = started;
    page.setDefaultTimeout(60_000);
    // Key by key: what goes to the page in one piece stands in the messages of this test's own debugger.
    await page.getByRole('heading', { name: '解锁' }).waitFor();
    await page.getByLabel('口令', { exact: true }).click();
    for (const key of OWNER.passphrase) await page.keyboard.insertText(key);
    await page.keyboard.press('Enter');
    await whenOpen(page);
    await goTo(page, '谈话记录');
    const form = await newRecord(page, '谈话记录');
    for (const [label, text] of [
      ['谈话对象', WHO],
      ['综合判断', SAID],
    ] as const) {
      await field(form, label).click();
      for (const key of text) await page.keyboard.insertText(key);
      await page.keyboard.press('Tab');
      await whenSaved(page);
    }

    const what = { key: rows, passphrase: OWNER.passphrase, text: SAID, name: WHO };
    // The reading finds what is there: while the vault is open, its key and the text are.
    expect(findings(started, what).join()).toMatch(/utility: key × .*utility: text/);

    const cores = (): number[] =>
      processTree(started.app.process().pid ?? 0).filter((pid) => typeOf(pid) === 'utility');
    const before = cores();
    await lock(page);
    await until(() => cores().filter((pid) => before.includes(pid)).length === before.length - 1, 60_000);
    const left = findings(started, what);
    expect(left.filter((one) => /key|passphrase/.test(one))).toEqual([]);
    // Chromium keeps the page's database in its main process and does not clear what it gives back (README, 信任模型).
    expect(left.filter((one) => !one.startsWith('main: '))).toEqual([]);

    // And the program is as it was.
    await unlock(page, OWNER.passphrase);
    await whenOpen(page);
  },
);

(process.platform === 'linux' ? test : test.skip)(
  'no process that sees a record would write its memory into a core dump',
  async () => {
    const started = await launch();
    const filters = () =>
      processTree(started.app.process().pid ?? 0)
        .filter((pid) => typeOf(pid) !== 'zygote')
        .map((pid) => [
          typeOf(pid),
          Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16),
        ]);
    expect(filters().map(([type]) => type)).toEqual(expect.arrayContaining(['main', 'renderer', 'utility']));
    // The page has told this test that it is loaded before it has told the application.
    await until(() => filters().every(([, filter]) => filter === 0));
  },
);
