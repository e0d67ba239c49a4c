/** Mouse and keyboard on one input: nothing is set but by what a person does. */
import type { Locator } from 'playwright-core';

/** Clicks an input and types; what was in it is replaced. */
export async function type(input: Locator, text: string): Promise<void> {
  await input.click();
  await input.press('Control+A');
  await input.page().keyboard.type(text);
}

/** The options of an open choice. */
export async function options(combobox: Locator): Promise<Locator> {
  await combobox.and(combobox.page().locator('[aria-expanded="true"]')).waitFor();
  const list = await combobox.getAttribute('aria-controls');
  return combobox
    .page()
    .locator('.ant-select-dropdown')
    .filter({ has: combobox.page().locator(`[id="${list}"]`) })
    .locator('.ant-select-item-option');
}

/** Opens a choice by mouse and clicks the option with exactly these words, or that matches. */
export async function choose(combobox: Locator, option: string | RegExp): Promise<void> {
  await combobox.click();
  const words =
    typeof option === 'string' ? new RegExp(`^${option.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : option;
  await (await options(combobox)).filter({ hasText: words }).click();
}

/** Chooses by keyboard only: focus, some of the words, Enter. */
export async function chooseByKeyboard(combobox: Locator, words: string): Promise<void> {
  const { keyboard } = combobox.page();
  await combobox.focus();
  await keyboard.type(words);
  const offered = await options(combobox);
  await offered.and(combobox.page().locator('.ant-select-item-option-active')).filter({ hasText: words }).waitFor();
  await keyboard.press('Enter');
}
