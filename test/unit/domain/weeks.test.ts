import fc from 'fast-check';
import { addDays, daysBetween } from '../../../src-shared/domain/dates';
import type { IsoDate } from '../../../src-shared/domain/define';
import {
  calendarWeek,
  nextReport,
  reportDayOf,
  toldOf,
  weekOf,
  weeksOf,
  weekWords,
  type NextReport,
} from '../../../src-shared/domain/weeks';

const STAY = { enterOn: '2025-09-01', leaveOn: '2025-09-30', reportWeekday: '星期五' } as const;
const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n));

describe('the week of a day', () => {
  it('runs from Monday to Sunday', () => {
    expect(weekOf('2025-09-07')).toEqual({ from: '2025-09-01', to: '2025-09-07' });
    expect(weekOf('2025-09-08')).toEqual({ from: '2025-09-08', to: '2025-09-14' });
    fc.assert(
      fc.property(days, (day) => {
        const { from, to } = weekOf(day);
        expect(new Date(`${from}T00:00:00Z`).getUTCDay()).toBe(1);
        expect([daysBetween(from, to), day >= from && day <= to]).toEqual([6, true]);
      }),
    );
  });

  it.each([
    ['2025-09-01', '2025年第36周'],
    ['2024-12-30', '2025年第1周'],
    ['2027-01-03', '2026年第53周'],
    ['2026-01-01', '2026年第1周'],
  ] as const)('%s is in %s', (day, words) => expect(calendarWeek(day)).toBe(words));

  it.each([
    [undefined, '2025-09-05'],
    ['周四', '2025-09-04'],
    ['星期天', '2025-09-07'],
    ['每周', '2025-09-05'],
  ] as const)('is reported on %s', (word, day) => expect(reportDayOf('2025-09-03', word)).toBe(day));
});

describe('a new report', () => {
  it('is of the week of today, within the stay', () => {
    expect(nextReport([], STAY, '2025-09-03')).toEqual({
      week: 1,
      from: '2025-09-01',
      to: '2025-09-07',
      dueOn: '2025-09-05',
    });
    expect(nextReport([], { ...STAY, enterOn: '2025-09-03' }, '2025-09-03').from).toBe('2025-09-03');
    expect(nextReport([], STAY, '2025-09-17')).toMatchObject({ week: 3, from: '2025-09-15' });
  });

  it('goes on where the last one ended and ends as that did: the weeks of the sample, reported on Fridays', () => {
    const told = [{ week: 1, from: '2025-09-01', to: '2025-09-05' }] as const;
    expect(nextReport(told, STAY, '2025-09-10')).toEqual({
      week: 2,
      from: '2025-09-06',
      to: '2025-09-12',
      dueOn: '2025-09-12',
    });
    const fourth = [...told, { week: 4, from: '2025-09-20', to: '2025-09-26' }] as const;
    expect(nextReport(fourth, STAY, '2025-09-29')).toEqual({
      week: 5,
      from: '2025-09-27',
      to: '2025-09-30',
      dueOn: '2025-09-30',
    });
  });

  it('follows the one before day by day, whenever somebody writes it in its week', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 6 }), (delays) => {
        const told: NextReport[] = [];
        let today: IsoDate = '2025-09-01';
        for (const delay of delays) {
          const next = nextReport(told, { enterOn: '2025-09-01' }, addDays(today, delay));
          const before = told.at(-1);
          if (before) {
            expect(daysBetween(before.to, next.from) % 7).toBe(1);
            expect(next.week).toBe(before.week + 1);
          }
          expect(next.dueOn >= next.from && next.dueOn <= next.to).toBe(true);
          told.push(next);
          today = addDays(next.to, 1);
        }
      }),
    );
  });

  it.each([
    ['2025-09-01', '2025-09-05', '2025年第36周，进驻第1至5天'],
    ['2025-09-06', '2025-09-12', '2025年第36周至第37周，进驻第6至12天'],
    ['2025-09-27', '2025-10-03', '2025年第39周至第40周，进驻第27至30天'],
    ['2025-09-30', '2025-09-30', '2025年第40周，进驻第30天'],
    ['2025-08-25', '2025-08-31', '2025年第35周'],
    ['2026-03-16', '2026-03-22', '2026年第12周，撤点以后'],
  ] as const)('of %s to %s says %s', (from, to, words) => expect(weekWords({ from, to }, STAY)).toBe(words));
});

it('a report tells of the week that it shares most days with', () => {
  const told = [
    { from: '2025-09-01', to: '2025-09-05' },
    { from: '2025-09-06', to: '2025-09-12' },
  ] as const;
  expect(toldOf(told, weekOf('2025-09-03'))).toBe(told[0]);
  expect(toldOf([...told].reverse(), weekOf('2025-09-03'))).toBe(told[0]);
  expect(toldOf(told.slice(1), weekOf('2025-09-03'))).toBe(told[1]);
  expect(toldOf(told, weekOf('2025-09-10'))).toBe(told[1]);
  expect(toldOf(told, weekOf('2025-09-15'))).toBeUndefined();
});

it('a stay has the weeks from its first day to its last, to today while nobody knows the last', () => {
  const firsts = (weeks: readonly { from: string }[]) => weeks.map(({ from }) => from);
  const september = ['2025-09-01', '2025-09-08', '2025-09-15', '2025-09-22', '2025-09-29'];
  expect(firsts(weeksOf(STAY, '2026-03-20'))).toEqual(september);
  expect(firsts(weeksOf({ enterOn: '2025-09-03' }, '2025-09-10'))).toEqual(september.slice(0, 2));
  expect(firsts(weeksOf({}, '2025-09-10'))).toEqual(['2025-09-08']);
  expect(weeksOf({ enterOn: '0205-09-01' }, '2025-09-10').length).toBeLessThan(100);
});
