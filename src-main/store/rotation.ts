/** Which backups stay: a pure policy, so that every case of it can be tested (architecture, "The store"). */

/** Why a backup was made, where it was not the daily habit. */
export type BackupLabel = 'before-merge' | 'before-migration' | 'before-restore';

export interface Backup {
  readonly name: string;
  /** When it was made, milliseconds since 1970 by the laptop's clock. */
  readonly at: number;
  readonly label?: BackupLabel;
}

export interface RotationPlan {
  readonly keep: string[];
  readonly drop: string[];
}

/** Day of an instant as `YYYY-MM-DD` in some time zone. */
export type DayOf = (at: number) => string;

/** These stay whatever their age: a clock that jumped ahead, or half a year in a drawer, makes every backup old at once. */
const KEPT_NEWEST = 7;
/** At most so many go for each one that is made, so that one session under a wrong clock costs next to nothing. */
const DROPPED_AT_ONCE = 2;
const KEPT_TODAY = 3;
const KEPT_DAYS = 7;
const KEPT_WEEKS = 4;
const LABELLED_MS = 28 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The day in the laptop's own time zone. */
export function localDay(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Number of a calendar day, counted from Monday, 29 December 1969: so that `/ 7` rounds down to the ISO week. */
function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) + 3;
}

/**
 * Keeps the newest 7 whatever their age, the newest 3 of today, the newest of each of the last 7 days (today is one),
 * the newest of each of the last 4 ISO weeks (this one is one), and every labelled one younger than 28 days. Of the rest
 * the oldest two are dropped, the others later. Backups dated in the future stay: a clock that was set back must not cost
 * one, and they take the place of none.
 * @param now milliseconds since 1970.
 * @param dayOf the day of an instant where the user is; weeks are made of these days.
 */
export function planRotation(backups: readonly Backup[], now: number, dayOf: DayOf = localDay): RotationPlan {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  const kept = new Set<string>();
  const days = new Set<number>();
  const weeks = new Set<number>();
  const today = dayNumber(dayOf(now));
  const thisWeek = Math.floor(today / 7);
  let ofToday = 0;
  let ofPast = 0;

  for (const { name, at, label } of newestFirst) {
    if (at > now) {
      kept.add(name);
      continue;
    }
    if (ofPast++ < KEPT_NEWEST) kept.add(name);
    const day = dayNumber(dayOf(at));
    const week = Math.floor(day / 7);
    if (day === today && ofToday < KEPT_TODAY) kept.add(name);
    if (day === today) ofToday++;
    if (today - day < KEPT_DAYS && !days.has(day)) kept.add(name);
    if (thisWeek - week < KEPT_WEEKS && !weeks.has(week)) kept.add(name);
    if (label !== undefined && now - at < LABELLED_MS) kept.add(name);
    days.add(day);
    weeks.add(week);
  }
  const oldest = newestFirst.filter(({ name }) => !kept.has(name)).slice(-DROPPED_AT_ONCE);
  const dropped = new Set(oldest.map(({ name }) => name));
  return {
    keep: backups.filter(({ name }) => !dropped.has(name)).map(({ name }) => name),
    drop: backups.filter(({ name }) => dropped.has(name)).map(({ name }) => name),
  };
}
