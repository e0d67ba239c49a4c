/**
 * The look of many cells. The writing library works out the look of each cell anew, which takes it longer than all the rest:
 * so it is given the cells bare, and below them a row of specimens, one of each look; the number that it gave to a specimen is
 * then put at every cell of that look.
 */
import type { Cell } from './sheet';

const LOOKS = ['blank', 'number', 'day', 'text'] as const;
/** How a cell looks. */
export type Look = (typeof LOOKS)[number];

/** A specimen of each look. @param word a text that the book has anyway */
export const specimens = (word: string): readonly Cell[] => [
  { is: 'empty', text: '' },
  { is: 'number', text: '0', value: 0 },
  { is: 'day', text: '2000-01-01', day: '2000-01-01' },
  { is: 'text', text: word },
];

/** 25: A, 26: AA. */
export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));

const ROW_END = '</row>';
const CELL = '<c r="';

/**
 * The sheet with every cell in its look and without the row of specimens, which is its last.
 * @param above how many rows stand above the first of `rows`; none of them is empty
 * @param rows as the sheet has them, each of at least one cell and the last of its cells not blank
 * @throws TypeError where the sheet is not the one that was made of them: a defect
 */
export function dressed(sheet: string, above: number, rows: readonly (readonly Look[])[]): string {
  const [top = '', ...written] = sheet.split('<row ');
  const below = written.pop() ?? '';
  const numbers = [...below.matchAll(/<c r="[A-Z]+\d+" s="(\d+)"/g)].map(([, number]) => number);
  if (written.length !== above + rows.length || numbers.length !== LOOKS.length)
    throw new TypeError('rows or specimens are missing');
  const start = Object.fromEntries(LOOKS.map((look, i) => [look, `<c s="${numbers[i]}" r="`])) as Record<
    Look,
    string
  >;
  const names = (rows[0] ?? []).map((_, i) => columnName(i));
  const dress = (row: string, looks: readonly Look[], number: number): string => {
    const [head, ...cells] = row.split(CELL);
    let next = 0;
    let text = head!;
    for (let i = 0; i < looks.length; i += 1)
      text +=
        looks[i] === 'blank' ? `${start.blank}${names[i]}${number}"/>` : start[looks[i]!] + cells[next++];
    if (next !== cells.length) throw new TypeError('a cell is missing');
    return text;
  };
  return [
    top,
    ...written.slice(0, above),
    ...rows.map((looks, i) => dress(written[above + i]!, looks, above + i + 1)),
  ]
    .join('<row ')
    .concat(below.slice(below.indexOf(ROW_END) + ROW_END.length));
}
