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

/** The colours of app.css; words on a bar have at least 4.5 : 1. */
const LOOKS: Readonly<Record<'light' | 'dark', Look>> = {
  light: {
    text: '#1d2126',
    faint: '#565b63',
    line: '#cfccc5',
    tones: {
      key: ['#a8201a', '#ffffff'],
      plain: ['#2b5278', '#ffffff'],
      done: ['#2f7d4f', '#ffffff'],
      nearly: ['#a9d3b9', '#1d2126'],
      doing: ['#2b5278', '#ffffff'],
      waiting: ['#cfccc5', '#1d2126'],
    },
    palette: ['#2b5278', '#b26a00', '#2f7d4f', '#7c4d86', '#4f8f9b', '#8d8a5a'],
  },
  dark: {
    text: '#eceae6',
    faint: '#b4b6ba',
    line: '#45484d',
    tones: {
      key: ['#e8776c', '#1a1b1d'],
      plain: ['#8db4dc', '#1a1b1d'],
      done: ['#5fae80', '#1a1b1d'],
      nearly: ['#33573f', '#eceae6'],
      doing: ['#8db4dc', '#1a1b1d'],
      waiting: ['#55585d', '#eceae6'],
    },
    palette: ['#8db4dc', '#d9a13b', '#5fae80', '#c39acb', '#79b8c4', '#bdb97f'],
  },
};

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
  mode: 'light' | 'dark',
  open: (series: number, category: number) => void,
): () => void {
  const drawn = echarts.init(element, null, { renderer: 'svg' });
  drawn.setOption(optionOf(chart, LOOKS[mode], getComputedStyle(element).fontFamily));
  drawn.on('click', ({ seriesIndex, dataIndex }) => open(seriesIndex ?? 0, dataIndex));
  const watch = new ResizeObserver(() => drawn.resize());
  watch.observe(element);
  return () => {
    watch.disconnect();
    drawn.dispose();
  };
}
