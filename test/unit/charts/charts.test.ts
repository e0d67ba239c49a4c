import fc from 'fast-check';
import { problemsChart } from '../../../src-shared/charts/problems';
import { partsChart, unitParts, votesChart } from '../../../src-shared/charts/questionnaire';
import { rectificationChart } from '../../../src-shared/charts/rectification';
import { valueWords, type Chart } from '../../../src-shared/charts/model';
import type { Entity } from '../../../src-shared/domain/define';
import { entriesOf } from '../../../src-shared/domain/glossary';
import { tallyByGroup, NO_GROUP } from '../../../src-shared/domain/questionnaire-groups';
import { tallyQuestionnaire } from '../../../src-shared/domain/questionnaire-tally';
import { RECTIFICATION_STATES } from '../../../src-shared/domain/kinds/rectification-item';
import { figures, figuresIn, recordsBehind, type FigureLook } from '../../../src-shared/domain/figures';
import { PAPER_STATES } from '../../../src-shared/domain/kinds/working-paper';
import { lookup, recordOf } from '../domain/records';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const total = (chart: Chart): number => sum(chart.series.map(({ values }) => sum(values)));
const UNITS = ['inspection-1', 'inspection-2'].map((id) =>
  recordOf('inspection', {}, { id, parent: 'round', inspection: id }),
);
const SCOPE = { round: 'round' } as const;
function lookAt(records: readonly Entity[]): FigureLook {
  const all = [...UNITS, ...records];
  return { ...lookup(all), list: (names) => all.filter(({ kind }) => names.includes(kind)) };
}
/** Every bar opens as many records as it is long. */
function expectOpens(chart: Chart, look: FigureLook): void {
  for (const { values, asked } of chart.series)
    expect(asked!.map((one) => recordsBehind(look, one).length)).toEqual(values);
}
const codesOf = <T extends object>(states: T) => fc.constantFrom(...Object.keys(states));

describe('problems by 聚焦', () => {
  const focus = entriesOf('focus', undefined, lookup());
  const chartOf = (papers: readonly Entity[]) =>
    problemsChart(
      lookAt(papers),
      SCOPE,
      focus,
      (code) => focus.find((entry) => entry.code === code)?.label ?? code,
    );
  const paper = fc
    .record({
      // One without a name is a draft, which counts nowhere.
      title: fc.constantFrom('食堂采购未询价', undefined),
      state: codesOf(PAPER_STATES),
      focus: fc.constantFrom('F1', 'F2', 'F4', '自拟'),
      key: fc.boolean(),
    })
    .map((values) => recordOf('workingPaper', values));

  it('have as many bars and problems as the sentence says', () => {
    fc.assert(
      fc.property(fc.array(paper), (papers) => {
        const chart = chartOf(papers);
        const said = figuresIn(lookAt(papers), SCOPE);
        expect([chart.categories.length, total(chart)]).toEqual([
          said.value('aspects'),
          said.value('problems'),
        ]);
        expectOpens(chart, lookAt(papers));
      }),
    );
  });

  it('stand in the order of the round, 重点 apart', () => {
    const of = (focusCode: string, key: boolean) =>
      recordOf('workingPaper', { title: '食堂采购未询价', state: 'signed', focus: focusCode, key });
    const chart = chartOf([of('F2', true), of('F1', false), of('F2', false), of('F2', true)]);
    expect(chart.categories).toEqual([focus[0]!.label, focus[1]!.label]);
    expect(chart.series.map(({ name, values }) => [name, ...values])).toEqual([
      ['重点问题', 0, 2],
      ['一般问题', 1, 1],
    ]);
  });
});

describe('rectification by unit and state', () => {
  const papers = UNITS.map(({ id }) =>
    recordOf(
      'workingPaper',
      { title: '未询价', state: 'rectifying' },
      { id: `paper of ${id}`, inspection: id },
    ),
  );
  const item = fc
    .record({
      state: fc.option(codesOf(RECTIFICATION_STATES), { nil: undefined }),
      unit: fc.constantFrom(...UNITS.map(({ id }) => id)),
    })
    .map(({ unit, state }) =>
      recordOf(
        'rectificationItem',
        { task: '整改', state },
        { inspection: unit, parent: `paper of ${unit}` },
      ),
    );

  it('says of each state what the 整改小结 says', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const look = lookAt([...papers, ...items]);
        const chart = rectificationChart(
          look,
          UNITS.map(({ id }) => ({ id, label: id })),
        );
        const said = figuresIn(look, SCOPE);
        for (const id of ['itemsDone', 'itemsBasicallyDone', 'itemsInProgress', 'itemsNotStarted'] as const) {
          const series = chart.series.find(({ name }) => name === figures[id].label)!;
          expect(sum(series.values)).toBe(said.value(id));
        }
        expect(chart.categories).toHaveLength(new Set(items.map(({ inspection }) => inspection)).size);
        expectOpens(chart, look);
      }),
    );
  });

  it('names the states as the ledger does', () => {
    const chart = rectificationChart(lookAt([]), []);
    expect(chart.series.map(({ name }) => name).sort()).toEqual(Object.values(RECTIFICATION_STATES).sort());
  });
});

describe('a questionnaire', () => {
  const round = recordOf('round', {}, { id: 'round', inspection: null });
  const unit = recordOf('inspection', {}, { id: 'unit', parent: 'round', inspection: 'unit' });
  const sheetsWith = (groups: readonly (string | undefined)[], answers: readonly string[]): Entity[] => [
    round,
    unit,
    recordOf('questionnaire', {}, { id: 'q', parent: 'round', inspection: null }),
    recordOf(
      'question',
      { type: 'single', stem: '总体评价', options: ['好', '一般', '差'], position: 1 },
      { id: 'q1', parent: 'q', inspection: null },
    ),
    recordOf(
      'responseBatch',
      { questionnaire: 'q', issued: 40, returned: answers.length, valid: answers.length },
      { id: 'batch', parent: 'unit' },
    ),
    ...answers.map((answer, i) =>
      recordOf(
        'responseSheet',
        { number: i + 1, answers: [answer], ...(groups[i] === undefined ? {} : { group: groups[i] }) },
        { parent: 'batch' },
      ),
    ),
  ];

  it('draws votes with their share', () => {
    const tally = tallyQuestionnaire('q', lookup(sheetsWith([], ['A', 'A', 'C', ''])));
    const chart = votesChart(tally.questions[0]!, 1);
    expect(chart).toMatchObject({ title: '1. 总体评价', categories: ['A 好', 'B 一般', 'C 差', '未答'] });
    expect(chart.categories.map((_, at) => valueWords(chart, chart.series[0]!, at))).toEqual([
      '2票 50.0%',
      '0票 0.0%',
      '1票 25.0%',
      '1票 25.0%',
    ]);
  });

  it('puts units beside each other in percent', () => {
    const tally = tallyQuestionnaire('q', lookup(sheetsWith([], ['A', 'C'])));
    const chart = partsChart(tally.questions[0]!, 1, unitParts(tally.questions[0]!, ['县水务局党组']));
    expect(chart).toMatchObject({ unit: '%', series: [{ name: '县水务局党组', values: [50, 0, 50, 0] }] });
  });

  it('by 人群: the groups together are the whole, each in percent of its own sheets', () => {
    const groups = fc.option(fc.constantFrom('班子', '群众', '中层'), { nil: undefined });
    const sheet = fc.tuple(groups, fc.constantFrom('A', 'B', 'C', ''));
    fc.assert(
      fc.property(fc.array(sheet, { minLength: 1, maxLength: 20 }), (sheets) => {
        const reader = lookup(
          sheetsWith(
            sheets.map(([group]) => group),
            sheets.map(([, answer]) => answer),
          ),
        );
        const parts = tallyByGroup('q', reader);
        const named = sheets.some(([group]) => group !== undefined);
        expect(parts.length > 0).toBe(named);
        if (!named) return;
        const whole = tallyQuestionnaire('q', reader).questions[0]!.lines;
        whole.forEach((line, at) =>
          expect(sum(parts.map(({ tally }) => tally.questions[0]!.lines[at]!.total.votes))).toBe(
            line.total.votes,
          ),
        );
        for (const { group, tally } of parts) {
          expect(tally.valid).toBe(sheets.filter(([of]) => (of ?? NO_GROUP) === group).length);
        }
      }),
    );
  });
});
