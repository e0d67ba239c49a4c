/** What people would rather look at than read: problems by 聚焦, rectification by state, of the unit or of the whole round. */
import { useMemo } from 'react';
import type { Chart } from '../../../src-shared/charts/model';
import { problemsChart } from '../../../src-shared/charts/problems';
import { rectificationChart } from '../../../src-shared/charts/rectification';
import { unitsIn, type FigureScope } from '../../../src-shared/domain/figures';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import type { ScreenContext } from '../../replica';
import { ChartFigure } from '../../ui/chart';

const isDrawn = (chart: Chart): boolean =>
  chart.categories.length > 0 && chart.series.some(({ values }) => values.some((value) => value > 0));

interface ChartsProps {
  readonly context: ScreenContext;
  readonly round: string;
  /** Of one unit; absent for all of the round. */
  readonly inspection: string | undefined;
}

export function Charts({ context, round, inspection }: ChartsProps) {
  const charts = useMemo(() => {
    const scope: FigureScope = inspection === undefined ? { round } : { unit: inspection };
    const glossary = glossaryIn(context);
    const at = context.get(round);
    const short = glossary.shortWords(at);
    const units = unitsIn(scope, context).map(({ id }) => ({ id, label: context.label(id) }));
    return [
      problemsChart(context, scope, glossary.entries('focus', at), (code) => short('focus', code)),
      rectificationChart(context, units),
    ].filter(isDrawn);
  }, [context, round, inspection]);
  return charts.map((chart) => (
    <div key={chart.title} className="card">
      <ChartFigure chart={chart} />
    </div>
  ));
}
