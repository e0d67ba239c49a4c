/** Draws a chart with ECharts, as vectors: sharp at every size of type, and no wider than its box. */
import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  type GridComponentOption,
  type LegendComponentOption,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { valueWords, type Chart, type ChartSeries, type ChartTone } from '../../src-shared/charts/model';
import { colour, type Colour, type Mode } from './tokens';

echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

type Option = echarts.ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption>;

interface Look {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  /** What a bar and the words on it are drawn in. */
  readonly tones: Readonly<Record<ChartTone, readonly [string, string]>>;
  /** For series without a meaning, in their order. */
  readonly palette: readonly string[];
}

/** Words on a bar have at least 4.5 : 1. */
function lookOf(mode: Mode): Look {
  const of = (name: Colour): string => colour(name, mode);
  return {
    text: of('text'),
    faint: of('text-2'),
    line: of('line-strong'),
    tones: {
      key: [of('red'), of('base')],
      plain: [of('ink'), of('base')],
      done: [of('success'), of('base')],
      nearly: [of('nearly'), of('text')],
      doing: [of('ink'), of('base')],
      waiting: [of('waiting'), of('text')],
    },
    palette: [of('ink'), of('warning'), of('success'), of('violet'), of('teal'), of('olive')],
  };
}

/** Width that names of categories may take before they break, and that words beside a bar need, in pixels. */
const NAMES = 190;
const WORDS = 92;

function seriesOf(chart: Chart, series: ChartSeries, at: number, look: Look): BarSeriesOption {
  const [colour, onColour] = series.tone
    ? look.tones[series.tone]
    : [look.palette[at % look.palette.length]!, look.text];
  return {
    type: 'bar',
    cursor: series.asked ? 'pointer' : 'default',
    name: series.name,
    data: [...series.values],
    stack: chart.stacked ? 'all' : undefined,
    barWidth: 16,
    itemStyle: { color: colour },
    label: {
      show: true,
      position: chart.stacked ? 'inside' : 'right',
      color: chart.stacked ? onColour : look.faint,
      fontSize: 13,
      formatter: ({ dataIndex, value }) =>
        chart.stacked ? (value === 0 ? '' : String(value)) : valueWords(chart, series, dataIndex),
    },
  };
}

/** @param font the family of the page: names are measured in it, so that they are not cut */
function optionOf(chart: Chart, look: Look, font: string): Option {
  const several = chart.series.length > 1;
  return {
    animation: false,
    textStyle: { fontFamily: font, fontSize: 13, color: look.text },
    legend: several
      ? { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: look.text, fontSize: 13 } }
      : undefined,
    grid: {
      left: 0,
      right: chart.stacked ? 12 : WORDS,
      top: several ? 30 : 0,
      bottom: 0,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: { type: 'value', show: false, max: 'dataMax' },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...chart.categories],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.text, fontSize: 13, width: NAMES, overflow: 'break', interval: 0 },
    },
    series: chart.series.map((series, at) => seriesOf(chart, series, at, look)),
  };
}

/**
 * Draws into an element that has its height, and again when its width changes.
 * @param open what a click on a bar does, by the places of its series and category
 * @returns what takes the drawing away
 */
export function drawChart(
  element: HTMLElement,
  chart: Chart,
  mode: Mode,
  open: (series: number, category: number) => void,
): () => void {
  const drawn = echarts.init(element, null, { renderer: 'svg' });
  drawn.setOption(optionOf(chart, lookOf(mode), getComputedStyle(element).fontFamily));
  drawn.on('click', ({ seriesIndex, dataIndex }) => open(seriesIndex ?? 0, dataIndex));
  const watch = new ResizeObserver(() => drawn.resize());
  watch.observe(element);
  return () => {
    watch.disconnect();
    drawn.dispose();
  };
}
