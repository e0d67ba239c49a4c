import { act, screen, waitFor, within } from '@testing-library/react';
import QuestionnairePage from '../../src-renderer/features/questionnaire';
import { checkAnswer } from '../../src-renderer/features/questionnaire/answers';
import { flushAutosave } from '../../src-renderer/session/autosave';
import { lock, prepareWork } from '../../src-renderer/session/session';
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
const sheet = (number: number, answers: string[], more: Seed['values'] = {}): Seed => ({
  id: `s${number}`,
  kind: 'responseSheet',
  parent: 'b1',
  values: { number, answers, ...more },
});
const unfinished = (number: number, answers: string[]) => sheet(number, answers, { keying: true });
const handTally = (id: string, question: string, values: Seed['values']): Seed => ({
  id,
  kind: 'questionTally',
  parent: 'b1',
  values: { question, ...values },
});
const ALL = [form, ...questions, batch];
const first = () => screen.findByLabelText('1. 总体评价');

// As after an unlocking: what a lock puts away is read by then.
beforeAll(prepareWork);

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

describe('有一处答得无效的', () => {
  it('is keyed with 0, and √ and × answer 是 and 否', () => {
    expect(checkAnswer({ type: 'single', options: ['甲', '乙'] }, '0')).toEqual({ value: '无效' });
    expect(checkAnswer({ type: 'trueFalse' }, '√')).toEqual({ value: 'A' });
    expect(checkAnswer({ type: 'trueFalse' }, '×')).toEqual({ value: 'B' });
    expect(checkAnswer({ type: 'trueFalse' }, 'y')).toEqual({ value: 'A' });
  });
});

describe('调查问卷', () => {
  it('keeps the number of the paper with its sheet, and begins the next without one', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form, ...questions, batch], { record: 'b1' });
    await user.type(await screen.findByLabelText('卷号'), '017');
    await user.click(screen.getByLabelText('1. 总体评价'));
    await user.keyboard('0{Enter}{Enter}{Enter}');
    await waitFor(() => expect(screen.getByText('正在录入第2份')).toBeInTheDocument());
    expect(screen.getByLabelText('卷号')).toHaveValue('');
    await waitFor(() =>
      expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
        { number: 1, paperNumber: '017', answers: ['无效', '', ''] },
      ]),
    );
  });

  it('lets questions neither come nor go once a sheet is keyed, and says why', async () => {
    const { user } = await openPage(
      QuestionnairePage,
      [
        form,
        ...questions,
        batch,
        { id: 's1', kind: 'responseSheet', parent: 'b1', values: { number: 1, answers: ['A'] } },
      ],
      { record: 'q' },
    );
    expect(await screen.findByText(/已录入1份答卷，题目和选项的增减/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '下移' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /增加问卷题目/ })).not.toBeInTheDocument();
    await user.type(await screen.findByLabelText('第1行 题干'), '（改）');
    expect(screen.getByLabelText('第1行 题干')).toHaveValue('总体评价（改）');
  });

  it('keys whole sheets by letters and Enter, stops at a wrong letter, and begins the next', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form, ...questions, batch], { record: 'b1' });
    await user.click(await screen.findByLabelText('1. 总体评价'));
    await user.keyboard('b{Enter}ad{Enter}');
    expect(screen.getByLabelText('2. 突出问题')).toHaveFocus();
    expect(screen.getByRole('alert')).toHaveTextContent('选了D“没有”就不能再选其他');
    await user.keyboard('ac{Enter}加强公开{Enter}');
    await waitFor(() => expect(screen.getByText('正在录入第2份')).toBeInTheDocument());
    expect(screen.getByLabelText('1. 总体评价')).toHaveFocus();
    expect(screen.getByLabelText('1. 总体评价')).toHaveValue('');
    await user.keyboard('1{Enter}{Enter}{Enter}');
    await waitFor(() =>
      expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
        { number: 1, answers: ['B', 'AC', '加强公开'] },
        { number: 2, answers: ['A', '', ''] },
      ]),
    );
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

  it('puts a sheet back as it was when the correction is given up', async () => {
    const { bridge, user } = await openPage(
      QuestionnairePage,
      [...ALL, sheet(1, ['B', 'A', ''], { group: '班子' })],
      { record: 'b1' },
    );
    await user.click(await screen.findByText('B；A；'));
    await user.clear(await first());
    await user.type(await first(), 'zz');
    await act(() => flushAutosave());
    expect(bridge.record('s1')?.values).toMatchObject({ keying: true, answers: ['zz', 'A', ''] });
    expect(await screen.findByText('已录入0份，有效2份')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '不改了' }));
    await waitFor(() =>
      expect(bridge.record('s1')?.values).toEqual({ number: 1, answers: ['B', 'A', ''], group: '班子' }),
    );
    expect(await screen.findByText('已录入1份，有效2份')).toBeInTheDocument();
  });

  it('changes nothing where a kept sheet is only looked at', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [...ALL, sheet(1, ['B', 'A', ''])], {
      record: 'b1',
    });
    await user.click(await screen.findByText('B；A；'));
    await user.keyboard('{Enter}{Enter}{Enter}');
    expect(await screen.findByText('正在录入第2份')).toBeInTheDocument();
    await act(() => flushAutosave());
    expect(bridge.inputsOf('record.save')).toEqual([]);
  });

  it('counts votes and percent for each unit and in total, and what does not add up in words', async () => {
    const other: Seed[] = [
      { id: 'unit2', kind: 'unit', values: { name: '澄浦街道党工委' } },
      { id: 'insp2', kind: 'inspection', parent: 'round', values: { unit: 'unit2' } },
      {
        id: 'b2',
        kind: 'responseBatch',
        parent: 'insp2',
        values: { questionnaire: 'q', issued: 6, returned: 6, valid: 6 },
      },
      {
        id: 'hand',
        kind: 'questionTally',
        parent: 'b2',
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
    await waitFor(() => expect(screen.getByText('回收份数不能多于发放份数')).toBeInTheDocument());
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

describe('没录完的答卷', () => {
  it('is kept by a lock with all that was typed, and counts nowhere', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    await user.click(await first());
    await user.keyboard('b{Enter}az');
    await act(() => lock());
    expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
      { number: 1, keying: true, answers: ['b', 'az'] },
    ]);
  });

  it('is not yet a record where nothing was typed', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    await user.click(await first());
    await user.keyboard('{Enter}{Enter}');
    expect(screen.getByLabelText('3. 您的建议')).toHaveFocus();
    await act(() => flushAutosave());
    expect(bridge.recordsOf('responseSheet')).toEqual([]);
  });

  it('is saved with the answer that is left, and shown as 录入中 in the list', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    await user.click(await first());
    await user.keyboard('b{Enter}');
    // At once, not after the pause of typing.
    expect(bridge.inputsOf('record.save')).toHaveLength(1);
    expect(await screen.findByText('录入中')).toBeInTheDocument();
    expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
      { number: 1, keying: true, answers: ['b'] },
    ]);
    expect(screen.getByText('已录入0份，有效2份')).toBeInTheDocument();
    expect(screen.queryByText(/没录完/)).not.toBeInTheDocument();
    await user.keyboard('{Enter}');
    await act(() => flushAutosave());
    expect(bridge.recordsOf('responseSheet')[0]?.values.answers).toEqual(['b', '']);
  });

  it('never waits for the disk: two sheets are keyed while the first save is on its way', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    const release = bridge.hold('record.save');
    await user.click(await first());
    await user.keyboard('b{Enter}ac{Enter}好{Enter}a{Enter}b{Enter}{Enter}');
    expect(screen.getByText('正在录入第3份')).toBeInTheDocument();
    expect(bridge.inputsOf('record.save')).toHaveLength(2);
    expect(bridge.recordsOf('responseSheet')).toEqual([]);
    release();
    await act(() => flushAutosave());
    expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
      { number: 1, answers: ['B', 'AC', '好'] },
      { number: 2, answers: ['A', 'B', ''] },
    ]);
  });

  it('is opened again where it was left, and counts once it is finished', async () => {
    const { bridge, user } = await openPage(
      QuestionnairePage,
      [...ALL, sheet(1, ['A', 'A', '']), unfinished(2, ['b', ''])],
      { record: 'b1' },
    );
    expect(await screen.findByText('第2份还没录完，已接着录入')).toBeInTheDocument();
    expect(screen.getByText('已录入1份，有效2份')).toBeInTheDocument();
    expect(await first()).toHaveValue('b');
    expect(screen.getByLabelText('3. 您的建议')).toHaveFocus();
    await user.keyboard('多公开{Enter}');
    expect(await screen.findByText('已录入2份，有效2份')).toBeInTheDocument();
    expect(screen.getByText('正在录入第3份')).toBeInTheDocument();
    expect(screen.queryByText(/还没录完/)).not.toBeInTheDocument();
    expect(bridge.record('s2')?.values).toEqual({ number: 2, answers: ['B', '', '多公开'] });
  });

  it('goes on at an answer that cannot stand, which is kept as typed and does not count', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [...ALL, unfinished(1, ['A', 'zz', '好'])], {
      record: 'b1',
    });
    const wrong = await screen.findByLabelText('2. 突出问题');
    expect(wrong).toHaveFocus();
    expect(wrong).toHaveValue('zz');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await act(() => flushAutosave());
    expect(bridge.record('s1')?.values).toEqual({ number: 1, keying: true, answers: ['A', 'zz', '好'] });
    await user.clear(wrong);
    await user.type(wrong, 'c');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(bridge.record('s1')?.values).toEqual({ number: 1, answers: ['A', 'C', '好'] }),
    );
  });

  it('is there again when another page was looked at meanwhile', async () => {
    const { user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    await user.click(await first());
    await user.keyboard('b{Enter}a');
    await user.click(screen.getByRole('tab', { name: '统计' }));
    const none = (await screen.findByText('B 较好')).closest('tr')!;
    expect(within(none).getAllByRole('cell')[1]).toHaveTextContent('0');
    await act(() => flushAutosave());
    await user.click(screen.getByRole('tab', { name: '发放与录入' }));
    expect(await screen.findByText('第1份还没录完，已接着录入')).toBeInTheDocument();
    expect(screen.getByLabelText('2. 突出问题')).toHaveValue('a');
  });

  it('can be one of several: the first is opened, the others are told and open from the list', async () => {
    const { user } = await openPage(
      QuestionnairePage,
      [...ALL, unfinished(4, ['c', 'b']), unfinished(2, ['b'])],
      { record: 'b1' },
    );
    expect(await screen.findByText('第2份还没录完，已接着录入')).toBeInTheDocument();
    expect(screen.getByText('另有1份没录完，请在下表打开续录')).toBeInTheDocument();
    await user.click(screen.getByText('c；b'));
    expect(screen.getByText('第4份还没录完，已接着录入')).toBeInTheDocument();
    expect(screen.getByLabelText('3. 您的建议')).toHaveFocus();
    expect(await first()).toHaveValue('c');
  });

  it('stays unfinished where finishing it is refused, and the person is told', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, ALL, { record: 'b1' });
    await user.click(await first());
    await user.keyboard('b{Enter}');
    await act(() => flushAutosave());
    const free = bridge.refuse('record.save');
    await user.keyboard('a{Enter}好{Enter}');
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
    expect(await screen.findByText('另有1份没录完，请在下表打开续录')).toBeInTheDocument();
    free();
    await act(() => flushAutosave());
    expect(bridge.recordsOf('responseSheet').map((s) => s.values)).toEqual([
      { number: 1, keying: true, answers: ['b', 'a', '好'] },
    ]);
  });

  it('can be thrown away', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [...ALL, unfinished(1, ['b'])], {
      record: 'b1',
    });
    await user.type(await screen.findByLabelText('2. 突出问题'), 'c');
    await user.click(screen.getByRole('button', { name: '删除这份' }));
    expect(await screen.findByText('正在录入第1份')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText(/没录完/)).not.toBeInTheDocument());
    expect(bridge.recordsOf('responseSheet')).toEqual([]);
    expect(await first()).toHaveValue('');
    await user.click(screen.getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(bridge.recordsOf('responseSheet')).toHaveLength(1));
  });
});

describe('按题录票数', () => {
  const byHand = async (...seeds: Seed[]) => {
    const opened = await openPage(QuestionnairePage, [...ALL, ...seeds], { record: 'b1' });
    await opened.user.click(await screen.findByText('按题录票数'));
    return opened;
  };
  const tallies = (bridge: Awaited<ReturnType<typeof byHand>>['bridge']) =>
    bridge.recordsOf('questionTally').map(({ parent, values }) => ({ parent, ...values }));

  it('takes the votes of a question box by box with Enter, and says at once whether they add up', async () => {
    const { bridge, user } = await byHand();
    await user.click(screen.getByLabelText('第1题 A 好'));
    await user.keyboard('1{Enter}');
    expect(bridge.inputsOf('record.save')).toHaveLength(1);
    expect(screen.getByLabelText('第1题 B 较好')).toHaveFocus();
    expect(screen.getByText('各选项与未答合计1，与有效份数2不符，请核对或用“未答”平账')).toBeInTheDocument();
    await user.keyboard('{Enter}{Enter}０张{Enter}');
    expect(screen.getByLabelText('第1题 未答')).toHaveFocus();
    await user.keyboard('1{Enter}');
    expect(screen.getByText('合计2，与有效份数相符')).toBeInTheDocument();
    expect(screen.getByLabelText('第2题 A 甲')).toHaveFocus();
    await act(() => flushAutosave());
    expect(tallies(bridge)).toEqual([{ parent: 'b1', question: 'q1', votes: [1, 0, 0, 0], unanswered: 1 }]);
  });

  it('does not expect several choices to add up, and asks only for 未答 where words were written', async () => {
    const { bridge, user } = await byHand();
    await user.type(screen.getByLabelText('第2题 A 甲'), '2');
    await user.type(screen.getByLabelText('第2题 B 乙'), '2');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.queryByText(/与有效份数相符/)).not.toBeInTheDocument();
    expect(screen.queryByLabelText(/第3题 [A-Z]/)).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('第3题 未答'), '1');
    await act(() => flushAutosave());
    expect(tallies(bridge)).toEqual([
      { parent: 'b1', question: 'q2', votes: [2, 2] },
      { parent: 'b1', question: 'q3', unanswered: 1 },
    ]);
  });

  it('is opened by itself where that is what there is, and is corrected in place', async () => {
    const { bridge, user } = await openPage(
      QuestionnairePage,
      [...ALL, handTally('h1', 'q1', { votes: [1, 0, 0, 0], unanswered: 0 })],
      { record: 'b1' },
    );
    const box = await screen.findByLabelText('第1题 B 较好');
    expect(box).toHaveValue('0');
    await user.clear(box);
    await user.type(box, '1');
    await user.tab();
    await user.click(screen.getByText('按题录票数', { selector: 'legend' }));
    expect(await screen.findByText('合计2，与有效份数相符')).toBeInTheDocument();
    await waitFor(() => expect(bridge.record('h1')?.values.votes).toEqual([1, 1, 0, 0]));
    await user.click(screen.getByRole('tab', { name: '统计' }));
    const line = (await screen.findByText('B 较好')).closest('tr')!;
    expect(within(line).getAllByRole('cell')[1]).toHaveTextContent('1');
  });

  it('is kept by a lock in the middle of a row', async () => {
    const { bridge, user } = await byHand();
    await user.type(screen.getByLabelText('第1题 A 好'), '2');
    await act(() => lock());
    expect(tallies(bridge)).toEqual([{ parent: 'b1', question: 'q1', votes: [2] }]);
  });

  it('says which of the two counts where a batch has both', async () => {
    const hand = handTally('h1', 'q1', { votes: [1, 1] });
    const { bridge, user } = await openPage(QuestionnairePage, [...ALL, hand, unfinished(1, ['A', 'A'])], {
      record: 'b1',
    });
    expect(await screen.findByText(/已按题录票数，统计以票数为准/)).toBeInTheDocument();
    bridge.put(sheet(1, ['A', 'A', ''], { keying: null }));
    expect(await screen.findByText(/统计以逐份录入的1份答卷为准，按题录的票数不计入/)).toBeInTheDocument();
    await user.click(screen.getByText('按题录票数'));
    expect(screen.getByText(/统计以逐份录入的1份答卷为准/)).toBeInTheDocument();
    bridge.house.remove(['h1']);
    expect(await screen.findByText(/已逐份录入1份答卷，统计以答卷为准/)).toBeInTheDocument();
  });
});

describe('简答题的作答', () => {
  const openTally = async (...seeds: Seed[]) => {
    const { user } = await openPage(QuestionnairePage, [...ALL, ...seeds], { record: 'q' });
    await user.click(await screen.findByRole('tab', { name: '统计' }));
    return { user, list: await screen.findByRole('list', { name: '作答内容' }) };
  };

  it('stands below the counts with its unit, identical ones once', async () => {
    const { list } = await openTally(
      sheet(1, ['A', '', '少开会']),
      sheet(2, ['A', '', '多公开']),
      sheet(3, ['A', '', '多公开']),
      unfinished(4, ['A', '', '没写完的话']),
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

describe('从 Word 粘贴题目', () => {
  const PASTED = [
    '某局调查问卷',
    '1．您对领导班子的评价是（　）',
    'A．好　B．较好　C．差',
    '2．哪些方面问题突出？（多选，限选2项）',
    'A．形式主义',
    'B．官僚主义',
    'C．没有',
    '3．您的建议：',
  ].join('\n');

  it('shows what it makes of the words, and writes nothing before that was agreed to', async () => {
    const { bridge, user } = await openPage(QuestionnairePage, [form, questions[0]!], { record: 'q' });
    await user.click(await screen.findByRole('button', { name: /从 Word 粘贴题目/ }));
    const box = await screen.findByLabelText('粘贴的文字');
    await user.click(box);
    await user.paste(PASTED);
    const read = within(screen.getByRole('region', { name: '认出的题目' }));
    expect(read.getAllByRole('listitem')).toHaveLength(3);
    expect(read.getByText('A 好 B 较好 C 差')).toBeInTheDocument();
    expect(read.getByText('最多选2项')).toBeInTheDocument();
    expect(read.getByText('某局调查问卷')).toBeInTheDocument();
    expect(bridge.inputsOf('record.save')).toEqual([]);
    await user.click(read.getByRole('combobox', { name: '第3题 题型' }));
    await user.click(await screen.findByText('填空', { selector: '.ant-select-item-option-content' }));
    await user.click(screen.getByRole('button', { name: '加入3题' }));
    await waitFor(() => expect(bridge.recordsOf('question')).toHaveLength(4));
    expect(
      bridge
        .recordsOf('question')
        .slice(1)
        .map(({ values }) => [values.position, values.type, values.stem, values.options, values.limit]),
    ).toEqual([
      [2, 'single', '您对领导班子的评价是', ['好', '较好', '差'], undefined],
      [3, 'multiple', '哪些方面问题突出？', ['形式主义', '官僚主义', '没有'], 2],
      [4, 'blank', '您的建议：', undefined, undefined],
    ]);
  });
});
