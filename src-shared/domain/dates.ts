/** Calendar arithmetic on `YYYY-MM-DD`, without time zones: the day a paper names is the day meant. */
import type { IsoDate } from './define';

const DAY_MS = 86_400_000;
const utc = (day: IsoDate): number => Date.parse(`${day}T00:00:00Z`);
const iso = (ms: number): IsoDate => new Date(ms).toISOString().slice(0, 10) as IsoDate;

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS);
}

export function addDays(day: IsoDate, days: number): IsoDate {
  return iso(utc(day) + days * DAY_MS);
}

/** The same day `months` later; the last day of the month where that day does not exist (31 Aug + 6 → 28/29 Feb). */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** `2025年9月1日`: no leading zeros (domain.md §3.2). */
export function chineseDate(day: IsoDate): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${year}年${month}月${date}日`;
}

/** `2025年9月1日至9月26日`; the year is said again only when it changes. */
export function chinesePeriod(from: IsoDate, to: IsoDate): string {
  if (from === to) return chineseDate(from);
  const end = chineseDate(to);
  return `${chineseDate(from)}至${from.slice(0, 4) === to.slice(0, 4) ? end.slice(5) : end}`;
}

/** A day or a period in words without its year, where that is said elsewhere: `9月6日至9月12日`. */
export const withoutYear = (words: string): string => words.replace(/^\d{4}年/, '');

/** `9时30分`; the full hour without minutes. @param time `HH:mm` */
export function chineseTime(time: string): string {
  const [hour = '', minute = ''] = time.split(':');
  return `${Number(hour)}时${minute === '00' ? '' : `${Number(minute)}分`}`;
}

/** `2025年9月4日9时30分至11时15分`, as far as it is known; an empty text where the day is not. */
export function chineseMoment(day?: IsoDate, from?: string, to?: string): string {
  if (!day) return '';
  return [chineseDate(day), from ? chineseTime(from) : '', from && to ? `至${chineseTime(to)}` : ''].join('');
}

/** The local calendar day of an instant. */
export function localDay(at: Date): IsoDate {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}` as IsoDate;
}

/** An instant of the log (ISO, UTC) on the clock of this computer: `2025-09-04 09:30`; other texts stay as they are. */
export function localMoment(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${localDay(time)} ${pad(time.getHours())}:${pad(time.getMinutes())}`;
}
