import { screen, waitFor, within } from '@testing-library/react';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { ofUnit, openPage, TODAY } from './bridge';

const paper = ofUnit('w1', 'workingPaper', {
  code: 'WT-01',
  title: '“第一议题”制度落实不到位',
  state: 'rectifying',
});
const draft = ofUnit('w2', 'workingPaper', { code: 'WT-02', title: '尚未审签的问题', state: 'draft' });
const item = (id: string, values = {}) =>
  ofUnit(
    id,
    'rectificationItem',
    { task: `任务${id}`, leader: '顾西洲', responsibleUnit: '局办公室', state: 'inProgress', ...values },
    { parent: 'w1' },
  );

describe('整改台账', () => {
  it('says each warning in words and narrows the table to one', async () => {
    const { user } = await openPage(RectificationPage, [
      paper,
      item('z1', { dueOn: '2026-03-25', startOn: '2026-01-01' }),
      item('z2', { dueOn: '2026-02-28', startOn: '2026-01-01', lastUpdateOn: '2026-03-01' }),
      item('z3', { dueOn: '2026-01-20', startOn: '2025-12-01', lastUpdateOn: '2025-12-20' }),
      item('z4', { dueOn: '2026-01-20', state: 'done', leader: '蒋疏桐' }),
    ]);
    expect(await screen.findByText('黄色（剩5天）')).toBeInTheDocument();
    expect(screen.getByText('红色·挂账（超期20天）')).toBeInTheDocument();
    expect(screen.getByText('红色·呆账（超期59天，90天无更新）')).toBeInTheDocument();
    await user.click(screen.getByLabelText('按预警筛选'));
    await user.click(await screen.findByTitle('呆账'));
    await waitFor(() => expect(screen.getByText('1 / 4条')).toBeInTheDocument());
    expect(screen.queryByText('黄色（剩5天）')).not.toBeInTheDocument();
    expect(screen.getByText('任务z3')).toBeInTheDocument();
  });

  it('uses the thresholds of the round', async () => {
    await openPage(RectificationPage, [
      { id: 'round', kind: 'round', values: { greenDays: 30, yellowDays: 3 } },
      paper,
      item('z1', { dueOn: '2026-03-25' }),
    ]);
    expect(await screen.findByText('绿色（剩5天）')).toBeInTheDocument();
  });

  it('moves a state in the table, and tells why it may not be finished yet', async () => {
    const { bridge, user } = await openPage(RectificationPage, [paper, item('z1', { dueOn: '2026-04-25' })]);
    await user.click(await screen.findByRole('button', { name: '完成' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText(/实际完成日/, { selector: 'input' })).toHaveValue(TODAY);
    await user.type(within(dialog).getByLabelText(/完成概述/), '已修订实施细则');
    await user.click(within(dialog).getByRole('button', { name: '完成' }));
    expect(await screen.findByText(/已完成的，应有佐证材料/)).toBeInTheDocument();
    expect(bridge.record('z1')?.values.state).toBe('inProgress');
    await user.type(within(dialog).getByLabelText(/佐证材料/, { selector: 'input' }), '2');
    await user.click(within(dialog).getByRole('button', { name: '完成' }));
    await waitFor(() => expect(bridge.record('z1')?.values).toMatchObject({ state: 'done', doneOn: TODAY }));
  });

  it('makes a new item under a signed problem that the person chooses', async () => {
    const { bridge, user } = await openPage(RectificationPage, [paper, draft]);
    await user.click(await screen.findByRole('button', { name: /新建整改事项/ }));
    await user.click(await screen.findByLabelText('针对的问题'));
    expect(screen.queryByTitle(/WT-02/)).not.toBeInTheDocument();
    await user.click(await screen.findByTitle(/WT-01/));
    await user.click(screen.getByRole('button', { name: '新建' }));
    // Nothing is made before something is filled in.
    const task = await screen.findByLabelText(/整改任务/, { selector: 'textarea' });
    expect(bridge.recordsOf('rectificationItem')).toEqual([]);
    await user.type(task, '修订实施细则');
    await user.tab();
    await waitFor(() => expect(bridge.recordsOf('rectificationItem')[0]).toMatchObject({ parent: 'w1' }));
    expect(bridge.recordsOf('rectificationItem')[0]!.values.task).toBe('修订实施细则');
  });

  it('writes measures one after another with Enter and progress dated today and one’s own', async () => {
    const { bridge, user } = await openPage(RectificationPage, [paper, item('z1', { dueOn: '2026-04-25' })], {
      record: 'z1',
    });
    await user.click(await screen.findByRole('button', { name: /增加整改措施/ }));
    await waitFor(() => expect(screen.getByLabelText('第1行 措施')).toHaveFocus());
    await user.keyboard('修订实施细则{Enter}{Enter}20260401{Enter}');
    expect(screen.getByLabelText('第1行 已落实')).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('第2行 措施')).toHaveFocus());
    expect(bridge.recordsOf('measure')[0]?.values).toMatchObject({
      content: '修订实施细则',
      dueOn: '2026-04-01',
    });
    await user.click(screen.getByRole('button', { name: /增加整改进展/ }));
    await user.type(await screen.findByLabelText('第1行 进展情况'), '细则已印发');
    await user.tab();
    await waitFor(() =>
      expect(bridge.recordsOf('progressEntry')[0]?.values).toEqual({
        happenedOn: TODAY,
        reporter: 'p1',
        content: '细则已印发',
      }),
    );
    // The row that the last Enter began has nothing in it.
    expect(bridge.recordsOf('measure')).toHaveLength(1);
  });

  it('marks required fields and tells that a deadline lies before the start', async () => {
    await openPage(RectificationPage, [paper, item('z1', { startOn: '2026-03-01', dueOn: '2026-02-01' })], {
      record: 'z1',
    });
    expect(await screen.findByText('完成时限', { selector: 'label' })).toHaveTextContent('*');
    expect(screen.getByText('完成时限早于启动日，请核对')).toBeInTheDocument();
    expect(screen.getByLabelText('最近更新')).toBeDisabled();
  });

  it('moves a measure down, and shows the rows in their new order', async () => {
    const measure = (id: string, position: number) => ({
      id,
      kind: 'measure',
      parent: 'z1',
      values: { position, content: `措施${id}` },
    });
    const { bridge, user } = await openPage(
      RectificationPage,
      [paper, item('z1', { dueOn: '2026-04-25' }), measure('m1', 1), measure('m2', 2)],
      { record: 'z1' },
    );
    const first = await screen.findByLabelText('第1行 措施');
    expect(first).toHaveValue('措施m1');
    await user.click(within(first.closest<HTMLElement>('[data-row]')!).getByRole('button', { name: '下移' }));
    await waitFor(() => expect(screen.getByLabelText('第1行 措施')).toHaveValue('措施m2'));
    expect(bridge.recordsOf('measure').map((m) => [m.id, m.values.position])).toEqual([
      ['m1', 2],
      ['m2', 1],
    ]);
  });
});
