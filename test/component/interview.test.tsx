import { act, screen, waitFor, within } from '@testing-library/react';
import InterviewPage from '../../src-renderer/features/interview';
import { flushAutosave } from '../../src-renderer/session/autosave';
import { ofUnit, openPage, TODAY } from './bridge';

const talk = (values = {}, more = {}) =>
  ofUnit('t1', 'interview', { interviewee: '顾西洲', ...values }, more);
const field = (label: string) => screen.findByLabelText(label, { exact: false, selector: 'input, textarea' });

describe('谈话记录', () => {
  it('says what it is for while empty, and makes a talk dated today of the first that is typed', async () => {
    const { bridge, user } = await openPage(InterviewPage, []);
    expect(await screen.findByText(/还没有谈话记录/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /新建谈话记录/ }));
    const name = await field('谈话对象');
    expect(screen.getByText('草稿')).toBeInTheDocument();
    await user.type(name, '沈知远');
    await user.tab();
    await waitFor(() =>
      expect(bridge.recordsOf('interview')[0]).toMatchObject({
        parent: 'insp',
        values: { heldOn: TODAY, interviewee: '沈知远' },
      }),
    );
    // The form stays what it was, with what was typed and the cursor where it is.
    expect(await field('谈话对象')).toBe(name);
    expect(name).toHaveValue('沈知远');
    await waitFor(() => expect(screen.queryByText('草稿')).not.toBeInTheDocument());
    expect(bridge.recordsOf('interview')).toHaveLength(1);
  });

  it('leaves no trace of a new talk in which nothing was written', async () => {
    const { bridge, user } = await openPage(InterviewPage, []);
    await user.click(await screen.findByRole('button', { name: /新建谈话记录/ }));
    await field('谈话对象');
    await user.click(screen.getByRole('button', { name: '返回列表' }));
    expect(await screen.findByText(/还没有谈话记录/)).toBeInTheDocument();
    expect(bridge.inputsOf('record.save')).toEqual([]);
  });

  it('makes a new talk when a row of it is added before anything else', async () => {
    const { bridge, user } = await openPage(InterviewPage, []);
    await user.click(await screen.findByRole('button', { name: /新建谈话记录/ }));
    await user.click(await screen.findByRole('button', { name: /增加问答/ }));
    await user.type(await screen.findByLabelText('第1行 问'), '请谈谈议事决策情况。{Enter}');
    await waitFor(() => expect(bridge.recordsOf('exchange')).toHaveLength(1));
    expect(bridge.recordsOf('exchange')[0]!.parent).toBe(bridge.recordsOf('interview')[0]!.id);
  });

  it('marks required fields, and tells what is missing only where one has been or on demand', async () => {
    const { user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    const place = await field('地点');
    expect(screen.getByText('地点', { selector: 'label' })).toHaveTextContent('*');
    expect(screen.getByText('职级', { selector: 'label' })).not.toHaveTextContent('*');
    expect(screen.queryByText('请填写“地点”')).not.toBeInTheDocument();
    await user.click(place);
    await user.tab();
    expect(await screen.findByText('请填写“地点”')).toBeInTheDocument();
    expect(screen.queryByText('请填写“记录人”')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /还有\d+处需完善/ }));
    expect(await screen.findByText('请填写“记录人”')).toBeInTheDocument();
  });

  it('goes on by Enter and saves each field by itself when it is left', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('日期'));
    await user.keyboard('20250904{Enter}0930{Enter}');
    expect(await field('结束时间')).toHaveFocus();
    await waitFor(() =>
      expect(bridge.record('t1')?.values).toMatchObject({ heldOn: '2025-09-04', startedAt: '09:30' }),
    );
    expect(bridge.inputsOf('record.save').map((input: { set: object }) => input.set)).toEqual([
      { heldOn: '2025-09-04' },
      { startedAt: '09:30' },
    ]);
    await waitFor(() => expect(screen.getByRole('region', { name: /顾西洲/ })).toHaveTextContent('已保存'));
  });

  it('saves after a pause of typing without leaving the field', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    const place = await field('地点');
    await user.type(place, '204谈话室');
    expect(bridge.inputsOf('record.save')).toHaveLength(0);
    await waitFor(() => expect(bridge.record('t1')?.values.place).toBe('204谈话室'));
    expect(place).toHaveFocus();
    expect(bridge.inputsOf('record.save')).toHaveLength(1);
  });

  it('says that it is saving only where that takes a while', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    const form = await screen.findByRole('region', { name: /顾西洲/ });
    const said: string[] = [];
    const watch = new MutationObserver(() => said.push(form.textContent ?? ''));
    watch.observe(form, { subtree: true, childList: true, characterData: true });
    await user.type(await field('地点'), '204谈话室');
    await user.tab();
    await waitFor(() => expect(form).toHaveTextContent('已保存'));
    watch.disconnect();
    expect(said.join()).toContain('正在输入…');
    expect(said.join()).not.toContain('正在保存…');
    const release = bridge.hold('record.save');
    await user.type(await field('地点'), '（北楼）');
    await user.tab();
    await waitFor(() => expect(form).toHaveTextContent('正在保存…'));
    release();
    await waitFor(() => expect(form).toHaveTextContent('已保存'));
    expect(bridge.record('t1')?.values.place).toBe('204谈话室（北楼）');
  });

  it('keeps words that are no date, says what is wrong, and sends nothing', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk({ heldOn: '2025-09-04' })], {
      record: 't1',
    });
    const day = await field('日期');
    await user.clear(day);
    await user.type(day, '20250231{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('2025年2月没有31日');
    expect(day).toHaveValue('20250231');
    await act(() => flushAutosave());
    expect(bridge.record('t1')?.values.heldOn).toBe('2025-09-04');
  });

  it('shows a refusal under the field, keeps the text, and saves it when tried again', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    const free = bridge.refuse('record.save');
    const place = await field('地点');
    await user.type(place, '204谈话室');
    await user.tab();
    expect(await screen.findByText(/磁盘空间不足/)).toBeInTheDocument();
    expect(place).toHaveValue('204谈话室');
    expect(bridge.record('t1')?.values.place).toBeUndefined();
    free();
    await user.click(screen.getByRole('button', { name: '重试保存' }));
    await waitFor(() => expect(bridge.record('t1')?.values.place).toBe('204谈话室'));
    expect(screen.queryByText(/磁盘空间不足/)).not.toBeInTheDocument();
  });

  it('tells at once that one person cannot both ask and write', async () => {
    await openPage(InterviewPage, [talk({ interviewer: 'p2', recorder: 'p2' })], { record: 't1' });
    expect(await screen.findByText('谈话应有两名以上组员：记录人不能与谈话人为同一人')).toBeInTheDocument();
  });

  it('tells the rule of the leader for the head of the unit as a hint', async () => {
    await openPage(InterviewPage, [talk({ category: '主要负责人', interviewer: 'p3', recorder: 'p2' })], {
      record: 't1',
    });
    expect(await screen.findByText('主要负责人谈话应由组长亲自进行')).toBeInTheDocument();
  });

  it('offers the members of the round for the two inspectors and saves the choice at once', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('记录人'));
    await user.keyboard('沈');
    await waitFor(() => expect(screen.queryByTitle('闻知远')).not.toBeInTheDocument());
    await user.click(screen.getByTitle('沈砚秋'));
    await waitFor(() => expect(bridge.record('t1')?.values.recorder).toBe('p2'));
  });

  it('fills the outline with eight questions, eleven for the head of the unit, and never twice', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk({ category: '主要负责人' })], {
      record: 't1',
    });
    await user.click(await screen.findByRole('button', { name: /套用提纲模板（11问）/ }));
    await waitFor(() => expect(bridge.recordsOf('outlineItem')).toHaveLength(11));
    expect(await screen.findByLabelText('第11行 问题')).toHaveValue(
      '对历次反馈问题的整改，您是怎样组织和把关的？',
    );
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: /套用提纲模板/ })).not.toBeInTheDocument(),
    );
  });

  it('puts a row after one that is still being saved', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await screen.findByRole('button', { name: /增加问答/ }));
    await waitFor(() => expect(screen.getByLabelText('第1行 问')).toHaveFocus());
    const release = bridge.hold('record.save');
    // Often enough that rows at one place could not stand in this order by chance.
    const asked = ['一', '二', '三', '四', '五', '六'];
    await user.keyboard('一{Enter}答一{Control>}{Enter}{/Control}');
    release();
    for (const words of asked.slice(1)) {
      const row = await screen.findByLabelText(`第${asked.indexOf(words) + 1}行 问`);
      await waitFor(() => expect(row).toHaveFocus());
      const next = bridge.hold('record.save');
      await user.keyboard(`${words}{Enter}答${words}{Control>}{Enter}{/Control}`);
      next();
    }
    await waitFor(() =>
      expect(bridge.recordsOf('exchange').map(({ values }) => [values.position, values.question])).toEqual(
        expect.arrayContaining(asked.map((words, i) => [i + 1, words])),
      ),
    );
  });

  it('shows a new row once, and keeps what is typed, though the record is here before the answer to its first save', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await screen.findByRole('button', { name: /增加问答/ }));
    const question = await screen.findByLabelText('第1行 问');
    await waitFor(() => expect(question).toHaveFocus());
    const answers = bridge.holdAnswers('record.save');
    await user.keyboard('一{Enter}');
    await waitFor(() => expect(screen.getByLabelText('第1行 问').id).not.toMatch(/^plan/));
    expect(screen.queryByLabelText('第2行 问')).not.toBeInTheDocument();
    expect(screen.getByLabelText('第1行 问')).toBe(question);
    await user.keyboard('答一');
    answers();
    await user.tab();
    await waitFor(() =>
      expect(bridge.recordsOf('exchange').map(({ values }) => values)).toEqual([
        expect.objectContaining({ position: 1, question: '一', answer: '答一' }),
      ]),
    );
  });

  it('adds a row of question and answer by Ctrl+Enter and puts the cursor into it', async () => {
    const row = { id: 'e1', kind: 'exchange', parent: 't1', values: { position: 1 } };
    const { bridge, user } = await openPage(InterviewPage, [talk(), row], { record: 't1' });
    await user.type(await screen.findByLabelText('第1行 问'), '请谈谈议事决策情况。{Enter}');
    expect(screen.getByLabelText('第1行 答')).toHaveFocus();
    await user.keyboard('基本按规则。{Enter}有两次例外。{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.getByLabelText('第2行 问')).toHaveFocus());
    await waitFor(() => expect(bridge.record('e1')?.values.answer).toBe('基本按规则。\n有两次例外。'));
    await user.keyboard('还有哪些情况？{Enter}');
    await waitFor(() => expect(bridge.recordsOf('exchange').map((e) => e.values.position)).toEqual([1, 2]));
  });

  it('removes a row and brings it back', async () => {
    const row = {
      id: 'e1',
      kind: 'exchange',
      parent: 't1',
      values: { question: '一问' },
    };
    const { bridge, user } = await openPage(InterviewPage, [talk(), row], { record: 't1' });
    const rows = await screen.findByLabelText('第1行 问');
    await user.click(
      within(rows.closest<HTMLElement>('[data-row]')!).getByRole('button', { name: '删除此行' }),
    );
    await waitFor(() => expect(bridge.record('e1')).toBeUndefined());
    await user.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(screen.getByLabelText('第1行 问')).toHaveValue('一问'));
  });

  it('shows what two people wrote and takes the one that is chosen', async () => {
    const two = talk(
      { place: '甲处' },
      { by: 'liaison', disputed: { by: 'deputyLeader', values: { place: '乙处' } } },
    );
    const { bridge, user } = await openPage(InterviewPage, [two], { record: 't1', crew: 'team' });
    await user.click(await screen.findByRole('button', { name: '地点：有分歧' }));
    const other = (await screen.findByText('乙处')).closest<HTMLElement>('.pw-candidate')!;
    expect(other).toHaveTextContent('沈砚秋');
    await user.click(within(other).getByRole('button', { name: '采用' }));
    await waitFor(() =>
      expect(bridge.record('t1')).toMatchObject({ values: { place: '乙处' }, conflicts: [] }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: '地点：有分歧' })).not.toBeInTheDocument(),
    );
  });

  it('shows the history in labels and words', async () => {
    const made = talk({ recorder: 'p2', disciplineRead: true }, { by: 'deputyLeader' });
    const { user } = await openPage(InterviewPage, [made], { record: 't1', crew: 'team' });
    await user.click(await screen.findByRole('button', { name: '修改历史' }));
    const drawer = await screen.findByRole('dialog');
    await waitFor(() => expect(drawer).toHaveTextContent('沈砚秋 · 新建'));
    expect(drawer).toHaveTextContent('记录人：沈砚秋');
    expect(drawer).toHaveTextContent('已告知谈话纪律：是');
  });

  it('asks for a reason before removing and tells a refusal', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    bridge.refuse('record.remove');
    await user.click(await screen.findByRole('button', { name: '删除' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: '删除' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText('理由'), '重复登记');
    await user.click(within(dialog).getByRole('button', { name: '删除' }));
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
    expect(bridge.record('t1')).toBeDefined();
  });

  it('does not show a restricted field to a role that may not read it', async () => {
    await openPage(InterviewPage, [talk()], { record: 't1', role: 'office' });
    expect(await field('谈话对象')).toBeInTheDocument();
    expect(screen.queryByText('有线索苗头')).not.toBeInTheDocument();
  });

  it('opens a talk from the list by arrow keys and Enter, and goes back by Escape', async () => {
    const other = ofUnit('t2', 'interview', { interviewee: '蒋疏桐', code: 'T02' });
    const { user } = await openPage(InterviewPage, [talk({ code: 'T01' }), other]);
    const list = await screen.findByLabelText(/上下键选择/);
    act(() => list.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(await field('谈话对象')).toHaveValue('蒋疏桐');
    await user.keyboard('{Escape}');
    expect(await screen.findByText('谈话2人次')).toBeInTheDocument();
  });
});
