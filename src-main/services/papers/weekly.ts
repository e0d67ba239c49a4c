/** From a 周报 to its form: the figures of its days from the records, then what the team wrote. */
import { roundIn } from '../../../src-shared/domain/ancestors';
import { chineseDate, chinesePeriod } from '../../../src-shared/domain/dates';
import type { Entity } from '../../../src-shared/domain/define';
import { figures } from '../../../src-shared/domain/figures';
import {
  datedReports,
  focusLines,
  undatedWords,
  weeklyFigures,
  weekLines,
  type WeekLine,
} from '../../../src-shared/domain/figures/weekly';
import { entriesOf } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import { weekWords, type Stay } from '../../../src-shared/domain/weeks';
import { papers } from '../../../src-shared/papers';
import type { FormBlock, RecordFormModel } from '../../word';
import type { MakeModel } from './make';
import { headOf, type PrintDesk } from './record-form';
import { str } from './source';

const WORDS = ['work', 'important', 'difficulties', 'coordination', 'nextPlan'] as const;

const COLUMNS = [
  { title: '项目' },
  { title: '本周', align: 'centre', whole: true },
  { title: '累计', align: 'centre', whole: true },
] as const;

type Cells = readonly [string, string, string];

/** Two figures to a line: the first half stands left, the second beside it. */
function figureTable(cells: readonly Cells[]): FormBlock {
  const half = Math.ceil(cells.length / 2);
  const rows = cells.slice(0, half).map((left, i) => [...left, ...(cells[half + i] ?? ['', '', ''])]);
  return { kind: 'table', title: '工作情况', columns: [...COLUMNS, ...COLUMNS], rows };
}

const focusTable = (rows: readonly Cells[]): readonly FormBlock[] =>
  rows.length > 0 ? [{ kind: 'table', title: '发现问题（按聚焦）', columns: COLUMNS, rows }] : [];

const cellsOf = ({ figure, label, week, sum }: WeekLine): Cells => [
  `${label}（${figures[figure].unit}）`,
  String(week.value),
  String(sum.value),
];

/** The figures of a report that has its days; with none, and on an empty form, room for them. */
function figureBlocks(report: Entity, { context, role }: PrintDesk, blank: boolean): readonly FormBlock[] {
  const [dated] = blank ? [] : datedReports([report]);
  const { parent: team } = report;
  if (dated === undefined || team === null) {
    const free = weeklyFigures(role).map((id): Cells => [
      `${figures[id].label}（${figures[id].unit}）`,
      '',
      '',
    ]);
    return [figureTable(free)];
  }
  const round = roundIn(report, context.get);
  const undated = undatedWords(context, team, role);
  return [
    figureTable(weekLines(context, team, dated, role).map(cellsOf)),
    ...focusTable(focusLines(context, team, dated, entriesOf('focus', round, context)).map(cellsOf)),
    {
      kind: 'lines',
      title: '统计口径',
      lines: [
        `各数由记录统计，截至${chineseDate(dated.to)}；只计填报人能看到的记录，草稿不计`,
        ...(undated.length > 0 ? [`${undated.join('、')}没有填写日期，只计入累计`] : []),
      ],
    },
  ];
}

function headLines(report: Entity, { context }: PrintDesk, blank: boolean): readonly string[] {
  const team = report.parent === null ? undefined : context.get(report.parent);
  const [dated] = datedReports([report]);
  const round = headOf(report, 'none', context);
  if (blank || dated === undefined)
    return ['巡察组：＿＿＿＿＿＿＿＿＿＿', ...round, '\n第＿＿周', '＿＿＿＿年＿＿月＿＿日至＿＿月＿＿日'];
  const days = `第${String(report.values.week ?? '')}周`;
  const stay = (roundIn(report, context.get)?.values ?? {}) as Stay;
  return [
    `巡察组：${str(team, 'name')}`,
    ...round,
    `\n${days}`,
    `${chinesePeriod(dated.from, dated.to)}（${weekWords(dated, stay)}）`,
  ];
}

export const weekly: MakeModel<'weekly'> = ({ record, layout, desk }) => {
  const blank = layout === 'blank';
  const words = WORDS.map((field) => {
    const text = blank ? '' : str(record, field);
    return { label: kinds.weeklyReport.fields[field].info.label, text, wide: true, tall: blank };
  });
  const model: RecordFormModel = {
    title: papers.weekly.label,
    runningHead: papers.weekly.label,
    head: headLines(record, desk, blank),
    blocks: [...figureBlocks(record, desk, blank), { kind: 'fields', title: '工作汇报', cells: words }],
    opinions: [],
    signatures: kinds.weeklyReport.paper.signatures ?? [],
    date: desk.context.today,
  };
  return { model };
};
