/** 问卷: how often each option of a question was chosen, by all, by unit, or by 人群. */
import type { CountedQuestion, Share } from '../domain/questionnaire-tally';
import type { Chart, ChartSeries } from './model';

/** A share as a number: `28.8%` → 28.8; none without valid sheets. */
const shareOf = ({ percent }: Share): number => {
  const share = Number.parseFloat(percent);
  return Number.isNaN(share) ? 0 : share;
};

const titleOf = ({ question }: CountedQuestion, place: number): string =>
  `${place}. ${question.values.stem ?? ''}`;

const linesOf = ({ lines, sorted }: CountedQuestion): readonly { words: string; total: Share }[] =>
  sorted?.map((line) => ({ words: line.words, total: line })) ?? lines;

/** The votes of all units together. @param place of the question on the sheet, from 1 */
export function votesChart(counted: CountedQuestion, place: number): Chart {
  const lines = linesOf(counted);
  return {
    title: titleOf(counted, place),
    unit: '票',
    stacked: false,
    categories: lines.map(({ words }) => words),
    series: [
      {
        name: '票数',
        tone: 'plain',
        values: lines.map(({ total }) => total.votes),
        words: lines.map(({ total }) => `${total.votes}票 ${total.percent}`),
      },
    ],
  };
}

/** A part of those who were asked (a unit, a 人群), and what they answered to the same question. */
export interface Part {
  readonly name: string;
  readonly shares: readonly Share[];
}

/** The shares of each part beside each other: parts of different size are compared in percent. */
export function partsChart(counted: CountedQuestion, place: number, parts: readonly Part[]): Chart {
  return {
    title: titleOf(counted, place),
    unit: '%',
    stacked: false,
    categories: linesOf(counted).map(({ words }) => words),
    series: parts.map(({ name, shares }): ChartSeries => ({
      name,
      values: shares.map(shareOf),
      words: shares.map(({ percent }) => percent),
    })),
  };
}

/** What each unit answered; none where answers were sorted by hand for all units together. */
export const unitParts = (counted: CountedQuestion, names: readonly string[]): readonly Part[] =>
  counted.lines.length === 0
    ? []
    : names.map((name, at) => ({ name, shares: counted.lines.map(({ byUnit }) => byUnit[at]!) }));
