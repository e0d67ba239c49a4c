import { act, screen, waitFor, within } from '@testing-library/react';
import SetupPage from '../../src-renderer/features/setup';
import InterviewPage from '../../src-renderer/features/interview';
import WorkingPaperPage from '../../src-renderer/features/workingPaper';
import { putAway } from '../../src-renderer/session/work';
import { useSession } from '../../src-renderer/session/session';
import { startReplica } from '../../src-renderer/replica';
import { ofUnit, openPage, signIn, type Bridge } from './bridge';

const talk = ofUnit('t1', 'interview', { code: 'T1-01', interviewee: '皮日休' });
const paper = ofUnit('w1', 'workingPaper', { code: 'WT-01', title: '某问题', state: 'toReview' });

/** What the store keeps of what this person is typing. */
async function kept({ house }: Bridge): Promise<string | null> {
  const told = await house.call('desk.jotting', { form: 'dialog' });
  return (told.ok && (told.value as { text: string | null }).text) || null;
}

/** As a lock does, and the unlocking after it. */
async function lockAndUnlock(bridge: Bridge) {
  await act(() => putAway());
  act(() => useSession.setState({ status: 'locked', session: undefined }));
  await bridge.house.lock();
  const session = await signIn(bridge);
  await act(async () => {
    await new Promise<void>((onReady) => void startReplica(bridge.workbench, { first: 'insp', onReady }));
  });
  act(() => useSession.setState({ status: 'unlocked', session }));
}

describe('what is typed into a dialog', () => {
  const removal = async (user: Awaited<ReturnType<typeof openPage>>['user']) => {
    await user.click(await screen.findByRole('button', { name: '删除' }));
    return screen.findByRole('dialog');
  };

  it('is there again after a lock, and gone once the dialog was closed by hand', async () => {
    const { bridge, user } = await openPage(InterviewPage, [talk], { record: 't1' });
    await user.type(within(await removal(user)).getByLabelText('理由'), '登记到别的单位了');
    await lockAndUnlock(bridge);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    const again = await removal(user);
    await waitFor(() => expect(within(again).getByLabelText('理由')).toHaveValue('登记到别的单位了'));
    await user.click(within(again).getByRole('button', { name: '取消' }));
    await waitFor(async () => expect(await kept(bridge)).toBeNull());
    expect(within(await removal(user)).getByLabelText('理由')).toHaveValue('');
  });

  it('of a step is kept with its reason, for that step of that record alone', async () => {
    const other = ofUnit('w2', 'workingPaper', { code: 'WT-02', title: '另一问题', state: 'toReview' });
    const { bridge, user } = await openPage(WorkingPaperPage, [paper, other], { record: 'w1' });
    const sendBack = async () => {
      const form = await screen.findByRole('region', { name: /问题底稿：/ });
      await user.click(within(form).getByRole('button', { name: '退回' }));
      return screen.findByRole('dialog');
    };
    await user.type(within(await sendBack()).getByLabelText('理由'), '补充依据');
    await lockAndUnlock(bridge);
    const again = await sendBack();
    await waitFor(() => expect(within(again).getByLabelText('理由')).toHaveValue('补充依据'));
    expect(JSON.parse((await kept(bridge))!)).toMatchObject({ of: expect.stringContaining('w1') });
    await user.click(within(again).getByRole('button', { name: '退回' }));
    await waitFor(() => expect(bridge.record('w1')?.values.state).toBe('sentBack'));
    await waitFor(async () => expect(await kept(bridge)).toBeNull());
  });

  it('of a new round is there again, rows and all', async () => {
    const { bridge, user } = await openPage((props) => <SetupPage {...props} round="round" />, []);
    const begin = async () => {
      await user.click(await screen.findByRole('button', { name: /新建轮次/ }));
      return screen.findByRole('dialog');
    };
    const dialog = await begin();
    await user.type(within(dialog).getByLabelText('轮次名称'), '第五轮巡察');
    await user.type(within(dialog).getByLabelText('组员2姓名'), '皮日休');
    await lockAndUnlock(bridge);
    const again = await begin();
    await waitFor(() => expect(within(again).getByLabelText('轮次名称')).toHaveValue('第五轮巡察'));
    expect(within(again).getByLabelText('组员2姓名')).toHaveValue('皮日休');
  });
});
