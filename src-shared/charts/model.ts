/**
 * What a chart shows, as plain data: bars by category. The screen draws it, paper draws the same numbers as bars of a
 * table, and both get them from the figures that the sentences are made of.
 */

import type { AskedFigure } from '../domain/figures';

/** What the colour of a series means; a series without a meaning of its own takes the next of the palette. */
export type ChartTone = 'key' | 'plain' | 'done' | 'nearly' | 'doing' | 'waiting';

export interface ChartSeries {
  readonly name: string;
  readonly tone?: ChartTone;
  /** In the order of the categories. */
  readonly values: readonly number[];
  /** What stands beside a bar in place of its number, in the same order. */
  readonly words?: readonly string[];
  /** The figure that each value is, in the same order: a screen opens its records. */
  readonly asked?: readonly AskedFigure[];
}

export interface Chart {
  readonly title: string;
  /** What the numbers count, e.g. 个 or %. */
  readonly unit: string;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  /** The series of a category stand end to end and add up; otherwise one below the other. */
  readonly stacked: boolean;
}

/** The words of one value: what its series says of it, else the number with its unit. */
export const valueWords = (chart: Chart, series: ChartSeries, category: number): string =>
  series.words?.[category] ?? `${series.values[category] ?? 0}${chart.unit}`;
