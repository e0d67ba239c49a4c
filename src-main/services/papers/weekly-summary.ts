/** From a round to the 周报汇总表 of one week: every team, what it did in its week and so far; without numbers where it did not report. */
import { chineseDate, chinesePeriod, withoutYear } from '../../../src-shared/domain/dates';
import { isIsoDate } from '../../../src-shared/domain/define';
import { figures, type FigureId } from '../../../src-shared/domain/figures';
import {
  headLines,
  teamsLines,
  teamWeeks,
  weeklyFigures,
  weekToSum,
  type TeamWeek,
} from '../../../src-shared/domain/figures/weekly';
import { calendarWeek, weekOf } from '../../../src-shared/domain/weeks';
import { papers } from '../../../src-shared/papers';
import type { MakeModel } from './make';
import { str } from './source';

/** mm: what a character of a head takes, and what a cell leaves free; the name of a team and its days, so that neither is torn. */
const CHARACTER = 3.2;
const FREE = 2;
const LEAST = { team: 34, days: 30 } as const;

const headOf = (id: FigureId): { readonly title: string; readonly least: number } => {
  const lines = [...headLines(id), figures[id].unit];
  return {
    title: lines.join('\n'),
    least: Math.max(...lines.map((line) => line.length)) * CHARACTER + FREE,
  };
};

export const weeklySummary: MakeModel<'weeklySummary'> = ({ round, on, desk: { context, role } }) => {
  const week = on === undefined ? weekToSum(context, round.id, context.today) : weekOf(on);
  const teams = teamWeeks(context, round.id, week, role);
  const ids = weeklyFigures(role);
  const told = teams.filter((one) => one.told !== undefined).length;
  const rowsOf = ({ team, told: own }: TeamWeek): string[][] => {
    const name = str(team, 'name');
    if (own === undefined) return [[name, '', '', ...ids.map(() => ''), '未报']];
    const { report, days, lines } = own;
    const said = `第${String(report.values.week ?? '')}周\n${withoutYear(chinesePeriod(days.from, days.to))}`;
    return (['week', 'sum'] as const).map((of) => [
      name,
      said,
      of === 'week' ? '本周' : '累计',
      ...lines.map((line) => String(line[of].value)),
      `已报${isIsoDate(report.values.dueOn) ? `\n${withoutYear(chineseDate(report.values.dueOn))}` : ''}`,
    ]);
  };
  const groups = teams.map(rowsOf);
  const together = teamsLines(context, teams, role);
  const sums = (['week', 'sum'] as const).map((of) => [
    '合计',
    `已报${told}组`,
    of === 'week' ? '本周' : '累计',
    ...together.map((line) => String(line[of].value)),
    '',
  ]);
  const all = [...groups, ...(told > 0 ? [sums] : [])];
  const model = {
    title: papers.weeklySummary.label,
    notes: [
      [
        `轮次：${str(round, 'name')}`,
        `${calendarWeek(week.from)}（${chinesePeriod(week.from, week.to)}）`,
        `已报${told}组，未报${teams.length - told}组`,
        `截至：${chineseDate(context.today)}`,
      ].join('\u3000\u3000\u3000'),
      '各数由记录统计，只计填报人能看到的记录；合计不含未报的组',
    ],
    columns: [
      { title: '巡察组', least: LEAST.team },
      { title: '周次', align: 'centre' as const, least: LEAST.days },
      { title: '', align: 'centre' as const, whole: true, free: true, least: 2 * CHARACTER + FREE },
      ...ids.map((id) => ({ ...headOf(id), align: 'centre' as const, whole: true })),
      { title: '报送', align: 'centre' as const, whole: true, free: true },
    ],
    rows: all.flat(),
    groups: all.map((rows) => rows.length),
    merged: [0, 1, ids.length + 3],
    emptyText: '（还没有巡察组）',
    signLine: ['填表人', '审核人', '填表日期'].map((label) => ({ label })),
    date: context.today,
  };
  return { model, day: week.from };
};
