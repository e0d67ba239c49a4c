import {
  applyLocal,
  compareChangeIds,
  conflictsOf,
  draftEdit,
  draftRemove,
  draftResolve,
  draftRestore,
  heads,
  isRemoved,
  lastValues,
  project,
  valueOf,
} from '../../../src-shared/merge/registers';
import { Laptop, meet, plain } from './devices';

function pair(values: Record<string, string> = { topic: '甲', place: '县委' }): [Laptop, Laptop] {
  const a = new Laptop('a');
  const b = new Laptop('b');
  a.edit(values, { action: 'create' });
  meet(a, b);
  return [a, b];
}

test('no changes are no record', () => {
  expect(project([])).toBeUndefined();
  expect(plain({ id: 'x', kind: 'y', fields: lastValues([]), removals: [] })).toEqual({});
});

test('ids are ordered by device, then by number and not by text', () => {
  const ids = ['bbbb.1', 'aaaa.10', 'aaaa.9'];
  expect(ids.sort(compareChangeIds)).toEqual(['aaaa.9', 'aaaa.10', 'bbbb.1']);
});

test('an edit replaces the value it saw, and an emptied field has no key', () => {
  const [a] = pair();
  a.edit({ topic: '乙', place: undefined });
  expect(plain(a.state)).toEqual({ topic: ['乙'] });
  expect(valueOf(a.now, 'place')).toBeUndefined();
  expect(conflictsOf(a.now)).toEqual([]);
});

test('two edits that did not see each other are a conflict, until a person chooses', () => {
  const [a, b] = pair();
  a.edit({ topic: '乙' });
  b.edit({ topic: '丙' });
  meet(a, b);
  expect(plain(a.state)).toEqual({ topic: ['乙', '丙'], place: ['县委'] });
  expect(conflictsOf(a.now)).toEqual(['topic']);
  a.make(draftResolve(a.now, 'topic', '丙'), { action: 'resolve' });
  meet(a, b);
  expect(plain(b.state)).toEqual({ topic: ['丙'], place: ['县委'] });
  expect(conflictsOf(b.now)).toEqual([]);
});

test('the same value from two people is no conflict, whatever the order of its keys', () => {
  const [a, b] = pair();
  a.edit({ note: { x: 1, y: 2 } });
  b.edit({ note: { y: 2, x: 1 } });
  meet(a, b);
  expect(conflictsOf(a.now)).toEqual([]);
  expect(heads(a.now, 'note')).toHaveLength(2);
});

test('the value shown in a conflict is that of the highest n, then the highest device, never of the later clock', () => {
  const [a, b] = pair();
  b.edit({ topic: '乙' }, { at: '2030-01-01T00:00:00Z' });
  a.edit({ topic: '丙' }, { at: '1999-01-01T00:00:00Z' });
  meet(a, b);
  expect(valueOf(a.now, 'topic')).toBe('丙');
  const c = new Laptop('c');
  const d = new Laptop('d');
  d.edit({ topic: '丁' });
  c.edit({ topic: '戊' });
  meet(c, d);
  expect(valueOf(c.now, 'topic')).toBe('丁');
});

describe('a removal', () => {
  test('leaves no fields, and the last values stay reachable', () => {
    const [a] = pair();
    const removal = a.remove();
    expect(isRemoved(a.now)).toBe(true);
    expect(a.now.fields).toEqual(Object.create(null));
    expect(a.now.removals).toEqual([removal.id]);
    expect(conflictsOf(a.now)).toEqual([]);
    expect(lastValues(a.changes).topic?.[0]?.value).toBe('甲');
  });

  test('against an edit it did not see is a conflict that shows the whole record', () => {
    const [a, b] = pair();
    const removal = a.remove();
    b.edit({ topic: '乙' });
    meet(a, b);
    expect(isRemoved(a.now)).toBe(false);
    expect(plain(a.state)).toEqual({ topic: ['乙'], place: ['县委'] });
    expect(a.now.removals).toEqual([removal.id]);
    expect(conflictsOf(a.now)).toEqual(['$removed']);
  });

  test('against the emptying of a field it did not see is a conflict too', () => {
    const [a, b] = pair();
    a.remove();
    b.edit({ topic: undefined });
    meet(a, b);
    expect(plain(a.state)).toEqual({ place: ['县委'] });
    expect(conflictsOf(a.now)).toEqual(['$removed']);
    b.make(draftRemove(b.now));
    expect(isRemoved(b.now)).toBe(true);
  });

  test('that saw an emptied field is a plain removal', () => {
    const [a] = pair();
    a.edit({ topic: undefined });
    a.remove();
    expect(isRemoved(a.now)).toBe(true);
  });

  test('confirmed in a conflict removes, overruled keeps the record without conflict', () => {
    const [a, b] = pair();
    a.remove();
    b.edit({ topic: '乙' });
    meet(a, b);
    const c = new Laptop('c');
    meet(a, c);
    c.restore();
    expect(plain(c.state)).toEqual({ topic: ['乙'], place: ['县委'] });
    expect(conflictsOf(c.now)).toEqual([]);
    a.remove();
    expect(isRemoved(a.now)).toBe(true);
    meet(a, c);
    expect(conflictsOf(a.now)).toEqual(['$removed']);
  });

  test('of a removed record, made twice or by two people, stays a removal', () => {
    const [a, b] = pair();
    a.remove();
    a.remove();
    b.remove();
    meet(a, b);
    expect(isRemoved(a.now)).toBe(true);
    a.restore();
    expect(plain(a.state)).toEqual({ topic: ['甲'], place: ['县委'] });
    expect(conflictsOf(a.now)).toEqual([]);
  });

  test('may carry a remark, which keeps nothing alive', () => {
    const [a] = pair();
    const draft = draftRemove(a.now);
    a.make({ set: { ...draft.set, remark: '重复录入' }, replaces: draft.replaces });
    expect(isRemoved(a.now)).toBe(true);
    expect(lastValues(a.changes).remark?.[0]?.value).toBe('重复录入');
  });
});

test('a restored record stands against a removal made elsewhere meanwhile', () => {
  const [a, b] = pair();
  a.remove();
  a.restore();
  b.remove();
  meet(a, b);
  expect(plain(a.state)).toEqual({ topic: ['甲'], place: ['县委'] });
  expect(conflictsOf(a.now)).toEqual(['$removed']);
});

test('restoring chooses nothing: a conflict of before is one after', () => {
  const [a, b] = pair();
  a.edit({ topic: '乙' });
  b.edit({ topic: '丙' });
  meet(a, b);
  a.remove();
  a.restore();
  expect(plain(a.state)).toEqual({ topic: ['乙', '丙'], place: ['县委'] });
  expect(conflictsOf(a.now)).toEqual(['topic']);
  expect(draftRestore([])).toEqual({ set: {}, replaces: {} });
});

test('overruling the removal is enough: values that only it had replaced are back', () => {
  const [a] = pair();
  const removal = a.remove();
  a.make({ set: {}, replaces: { $removed: [removal.id] } });
  expect(plain(a.state)).toEqual({ topic: ['甲'], place: ['县委'] });
  expect(conflictsOf(a.now)).toEqual([]);
});

test('a value that arrives after the removal that saw it was overruled is there', () => {
  const [a, b] = pair();
  const late = b.edit({ room: '302' });
  const removal = b.remove();
  a.receive(removal);
  a.restore();
  a.receive(late);
  expect(plain(a.state)).toEqual({ topic: ['甲'], place: ['县委'], room: ['302'] });
});

describe('a member of a set', () => {
  test('added by two people is one member without conflict', () => {
    const [a, b] = pair();
    a.edit({ 'evidence/1': true, 'evidence/2': true });
    b.edit({ 'evidence/2': true, 'evidence/3': true });
    meet(a, b);
    expect(Object.keys(a.now.fields).sort()).toEqual([
      'evidence/1',
      'evidence/2',
      'evidence/3',
      'place',
      'topic',
    ]);
    expect(conflictsOf(a.now)).toEqual([]);
  });

  test('taken out while another adds it stays in', () => {
    const [a, b] = pair();
    a.edit({ 'evidence/1': true });
    meet(a, b);
    a.edit({ 'evidence/1': undefined });
    b.edit({ 'evidence/1': true });
    meet(a, b);
    expect(valueOf(a.now, 'evidence/1')).toBe(true);
    expect(conflictsOf(a.now)).toEqual([]);
  });
});

describe('the fast path', () => {
  test('gives up when a removal is involved, or when the change replaces what is not held', () => {
    const [a] = pair();
    const before = a.now;
    const first = a.changes[0]!;
    const edit = a.edit({ topic: '乙' });
    const after = applyLocal(before, edit);
    expect(after).toEqual(a.state);
    expect(
      applyLocal(a.now, a.make({ set: { topic: '丙' }, replaces: { topic: [first.id] } })),
    ).toBeUndefined();
    const removedFrom = a.now;
    const removal = a.remove();
    expect(applyLocal(removedFrom, removal)).toBeUndefined();
    expect(applyLocal(a.now, a.restore())).toBeUndefined();
    expect(applyLocal(before, { ...edit, kind: 'forum' })).toBeUndefined();
    expect(applyLocal(after, edit)).toBeUndefined();
  });

  test('orders values beside one it did not replace as a full projection does', () => {
    const [a, b] = pair();
    b.edit({ topic: '乙' });
    meet(a, b);
    const before = a.now;
    const beside = a.make({ set: { topic: '丙' }, replaces: {} });
    expect(applyLocal(before, beside)).toEqual(a.state);
    expect(conflictsOf(a.now)).toEqual(['topic']);
  });

  test('does not change the state it starts from', () => {
    const [a] = pair();
    const before = a.now;
    const text = JSON.stringify(before);
    applyLocal(before, a.edit({ topic: '乙', place: undefined, room: '1' }));
    expect(JSON.stringify(before)).toBe(text);
  });
});

test('changes of two records are a defect of the caller, said at once', () => {
  const a = new Laptop('a');
  const b = new Laptop('b', 'ffffffffffffffffffff');
  expect(() => project([a.edit({ x: 1 }), b.edit({ x: 1 })])).toThrow(TypeError);
});

test('drafts name only fields that hold something', () => {
  expect(draftEdit(undefined, { a: 1, b: undefined })).toEqual({
    set: { a: 1 },
    replaces: {},
  });
});
