/** 问题分布: the problems that count, by 聚焦, 重点 apart. */
import type { Entity } from '../domain/define';
import { figuresIn, type FigureLook, type FigureScope } from '../domain/figures';
import type { Entry } from '../domain/glossary';
import { problemsByFocus } from '../domain/problems-by-focus';
import type { Chart, ChartSeries } from './model';

/**
 * @param entries the 聚焦 of the round (`entriesOf('focus', …)`)
 * @param shortOf what a narrow column says of a 聚焦
 */
export function problemsChart(
  look: FigureLook,
  scope: FigureScope,
  entries: readonly Entry[],
  shortOf: (code: string) => string,
): Chart {
  const groups = problemsByFocus(figuresIn(look, scope).records('problems'), entries);
  const isKey = (paper: Entity): boolean => paper.values.key === true;
  const series = (name: string, key: boolean): ChartSeries => ({
    name,
    tone: key ? 'key' : 'plain',
    values: groups.map(({ papers }) => papers.filter((paper) => isKey(paper) === key).length),
    asked: groups.map(({ code }) => ({ figure: 'problems', scope, part: { focus: code, key } })),
  });
  return {
    title: '问题按聚焦分布',
    unit: '个',
    stacked: true,
    categories: groups.map(({ code, label }) => (code === '' ? label : shortOf(code))),
    series: [series('重点问题', true), series('一般问题', false)],
  };
}
