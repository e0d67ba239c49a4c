import { screen, waitFor, within } from '@testing-library/react';
import BinPage from '../../src-renderer/features/bin';
import InterviewPage from '../../src-renderer/features/interview';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { localMoment } from '../../src-shared/domain/dates';
import type { Role } from '../../src-shared/domain/roles';
import { ofUnit, openPage, type Seed } from './bridge';

const talk = ofUnit('t1', 'interview', { code: 'T1-01', interviewee: '皮日休' });
const answer = (id: string): Seed => ({
  id,
  kind: 'exchange',
  parent: 't1',
  values: { question: `${id}问` },
});

async function openRemoval(user: Awaited<ReturnType<typeof openPage>>['user']) {
  await user.click(await screen.findByRole('button', { name: '删除' }));
  return screen.findByRole('dialog', { name: /删除/ });
}

describe('a removal', () => {
  it('says what goes along before the reason is typed, at any depth', async () => {
    const { user } = await openPage(InterviewPage, [talk, answer('e1'), answer('e2')], { record: 't1' });
    const dialog = await openRemoval(user);
    expect(dialog).toHaveTextContent('连同2条问答一并删除');
    expect(within(dialog).getByLabelText('理由')).toHaveValue('');
  });

  it('says nothing of what is not there, nor of what other records hold', async () => {
    const other = ofUnit('t2', 'interview', { code: 'T1-02' });
    const { user } = await openPage(InterviewPage, [talk, other, { ...answer('e3'), parent: 't2' }], {
      record: 't1',
    });
    const dialog = await openRemoval(user);
    expect(dialog).not.toHaveTextContent('连同');
    expect(dialog).toHaveTextContent('回收站');
  });

  it('is taken back from the words that tell it', async () => {
    const paper = ofUnit('w1', 'workingPaper', { title: '制度不落实' });
    const item = ofUnit('z1', 'rectificationItem', { code: 'ZG01', task: '修订细则' }, { parent: 'w1' });
    const { bridge, user } = await openPage(RectificationPage, [paper, item], { record: 'z1' });
    const dialog = await openRemoval(user);
    await user.type(within(dialog).getByLabelText('理由'), '误登');
    await user.click(within(dialog).getByRole('button', { name: '删除' }));
    await screen.findByText(/已删除整改事项/);
    expect(bridge.record('z1')).toBeUndefined();
    await user.click(screen.getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(bridge.record('z1')?.values.task).toBe('修订细则'));
    expect(bridge.inputsOf('record.restore')).toEqual([{ id: 'z1' }]);
    await waitFor(() => expect(screen.queryByText(/已删除整改事项/)).not.toBeInTheDocument());
  });
});

describe('回收站', () => {
  const second = ofUnit('t2', 'interview', { code: 'T1-02', interviewee: '皮日休' }, { by: 'member' });
  const reason = '登记到别的单位了';
  const showing = (role: Role = 'leader') =>
    openPage(BinPage, [talk, second, answer('e1'), answer('e2')], { role, crew: 'team' });
  const rowOf = async (title: RegExp) =>
    (await screen.findByRole('rowheader', { name: title })).closest('tr')!;

  it('says that nothing is removed', async () => {
    await showing();
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
  });

  it('shows what, where, who, when by the local clock, why, and what went along', async () => {
    const { bridge } = await showing();
    bridge.house.remove(['t1', 'e1', 'e2'], { by: 'deputyLeader', reason });
    const at = bridge.house.now().toISOString();
    bridge.house.remove(['t2'], { reason });
    await rowOf(/T1-02/);
    const words = [...(await rowOf(/T1-01/)).cells].map((cell) => cell.textContent);
    expect(words.slice(0, 7)).toEqual([
      '谈话记录',
      'T1-01 皮日休',
      '县水务局党组',
      '沈砚秋',
      localMoment(at),
      '登记到别的单位了',
      '2条问答',
    ]);
    expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual([
      'T1-02 皮日休',
      'T1-01 皮日休',
    ]);
  });

  it('brings a record back, which then is no longer there', async () => {
    const { bridge, user } = await showing();
    bridge.house.remove(['t1'], { reason });
    const row = await rowOf(/T1-01/);
    await user.click(within(row).getByRole('button', { name: /恢复/ }));
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
    expect(await screen.findByText(/^已恢复“T1-01/)).toBeInTheDocument();
    expect(bridge.record('t1')).toBeDefined();
  });

  it('no longer lists what came back in another way', async () => {
    const { bridge } = await showing();
    await bridge.house.call('record.remove', { id: 't1', reason });
    await rowOf(/T1-01/);
    await bridge.house.call('record.undo', {});
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
  });

  it('offers no button where the person may not, and says why; keeps the line where bringing back is refused', async () => {
    const { bridge, user } = await showing('member');
    bridge.house.remove(['t1'], { reason });
    bridge.house.remove(['t2'], { reason });
    const row = await rowOf(/T1-01/);
    expect(within(row).queryByRole('button')).not.toBeInTheDocument();
    expect(row).toHaveTextContent('这条“谈话记录”是别人填写的，您只能查看。');
    bridge.refuse('record.restore');
    await user.click(within(await rowOf(/T1-02/)).getByRole('button', { name: /恢复/ }));
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
    expect(await rowOf(/T1-02/)).toBeInTheDocument();
  });
});
