/** The count as pictures, a question each: all together, the units beside each other, or the 人群. */
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { partsChart, unitParts, votesChart } from '../../../src-shared/charts/questionnaire';
import { tallyByGroup } from '../../../src-shared/domain/questionnaire-groups';
import type { QuestionnaireTally } from '../../../src-shared/domain/questionnaire-tally';
import { labelOf, useRuleContext } from '../../replica';
import { ChartFigure } from '../../ui/chart';

type By = 'total' | 'unit' | 'group';

interface TallyChartsProps {
  readonly questionnaire: string;
  readonly counted: QuestionnaireTally;
}

export function TallyCharts({ questionnaire, counted }: TallyChartsProps) {
  const context = useRuleContext();
  const [by, setBy] = useState<By>('total');
  const groups = useMemo(() => tallyByGroup(questionnaire, context), [questionnaire, context]);
  const charts = useMemo(
    () =>
      counted.questions.map((question, at) => {
        const place = at + 1;
        if (by === 'unit')
          return partsChart(question, place, unitParts(question, counted.units.map(labelOf)));
        if (by === 'group') {
          const parts = groups.map(({ group, tally }) => ({
            name: group,
            shares: (tally.questions[at]?.lines ?? []).map(({ total }) => total),
          }));
          return partsChart(question, place, question.sorted ? [] : parts);
        }
        return votesChart(question, place);
      }),
    [counted, groups, by],
  );
  return (
    <>
      {(counted.units.length > 1 || groups.length > 0) && (
        <Segmented<By>
          aria-label="图中对照"
          name="tally-by"
          className="gap"
          value={by}
          onChange={setBy}
          options={[
            { value: 'total', label: '合计' },
            ...(counted.units.length > 1 ? [{ value: 'unit' as const, label: '分单位' }] : []),
            ...(groups.length > 0 ? [{ value: 'group' as const, label: '分人群' }] : []),
          ]}
        />
      )}
      {charts.map((chart, at) => (
        <ChartFigure key={counted.questions[at]!.question.id} chart={chart} />
      ))}
    </>
  );
}
