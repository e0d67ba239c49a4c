/** How wide the columns of a table are: by what stands in them, so that every cell turns its lines about as often. */
import { widthOf as plainWidth } from './text';

/** A column as far as its width goes. */
export interface ColumnSpec {
  readonly title: string;
  /** Never turned over two lines: numbers, days, states. */
  readonly whole?: boolean;
  /** The least width in mm, of a column to be written in by hand. */
  readonly least?: number;
}

export interface Line {
  /** The width to fill, in mm. */
  readonly width: number;
  /** Width of a full-width character, in mm. */
  readonly character: number;
  /** What a cell leaves free on both sides together, in mm. */
  readonly margin: number;
}

/** Days, figures and Latin words are not turned; a measure word and a sign after them go along. */
const UNBROKEN =
  /\d{4}年\d{1,2}月\d{1,2}日|[（]?[0-9A-Za-z.,%‰:：/~～—-]+[万亿元年月日人次项个份天件]{0,2}[、，。；）”]?/g;
/** A column of words is not squeezed below this many full-width characters. */
const FEWEST = 5;
/** The longest cells may turn more often than the rest: one in ten. */
const TYPICAL = 0.9;

/** Places where programs put a quarter of a character of their own, unless told not to. */
const BESIDE_DIGITS = /(?<=\p{Script=Han})(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=\p{Script=Han})/gu;
/** How much wider than half a character these are in the fonts that stand in for 仿宋 where it is not installed. */
const WIDER_DIGIT = 0.15;
const WIDER_CAPITAL = 0.6;

/** Width in half characters, as the widest program sets it. */
const widthOf = (text: string): number =>
  plainWidth(text) +
  (text.match(BESIDE_DIGITS)?.length ?? 0) / 2 +
  (text.match(/\d/g)?.length ?? 0) * WIDER_DIGIT +
  (text.match(/[A-Z]/g)?.length ?? 0) * WIDER_CAPITAL;

const longest = (widths: readonly number[]): number => widths.reduce((most, n) => (n > most ? n : most), 0);

interface Need {
  /** Below this something is torn. */
  readonly least: number;
  /** With this nothing is turned. */
  readonly natural: number;
  /** All that a long cell of it holds, on one line. */
  readonly whole: number;
}

function needOf({ title, whole, least = 0 }: ColumnSpec, texts: readonly string[], line: Line): Need {
  const mm = (half: number): number => (half === 0 ? 0 : (half / 2) * line.character + line.margin);
  const head = longest(title.split('\n').map(widthOf));
  const cells = texts.map((text) => text.split('\n').map(widthOf));
  const natural = longest(cells.map(longest));
  const token = longest(texts.flatMap((text) => (text.match(UNBROKEN) ?? []).map(widthOf)));
  const sums = cells.map((lines) => lines.reduce((sum, n) => sum + n, 0)).sort((a, b) => a - b);
  const typical = sums[Math.min(sums.length - 1, Math.floor(sums.length * TYPICAL))] ?? 0;
  // A long unbroken text (an account number, a word of 200 letters) must not push the others off the page.
  const unturned = whole ? natural : Math.min(natural, Math.max(2 * FEWEST, Math.min(token, 24)));
  const narrowest = Math.max(least, mm(Math.max(Math.min(head, 2 * FEWEST), unturned)));
  return { least: narrowest, natural: Math.max(narrowest, mm(natural)), whole: mm(typical) };
}

/** Width of a column when its long cells have `lines` lines. */
const widthAt = ({ least, natural, whole }: Need, lines: number): number =>
  Math.min(natural, Math.max(least, whole / lines));

/**
 * Widths in mm that fill the line: none below what its figures need, and with the fewest lines in the long cells.
 * @param texts of each column, from all rows
 */
export function columnWidths(
  columns: readonly ColumnSpec[],
  texts: readonly (readonly string[])[],
  line: Line,
): number[] {
  const needs = columns.map((column, i) => needOf(column, texts[i] ?? [], line));
  const total = (widths: readonly number[]) => widths.reduce((sum, n) => sum + n, 0);
  const at = (lines: number) => needs.map((need) => widthAt(need, lines));
  const least = needs.map((need) => need.least);
  const fill = (widths: readonly number[], takes: readonly number[]): number[] => {
    const spare = line.width - total(widths);
    const shares = total(takes) || 1;
    return widths.map((width, i) => width + (spare * (takes[i] ?? 0)) / shares);
  };
  if (total(least) >= line.width) return least.map((width) => (width * line.width) / total(least));
  // What is left goes to the columns of words, the wider the more.
  const open = (widths: readonly number[]) => {
    const words = widths.map((width, i) => (columns[i]?.whole ? 0 : width));
    return total(words) > 0 ? words : widths;
  };
  let [few, many] = [1, 2000];
  if (total(at(few)) > line.width) {
    for (let step = 0; step < 40; step += 1) {
      const middle = (few + many) / 2;
      if (total(at(middle)) > line.width) few = middle;
      else many = middle;
    }
    few = many;
  }
  const widths = at(few);
  return fill(widths, open(widths));
}
