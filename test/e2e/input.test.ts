/** What only a real window shows of input: an input method at work, a search that leads to its words, a dropped file. */
import { cleanUp, launch, screenshot, SIZES } from './harness';
import { chooseUnit, goTo, search, unlock, whenOpen } from './pages/frame';
import { OWNER, preparedUserData } from './pages/prepared';
import { field, formOf, openRow } from './pages/records';

jest.setTimeout(180_000);
afterEach(cleanUp);

test('pinyin is not kept, a search leads to the words it found, a dropped file is kept', async () => {
  const started = await launch(
    await preparedUserData(async (core) => void (await core.handlers['round.loadSample']({}))),
  );
  const { page } = started;
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  await chooseUnit(page, '石桥坪镇');
  await goTo(page, '谈话记录');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'grid');
  await openRow(page, 'T06');
  const form = await formOf(page, '谈话记录');

  const post = field(form, '职务');
  const before = await post.inputValue();
  await post.press('End');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Input.imeSetComposition', { text: "jian'zhi", selectionStart: 8, selectionEnd: 8 });
  expect(await post.inputValue()).toBe(`${before}jian'zhi`);
  expect(await form.getByText('正在输入…').count()).toBe(0);
  await cdp.send('Input.insertText', { text: '兼职' });
  await page.keyboard.press('Tab');
  await form.getByText('已保存', { exact: true }).first().waitFor();
  expect(await post.inputValue()).toBe(`${before}兼职`);
  await screenshot(started, 'input-form', SIZES[0]!);

  await form.evaluate((element) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(1_200_000)], '现场照片.jpg', { type: 'image/jpeg' }));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  const kept = form.locator('.pw-file').filter({ hasText: '现场照片.jpg' });
  await kept.waitFor();
  await kept.scrollIntoViewIfNeeded();
  await screenshot(started, 'input-attachments', SIZES[0]!);

  await page.keyboard.press('Escape');
  const found = await search(page, '补贴 代领');
  await found.getByRole('option').first().waitFor();
  await screenshot(started, 'input-search', SIZES[0]!);
});
