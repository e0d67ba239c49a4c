import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  chineseDate,
  chinesePeriod,
  daysBetween,
  localDay,
  localMoment,
} from '../../../src-shared/domain/dates';
import { isIsoDate, type IsoDate } from '../../../src-shared/domain/define';

const someDay = fc
  .integer({ min: 0, max: 90_000 })
  .map((days) => addDays('1950-01-01' as IsoDate, days) as IsoDate);

describe('a moment of the log', () => {
  /** Asked in a process of its own: a running one keeps the zone it began with. */
  const saidIn = (zone: string, at: string): string =>
    execFileSync(
      process.execPath,
      ['-r', 'tsx/cjs', '-p', "require('./src-shared/domain/dates.ts').localMoment(process.env.AT)"],
      { encoding: 'utf8', env: { ...process.env, TZ: zone, AT: at } },
    ).trim();

  it('is said by the clock of this computer', () => {
    expect(saidIn('Asia/Shanghai', '2025-11-25T19:52:50.867Z')).toBe('2025-11-26 03:52');
    expect(saidIn('UTC', '2025-11-25T19:52:50.867Z')).toBe('2025-11-25 19:52');
  });

  it('stays as it is where it is none', () => expect(localMoment('昨天')).toBe('昨天'));
});

describe('adding months', () => {
  it.each([
    ['2025-11-12', 6, '2026-05-12'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2025-01-31', 1, '2025-02-28'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-10-31', 1, '2025-11-30'],
    ['2025-05-15', 0, '2025-05-15'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %i months give %s', (day, months, expected) => {
    expect(addMonths(day as IsoDate, months)).toBe(expected);
  });

  it('keeps the day, or takes the last of a shorter month', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -24, max: 24 }), (day, months) => {
        const then = addMonths(day, months);
        const tomorrow = addDays(then, 1);
        expect(isIsoDate(then)).toBe(true);
        expect(
          then.slice(8) === day.slice(8) || (then.slice(8) < day.slice(8) && tomorrow.endsWith('-01')),
        ).toBe(true);
      }),
    );
  });
});

describe('days', () => {
  it('are counted over leap days, months and years', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-03-20', '2026-02-28')).toBe(-20);
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
  });

  it('added and counted agree', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -2000, max: 2000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });

  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '1899-12-31',
    '2200-01-01',
    '',
    20250901,
    null,
  ])('%j is not one', (value) => expect(isIsoDate(value)).toBe(false));

  it('of an instant is the day on the wall', () => {
    expect(localDay(new Date(2026, 2, 5, 23, 59))).toBe('2026-03-05');
    expect(localDay(new Date(2026, 0, 1, 0, 0))).toBe('2026-01-01');
  });
});

describe('in Chinese', () => {
  it('a day has no leading zeros', () => {
    expect(chineseDate('2025-09-01')).toBe('2025年9月1日');
    expect(chineseDate('2025-12-31')).toBe('2025年12月31日');
  });

  it('a period says the year again only when it changes', () => {
    expect(chinesePeriod('2025-09-01', '2025-09-26')).toBe('2025年9月1日至9月26日');
    expect(chinesePeriod('2025-12-20', '2026-01-10')).toBe('2025年12月20日至2026年1月10日');
  });
});
