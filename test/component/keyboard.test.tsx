import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import InterviewPage from '../../src-renderer/features/interview';
import { genericPage } from '../../src-renderer/ui/generic-page';
import { goToField } from '../../src-renderer/session/navigation';
import { ofUnit, openPage, TODAY, type Seed } from './bridge';

const Forum = genericPage('forum');

const field = (label: string) => screen.findByLabelText(label, { exact: false, selector: 'input, textarea' });
const talk = (id: string, values = {}): Seed => ofUnit(id, 'interview', { interviewee: '顾西洲', ...values });
const answer = (position: number, values = {}): Seed => ({
  id: `e${position}`,
  kind: 'exchange',
  parent: 't1',
  values: { position, question: `问${position}`, answer: `答${position}`, ...values },
});

describe('光标', () => {
  it('is in the list when a page is shown and when a form is closed, so that arrows and Enter work at once', async () => {
    const { user } = await openPage(InterviewPage, [talk('t1')]);
    const list = await screen.findByRole('grid');
    await waitFor(() => expect(list).toHaveFocus());
    await user.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByRole('region', { name: /顾西洲/ })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.getByRole('grid')).toHaveFocus());
  });

  it('has its shortcuts also where it is nowhere on the page', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk('t1')]);
    await screen.findByRole('grid');
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('region', { name: /未填谈话对象/ })).toBeInTheDocument();
    expect(bridge.recordsOf('interview')).toHaveLength(1);
  });

  it('goes to what is first to be filled in of a new record: whom the talk is with', async () => {
    const { user } = await openPage(InterviewPage, []);
    await user.click(await screen.findByRole('button', { name: /新建谈话记录/ }));
    await waitFor(async () => expect(await field('谈话对象')).toHaveFocus());
  });

  it('goes to the field that a search found, with its words chosen', async () => {
    await openPage(InterviewPage, [talk('t1'), answer(1), answer(2, { answer: '食堂采购没有公开' })], {
      record: 't1',
    });
    act(() => goToField('e2', 'answer', '采购'));
    const found = await screen.findByLabelText<HTMLTextAreaElement>('第2行 答');
    await waitFor(() => expect(found).toHaveFocus());
    expect(found.value.slice(found.selectionStart, found.selectionEnd)).toBe('采购');
    expect(found.closest('.pw-cell')).toHaveClass('pw-found');
  });
});

describe('问答', () => {
  it('is where Enter goes on from 已告知谈话纪律, also while there is none', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk('t1')], { record: 't1' });
    const told = await field('已告知谈话纪律');
    act(() => told.focus());
    await user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: /增加问答/ })).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('第1行 问')).toHaveFocus());
    await user.keyboard('请谈谈议事决策情况。{Enter}');
    await waitFor(() => expect(bridge.recordsOf('exchange')).toHaveLength(1));
  });

  it('is where Enter goes on also in the moment before it is known whether there are any', async () => {
    await openPage(InterviewPage, [talk('t1')], { record: 't1' });
    const told = await field('已告知谈话纪律');
    act(() => told.focus());
    fireEvent.keyDown(told, { key: 'Enter' });
    expect(screen.getByRole('button', { name: /增加问答/ })).toHaveFocus();
  });

  it('leaves no empty row after an Enter too many, and keeps the one begun while the cursor is in it', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk('t1'), answer(1)], { record: 't1' });
    const mark = await screen.findByLabelText('第1行 标注');
    act(() => mark.focus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('第2行 问')).toHaveFocus());
    await user.keyboard('{Enter}');
    expect(screen.getByLabelText('第2行 答')).toHaveFocus();
    expect(bridge.recordsOf('exchange')).toHaveLength(1);
    await user.click(await field('职务'));
    await waitFor(() => expect(screen.queryByLabelText('第2行 问')).not.toBeInTheDocument());
    expect(bridge.inputsOf('record.save')).toEqual([]);
  });

  it('stays what it is with the cursor in it when its first words are saved', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk('t1'), answer(1)], { record: 't1' });
    const mark = await screen.findByLabelText('第1行 标注');
    act(() => mark.focus());
    await user.keyboard('{Enter}');
    const begun = await screen.findByLabelText('第2行 问');
    await user.type(begun, '请谈谈');
    await waitFor(() => expect(bridge.recordsOf('exchange')).toHaveLength(2), { timeout: 5000 });
    await user.type(begun, '议事决策情况。{Enter}');
    expect(screen.getByLabelText('第2行 问')).toBe(begun);
    expect(screen.getByLabelText('第2行 答')).toHaveFocus();
    await waitFor(() =>
      expect(bridge.recordsOf('exchange')[1]!.values).toMatchObject({
        position: 2,
        question: '请谈谈议事决策情况。',
      }),
    );
  });

  it('goes from answer to answer by Ctrl and an arrow', async () => {
    const { user } = await openPage(InterviewPage, [talk('t1'), answer(1), answer(2)], { record: 't1' });
    await user.click(await screen.findByLabelText('第1行 答'));
    await user.keyboard('{Control>}{ArrowDown}{/Control}');
    expect(screen.getByLabelText('第2行 答')).toHaveFocus();
    await user.keyboard('{Control>}{ArrowUp}{/Control}');
    expect(screen.getByLabelText('第1行 答')).toHaveFocus();
  });

  it('gets a new one after the one at hand by Ctrl and Enter', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk('t1'), answer(1), answer(2), answer(3)], {
      record: 't1',
    });
    await user.click(await screen.findByLabelText('第1行 答'));
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.getByLabelText('第2行 问')).toHaveValue(''));
    await waitFor(() => expect(screen.getByLabelText('第2行 问')).toHaveFocus());
    await user.keyboard('插问{Enter}');
    await waitFor(() => expect(bridge.recordsOf('exchange')).toHaveLength(4));
    const order = [...bridge.recordsOf('exchange')].sort(
      (a, b) => Number(a.values.position) - Number(b.values.position),
    );
    expect(order.map(({ values }) => values.question)).toEqual(['问1', '插问', '问2', '问3']);
  });
});

describe('筛选框', () => {
  it('looks for several words, also in questions and answers; ↓ goes into the list, Esc takes the words away', async () => {
    const { user } = await openPage(InterviewPage, [
      talk('t1'),
      talk('t2', { interviewee: '童暮云' }),
      answer(1, { answer: '食堂采购没有公开' }),
    ]);
    const box = await screen.findByRole('textbox', { name: '筛选谈话记录' });
    await user.type(box, '采购 顾西洲');
    expect(await screen.findByText('1 / 2条')).toBeInTheDocument();
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('grid')).toHaveFocus();
    await user.click(box);
    await user.keyboard('{Escape}');
    expect(box).toHaveValue('');
    expect(await screen.findByText('共2条')).toBeInTheDocument();
  });
});

describe('新建的记录', () => {
  it('is of today, of this unit, and of the same people and place as the last', async () => {
    const { bridge, user } = await openPage(InterviewPage, [
      talk('t1', { interviewer: 'p1', recorder: 'p3', place: '204谈话室', heldOn: '2026-03-01' }),
    ]);
    await user.click(await screen.findByRole('button', { name: /新建谈话记录/ }));
    await user.type(await screen.findByLabelText(/谈话对象/, { selector: 'input' }), '蒋疏桐');
    await user.tab();
    await waitFor(() => expect(bridge.recordsOf('interview')).toHaveLength(2));
    expect(bridge.recordsOf('interview')[1]!.values).toMatchObject({
      heldOn: TODAY,
      interviewer: 'p1',
      recorder: 'p3',
      place: '204谈话室',
      employer: expect.any(String),
    });
  });

  it('is of today where a forum is held', async () => {
    const { bridge, user } = await openPage(Forum as never, []);
    await user.click(await screen.findByRole('button', { name: /新建座谈会/ }));
    await user.type(await screen.findByLabelText(/人数/, { selector: 'input' }), '12');
    await user.tab();
    await waitFor(() => expect(bridge.recordsOf('forum')[0]?.values.heldOn).toBe(TODAY));
  });

  it('brings along what is known of somebody who was talked to before', async () => {
    const { bridge, user } = await openPage(
      InterviewPage,
      [
        talk('t1', { heldOn: '2026-03-01', post: '副镇长', category: '班子成员', ordinal: 1 }),
        talk('t2', { ordinal: 1 }),
      ],
      { record: 't2' },
    );
    await user.click(await screen.findByRole('button', { name: /带出基本情况，记为第2次谈话/ }));
    await waitFor(() =>
      expect(bridge.record('t2')?.values).toMatchObject({ post: '副镇长', category: '班子成员', ordinal: 2 }),
    );
  });
});
