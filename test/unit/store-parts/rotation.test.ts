import fc from 'fast-check';
import { localDay, planRotation, type Backup } from '../../../src-main/store/rotation';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Beijing has no summer time. */
const beijing = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 10);
/** Wednesday, 18 March 2026, 20:00 in Beijing. */
const NOW = Date.parse('2026-03-18T20:00:00+08:00');

const at = (text: string, label?: Backup['label']): Backup => ({
  name: `${text}${label ?? ''}`,
  at: Date.parse(`${text}:00+08:00`),
  ...(label === undefined ? {} : { label }),
});
const kept = (...backups: Backup[]) => planRotation(backups, NOW, beijing).keep;

test('of today the newest three stay', () => {
  expect(
    kept(at('2026-03-18T08:00'), at('2026-03-18T09:00'), at('2026-03-18T10:00'), at('2026-03-18T11:00')),
  ).toEqual(['2026-03-18T09:00', '2026-03-18T10:00', '2026-03-18T11:00']);
});

test('of the six days before, the newest of each day stays; days are those of the user', () => {
  expect(
    kept(
      at('2026-03-18T19:00'),
      at('2026-03-17T00:30'),
      at('2026-03-17T23:30'),
      at('2026-03-16T23:59'),
      at('2026-03-12T07:00'),
      at('2026-03-12T09:00'),
    ),
  ).toEqual(['2026-03-18T19:00', '2026-03-17T23:30', '2026-03-16T23:59', '2026-03-12T09:00']);
});

test('before that, the newest of each ISO week, Monday to Sunday, for four weeks with this one', () => {
  expect(
    kept(
      at('2026-03-18T19:00'),
      at('2026-03-11T09:00'), // week 11, but the 12th is newer
      at('2026-03-12T09:00'),
      at('2026-03-08T23:00'), // Sunday of week 10
      at('2026-03-02T09:00'), // Monday of week 10
      at('2026-02-23T00:01'), // Monday of week 9, the fourth
      at('2026-02-22T23:59'), // Sunday of week 8
    ),
  ).toEqual(['2026-03-18T19:00', '2026-03-12T09:00', '2026-03-08T23:00', '2026-02-23T00:01']);
});

test('a labelled backup stays until it is 28 days old', () => {
  const newest = at('2026-03-18T19:00');
  const young = at('2026-02-18T20:01', 'before-merge');
  const old = at('2026-02-18T20:00', 'before-restore');
  expect(kept(newest, young, old)).toEqual([newest.name, young.name]);
});

test('after the clock was set back, backups dated in the future stay and take nobody’s place', () => {
  const names = kept(
    at('2027-01-01T00:00'),
    at('2026-03-18T21:00'),
    at('2026-03-18T19:00'),
    at('2026-03-18T18:00'),
    at('2026-03-18T17:00'),
  );
  expect(names).toHaveLength(5);
});

test('the newest stays however old it is', () => {
  expect(kept(at('2001-01-01T00:00'), at('2001-01-02T00:00'))).toEqual(['2001-01-02T00:00']);
});

test('a day is the day on the wall where the laptop is', () => {
  const noon = new Date(2026, 0, 5, 0, 0, 1);
  expect(localDay(noon.getTime())).toBe('2026-01-05');
});

const label = fc.option(
  fc.constantFrom<NonNullable<Backup['label']>>('before-merge', 'before-migration', 'before-restore'),
  {
    nil: undefined,
  },
);
const backups = fc
  .array(fc.record({ ago: fc.integer({ min: -3 * DAY, max: 60 * DAY }), label }), { maxLength: 60 })
  .map((list) => list.map((item, i): Backup => ({ name: `b${i}`, at: NOW - item.ago, label: item.label })));

test('every backup is either kept or dropped, once; the newest and all of the future are kept', () => {
  fc.assert(
    fc.property(backups, (list) => {
      const { keep, drop } = planRotation(list, NOW, beijing);
      expect([...keep, ...drop].sort()).toEqual(list.map(({ name }) => name).sort());
      const newest = Math.max(...list.map((item) => item.at));
      if (list.length > 0)
        expect(list.some((item) => item.at === newest && keep.includes(item.name))).toBe(true);
      for (const item of list) if (item.at > NOW) expect(keep).toContain(item.name);
    }),
  );
});

test('every day and week that has a backup keeps one, and no more stay than the policy says', () => {
  fc.assert(
    fc.property(backups, (list) => {
      const keep = new Set(planRotation(list, NOW, beijing).keep);
      const past = list.filter((item) => item.at <= NOW);
      for (let back = 0; back < 7; back++) {
        const day = beijing(NOW - back * DAY);
        const ofDay = past.filter((item) => beijing(item.at) === day);
        const want = Math.min(ofDay.length, back === 0 ? 3 : 1);
        expect(ofDay.filter(({ name }) => keep.has(name)).length).toBeGreaterThanOrEqual(want);
      }
      const unlabelled = past.filter((item) => item.label === undefined && keep.has(item.name));
      expect(unlabelled.length).toBeLessThanOrEqual(3 + 6 + 4 + 1);
    }),
  );
});

test('rotating again drops nothing more, and a backup dropped once is never wanted later', () => {
  fc.assert(
    fc.property(backups, fc.integer({ min: 0, max: 10 * DAY }), (list, later) => {
      const first = planRotation(list, NOW, beijing);
      const left = list.filter(({ name }) => first.keep.includes(name));
      expect(planRotation(left, NOW, beijing).drop).toEqual([]);
      const all = planRotation(list, NOW + later, beijing).keep;
      expect(planRotation(left, NOW + later, beijing).keep).toEqual(
        all.filter((name) => first.keep.includes(name)),
      );
    }),
  );
});
