/**
 * Words → values: days, times, numbers and counts as people type them with a Chinese keyboard or paste them from a ledger.
 * The inverse of words.ts. What is plain is taken; what could mean two things is refused with what is wrong and an example.
 */
import { isIsoDate, type ClockTime, type IsoDate } from './define';
import { addDays } from './dates';

/** What typed text means, or why it means nothing, in words. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const read = <T>(value: T): Reading<T> => ({ ok: true, value });
const refuse = (message: string): Reading<never> => ({ ok: false, message });

/** Full-width digits, letters, signs and spaces as plain ones. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, ' ')
    .trim();
}

/** What a number stands for: its measure word, and whether only whole ones make sense. */
export interface NumberUse {
  /** As the field prints it: `万元`, `份`, `人次`. */
  readonly unit?: string;
  readonly whole?: boolean;
}

const HAN_NUMBER = /^[零〇一二两三四五六七八九十百千万亿]+$/;

/** What a number could be called besides its unit: `3.5万` of 万元, `3人` of 人次. */
const unitWords = (unit: string): readonly string[] =>
  Array.from({ length: unit.length }, (_, i) => unit.slice(0, unit.length - i));

/** Takes off the unit that the label names anyway. */
function withoutUnit(text: string, unit: string | undefined): string {
  const word = unit && unitWords(unit).find((one) => text.endsWith(one));
  return word ? text.slice(0, -word.length).trim() : text;
}

/**
 * A number as typed: `12`, `１２`, `1,200`, `1 200`, `12。5`, `3.5万` where the unit is 万元. A comma that does not stand before
 * groups of three digits is refused: `3，5` is not 35.
 */
export function readNumber(text: string, { unit, whole }: NumberUse = {}): Reading<number> {
  const example = whole ? '如 12' : '如 3.5';
  const typed = halfWidth(text);
  if (unit === '万元' && /[^万]元$/.test(typed))
    return refuse(`本栏以万元为单位，请把“${typed}”换算成万元再填，${example}`);
  const figures = withoutUnit(typed, unit).replace(/(?<=\d)[。．](?=\d)/g, '.');
  if (/,/.test(figures) && !/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(figures)) {
    return refuse(
      whole
        ? `“${typed}”中的逗号不在千位上，请只写数字，如 1200`
        : `“${typed}”中的逗号不在千位上：小数请用点，如 3.5；千位请写 1200`,
    );
  }
  if (/ /.test(figures) && !/^-?\d{1,3}( \d{3})+(\.\d+)?$/.test(figures))
    return refuse(`“${typed}”像是几个数，本栏只填一个，${example}`);
  const digits = figures.replace(/[, ]/g, '');
  if (HAN_NUMBER.test(digits)) return refuse(`请用数字填写“${typed}”，${example}`);
  if (/^-?\d+\.$/.test(digits)) return refuse(`“${typed}”的小数点后面还没有数字，${example}`);
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return refuse(`“${typed}”不是一个数，请只写数字，${example}`);
  return read(Number(digits));
}

/** Whole numbers in a row, apart by spaces, `、` or commas: `4 1 0`. `1,200` could be one or two and is refused. */
export function readCounts(text: string): Reading<number[]> {
  const typed = halfWidth(text);
  if (/\d,\d{3}(?!\d)/.test(typed))
    return refuse(`“${typed}”分不清是一个数还是几个数，请用空格隔开，千位不加逗号，如 12 5 3`);
  const parts = typed.split(/[ ,、;]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^\d+$/.test(part));
  if (wrong !== undefined) return refuse(`“${wrong}”不是票数：票数是不小于0的整数，用空格隔开，如 12 5 3`);
  return read(parts.map(Number));
}

/** A map, so that no word is one that every object has. */
const SPOKEN_DAYS: ReadonlyMap<string, number> = new Map([
  ['前天', -2],
  ['昨天', -1],
  ['昨日', -1],
  ['今天', 0],
  ['今日', 0],
  ['明天', 1],
  ['明日', 1],
  ['后天', 2],
]);

const HAN_DIGITS = '〇一二三四五六七八九';
const hanDigit = (sign: string): number => HAN_DIGITS.indexOf(sign === '零' ? '〇' : sign);

/** `二〇二五` → 2025, digit by digit; `三十一` → 31, as months and days are written. */
function hanToDigits(text: string): string {
  return text.replace(/[零〇一二三四五六七八九十]+/g, (run) => {
    if (!run.includes('十')) return [...run].map(hanDigit).join('');
    const [tens = '', ones = ''] = run.split('十');
    return String((tens === '' ? 1 : hanDigit(tens)) * 10 + (ones === '' ? 0 : hanDigit(ones)));
  });
}

const DAY_EXAMPLE = '如 2025-09-04、20250904 或 9月4日';

/** A day of figures, if there is such a day. Two figures of a year are of this century, as in 25.9.4. */
function dayOf(year: string, month: string, day: string): Reading<IsoDate> {
  const whole = year.length === 2 ? `20${year}` : year;
  const iso = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (isIsoDate(iso)) return read(iso);
  const [y, m, d] = [Number(whole), Number(month), Number(day)];
  if (y < 1900 || y >= 2200) return refuse(`年份“${whole}”不对，请核对，${DAY_EXAMPLE}`);
  if (m < 1 || m > 12) return refuse(`没有“${m}月”，请核对，${DAY_EXAMPLE}`);
  return refuse(`${y}年${m}月没有${d}日，请核对`);
}

/**
 * A day as typed: `20250904`, `1109` and `9.30` (of the year of `today`), `2025-9-4`, `2025。9。4`, `2025、9、4`, `2025 9 4`, `25.9.4`,
 * `2026年11月9号`, `二〇二五年九月四日`, `2025/09/04 00:00:00`, 今天, 昨天. A day must be named: `2025年9月底` is refused.
 */
export function readDay(text: string, today: IsoDate): Reading<IsoDate> {
  const typed = halfWidth(text);
  const spoken = SPOKEN_DAYS.get(typed);
  if (spoken !== undefined) return read(addDays(today, spoken));
  const plain = hanToDigits(typed)
    .replace(/[ T]0{1,2}:00(:00(\.0+)?)?$/, '')
    .replace(/ ?\(?(?:星期|周)[日天\d一二三四五六]\)?$/, '')
    .replace(/[号號]/g, '日');
  if (/[:点时]\d/.test(plain)) return refuse(`“${typed}”中带有时间：这里只填日期，${DAY_EXAMPLE}`);
  if (/^\d+$/.test(plain)) return dayOfDigits(plain, typed, today);
  const parts = plain
    .replace(/[年月日.。、,;；/\u2010-\u2015\u2212~ -]+/g, '-')
    .replace(/-$/, '')
    .split('-');
  if (!parts.every((part) => /^\d+$/.test(part)) || parts.length > 3) return noDay(typed, plain);
  const [first = '', second = '', third] = parts;
  if (parts.length === 1) return noDay(typed, plain);
  if (third === undefined) {
    if (first.length > 2 || /年/.test(plain)) return noDay(typed, plain);
    return dayOf(today.slice(0, 4), first, second);
  }
  if (first.length !== 4 && first.length !== 2)
    return refuse(`“${typed}”的年份不清楚，请写四位年份，${DAY_EXAMPLE}`);
  return dayOf(first, second, third);
}

/** What lacks its year, or is said by today. */
const NEEDS_TODAY = /^(?:\d{1,2}[^\d]+\d{1,2}[日号]?|\d{4}|[今昨明前后][天日])$/;

/** {@link readDay} of a file, which was written on another day than today: a day without its year could be any. */
export function readWrittenDay(text: string): Reading<IsoDate> {
  const typed = text.trim();
  if (NEEDS_TODAY.test(typed.normalize('NFKC')))
    return refuse(`“${typed}”没有写明年份，请写全，如 2025-09-04`);
  return readDay(typed, '2000-01-01');
}

/** The first and the last day of something, both within. */
export interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/**
 * `2025-08-26 至 2025-08-28`, or one day. A term is written by months (`2021-09 至 2026-09`): their first days stand for them.
 */
export function readPeriod(text: string): Reading<Period> {
  const ends = text.split(/[至到~～]|—+/).map((part) => part.trim());
  const read = ends.map((end) => readWrittenDay(end.replace(/^(\d{4})[-./年](\d{1,2})月?$/, '$1-$2-1')));
  const [from, to = from] = read;
  if (ends.length > 2 || !from?.ok || !to?.ok)
    return refuse(`“${text.slice(0, 40)}”应为起止日期，如 2025-08-26 至 2025-08-28`);
  return { ok: true, value: { from: from.value, to: to.value } };
}

function noDay(typed: string, plain: string): Reading<never> {
  if (/\d月|^\d{4}[-./。]\d{1,2}$/.test(plain)) return refuse(`“${typed}”没有写明哪一天，${DAY_EXAMPLE}`);
  if (/^\d{4}年?$/.test(plain)) return refuse(`“${typed}”没有写明几月几日，${DAY_EXAMPLE}`);
  return refuse(`“${typed}”不是日期，请写年月日，${DAY_EXAMPLE}`);
}

/** Figures without a sign between them: eight are a day, four a month and a day; a ledger's serial number is no date. */
function dayOfDigits(digits: string, typed: string, today: IsoDate): Reading<IsoDate> {
  if (digits.length === 8) return dayOf(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
  const month = Number(digits.slice(0, 2));
  if (digits.length === 4 && month >= 1 && month <= 12)
    return dayOf(today.slice(0, 4), digits.slice(0, 2), digits.slice(2));
  if (digits.length === 4) return noDay(typed, digits);
  if (digits.length === 5)
    return refuse(`“${typed}”是电子表格里的日期序号，看不出是哪一天，请填日期，${DAY_EXAMPLE}`);
  return refuse(`“${typed}”不是日期：请写八位数字或用点隔开，${DAY_EXAMPLE}`);
}

const TIME_EXAMPLE = '如 0930、9:30 或 下午3点';
const HALVES = /^(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜里|am|pm)? ?(.*?) ?(am|pm)?$/i;

/** A time as the program keeps it, which has only one reading. */
const AS_KEPT = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/**
 * A wall-clock time as typed: `930`, `0930`, `9:30`, `9；30`, `9。30`, `9.30`, `9点半`, `9点一刻`, `14`, `下午3点`, `3:00pm`. One figure after a
 * sign is refused (`9.3`: 9:03 or 9:30?), except in words (`9点5分`).
 */
export function readTime(text: string): Reading<ClockTime> {
  if (AS_KEPT.test(text)) return read(text);
  const typed = halfWidth(text);
  const [, before = '', clock = '', after = ''] = HALVES.exec(typed) ?? [];
  const half = before || after;
  const plain = hanToDigits(clock.replace(/两点/, '二点'))
    .replace(/(?<=[点时])半$/, '30分')
    .replace(/(?<=[点时])1刻$/, '15分')
    .replace(/(?<=[点时])3刻$/, '45分')
    .replace(/(?<=[点时])整$/, '');
  const wrong = () => refuse(`“${typed}”不是时间，${TIME_EXAMPLE}`);
  const inWords = /^(\d{1,2})[点时](?:(\d{1,2})分?)?$/.exec(plain);
  const split = /^(\d{1,2}) ?[:;.。；] ?(\d{1,2})(?::00)?$/.exec(plain);
  const digits = /^(\d{1,2}?)(\d{2})?$/.exec(plain);
  if (split?.[2]?.length === 1)
    return refuse(`“${typed}”的分钟请写两位，如 ${split[1]}:0${split[2]} 或 ${split[1]}:${split[2]}0`);
  const whole = /^\d{1,2}$/.test(plain) ? [plain, plain] : undefined;
  const found = inWords ?? split ?? whole ?? digits;
  if (!found) return wrong();
  const minute = Number(found[2] ?? 0);
  const hour = hourOf(half.toLowerCase(), Number(found[1]));
  if (hour === undefined) return refuse(`“${typed}”前后不一致，请按24小时写，如 15:00`);
  if (hour > 23 || minute > 59) return refuse(`没有“${typed}”这个时间：一天从 00:00 到 23:59`);
  return read(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
}

/** The hour of a day of 24, from the part of the day that was said; undefined where the two contradict each other. */
function hourOf(half: string, hour: number): number | undefined {
  switch (half) {
    case '':
      return hour;
    case '上午':
    case '早上':
    case '早晨':
    case '清晨':
    case '凌晨':
    case 'am':
      return hour <= 12 ? (half === 'am' && hour === 12 ? 0 : hour) : undefined;
    case '中午':
      return hour <= 3 && hour > 0 ? hour + 12 : hour >= 11 && hour <= 14 ? hour : undefined;
    default:
      // 下午, 傍晚, 晚上, 夜里, pm: twelve at night is 00:00 of the next day, and nobody can tell which was meant.
      if (hour === 0) return undefined;
      if (hour === 12) return half === '下午' || half === 'pm' ? 12 : undefined;
      return hour < 12 ? hour + 12 : hour;
  }
}
