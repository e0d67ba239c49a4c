/**
 * Every page, with its list and with an open form, and every dialog, in light and dark and once in the largest type: axe
 * finds nothing wrong (contrast of at least 4.5 : 1, a name for whatever can be used, roles that fit).
 */
import { cleanUp, launch, SIZES, type Started, type WorkbenchWindow } from './harness';
import { faults } from './pages/axe';
import { exportDialog, preview } from './pages/exporting';
import { rail, search, unlock, whenOpen } from './pages/frame';
import { OWNER, preparedUserData } from './pages/prepared';

jest.setTimeout(600_000);

let started: Started;
beforeAll(async () => {
  const userData = await preparedUserData(async (core) => void (await core.handlers['round.loadSample']({})));
  started = await launch(userData);
  started.page.setDefaultTimeout(20_000);
  await started.app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    SIZES[0],
  );
  // What fades in has no contrast yet.
  await started.page.emulateMedia({ reducedMotion: 'reduce' });
});
afterAll(cleanUp);

/** What axe finds, by what is shown; empty where nothing is wrong. */
let found: Record<string, string[]>;
beforeEach(() => (found = {}));

async function look(name: string): Promise<void> {
  const wrong = await faults(started.page);
  if (wrong.length > 0) found[name] = wrong;
}

/** Sets light or dark, and the size of the type. */
async function dress(appearance: 'light' | 'dark', textSize: 'standard' | 'largest'): Promise<void> {
  await started.page.evaluate(
    async (input) => {
      const { workbench } = window as unknown as WorkbenchWindow;
      await workbench.invoke('shell.setAppearance', { appearance: input.appearance });
      await workbench.invoke('shell.setTextSize', { textSize: input.textSize });
    },
    { appearance, textSize },
  );
  // Until the look has reached the page and been drawn, half of it has the colours of the other.
  await started.page.waitForFunction((dark) => {
    const words = document.querySelector('.brand-name') ?? document.body;
    const light = Number(/\d+/.exec(getComputedStyle(words).color)?.[0]) > 128;
    return window.matchMedia('(prefers-color-scheme: dark)').matches === dark && light === dark;
  }, appearance === 'dark');
  await started.page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

async function lookAtPages(): Promise<void> {
  const { page } = started;
  const entries = rail(page).locator('.rail-item');
  for (const label of await entries.locator('span:first-child').allInnerTexts()) {
    await rail(page)
      .getByRole('button', { name: new RegExp(`^${label}( ?\\d+)?$`) })
      .click();
    await page.waitForFunction(() => document.querySelector('.page-wait, .pw-wait') === null);
    await look(label);
    const row = page.locator('.pw-table-row').first();
    if ((await row.count()) === 0) continue;
    await row.click();
    await page.locator('.pw-detail').locator('.pw-form, .pw-tabs').first().waitFor();
    await look(`${label}：表单`);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await look(`${label}：${await tab.innerText()}`);
    }
    const charts = page.locator('.ant-segmented-item').filter({ hasText: /^图$/ });
    if ((await charts.count()) === 0) continue;
    await charts.click();
    await page.locator('.chart-drawing svg').first().waitFor();
    await look(`${label}：图`);
  }
}

/** What lies over a page: the records of a number, and the sum of the weeks. */
async function lookBehindNumbers(): Promise<void> {
  const { page } = started;
  const go = (label: RegExp) => rail(page).getByRole('button', { name: label }).click();
  await go(/^今日$/);
  await page
    .getByRole('button', { name: /^谈话\d+人次，打开记录$/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /^谈话：/ }).waitFor();
  await look('谈话：数的是哪些记录');
  await page.keyboard.press('Escape');
  await go(/^周报/);
  await page.getByRole('button', { name: '汇总表' }).click();
  await page.getByRole('table', { name: '周报汇总表' }).waitFor();
  await look('周报汇总表');
  await page.keyboard.press('Escape');
}

async function lookAtDialogs(): Promise<void> {
  const { page } = started;
  for (const name of ['设置', '关于']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog', { name }).waitFor();
    await look(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' });
  }
  await page.keyboard.press('F1');
  await page.getByRole('dialog', { name: '使用手册' }).getByRole('heading').first().waitFor();
  await look('使用手册');
  await page.keyboard.press('F1');
  await (await search(page, '灌渠')).getByRole('option').first().waitFor();
  await look('查找');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '导出文件' }).click();
  await preview(page);
  await look('导出文件');
  await page.keyboard.press('Escape');
  await exportDialog(page).waitFor({ state: 'hidden' });
}

test.each(['light', 'dark'] as const)('the unlock screen, %s', async (appearance) => {
  await dress(appearance, 'standard');
  await started.page.getByRole('heading', { name: '解锁' }).waitFor();
  await look('解锁');
  expect(found).toEqual({});
});

test.each([
  ['light', 'standard'],
  ['dark', 'standard'],
  ['light', 'largest'],
] as const)('pages and dialogs, %s, %s type', async (appearance, textSize) => {
  const { page } = started;
  await dress(appearance, textSize);
  if (await page.getByRole('heading', { name: '解锁' }).isVisible()) {
    await unlock(page, OWNER.passphrase);
    await whenOpen(page);
  }
  await lookAtPages();
  await lookBehindNumbers();
  await lookAtDialogs();
  expect(found).toEqual({});
});
