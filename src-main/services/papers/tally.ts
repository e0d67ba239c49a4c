/** From a questionnaire to the 计票统计表 of what came back. */
import { roundIn } from '../../../src-shared/domain/ancestors';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { Entity, RuleContext } from '../../../src-shared/domain/define';
import { percent } from '../../../src-shared/domain/kinds/questionnaire';
import { type CountedQuestion, tallyQuestionnaire } from '../../../src-shared/domain/questionnaire-tally';
import { labelIn } from '../../../src-shared/domain/words';
import type { TableModel } from '../../word';
import type { MakeModel } from './make';

/** With more units their figures need the room of the bars: a column of figures takes 14 mm of the 257 mm of a line. */
const UNITS_BESIDE_BARS = 5;
/** Least widths in mm: of the bars, of figures so that `100.0%` is whole in the widest substitute font. */
const BARS = 40;
const LEAST = { 票数: 9, 占比: 14 } as const;

/** Rows of one question: its text stands beside the first of them only; the last cell is the share of all, for its bar. */
function questionRows(counted: CountedQuestion, place: number, units: number): string[][] {
  const { question, lines, sorted } = counted;
  const rows = sorted
    ? sorted.map(({ words, votes, percent: share }) => [
        words,
        ...Array.from({ length: 2 * units }, () => ''),
        String(votes),
        share,
        share,
      ])
    : lines.map(({ words, byUnit, total }) => [
        words,
        ...[...byUnit, total].flatMap(({ votes, percent: share }) => [String(votes), share]),
        total.percent,
      ]);
  return rows.map((row, i) => [i === 0 ? `${place}. ${question.values.stem ?? ''}` : '', ...row]);
}

/** The 计票统计表 over every unit that the printing person may see. */
function tallyModel(questionnaire: Entity, context: RuleContext): TableModel {
  const counted = tallyQuestionnaire(questionnaire.id, context);
  const labelOf = labelIn(context.get);
  const { issued, returned, valid, units } = counted;
  const heads = [...units.map(labelOf), '合计'];
  const drawn = units.length <= UNITS_BESIDE_BARS;
  const groups = counted.questions.map((one, i) =>
    questionRows(one, i + 1, units.length).map((row) => (drawn ? row : row.slice(0, -1))),
  );
  return {
    title: `${String(questionnaire.values.name ?? '调查问卷')}计票统计表`,
    notes: [
      [
        `轮次：${labelOf(roundIn(questionnaire, context.get)?.id ?? '')}`,
        `截至：${chineseDate(context.today)}`,
        `发放${issued}份，回收${returned}份（${percent(returned, issued)}），有效${valid}份（${percent(valid, returned)}）`,
      ].join('\u3000\u3000\u3000'),
    ],
    columns: [
      { title: '题目', free: true },
      { title: '选项' },
      ...heads.flatMap((head) =>
        (['票数', '占比'] as const).map((what) => ({
          title: `${head}\n${what}`,
          least: LEAST[what],
          align: 'centre' as const,
          whole: true,
          free: true,
        })),
      ),
      ...(drawn ? [{ title: '合计占比图', bar: true, whole: true, free: true, least: BARS }] : []),
    ],
    rows: groups.flat(),
    groups: groups.map((rows) => rows.length).filter((size) => size > 0),
    emptyText: '（还没有题目）',
    signLine: ['监票人', '计票人', '复核人', '日期'].map((label) => ({ label })),
    date: context.today,
  };
}

export const tally: MakeModel<'tally'> = ({ record, desk }) => ({ model: tallyModel(record, desk.context) });
