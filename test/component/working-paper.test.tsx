import { screen, waitFor, within } from '@testing-library/react';
import WorkingPaperPage from '../../src-renderer/features/workingPaper';
import { ofUnit, openPage } from './bridge';

const complete = {
  code: 'WT-01',
  title: '“第一议题”制度落实不到位',
  focus: 'F1',
  sources: ['谈话'],
  facts: '36次会议中11次未安排。',
  basis: '局党组实施细则',
  responsible: '局党组',
  handler: 'p3',
  state: 'draft',
};
const talk = ofUnit('t1', 'interview', { code: 'T01', interviewee: '顾西洲' });
const paper = (values = {}, more = {}) => ofUnit('w1', 'workingPaper', { ...complete, ...values }, more);

describe('问题底稿', () => {
  it('wants at least one piece of evidence, chosen among the records of the unit as a set member', async () => {
    const elsewhere = [
      { id: 'unit2', kind: 'unit', values: { name: '县教育局党组' } },
      { id: 'insp2', kind: 'inspection', parent: 'round', values: { unit: 'unit2' } },
      ofUnit('t2', 'interview', { code: 'T02' }, { parent: 'insp2' }),
    ];
    const { bridge, user } = await openPage(WorkingPaperPage, [paper(), talk, ...elsewhere], {
      record: 'w1',
    });
    expect(await screen.findByText('问题至少要有一条佐证')).toBeInTheDocument();
    await user.click(screen.getByLabelText('增加佐证'));
    expect(screen.queryByTitle(/T02/)).not.toBeInTheDocument();
    await user.click(await screen.findByTitle('T01 顾西洲'));
    await waitFor(() => expect(bridge.record('w1')?.sets.support).toEqual(['t1']));
    expect(bridge.inputsOf('record.save')).toEqual([
      { kind: 'workingPaper', id: 'w1', set: {}, sets: { support: { add: ['t1'], remove: [] } } },
    ]);
    await waitFor(() => expect(screen.queryByText('问题至少要有一条佐证')).not.toBeInTheDocument());
    await user.click(await screen.findByRole('button', { name: '移出佐证 T01 顾西洲' }));
    await waitFor(() => expect(bridge.record('w1')?.sets.support).toBeUndefined());
  });

  it('offers only the steps of the role, and sends back with a reason', async () => {
    const { bridge, user } = await openPage(
      WorkingPaperPage,
      [paper({ state: 'toReview' }, { sets: { support: ['t1'] } }), talk],
      { record: 'w1', role: 'deputyLeader' },
    );
    await user.click(await screen.findByRole('button', { name: '退回' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '事实缺时间');
    await user.click(within(dialog).getByRole('button', { name: '退回' }));
    await waitFor(() => expect(bridge.record('w1')?.values.state).toBe('sentBack'));
    expect(await screen.findByRole('button', { name: '重新提交' })).toBeInTheDocument();
  });

  it('does not offer the signature of the leader to a member', async () => {
    await openPage(WorkingPaperPage, [paper({ state: 'toSign' })], { record: 'w1', role: 'member' });
    expect(await screen.findByText('待审签')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '审签' })).not.toBeInTheDocument();
  });

  it('saves what is being typed before a step, and lists what is missing where the step is refused', async () => {
    const { bridge, user } = await openPage(WorkingPaperPage, [paper({ basis: undefined })], {
      record: 'w1',
    });
    await user.type(await screen.findByLabelText(/^\*?问题概述/), '定性一句');
    await user.click(screen.getByRole('button', { name: '提交复核' }));
    expect(await screen.findByText(/请填写“依据”/)).toBeInTheDocument();
    const written = bridge.calls.filter(({ name }) => ['record.save', 'record.step'].includes(name));
    expect(written.map(({ name }) => name)).toEqual(['record.save', 'record.step']);
    expect(bridge.record('w1')?.values).toMatchObject({ state: 'draft', summary: '定性一句' });
  });
});
