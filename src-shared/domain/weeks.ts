/** The weeks of a stay: which week a day lies in, and which days the next 周报 is of (R3: 每周五; domain.md §2.2 n). */
import { addDays, daysBetween } from './dates';
import type { IsoDate } from './define';

/** Days, both included. */
export interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];
/** 2001-01-01 was a Monday. */
const MONDAY: IsoDate = '2001-01-01';

/** Days since Monday: 0 to 6. */
const weekdayOf = (day: IsoDate): number => ((daysBetween(MONDAY, day) % 7) + 7) % 7;

/** The week of a day, Monday to Sunday. */
export function weekOf(day: IsoDate): Days {
  const from = addDays(day, -weekdayOf(day));
  return { from, to: addDays(from, 6) };
}

/** `2025年第36周`: weeks begin on Monday, and belong to the year of their Thursday (GB/T 7408.1-2023, ISO 8601). */
export function calendarWeek(day: IsoDate): string {
  const thursday = addDays(weekOf(day).from, 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01` as IsoDate, thursday) / 7) + 1;
  return `${year}年第${week}周`;
}

/** The day of a week on which it is reported. @param word 星期五, 周五 …; Friday where it says none */
export function reportDayOf(day: IsoDate, word = '星期五'): IsoDate {
  const sign = [...word.replace('天', '日')].reverse().find((one) => WEEKDAYS.includes(one));
  return addDays(weekOf(day).from, sign === undefined ? 4 : WEEKDAYS.indexOf(sign));
}

/** What the days of a report are worked out from. */
export interface Stay {
  readonly enterOn?: IsoDate;
  readonly leaveOn?: IsoDate;
  /** The day of the week on which is reported. */
  readonly reportWeekday?: string;
}

export interface ReportedWeek extends Days {
  readonly week: number;
}

export interface NextReport extends ReportedWeek {
  readonly dueOn: IsoDate;
}

/**
 * The week that a new report is of. It goes on where the last one ended, so that no day is left out or told twice, and
 * ends on the same day of the week as that one did; the first is of the week of today, Monday to Sunday. Days before the stay
 * and after it belong to no week of it.
 * @param told what the team has reported, in any order
 */
export function nextReport(told: readonly ReportedWeek[], stay: Stay, today: IsoDate): NextReport {
  const last = told.reduce<ReportedWeek | undefined>((a, b) => (a && a.to >= b.to ? a : b), undefined);
  const whole = last === undefined ? weekOf(today) : afterwards(last.to, today);
  const from = later(whole.from, isWithin(stay, whole) ? stay.enterOn : undefined);
  const to = earlier(whole.to, isWithin(stay, whole) ? stay.leaveOn : undefined);
  const due = reportDayOf(to, stay.reportWeekday);
  return {
    week: last === undefined ? firstNumber(from, stay) : last.week + 1,
    from,
    to,
    dueOn: due >= from && due <= to ? due : to,
  };
}

const later = (a: IsoDate, b: IsoDate | undefined): IsoDate => (b !== undefined && b > a ? b : a);
const earlier = (a: IsoDate, b: IsoDate | undefined): IsoDate => (b !== undefined && b < a ? b : a);
const isWithin = ({ enterOn, leaveOn }: Stay, { from, to }: Days): boolean =>
  (enterOn === undefined || enterOn <= to) && (leaveOn === undefined || leaveOn >= from);

/** Seven days at a time from the day after the last report, until today is among them or they lie ahead. */
function afterwards(end: IsoDate, today: IsoDate): Days {
  const weeks = Math.max(0, Math.floor(daysBetween(addDays(end, 1), today) / 7));
  const from = addDays(end, 1 + 7 * weeks);
  return { from, to: addDays(from, 6) };
}

/** The first report of a stay is of its first week, unless somebody begins late. */
function firstNumber(from: IsoDate, { enterOn }: Stay): number {
  if (enterOn === undefined || enterOn > from) return 1;
  return Math.floor(daysBetween(weekOf(enterOn).from, weekOf(from).from) / 7) + 1;
}

/** `2025年第36周，进驻第1至5天`. */
export function weekWords({ from, to }: Days, { enterOn, leaveOn }: Stay): string {
  const begin = calendarWeek(from);
  const end = calendarWeek(to);
  const weeks = begin === end ? begin : `${begin}至${end.slice(5)}`;
  if (enterOn === undefined || to < enterOn) return weeks;
  if (leaveOn !== undefined && from > leaveOn) return `${weeks}，撤点以后`;
  const [first, last] = [later(from, enterOn), earlier(to, leaveOn)].map(
    (day) => daysBetween(enterOn, day) + 1,
  );
  return `${weeks}，进驻第${first}${first === last ? '' : `至${last}`}天`;
}

const sharedDays = (a: Days, b: Days): number =>
  Math.max(0, daysBetween(later(a.from, b.from), earlier(a.to, b.to)) + 1);

/** The one of these that tells of a week: that shares most days with it, the later one where two share as many. */
export function toldOf<T extends Days>(told: readonly T[], week: Days): T | undefined {
  return told
    .filter((one) => sharedDays(one, week) > 0)
    .reduce<T | undefined>((a, b) => {
      const more = a === undefined ? 1 : sharedDays(b, week) - sharedDays(a, week);
      return more > 0 || (more === 0 && a !== undefined && b.from > a.from) ? b : a;
    }, undefined);
}

/** The weeks of a stay, Monday to Sunday, in their order; as far as today where nobody knows the end. */
export function weeksOf({ enterOn, leaveOn }: Stay, today: IsoDate): readonly Days[] {
  const weeks: Days[] = [];
  const end = leaveOn ?? today;
  // A stay is a matter of weeks; a mistyped year must not make a list without end.
  for (
    let week = weekOf(enterOn ?? today);
    week.from <= end && weeks.length < 60;
    week = weekOf(addDays(week.to, 1))
  )
    weeks.push(week);
  return weeks;
}
