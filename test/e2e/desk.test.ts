/** The desk as one left it: the look of the window, and the place at work, over a lock and over a restart. */
import { cleanUp, launch, screenshots, type Started } from './harness';
import { chooseUnit, goTo, lock, unlock, whenOpen } from './pages/frame';
import { OWNER, preparedUserData } from './pages/prepared';
import { formOf, openRow } from './pages/records';

jest.setTimeout(120_000);
afterEach(cleanUp);

const withSample = () => preparedUserData(async (core) => void (await core.handlers['round.loadSample']({})));

/** What the window shows behind the page, and what the page itself is painted on. */
const grounds = async ({ app, page }: Started): Promise<string[]> => [
  (
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBackgroundColor())
  ).toLowerCase(),
  await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
];
const LIGHT = ['#f4f3f0', 'rgb(244, 243, 240)'];
const DARK = ['#141517', 'rgb(20, 21, 23)'];

test('a dark desk is dark before it is unlocked, after a lock and after a restart', async () => {
  const started = await launch(await withSample());
  const { page } = started;
  expect(await grounds(started)).toEqual(LIGHT);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  await page.getByRole('button', { name: '设置', exact: true }).click();
  await page.getByRole('dialog', { name: '设置' }).getByText('深色').click();
  await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
  expect(await grounds(started)).toEqual(DARK);
  await page.keyboard.press('Escape');
  await lock(page);
  expect(await grounds(started)).toEqual(DARK);
  await started.close();

  const again = await started.relaunch();
  expect(await grounds(again)).toEqual(DARK);
  await again.page.getByRole('heading', { name: '解锁' }).waitFor();
  await screenshots(again, 'unlock-dark');
});

test('round, unit and page are there again after a restart, the open record after a lock', async () => {
  const started = await launch(await withSample());
  const { page } = started;
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/今日|月\d+日/);
  await chooseUnit(page, '石桥坪镇');
  await goTo(page, '谈话记录');
  await openRow(page, 'T06');
  const form = await formOf(page, '谈话记录');
  const name = await form.getAttribute('aria-label');
  await lock(page);
  await unlock(page, OWNER.passphrase);
  await whenOpen(page);
  expect(await (await formOf(page, '谈话记录')).getAttribute('aria-label')).toBe(name);
  await started.close();

  const again = await started.relaunch();
  await unlock(again.page, OWNER.passphrase);
  await whenOpen(again.page);
  await again.page.getByRole('heading', { name: '谈话记录', exact: true }).waitFor();
  expect(await again.page.locator('.switcher-label b').innerText()).toContain('石桥坪镇');
  expect(await again.page.locator('.pw-form').count()).toBe(0);
});
