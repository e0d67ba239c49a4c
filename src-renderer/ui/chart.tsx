/** A chart: drawn when it comes into sight, by a library that is read only then; the same numbers as a table for the ear. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { valueWords, type Chart, type ChartSeries } from '../../src-shared/charts/model';
import { openFigure } from '../session/navigation';
import { FigureNumber } from './figure-number';
import './chart.css';

/** Height of one bar with what is between it and the next, of the legend above, in pixels. */
const BAR = 22;
const GAP = 14;
const LEGEND = 32;

/** How high the drawing of a chart is, in pixels: known before it is drawn, so that nothing moves. */
export function heightOf(chart: Chart): number {
  const bars = chart.stacked ? 1 : chart.series.length;
  return chart.categories.length * (bars * BAR + GAP) + (chart.series.length > 1 ? LEGEND : 0);
}

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');
const watchLook = (changed: () => void): (() => void) => {
  const look = dark();
  look.addEventListener('change', changed);
  return () => look.removeEventListener('change', changed);
};

export function ChartFigure({ chart }: { readonly chart: Chart }) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useSyncExternalStore(watchLook, () => dark().matches);
  useEffect(() => {
    const element = box.current;
    if (element === null || typeof IntersectionObserver === 'undefined') return;
    let gone = false;
    let end: (() => void) | undefined;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      void import('./draw-chart').then(({ drawChart }) => {
        if (gone) return;
        const open = (series: number, category: number): void => {
          const asked = chart.series[series]?.asked?.[category];
          if (asked) openFigure(asked);
        };
        end = drawChart(element, chart, isDark ? 'dark' : 'light', open);
      });
    });
    watch.observe(element);
    return () => {
      gone = true;
      watch.disconnect();
      end?.();
    };
  }, [chart, isDark]);
  return (
    <figure className="chart">
      <figcaption>{chart.title}</figcaption>
      <div ref={box} className="chart-drawing" style={{ height: heightOf(chart) }} aria-hidden="true" />
      <div className="chart-table">
        <table aria-label={chart.title}>
          <thead>
            <tr>
              <td />
              {chart.series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chart.categories.map((category, at) => (
              <tr key={category}>
                <th scope="row">{category}</th>
                {chart.series.map((series) => (
                  <td key={series.name}>
                    <ChartValue chart={chart} series={series} at={at} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

interface ChartValueProps {
  readonly chart: Chart;
  readonly series: ChartSeries;
  /** The place of the category. */
  readonly at: number;
}

/** One number of the table; one that is a figure opens its records. */
function ChartValue({ chart, series, at }: ChartValueProps) {
  const asked = series.asked?.[at];
  const words = valueWords(chart, series, at);
  if (!asked) return words;
  const name = `${chart.categories[at]}，${series.name}`;
  return <FigureNumber asked={asked} words={String(series.values[at] ?? 0)} name={name} />;
}
