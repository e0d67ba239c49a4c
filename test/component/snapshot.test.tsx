import fc from 'fast-check';
import * as snapshot from '../../src-renderer/replica/snapshot';
import type { FeedEntity } from '../../src-shared/contract';

const KINDS = ['interview', 'clue', 'team'] as const;
const PLACES = ['round', 'insp', 'team1'] as const;

/** Whatever makes a record of any of these kinds one. */
const HELD = { interviewee: '林见山', accused: '林见山', content: '举报', name: '第一巡察组' };

const entity = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  kind: fc.constantFrom(...KINDS),
  parent: fc.constantFrom(...PLACES, null),
  inspection: fc.constantFrom('insp', null),
  // What the record holds, or nothing: a draft is found and counts nowhere.
  values: fc.constantFrom<Record<string, string>>({}, HELD),
});

afterEach(snapshot.clearSnapshot);

it('finds and counts what was told last, in whatever order changes and removals come (property)', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(entity, fc.constantFrom('a', 'b', 'c', 'd'))), (steps) => {
      snapshot.clearSnapshot();
      const truth = new Map<string, FeedEntity>();
      for (const step of steps) {
        if (typeof step === 'string') {
          truth.delete(step);
          snapshot.applyToSnapshot([], [step]);
          continue;
        }
        // A record never changes its kind.
        const kind = truth.get(step.id)?.kind ?? step.kind;
        const told: FeedEntity = { ...step, kind, sets: {}, conflicts: [], updatedAt: '' };
        truth.set(step.id, told);
        snapshot.applyToSnapshot([told], []);
      }
      const all = [...truth.values()];
      for (const kind of KINDS) {
        const own = all.filter((one) => one.kind === kind);
        expect(new Set(snapshot.recordsOfKinds([kind]))).toEqual(new Set(own));
        for (const place of PLACES) {
          expect(snapshot.countAt(kind, place)).toBe(
            own.filter(
              ({ inspection, parent, values }) =>
                (values === HELD || kind === 'team') && (inspection ?? parent) === place,
            ).length,
          );
          expect(new Set(snapshot.childrenOf(place, kind))).toEqual(
            new Set(own.filter(({ parent }) => parent === place)),
          );
        }
      }
      for (const id of ['a', 'b', 'c', 'd']) expect(snapshot.getRecord(id)).toEqual(truth.get(id));
    }),
  );
});

it('leaves the revision of a kind alone when records of others change', () => {
  const told = {
    id: 'a',
    parent: null,
    inspection: null,
    values: {},
    sets: {},
    conflicts: [],
    updatedAt: '',
  };
  const before = snapshot.snapshotRevision(['clue', 'team']);
  snapshot.applyToSnapshot([{ ...told, kind: 'interview' }], []);
  expect(snapshot.snapshotRevision(['clue', 'team'])).toBe(before);
  snapshot.applyToSnapshot([{ ...told, id: 'b', kind: 'clue' }], ['a']);
  expect(snapshot.snapshotRevision(['clue', 'team'])).toBe(before + 1);
});
