/** Days and times of day, as on paper. */

/** A calendar day `YYYY-MM-DD`; no time zone, as on paper. */
export type IsoDate = string & { readonly __iso?: 'date' };
/** Wall-clock time `HH:mm`. */
export type ClockTime = string & { readonly __iso?: 'time' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Whether the text names a real calendar day `YYYY-MM-DD` from 1900 to 2199. */
export function isIsoDate(value: unknown): value is IsoDate {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  const [year, month, day] = value.split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
