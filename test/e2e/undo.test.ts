/** What one did is taken back by Ctrl+Z: an edit, a step from a row; after a lock nothing of it is left to take back. */
import { cleanUp, launch, screenshot, SIZES, type Started } from './harness';
import { goTo, lock, unlock, whenOpen, whenSaved } from './pages/frame';
import { OWNER, preparedUserData } from './pages/prepared';
import { back, field, fill, formOf, newRecord, openRow, stepAsking } from './pages/records';

jest.setTimeout(180_000);

const NAME = '凭证若干';

let started: Started;
beforeAll(async () => {
  const userData = await preparedUserData(async (core) => void (await core.handlers['round.loadSample']({})));
  started = await launch(userData);
  started.page.setDefaultTimeout(30_000);
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
});
afterAll(cleanUp);

const said = (words: string | RegExp) =>
  started.page.locator('.ant-message-notice').filter({ hasText: words });

test('takes back an edit, a step from a row, and nothing after a lock', async () => {
  const { page } = started;
  await goTo(page, '调阅资料');
  const form = await newRecord(page, '调阅资料');
  await fill(form, { 资料名称: NAME });
  await whenSaved(page);

  // Inside a field in which one types, the browser's own: the words, not the record.
  const purpose = field(form, '资料名称');
  await purpose.press('End');
  await purpose.pressSequentially('一');
  await purpose.press('Control+Z');
  expect(await purpose.inputValue()).toBe(NAME);
  await whenSaved(page);

  await stepAsking(form, '接收');
  await back(page);
  const row = page.locator('.pw-table-row').filter({ hasText: NAME });
  await row.hover();
  await row.getByRole('button', { name: '阅毕待还' }).click();
  await said('已办理“阅毕待还”').waitFor();
  await screenshot(started, 'undo-step', SIZES[0]);
  await page.keyboard.press('Control+Z');
  await said(/已撤销：调阅资料 DY\S+的“阅毕待还”/).waitFor();
  await row.getByRole('button', { name: '阅毕待还' }).waitFor();
  await page.keyboard.press('Control+Y');
  await said(/已重做：调阅资料 DY\S+的“阅毕待还”/).waitFor();
  await page.keyboard.press('Control+Z');
  await said(/已撤销：调阅资料 DY\S+的“阅毕待还”/).waitFor();

  await page.keyboard.press('Control+Z');
  await said(/已撤销：调阅资料 DY\S+的“接收”/).waitFor();
  await screenshot(started, 'undo-told', SIZES[0]);

  await openRow(page, NAME);
  await formOf(page, '调阅资料');
  await lock(page);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  await formOf(page, '调阅资料');
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await said('自解锁以来没有可以撤销的操作').waitFor();
  expect(await field(await formOf(page, '调阅资料'), '资料名称').inputValue()).toBe(NAME);
});

test('a value is given to all that the list shows, and taken back as one', async () => {
  const { page } = started;
  await goTo(page, '整改台账');
  const bar = page.locator('.pw-table-bar');
  await bar.getByText(/^共\d+条/).waitFor();
  await page.getByRole('checkbox', { name: /^全选当前显示的/ }).click();
  await page.getByText(/^已选\d+条$/).waitFor();
  await screenshot(started, 'many-chosen', SIZES[0]);
  await page.getByRole('button', { name: '批量修改…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '修改哪一栏' }).click();
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: /^责任人$/ })
    .click();
  await dialog.getByRole('textbox', { name: '“责任人”改为' }).fill('程远山');
  await page.keyboard.press('Enter');
  await dialog.getByText(/^将修改\d+条$/).waitFor();
  await dialog.getByText(/已销号，内容已固定.*：ZG/).waitFor();
  await screenshot(started, 'many-preview', SIZES[0]);
  await dialog.getByRole('button', { name: /修改\d+条$/ }).click();
  await said(/已修改\d+条整改事项的“责任人”/).waitFor();
  await page.keyboard.press('Control+Z');
  await said(/已撤销“?：?.*责任人/).waitFor();
});
