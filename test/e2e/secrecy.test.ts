/** The application used for a while and then killed: nothing readable on the disk, nothing on the network. */
import path from 'node:path';
import sample from '../../assets/sample/sample-round.json';
import {
  canaryScan,
  cleanUp,
  filesUnder,
  internetSockets,
  launch,
  type Started,
  type WorkbenchWindow,
} from './harness';
import { exportDialog, preview } from './pages/exporting';
import { start } from './pages/first-run';
import { chooseUnit, goTo, lock, search, unlock, whenOpen, whenSaved } from './pages/frame';
import { type, write } from './pages/input';
import { addRow, field, newRecord, rows } from './pages/records';

jest.setTimeout(120_000);
afterAll(cleanUp);

const OWNER = { name: '闻知远', role: '组长', passphrase: '青山不老绿水长流一九八四' };
/** Texts that only a person at the keyboard ever typed. */
const TYPED = ['金丝雀谈话对象欧阳靖安', '金丝雀答话里说到的那笔拆借款', '金丝雀底稿事实经过若干'];
/** Words that the program itself carries may stand on the disk; what a record says may not. */
const RECORDED = [
  ...sample.findings.map((one) => one.事实),
  ...sample.interviews.map((one) => one.要点[0]!.内容),
  ...sample.clues.map((one) => one.主要问题),
  ...sample.petitions.map((one) => one.内容),
];

let started: Started;

/** A working hour in short: typing, searching, the tables of all units, a preview, a lock, and typing again. */
beforeAll(async () => {
  started = await launch();
  const { page } = started;
  page.setDefaultTimeout(15_000);
  await start(page, OWNER, '载入示例轮次试用');
  await whenOpen(page);
  await page.locator('.switcher-label').waitFor();
  for (const { 简称 } of sample.units) {
    await chooseUnit(page, 简称);
    for (const label of ['谈话记录', '问题底稿', '问题线索', '整改台账']) {
      await goTo(page, label);
      await page.locator('.pw-page').waitFor();
    }
  }
  await goTo(page, '谈话记录');
  const talk = await newRecord(page, '谈话记录');
  await type(field(talk, '谈话对象'), TYPED[0]!);
  await addRow(rows(talk, '问答'), '问答', 1);
  await page.keyboard.press('Enter');
  await write(page, TYPED[1]!);
  await page.keyboard.press('Tab');
  await whenSaved(page);
  const list = await search(page, '拆借');
  await list.locator('mark').first().waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await goTo(page, '今日');
  await page.getByRole('button', { name: '导出文件' }).click();
  await preview(page);
  await exportDialog(page)
    .getByRole('button', { name: 'Close' })
    .or(exportDialog(page).getByRole('button', { name: '关闭' }))
    .first()
    .click();
  await exportDialog(page).waitFor({ state: 'hidden' });
  await lock(page);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  await goTo(page, '问题底稿');
  const paper = await newRecord(page, '问题底稿');
  await type(field(paper, '事实'), TYPED[2]!);
  await page.keyboard.press('Tab');
  await whenSaved(page);
});

test('no network request was made or attempted, and nothing of it was refused either', async () => {
  const info = await started.page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.appInfo', {}),
  );
  if (!info.ok) throw new Error(info.code);
  expect(info.value.refused).toEqual({ network: 0, navigation: 0, permission: 0, sender: 0 });
  const loaded = await started.page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).protocol),
  );
  expect([...new Set(loaded)].filter((protocol) => !['app:', 'data:', 'blob:'].includes(protocol))).toEqual(
    [],
  );
});

test('nothing listens but the debugger of this test, which only it switches on', () => {
  const debuggers = internetSockets(started.app.process().pid ?? 0).filter((socket) => socket.listening);
  // 0100007F is 127.0.0.1; an undisturbed start has no socket at all (shell-life.test.ts).
  expect(debuggers.every((socket) => socket.local.startsWith('0100007F:'))).toBe(true);
  expect(debuggers.length).toBeLessThanOrEqual(2);
});

test('the page has no require, and workbench cannot be changed', async () => {
  const found = await started.page.evaluate(() => {
    const { workbench } = window as unknown as { workbench: object };
    return {
      require: typeof (window as unknown as Record<string, unknown>).require,
      process: typeof (window as unknown as Record<string, unknown>).process,
      frozen: Object.isFrozen(workbench),
      fixed: Object.getOwnPropertyDescriptor(window, 'workbench')?.writable !== true,
    };
  });
  expect(found).toEqual({ require: 'undefined', process: 'undefined', frozen: true, fixed: true });
});

test('after it was killed, no record text is in any file under the user data', async () => {
  await started.kill();
  const files = filesUnder(started.userData);
  expect(files.map((file) => path.basename(file))).toEqual(
    expect.arrayContaining(['store.db', 'vault.header']),
  );
  expect(canaryScan(started.userData, [...TYPED, ...RECORDED, OWNER.passphrase])).toEqual([]);
});
