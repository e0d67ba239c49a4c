import { screen, waitFor, within } from '@testing-library/react';
import QuestionnairePage from '../../src-renderer/features/questionnaire';
import { checkAnswer } from '../../src-renderer/features/questionnaire/answers';
import { ofUnit, openPage, type Seed } from './bridge';

const form: Seed = { id: 'q', kind: 'questionnaire', parent: 'round', values: { name: '干部职工问卷' } };
const asked = (position: number, values: Seed['values']): Seed => ({
  id: `q${position}`,
  kind: 'question',
  parent: 'q',
  values: { position, ...values },
});
const questions = [
  asked(1, { type: 'single', stem: '总体评价', options: ['好', '较好', '一般', '差'] }),
  asked(2, {
    type: 'multiple',
    stem: '突出问题',
    options: ['甲', '乙', '丙', '没有'],
    limit: 2,
    exclusive: 4,
  }),
  asked(3, { type: 'essay', stem: '您的建议' }),
];
const batch = ofUnit('b1', 'responseBatch', {
  questionnaire: 'q',
  handedOutOn: '2026-03-10',
  issued: 4,
  returned: 3,
  valid: 2,
});
const sheet = (number: number, answers: string[]): Seed => ({
  id: `s${number}`,
  kind: 'responseSheet',
  parent: 'b1',
  inspection: 'insp',
  values: { number, answers },
});

describe('一题的作答', () => {
  const multiple = { type: 'multiple' as const, options: ['甲', '乙', '丙', '没有'], limit: 2, exclusive: 4 };
  it.each([
    ['ca', 'AC'],
    ['Ｃ，ａ', 'AC'],
    ['31', 'AC'],
    ['', ''],
  ])('takes “%s” as %s', (typed, value) => expect(checkAnswer(multiple, typed)).toEqual({ value }));
  it.each([
    ['abc', /最多选2项，已选3项/],
    ['ad', /选了D“没有”就不能再选其他/],
    ['e', /没有选项“E”，只有A至D/],
    ['？', /请输入选项字母/],
  ])('refuses “%s”', (typed, problem) => expect(checkAnswer(multiple, typed).problem).toMatch(problem));
  it('takes one letter only where the question has one answer', () => {
    expect(checkAnswer({ type: 'trueFalse' }, 'AB').problem).toBe('此题只能选一项');
    expect(checkAnswer({ type: 'scale' }, 'e')).toEqual({ value: 'E' });
  });
});

describe('调查问卷', () => {
  it('keys whole sheets by letters and Enter, stops at a wrong letter, and begins the next', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form, ...questions, batch], { record: 'b1' });
    await user.click(await screen.findByLabelText('1. 总体评价'));
    await user.keyboard('b{Enter}ad{Enter}');
    expect(screen.getByLabelText('2. 突出问题')).toHaveFocus();
    expect(screen.getByRole('alert')).toHaveTextContent('选了D“没有”就不能再选其他');
    await user.keyboard('{Backspace}c{Enter}加强公开{Enter}');
    await waitFor(() => expect(screen.getByText('正在录入第2份')).toBeInTheDocument());
    expect(screen.getByLabelText('1. 总体评价')).toHaveFocus();
    expect(screen.getByLabelText('1. 总体评价')).toHaveValue('');
    await user.keyboard('1{Enter}{Enter}{Enter}');
    await waitFor(() => expect(bridge.recordsOf('responseSheet')).toHaveLength(2));
    expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
      { number: 1, answers: ['B', 'AC', '加强公开'] },
      { number: 2, answers: ['A', '', ''] },
    ]);
    expect(await screen.findByText('已录入2份，有效2份')).toBeInTheDocument();
    expect(screen.getByText('已录满有效份数，再录请先核对')).toBeInTheDocument();
  });

  it('corrects a sheet that is already kept', async () => {
    const { bridge, user } = await openPage(
      QuestionnairePage,
      [form, ...questions, batch, sheet(1, ['B', 'A', ''])],
      { record: 'b1' },
    );
    await user.click(await screen.findByText('B；A；'));
    expect(screen.getByText('正在更正第1份')).toBeInTheDocument();
    const first = screen.getByLabelText('1. 总体评价');
    expect(first).toHaveValue('B');
    await user.clear(first);
    await user.type(first, 'c');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(bridge.record('s1')?.values.answers).toEqual(['C', 'A', '']));
  });

  it('counts votes and percent for each unit and in total, and what does not add up in words', async () => {
    const other: Seed[] = [
      { id: 'unit2', kind: 'unit', values: { name: '澄浦街道党工委' } },
      { id: 'insp2', kind: 'inspection', parent: 'round', inspection: 'insp2', values: { unit: 'unit2' } },
      {
        id: 'b2',
        kind: 'responseBatch',
        parent: 'insp2',
        inspection: 'insp2',
        values: { questionnaire: 'q', issued: 6, returned: 6, valid: 6 },
      },
      {
        id: 'hand',
        kind: 'questionTally',
        parent: 'b2',
        inspection: 'insp2',
        values: { question: 'q1', votes: [3, 1, 1, 0], unanswered: 0 },
      },
    ];
    const { user } = await openPage(
      QuestionnairePage,
      [form, ...questions, batch, sheet(1, ['A', 'A', '']), sheet(2, ['B', '', '好']), ...other],
      { record: 'q' },
    );
    await user.click(await screen.findByRole('tab', { name: '统计' }));
    const good = (await screen.findByText('A 好')).closest('tr')!;
    const cells = within(good).getAllByRole('cell');
    expect(cells.map((c) => c.textContent)).toEqual(['A 好', '1', '50.0%', '3', '50.0%', '4', '50.0%']);
    expect(screen.getByText(/发放10份，回收9份（回收率90.0%），有效8份（有效率88.9%）/)).toBeInTheDocument();
    expect(screen.getByText(/澄浦街道党工委：各选项与未答合计5，与有效份数6不符/)).toBeInTheDocument();
  });

  it('marks what a batch needs, and tells that more came back than went out', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form, ...questions, batch], { record: 'b1' });
    expect(await screen.findByText('发放份数', { selector: 'label' })).toHaveTextContent('*');
    const returned = screen.getByLabelText('回收份数');
    await user.clear(returned);
    await user.type(returned, '５');
    await user.tab();
    expect(await screen.findByText('回收份数不能多于发放份数')).toBeInTheDocument();
    await waitFor(() => expect(bridge.record('b1')?.values.returned).toBe(5));
    expect(bridge.inputsOf('record.save')).toHaveLength(1);
  });

  it('writes questions one after another', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form], { record: 'q' });
    await user.click(await screen.findByRole('button', { name: /增加问卷题目/ }));
    await user.type(await screen.findByLabelText('第1行 题干'), '总体评价{Enter}好{Enter}较好{Enter}一般');
    await user.tab();
    await waitFor(() =>
      expect(bridge.recordsOf('question')[0]?.values).toMatchObject({
        type: 'single',
        stem: '总体评价',
        options: ['好', '较好', '一般'],
      }),
    );
  });
});

describe('简答题的作答', () => {
  const openTally = async (...seeds: Seed[]) => {
    const { user } = await openPage(QuestionnairePage, [form, ...questions, batch, ...seeds], { record: 'q' });
    await user.click(await screen.findByRole('tab', { name: '统计' }));
    return { user, list: await screen.findByRole('list', { name: '作答内容' }) };
  };

  it('stands below the counts with its unit, identical ones once', async () => {
    const { list } = await openTally(
      sheet(1, ['A', '', '少开会']),
      sheet(2, ['A', '', '多公开']),
      sheet(3, ['A', '', '多公开']),
    );
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['多公开县水务局党组2份', '少开会县水务局党组']);
  });

  it('shows the first fifty, and all of them on demand', async () => {
    const { user, list } = await openTally(
      ...Array.from({ length: 51 }, (_, i) => sheet(i + 1, ['A', '', `意见${i + 1}`])),
    );
    expect(within(list).getAllByRole('listitem')).toHaveLength(50);
    await user.click(screen.getByRole('button', { name: '显示全部51条' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(51);
    expect(screen.queryByRole('button', { name: /显示全部/ })).not.toBeInTheDocument();
  });
});
