/** A list goes out as Excel, is changed as WPS would, comes in again with its difference in sight, and is taken back. */
import fs from 'node:fs';
import path from 'node:path';
import { read, utils, write, type WorkBook } from '@e965/xlsx';
import { cleanUp, launch, newUserData, screenshot, SIZES, type Started } from './harness';
import { OWNER, preparedUserData } from './pages/prepared';
import { answerOpenDialog, answerSaveDialog } from './pages/exporting';
import { goTo, lock, unlock, whenOpen } from './pages/frame';
import { openRow } from './pages/records';

jest.setTimeout(180_000);

let started: Started;
const folder = newUserData();
beforeAll(async () => {
  const userData = await preparedUserData(async (core) => void (await core.handlers['round.loadSample']({})));
  started = await launch(userData);
  started.page.setDefaultTimeout(30_000);
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
});
afterAll(cleanUp);

const dialog = () => started.page.getByRole('dialog');
const saved = (book: WorkBook, name: string): string => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, Buffer.from(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
  return file;
};

/** The rows of a workbook as other programs see them, rewritten into one of their own: without styles, days as text. */
function rewritten(file: string, change: (rows: string[][], at: (head: string) => number) => void): WorkBook {
  const book = read(fs.readFileSync(file), { type: 'buffer' });
  const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0]!]!, {
    header: 1,
    raw: false,
    defval: '',
  });
  change(rows, (head) => rows[2]!.indexOf(head));
  return {
    SheetNames: ['表一', '台账'],
    Sheets: { 表一: utils.aoa_to_sheet([['说明']]), 台账: utils.aoa_to_sheet(rows) },
  };
}

/** An item that nobody has closed: what is closed cannot be changed by a file either. */
const openIn = (rows: string[][], at: (head: string) => number): string[] =>
  rows.find((row) => row[at('整改状态')] === '正在推进')!;

test('a list goes out, comes back changed, and is taken back days later from the 操作日志', async () => {
  const { page } = started;
  await goTo(page, '整改台账');
  const out = path.join(folder, '整改台账.xlsx');
  await answerSaveDialog(started.app, out);
  await page.getByRole('button', { name: '导出Excel' }).click();
  const told = page.locator('.ant-notification-notice').filter({ hasText: '记入“导出登记”' });
  await told.waitFor();
  await screenshot(started, 'table-exported', SIZES[0]);
  await told.getByRole('button', { name: '关闭' }).click();

  // A wrong day first: it is named, and nothing can be imported.
  const wrong = rewritten(out, (rows, at) => {
    openIn(rows, at)[at('责任人')] = '新来的同志';
    rows[4]![at('完成时限')] = '2026年底';
  });
  const file = saved(wrong, '单位退回.xlsx');
  await answerOpenDialog(started.app, file);
  await page
    .locator('.pw-page-head')
    .getByRole('button', { name: /导\s?入$/ })
    .click();
  await dialog().getByRole('button', { name: '选择文件…' }).waitFor();
  await screenshot(started, 'table-import-choose', SIZES[0]);
  await dialog().getByRole('button', { name: '选择文件…' }).click();
  await dialog()
    .getByText(/^第5行“完成时限”：/)
    .waitFor();
  expect(await dialog().getByRole('button', { name: /^导入/ }).isDisabled()).toBe(true);
  await screenshot(started, 'table-import-refused', SIZES[0]);

  // Mended in the file, and read again.
  saved(
    rewritten(out, (rows, at) => {
      openIn(rows, at)[at('责任人')] = '新来的同志';
    }),
    '单位退回.xlsx',
  );
  await dialog().getByRole('button', { name: '重新读取' }).click();
  await dialog().locator('ins').filter({ hasText: '新来的同志' }).waitFor();
  await dialog().getByText('将改动1条。').waitFor();
  await dialog().getByRole('button', { name: '栏目对照' }).click();
  await dialog().getByText('表头不是这一行…').waitFor();
  await screenshot(started, 'table-import', SIZES[0]);
  await screenshot(started, 'table-import-wide', SIZES[1]!);
  await dialog().getByRole('button', { name: '导入1行' }).click();
  await dialog().getByText('已导入：改动1条').waitFor();
  await dialog()
    .getByRole('button', { name: /完\s?成$/ })
    .click();
  await page.locator('.pw-table-row').filter({ hasText: '新来的同志' }).waitFor();

  // The same file once more is no difference.
  await page
    .locator('.pw-page-head')
    .getByRole('button', { name: /导\s?入$/ })
    .click();
  await dialog().getByRole('button', { name: '选择文件…' }).click();
  await dialog().getByText('文件与现有记录没有差别，不用导入。').waitFor();
  await dialog()
    .getByRole('button', { name: /取\s?消$/ })
    .click();

  await lock(page);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  await goTo(page, '操作日志');
  await openRow(page, '导入表格');
  await page.getByRole('button', { name: '撤销本次导入…' }).click();
  await dialog().getByText('1条恢复原来的内容').waitFor();
  await dialog().getByLabel('理由').fill('单位退回的不是定稿');
  await screenshot(started, 'table-take-back', SIZES[0]);
  await dialog()
    .getByRole('button', { name: /撤\s?销$/ })
    .click();
  await page.locator('.ant-message-notice').filter({ hasText: '已撤销：' }).waitFor();
  await page.getByText('已撤销', { exact: true }).waitFor();
  await goTo(page, '整改台账');
  await page.locator('.pw-table-row').first().waitFor();
  expect(await page.locator('.pw-table-row').filter({ hasText: '新来的同志' }).count()).toBe(0);
});
