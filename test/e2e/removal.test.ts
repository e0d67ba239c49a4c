/** A record removed by mistake: what goes along is said before, it is taken back at once, or found in 回收站 later. */
import { cleanUp, launch, screenshot, SIZES, type Started } from './harness';
import { goTo, unlock, whenOpen, whenSaved } from './pages/frame';
import { write } from './pages/input';
import { OWNER, preparedUserData } from './pages/prepared';
import { addRow, back, fill, formOf, newRecord, openRow, rows, tableRows } from './pages/records';

jest.setTimeout(120_000);

/** Not in a talk of the sample: papers that are signed rest on those. */
const NAME = '皮日休';

let started: Started;
beforeAll(async () => {
  const userData = await preparedUserData(async (core) => void (await core.handlers['round.loadSample']({})));
  started = await launch(userData);
  started.page.setDefaultTimeout(20_000);
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
});
afterAll(cleanUp);

/** Removes the open talk with a reason. @returns what the dialog said goes along */
async function removeTalk(): Promise<string> {
  const { page } = started;
  await openRow(page, NAME);
  const form = await formOf(page, '谈话记录');
  await form.getByRole('button', { name: '删除', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '删除谈话记录' });
  await dialog.getByLabel('理由').fill('登记到别的单位了');
  const said = await dialog.innerText();
  await screenshot(started, 'removal-dialog', SIZES[0]);
  await dialog.getByRole('button', { name: '删除', exact: true }).click();
  await page.getByText('已删除谈话记录').waitFor();
  return said;
}

const listed = async () =>
  (await tableRows(started.page)).filter((row) => Object.values(row).join().includes(NAME)).length;

test('is said with what goes along, taken back at once, or brought back from 回收站', async () => {
  const { page } = started;
  await goTo(page, '谈话记录');
  const made = await newRecord(page, '谈话记录');
  await fill(made, { 谈话对象: NAME });
  for (const number of [1, 2]) {
    await addRow(rows(made, '问答'), '问答', number);
    await write(page, `第${number}问`);
  }
  await whenSaved(page);
  await back(page);

  expect(await removeTalk()).toContain('连同2条问答一并删除');
  expect(await listed()).toBe(0);
  await screenshot(started, 'removal-undo', SIZES[0]);
  await page.getByRole('alert').getByRole('button', { name: '撤销' }).click();
  await page.locator('.pw-table-row').filter({ hasText: NAME }).first().waitFor();
  await openRow(page, NAME);
  await (await formOf(page, '谈话记录')).getByRole('group', { name: '问答' }).waitFor();
  await back(page);

  await removeTalk();
  await goTo(page, '回收站');
  const line = page.getByRole('row').filter({ hasText: NAME });
  await line.waitFor();
  expect(await line.innerText()).toMatch(/谈话记录[\s\S]*闻知远[\s\S]*登记到别的单位了[\s\S]*2条问答/);
  await screenshot(started, 'removal-bin', SIZES[0]);
  await line.getByRole('button', { name: /^恢复/ }).click();
  await line.waitFor({ state: 'detached' });
  await goTo(page, '谈话记录');
  expect(await listed()).toBe(1);
});
