/** What was found and what was told at once: problems, 立行立改, clues, advice (domain.md §2.3, §2.4). */
import { isTransferred } from '../kinds/clue';
import type { Entity } from '../define';
import { isAdopted } from '../kinds/working-paper';
import { defineFigure, differentOf, wholePercent, type FigureWorld } from './define-figure';

const adopted = ({ of }: FigureWorld): readonly Entity[] =>
  of('workingPaper').filter(({ values }) => isAdopted(values.state as string | undefined));

export const workingPapers = defineFigure({
  label: '问题底稿',
  unit: '份',
  rule: '按登记的底稿计，不论是否审签；未采用的不计',
  source: 'R26、domain.md §2.3 q',
  kind: 'workingPaper',
  records: ({ of }) => of('workingPaper').filter(({ values }) => values.state !== 'notAdopted'),
});

export const problems = defineFigure({
  label: '已采用问题',
  unit: '个',
  rule: '按组长已审签的底稿计，一份底稿为一个问题，按周计在审签日',
  source: 'R45、domain.md §2.3 q',
  kind: 'workingPaper',
  day: 'signedOn',
  weekly: true,
  records: adopted,
});

export const aspects = defineFigure({
  label: '问题方面',
  unit: '个方面',
  rule: '按已采用问题所属的聚焦计，同一聚焦为一个方面',
  source: 'R45',
  kind: 'workingPaper',
  day: 'signedOn',
  records: adopted,
  value: differentOf(({ values }) => [String(values.focus ?? '')]),
});

export const keyProblems = defineFigure({
  label: '重点问题',
  unit: '个',
  rule: '按已采用、标为重点的问题计',
  source: 'R34、domain.md §2.3 q',
  kind: 'workingPaper',
  day: 'signedOn',
  records: (world) => adopted(world).filter(({ values }) => values.key === true),
});

export const immediateOrders = defineFigure({
  label: '立行立改',
  unit: '个',
  rule: '按已写下发日期的立行立改通知书计，一份为一个',
  source: 'R53、domain-addendum.md §6.d',
  kind: 'immediateOrder',
  day: 'issuedOn',
  weekly: true,
  records: ({ of }) => of('immediateOrder').filter(({ values }) => typeof values.issuedOn === 'string'),
});

const isAnswered = ({ values }: Entity): boolean => typeof values.repliedOn === 'string';

export const immediateOrdersDone = defineFigure({
  label: '立行立改办结',
  unit: '个',
  rule: '按已下发、单位已书面回复的立行立改通知书计，计在回复日',
  source: 'domain-addendum.md §6.d',
  kind: 'immediateOrder',
  day: 'repliedOn',
  weekly: true,
  records: (world) => immediateOrders.records(world).filter(isAnswered),
});

export const immediateOrdersRate = defineFigure({
  label: '立行立改办结率',
  unit: '%',
  rule: '已办结占已下发的百分比，取整数；没有全部办结的不写100%',
  source: 'domain-addendum.md §6.d、§6.f',
  kind: 'immediateOrder',
  records: immediateOrders.records,
  value: (records) => wholePercent(records.filter(isAnswered).length, records.length),
});

const transferred = ({ of }: FigureWorld): readonly Entity[] =>
  of('clue').filter(({ values }) => isTransferred(values.state as string | undefined));

export const clues = defineFigure({
  label: '移交线索',
  unit: '件',
  rule: '按已移交的问题线索计，移交前的不计',
  source: 'R45、domain.md §2.3 s',
  kind: 'clue',
  day: 'transferredOn',
  weekly: true,
  records: transferred,
});

/** What stands between the names of one field. */
const BETWEEN_NAMES = /[、，,；;\n]+/;

export const cluePersons = defineFigure({
  label: '线索涉及',
  unit: '人',
  rule: '按已移交线索的被反映人计，多人用顿号分开的分别计，同一姓名计一人',
  source: 'domain-addendum.md §6.a、§6.c',
  kind: 'clue',
  day: 'transferredOn',
  weekly: true,
  records: transferred,
  value: differentOf(({ values }) =>
    String(values.accused ?? '')
      .split(BETWEEN_NAMES)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
});

export const cluesConcluded = defineFigure({
  label: '线索办结',
  unit: '件',
  rule: '按接收单位已办结的问题线索计，计在反馈日',
  source: 'R46、domain.md §2.3 s',
  kind: 'clue',
  day: 'repliedOn',
  records: ({ of }) => of('clue').filter(({ values }) => values.state === 'concluded'),
});

export const advice = defineFigure({
  label: '意见建议',
  unit: '条',
  rule: '按巡察反馈中写明的意见建议计',
  source: 'domain.md §2.4、domain-addendum.md §6.a',
  kind: 'advice',
  records: ({ of }) => of('advice'),
});
