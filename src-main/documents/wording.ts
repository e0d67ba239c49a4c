/** Numbers, dates and sentence ends as official Chinese papers write them. Pure functions. */
import { chineseDate as dayInChinese, chinesePeriod } from '../../src-shared/domain/dates';
import type { IsoDate as Day } from '../../src-shared/domain/define';
import { WorkbenchError } from '../../src-shared/errors';

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
  const [year, month, day] = date.split('-').map(Number);
  const real = new Date(Date.UTC(year ?? NaN, (month ?? NaN) - 1, day));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || real.getUTCMonth() + 1 !== month || real.getUTCDate() !== day) {
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

/** The text with a full stop, unless it already ends a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/[，、；：,;:]+$/, '');
  return trimmed === '' || /[。！？…!?][”’）》」』]*$/.test(trimmed) ? trimmed : `${trimmed}。`;
}

/** Quotation marks of a text that will itself stand in quotation marks: “” become ‘’ (GB/T 15834-2011 §4.8). */
export function innerQuotes(text: string): string {
  return text.replace(/“/g, '‘').replace(/”/g, '’');
}
