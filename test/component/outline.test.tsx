import { screen, waitFor } from '@testing-library/react';
import InterviewPage from '../../src-renderer/features/interview';
import { ofUnit, openPage, type Seed } from './bridge';

const talk = ofUnit('t1', 'interview', { interviewee: '顾西洲', category: '中层干部' });
const kept = (id: string, name: string, category?: string): Seed => ({
  id,
  kind: 'outline',
  parent: 'round',
  values: { name, ...(category ? { category } : {}) },
});
const asked = (id: string, parent: string, position: number, question: string): Seed => ({
  id,
  kind: parent === 't1' ? 'outlineItem' : 'outlineQuestion',
  parent,
  values: { position, question, focus: 'F1' },
});

describe('提纲模板', () => {
  const own = [
    kept('o1', '财务人员提纲', '财务人员'),
    kept('o2', '中层干部提纲', '中层干部'),
    asked('q2', 'o2', 2, '经费怎样审批？'),
    asked('q1', 'o2', 1, '分管哪些工作？'),
    asked('q3', 'o1', 1, '账簿由谁保管？'),
  ];

  it('of the group is offered by whom it suits, and copied in its order, what stands there already left out', async () => {
    const there = asked('i1', 't1', 1, '分管哪些工作？');
    const { bridge, user } = await openPage(InterviewPage, [talk, there, ...own], { record: 't1' });
    await user.click(await screen.findByRole('button', { name: /套用本组提纲/ }));
    const offered = (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
    expect(offered).toEqual(['中层干部提纲（1问）', '财务人员提纲（1问）']);
    await user.click(screen.getByRole('menuitem', { name: /中层干部提纲/ }));
    await waitFor(() =>
      expect(bridge.recordsOf('outlineItem').map(({ values }) => [values.position, values.question])).toEqual(
        [
          [1, '分管哪些工作？'],
          [2, '经费怎样审批？'],
        ],
      ),
    );
    // A copy: what becomes of the template changes no talk.
    expect(bridge.recordsOf('outlineItem').every(({ parent }) => parent === 't1')).toBe(true);
  });

  it('is kept from a talk under a name, for the round and for such people', async () => {
    const rows = [asked('i1', 't1', 1, '分管哪些工作？'), asked('i2', 't1', 2, '经费怎样审批？')];
    const { bridge, user } = await openPage(InterviewPage, [talk, ...rows], { record: 't1' });
    await user.click(await screen.findByRole('button', { name: /存为提纲模板/ }));
    const name = await screen.findByLabelText('模板名称');
    expect(name).toHaveValue('中层干部提纲');
    await user.clear(name);
    await user.type(name, '股室负责人提纲{Enter}');
    await waitFor(() => expect(bridge.recordsOf('outlineQuestion')).toHaveLength(2));
    const [made] = bridge.recordsOf('outline');
    expect(made).toMatchObject({
      parent: 'round',
      values: { name: '股室负责人提纲', category: '中层干部' },
    });
    expect(
      bridge.recordsOf('outlineQuestion').map(({ parent, values }) => [parent, values.question]),
    ).toEqual([
      [made!.id, '分管哪些工作？'],
      [made!.id, '经费怎样审批？'],
    ]);
  });

  it('is emptied at once, and brought back', async () => {
    const rows = [asked('i1', 't1', 1, '分管哪些工作？'), asked('i2', 't1', 2, '经费怎样审批？')];
    const { bridge, user } = await openPage(InterviewPage, [talk, ...rows], { record: 't1' });
    await user.click(await screen.findByRole('button', { name: /清空提纲/ }));
    await waitFor(() => expect(bridge.recordsOf('outlineItem')).toEqual([]));
    await user.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(bridge.recordsOf('outlineItem')).toHaveLength(2));
  });
});
