/** The sample round: every page shows what sample-round.json says; search; a recused member sees nothing of his unit. */
import sample from '../../assets/sample/sample-round.json';
import { entryLabel } from '../../src-shared/domain/dictionaries';
import { percent } from '../../src-shared/domain/kinds/questionnaire';
import { cleanUp, launch, screenshots, type Started } from './harness';
import { exportDialog, preview } from './pages/exporting';
import { start } from './pages/first-run';
import {
  addPerson,
  chooseUnit,
  goTo,
  lock,
  offeredUnits,
  rail,
  railCount,
  railEntry,
  search,
  unlock,
  whenOpen,
} from './pages/frame';
import { back, formOf, openRow, rows, tableRows } from './pages/records';

jest.setTimeout(120_000);

const OWNER = { name: '闻知远', role: '组长', passphrase: '青山不老绿水长流一九八四' };
const RECUSED = { name: '邱望舒', role: '组员', passphrase: '大漠孤烟直长河落日圆' };

let started: Started;
beforeAll(async () => {
  started = await launch();
  const { page } = started;
  page.setDefaultTimeout(10_000);
  await start(page, OWNER, '载入示例轮次试用');
  await whenOpen(page);
  await page.locator('.switcher-label').waitFor();
});
afterAll(cleanUp);

const nameOf = (code: string): string => sample.team.find((one) => one.id === code)?.姓名 ?? code;
const yesNo = (value: boolean | string): string => (value === true || value === '是' ? '是' : '否');
const blank = (value: string): string => (value === '—' ? '' : value);
const ofUnit = <T extends { readonly 单位: string }>(list: readonly T[], unit: string): T[] =>
  list.filter((one) => one.单位 === unit);
const unitOfPaper = (paper: string): string => sample.findings.find((one) => one.编号 === paper)?.单位 ?? '';

/** A title as it stands inside quotation marks: its own become single ones. */
const inQuotes = (title: string): string => title.replaceAll('“', '‘').replaceAll('”', '’');

/** The rows of the page, only with the columns asked for, and of a cell with buttons only its first line. */
async function shown(heads: readonly string[]): Promise<Record<string, string>[]> {
  const all = await tableRows(started.page);
  return all.map((one) =>
    Object.fromEntries(heads.map((head) => [head, one[head]?.split('\n')[0] ?? '(no such column)'])),
  );
}

/** Compares the rows of a page with the expected ones, by the columns of the expected ones. */
async function expectRows(label: string, expected: readonly Record<string, string>[]): Promise<void> {
  await goTo(started.page, label);
  expect(await railCount(started.page, label)).toBe(expected.length);
  if (expected.length > 0) expect(await shown(Object.keys(expected[0]!))).toEqual(expected);
}

test('the pages of the round show its members, recusals, inquiries, weekly reports and what was pried', async () => {
  await screenshots(started, 'sample-01-today');
  await expectRows(
    '组员',
    sample.team.map((one) => ({
      编号: one.id,
      姓名: one.姓名,
      组内职务: one.职务,
      任务分工: one.组内分工,
      原单位: one.原单位,
    })),
  );
  await screenshots(started, 'sample-02-members');
  await expectRows(
    '回避审查',
    sample.recusal.map((one) => ({ 编号: one.id, 姓名: one.姓名, 回避情形: one.情形, 处理: one.处理 })),
  );
  await expectRows(
    '函询',
    sample.inquiries.map((one) => ({
      编号: one.编号,
      提供部门: one.部门,
      请提供的情况: one.内容,
      回函日期: one.回函,
    })),
  );
  await goTo(started.page, '周报');
  expect(await railCount(started.page, '周报')).toBe(sample.weeks.length);
  await goTo(started.page, '打探说情登记');
  expect(await railCount(started.page, '打探说情登记')).toBe(sample.pry.length);
  await goTo(started.page, '轮次与单位');
  expect(await shown(['被巡察单位', '进驻日期', '撤点日期'])).toEqual(
    sample.units.map((one) => ({ 被巡察单位: one.简称, 进驻日期: one.进驻, 撤点日期: one.撤点 })),
  );
  await screenshots(started, 'sample-03-setup');
});

describe.each(sample.units.map((one) => [one.简称, one.id] as const))('%s', (shortName, unit) => {
  beforeAll(async () => {
    await chooseUnit(started.page, shortName);
  });

  test('talks and the points of the first of them', async () => {
    const talks = ofUnit(sample.interviews, unit);
    await expectRows(
      '谈话记录',
      talks.map((one) => ({
        编号: one.编号,
        谈话对象: one.对象,
        职务: one.职务,
        对象类别: one.类别,
        日期: one.日期,
        开始时间: one.起,
        结束时间: one.止,
        谈话人: nameOf(one.谈话人),
        记录人: nameOf(one.记录人),
        有线索苗头: yesNo(one.线索苗头),
      })),
    );
    await screenshots(started, `sample-10-talks-${unit}`);
    await openRow(started.page, talks[0]!.编号);
    const answers = rows(await formOf(started.page, '谈话记录'), '问答');
    for (const { 内容 } of talks[0]!.要点) await answers.getByText(内容).first().waitFor();
    await back(started.page);
  });

  test('documents', async () => {
    await expectRows(
      '调阅资料',
      ofUnit(sample.documents, unit).map((one) => ({
        编号: one.编号,
        资料名称: one.资料名称,
        数量: `${one.数量}${one.量词}`,
        要求提供日: one.要求提供日,
        实际提供日: one.提供日,
        调阅人: nameOf(one.调阅人),
        组长已签字: yesNo(one.组长签字),
        状态: one.状态,
        归还日: one.归还日,
        发现摘要: one.发现摘要,
      })),
    );
    await screenshots(started, `sample-11-documents-${unit}`);
  });

  test('forums, visits and petitions', async () => {
    await goTo(started.page, '座谈会');
    expect(await railCount(started.page, '座谈会')).toBe(ofUnit(sample.forums, unit).length);
    expect(await railCount(started.page, '走访')).toBe(
      ofUnit(sample.visits, unit).length + ofUnit(sample.covert, unit).length,
    );
    await expectRows(
      '信访登记',
      ofUnit(sample.petitions, unit).map((one) => ({
        编号: one.编号,
        日期: one.日期,
        方式: one.方式,
        '实名/匿名': one.实名,
        主要内容: one.内容,
        是否属受理范围: one.受理范围,
        处理: one.处理.replace('；', '、'),
      })),
    );
    await screenshots(started, `sample-12-petitions-${unit}`);
  });

  test('problems', async () => {
    await expectRows(
      '问题底稿',
      ofUnit(sample.findings, unit).map((one) => ({
        编号: one.编号,
        问题名称: one.标题,
        // A narrow column says a 聚焦 without its first word.
        聚焦: entryLabel('focus', one.聚焦).replace(/^聚焦/, ''),
        一级分类: one.一级分类,
        重点问题: yesNo(one.重点),
        立行立改: yesNo(one.立行立改),
        涉及金额: one.金额万元 === null ? '' : `${one.金额万元}万元`,
        承办人: nameOf(one.承办人),
      })),
    );
    await screenshots(started, `sample-13-problems-${unit}`);
  });

  test('the ledger with its warnings to the letter', async () => {
    const items = sample.rectification.filter((one) => unitOfPaper(one.问题) === unit);
    await expectRows(
      '整改台账',
      items.map((one) => ({
        编号: one.编号,
        整改任务: one.任务,
        责任单位: one.责任单位,
        责任人: blank(one.责任人),
        启动日: one.启动,
        完成时限: one.时限,
        整改状态: one.状态,
        最近更新: one.最近更新,
        销号审批: one.销号审批,
        预警: sample.expected.预警[one.编号 as keyof typeof sample.expected.预警],
      })),
    );
    await screenshots(started, `sample-14-ledger-${unit}`);
  });

  test('clues, feedback, supervision and satisfaction', async () => {
    await expectRows(
      '问题线索',
      ofUnit(sample.clues, unit).map((one) => ({
        编号: one.编号,
        被反映人: one.被反映人,
        职务: one.职务,
        纪律分类: one.纪律分类,
        接收单位: one.接收单位,
        移交日期: one.移交日期,
        反馈时限: one.反馈时限,
        办理状态: one.办理状态,
      })),
    );
    const given = sample.feedback[unit as keyof typeof sample.feedback];
    await expectRows('巡察反馈', [{ 反馈日期: given.反馈日期, 签收人: given.签收人 }]);
    await openRow(started.page, given.反馈日期);
    const advice = rows(await formOf(started.page, '巡察反馈'), '意见建议');
    for (const words of given.建议) await advice.getByText(words).first().waitFor();
    await screenshots(started, `sample-15-feedback-${unit}`);
    expect(await railCount(started.page, '督查记录')).toBe(ofUnit(sample.supervision, unit).length);
    expect(await railCount(started.page, '整改满意度测评')).toBe(ofUnit(sample.satisfaction, unit).length);
  });

  test('the questionnaire: what was handed out here', async () => {
    await goTo(started.page, '调查问卷');
    await openRow(started.page, '调查问卷');
    await started.page.getByRole('tab', { name: '发放与录入' }).click();
    const { 发放, 回收, 有效 } =
      sample.questionnaire.分单位[unit as keyof typeof sample.questionnaire.分单位];
    const batch = started.page.getByRole('tabpanel').locator('.pw-table-row');
    await batch.waitFor();
    expect((await batch.locator('.pw-table-cell').allInnerTexts()).map((cell) => cell.trim())).toEqual(
      expect.arrayContaining([`${发放}份`, `${回收}份`, `${有效}份`]),
    );
  });
});

test('the tally of each question, of each unit and in total', async () => {
  const { page } = started;
  await goTo(page, '调查问卷');
  await openRow(page, '调查问卷');
  await page.getByRole('tab', { name: '统计' }).click();
  const { 发放, 回收, 有效, 分单位, 题目 } = sample.questionnaire;
  await page
    .getByText(
      `发放${发放}份，回收${回收}份（回收率${percent(回收, 发放)}），有效${有效}份（有效率${percent(有效, 回收)}）`,
    )
    .waitFor();
  const units = ['U1', 'U2', 'U3'] as const;
  const bases = [...units.map((unit) => 分单位[unit].有效), 有效];
  const counted = await page.locator('.pw-tally tbody').evaluateAll((bodies) =>
    bodies.map((body) => ({
      stem: body.querySelector('th')?.textContent ?? '',
      lines: [...body.querySelectorAll('tr')]
        .slice(1)
        .map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    })),
  );
  expect(counted.length).toBe(题目.length);
  for (const [index, question] of 题目.entries()) {
    const { stem, lines } = counted[index]!;
    expect(stem).toBe(`${index + 1}. ${question.题干}`);
    const votes = question as unknown as Record<string, readonly number[] | undefined>;
    for (const [place] of (question.选项 ?? []).entries()) {
      const numbers = [...units, '合计'].map((column) => votes[column]?.[place] ?? 0);
      expect(lines[place]?.slice(1)).toEqual(numbers.flatMap((n, i) => [String(n), percent(n, bases[i]!)]));
    }
  }
  const { 作答, 空白 } = 题目.at(-1)!;
  const last = counted.at(-1)!.lines;
  expect(last.find(([head]) => head === '已答')?.slice(-2)).toEqual([String(作答), percent(作答!, 有效)]);
  expect(last.find(([head]) => head === '未答')?.slice(-2)).toEqual([String(空白), percent(空白!, 有效)]);
  await screenshots(started, 'sample-16-tally');
});

test('search finds any Chinese substring, marks it, and Enter opens the record', async () => {
  const { page } = started;
  await goTo(page, '今日');
  const list = await search(page, '拆分合同');
  await list.locator('mark').filter({ hasText: '拆分合同' }).first().waitFor();
  await screenshots(started, 'sample-17-search');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('工作群');
  const hit = list.getByRole('option').filter({ has: page.locator('mark', { hasText: '工作群' }) });
  await hit.first().waitFor();
  await page.keyboard.press('Enter');
  await list.waitFor({ state: 'hidden' });
  await page.locator('.pw-form-title').waitFor();
  expect(await page.locator('.pw-form').innerText()).toBeTruthy();
  const values = await page
    .locator('.pw-form textarea, .pw-form input')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  expect(values.join('\n')).toContain('工作群');
});

test('the export preview shows the document of the unit', async () => {
  const { page } = started;
  await chooseUnit(page, sample.units[0]!.简称);
  await goTo(page, '今日');
  await page.getByRole('button', { name: '导出文件' }).click();
  const shownDocument = await preview(page);
  for (const { 标题 } of ofUnit(sample.findings, 'U1'))
    await shownDocument.getByText(inQuotes(标题)).first().waitFor();
  const text = await shownDocument.innerText();
  for (const { 被反映人 } of sample.clues) expect(text).not.toContain(被反映人);
  await screenshots(started, 'sample-18-export');
  await exportDialog(page).getByText('整改台账', { exact: true }).click();
  await shownDocument.getByText(sample.rectification[0]!.任务).first().waitFor();
  await screenshots(started, 'sample-19-export-ledger');
  await page.keyboard.press('Escape');
  await exportDialog(page).waitFor({ state: 'hidden' });
});

test('a recused member is offered neither the unit nor any clue', async () => {
  const { page } = started;
  await addPerson(page, RECUSED);
  await lock(page);
  await screenshots(started, 'sample-20-unlock');
  await unlock(page, RECUSED.passphrase, RECUSED.name);
  await whenOpen(page);
  await page.locator('.switcher-label').waitFor();
  const [u1, u2, u3] = sample.units;
  expect(await offeredUnits(page)).toEqual([u1!.简称, u2!.简称]);
  await railEntry(page, '谈话记录').waitFor();
  expect(await rail(page).innerText()).not.toContain('线索');
  await screenshots(started, 'sample-21-recused');
  expect(await page.locator('.page').innerText()).not.toContain(u3!.简称);
  await goTo(page, '轮次与单位');
  expect((await shown(['被巡察单位'])).map((one) => one.被巡察单位)).toEqual([u1!.简称, u2!.简称]);
  await goTo(page, '调查问卷');
  await openRow(page, '调查问卷');
  await page.getByRole('tab', { name: '统计' }).click();
  await page.locator('.pw-tally thead').waitFor();
  expect(await page.locator('.pw-tally thead').innerText()).not.toContain(u3!.简称);
  for (const words of [
    ofUnit(sample.findings, 'U3')[0]!.标题,
    ofUnit(sample.interviews, 'U3')[1]!.对象,
    '虚开发票',
  ]) {
    const list = await search(page, words);
    await page.getByText(`没有找到含“${words}”的记录`).waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
  }
});
