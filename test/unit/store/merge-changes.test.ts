import { openStore, type Store } from '../../../src-main/store/store';
import { hashText } from '../../../src-main/store/log';
import { canonicalChange, type Change } from '../../../src-shared/merge/change';
import { project, valueOf } from '../../../src-shared/merge/registers';
import fs from 'node:fs';
import {
  creating,
  editing,
  keyRing,
  newRecordId,
  removing,
  temporaryFolders,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
const open: Store[] = [];
const openNew = (): Store => {
  const store = openStore({ dir: newFolder(), keys });
  open.push(store);
  return store;
};
afterEach(() => open.splice(0).forEach((store) => store.close()));

const logOf = (store: Store): Change[] => [...store.changesSince(0)].map(({ change }) => change);
/** As it arrives: through JSON. */
const packetOf = (changes: readonly Change[]): unknown[] => JSON.parse(JSON.stringify(changes)) as unknown[];
const rehash = (change: Change, edits: Partial<Change>): Change => {
  const edited = { ...change, ...edits };
  return { ...edited, hash: hashText(canonicalChange(edited)) };
};

function withThreeChanges(): { store: Store; changes: Change[] } {
  const store = openNew();
  const [made] = store.commit([creating({ a: 1, b: 1 })]).records;
  store.commit([editing(made!, { a: 2 })]);
  store.commit([creating({ c: 1 })]);
  return { store, changes: logOf(store) };
}

describe('changes of another laptop', () => {
  test('make both stores hold the same records, whatever the order of their coming', async () => {
    const one = openNew();
    const two = openNew();
    const [shared] = one.commit([creating({ 职务: '科员' })]).records;
    two.mergeChanges(packetOf(logOf(one)));
    one.commit([editing(shared!, { 职务: '科长' })]);
    two.commit([editing(two.record(shared!.id)!, { 职务: '主任' }), creating({ x: 1 })]);

    two.mergeChanges(packetOf(logOf(one)).reverse());
    const merged = one.mergeChanges(packetOf(logOf(two)));
    expect(merged.duplicates).toBe(2);
    expect(merged.added).toHaveLength(2);
    expect(one.record(shared!.id)!.fields['职务']).toHaveLength(2);
    const byId = (store: Store) => [...store.records()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(one)).toEqual(byId(two));
    expect((await one.verify()).problems).toEqual([]);
    expect((await two.verify()).problems).toEqual([]);
  });

  test('are added once, however often they come', () => {
    const { changes } = withThreeChanges();
    const store = openNew();
    const twice = packetOf([...changes, ...changes]);
    expect(store.mergeChanges(twice)).toMatchObject({ duplicates: 3 });
    expect(store.mergeChanges(twice)).toMatchObject({ added: [], duplicates: 6, records: [] });
    expect(store.changeCount).toBe(3);
  });

  test('may come with gaps, which verify tells and later packets close', async () => {
    const { store: source, changes } = withThreeChanges();
    const store = openNew();
    store.mergeChanges(packetOf([changes[2]!]));
    expect(await store.verify()).toMatchObject({ ok: true, gaps: [{ device: source.deviceId, missing: 2 }] });
    store.mergeChanges(packetOf([changes[0]!]));
    store.mergeChanges(packetOf([changes[1]!]));
    expect(await store.verify()).toMatchObject({ ok: true, gaps: [] });
    expect(store.record(changes[0]!.recordId)).toEqual(project(changes.slice(0, 2)));
  });

  test('are previewed as they are then taken in, and nothing is written by that', () => {
    const one = openNew();
    const two = openNew();
    const [shared] = one.commit([creating({ 职务: '科员' })]).records;
    two.mergeChanges(packetOf(logOf(one)));
    one.commit([editing(shared!, { 职务: '科长' }), creating({ y: 1 })]);
    two.commit([editing(two.record(shared!.id)!, { 职务: '主任' })]);
    const packet = packetOf(logOf(one));
    const before = [two.changeCount, two.lastSeq, two.record(shared!.id)];
    const preview = two.previewMerge(packet);
    expect([two.changeCount, two.lastSeq, two.record(shared!.id)]).toEqual(before);
    expect(preview.records.map(({ before: stood }) => stood?.id)).toEqual([shared!.id, undefined]);
    const merged = two.mergeChanges(packet);
    expect(preview.added).toEqual(merged.added);
    expect(preview.duplicates).toBe(merged.duplicates);
    expect(preview.records.map(({ after }) => after)).toEqual(merged.records);
    expect(two.previewMerge(packet)).toMatchObject({ added: [], records: [] });
  });

  test('are known by device and number, with the gaps', () => {
    const { store: source, changes } = withThreeChanges();
    const store = openNew();
    expect(store.have()).toEqual({});
    store.mergeChanges(packetOf([changes[2]!, changes[0]!]));
    expect(store.have()).toEqual({
      [source.deviceId]: [
        [1, 1],
        [3, 3],
      ],
    });
    store.mergeChanges(packetOf([changes[1]!]));
    store.commit([creating({ z: 1 })]);
    expect(store.have()).toEqual({ [source.deviceId]: [[1, 3]], [store.deviceId]: [[1, 1]] });
  });

  test('keep what a newer version wrote into them', () => {
    const { changes } = withThreeChanges();
    const newer = rehash(changes[0]!, { kind: 'kind-of-2030', mood: 'calm' } as Partial<Change>);
    const store = openNew();
    store.mergeChanges(packetOf([newer]));
    expect(logOf(store)).toEqual([newer]);
  });

  const damage: [string, string, (changes: Change[]) => unknown[]][] = [
    ['an edited value', 'STORE_PACKET_HASH', ([a, b, c]) => [a, { ...b, set: { a: 'forged' } }, c]],
    ['an id that is not its own', 'STORE_PACKET_SHAPE', ([a, b]) => [a, { ...b, n: 7 }]],
    ['something that is no change', 'STORE_PACKET_SHAPE', ([a]) => [a, null]],
    [
      'a field of the wrong type',
      'STORE_PACKET_SHAPE',
      ([a]) => [rehash(a!, { replaces: { a: 'x' } } as never)],
    ],
    [
      'contents that nest without end',
      'STORE_PACKET_SHAPE',
      ([a]) => [{ ...a!, set: { a: JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as never } }],
    ],
    [
      'a field named as every object has one, of the wrong type',
      'STORE_PACKET_SHAPE',
      ([a]) => [rehash(a!, { replaces: JSON.parse('{"__proto__": 5}') as never })],
    ],
    [
      'an edited change with a new hash',
      'STORE_PACKET_CHAIN',
      ([a, b, c]) => [a, rehash(b!, { set: { a: 'forged' } }), c],
    ],
    ['a wrong beginning', 'STORE_PACKET_CHAIN', ([a]) => [rehash(a!, { prev: '1'.repeat(64) })]],
    ['two changes with one id', 'STORE_PACKET_FORK', ([a]) => [a, rehash(a!, { author: 'other' })]],
  ];
  test.each(damage)('with %s are refused whole', (_what, code, spoil) => {
    const { changes } = withThreeChanges();
    const store = openNew();
    const good = openNew();
    good.commit([creating({ g: 1 })]);
    const packet = packetOf([...logOf(good), ...(spoil(changes) as Change[])]);
    expect(() => store.mergeChanges(packet)).toThrow(expect.objectContaining({ code }));
    expect(store.changeCount).toBe(0);
    expect([...store.records()]).toEqual([]);
    expect(store.mergeChanges(packetOf(changes)).added).toHaveLength(3);
  });

  test('that contradict the log are refused', () => {
    const { changes } = withThreeChanges();
    const store = openNew();
    store.mergeChanges(packetOf(changes.slice(0, 2)));
    expect(() => store.mergeChanges(packetOf([rehash(changes[1]!, { author: 'other' })]))).toThrow(
      expect.objectContaining({ code: 'STORE_PACKET_FORK' }),
    );
    expect(() => store.mergeChanges(packetOf([rehash(changes[2]!, { prev: '2'.repeat(64) })]))).toThrow(
      expect.objectContaining({ code: 'STORE_PACKET_CHAIN' }),
    );
    const late = openNew();
    late.mergeChanges(packetOf([changes[2]!]));
    expect(() => late.mergeChanges(packetOf([rehash(changes[1]!, { author: 'other' })]))).toThrow(
      expect.objectContaining({ code: 'STORE_PACKET_CHAIN' }),
    );
  });

  test('are listed by their place, without any text of theirs', () => {
    const { changes } = withThreeChanges();
    const packet = packetOf([changes[0]!, { ...changes[1]!, set: { a: '秘密内容' } }]);
    try {
      openNew().mergeChanges(packet);
      throw new Error('taken');
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ place: '第 2 条变更' }] });
      expect(JSON.stringify(error) + String(error)).not.toContain('秘密');
    }
  });

  test('that are our own, from before this folder was put back to an older state, give us a new device id', async () => {
    const dir = newFolder();
    const before = openStore({ dir, keys });
    const [made] = before.commit([creating({ a: 1 })]).records;
    before.close();
    const older = newFolder();
    fs.cpSync(dir, older, { recursive: true });

    const ahead = openStore({ dir, keys });
    ahead.commit([editing(ahead.record(made!.id)!, { a: 2 })]);
    const packet = packetOf(logOf(ahead));
    ahead.close();

    const behind = openStore({ dir: older, keys });
    open.push(behind);
    const formerId = behind.deviceId;
    behind.mergeChanges(packet);
    expect(behind.deviceId).not.toBe(formerId);
    const [next] = behind.commit([creating({ b: 1 })]).changes;
    expect(next).toMatchObject({ device: behind.deviceId, n: 1 });
    expect(valueOf(behind.record(made!.id)!, 'a')).toBe(2);
    expect((await behind.verify()).problems).toEqual([]);
  });

  test('remove a record here as they did there', () => {
    const one = openNew();
    const id = newRecordId();
    one.commit([creating({ a: 1 }, id)]);
    one.commit([removing(one.record(id)!)]);
    const two = openNew();
    const [state] = two.mergeChanges(packetOf(logOf(one))).records;
    expect(state).toEqual(one.record(id));
    expect(state!.removals).toHaveLength(1);
  });
});
