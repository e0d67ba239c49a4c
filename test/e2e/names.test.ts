/** Words that may be names, decided in the real window before a paper for the unit is made. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import sample from '../../assets/sample/sample-round.json';
import { cleanUp, newUserData, screenshots, type Started } from './harness';
import { exportDialog, preview } from './pages/exporting';
import { chooseUnit } from './pages/frame';
import { openPrepared } from './pages/opened';

jest.setTimeout(90_000);

let started: Started;
beforeAll(async () => {
  const round = structuredClone(sample);
  round.petitions[0]!.反映人 = '高峰、郑怀素（村民）';
  const [paper] = round.findings;
  paper!.事实 =
    '用水高峰期供水不足，高峰期间无人值班。许大茂未签字，电话13800138000。据鄭·懷素反映，记录系补写。';
  const file = path.join(newUserData(), 'round.json');
  writeFileSync(file, JSON.stringify(round));
  started = await openPrepared((core) => core.handlers['round.import']({ path: file }));
});
afterAll(cleanUp);

it('asks in the sentence, by the keyboard alone, then shows the paper and what still stands in it', async () => {
  const { page } = started;
  await chooseUnit(page, '县水务局党组');
  await page.getByRole('button', { name: /导出文件/ }).click();
  const questions = exportDialog(page).getByRole('region', { name: '须先核定' });
  await questions.waitFor();
  expect(await questions.locator('mark').allTextContents()).toEqual(['高峰', '高峰']);
  expect(await questions.innerText()).toContain('WT-01 的事实');
  await screenshots(started, 'names-asked');
  await questions.getByRole('checkbox').first().check();
  await questions
    .getByRole('button', { name: /不是人名/ })
    .first()
    .press('Enter');
  const paper = await (await preview(page)).innerText();
  expect(paper).toContain('用水高峰期供水不足，高峰期间无人值班。');
  expect(paper).toContain('据郑某某反映');
  const standing = exportDialog(page).getByRole('list', { name: '仍出现的姓名、号码' });
  expect(await standing.locator('mark').allTextContents()).toEqual(
    expect.arrayContaining(['许大茂', '13800138000']),
  );
  await standing.scrollIntoViewIfNeeded();
  await screenshots(started, 'names-standing');
});
