/** From an empty computer to 反馈意见, by mouse and keyboard only; then a power cut, and everything is still there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { addDays, localDay } from '../../src-shared/domain/dates';
import { cleanUp, launch, screenshots, type Started } from './harness';
import { answerSaveDialog, docxText, exportDialog, preview } from './pages/exporting';
import { begin, confirmRecoveryCode, createVault } from './pages/first-run';
import { goTo, lock, railCount, unlock, whenOpen, whenSaved } from './pages/frame';
import { choose, chooseByKeyboard, type, write } from './pages/input';
import {
  addRow,
  back,
  field,
  fill,
  formOf,
  newRecord,
  openRow,
  row,
  rows,
  state,
  step,
  stepAsking,
  tableRows,
} from './pages/records';

jest.setTimeout(120_000);

const PASSPHRASE = '青山不老绿水长流一九八四';
const FACTS = '2025年3月至8月，县民政局机关食堂采购未履行询价程序，涉及12笔、金额18.6万元。';

let started: Started;
beforeAll(async () => {
  started = await launch();
  started.page.setDefaultTimeout(8_000);
});
afterAll(cleanUp);

/** The steps stand on each other: after one that fails, also in its second try, the others could only repeat its fault. */
let broken: string | undefined;
const stage = (name: string, act: () => Promise<void>): void =>
  test(name, async () => {
    if (broken !== undefined && broken !== name) throw new Error('an earlier step failed');
    broken = name;
    await act();
    broken = undefined;
  });

stage('the wizard makes a vault; the recovery code has to be copied', async () => {
  const { page } = started;
  await page.getByRole('button', { name: '开始', exact: true }).waitFor();
  await screenshots(started, 'nothing-01-welcome');
  await createVault(page, { name: '周正平', role: '组长', passphrase: PASSPHRASE });
  await screenshots(started, 'nothing-02-recovery-code');
  await type(page.getByLabel('请照抄恢复码的最后一组，确认已经保存'), 'WRONG');
  await page.keyboard.press('Enter');
  await page.getByText('与恢复码的最后一组不符，请对照核对后重输').waitFor();
  await confirmRecoveryCode(page);
  await page.getByRole('heading', { name: '从哪里开始' }).waitFor();
  await screenshots(started, 'nothing-03-begin');
});

stage('a round with a group, three members and a unit is made on one page', async () => {
  const { page } = started;
  await begin(page, '新建轮次');
  const typed: Readonly<Record<string, string>> = {
    届次: '中共青禾县第九届委员会',
    '县（市、区）': '青禾县',
    轮次名称: '九届县委第四轮巡察',
    进驻开始: '20261102',
    现场结束: '2026-12-20',
    派出党组织: '中共青禾县委员会',
    巡察组: '县委第二巡察组',
    组员1姓名: '周正平',
    组员2姓名: '何佩兰',
    组员3姓名: '邱望舒',
    单位1全称: '青禾县民政局',
    单位1简称: '县民政局',
  };
  for (const [label, text] of Object.entries(typed)) {
    await type(page.getByLabel(label, { exact: true }), text);
  }
  await choose(page.getByLabel('单位1类别'), '县直部门');
  await screenshots(started, 'nothing-04-new-round');
  await page.getByRole('button', { name: '建立轮次' }).click();
  await whenOpen(page);
  await page.locator('.switcher-label').filter({ hasText: '县民政局' }).waitFor();
  await screenshots(started, 'nothing-05-today');
});

stage('round, unit and group can be completed afterwards', async () => {
  const { page } = started;
  await goTo(page, '轮次与单位');
  await screenshots(started, 'nothing-06-setup');
  await openRow(page, '县民政局');
  const form = await formOf(page, '巡察任务');
  await step(form, '转入进驻了解');
  await state(form, '进驻了解').waitFor();
  await goTo(page, '组员');
  expect((await tableRows(page)).length).toBe(3);
  expect(await railCount(page, '组员')).toBe(3);
  await screenshots(started, 'nothing-07-members');
});

stage('a talk with its questions and answers is recorded', async () => {
  const { page } = started;
  await goTo(page, '谈话记录');
  await screenshots(started, 'nothing-08-talks-empty');
  const form = await newRecord(page, '谈话记录');
  await fill(form, {
    谈话对象: '沈知远',
    性别: { choose: '男' },
    职务: '县民政局党组书记、局长',
    地点: '县民政局三楼小会议室',
    日期: '11.9',
    开始时间: '930',
    结束时间: '1115',
    已告知谈话纪律: true,
  });
  await chooseByKeyboard(field(form, '对象类别'), '主要负责人');
  await chooseByKeyboard(field(form, '谈话人'), '周正平');
  await chooseByKeyboard(field(form, '记录人'), '周正平');
  await form.getByText('记录人不能与谈话人为同一人').waitFor();
  await chooseByKeyboard(field(form, '记录人'), '何佩兰');
  const answers = rows(form, '问答');
  await addRow(answers, '问答', 1);
  await write(page, '食堂采购由谁审批？');
  await page.keyboard.press('Enter');
  await write(page, '由办公室主任口头同意，没有询价。');
  await page.keyboard.press('Control+Enter');
  await row(answers, 2).locator(':focus').waitFor();
  await write(page, '是否上过党组会？');
  await page.keyboard.press('Enter');
  await write(page, '没有上过会。');
  await chooseByKeyboard(row(answers, 2).getByRole('combobox', { name: '第2行 标注' }), '待核', 'Tab');
  await whenSaved(page);
  await screenshots(started, 'nothing-09-talk');
  await back(page);
  expect(await tableRows(page)).toEqual([
    expect.objectContaining({
      对象类别: '主要负责人',
      日期: '2026-11-09',
      开始时间: '09:30',
      结束时间: '11:15',
      谈话人: '周正平',
      记录人: '何佩兰',
    }),
  ]);
});

/** Types an answer of a sheet and locks at once; afterwards the sheet is opened where it was left. */
async function lockInTheMiddle(answer: string): Promise<void> {
  const { page } = started;
  await write(page, answer);
  await lock(page);
  await unlock(page, PASSPHRASE);
  await whenOpen(page);
  await goTo(page, '调查问卷');
  await openRow(page, '干部职工调查问卷');
  await page.getByRole('tab', { name: '发放与录入' }).click();
  await page.getByRole('tabpanel').locator('.pw-table-row').filter({ hasText: '12份' }).click();
  await page.getByText('第4份还没录完，已接着录入').waitFor();
  await page.getByText('已录入3份，有效10份').waitFor();

  await page.getByLabel('2. 存在哪些突出问题').and(page.locator(':focus')).waitFor();
  await screenshots(started, 'nothing-11-resumed');
  await page.getByText('录入中', { exact: true }).waitFor();
}

stage('a questionnaire is written, handed out and ten sheets are keyed', async () => {
  const { page } = started;
  await goTo(page, '调查问卷');
  const form = await newRecord(page, '调查问卷');
  await fill(form, { 问卷名称: '干部职工调查问卷' });
  const questions = rows(form, '问卷题目');
  await addRow(questions, '问卷题目', 1);
  await type(row(questions, 1).getByRole('textbox', { name: '第1行 题干' }), '您对本单位作风的评价');
  await type(row(questions, 1).getByRole('textbox', { name: '第1行 选项' }), '满意\n基本满意\n不满意');
  await addRow(questions, '问卷题目', 2);
  await choose(row(questions, 2).getByRole('combobox', { name: '第2行 题型' }), '多选');
  await type(row(questions, 2).getByRole('textbox', { name: '第2行 题干' }), '存在哪些突出问题');
  await type(
    row(questions, 2).getByRole('textbox', { name: '第2行 选项' }),
    '吃喝\n采购\n考勤\n没有突出问题',
  );
  await type(row(questions, 2).getByRole('textbox', { name: '第2行 只能单独选的是第几项' }), '4');
  await addRow(questions, '问卷题目', 3);
  await choose(row(questions, 3).getByRole('combobox', { name: '第3行 题型' }), '判断');
  await type(row(questions, 3).getByRole('textbox', { name: '第3行 题干' }), '党务公开是否及时');
  await addRow(questions, '问卷题目', 4);
  await choose(row(questions, 4).getByRole('combobox', { name: '第4行 题型' }), '简答');
  await type(row(questions, 4).getByRole('textbox', { name: '第4行 题干' }), '您的意见建议');
  await page.keyboard.press('Tab');
  await whenSaved(page);
  await screenshots(started, 'nothing-10-questions');

  await page.getByRole('tab', { name: '发放与录入' }).click();
  await page.getByRole('button', { name: /登记发放$/ }).click();
  const batch = await formOf(page, '问卷发放');
  await fill(batch, { 发放份数: '12', 回收份数: '11', 有效份数: '10' });
  await page.keyboard.press('Tab');
  await whenSaved(page);
  await batch.getByText('已录入0份，有效10份').waitFor();
  await batch.locator('.pw-sheet input').first().focus();
  for (let sheet = 1; sheet <= 10; sheet++) {
    await page.getByText(`正在录入第${sheet}份`).waitFor();
    const answers = [sheet % 2 ? 'a' : 'b', sheet === 10 ? '4' : 'ab', sheet > 8 ? '' : 'a', `意见${sheet}`];
    if (sheet === 4) await lockInTheMiddle(answers.shift()!);
    for (const answer of answers) {
      await write(page, answer);
      await page.keyboard.press('Enter');
    }
  }
  await batch.getByText('已录入10份，有效10份').waitFor();
  await screenshots(started, 'nothing-11-sheets');
  await batch.getByText('按题录票数', { exact: true }).click();
  await batch.getByLabel('第1题 A 满意').click();
  for (const votes of ['5', '4', '0']) {
    await write(page, votes);
    await page.keyboard.press('Enter');
  }
  await batch.getByText('各选项与未答合计9，与有效份数10不符').waitFor();
  await batch.getByText('统计以逐份录入的10份答卷为准，按题录的票数不计入').waitFor();
  await whenSaved(page);
  await screenshots(started, 'nothing-11-by-hand');
  await page.getByRole('tab', { name: '统计' }).click();
  await page.getByText('发放12份，回收11份（回收率91.7%），有效10份（有效率90.9%）').waitFor();
  const counted = await page
    .locator('.pw-tally tbody tr')
    .evaluateAll((lines) =>
      lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent)),
    );
  expect(counted).toEqual(
    expect.arrayContaining([
      ['A 满意', '5', '50.0%', '5', '50.0%'],
      ['B 采购', '9', '90.0%', '9', '90.0%'],
      ['D 没有突出问题', '1', '10.0%', '1', '10.0%'],
      ['A 是', '8', '80.0%', '8', '80.0%'],
      ['未答', '2', '20.0%', '2', '20.0%'],
    ]),
  );
  await screenshots(started, 'nothing-12-tally');
  const written = page.getByRole('list', { name: '作答内容' }).getByRole('listitem');
  expect(await written.count()).toBe(10);
});

stage('documents are requested, received and returned', async () => {
  const { page } = started;
  await goTo(page, '调阅资料');
  const form = await newRecord(page, '调阅资料');
  await fill(form, { 资料名称: '机关食堂采购台账', 数量: '3', 要求提供日: '20261110', 组长已签字: true });
  await chooseByKeyboard(field(form, '调阅人'), '邱望舒');
  await stepAsking(form, '接收');
  await state(form, '在阅').waitFor();
  await fill(form, { 发现摘要: '12笔采购均无询价单。' });
  await stepAsking(form, '归还');
  await state(form, '已归还').waitFor();
  await whenSaved(page);
  await screenshots(started, 'nothing-13-document');
  await back(page);
  await page.getByText('没有未归还的资料').waitFor();
});

stage('a problem with its support goes through the three signatures', async () => {
  const { page } = started;
  await goTo(page, '问题底稿');
  const form = await newRecord(page, '问题底稿');
  await fill(form, {
    问题名称: '机关食堂采购未履行询价程序',
    事实: FACTS,
    依据: '《青禾县机关事业单位采购管理办法》',
    责任认定: '县民政局办公室负直接责任。',
    涉及金额: '18.6',
  });
  await chooseByKeyboard(field(form, '聚焦'), '群众身边');
  await chooseByKeyboard(field(form, '问题来源'), '调阅');
  await chooseByKeyboard(field(form, '承办人'), '邱望舒');
  await step(form, '提交复核');
  await page.getByText('问题至少要有一条佐证').first().waitFor();
  await choose(form.getByRole('combobox', { name: '增加佐证' }), /沈知远/);
  await choose(form.getByRole('combobox', { name: '增加佐证' }), /机关食堂采购台账/);
  // The gap that was told goes, and with it its banner: what stands below moves up.
  await page.getByText('问题至少要有一条佐证').first().waitFor({ state: 'hidden' });
  await step(form, '提交复核');
  await state(form, '待复核').waitFor();
  // One person plays all three parts here: that needs a reason.
  await stepAsking(form, '复核通过', '组内仅一人在岗');
  await state(form, '待审签').waitFor();
  await stepAsking(form, '审签', '组内仅一人在岗');
  await state(form, '已审签').waitFor();
  await form.getByText('审签：组内仅一人在岗').first().waitFor();
  await screenshots(started, 'nothing-14-problem');
});

stage('the feedback with its advice, and the rectification of the problem, are recorded', async () => {
  const { page } = started;
  await goTo(page, '巡察反馈');
  const feedback = await newRecord(page, '巡察反馈');
  await fill(feedback, {
    反馈日期: '20261123',
    总体评价: '县民政局党组能够履行管党治党责任，但内控管理不严。',
  });
  const advice = rows(feedback, '意见建议');
  await addRow(advice, '意见建议', 1);
  await write(page, '健全采购询价制度，每季度公开一次。');
  await page.keyboard.press('Tab');
  await whenSaved(page);
  await screenshots(started, 'nothing-15-feedback');

  await goTo(page, '整改台账');
  await page.getByRole('button', { name: /新建整改事项$/ }).click();
  const dialog = page.getByRole('dialog', { name: '新建整改事项' });
  await choose(dialog.getByRole('combobox', { name: '针对的问题' }), /机关食堂采购未履行询价程序/);
  await dialog.getByRole('button', { name: '新建', exact: true }).click();
  const item = await formOf(page, '整改事项');
  await fill(item, {
    整改任务: '修订机关食堂采购管理办法，落实询价。',
    责任领导: '沈知远',
    责任单位: '县民政局办公室',
    完成时限: addDays(localDay(new Date()), 8),
  });
  await stepAsking(item, '启动');
  await state(item, '正在推进').waitFor();
  const measures = rows(item, '整改措施');
  await addRow(measures, '整改措施', 1);
  await write(page, '制定询价单样式并培训经办人。');
  const progress = rows(item, '整改进展');
  await addRow(progress, '整改进展', 1);
  await type(row(progress, 1).getByRole('textbox', { name: '第1行 进展情况' }), '已完成办法初稿。');
  await page.keyboard.press('Tab');
  await whenSaved(page);
  await screenshots(started, 'nothing-16-item');
  await back(page);
  await page.getByText('黄色（剩8天）').waitFor();
  await screenshots(started, 'nothing-17-ledger');
});

stage('反馈意见 is previewed and exported as a Word file that says what was typed', async () => {
  const { app, page, userData } = started;
  await goTo(page, '巡察反馈');
  await page.getByRole('button', { name: /导出反馈意见…$/ }).click();
  const shown = await preview(page);
  await shown.getByText('机关食堂采购未履行询价程序').first().waitFor();
  await screenshots(started, 'nothing-18-export');
  const file = path.join(userData, '反馈意见.docx');
  await answerSaveDialog(app, file);
  await exportDialog(page).getByRole('button', { name: '导出 Word 文件…' }).click();
  await exportDialog(page).getByText('反馈意见已导出').waitFor();
  await screenshots(started, 'nothing-19-exported');
  expect(existsSync(file)).toBe(true);
  const text = docxText(file);
  for (const words of [
    '县民政局',
    '机关食堂采购未履行询价程序',
    '内控管理不严',
    '健全采购询价制度，每季度公开一次',
  ]) {
    expect(text).toContain(words);
  }
  for (const words of ['口头同意', '意见1', '邱望舒', '沈知远']) expect(text).not.toContain(words);
  await exportDialog(page).getByRole('button', { name: '关闭', exact: true }).last().click();
});

stage('after a power cut and the passphrase, all of it is there', async () => {
  await started.kill();
  started = await started.relaunch();
  const { page } = started;
  await screenshots(started, 'nothing-20-unlock');
  await unlock(page, PASSPHRASE);
  await whenOpen(page);
  await goTo(page, '谈话记录');
  await openRow(page, '沈知远');
  const talk = await formOf(page, '谈话记录');
  const answers = rows(talk, '问答');
  await row(answers, 2).waitFor();
  expect(
    await answers
      .locator('textarea:not([aria-hidden])')
      .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value)),
  ).toEqual(['食堂采购由谁审批？', '由办公室主任口头同意，没有询价。', '是否上过党组会？', '没有上过会。']);
  await goTo(page, '调查问卷');
  await openRow(page, '干部职工调查问卷');
  await page.getByRole('tab', { name: '统计' }).click();
  await page.getByText('有效10份（有效率90.9%）').waitFor();
  await goTo(page, '调阅资料');
  expect(await tableRows(page)).toEqual([
    expect.objectContaining({
      资料名称: '机关食堂采购台账',
      状态: '已归还',
      发现摘要: '12笔采购均无询价单。',
    }),
  ]);
  await goTo(page, '问题底稿');
  expect(await tableRows(page)).toEqual([
    expect.objectContaining({ 问题名称: '机关食堂采购未履行询价程序', 涉及金额: '18.6万元' }),
  ]);
  await openRow(page, '机关食堂采购');
  expect(await field(await formOf(page, '问题底稿'), '事实').inputValue()).toBe(FACTS);
  await goTo(page, '巡察反馈');
  await openRow(page, '2026-11-23');
  await (await formOf(page, '巡察反馈')).getByText('内控管理不严').first().waitFor();
  await goTo(page, '整改台账');
  await openRow(page, '询价');
  const item = await formOf(page, '整改事项');
  expect(await row(rows(item, '整改措施'), 1).getByRole('textbox', { name: '第1行 措施' }).inputValue()).toBe(
    '制定询价单样式并培训经办人。',
  );
  expect(
    await row(rows(item, '整改进展'), 1).getByRole('textbox', { name: '第1行 进展情况' }).inputValue(),
  ).toBe('已完成办法初稿。');
  await goTo(page, '导出登记');
  expect(JSON.stringify(await tableRows(page))).toContain('反馈意见');
});
