import { act, createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import InterviewPage from '../../src-renderer/features/interview';
import { genericPage } from '../../src-renderer/ui/generic-page';
import { ofUnit, openPage, type Seed } from './bridge';

const Forum = genericPage('forum');

const Petition = genericPage('petition');

const Visit = genericPage('visit');

const field = (label: string) => screen.findByLabelText(label, { exact: false, selector: 'input, textarea' });
const forum = (values = {}): Seed => ofUnit('z1', 'forum', { name: '座谈', ...values });
const petition = (values = {}): Seed => ofUnit('x1', 'petition', { content: '反映', ...values });
const talk = (values = {}): Seed => ofUnit('t1', 'interview', { interviewee: '顾西洲', ...values });

const atForum = (values = {}) => openPage(Forum as never, [forum(values)], { record: 'z1' });
const chosen = async (
  bridge: Awaited<ReturnType<typeof openPage>>['bridge'],
  id: string,
  name: string,
  is: unknown,
) => waitFor(() => expect(bridge.record(id)?.values[name]).toEqual(is));

describe('一栏选几项', () => {
  it('takes with Enter what the typed words find, and goes on with the next', async () => {
    const { bridge, user } = await atForum();
    await user.click(await field('参会类别'));
    await user.keyboard('站所{Enter}');
    await chosen(bridge, 'z1', 'attendees', ['站所负责人']);
    expect(await field('人数')).toHaveFocus();
  });

  it.each(['{Enter}', '{Tab}'])(
    'is left by %s as it was, with the list shut and with it open',
    async (key) => {
      const { bridge, user } = await atForum({ attendees: ['干部职工', '站所负责人'] });
      const list = await field('参会类别');
      act(() => list.focus());
      await user.keyboard(key);
      expect(await field('人数')).toHaveFocus();
      await user.click(list);
      await waitFor(() => expect(list).toHaveAttribute('aria-expanded', 'true'));
      await user.keyboard(key);
      expect(await field('人数')).toHaveFocus();
      expect(bridge.inputsOf('record.save')).toEqual([]);
    },
  );

  it('never takes away with Enter what is chosen already', async () => {
    const { bridge, user } = await atForum({ attendees: ['干部职工'] });
    await user.click(await field('参会类别'));
    await user.keyboard('干部职工{Enter}');
    expect(await field('人数')).toHaveFocus();
    expect(bridge.record('z1')?.values.attendees).toEqual(['干部职工']);
  });

  it('takes one after another when they are typed, and what the arrows moved to', async () => {
    const { bridge, user } = await atForum();
    const list = await field('参会类别');
    await user.click(list);
    await user.keyboard('中层{Enter}');
    await user.click(list);
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(bridge.record('z1')?.values.attendees).toHaveLength(2));
    expect(bridge.record('z1')?.values.attendees).toContain('中层干部');
  });

  it('offers the official word first and one’s own last, marked, where the list is open', async () => {
    const { bridge, user } = await atForum();
    await user.click(await field('参会类别'));
    await user.keyboard('干部');
    const offered = await screen.findAllByRole('option');
    expect(offered[0]).toHaveTextContent('干部职工');
    await user.keyboard('家属{Enter}');
    await chosen(bridge, 'z1', 'attendees', ['干部家属']);
  });

  it('never makes a value of half a word', async () => {
    const { bridge, user } = await atForum();
    const list = await field('参会类别');
    await user.click(list);
    await user.keyboard('干');
    await user.click(await field('名称'));
    await waitFor(() => expect(list).toHaveValue(''));
    expect(bridge.record('z1')?.values.attendees).toBeUndefined();
  });

  it('takes from a closed list its own entries only', async () => {
    const { bridge, user } = await openPage(Petition as never, [petition()], { record: 'x1' });
    const list = await field('处理');
    await user.click(list);
    await user.keyboard('自己的办法{Enter}');
    expect(list).toHaveFocus();
    await user.clear(list);
    await user.keyboard('纳入{Enter}');
    await chosen(bridge, 'x1', 'handling', ['纳入巡察了解']);
  });

  it('finds 聚焦群众身边不正之风和腐败问题 by its first words and keeps its code', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('涉及聚焦'));
    await user.keyboard('聚焦群众身边{Enter}');
    await chosen(bridge, 't1', 'focusTags', ['F2']);
  });
});

describe('一栏选几人', () => {
  it('keeps one alone as it was kept before, and several in their order', async () => {
    const visit = ofUnit('v1', 'visit', { place: '云窝村', companion: 'p2' });
    const { bridge, user } = await openPage(Visit as never, [visit], { record: 'v1' });
    const companions = await field('同行人');
    expect(
      screen.getByText('沈砚秋', { selector: '.ant-select-selection-item-content' }),
    ).toBeInTheDocument();
    await user.click(companions);
    await user.keyboard('罗{Enter}');
    await chosen(bridge, 'v1', 'companion', ['p2', 'p3']);
    act(() => companions.focus());
    await user.keyboard('{Backspace}');
    await chosen(bridge, 'v1', 'companion', 'p2');
    await user.keyboard('{Backspace}');
    await chosen(bridge, 'v1', 'companion', undefined);
  });

  it('is found under each of them', async () => {
    const two = talk({ interviewer: ['p1', 'p3'] });
    const one = ofUnit('t2', 'interview', { interviewee: '温子河', interviewer: 'p1' });
    const { user } = await openPage(InterviewPage, [two, one]);
    await user.click(await screen.findByRole('combobox', { name: '按谈话人筛选' }));
    expect(screen.getAllByRole('option').map((o) => o.textContent)).toHaveLength(2);
    await user.click(screen.getByText('罗临川', { selector: '.ant-select-item-option-content' }));
    await waitFor(() => expect(screen.getByRole('status', { name: '' })).toHaveTextContent('1 / 2条'));
    expect(screen.getByRole('gridcell', { name: '闻知远、罗临川' })).toBeInTheDocument();
  });
});

describe('一栏选一项', () => {
  it('takes with one Enter what the typed words find, and goes on', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('对象类别'));
    await user.keyboard('班子{Enter}');
    await chosen(bridge, 't1', 'category', '班子成员');
    expect(await field('日期')).toHaveFocus();
  });

  it('takes with Tab what the typed words find', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('对象类别'));
    await user.keyboard('班子{Tab}');
    await chosen(bridge, 't1', 'category', '班子成员');
    expect(await field('日期')).toHaveFocus();
  });

  it('is left by Tab as it was when nothing was typed', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk()], { record: 't1' });
    await user.click(await field('对象类别'));
    await user.tab();
    expect(await field('日期')).toHaveFocus();
    expect(bridge.inputsOf('record.save')).toEqual([]);
  });

  it('is emptied by Delete, and its sign for that is no stop of Tab', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk({ politicalStatus: '群众' })], {
      record: 't1',
    });
    const status = await field('政治面貌');
    act(() => status.focus());
    await user.keyboard('{Delete}');
    await waitFor(() => expect(bridge.record('t1')?.values.politicalStatus).toBeUndefined());
    for (const sign of document.querySelectorAll('.ant-select-clear'))
      expect(sign).toHaveAttribute('tabindex', '-1');
  });
});

describe('输入法', () => {
  const compose = (element: HTMLElement, pinyin: string) => {
    fireEvent.compositionStart(element);
    fireEvent.input(element, { target: { value: pinyin }, isComposing: true });
  };

  it('saves nothing while a word is being composed, and the word when it is chosen', async () => {
    const { bridge } = await openPage(InterviewPage, [talk()], { record: 't1' });
    const place = await field('地点');
    act(() => place.focus());
    compose(place, "tan'hua'shi");
    expect(place).toHaveValue("tan'hua'shi");
    fireEvent.blur(place);
    expect(bridge.inputsOf('record.save')).toEqual([]);
    fireEvent.input(place, { target: { value: '谈话室' }, isComposing: true });
    fireEvent.compositionEnd(place, { data: '谈话室' });
    await chosen(bridge, 't1', 'place', '谈话室');
    expect(bridge.inputsOf('record.save')).toHaveLength(1);
  });

  it('keeps the Enter that chooses a word, whether it comes before or right after', async () => {
    await openPage(InterviewPage, [talk()], { record: 't1' });
    const place = await field('地点');
    act(() => place.focus());
    fireEvent.keyDown(place, { key: 'Enter', keyCode: 229 });
    expect(place).toHaveFocus();
    const chosenAt = createEvent.compositionEnd(place, { data: 'ok' });
    const enterAfter = (ms: number) => {
      const enter = createEvent.keyDown(place, { key: 'Enter', keyCode: 13 });
      // Not as long as this machine takes from one to the other, which may be anything.
      Object.defineProperty(enter, 'timeStamp', { value: chosenAt.timeStamp + ms });
      fireEvent(place, enter);
    };
    fireEvent(place, chosenAt);
    enterAfter(49);
    expect(place).toHaveFocus();
    enterAfter(50);
    expect(place).not.toHaveFocus();
  });
});

describe('回车到已有内容的栏', () => {
  it('chooses what stands there, as Tab does, so that typing replaces it', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk({ heldOn: '2026-03-20' })], {
      record: 't1',
    });
    const category = await field('对象类别');
    act(() => category.focus());
    await user.keyboard('{Enter}11.9{Enter}');
    await chosen(bridge, 't1', 'heldOn', '2026-11-09');
  });
});
