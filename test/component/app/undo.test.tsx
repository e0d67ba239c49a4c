import { act, screen, waitFor, within } from '@testing-library/react';
import { useNavigation, type PageId } from '../../../src-renderer/session/navigation';
import { ofUnit } from '../bridge';
import { openUnlocked } from './open-app';

const talk = ofUnit('t1', 'interview', { code: 'T1-01', interviewee: '皮日休', place: '小会议室' });
const paper = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '某问题', state: 'rectifying' });
const item = (values: object) =>
  ofUnit(
    'z1',
    'rectificationItem',
    { code: 'ZG-01', task: '修订细则', state: 'inProgress', ...values },
    { parent: 'w1' },
  );

const goTo = (page: PageId, record?: string) => act(() => useNavigation.setState({ page, record }));

async function openTalk() {
  const opened = await openUnlocked([talk]);
  goTo('interview', 't1');
  const place = await screen.findByLabelText(/地点/, { selector: 'input' });
  return { ...opened, place };
}

describe('Ctrl+Z', () => {
  it('takes back the last edit once its field is left, says what it was, and shows it at once', async () => {
    const { bridge, user, place } = await openTalk();
    await user.clear(place);
    await user.type(place, '大会议室');
    await user.tab();
    await waitFor(() => expect(bridge.record('t1')?.values.place).toBe('大会议室'));
    await user.keyboard('{Control>}z{/Control}');
    expect(await screen.findByText(/已撤销：/)).toBeInTheDocument();
    expect(bridge.record('t1')?.values.place).toBe('小会议室');
    await waitFor(() => expect(place).toHaveValue('小会议室'));
  });

  it('is the browser’s own in a field in which one is typing', async () => {
    const { bridge, user, place } = await openTalk();
    await user.type(place, '一');
    await user.keyboard('{Control>}z{/Control}');
    expect(bridge.inputsOf('record.undo')).toEqual([]);
  });

  it('saves what is still being typed before it takes anything back', async () => {
    const { bridge, user, place } = await openTalk();
    await user.type(place, '一');
    await user.click(screen.getByRole('button', { name: '撤销' }));
    await screen.findByText(/已撤销：/);
    expect(bridge.record('t1')?.values.place).toBe('小会议室');
    expect(
      bridge.calls.filter(({ name }) => /^record\.(save|undo)$/.test(name)).map(({ name }) => name),
    ).toEqual(['record.save', 'record.undo']);
  });

  it('does nothing behind a dialog', async () => {
    const { bridge, user } = await openTalk();
    await user.click(screen.getByRole('button', { name: '删除' }));
    await screen.findByRole('dialog');
    await user.keyboard('{Control>}z{/Control}');
    expect(bridge.inputsOf('record.undo')).toEqual([]);
  });

  it('says so where there is nothing to take back, and why something cannot be', async () => {
    const { bridge, user } = await openTalk();
    await user.click(screen.getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('自解锁以来没有可以撤销的操作。')).toBeInTheDocument();
    bridge.refuse('record.undo');
    await user.click(screen.getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('磁盘空间不足。')).toBeInTheDocument();
  });

  it('offers to do again what it took back', async () => {
    const { bridge, user, place } = await openTalk();
    await user.type(place, '一');
    await user.click(screen.getByRole('button', { name: '撤销' }));
    await user.click(await screen.findByRole('button', { name: '重做' }));
    expect(await screen.findByText(/^已重做：/)).toBeInTheDocument();
    expect(bridge.record('t1')?.values.place).toBe('小会议室一');
    await user.click(screen.getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(bridge.record('t1')?.values.place).toBe('小会议室'));
    await user.keyboard('{Control>}y{/Control}');
    await waitFor(() => expect(bridge.record('t1')?.values.place).toBe('小会议室一'));
  });
});

describe('a step from a row', () => {
  const inRow = async (title: string, step: string) =>
    within((await screen.findByText(title)).closest<HTMLElement>('[role="row"], .pw-table-row')!).getByRole(
      'button',
      { name: step },
    );

  it('is taken back from the words that tell it', async () => {
    const finished = { dueOn: '2026-04-25', evidenceCount: 1, outcome: '已修订' };
    const { bridge, user } = await openUnlocked([
      paper,
      item({ leader: '顾西洲', responsibleUnit: '局办公室', ...finished }),
    ]);
    goTo('rectificationItem');
    await user.click(await inRow('修订细则', '完成'));
    const told = (await screen.findByText(/已办理“完成”/)).closest<HTMLElement>('.ant-message-notice')!;
    expect(bridge.record('z1')?.values.state).toBe('done');
    await user.click(within(told).getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(bridge.record('z1')?.values.state).toBe('inProgress'));
  });

  it('that cannot be taken back at once is confirmed first', async () => {
    const { bridge, user } = await openUnlocked([{ ...paper, values: { ...paper.values, state: 'signed' } }]);
    goTo('workingPaper');
    await user.click(await inRow('某问题', '反馈'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('办理后不能直接撤销');
    expect(bridge.record('w1')?.values.state).toBe('signed');
    await user.click(within(dialog).getByRole('button', { name: '反馈' }));
    await waitFor(() => expect(bridge.record('w1')?.values.state).toBe('fedBack'));
    expect(screen.queryByText(/已办理/)).not.toBeInTheDocument();
  });
});
