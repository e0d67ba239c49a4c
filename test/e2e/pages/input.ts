/** Mouse and keyboard on one input: nothing is set but by what a person does. */
import type { Locator, Page } from 'playwright-core';

/** Types into what has the focus: Chinese comes at one go, as an input method commits it; the rest key by key. */
export async function write(page: Page, text: string): Promise<void> {
  for (const part of text.match(/\p{Script=Han}[^\x20-\x7e\n]*|[\x20-\x7e\n]+|[^]/gu) ?? []) {
    if (/^[\x20-\x7e\n]/.test(part)) await page.keyboard.type(part);
    else await page.keyboard.insertText(part);
  }
}

/** Clicks an input and types; what was in it is replaced. */
export async function type(input: Locator, text: string): Promise<void> {
  await input.click();
  await input.press('Control+A');
  await write(input.page(), text);
}

/** The options of an open choice. Its list is looked up each time: its id changes with the first save of a new record. */
export async function options(combobox: Locator): Promise<Locator> {
  await combobox.and(combobox.page().locator('[aria-expanded="true"]')).waitFor();
  const opened = '//input[@role="combobox"][@aria-expanded="true"]/@aria-controls';
  return combobox
    .page()
    .locator('.ant-select-dropdown')
    .filter({ has: combobox.page().locator(`xpath=//*[@role="listbox"][@id=${opened}]`) })
    .locator('.ant-select-item-option');
}

/** Opens a choice by mouse and clicks the option with exactly these words, or that matches. */
export async function choose(combobox: Locator, option: string | RegExp): Promise<void> {
  await combobox.click();
  const words =
    typeof option === 'string' ? new RegExp(`^${option.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : option;
  await (await options(combobox)).filter({ hasText: words }).click();
}

/** Chooses by keyboard only: focus, some of the words, Enter; or Tab, which at the end of a row begins no other. */
export async function chooseByKeyboard(
  combobox: Locator,
  words: string,
  take: 'Enter' | 'Tab' = 'Enter',
): Promise<void> {
  const { keyboard } = combobox.page();
  await combobox.focus();
  await write(combobox.page(), words);
  const offered = await options(combobox);
  await offered
    .and(combobox.page().locator('.ant-select-item-option-active'))
    .filter({ hasText: words })
    .waitFor();
  await keyboard.press(take);
}
