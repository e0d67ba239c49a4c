import { screen, waitFor, within } from '@testing-library/react';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { usePaperRequest } from '../../../src-renderer/session/paper-request';
import type { Role } from '../../../src-shared/domain/roles';
import { ofUnit, type Seed } from '../bridge';
import { openUnlocked } from './open-app';

const STAY: Seed = {
  id: 'round',
  kind: 'round',
  values: {
    name: '九届县委第四轮巡察',
    focusVersion: 'focus-2024',
    enterOn: '2026-03-02',
    leaveOn: '2026-03-31',
    reportWeekday: '星期五',
  },
};
const report = (id: string, values: Seed['values'], parent = 'team'): Seed => ({
  id,
  kind: 'weeklyReport',
  parent,
  values,
});
const second = report('w2', { week: 2, from: '2026-03-09', to: '2026-03-15', dueOn: '2026-03-13' });
const talks = [
  ofUnit('t1', 'interview', { code: 'T01', interviewee: '顾西洲', heldOn: '2026-03-04' }),
  ofUnit('t2', 'interview', { code: 'T02', interviewee: '岳明泽', heldOn: '2026-03-10', personTimes: 3 }),
  ofUnit('t3', 'interview', { code: 'T03', interviewee: '单田禾', heldOn: '2026-03-17' }),
  ofUnit('t4', 'interview', { code: 'T04', interviewee: '常怀瑾' }),
  ofUnit('c', 'clue', { accused: '某甲', state: 'transferred', transferredOn: '2026-03-10' }),
  ofUnit('p', 'workingPaper', { title: '学习不够', state: 'signed', focus: 'F1', signedOn: '2026-03-11' }),
];

async function openReports(seeds: readonly Seed[], role?: Role) {
  const opened = await openUnlocked([STAY, ...seeds], role);
  await opened.user.click(
    within(screen.getByRole('navigation', { name: '工作阶段' })).getByRole('button', { name: /^周报/ }),
  );
  await screen.findByRole('heading', { name: '周报' });
  return opened;
}
const openSecond = async (role?: Role) => {
  const opened = await openReports([second, ...talks], role);
  await opened.user.click(await screen.findByText('2026-03-09'));
  return { ...opened, figures: within(await screen.findByRole('region', { name: '本周数字' })) };
};
const numbersOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('button')
    .map((button) => button.textContent);

describe('周报', () => {
  it('opens with its week, its days and the day it is due, going on where the last one ended', async () => {
    const { bridge, user } = await openReports([second]);
    await user.click(await screen.findByRole('button', { name: /新建周报/ }));
    await screen.findByRole('heading', { name: /2026年3月16日至3月22日/ });
    expect(screen.getByRole('heading', { name: /2026年3月16日至3月22日/ })).toHaveTextContent(
      '2026年第12周，进驻第15至21天',
    );
    await user.type(screen.getByLabelText('本周主要工作'), '个别谈话');
    await waitFor(() => expect(bridge.recordsOf('weeklyReport')).toHaveLength(2));
    expect(bridge.recordsOf('weeklyReport')[1]!.values).toMatchObject({
      week: 3,
      from: '2026-03-16',
      to: '2026-03-22',
      dueOn: '2026-03-20',
    });
  });

  it('has the figures of its days and in sum, by 聚焦 too, and says what has no day', async () => {
    const { figures } = await openSecond();
    expect(numbersOf(figures.getByRole('row', { name: /^谈话/ }))).toEqual(['3', '5']);
    expect(numbersOf(figures.getByRole('row', { name: /^移交线索/ }))).toEqual(['1', '1']);
    const focus = figures.getByRole('table', { name: '发现问题（按聚焦）' });
    expect(numbersOf(within(focus).getByRole('row', { name: /决策部署/ }))).toEqual(['1', '1']);
    expect(figures.getByText(/谈话记录1条没有填写日期，只计入累计/)).toBeInTheDocument();
    expect(figures.getByText(/数字不能直接改/)).toBeInTheDocument();
    // No field takes a number by hand.
    expect(figures.queryByRole('spinbutton')).not.toBeInTheDocument();
    expect(figures.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('opens exactly the records of its week, and comes back to the report', async () => {
    const { user, figures } = await openSecond();
    await user.click(figures.getByRole('button', { name: '本周谈话3人次，打开记录' }));
    expect(await screen.findByRole('heading', { name: '谈话：3人次' })).toBeInTheDocument();
    expect(screen.getByRole('note')).toHaveTextContent('县委第二巡察组，2026年3月9日至3月15日');
    expect(screen.getByText('共1条')).toBeInTheDocument();
    expect(screen.getByText('T02')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /返回$/ }));
    await screen.findByRole('region', { name: '本周数字' });
    expect(useNavigation.getState()).toMatchObject({ page: 'weeklyReport', record: 'w2' });
    await user.click(screen.getByRole('button', { name: '累计谈话5人次，打开记录' }));
    expect(await screen.findByText('共3条')).toBeInTheDocument();
  });

  it('says nothing of clues to whoever may not read them', async () => {
    const { figures } = await openSecond('member');
    expect(numbersOf(figures.getByRole('row', { name: /^谈话/ }))).toEqual(['3', '5']);
    expect(figures.queryByText(/线索/)).not.toBeInTheDocument();
  });

  it('tells of days that are told twice or left out', async () => {
    const { user } = await openReports([
      second,
      report('twice', { week: 3, from: '2026-03-14', to: '2026-03-20' }),
      report('left', { week: 4, from: '2026-03-23', to: '2026-03-29' }),
    ]);
    await user.click(await screen.findByText('2026-03-14'));
    expect(await screen.findByText(/与第2周的周报（止于2026年3月15日）重叠/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '返回列表' }));
    await user.click(await screen.findByText('2026-03-23'));
    expect(await screen.findByText(/2026年3月21日至3月22日没有计入任何一周/)).toBeInTheDocument();
  });
});

describe('汇总表', () => {
  const others: readonly Seed[] = [
    { id: 'team3', kind: 'team', parent: 'round', values: { name: '县委第三巡察组' } },
    { id: 'unit3', kind: 'unit', values: { name: '县文旅中心党组' } },
    {
      id: 'insp3',
      kind: 'inspection',
      parent: 'round',
      values: { unit: 'unit3', team: 'team3' },
    },
    {
      id: 'insp',
      kind: 'inspection',
      parent: 'round',
      values: { unit: 'unit', team: 'team' },
    },
    ofUnit(
      'x1',
      'interview',
      { code: 'T09', interviewee: '甲', heldOn: '2026-03-10' },
      {
        parent: 'insp3',
      },
    ),
  ];
  const summary = async (seeds: readonly Seed[], week: RegExp) => {
    const opened = await openReports([second, ...talks, ...others, ...seeds]);
    await opened.user.click(screen.getByRole('button', { name: /汇总表$/ }));
    await screen.findByRole('heading', { name: '周报汇总表' });
    await opened.user.click(screen.getByRole('combobox', { name: '哪一周' }));
    await opened.user.click(await screen.findByText(week));
    return { ...opened, table: within(screen.getByRole('table', { name: '周报汇总表' })) };
  };

  it('shows every group, the one that did not report without a number', async () => {
    const { table, user } = await summary([], /2026年第11周/);
    expect(screen.getByText('已报1组，未报1组')).toBeInTheDocument();
    expect(table.getByRole('row', { name: /县委第三巡察组/ })).toHaveTextContent('未报');
    expect(table.getByRole('button', { name: '合计本周谈话3人次，打开记录' })).toBeInTheDocument();
    await user.click(table.getByRole('button', { name: '县委第二巡察组累计谈话5人次，打开记录' }));
    expect(await screen.findByText('共3条')).toBeInTheDocument();
  });

  it('adds up those that reported, and the sum opens the records of all of them', async () => {
    const third = report('w3', { week: 2, from: '2026-03-09', to: '2026-03-15' }, 'team3');
    const { table, user } = await summary([third], /2026年第11周/);
    expect(screen.getByText('已报2组，未报0组')).toBeInTheDocument();
    await user.click(table.getByRole('button', { name: '合计本周谈话4人次，打开记录' }));
    expect(await screen.findByRole('heading', { name: '谈话：4人次' })).toBeInTheDocument();
    expect(screen.getByText('共2条')).toBeInTheDocument();
    expect(screen.getByText('县文旅中心党组')).toBeInTheDocument();
  });

  it('is printed of the week that is shown', async () => {
    const { user } = await summary([], /2026年第10周/);
    expect(screen.getByText('已报0组，未报2组')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /打印、导出/ }));
    expect(usePaperRequest.getState().request).toEqual({
      paper: 'weeklySummary',
      round: 'round',
      on: '2026-03-02',
    });
  });
});
