/**
 * Written as an attacker of our own merge: someone who holds a USB stick, or one laptop of the group, and wants a
 * record gone, changed or unreadable without anybody noticing.
 */
import fc from 'fast-check';
import { canonicalChange, canonicalJson, changeSchema } from '../../../src-shared/merge/change';
import type { Change } from '../../../src-shared/merge/change';
import { isPlainlySound, parseChange, unionLogs, validateChain } from '../../../src-shared/merge/logs';
import { applyLocal, conflictsOf, isRemoved, project, valueOf } from '../../../src-shared/merge/registers';
import { Laptop, RECORD, meet, plain, sha256 } from './devices';

function chain(): { laptop: Laptop; log: Change[] } {
  const laptop = new Laptop('a');
  const log = ['一', '二', '三', '四'].map((topic) => laptop.edit({ topic }));
  return { laptop, log };
}

/** A change as a forger writes it: with a hash that is right for its text. */
function forge(change: Change, over: Record<string, unknown>): Change {
  const forged = { ...change, ...over } as Change;
  return { ...forged, hash: sha256(canonicalChange(forged)) };
}

const codes = (log: Iterable<Change>) => validateChain(log, sha256).map(({ code, place }) => [code, place]);
const id = (n: number) => `${'a'.repeat(16)}.${n}`;

test('a sound log has nothing wrong with it, in any order and with repetitions', () => {
  const { log } = chain();
  expect(codes([...log].reverse().concat(log))).toEqual([]);
});

test('I edit an entry: its hash no longer fits', () => {
  const { log } = chain();
  log[1] = { ...log[1]!, author: 'somebody else' };
  expect(codes(log)).toEqual([['LOG_WRONG_HASH', id(2)]]);
});

test('I edit an entry and hash it anew: the next one no longer links', () => {
  const { log } = chain();
  log[1] = forge(log[1]!, { set: { topic: '改' } });
  expect(codes(log)).toEqual([['LOG_BROKEN_LINK', id(3)]]);
});

test('I take entries out of the middle or off the front: the gap is named', () => {
  const { log } = chain();
  expect(codes([log[0]!, log[3]!])).toEqual([['LOG_GAP', id(2)]]);
  expect(codes(log.slice(2))).toEqual([['LOG_GAP', id(1)]]);
});

test('I start the chain on something else than nothing', () => {
  const { log } = chain();
  expect(codes([forge(log[0]!, { prev: 'f'.repeat(64) })])).toEqual([['LOG_BROKEN_LINK', id(1)]]);
});

test('I slip another laptop’s change into the log, or number mine wrongly', () => {
  const { log } = chain();
  const other = new Laptop('b').edit({ topic: '外' });
  expect(codes([...log, other])).toEqual([['LOG_OTHER_DEVICE', other.id]]);
  expect(codes([forge(log[0]!, { id: id(9) })])).toEqual([['LOG_WRONG_ID', id(9)]]);
});

describe('I clone a laptop, so that one id stands for two changes', () => {
  const { log } = chain();
  const twin = forge(log[3]!, { set: { topic: '克隆' } });

  test('both stay, in one order, and it is reported', () => {
    for (const united of [unionLogs(log, [twin]), unionLogs([twin], log)]) {
      expect(united.problems.map(({ code, place }) => [code, place])).toEqual([['LOG_TWO_VERSIONS', id(4)]]);
      expect(united.changes).toHaveLength(5);
    }
    expect(unionLogs(log, [twin]).changes).toEqual(unionLogs([twin], log).changes);
    expect(codes([...log, twin])).toEqual([['LOG_TWO_VERSIONS', id(4)]]);
  });

  test('both values are shown as a conflict, and one choice settles it', () => {
    expect(canonicalJson(project([...log, twin]))).toBe(canonicalJson(project([twin, ...log])));
    const state = project([...log, twin])!;
    expect(conflictsOf(state)).toEqual(['topic']);
    const other = new Laptop('b');
    const choice = other.make({ set: { topic: '定' }, replaces: { topic: [id(4)] } });
    expect(plain(project([...log, twin, choice]))).toEqual({ topic: ['定'] });
  });

  test('a twin that keeps the hash of the original is still another change', () => {
    const same = { ...twin, hash: log[3]!.hash };
    expect(unionLogs(log, [same]).problems).toHaveLength(1);
    expect(conflictsOf(project([...log, same])!)).toEqual(['topic']);
  });

  test('with another kind: every laptop still shows the same', () => {
    const other = forge(log[0]!, { kind: 'clue' });
    expect(project([log[0]!, other])).toEqual(project([other, log[0]!]));
  });
});

test('I replace myself: my value stays', () => {
  const change = new Laptop('a').make({ set: { topic: '甲' }, replaces: { topic: [id(1)] } });
  expect(plain(project([change]))).toEqual({ topic: ['甲'] });
  expect(codes([change])).toEqual([['LOG_FROM_FUTURE', id(1)]]);
});

test('I replace a change of my own that is not made yet: it is named', () => {
  const laptop = new Laptop('a');
  const change = laptop.make({ set: { topic: '甲' }, replaces: { topic: [id(9)] } });
  expect(codes([change])).toEqual([['LOG_FROM_FUTURE', id(1)]]);
});

test('I name fields after JavaScript’s own: they are fields like all others', () => {
  const laptop = new Laptop('a');
  const set = JSON.parse('{"__proto__":"甲","constructor":"乙","hasOwnProperty":"丙","toString":"丁"}');
  laptop.edit(set);
  expect(valueOf(laptop.now, '__proto__')).toBe('甲');
  expect(Object.keys(laptop.now.fields).sort()).toEqual(Object.keys(set).sort());
  expect(valueOf(laptop.now, 'valueOf')).toBeUndefined();
  const stored = JSON.parse(JSON.stringify(laptop.now));
  expect(valueOf(stored, 'constructor')).toBe('乙');
  expect(valueOf(stored, 'valueOf')).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  laptop.edit(JSON.parse('{"__proto__":"新"}'));
  expect(valueOf(laptop.now, '__proto__')).toBe('新');
  laptop.remove();
  expect(isRemoved(laptop.now)).toBe(true);
});

test('I hide a malformed `replaces` behind a name that the schema library skips', () => {
  const change = JSON.parse(canonicalJson(new Laptop('a').edit({ topic: '甲' })));
  change.replaces = JSON.parse('{"__proto__": 5}');
  expect(parseChange(change)).toMatchObject({ ok: false, problems: [{ place: 'replaces.__proto__' }] });
});

test('I nest a value until reading it would overflow the stack', () => {
  const change = JSON.parse(canonicalJson(new Laptop('a').edit({ topic: '甲' })));
  const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  expect(parseChange({ ...change, set: { topic: deep(5_000) } }).ok).toBe(false);
  expect(parseChange({ ...change, set: { topic: deep(50) } }).ok).toBe(true);
});

test('I write an id that does not belong to device and number, or no change at all', () => {
  const change = new Laptop('a').edit({ topic: '甲' });
  expect(parseChange({ ...change, n: 2 })).toMatchObject({ ok: false, problems: [{ place: 'id' }] });
  for (const raw of [null, 1, 'x', [], {}, { ...change, set: null }, { ...change, hash: 'x' }]) {
    expect(parseChange(raw).ok).toBe(false);
  }
});

test('I call my removal an edit, or my edit a removal: only `$removed` counts', () => {
  const [a, b] = [new Laptop('a'), new Laptop('b')] as const;
  a.edit({ topic: '甲' });
  meet(a, b);
  b.edit({ topic: '乙' }, { action: 'remove' });
  expect(isRemoved(b.now)).toBe(false);
  a.make({ set: { $removed: true }, replaces: { topic: [id(1)] } }, { action: 'edit' });
  expect(isRemoved(a.now)).toBe(true);
  meet(a, b);
  expect(conflictsOf(a.now)).toEqual(['$removed']);
});

test('I remove without naming what I saw: what I did not name keeps the record in sight', () => {
  const laptop = new Laptop('a');
  laptop.edit({ topic: '甲', place: '县委' });
  laptop.make({ set: { $removed: true }, replaces: { topic: [id(1)] } }, { action: 'remove' });
  expect(plain(laptop.now)).toEqual({ topic: ['甲'], place: ['县委'] });
  expect(conflictsOf(laptop.now)).toEqual(['$removed']);
});

test('I give `$removed` other values: no removal, and nothing vanishes', () => {
  const laptop = new Laptop('a');
  laptop.edit({ topic: '甲' });
  laptop.edit({ $removed: 'yes' });
  expect(isRemoved(laptop.now)).toBe(false);
  expect(plain(laptop.now)).toEqual({ topic: ['甲'], $removed: ['yes'] });
  laptop.remove();
  expect(isRemoved(laptop.now)).toBe(true);
});

test('I name in `replaces` what nobody has: nothing else is touched', () => {
  const a = new Laptop('a');
  a.edit({ topic: '甲', place: '县委' });
  const b = new Laptop('b', RECORD);
  b.make({ set: {}, replaces: { place: ['c'.repeat(16) + '.7'] } });
  meet(a, b);
  expect(plain(a.now)).toEqual({ topic: ['甲'], place: ['县委'] });
});

test('what is sound at first sight the schema takes as well, and an own change of the usual sort is', () => {
  const { log } = chain();
  for (const change of log) expect(isPlainlySound(change)).toBe(true);
  const sound = log[0]!;
  const holed = ['一', '二'];
  delete holed[0];
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      undefined,
      NaN,
      Infinity,
      1n,
      new Date(),
      holed,
      [undefined],
      [sound.id],
      'x'.repeat(301),
    ),
    fc.string({ maxLength: 250 }),
    fc.dictionary(fc.string({ maxLength: 3 }), fc.oneof(fc.jsonValue(), fc.constant([sound.id]))),
  );
  const key = fc.oneof(fc.constantFrom(...Object.keys(sound), 'reason'), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(key, odd, (name, value) => {
      const changed = { ...sound, [name]: value };
      if (isPlainlySound(changed)) {
        expect(changeSchema.safeParse(changed).success).toBe(true);
        expect(changed.id).toBe(`${changed.device}.${changed.n}`);
      }
    }),
    { numRuns: 2000 },
  );
  for (const set of [{ topic: holed }, { topic: NaN }, { '': '一' }, { topic: [[1]] }, new Map()])
    expect(isPlainlySound({ ...sound, set })).toBe(false);
});

test('the first change of a record comes to the same, however it is projected', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue()), (set) => {
      const [first] = chain().log;
      const change = { ...first!, set: set as Change['set'], replaces: {} };
      expect(applyLocal(undefined, change)).toEqual(project([change]));
    }),
  );
});
