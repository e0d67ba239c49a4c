/** Several laptops, random edits, removals and restores, random exchange: what must hold of every such history. */
import fc from 'fast-check';
import { canonicalChange, canonicalJson } from '../../../src-shared/merge/change';
import type { Change } from '../../../src-shared/merge/change';
import { parseChange, unionLogs, validateChain } from '../../../src-shared/merge/logs';
import {
  applyLocal,
  conflictsOf,
  isRemoved,
  lastValues,
  project,
  valueOf,
} from '../../../src-shared/merge/registers';
import { Laptop, meet, sha256 } from './devices';

const NAMES = ['a', 'b', 'c', 'd'];
const FIELDS = ['topic', 'place', 'evidence/1', '__proto__', 'constructor', '$parent'];

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      who: fc.nat(3),
      field: fc.constantFrom(...FIELDS),
      value: fc.option(fc.constantFrom('甲', '乙', true, 3), { nil: undefined }),
      at: fc.string(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('remove', 'restore'), who: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who: fc.nat(3),
      to: fc.nat(3),
      // Which changes get lost on the way.
      mask: fc.infiniteStream(fc.boolean()),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function own(value: string, entry: unknown): Record<string, never> {
  return Object.defineProperty({}, value, { value: entry, enumerable: true }) as Record<string, never>;
}

/** Plays a history; every local change is checked against the fast path. */
function play(steps: readonly Step[]): Laptop[] {
  const laptops = NAMES.map((name) => new Laptop(name));
  const [first] = laptops as [Laptop];
  first.edit({ topic: '始' }, { action: 'create' });
  for (const laptop of laptops) laptop.receive(...first.changes);
  for (const item of steps) {
    const laptop = laptops[item.who] as Laptop;
    const before = laptop.state;
    let change: Change | undefined;
    if (item.do === 'edit' && 'field' in item)
      change = laptop.edit(own(item.field, item.value), { at: item.at });
    else if (item.do === 'send' && 'to' in item) {
      const sent = laptop.changes.filter(() => item.mask.next().value);
      (laptops[item.to] as Laptop).receive(...sent);
    } else if (item.do === 'remove' && before !== undefined) change = laptop.remove();
    else if (item.do === 'restore' && before !== undefined) change = laptop.restore();
    if (change !== undefined) {
      const fast = applyLocal(before, change);
      if (fast !== undefined) expect(canonicalJson(fast)).toBe(canonicalJson(laptop.state));
      else expect(before!.removals.length > 0 || item.do !== 'edit').toBe(true);
    }
  }
  return laptops;
}

const history = fc.array(step, { maxLength: 25 });
const RUNS = { numRuns: 300 };

const stateOf = (changes: Iterable<Change>) => canonicalJson(project(changes) ?? null);
const logOf = (...logs: readonly Change[][]) => unionLogs(...logs).changes.map(canonicalChange);

test('once every log has reached everybody, all laptops show the same, and the fast path never disagrees', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const laptops = play(steps);
      meet(...laptops);
      expect(new Set(laptops.map((laptop) => stateOf(laptop.changes))).size).toBe(1);
      for (const { device } of laptops) {
        const chain = laptops[0]!.changes.filter((change) => change.device === device);
        expect(validateChain(chain, sha256)).toEqual([]);
      }
    }),
    RUNS,
  );
});

test('order, repetition, and loss made good later leave no trace', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (steps, random) => {
      const laptops = play(steps);
      meet(...laptops);
      const all = laptops[0]!.changes;
      const shuffled = [...all, ...all]
        .map((change) => ({ change, key: random.next().value as number }))
        .sort((x, y) => x.key - y.key)
        .map(({ change }) => change);
      expect(stateOf(shuffled)).toBe(stateOf(all));
      expect(canonicalJson(lastValues(shuffled))).toBe(canonicalJson(lastValues(all)));
    }),
    RUNS,
  );
});

test('union is commutative, associative and idempotent', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const [a, b, c] = play(steps).map((laptop) => laptop.changes) as [Change[], Change[], Change[]];
      expect(logOf(a, b)).toEqual(logOf(b, a));
      expect(logOf(unionLogs(a, b).changes, c)).toEqual(logOf(a, unionLogs(b, c).changes));
      expect(logOf(a, a)).toEqual(logOf(a));
      expect(stateOf([...a, ...b, ...c])).toBe(stateOf([...c, ...a, ...b]));
    }),
    RUNS,
  );
});

test('clocks decide nothing', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.string()), (steps, clock) => {
      const laptops = play(steps);
      meet(...laptops);
      const all = laptops[0]!.changes;
      expect(stateOf(all.map((change) => ({ ...change, at: clock.next().value as string })))).toBe(
        stateOf(all),
      );
    }),
    RUNS,
  );
});

test('a removal against any edit it did not see is a conflict in which both can be read', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(...FIELDS), (steps, field) => {
      const laptops = play(steps);
      meet(...laptops);
      const [a, b] = laptops as [Laptop, Laptop];
      if (isRemoved(a.now)) {
        a.restore();
        meet(a, b);
      }
      a.remove();
      expect(isRemoved(a.now)).toBe(true);
      const edit = b.edit(own(field, '没看到的'));
      const shown = b.now;
      meet(a, b);
      expect(a.now.fields[field]?.some(({ change }) => change === edit.id)).toBe(true);
      expect(conflictsOf(a.now)).toContain('$removed');
      expect(Object.keys(a.now.fields).sort()).toEqual(Object.keys(shown.fields).sort());
    }),
    RUNS,
  );
});

test('people adding to one set never collide, whatever they add and whoever hears of it when', () => {
  const member = fc.record({ who: fc.nat(3), id: fc.stringMatching(/^[0-9a-f]{4}$/), tell: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 20 }), (added) => {
      const laptops = NAMES.map((name) => new Laptop(name));
      for (const { who, id, tell } of added) {
        laptops[who]!.edit({ [`evidence/${id}`]: true });
        laptops[tell]!.receive(...laptops[who]!.changes);
      }
      meet(...laptops);
      const state = laptops[0]!.now;
      expect(conflictsOf(state)).toEqual([]);
      expect(Object.keys(state.fields).sort()).toEqual(
        [...new Set(added.map(({ id }) => `evidence/${id}`))].sort(),
      );
    }),
    RUNS,
  );
});

test('what this version does not know survives reading, uniting and writing byte for byte', () => {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', '$future'),
    fc.string({ minLength: 1, maxLength: 20 }),
  );
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as never);
  const known = new Set([...Object.keys(new Laptop('a').edit({ x: 1 })), 'reason']);
  const extra = fc.array(
    fc.tuple(
      name.filter((key) => !known.has(key)),
      json,
    ),
    { maxLength: 4 },
  );
  const entries = fc.array(fc.tuple(name, json), { maxLength: 6 });
  fc.assert(
    fc.property(entries, extra, fc.string({ minLength: 1, maxLength: 30 }), (fields, more, word) => {
      const build = (pairs: [string, unknown][]) =>
        pairs.reduce(
          (target, [key, value]) => Object.assign(target, own(key, value)),
          Object.create(null) as object,
        );
      const laptop = new Laptop('a');
      const change = laptop.make(
        { set: build(fields) as never, replaces: {} },
        {
          ...(Object.assign(Object.create(null), build(more)) as object),
          kind: word,
          action: word,
        },
      );
      const read = parseChange(JSON.parse(canonicalJson(change)));
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const [kept] = unionLogs([read.change], [read.change]).changes;
      expect(canonicalJson(kept)).toBe(canonicalJson(change));
      expect(sha256(canonicalChange(kept!))).toBe(change.hash);
      const state = project([kept!])!;
      for (const [field, value] of new Map(fields)) {
        if (field !== '$removed') expect(canonicalJson(valueOf(state, field))).toBe(canonicalJson(value));
      }
    }),
    RUNS,
  );
});
