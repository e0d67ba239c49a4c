import { screen, waitFor, within } from '@testing-library/react';
import { taskGroups, type Desk } from '../../../src-renderer/features/today/tasks';
import { useNavigation } from '../../../src-renderer/session/navigation';
import type { Entity } from '../../../src-shared/domain/define';
import { ofUnit, TODAY } from '../bridge';
import { openUnlocked } from './open-app';

const record = (id: string, kind: string, values: object, more: Partial<Entity> = {}): Entity => ({
  id,
  kind,
  parent: 'insp',
  inspection: 'insp',
  values: values as Entity['values'],
  sets: {},
  conflicts: [],
  updatedAt: '2026-03-20T00:00:00Z',
  ...more,
});

function desk(records: readonly Entity[], more: Partial<Desk> = {}): Desk {
  const all = [
    record(
      'round',
      'round',
      { enterOn: '2026-03-02', leaveOn: '2026-03-31' },
      { parent: null, inspection: null },
    ),
    record('insp', 'inspection', { leaveOn: '2026-03-18' }, { parent: 'round' }),
    ...records,
  ];
  return {
    list: (kind) => all.filter((e) => e.kind === kind),
    get: (id) => all.find((e) => e.id === id),
    title: (e) => e.id,
    today: TODAY,
    role: 'leader',
    members: new Set(['p1']),
    doubtful: [],
    ...more,
  };
}

const notes = (key: string, on: Desk): string[] =>
  taskGroups(on)
    .find((group) => group.key === key)
    ?.tasks.map((task) => `${task.id} ${task.note}`) ?? [];

describe('待办', () => {
  it('shows 组长 each record of which somebody signed something else than what stands there', () => {
    const signature = (act: string, standing: 'changed' | 'wrong') => ({
      record: 'a',
      signature: {
        id: act,
        act,
        person: '闻知远',
        role: 'leader',
        signedOn: TODAY,
        standing,
        differences: [],
      },
    });
    const doubtful = [signature('复核', 'changed'), signature('审签', 'wrong')];
    const papers = [record('a', 'workingPaper', { state: 'signed' })];
    expect(notes('signatures', desk(papers, { doubtful }))).toEqual(['a 复核已失效、审签校验不符']);
    expect(notes('signatures', desk(papers, { doubtful, role: 'deputyLeader' }))).toEqual([]);
  });

  it('gives each role the papers that wait for it', () => {
    const papers = [
      record('a', 'workingPaper', { state: 'toReview' }),
      record('b', 'workingPaper', { state: 'toSign' }),
      record('c', 'workingPaper', { state: 'sentBack', handler: 'p1' }),
      record('d', 'workingPaper', { state: 'sentBack', handler: 'p2' }),
    ];
    expect(notes('sign', desk(papers))).toEqual(['b 待审签', 'a 待复核']);
    expect(notes('sign', desk(papers, { role: 'deputyLeader' }))).toEqual(['a 待复核']);
    expect(notes('sign', desk(papers, { role: 'member' }))).toEqual([]);
    expect(notes('mine', desk(papers, { role: 'member' }))).toEqual(['c 已退回，待修改']);
  });

  it('lists late and coming rectification by urgency in the words of the ledger, by the round’s own thresholds', () => {
    const items = [
      record('calm', 'rectificationItem', { state: 'inProgress', dueOn: '2026-06-30' }),
      record('soon', 'rectificationItem', { state: 'inProgress', dueOn: '2026-03-28' }),
      record('late', 'rectificationItem', {
        state: 'inProgress',
        dueOn: '2026-03-10',
        lastUpdateOn: '2026-03-01',
      }),
      record('done', 'rectificationItem', { state: 'done', dueOn: '2026-03-10' }),
    ];
    expect(notes('rectify', desk(items))).toEqual(['late 红色·挂账（超期10天）', 'soon 黄色（剩8天）']);
    const strict = desk(items);
    const round = { ...strict.get('round')!, values: { yellowDays: 5, greenDays: 200 } };
    const get = (id: string) => (id === 'round' ? round : strict.get(id));
    expect(notes('rectify', { ...strict, get })).toEqual([
      'late 红色·挂账（超期10天）',
      'soon 绿色（剩8天）',
      'calm 绿色（剩102天）',
    ]);
  });

  it('tells papers still in hand after leaving, and requests that were not met', () => {
    const documents = [
      record('back', 'documentRequest', { state: 'returned' }),
      record('waiting', 'documentRequest', { state: 'requested', dueOn: '2026-03-15' }),
      record('kept', 'documentRequest', { state: 'reading' }),
    ];
    expect(notes('held', desk(documents))).toEqual(['kept 撤点已2天，尚未归还']);
    expect(notes('awaited', desk(documents))).toEqual(['waiting 应于2026年3月15日提供，逾期5天']);
  });

  it('reminds of clue replies only once handed over and until they come', () => {
    const clues = [
      record('late', 'clue', { state: 'processing', replyDueOn: '2026-01-30' }),
      record('draft', 'clue', { state: 'drafted', replyDueOn: '2026-01-30' }),
      record('answered', 'clue', { state: 'processing', replyDueOn: '2026-01-30', repliedOn: '2026-01-20' }),
      record('far', 'clue', { state: 'received', replyDueOn: '2026-05-30' }),
    ];
    expect(notes('clues', desk(clues))).toEqual(['late 反馈已超期49天']);
  });

  it('asks each team on site for its Friday report until the week is written', () => {
    const team = record('team', 'team', {}, { parent: 'round', inspection: null });
    const report = record('r', 'weeklyReport', { from: '2026-03-16', to: '2026-03-20' }, { parent: 'team' });
    expect(notes('weekly', desk([team]))).toEqual(['team 今天报送']);
    expect(notes('weekly', desk([team], { today: '2026-03-17' }))).toEqual(['team 2026年3月20日报送']);
    expect(notes('weekly', desk([team, report]))).toEqual([]);
    expect(notes('weekly', desk([team], { today: '2026-04-08' }))).toEqual([]);
  });
});

describe('今日', () => {
  const seeds = [
    ofUnit('p', 'workingPaper', { code: 'WT-01', title: '学习不够', state: 'rectifying', focus: 'F1' }),
    ofUnit(
      'i',
      'rectificationItem',
      { code: 'ZG-01', task: '追缴租金', state: 'inProgress', dueOn: '2026-03-10' },
      { parent: 'p' },
    ),
    ofUnit('t', 'interview', { interviewee: '顾西洲', personTimes: 3 }),
  ];

  it('says the figures as papers quote them and leads from each line to its record', async () => {
    const { user } = await openUnlocked(seeds);
    expect(await screen.findByRole('figure', { name: '统计句' })).toHaveTextContent(
      '巡察期间，共谈话3人次，发现1个方面1个问题。',
    );
    const line = await screen.findByRole('button', { name: /追缴租金/ });
    expect(line).toHaveTextContent('红色·挂账（超期10天）');
    await user.click(line);
    expect(useNavigation.getState()).toMatchObject({ page: 'rectificationItem', record: 'i' });
  });

  it('opens exactly the records that a number counts, with the rule, and comes back to it by keyboard', async () => {
    const { user } = await openUnlocked([
      ...seeds,
      ofUnit('draft', 'interview', { heldOn: '2026-03-19' }),
      ofUnit('alone', 'interview', { code: 'T02', interviewee: '岳明泽' }),
    ]);
    const progress = within(await screen.findByRole('region', { name: '进展' }));
    const [number] = await progress.findAllByRole('button', { name: '谈话4人次，打开记录' });
    number!.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: '谈话：4人次' })).toBeInTheDocument();
    expect(screen.getByRole('note')).toHaveTextContent('按谈话记录的“谈话人次”相加');
    expect(screen.getByText('共2条')).toBeInTheDocument();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(useNavigation.getState()).toMatchObject({ page: 'interview' }));
    expect(await screen.findByRole('region', { name: /谈话记录/ })).toBeInTheDocument();
    // A record that was opened from the list is closed into it.
    await user.click(screen.getByRole('button', { name: '返回列表' }));
    expect(await screen.findByRole('heading', { name: '谈话：4人次' })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('heading', { name: '今日' })).toBeInTheDocument();
    const back = await screen.findAllByRole('button', { name: '谈话4人次，打开记录' });
    expect(back).toContain(document.activeElement);
  });

  it('opens the records of a bar by the numbers of its table', async () => {
    const { user } = await openUnlocked(seeds);
    const chart = within(await screen.findByRole('table', { name: '问题按聚焦分布' }));
    await user.click(chart.getByRole('button', { name: /一般问题1个，打开记录/ }));
    expect(await screen.findByRole('heading', { name: '已采用问题：1个' })).toBeInTheDocument();
    expect(screen.getByText('学习不够')).toBeInTheDocument();
  });

  it('says a number of clues only to whoever may read them', async () => {
    await openUnlocked([...seeds, ofUnit('c', 'clue', { accused: '某甲', state: 'transferred' })], 'member');
    await screen.findByRole('heading', { name: '今日' });
    await screen.findAllByRole('button', { name: '谈话3人次，打开记录' });
    expect(screen.queryByRole('button', { name: /线索/ })).not.toBeInTheDocument();
  });
});

describe('下一步', () => {
  const steps = async () => within(await screen.findByRole('region', { name: '下一步' }));

  it('leads whoever has nothing yet from the round to the first talk', async () => {
    const { user } = await openUnlocked([]);
    const first = await steps();
    expect(first.getByRole('heading', { name: '从这里开始' })).toBeInTheDocument();
    await user.click(first.getByRole('button', { name: '登记第一次谈话' }));
    expect(useNavigation.getState().page).toBe('interview');
  });

  it('ticks off what is done, and says that the stage lags behind', async () => {
    const { user } = await openUnlocked([ofUnit('t1', 'interview', { interviewee: '顾西洲' })]);
    const shown = await steps();
    expect(shown.getByRole('button', { name: /登记第一次谈话\s*（已做）/ })).toBeInTheDocument();
    expect(shown.getByText(/已有谈话1次，可以转入进驻了解了/)).toBeInTheDocument();
    await user.click(shown.getByRole('button', { name: '去办理' }));
    expect(useNavigation.getState()).toMatchObject({ page: 'setup', record: 'insp' });
  });

  it('asks nobody for what only others may do', async () => {
    await openUnlocked([ofUnit('t1', 'interview', { interviewee: '顾西洲' })], 'member');
    await screen.findByRole('heading', { name: '今日' });
    await screen.findByText('没有到期、待审和未归还的事项。');
    expect(screen.queryByText(/可以转入/)).not.toBeInTheDocument();
    expect(screen.queryByText('填写进驻、撤点日期')).not.toBeInTheDocument();
  });
});
