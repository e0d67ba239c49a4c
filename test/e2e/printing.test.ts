/** Printing: the form of a record and the list of a page go to the printer as pages of their own, and into the log. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sample from '../../assets/sample/sample-round.json';
import { cleanUp, forPeople, screenshots, type Started } from './harness';
import { cancelPrints, printIntoFile } from './pages/exporting';
import { goTo } from './pages/frame';
import { openPrepared } from './pages/opened';
import { back, formOf, openRow, tableRows } from './pages/records';

jest.setTimeout(90_000);

const folder = mkdtempSync(path.join(tmpdir(), 'printing-'));
let started: Started;
beforeAll(async () => {
  started = await openPrepared();
});
afterAll(async () => {
  await cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

const dialog = () => started.page.getByRole('dialog');
const drawn = async () => {
  await dialog().locator('section.docx').first().waitFor();
  await dialog().getByRole('button', { name: '打印…' }).and(started.page.locator(':enabled')).waitFor();
};

/** What came out of the printer: its text and the sizes of its pages in points. */
async function printed(file: string, name: string): Promise<{ text: string; sizes: string[] }> {
  await forPeople((pictures) =>
    execFileSync('pdftoppm', ['-png', '-r', '60', file, path.join(pictures, `printed-${name}`)]),
  );
  const info = execFileSync('pdfinfo', ['-f', '1', '-l', '99', file], { encoding: 'utf8' });
  return {
    text: execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }),
    sizes: [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/g)].map(
      ([, width, height]) => `${Math.round(Number(width))}x${Math.round(Number(height))}`,
    ),
  };
}

test('the copy of a talk to be signed is printed upright, without the window and without the group’s own words', async () => {
  const { page, app } = started;
  const file = path.join(folder, 'talk.pdf');
  await goTo(page, '谈话记录');
  await openRow(page, 'T01');
  await formOf(page, '谈话记录');
  await page.keyboard.press('Control+P');
  await drawn();
  await screenshots(started, 'print-01-form');
  await printIntoFile(app, file);
  await dialog().getByRole('button', { name: '打印…' }).click();
  await page.getByText('已送打印，并记入“导出登记”').waitFor();
  const { text, sizes } = await printed(file, 'talk');
  expect(sizes).toEqual(['595x842']);
  for (const words of ['个别谈话记录', '以上记录已阅，与本人所述一致。', '谈话对象（签名）', '顾西洲'])
    expect(text).toContain(words);
  for (const words of ['巡察工作台', '离线', '印证', '综合判断', '打印…']) expect(text).not.toContain(words);
});

test('the other copies show what they are', async () => {
  await dialog().getByText('组内留存', { exact: true }).click();
  await dialog().locator('section.docx').getByText('内部判断').waitFor();
  await dialog().getByText('空白组内附页', { exact: true }).click();
  await dialog().locator('section.docx').getByText('个别谈话记录（组内附页）').first().waitFor();
  await dialog().getByText('空白签字稿', { exact: true }).click();
  await dialog().locator('section.docx').getByText('编号：＿＿＿＿').waitFor();
  await screenshots(started, 'print-02-blank');
  await started.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await back(started.page);
});

/** Prints what is shown, and waits until the person is told: not by the word of an earlier print. */
async function sendToPrinter(): Promise<void> {
  const told = started.page.getByText('已送打印，并记入“导出登记”');
  await told.first().waitFor({ state: 'detached' });
  await dialog().getByRole('button', { name: '打印…' }).click();
  await told.waitFor();
}

test('a list for the unit has nothing of what was found, and is printed across', async () => {
  const { page, app } = started;
  const file = path.join(folder, 'handover.pdf');
  await goTo(page, '调阅资料');
  await page.getByRole('button', { name: '打印列表' }).click();
  await dialog().locator('section.docx').getByText('调阅资料台账').first().waitFor();
  await dialog().getByText('资料交接单', { exact: true }).click();
  await dialog().locator('section.docx').getByText('资料交接单').first().waitFor();
  await screenshots(started, 'print-05-handover');
  await printIntoFile(app, file);
  await sendToPrinter();
  const { text, sizes } = await printed(file, 'handover');
  expect(new Set(sizes)).toEqual(new Set(['842x595']));
  expect(text).toContain('党组会议记录本');
  expect(text).not.toMatch(/发现|无“第一议题”/);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
});

test('the words of the round are on the page of rounds', async () => {
  const { page } = started;
  await goTo(page, '轮次与单位');
  await page.getByText('字典', { exact: true }).click();
  await page.getByRole('textbox', { name: '第1条正式表述' }).waitFor();
  await screenshots(started, 'print-06-dictionary');
});

test('a list is printed across as it is filtered, its head on every sheet', async () => {
  const { page, app } = started;
  const file = path.join(folder, 'list.pdf');
  await goTo(page, '整改台账');
  await page.getByRole('combobox', { name: '按整改状态筛选' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: '已完成' }).click();
  await page.keyboard.press('Escape');
  const shown = (await tableRows(page)).map((row) => row.编号);
  expect(shown.length).toBeGreaterThan(1);
  await page.getByRole('button', { name: '打印列表' }).click();
  await drawn();
  await screenshots(started, 'print-03-list');
  await printIntoFile(app, file);
  await sendToPrinter();
  const { text, sizes } = await printed(file, 'list');
  expect(new Set(sizes)).toEqual(new Set(['842x595']));
  expect([...text.matchAll(/ZG-\d+/g)].map(([code]) => code)).toEqual(shown);
  expect(text).toContain('整改事项清单');
  const left = sample.rectification.filter((item) => !shown.includes(item.编号));
  for (const { 编号 } of left) expect(text).not.toContain(编号);
});

test('a print that was cancelled is told, and both stand in the log', async () => {
  const { page, app } = started;
  await cancelPrints(app);
  await dialog().getByRole('button', { name: '打印…' }).click();
  await dialog()
    .getByText(/没有打印：打印已取消/)
    .waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await goTo(page, '导出登记');
  const entries = await tableRows(page);
  expect(entries.map((row) => [row.文件, row.方式, row.发送对象])).toEqual(
    expect.arrayContaining([
      ['个别谈话记录', '打印', '签字人'],
      ['整改事项清单', '打印', '巡察组内部'],
      ['整改事项清单', '打印（已取消）', '巡察组内部'],
    ]),
  );
  await screenshots(started, 'print-04-log');
});

test('a 函询 has its letter beside its form, and the letter is printed from Word', async () => {
  const { page } = started;
  await goTo(page, '函询');
  await openRow(page, 'HX-02');
  await formOf(page, '函询');
  await page.keyboard.press('Control+P');
  await drawn();
  await dialog().getByText('函询函', { exact: true }).click();
  await dialog().locator('section.docx').getByText('关于提供九届县委第四轮巡察有关情况的函').waitFor();
  await dialog().getByText('还没有填写联系人和电话').waitFor();
  expect(await dialog().getByRole('button', { name: '打印…' }).count()).toBe(0);
  await screenshots(started, 'print-05-letter');
  await page.keyboard.press('Escape');
});

test('the 公告 says what it lacks, and is made once it is filled in', async () => {
  const { page } = started;
  await goTo(page, '轮次与单位');
  await page.getByRole('button', { name: '导出巡察公告…' }).click();
  await dialog().getByRole('alert').getByText('群众无从反映').waitFor();
  await screenshots(started, 'print-06-announcement-lacks');
  await dialog().getByRole('button', { name: '县水务局党组' }).first().click();
  const form = await formOf(page, '巡察任务');
  await form.getByLabel('联系电话').fill('0870-5551234');
  await page.getByRole('button', { name: '导出巡察公告…' }).click();
  await dialog().locator('section.docx').getByText('联系电话：0870-5551234').waitFor();
  await screenshots(started, 'print-07-announcement');
  await page.keyboard.press('Escape');
});
