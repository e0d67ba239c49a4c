import { screen, waitFor, within } from '@testing-library/react';
import WorkingPaperPage from '../../src-renderer/features/workingPaper';
import { ofUnit, openPage } from './bridge';

const talk = ofUnit('t1', 'interview', { code: 'T01', interviewee: '顾西洲' });
const paper = (state: string) =>
  ofUnit(
    'w1',
    'workingPaper',
    {
      ...{ code: 'WT-01', title: '“第一议题”制度落实不到位', focus: 'F1', sources: ['谈话'] },
      ...{
        facts: '36次会议中11次未安排。',
        basis: '局党组实施细则',
        responsible: '局党组',
        handler: 'p3',
        state,
      },
    },
    { sets: { support: ['t1'] } },
  );
const block = () => screen.findByRole('group', { name: '签署' });

describe('签署', () => {
  it('tells who signed and that it stands; after a colleague’s edit that it does not, as it was and as it is', async () => {
    const { bridge, user } = await openPage(WorkingPaperPage, [paper('toSign'), talk], { record: 'w1' });
    await user.click(await screen.findByRole('button', { name: '审签' }));
    await waitFor(() => expect(bridge.record('w1')?.values.state).toBe('signed'));
    const signed = await within(await block()).findByText('有效');
    expect(signed.closest('li')).toHaveTextContent('审签 闻知远（组长） 2026-03-20 有效');
    expect(screen.queryByText(/见下方“签署”/)).not.toBeInTheDocument();
    bridge.put({ id: 'w1', kind: 'workingPaper', values: { facts: '36次会议中21次未安排。' } });
    expect(await within(await block()).findByText('已失效')).toBeInTheDocument();
    expect(within(await block()).getByText(/事实：签署时/)).toHaveTextContent(
      '事实：签署时 36次会议中11次未安排。 → 现在 36次会议中21次未安排。',
    );
    expect(screen.getByText('闻知远的“审签”已失效。见下方“签署”。')).toBeInTheDocument();
    expect(await bridge.house.call('store.verify', {})).toMatchObject({
      value: {
        // The house lets a colleague write who has no account: that is found too, and no fault of a signature.
        problems: [{ message: '署名的人不在使用者登记中，无法核对签名' }],
        changed: [
          { place: '问题底稿 WT-01', message: '闻知远2026-03-20的“审签”已失效：签署后“事实”有改动。' },
        ],
      },
    });
  });

  it('says honestly that none was kept of what was done before there were any', async () => {
    await openPage(WorkingPaperPage, [paper('toSign'), talk], { record: 'w1' });
    expect((await within(await block()).findByText('未留签署')).closest('li')).toHaveTextContent(
      '复核 未留签署',
    );
  });

  it('keeps one that was withdrawn, with the reason', async () => {
    const { bridge, user } = await openPage(WorkingPaperPage, [paper('toSign'), talk], { record: 'w1' });
    await user.click(await screen.findByRole('button', { name: '审签' }));
    await waitFor(() => expect(bridge.record('w1')?.values.state).toBe('signed'));
    await user.click(await screen.findByRole('button', { name: '更正…' }));
    await user.click(await screen.findByRole('menuitem', { name: '撤回审签' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '次数有误');
    await user.click(within(dialog).getByRole('button', { name: '撤回审签' }));
    expect((await within(await block()).findByText('已撤回')).closest('li')).toHaveTextContent(
      '闻知远 2026-03-20 撤回审签：次数有误',
    );
  });
});
