/** What people would rather look at than read: problems by 聚焦, rectification by state, of the unit or of the whole round. */
import { useMemo } from 'react';
import type { Chart } from '../../../src-shared/charts/model';
import { problemsChart } from '../../../src-shared/charts/problems';
import { rectificationChart } from '../../../src-shared/charts/rectification';
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
    const units = context
      .children(round, 'inspection')
      .filter(({ id }) => inspection === undefined || id === inspection);
    const ids = new Set(units.map(({ id }) => id));
    const of = (kind: string) =>
      context.list([kind]).filter((entity) => entity.inspection !== null && ids.has(entity.inspection));
    const glossary = glossaryIn(context);
    const at = context.get(round);
    const short = glossary.shortWords(at);
    const items = of('rectificationItem');
    return [
      problemsChart(of('workingPaper'), glossary.entries('focus', at), (code) => short('focus', code)),
      rectificationChart(
        units.map(({ id }) => ({
          label: context.label(id),
          items: items.filter((item) => item.inspection === id),
        })),
      ),
    ].filter(isDrawn);
  }, [context, round, inspection]);
  return charts.map((chart) => (
    <div key={chart.title} className="card">
      <ChartFigure chart={chart} />
    </div>
  ));
}
