/** A list of ours as other hands give it back: worked on in WPS, in old programs, sent round the offices. */
import { utils, write, type BookType, type CellObject, type WorkBook } from '@e965/xlsx';
import fc from 'fast-check';
import Papa from 'papaparse';
import { KEY, PLACE } from '../../src-main/services/tables/columns';

/** What somebody did to the file; every part of it alone changes no value. */
export interface Rewriting {
  readonly saved: (typeof SAVED)[number];
  /** In which order the columns and the rows stand: the places by rank. */
  readonly columns: readonly number[];
  readonly turned: boolean;
  /** Columns that were thrown away, by their places; the key is another matter. */
  readonly dropped: readonly number[];
  readonly keepsKey: boolean;
  /** Columns of somebody's own, at the left. */
  readonly more: readonly (typeof MORE)[number][];
  readonly days: (typeof DAYS)[number];
  readonly numbers: (typeof NUMBERS)[number];
  /** Texts that are figures became numbers, as they do when a cell is typed in again. */
  readonly figures: boolean;
  readonly flags: (typeof FLAGS)[number];
  /** Cells that say the same as the one above them are made one with it. */
  readonly merged: boolean;
  readonly above: readonly (typeof ABOVE)[number][];
  readonly heads: 1 | 2;
  readonly below: readonly (typeof BELOW)[number][];
}

const SAVED = ['xlsx', 'biff8', 'xlml', 'csv', 'semicolons', 'utf16'] as const;
const MORE = ['经办人意见', '核对', '打印', '列1', '自编号（勿填）'] as const;
const DAYS = ['day', 'dayInWords', 'dashes', 'han', 'slashes', 'dots', 'digits', 'wide', 'short'] as const;
const NUMBERS = ['number', 'text', 'thousands', 'wide'] as const;
const FLAGS = ['是否', 'boolean', '√×', '有无'] as const;
const ABOVE = [
  '台账（汇总）',
  '单位：某县某局\u3000\u3000金额单位：万元',
  '填报日期：2026年3月20日',
  '',
] as const;
const BELOW = ['合计', '填表人：\u3000审核人：', '注：以上情况属实', ''] as const;

/** Anything that is done to a file without a change in its values. */
export const rewriting: fc.Arbitrary<Rewriting> = fc.record({
  saved: fc.constantFrom(...SAVED),
  columns: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
  turned: fc.boolean(),
  dropped: fc.oneof(fc.constant([]), fc.uniqueArray(fc.nat(40), { maxLength: 12 })),
  keepsKey: fc.boolean(),
  more: fc.uniqueArray(fc.constantFrom(...MORE), { maxLength: 3 }),
  days: fc.constantFrom(...DAYS),
  numbers: fc.constantFrom(...NUMBERS),
  figures: fc.boolean(),
  flags: fc.constantFrom(...FLAGS),
  merged: fc.boolean(),
  above: fc.array(fc.constantFrom(...ABOVE), { maxLength: 4 }),
  heads: fc.constantFrom(1, 2),
  below: fc.array(fc.constantFrom(...BELOW), { maxLength: 3 }),
});

/** A column as the rewriter knows it. */
export interface Heading {
  readonly label: string;
  readonly type: string;
}

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** A day as people write it. */
function dayWritten(day: string, how: Rewriting['days']): string | CellObject {
  const [year, month, date] = day.split('-') as [string, string, string];
  // Before that a workbook counts a day that never was (29 February 1900).
  const serial = Date.parse(`${day}T00:00:00Z`) / 864e5 + 25_569;
  const counted = day >= '1900-03-01';
  switch (how) {
    case 'day':
      return counted ? { t: 'n', v: serial, z: 'm/d/yy' } : day;
    case 'dayInWords':
      return counted ? { t: 'n', v: serial, z: 'yyyy"年"m"月"d"日"' } : day;
    case 'dashes':
      return day;
    case 'han':
      return `${year}年${Number(month)}月${Number(date)}日`;
    case 'slashes':
      return `${year}/${Number(month)}/${Number(date)}`;
    case 'dots':
      return `${year}.${Number(month)}.${Number(date)}`;
    case 'digits':
      return `${year}${month}${date}`;
    case 'wide':
      return wide(`${year}.${month}.${date}`);
    case 'short':
      return year.startsWith('20') ? `${year.slice(2)}.${Number(month)}.${Number(date)}` : day;
  }
}

function numberWritten(value: number, how: Rewriting['numbers']): string | number {
  if (how === 'number') return value;
  const text = String(value);
  if (how === 'text') return text;
  if (how === 'wide') return wide(text);
  return text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

const flagWritten = (said: string, how: Rewriting['flags']): string | boolean =>
  how === 'boolean' ? said === '是' : how === '是否' ? said : how[said === '是' ? 0 : 1]!;

/** What a cell of ours is written as. */
function written(
  text: string,
  { type }: Heading,
  how: Rewriting,
): string | number | boolean | CellObject | null {
  if (text === '') return null;
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return dayWritten(text, how.days);
  if (type === 'integer' || type === 'amount') return numberWritten(Number(text), how.numbers);
  if (type === 'flag') return flagWritten(text, how.flags);
  const plain = ['text', 'longText', 'choice'].includes(type) && String(Number(text)) === text;
  return how.figures && plain && Math.abs(Number(text)) < 1e15 ? Number(text) : text;
}

type Line = readonly ReturnType<typeof written>[];

/** A list of ours as it was rewritten. */
export interface Rewritten {
  readonly bytes: Uint8Array;
  /** The labels of the columns of ours that are still there. */
  readonly kept: readonly string[];
  /** How many rows have anything left in them. */
  readonly filled: number;
}

/**
 * Rewrites a list.
 * @param headings of every column, with the place and the key
 * @param rows the words of every cell, as our CSV has them
 */
export function rewrite(
  headings: readonly Heading[],
  rows: readonly (readonly string[])[],
  how: Rewriting,
): Rewritten {
  const order = headings
    .map((heading, at) => ({ heading, at, rank: how.columns[at % how.columns.length]! }))
    .filter(({ heading, at }) => (heading.label === KEY ? how.keepsKey : !how.dropped.includes(at)))
    .sort((a, b) => a.rank - b.rank || a.at - b.at);
  const kept = order.map(({ heading }) => heading.label);
  // Where a program opens our CSV and saves it as text, what keeps a text from being a formula goes out again.
  const said = (text: string): string =>
    !isText(how) && /^''*[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
  const lines = rows.map((row, i): Line => [
    ...how.more.map((_, k) => (i % 2 === k % 2 ? '已阅' : null)),
    ...order.map(({ heading, at }) =>
      heading.label === PLACE ? String(rows.length - i) : written(said(row[at]!), heading, how),
    ),
  ]);
  if (how.turned) lines.reverse();
  const width = how.more.length + order.length;
  const heads = [...how.more, ...kept];
  const above = how.above.map((text): Line => [text]);
  const head: Line[] = how.heads === 2 && !isText(how) ? [groupsOf(heads), heads] : [heads];
  const below = how.below.map((text): Line => (text === '合计' ? [text, `${rows.length}条`] : [text]));
  const all = [...above, ...head, ...lines, ...below];
  const filled = lines.filter((line) => line.some((cell) => cell !== null && cell !== '')).length;
  if (isText(how)) return { kept, filled, bytes: asText(all, how.saved) };
  const merges = [
    ...above.map((_, r) => ({ s: { r, c: 0 }, e: { r, c: Math.max(width - 1, 1) } })),
    ...(head.length === 2 ? headMerges(above.length, width) : []),
    ...(how.merged ? equalRuns(all, above.length + head.length, lines.length) : []),
  ];
  return { kept, filled, bytes: asWorkbook(all, merges, how.saved) };
}

const isText = ({ saved }: Rewriting): boolean => ['csv', 'semicolons', 'utf16'].includes(saved);

/** The upper row of a head of two: over each three columns a word, merged; the fourth is one cell over both rows. */
const groupsOf = (heads: readonly string[]): Line =>
  heads.map((label, column) =>
    column % 4 === 3 ? label : column % 4 === 0 ? `第${column / 4 + 1}部分` : null,
  );

function headMerges(row: number, width: number) {
  return Array.from({ length: width }, (_, c) => c).flatMap((c) => {
    if (c % 4 === 3) return [{ s: { r: row, c }, e: { r: row + 1, c } }];
    const last = Math.min(c + 2, width - 1);
    return c % 4 === 0 && last > c ? [{ s: { r: row, c }, e: { r: row, c: last } }] : [];
  });
}

/** Runs of equal cells, one above the other. */
function equalRuns(lines: readonly Line[], from: number, count: number) {
  const runs = [];
  for (let c = 0; c < Math.max(...lines.map(({ length }) => length)); c += 1) {
    for (let r = from; r < from + count; r += 1) {
      const said = JSON.stringify(lines[r]![c] ?? null);
      let end = r;
      while (end + 1 < from + count && JSON.stringify(lines[end + 1]![c] ?? null) === said) end += 1;
      if (end > r && said !== 'null') runs.push({ s: { r, c }, e: { r: end, c } });
      r = end;
    }
  }
  return runs;
}

function asText(lines: readonly Line[], saved: Rewriting['saved']): Uint8Array {
  const words = lines.map((line) =>
    line.map((cell) => (cell === true ? 'TRUE' : cell === false ? 'FALSE' : wordsIn(cell))),
  );
  const text = Papa.unparse(words, {
    delimiter: saved === 'csv' ? ',' : saved === 'utf16' ? '\t' : ';',
    newline: '\r\n',
  });
  return saved === 'utf16' ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(`\ufeff${text}`, 'utf8');
}

/** What one sees of a cell. */
function wordsIn(cell: ReturnType<typeof written>): string {
  if (cell === null || typeof cell !== 'object') return String(cell ?? '');
  return new Date((Number(cell.v) - 25_569) * 864e5).toISOString().slice(0, 10);
}

function asWorkbook(lines: readonly Line[], merges: object[], saved: Rewriting['saved']): Uint8Array {
  // The library that plays the other program does not know that `_x0041_` must be written as `_x005F_x0041_`.
  const said = (cell: ReturnType<typeof written>) =>
    saved === 'xlsx' && typeof cell === 'string' ? cell.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_') : cell;
  const sheet = utils.aoa_to_sheet(lines.map((line) => line.map(said)));
  sheet['!merges'] = merges as never;
  const book: WorkBook = { SheetNames: ['Sheet1'], Sheets: { Sheet1: sheet } };
  const bytes = write(book, { type: 'array', bookSST: true, bookType: saved as BookType }) as ArrayBuffer;
  return new Uint8Array(bytes);
}

/** The words of every cell of our own CSV, as they stand in the file. */
export function linesOf(csv: Buffer): string[][] {
  const [, ...lines] = Papa.parse<string[]>(csv.toString('utf8').replace(/^\ufeff/, ''), {
    skipEmptyLines: true,
  }).data;
  return lines;
}
