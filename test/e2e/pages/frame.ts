/** Everything around a page: unlock screen, rail, unit switcher, search, settings, lock. */
import type { Locator, Page } from 'playwright-core';
import { choose, options, type, write } from './input';

/** Types name (where the vault has several users) and passphrase, and unlocks by Enter. */
export async function unlock(page: Page, passphrase: string, name?: string): Promise<void> {
  await page.getByRole('heading', { name: '解锁' }).waitFor();
  if (name !== undefined) await type(page.getByLabel('姓名'), name);
  await type(page.getByLabel('口令', { exact: true }), passphrase);
  await page.keyboard.press('Enter');
}

/** Waits until the frame stands and its records are there. */
export async function whenOpen(page: Page): Promise<void> {
  await rail(page).waitFor();
  await pageShown(page);
}

/** Waits until the page of the frame is read in. */
async function pageShown(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.page-wait, .pw-wait') === null);
}

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: '工作阶段' });

/** One entry of the rail. */
export const railEntry = (page: Page, label: string): Locator =>
  rail(page).getByRole('button', { name: new RegExp(`^${label}( ?\\d+)?$`) });

/** Goes to a page by its entry in the rail. */
export async function goTo(page: Page, label: string): Promise<void> {
  await railEntry(page, label).click();
  await pageShown(page);
}

/** The number that the rail shows beside a page; 0 where it shows none. */
export async function railCount(page: Page, label: string): Promise<number> {
  const text = await railEntry(page, label).innerText();
  return Number(/\d+$/.exec(text.trim())?.[0] ?? 0);
}

/** Changes the unit at work. */
export async function chooseUnit(page: Page, unit: string): Promise<void> {
  await choose(page.getByLabel('轮次和单位'), new RegExp(unit));
  await page.locator('.switcher-label b').filter({ hasText: unit }).waitFor();
}

/** The units that the switcher offers. */
export async function offeredUnits(page: Page): Promise<string[]> {
  const switcher = page.getByLabel('轮次和单位');
  await switcher.click();
  const offered = await options(switcher);
  await offered.first().waitFor();
  const found = await offered.locator('.switcher-option > span').allInnerTexts();
  await page.keyboard.press('Escape');
  return found;
}

/** Opens the search by Ctrl+K and types; @returns the list of results */
export async function search(page: Page, words: string): Promise<Locator> {
  await page.keyboard.press('Control+K');
  const box = page.getByRole('combobox', { name: '搜索全部记录' });
  await box.waitFor();
  await write(page, words);
  return page.getByRole('listbox', { name: '搜索结果' });
}

/** Waits until the sign of saving in the header says that everything is on disk. */
export async function whenSaved(page: Page): Promise<void> {
  await saveSign(page)
    .filter({ hasText: /^(已保存|自动保存)$/ })
    .waitFor();
}

/** The sign of saving in the header. */
export const saveSign = (page: Page): Locator => page.locator('header .sign[role="status"]');

/** Locks by Ctrl+L; resolves on the unlock screen. */
export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+L');
  await page.getByRole('heading', { name: '解锁' }).waitFor();
}

export interface Person {
  readonly name: string;
  readonly role: string;
  readonly passphrase: string;
}

/** Adds a user in the settings, and closes them. */
export async function addPerson(page: Page, { name, role, passphrase }: Person): Promise<void> {
  await page.getByRole('button', { name: '设置', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: '设置' });
  await type(drawer.getByRole('textbox', { name: '姓名' }), name);
  await choose(drawer.getByLabel('职责'), role);
  await type(drawer.getByLabel('初始口令', { exact: true }), passphrase);
  await type(drawer.getByLabel('再输一遍初始口令'), passphrase);
  await drawer.getByRole('button', { name: '添加使用者' }).click();
  await drawer.getByRole('button', { name: `移除${name}` }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
}
