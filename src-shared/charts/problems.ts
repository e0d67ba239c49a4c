/** 问题分布: the problems that count, by 聚焦, 重点 apart. */
import type { Entity } from '../domain/define';
import type { Entry } from '../domain/glossary';
import { problemsByFocus } from '../domain/statistics';
import { counts } from '../domain/draft-record';
import { isAdopted } from '../domain/kinds/working-paper';
import type { Chart } from './model';

/**
 * @param papers 底稿 of whatever is looked at; those that do not count yet are left out, as in the sentence
 * @param entries the 聚焦 of the round (`entriesOf('focus', …)`)
 * @param shortOf what a narrow column says of a 聚焦
 */
export function problemsChart(
  papers: readonly Entity[],
  entries: readonly Entry[],
  shortOf: (code: string) => string,
): Chart {
  const groups = problemsByFocus(
    papers.filter((paper) => counts(paper) && isAdopted(paper.values.state as string | undefined)),
    entries,
  );
  const isKey = (paper: Entity) => paper.values.key === true;
  return {
    title: '问题按聚焦分布',
    unit: '个',
    stacked: true,
    categories: groups.map(({ code, label }) => (code === '' ? label : shortOf(code))),
    series: [
      { name: '重点问题', tone: 'key', values: groups.map((group) => group.papers.filter(isKey).length) },
      {
        name: '一般问题',
        tone: 'plain',
        values: groups.map((group) => group.papers.filter((paper) => !isKey(paper)).length),
      },
    ],
  };
}
