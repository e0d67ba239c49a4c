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
/** Seven newer than all that the tests below speak of: what stays beside them stays by its own rule. */
const crowd = ['50', '51', '52', '53', '54', '55', '56'].map((minute) => at(`2026-03-18T19:${minute}`));

/** What stays once the rotation has run often enough to drop all that it wants to drop. */
function settled(backups: readonly Backup[], now = NOW): Backup[] {
  const { drop } = planRotation(backups, now, beijing);
  return drop.length === 0
    ? [...backups]
    : settled(
        backups.filter(({ name }) => !drop.includes(name)),
        now,
      );
}
const kept = (...backups: Backup[]) =>
  settled([...backups, ...crowd])
    .filter((backup) => !crowd.includes(backup))
    .map(({ name }) => name);

test('of today the newest seven stay, and no more', () => {
  expect(kept(at('2026-03-18T08:00'), at('2026-03-18T09:00'))).toEqual([]);
  expect(settled(crowd)).toEqual(crowd);
});

test('of the six days before, the newest of each day stays; days are those of the user', () => {
  expect(
    kept(
      at('2026-03-17T00:30'),
      at('2026-03-17T23:30'),
      at('2026-03-16T23:59'),
      at('2026-03-12T07:00'),
      at('2026-03-12T09:00'),
    ),
  ).toEqual(['2026-03-17T23:30', '2026-03-16T23:59', '2026-03-12T09:00']);
});

test('before that, the newest of each ISO week, Monday to Sunday, for four weeks with this one', () => {
  expect(
    kept(
      at('2026-03-11T09:00'), // week 11, but the 12th is newer
      at('2026-03-12T09:00'),
      at('2026-03-08T23:00'), // Sunday of week 10
      at('2026-03-02T09:00'), // Monday of week 10
      at('2026-02-23T00:01'), // Monday of week 9, the fourth
      at('2026-02-22T23:59'), // Sunday of week 8
    ),
  ).toEqual(['2026-03-12T09:00', '2026-03-08T23:00', '2026-02-23T00:01']);
});

test('a labelled backup stays until it is 28 days old', () => {
  const young = at('2026-02-18T20:01', 'before-merge');
  const old = at('2026-02-18T20:00', 'before-restore');
  expect(kept(young, old)).toEqual([young.name]);
});

test('after the clock was set back, backups dated in the future stay and take nobody’s place', () => {
  const future = [at('2027-01-01T00:00'), at('2026-03-18T21:00')];
  expect(settled([...future, ...crowd])).toEqual([...future, ...crowd]);
});

test.each(['2099-01-01T09:00', '2026-04-27T09:00', '2026-09-20T09:00'])(
  'a clock that stands on %s costs none of seven daily backups',
  (wrong) => {
    const daily = ['12', '13', '14', '15', '16', '17'].map((day) => at(`2026-03-${day}T18:00`));
    const made = at(wrong);
    expect(settled([...daily, made], made.at)).toEqual([...daily, made]);
  },
);

test('one backup made costs two older ones at most, whatever the clock says', () => {
  const many = Array.from({ length: 40 }, (_, i): Backup => ({ name: `b${i}`, at: NOW - i * DAY }));
  expect(planRotation(many, NOW + 80 * 365 * DAY, beijing).drop).toEqual(['b38', 'b39']);
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

test('every backup is either kept or dropped, once; the newest seven of the past and all of the future are kept', () => {
  fc.assert(
    fc.property(backups, (list) => {
      const { keep, drop } = planRotation(list, NOW, beijing);
      expect([...keep, ...drop].sort()).toEqual(list.map(({ name }) => name).sort());
      const past = list.filter((item) => item.at <= NOW).sort((a, b) => b.at - a.at);
      const youngest = past.filter((item) => item.at > (past[7]?.at ?? -Infinity));
      for (const item of youngest) expect(keep).toContain(item.name);
      for (const item of list) if (item.at > NOW) expect(keep).toContain(item.name);
    }),
  );
});

test('every day and week that has a backup keeps one, and no more stay than the policy says', () => {
  fc.assert(
    fc.property(backups, (list) => {
      const keep = new Set(settled(list).map(({ name }) => name));
      const past = list.filter((item) => item.at <= NOW);
      for (let back = 0; back < 7; back++) {
        const day = beijing(NOW - back * DAY);
        const ofDay = past.filter((item) => beijing(item.at) === day);
        const want = Math.min(ofDay.length, back === 0 ? 3 : 1);
        expect(ofDay.filter(({ name }) => keep.has(name)).length).toBeGreaterThanOrEqual(want);
      }
      const unlabelled = past.filter((item) => item.label === undefined && keep.has(item.name));
      expect(unlabelled.length).toBeLessThanOrEqual(7 + 6 + 4);
    }),
  );
});

test('a backup dropped once is never wanted later', () => {
  fc.assert(
    fc.property(backups, fc.integer({ min: 0, max: 10 * DAY }), (list, later) => {
      const left = settled(list);
      const names = (backups: Backup[]) => backups.map(({ name }) => name);
      const all = names(settled(list, NOW + later));
      expect(names(settled(left, NOW + later))).toEqual(
        expect.arrayContaining(all.filter((name) => names(left).includes(name))),
      );
    }),
  );
});
