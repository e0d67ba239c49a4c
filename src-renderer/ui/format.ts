/** A value as a person types and reads it, from its field's definition. */
export { localMoment as when } from '../../src-shared/domain/dates';
export { formatValue, infoOf, optionLabel, type FieldInfo } from '../../src-shared/domain/words';

/** Full-width digits, points and colons as people type them with a Chinese keyboard, as plain ones. */
export function plain(text: string): string {
  return text.trim().replace(/[０-９．：]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** What typed text means, or `undefined` where it means nothing. */
export type Parse<T> = (text: string) => T | undefined;

/** `12`, `１２`, `1,200`. */
export const parseNumber: Parse<number> = (text) => {
  const digits = plain(text).replace(/[,，]/g, '');
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
};

/**
 * A day as typed: `20250904`, `2025-9-4`, `2025.9.4`, `2025年9月4日`; `9-4` and `9月4日` are of the year of `today`.
 * Whether such a day exists is for the field's own check.
 */
export function parseDay(text: string, today: string): string | undefined {
  const raw = plain(text);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(raw);
  const split = compact ?? /^(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?$/.exec(raw);
  if (!split) return undefined;
  const [, year = today.slice(0, 4), month = '', day = ''] = split;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A time as typed: `930`, `0930`, `9:30`, `9点30分`, `9点半`, `14` (full hour). */
export const parseTime: Parse<string> = (text) => {
  const raw = plain(text)
    .replace(/半$/, '30')
    .replace(/[点时]$/, ':00')
    .replace(/[点时]/, ':')
    .replace(/分$/, '');
  const split = /^(\d{1,2}):(\d{1,2})$/.exec(raw) ?? /^(\d{1,2}?)(\d{2})?$/.exec(raw);
  if (!split) return undefined;
  const [, hour = '', minute = '00'] = /^\d{1,2}$/.test(raw) ? [raw, raw] : split;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
};

/** Whole numbers in a row, apart by anything that is no digit. */
export const parseNumbers: Parse<number[]> = (text) => {
  const found = plain(text).match(/\d+/g);
  return found ? found.map(Number) : undefined;
};
