/** The room of the fieldwork's screens: wide tables, the list beside a form, what is pasted. */
import sample from '../../assets/sample/sample-round.json';
import { cleanUp, resize, screenshot, SIZES, type Started } from './harness';
import { chooseUnit, goTo, lock, unlock } from './pages/frame';
import { OWNER } from './pages/prepared';
import { openPrepared } from './pages/opened';
import { back, fill, formOf, openRow } from './pages/records';

jest.setTimeout(90_000);

/** The smallest screen of an office. */
const SMALL = SIZES[0];

let started: Started;
beforeAll(async () => {
  started = await openPrepared();
  await resize(started, SMALL);
});
afterAll(cleanUp);

test('a wide table keeps number and name in view while it scrolls sideways', async () => {
  const { page } = started;
  await goTo(page, '调阅资料');
  const table = page.getByRole('grid', { name: /^调阅资料列表/ });
  const name = table.getByRole('gridcell').filter({ hasText: sample.documents[0]!.资料名称 }).first();
  await screenshot(started, 'fieldwork-01-table', SMALL);
  const before = await name.boundingBox();
  await table.evaluate((box) => {
    box.scrollLeft = box.scrollWidth;
    box.scrollTop = 60;
  });
  await screenshot(started, 'fieldwork-02-table-scrolled', SMALL);
  expect((await name.boundingBox())!.x).toBe(before!.x);
  const head = table.getByRole('columnheader', { name: '资料名称' });
  expect((await head.boundingBox())!.x).toBe(before!.x);
  // It lies over what scrolls under it.
  const box = (await head.boundingBox())!;
  const onTop = await page.evaluate(
    ([x, y]) => document.elementFromPoint(x!, y!)?.closest('[role="columnheader"]')?.textContent,
    [box.x + 20, box.y + box.height / 2],
  );
  expect(onTop).toContain('资料名称');
  await chooseUnit(page, sample.units[2]!.简称);
  await page.getByRole('button', { name: /一并归还/ }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: '全选' }).waitFor();
  await screenshot(started, 'fieldwork-03-give-back', SMALL);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await chooseUnit(page, sample.units[0]!.简称);
});

test('the list beside a form is folded away, and stays so after a lock', async () => {
  const { page } = started;
  await goTo(page, '谈话记录');
  await openRow(page, 'T01');
  const form = await formOf(page, '谈话记录');
  const narrow = (await form.boundingBox())!.width;
  await page.keyboard.press('Control+b');
  await page.locator('.pw-list').waitFor({ state: 'hidden' });
  expect((await form.boundingBox())!.width).toBeGreaterThan(narrow + 200);
  await screenshot(started, 'fieldwork-04-folded', SMALL);
  await lock(page);
  await unlock(page, OWNER.passphrase);
  await formOf(page, '谈话记录');
  expect(await page.locator('.pw-list').count()).toBe(0);
  await page.getByRole('button', { name: '展开列表' }).click();
  await page.locator('.pw-list').waitFor();
  await back(page);
});

test('what else is new on these screens is looked at', async () => {
  const { page } = started;
  await goTo(page, '提纲模板');
  await screenshot(started, 'fieldwork-05-outlines', SMALL);
  await goTo(page, '整改满意度测评');
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page
    .getByText(/满意率\d/)
    .first()
    .waitFor();
  await screenshot(started, 'fieldwork-06-satisfaction', SMALL);
  await goTo(page, '信访登记');
  await page.getByRole('button', { name: /新建信访登记/ }).click();
  await screenshot(started, 'fieldwork-07-petition', SMALL);
  await page.keyboard.press('Escape');
  await goTo(page, '调查问卷');
  await page.getByRole('button', { name: /新建调查问卷/ }).click();
  const form = await formOf(page, '调查问卷');
  await fill(form, { 问卷名称: '干部职工问卷' });
  await form.getByRole('button', { name: /从 Word 粘贴题目/ }).click();
  await page
    .getByLabel('粘贴的文字')
    .fill(
      '一、评价\n1.您对班子的评价（　）\nA.好　B.较好　C.差\n2.哪些问题突出？（多选，限选2项）\nA.甲\nB.乙\nC.没有\n3.您的建议：____',
    );
  await page.getByText('加入3题').waitFor();
  await screenshot(started, 'fieldwork-08-paste', SMALL);
  await page.getByText('加入3题').click();
  await page.getByLabel('第3行 题干').waitFor();
  await screenshot(started, 'fieldwork-09-questions', SMALL);
});
