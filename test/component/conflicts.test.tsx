import { act, screen, waitFor, within } from '@testing-library/react';
import ConflictsPage from '../../src-renderer/features/conflicts';
import { ofUnit, openPage, type Seed } from './bridge';

/** A talk whose place 温子衡 and 沈砚秋 filled in differently. */
const disputed = (id: string, more: Seed['values'] = {}): Seed =>
  ofUnit(
    id,
    'interview',
    { interviewee: `对象${id}`, place: `甲处${id}`, ...more },
    { by: 'liaison', disputed: { by: 'deputyLeader', values: { place: `乙处${id}` } } },
  );
const open = (seeds: readonly Seed[]) => openPage(ConflictsPage, seeds, { crew: 'team' });
const place = (bridge: Awaited<ReturnType<typeof open>>['bridge'], id: string) =>
  bridge.record(id)?.values.place;

describe('冲突处理', () => {
  it('says that there are none', async () => {
    await open([]);
    expect(await screen.findByText(/没有冲突/)).toBeInTheDocument();
  });

  it('shows whose, what each said and when, takes one, and takes it back', async () => {
    const { bridge, user } = await open([disputed('t1')]);
    const card = await screen.findByRole('listitem', { name: '对象t1 地点' });
    for (const words of ['甲处t1', '乙处t1', '沈砚秋', '温子衡', '本机', '谈话记录'])
      expect(card).toHaveTextContent(words);
    await user.click(within(card).getByRole('button', { name: '地点：采用沈砚秋的“乙处t1”' }));
    expect(await screen.findByText(/没有冲突/)).toBeInTheDocument();
    expect(bridge.record('t1')).toMatchObject({ conflicts: [], values: { place: '乙处t1' } });
    await user.click(await screen.findByRole('button', { name: '撤销' }));
    expect(await screen.findByRole('listitem', { name: '对象t1 地点' })).toHaveTextContent('沈砚秋');
    expect(bridge.record('t1')!.conflicts).toEqual(['place']);
  });

  it('goes by the arrows, takes by Enter, and stands at the next', async () => {
    const { bridge, user } = await open([disputed('t1'), disputed('t2')]);
    const first = await screen.findByRole('listitem', { name: '对象t1 地点' });
    const [left, right] = within(first).getAllByRole('button', { name: /采用/ });
    act(() => left!.focus());
    await user.keyboard('{ArrowRight}');
    expect(right).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    const second = screen.getByRole('listitem', { name: '对象t2 地点' });
    expect(second).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{ArrowUp}');
    expect(right).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(bridge.record('t1')!.conflicts).toEqual([]));
    await waitFor(() =>
      expect(screen.getByRole('listitem', { name: '对象t2 地点' })).toContainElement(
        document.activeElement as HTMLElement,
      ),
    );
  });

  it('joins two long texts, edited before they are saved', async () => {
    const talk = ofUnit(
      't1',
      'interview',
      { interviewee: '某人', mattersNamed: '甲事' },
      { by: 'liaison', disputed: { by: 'deputyLeader', values: { mattersNamed: '乙事' } } },
    );
    const { bridge, user } = await open([talk]);
    await user.click(await screen.findByRole('button', { name: '合并两段…' }));
    await user.type(screen.getByRole('textbox', { name: /合并后的内容/ }), '。');
    await user.click(screen.getByRole('button', { name: '保存合并内容' }));
    await waitFor(() => expect(bridge.record('t1')!.conflicts).toEqual([]));
    expect(['甲事\n乙事。', '乙事\n甲事。']).toContain(bridge.record('t1')!.values.mattersNamed);
  });

  it('settles ten for one person in three clicks, and all back in one', async () => {
    const ids = Array.from({ length: 10 }, (_, at) => `t${at}`);
    const { bridge, user } = await open(ids.map((id) => disputed(id)));
    await screen.findByText('10处');
    await user.click(screen.getByRole('combobox', { name: '以某人为准' }));
    await user.click(await screen.findByText('沈砚秋（10）'));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: '处理10处' }));
    await waitFor(() => expect(ids.map((id) => place(bridge, id))).toEqual(ids.map((id) => `乙处${id}`)));
    expect(await screen.findByText(/没有冲突/)).toBeInTheDocument();
    await user.click(await screen.findByRole('button', { name: '撤销' }));
    expect(await screen.findByText('10处')).toBeInTheDocument();
    expect(ids.map((id) => bridge.record(id)!.conflicts)).toEqual(ids.map(() => ['place']));
  });
});
