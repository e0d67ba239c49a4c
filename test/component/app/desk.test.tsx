/** The desk as one left it: where an unlocking leads, and what is told to the core on the way. */
import { act, screen, waitFor } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { lock, refreshAppInfo } from '../../../src-renderer/session/session';
import type { DeskPlace } from '../../../src-shared/contract';
import type { Role } from '../../../src-shared/domain/roles';
import { APP_INFO, ofUnit, ROUND, signIn, type Seed } from '../bridge';
import { openApp, unlock } from './open-app';

const SEEDS: readonly Seed[] = [
  ...ROUND,
  { id: 'unit2', kind: 'unit', values: { name: '县林业局党组' } },
  { id: 'insp2', kind: 'inspection', parent: 'round', values: { unit: 'unit2' } },
  ofUnit('talk', 'interview', { interviewee: '童暮云' }, { parent: 'insp2' }),
];

/** The window over a desk that the person of a role has left at that place. */
const leftAt = (place: DeskPlace | undefined, role: Role = 'leader', seeds = SEEDS) =>
  openApp(seeds, {
    crew: role === 'leader' ? 'alone' : 'team',
    async before(bridge) {
      await signIn(bridge, role);
      if (place) await bridge.house.call('desk.remember', place);
      await bridge.house.lock();
    },
  });

/** Unlocks it again. */
async function comeBackTo(place: DeskPlace | undefined, role: Role = 'leader') {
  const opened = await leftAt(place, role);
  await unlock(opened, role);
  await screen.findByRole('navigation', { name: '工作阶段' });
  return opened;
}
const place = () => {
  const { page, round, inspection, record } = useNavigation.getState();
  return { page, round, inspection, record };
};

describe('解锁后', () => {
  it('begins with 今日 of the first unit where nobody has been yet', async () => {
    await comeBackTo(undefined);
    await waitFor(() => expect(place()).toMatchObject({ page: 'today', round: 'round', inspection: 'insp' }));
  });

  it('stands at the round, unit, page and record that were left, whose records came first', async () => {
    const left = { page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' };
    const { bridge } = await comeBackTo(left);
    expect(await screen.findByRole('region', { name: '谈话记录：童暮云' })).toBeInTheDocument();
    expect(place()).toEqual(left);
    expect(bridge.inputsOf('feed.start')).toEqual([{ first: 'insp2' }]);
  });

  it('has the cursor again in the field where it was, behind its words', async () => {
    const left = { page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' };
    await comeBackTo({ ...left, cursor: { input: 'talk-interviewee', top: 0 } });
    const field = await screen.findByLabelText<HTMLInputElement>(/谈话对象/, { selector: 'input' });
    await waitFor(() => expect(field).toHaveFocus());
    expect([field.selectionStart, field.selectionEnd]).toEqual([3, 3]);
  });

  it('calls nobody back who has gone elsewhere meanwhile', async () => {
    const left = { page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' };
    // A field of a newer program, which does not come.
    const { user } = await comeBackTo({ ...left, cursor: { input: 'talk-mood', top: 0 } });
    await screen.findByRole('heading', { name: '谈话记录' });
    expect(useNavigation.getState().target).toBeDefined();
    await user.click(screen.getByRole('heading', { name: '谈话记录' }));
    expect(useNavigation.getState().target).toBeUndefined();
  });

  it('leaves by the field that had the cursor last, though a button has it by then', async () => {
    const left = { page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' };
    const { bridge, user } = await comeBackTo(left);
    await user.click(await screen.findByLabelText(/地点/, { selector: 'input' }));
    await user.click(screen.getByRole('button', { name: '锁定' }));
    await waitFor(() =>
      expect(bridge.inputsOf('desk.remember').at(-1)).toEqual({
        ...left,
        cursor: { input: 'talk-place', top: 0 },
      }),
    );
  });

  it('waits for a unit whose records are still on their way', async () => {
    // More of what comes first than goes into one message, and the unit after it.
    const crowd = Array.from({ length: 250 }, (_, at): Seed => ({
      id: `m${at}`,
      kind: 'member',
      parent: 'team',
      values: { name: `组员${at}` },
    }));
    const opened = await leftAt({ page: 'interview', round: 'round', inspection: 'insp2' }, 'leader', [
      ...ROUND,
      ...crowd,
      ...SEEDS.slice(ROUND.length),
    ]);
    const go = opened.bridge.hold('feed.more');
    await unlock(opened);
    await screen.findByText('正在读取记录…');
    expect(place()).toMatchObject({ inspection: 'insp2' });
    act(go);
    expect(await screen.findByRole('heading', { name: '谈话记录' })).toBeInTheDocument();
    expect(place()).toMatchObject({ page: 'interview', inspection: 'insp2' });
  });

  it('begins with 今日 after a fault: what was open may have caused it', async () => {
    const left = { page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' };
    const opened = await leftAt(left);
    opened.bridge.answer('shell.appInfo', () => ({ ...APP_INFO, lastLockReason: 'fault' as const }));
    await screen.findByLabelText('口令');
    await act(refreshAppInfo);
    await unlock(opened);
    await waitFor(() => expect(place()).toMatchObject({ page: 'today', record: undefined, round: 'round' }));
  });

  it.each<[string, DeskPlace, Role, object]>([
    [
      'a unit that is gone',
      { page: 'interview', round: 'round', inspection: 'gone' },
      'leader',
      { page: 'interview' },
    ],
    ['a round that is gone', { page: 'member', round: 'gone' }, 'leader', { page: 'member' }],
    [
      'a page for other roles',
      { page: 'clue', round: 'round', inspection: 'insp' },
      'member',
      { page: 'today' },
    ],
    [
      'a page of a newer program',
      { page: 'dashboard', record: 'talk' },
      'leader',
      { page: 'today', record: undefined },
    ],
  ])('from %s leads to what there is', async (_what, left, role, expected) => {
    await comeBackTo(left, role);
    await waitFor(() => expect(place()).toMatchObject({ round: 'round', inspection: 'insp', ...expected }));
  });
});

describe('离开前', () => {
  it('keeps the place in which one has settled, and not those one only passed through', async () => {
    const { bridge } = await comeBackTo({ page: 'today', round: 'round', inspection: 'insp2' });
    act(() => {
      useNavigation.getState().open('member');
      useNavigation.getState().open('interview', 'talk');
    });
    expect(bridge.inputsOf('desk.remember')).toEqual([]);
    await waitFor(() => expect(bridge.inputsOf('desk.remember')).toHaveLength(1));
    const [kept] = bridge.inputsOf('desk.remember');
    expect(kept).toMatchObject({ page: 'interview', round: 'round', inspection: 'insp2', record: 'talk' });
  });

  it('keeps it before a lock, at once; should that fail, the lock goes on and nobody is told', async () => {
    const { bridge } = await comeBackTo({ page: 'today', round: 'round', inspection: 'insp2' });
    bridge.refuse('desk.remember');
    act(() => useNavigation.getState().open('interview'));
    await act(lock);
    const locked = bridge.calls.findIndex(({ name }) => name === 'shell.lock');
    expect(bridge.calls[locked - 1]).toEqual({
      name: 'desk.remember',
      input: { page: 'interview', round: 'round', inspection: 'insp2' },
    });
    expect(await screen.findByRole('heading', { name: '解锁' })).toBeInTheDocument();
    expect(screen.queryByText(/磁盘空间不足/)).not.toBeInTheDocument();
  });
});
