/** The page of a kind: its table, its form, its rows. */
import type { Locator, Page } from 'playwright-core';
import { choose, type } from './input';

/** Makes a record by the button of its page; @returns its form */
export async function newRecord(page: Page, label: string): Promise<Locator> {
  await page.getByRole('button', { name: new RegExp(`新建${label}$`) }).click();
  return formOf(page, label);
}

/** The open form of a kind. */
export async function formOf(page: Page, label: string): Promise<Locator> {
  const form = page.getByRole('region', { name: new RegExp(`^${label}：`) });
  await form.waitFor();
  return form;
}

/** One field of a form by its label. */
export const field = (form: Locator, label: string): Locator =>
  form
    .getByRole('textbox', { name: label, exact: true })
    .or(form.getByRole('combobox', { name: label, exact: true }))
    .or(form.getByRole('checkbox', { name: label, exact: true }));

/** What is typed (`text`), chosen (`{ choose }`) or ticked (`true`) in a field. */
export type Entry = string | { readonly choose: string } | true;

/** Fills fields in the order given, by mouse and keyboard. */
export async function fill(form: Locator, entries: Readonly<Record<string, Entry>>): Promise<void> {
  for (const [label, entry] of Object.entries(entries)) {
    const input = field(form, label);
    if (entry === true) await input.click();
    else if (typeof entry === 'string') await type(input, entry);
    else await choose(input, entry.choose);
  }
}

/** Rows inside a form, by their legend. */
export const rows = (form: Locator, legend: string): Locator =>
  form.getByRole('group', { name: legend, exact: true });

/** Adds a row and waits until the cursor is in it. */
export async function addRow(group: Locator, label: string, number: number): Promise<void> {
  await group.getByRole('button', { name: new RegExp(`增加${label}$`) }).click();
  await row(group, number).locator(':focus').waitFor();
}

export const row = (group: Locator, number: number): Locator =>
  group.locator('.pw-row[data-row]').nth(number - 1);

/** Takes a step of a state: `审签`, `归还`. */
export async function step(form: Locator, label: string): Promise<void> {
  // By its words: while antd's loading sign fades, the button's accessible name still begins with it.
  await form
    .locator('.pw-steps')
    .locator('button')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .click();
}

/** Takes a step that asks for something, as it is filled in beforehand, with the reason that it wants. */
export async function stepAsking(form: Locator, label: string, reason?: string): Promise<void> {
  await step(form, label);
  const dialog = form.page().getByRole('dialog', { name: label });
  // Until it stands still, a click may miss what it is aimed at.
  await dialog.and(form.page().locator(':not([class*="-appear"])')).waitFor();
  if (reason !== undefined) await dialog.getByRole('textbox', { name: '理由' }).fill(reason);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The state as it stands. */
export const state = (form: Locator, words: string): Locator =>
  form.locator('.pw-mark').filter({ hasText: new RegExp(`^${words}$`) });

/** Back from a form to the list. */
export async function back(page: Page): Promise<void> {
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.locator('.pw-split').waitFor({ state: 'detached' });
}

/** The rows that the table shows, each as the words under its column heads. */
export async function tableRows(page: Page): Promise<Record<string, string>[]> {
  const table = page.locator('.pw-table').first();
  await table.locator('.pw-table-row').first().waitFor();
  return table.evaluate((element) => {
    const words = (found: Element): string => (found as HTMLElement).innerText.trim();
    const heads = [...element.querySelectorAll('.pw-table-title')].map(words);
    return [...element.querySelectorAll('.pw-table-row')].map((one) =>
      Object.fromEntries(
        [...one.querySelectorAll('.pw-table-cell')].map((cell, i) => [heads[i] ?? '', words(cell)]),
      ),
    );
  });
}

/** Opens the record whose row has these words, by a click into its first cell of words: others may hold buttons. */
export async function openRow(page: Page, words: string): Promise<void> {
  const found = page.locator('.pw-table-box .pw-table-row').filter({ hasText: words }).first();
  await found.locator('.pw-table-cell:not(:has([data-choose]))').first().click();
}
