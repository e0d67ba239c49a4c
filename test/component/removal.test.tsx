import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { App } from 'antd';
import BinPage from '../../src-renderer/features/bin';
import InterviewPage from '../../src-renderer/features/interview';
import RectificationPage from '../../src-renderer/features/rectificationItem';
import { localMoment } from '../../src-shared/domain/dates';
import { WorkbenchError } from '../../src-shared/errors';
import { ofUnit, openPage, type Seed } from './bridge';

const talk = ofUnit('t1', 'interview', { code: 'T1-01', interviewee: '皮日休' });
const answer = (id: string): Seed => ({
  id,
  kind: 'exchange',
  parent: 't1',
  inspection: 'insp',
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
    const other = { ...answer('e3'), parent: 't2' };
    const { user } = await openPage(InterviewPage, [talk, other], { record: 't1' });
    const dialog = await openRemoval(user);
    expect(dialog).not.toHaveTextContent('连同');
    expect(dialog).toHaveTextContent('回收站');
  });

  it('is taken back from the words that tell it', async () => {
    const item = ofUnit('z1', 'rectificationItem', { code: 'ZG01', task: '修订细则' });
    const { bridge, user } = await openPage(RectificationPage, [item], { record: 'z1' });
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
  const at = '2026-03-20T01:00:00.000Z';
  const line = (id: string, more: object = {}) => ({
    id,
    kind: 'interview',
    title: `T1-0${id} 皮日休`,
    by: '沈砚秋',
    at,
    reason: '登记到别的单位了',
    along: [],
    ...more,
  });
  const showing = (...lines: object[]) =>
    openPage(BinPage, [], { answers: { 'record.removed': () => lines } });
  const rowOf = async (title: RegExp) =>
    (await screen.findByRole('rowheader', { name: title })).closest('tr')!;

  it('says that nothing is removed', async () => {
    await showing();
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
  });

  it('shows what, where, who, when by the local clock, why, and what went along', async () => {
    await showing(line('1', { unit: '县水务局党组', along: [{ kind: 'exchange', count: 2 }] }), line('2'));
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
      'T1-01 皮日休',
      'T1-02 皮日休',
    ]);
  });

  it('brings a record back, which then is no longer there', async () => {
    const { bridge, user } = await openPage(BinPage, [talk]);
    await screen.findByText(/没有删除的记录/);
    cleanup();
    await bridge.workbench.invoke('record.remove', { id: 't1', reason: '误登' });
    render(
      <App>
        <BinPage />
      </App>,
    );
    const row = await rowOf(/T1-01/);
    await user.click(within(row).getByRole('button', { name: /恢复/ }));
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
    expect(await screen.findByText('已恢复“T1-01”')).toBeInTheDocument();
    expect(bridge.record('t1')).toBeDefined();
  });

  it('no longer lists what came back in another way', async () => {
    const lines = [line('1')];
    const { bridge } = await openPage(BinPage, [], { answers: { 'record.removed': () => lines } });
    await rowOf(/T1-01/);
    lines.pop();
    act(() => bridge.put(talk));
    expect(await screen.findByText(/没有删除的记录/)).toBeInTheDocument();
  });

  it('offers no button where the person may not, and says why; keeps the line where bringing back is refused', async () => {
    const why = '这条“谈话记录”是别人填写的，您只能查看。';
    const { bridge, user } = await showing(line('1', { refusal: why }), line('2'));
    const row = await rowOf(/T1-01/);
    expect(within(row).queryByRole('button')).not.toBeInTheDocument();
    expect(row).toHaveTextContent(why);
    bridge.answer('record.restore', () => {
      throw new WorkbenchError('STORE_DISK_FULL', '磁盘空间不足。');
    });
    await user.click(within(await rowOf(/T1-02/)).getByRole('button', { name: /恢复/ }));
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
    expect(await rowOf(/T1-02/)).toBeInTheDocument();
  });
});
