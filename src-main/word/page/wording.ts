/** Numbers, dates and sentence ends as official Chinese papers write them. Pure functions. */
import { chineseDate as dayInChinese, chinesePeriod } from '../../../src-shared/domain/dates';
import { isIsoDate, type IsoDate as Day } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';

const DIGITS = '零一二三四五六七八九';
const UNITS = ['', '十', '百', '千'];

/**
 * A whole number in Chinese numerals: 1 一, 10 十, 21 二十一, 101 一百零一.
 * @throws RangeError outside 1–9999 (no paper has so many headings).
 */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 9999) throw new RangeError(`chineseNumber: ${value}`);
  const digits = [...String(value)].map(Number);
  let text = '';
  digits.forEach((digit, index) => {
    const unit = UNITS[digits.length - 1 - index] ?? '';
    if (digit !== 0) text += (DIGITS[digit] ?? '') + unit;
    else if (!text.endsWith('零')) text += '零';
  });
  return text.replace(/零$/, '').replace(/^一十/, '十');
}

/** The four levels of GB/T 9704-2012 §7.3.3: 一、→（一）→ 1. →（1）. */
export const numbering = {
  first: (n: number) => `${chineseNumber(n)}、`,
  second: (n: number) => `（${chineseNumber(n)}）`,
  third: (n: number) => `${n}.`,
  fourth: (n: number) => `（${n}）`,
} as const;

/** A calendar day, `YYYY-MM-DD`. */
export type IsoDate = string;

function realDay(date: IsoDate): Day {
  if (!isIsoDate(date)) {
    throw new WorkbenchError(
      'DOCUMENT_DATE',
      '文书中有一个日期无法识别，应为“2025-11-12”这样的年月日。请修改该日期后重新生成。',
    );
  }
  return date as Day;
}

/**
 * `2025-11-02` → `2025年11月2日` (no leading zeros, GB/T 9704-2012 §7.3.5.4).
 * @throws WorkbenchError DOCUMENT_DATE when it is no day of the calendar.
 */
export const chineseDate = (date: IsoDate): string => dayInChinese(realDay(date));

/** `2025年9月1日至9月26日`; the year is repeated only when it changes. Errors as {@link chineseDate}. */
export const chineseDateRange = (from: IsoDate, to: IsoDate): string =>
  chinesePeriod(realDay(from), realDay(to));

/** The text with one full stop, unless it already ends a sentence; signs alone say nothing. */
export function sentence(text: string): string {
  const trimmed = text
    .trim()
    .replace(/[，、；：,;:]+$/, '')
    .replace(/。+$/, '。');
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return '';
  return /[。！？…!?][”’）》」』]*$/.test(trimmed) ? trimmed : `${trimmed}。`;
}

/** A number that somebody typed before a heading or an item: the paper numbers them itself. */
const TYPED_NUMBER =
  /^(?:[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|\d{1,2}[.．、](?!\d)|[①-⑳])\s*/u;

/** The text without the numbers typed before it, even two in a row. */
export function withoutNumber(text: string): string {
  const rest = text.trim();
  const next = rest.replace(TYPED_NUMBER, '');
  return next === rest || next === '' ? rest : withoutNumber(next);
}

/** Signs of a Western keyboard and what stands for them in Chinese (GB/T 15834-2011). */
const FULL_WIDTH: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '?': '？',
  '!': '！',
};
const HAN = /[\p{Script=Han}“”‘’《》〈〉（）【】、。，；：！？…—]/u;
const LATIN = /[A-Za-z0-9]/;

/** Half-width brackets around or after hanzi. */
const bracketsToFullWidth = (text: string): string =>
  text.replace(/\(([^()]*)\)/g, (whole, inner: string, at: number) =>
    HAN.test(inner) || HAN.test(text[at - 1] ?? '') ? `（${inner}）` : whole,
  );

/** Straight quotation marks in pairs: the outer ones “”, those within them ‘’. */
function quotesToChinese(text: string): string {
  const straight = [...text].filter((char) => char === '"').length;
  // A mark without its other half is left alone: which side it belongs to cannot be known.
  if (straight === 0 || straight % 2 === 1 || !HAN.test(text)) return text;
  let open = false;
  let depth = 0;
  return [...text]
    .map((char) => {
      if (char === '“') depth += 1;
      if (char === '”') depth = Math.max(0, depth - 1);
      if (char !== '"') return char;
      open = !open;
      if (depth > 0) return open ? '‘' : '’';
      return open ? '“' : '”';
    })
    .join('');
}

/**
 * Punctuation as an official paper has it: full width beside hanzi, never inside numbers (8,999; 9:30; 3.2) and Latin
 * words; one stop where several were typed.
 */
export function official(text: string): string {
  const quoted = quotesToChinese(bracketsToFullWidth(text));
  const chars = [...quoted];
  const near = (at: number, step: 1 | -1): string => {
    let i = at + step;
    while (chars[i] === ' ') i += step;
    return chars[i] ?? '';
  };
  return chars
    .map((char, i) => {
      const [before, after] = [near(i, -1), near(i, 1)];
      if (
        char === '.' &&
        HAN.test(before) &&
        before !== '…' &&
        !LATIN.test(after) &&
        after !== '.' &&
        before !== '.'
      )
        return '。';
      const wide = FULL_WIDTH[char];
      if (wide === undefined || (LATIN.test(before) && LATIN.test(after))) return char;
      return HAN.test(before) || HAN.test(after) ? wide : char;
    })
    .join('')
    .replace(/\.{3,}/g, '……')
    .replace(/([，。；：！？]) +(?=\p{Script=Han})/gu, '$1')
    .replace(/([。，；、])\1+/g, '$1')
    .replace(/[，；、：]+。/g, '。')
    .replace(/。[，；、]+/g, '。');
}

/** The first sentence of a text, and what follows it. */
export function firstSentence(text: string): readonly [first: string, rest: string] {
  const end = /[。！？][”’）》]*/.exec(text);
  const at = end === null ? text.length : end.index + end[0].length;
  return [text.slice(0, at), text.slice(at)];
}

/** Quotation marks of a text that will itself stand in quotation marks: “” become ‘’ (GB/T 15834-2011 §4.8). */
export function innerQuotes(text: string): string {
  return text.replace(/“/g, '‘').replace(/”/g, '’');
}
