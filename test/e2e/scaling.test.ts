/**
 * Large scaling and large type on the small screen that county laptops have: at 125 and 200 % a screen of 1366 × 768 has
 * 1093 × 614 and 683 × 384 CSS pixels, in the largest type it has 1051 × 591. On every page nothing runs out of the window
 * sideways, what one works with is inside it, and the field in which one types is in sight.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { TEXT_SIZES } from '../../src-shared/contract';
import { cleanUp, launch, resize, screenshot, type Started } from './harness';
import { exportDialog, preview } from './pages/exporting';
import { rail, railEntry, saveSign, search, unlock } from './pages/frame';
import { type } from './pages/input';
import { OWNER, preparedUserData } from './pages/prepared';
import { back, field, formOf, openRow } from './pages/records';

jest.setTimeout(120_000);

const SCREENS = [
  { percent: 125, textSize: 'standard', width: 1093, height: 614 },
  { percent: 200, textSize: 'standard', width: 683, height: 384 },
  { percent: 100, textSize: 'largest', width: 1051, height: 591 },
] as const;

const button = (on: Page | Locator, name: string | RegExp): Locator =>
  on.getByRole('button', { name, exact: true });

describe.each(SCREENS)('1366 × 768 at $percent %, $textSize type', ({ percent, textSize, ...size }) => {
  const zoom = TEXT_SIZES[textSize];
  let started: Started;
  let page: Page;
  beforeAll(async () => {
    const userData = await preparedUserData(
      async (core) => void (await core.handlers['round.loadSample']({})),
    );
    // As the settings keep it, so that it holds from the first screen on.
    writeFileSync(path.join(userData, 'settings.json'), JSON.stringify({ textSize }));
    started = await launch(userData, [`--force-device-scale-factor=${percent / 100}`]);
    ({ page } = started);
    page.setDefaultTimeout(10_000);
  });
  afterAll(cleanUp);

  /** The window in CSS pixels, after the picture of it has been taken. */
  async function look(name: string): Promise<{ width: number; height: number }> {
    await resize(started, size, zoom);
    await screenshot(started, `scaling-${percent}-${textSize}-${name}`, size, zoom);
    const seen = await page.evaluate(() => ({
      width: innerWidth,
      height: innerHeight,
      content: document.documentElement.scrollWidth,
      body: document.body.scrollWidth,
    }));
    expect(Math.max(seen.content, seen.body)).toBeLessThanOrEqual(seen.width);
    return seen;
  }

  /** Looks at the page, and finds each of these whole inside the window and under nothing else. */
  async function expectInReach(name: string, ...things: Locator[]): Promise<void> {
    const { width, height } = await look(name);
    for (const thing of things) {
      const box = await thing.boundingBox();
      const place = { thing: String(thing), box, inside: box !== null && isInside(box, width, height) };
      expect(place).toMatchObject({ inside: true });
      expect({ thing: String(thing), onTop: await thing.evaluate(isOnTop) }).toMatchObject({ onTop: true });
    }
  }

  /** Types into the last text field of a form, to which one has to scroll, and finds it in sight. */
  async function expectTypingInSight(form: Locator, last: Locator): Promise<void> {
    expect(await last.evaluate((element) => element.getBoundingClientRect().top > innerHeight)).toBe(true);
    await last.focus();
    await page.keyboard.insertText('字');
    await expectInReach('typing', last, button(form, '返回列表'), button(page, '锁定'));
    await page.keyboard.press('Backspace');
  }

  /** Goes to a page by the rail, which a narrow window shows on demand. */
  async function goTo(label: string): Promise<void> {
    const toggle = button(page, '显示或收起左侧栏目');
    if (await toggle.isVisible()) {
      await toggle.click();
      await rail(page).waitFor();
    }
    await railEntry(page, label).click();
    await page.waitForFunction(() => document.querySelector('.page-wait, .pw-wait') === null);
  }

  test('unlocking', async () => {
    await page.getByRole('heading', { name: '解锁' }).waitFor();
    const passphrase = page.getByLabel('口令', { exact: true });
    await type(passphrase, '不是这个');
    await expectInReach('01-unlock', passphrase, button(page, '解锁'), button(page, /恢复码/));
    await unlock(page, OWNER.passphrase);
    await page.getByRole('heading', { name: '今日' }).waitFor();
  });

  test('今日', async () => {
    await page.locator('.task').first().waitFor();
    await expectInReach(
      '02-today',
      button(page, '锁定'),
      button(page, '设置'),
      page.locator('.task').first(),
    );
    expect(await saveSign(page).innerText()).toContain('保存');
  });

  test.each([
    ['谈话记录', '新建谈话记录', 'T01'],
    ['调阅资料', '新建调阅资料', 'DY-01'],
    ['整改台账', '新建整改事项', 'ZG-01'],
    ['问题底稿', '新建问题底稿', 'WT-01'],
  ])('the list of %s', async (label, create, code) => {
    await goTo(label);
    const row = page.locator('.pw-table-row').filter({ hasText: code });
    await row.waitFor();
    const filter = page.getByRole('textbox', { name: /筛选/ });
    await type(filter, code);
    await row.waitFor();
    await expectInReach(
      `03-${label}`,
      button(page, new RegExp(`${create}$`)),
      button(page, '锁定'),
      filter,
      row.getByText(code),
    );
    await type(filter, ' ');
  });

  test.each([
    ['谈话记录', 'T01', '综合判断'],
    ['信访登记', 'XF-01', '办理结果'],
    // Signed: what was found is held fast, what the unit says of it is not.
    ['问题底稿', 'WT-01', '被巡察单位意见'],
  ])('the form of %s', async (label, code, last) => {
    await goTo(label);
    await openRow(page, code);
    const form = await formOf(page, label);
    await expectInReach(
      `04-${label}`,
      field(form, '编号'),
      button(form, '返回列表'),
      button(form, '删除'),
      button(page, '锁定'),
    );
    await expectTypingInSight(form, field(form, last));
    await back(page);
  });

  test('the tally of a questionnaire', async () => {
    await goTo('调查问卷');
    await openRow(page, 'WJ-01');
    await page.getByRole('tab', { name: '统计' }).click();
    const figures = page.locator('.pw-tally table');
    await figures.waitFor();
    await expectInReach(
      '05-tally',
      page.getByRole('tab', { name: '统计' }),
      figures.locator('tbody tr').nth(1).locator('td').last(),
      button(page, '锁定'),
    );
  });

  test('exporting', async () => {
    await button(page, /导出文件/).click();
    const dialog = exportDialog(page);
    const drawn = await preview(page);
    await expectInReach('06-export', button(dialog, /导出 Word 文件/), button(dialog, /Close|关闭/));
    await drawn.scrollIntoViewIfNeeded();
    await look('07-export-preview');
    expect(await drawn.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('settings', async () => {
    await button(page, '设置').click();
    const drawer = page.getByRole('dialog', { name: '设置' });
    await drawer.getByText('外观').waitFor();
    await expectInReach('08-settings', button(drawer, /Close|关闭/), drawer.getByText('深色'));
    const passphrase = drawer.getByLabel('再输一遍初始口令');
    await passphrase.focus();
    await expectInReach('09-settings-people', passphrase, button(drawer, /Close|关闭/));
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  test('searching', async () => {
    const results = await search(page, '灌渠');
    await results.getByRole('option').first().waitFor();
    await expectInReach(
      '10-search',
      page.getByRole('combobox', { name: '搜索全部记录' }),
      results.getByRole('option').first(),
      page.locator('.palette-foot'),
    );
    await page.keyboard.press('Escape');
  });
});

function isInside(
  box: { x: number; y: number; width: number; height: number },
  width: number,
  height: number,
) {
  // A pixel of the screen is less than one of the page: half a pixel outside is a border cut by rounding.
  return (
    box.x >= -0.5 && box.y >= -0.5 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 0.5
  );
}

/** Whether a click into its middle would meet it. */
function isOnTop(element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect();
  const met = document.elementFromPoint(x + width / 2, y + height / 2);
  return met !== null && (element.contains(met) || met.contains(element));
}
