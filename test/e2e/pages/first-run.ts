/** The first start: the wizard from the welcome to the first page. */
import type { Page } from 'playwright-core';
import { choose, type } from './input';

export interface NewOwner {
  readonly name: string;
  readonly role: string;
  readonly passphrase: string;
}

/** Welcome, name, role and passphrase; ends where the recovery code is shown. */
export async function createVault(page: Page, { name, role, passphrase }: NewOwner): Promise<void> {
  await page.getByRole('button', { name: '开始', exact: true }).click();
  await type(page.getByLabel('您的姓名'), name);
  await choose(page.getByLabel('您的职责'), role);
  await type(page.getByLabel('口令', { exact: true }), passphrase);
  await type(page.getByLabel('再输一遍口令'), passphrase);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请保存恢复码' }).waitFor();
}

/** Copies the last group of the recovery code, as a person does from the paper. @returns the whole code */
export async function confirmRecoveryCode(page: Page): Promise<string> {
  const groups = await page.getByLabel('恢复码', { exact: true }).locator('span').allInnerTexts();
  await type(page.getByLabel('请照抄恢复码的最后一组，确认已经保存'), groups.at(-1) ?? '');
  await page.getByRole('button', { name: '已保存，继续' }).click();
  return groups.join('-');
}

export type Beginning = '新建轮次' | '载入示例轮次试用' | '直接进入';

/** The last page of the wizard: where to begin. */
export async function begin(page: Page, how: Beginning): Promise<void> {
  await page.getByRole('button', { name: how }).click();
}

/** The whole wizard; resolves when the frame is on the screen. */
export async function start(
  page: Page,
  owner: NewOwner,
  how: '载入示例轮次试用' | '直接进入',
): Promise<void> {
  await createVault(page, owner);
  await confirmRecoveryCode(page);
  await begin(page, how);
  await page.getByRole('navigation', { name: '工作阶段' }).waitFor();
}
