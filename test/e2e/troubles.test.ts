/** What can be wrong with a vault: each a clear screen in Chinese, never a stack trace, never an offer to delete. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { MIGRATIONS, newestFormat } from '../../src-main/store/migrations';
import { openStore } from '../../src-main/store/store';
import { readChecksummed, withChecksum } from '../../src-main/vault/checksum';
import { HEADER_FILE } from '../../src-main/vault/header';
import { unlockVault } from '../../src-main/vault/vault';
import { cleanUp, launch, newUserData, screenshots, type Started } from './harness';
import { goTo, rail, saveSign, unlock, whenOpen, whenSaved } from './pages/frame';
import { type } from './pages/input';
import { OWNER, preparedUserData, vaultFolder } from './pages/prepared';
import { field, formOf, newRecord, openRow } from './pages/records';

jest.setTimeout(90_000);

let template: string;
beforeAll(async () => {
  template = await preparedUserData((core) => core.handlers['round.loadSample']({}));
});

const children: ChildProcess[] = [];
const mounts: string[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of mounts.splice(0)) execFileSync('umount', ['--lazy', folder]);
  await cleanUp();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** A copy of the prepared vault for one test. */
function copyOfVault(into = newUserData()): string {
  cpSync(vaultFolder(template), vaultFolder(into), { recursive: true });
  return into;
}

async function launchQuick(userData: string): Promise<Started> {
  const started = await launch(userData);
  started.page.setDefaultTimeout(15_000);
  return started;
}

/** What holds for every screen of trouble: a title, advice, no internals, nothing that deletes. */
async function expectClear(page: Page): Promise<void> {
  const words = await page.locator('body').innerText();
  expect(words).not.toMatch(/Error|Exception|\bat \S+:\d+|undefined|null|\/tmp\/|[A-Z]+_[A-Z]+/);
  const buttons = await page.getByRole('button').allInnerTexts();
  expect(buttons.filter((one) => /删除|清空|清除|重新建立|新建数据/.test(one))).toEqual([]);
}

async function expectTrouble(started: Started, title: string, picture: string): Promise<void> {
  const { page } = started;
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByText('程序不会删除任何数据').waitFor();
  await expectClear(page);
  await screenshots(started, `trouble-${picture}`);
}

function flipByte(file: string, at: (size: number) => number): void {
  const bytes = readFileSync(file);
  const place = at(bytes.length);
  bytes[place] = bytes[place]! ^ 1;
  writeFileSync(file, bytes);
}

test('a wrong passphrase is told, and from the fourth on the wait grows', async () => {
  const started = await launchQuick(copyOfVault());
  const { page } = started;
  const waits: number[] = [];
  const button = page.locator('button[type="submit"]');
  for (let attempt = 1; attempt <= 5; attempt++) {
    await unlock(page, `不是这句口令${attempt}`);
    await page.getByRole('alert').filter({ hasText: '口令' }).waitFor();
    await page.waitForFunction(
      () => document.querySelector('button[type="submit"].ant-btn-loading') === null,
    );
    const wait = Number(/请等待(\d+)秒后再试/.exec(await button.innerText())?.[1] ?? 0);
    waits.push(wait);
    if (wait > 0) expect(await button.isDisabled()).toBe(true);
    if (attempt === 5) {
      await expectClear(page);
      await screenshots(started, 'trouble-passphrase');
    }
    await button.filter({ hasText: /^解锁$/ }).waitFor();
  }
  expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
  expect(waits[3]).toBeGreaterThan(0);
  expect(waits[4]).toBeGreaterThan(waits[3]!);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
});

test('a vault that another program has open is told; once that has ended, 重试 leads on', async () => {
  const userData = copyOfVault();
  const holder = fork(path.join(__dirname, '../unit/store-parts/contender.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  children.push(holder);
  await once(holder, 'message');
  holder.send({ dir: vaultFolder(userData) });
  expect((await once(holder, 'message'))[0]).toBe('owner');
  const started = await launchQuick(userData);
  await unlock(started.page, OWNER.passphrase);
  await expectTrouble(started, '数据正在被另一个程序使用', 'in-use');
  const ended = once(holder, 'exit');
  holder.send('end');
  await ended;
  await started.page.getByRole('button', { name: '重试' }).click();
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
});

test('a vault whose header a newer version wrote is refused, and not touched', async () => {
  const userData = copyOfVault();
  const file = path.join(vaultFolder(userData), HEADER_FILE);
  const header = readChecksummed(readFileSync(file)) as { format: number };
  const newer = withChecksum(JSON.stringify({ ...header, format: header.format + 1 }));
  writeFileSync(file, newer);
  await expectTrouble(await launchQuick(userData), '数据由更新版本的程序保存', 'newer-header');
  expect(readFileSync(file).equals(newer)).toBe(true);
});

test('a vault that another computer left open is taken over once a person has said that it is closed', async () => {
  const userData = copyOfVault();
  const owner = { pid: 77, token: 'ab'.repeat(16), bootId: 'x', started: '5', host: 'XUNCHA-02' };
  writeFileSync(path.join(vaultFolder(userData), 'owner.lock'), JSON.stringify(owner));
  const started = await launchQuick(userData);
  const { page } = started;
  await unlock(page, OWNER.passphrase);
  await page.getByRole('heading', { name: '数据正在另一台电脑上使用' }).waitFor();
  await expectClear(page);
  await page.getByRole('button', { name: '接管…' }).click();
  await screenshots(started, 'trouble-take-over');
  await page.getByRole('button', { name: '确认已关闭，接管' }).click();
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
});

test('a store that a newer version migrated is refused', async () => {
  const userData = copyOfVault();
  const dir = vaultFolder(userData);
  const session = await unlockVault(dir, { passphrase: OWNER.passphrase }, { now: Date.now });
  openStore({
    dir,
    keys: session.keyRing,
    migrations: [...MIGRATIONS, { to: newestFormat(MIGRATIONS) + 1, run: () => {} }],
  }).close();
  session.lock();
  const started = await launchQuick(userData);
  await unlock(started.page, OWNER.passphrase);
  await expectTrouble(started, '数据由更新版本的程序保存', 'newer-store');
});

test('a header with one broken byte is told before any passphrase is asked for', async () => {
  const userData = copyOfVault();
  flipByte(path.join(vaultFolder(userData), HEADER_FILE), (size) => Math.floor(size / 2));
  await expectTrouble(await launchQuick(userData), '数据文件已损坏或被改动', 'header');
});

test('a store with one altered byte is told after the passphrase, with the ways on', async () => {
  const userData = copyOfVault();
  flipByte(path.join(vaultFolder(userData), 'store.db'), (size) => Math.floor(size / 2));
  const started = await launchQuick(userData);
  await unlock(started.page, OWNER.passphrase);
  await expectTrouble(started, '数据与上次保存时不一致', 'store');
  await started.page.getByRole('button', { name: '用备份恢复…' }).waitFor();
});

/** A small file system of its own needs root; without it there is no disk that can be filled. */
const maySmallDisk = process.platform === 'linux' && process.getuid?.() === 0;

(maySmallDisk ? test : test.skip)(
  'a disk that is full: what was typed stays in the form and is saved by a retry',
  async () => {
    const userData = newUserData();
    const dir = vaultFolder(userData);
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir]);
    mounts.push(dir);
    copyOfVault(userData);
    const started = await launchQuick(userData);
    const { page } = started;
    await unlock(page, OWNER.passphrase);
    await whenOpen(page);
    await goTo(page, '谈话记录');
    const form = await newRecord(page, '谈话记录');
    await type(field(form, '谈话对象'), '林见山');
    await page.keyboard.press('Tab');
    await whenSaved(page);

    const filler = path.join(dir, 'filler');
    fillDisk(filler);
    const typed = '磁盘满时写下的一段综合判断。'.repeat(200);
    await type(field(form, '综合判断'), typed);
    await page.keyboard.press('Tab');
    await saveSign(page).filter({ hasText: '未保存' }).waitFor();
    await form.getByRole('alert').filter({ hasText: '磁盘空间不足' }).first().waitFor();
    expect(await field(form, '综合判断').inputValue()).toBe(typed);
    await expectClear(page);
    await screenshots(started, 'trouble-disk-full');

    rmSync(filler);
    await form.getByRole('button', { name: '重试保存' }).click();
    await whenSaved(page);
    await started.kill();
    const again = await started.relaunch();
    await unlock(again.page, OWNER.passphrase);
    await rail(again.page).waitFor();
    await goTo(again.page, '谈话记录');
    await openRow(again.page, '林见山');
    expect(await field(await formOf(again.page, '谈话记录'), '综合判断').inputValue()).toBe(typed);
  },
);

/** Writes until not one more byte fits. */
function fillDisk(file: string): void {
  for (let chunk = 1 << 20; chunk >= 1; chunk >>= 1) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(chunk), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
