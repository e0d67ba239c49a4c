import fs from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../src-main/store/store';
import { canonicalChange, FIRST_PREV } from '../../../src-shared/merge/change';
import { project, valueOf } from '../../../src-shared/merge/registers';
import { hashText } from '../../../src-main/store/log';
import {
  creating,
  editing,
  filesBelow,
  filesWith,
  keyRing,
  removing,
  temporaryFolders,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();

describe('a store', () => {
  test('gives back after reopening what was committed', () => {
    const dir = newFolder();
    const first = openStore({ dir, keys });
    const { records } = first.commit([creating({ 谈话对象: '石头', 次数: 3, 附注: ['一', { 二: null }] })]);
    first.close();

    const second = openStore({ dir, keys });
    expect([...second.records()]).toEqual(records);
    expect(second.deviceId).toBe(first.deviceId);
    expect(second.changeCount).toBe(1);
    second.close();
  });

  test('chains the changes of its device', () => {
    const store = openStore({ dir: newFolder(), keys });
    const one = store.commit([creating({ a: 1 }), creating({ a: 2 })]).changes;
    const two = store.commit([editing([...store.records()][0]!, { a: 3 })]).changes;
    const all = [...one, ...two];
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `${store.deviceId}.${n}`));
    expect(all.map(({ prev }) => prev)).toEqual([FIRST_PREV, all[0]!.hash, all[1]!.hash]);
    for (const change of all) expect(change.hash).toBe(hashText(canonicalChange(change)));
    store.close();
  });

  test('continues the chain after reopening', () => {
    const dir = newFolder();
    const first = openStore({ dir, keys });
    const [before] = first.commit([creating({ a: 1 })]).changes;
    first.close();
    const second = openStore({ dir, keys });
    const [after] = second.commit([creating({ a: 2 })]).changes;
    expect(after).toMatchObject({ n: 2, prev: before!.hash });
    second.close();
  });

  test('applies several changes of one record in one commit, removal and its undoing included', async () => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    const [made] = store.commit([creating({ a: 'x', b: 'y' })]).records;
    store.commit([editing(made!, { a: 'z' }), editing(made!, { b: 'w' })]);
    const [removed] = store.commit([removing(store.record(made!.id)!)]).records;
    expect(removed!.fields).toEqual({});
    expect(store.record(made!.id)).toEqual(project(store.changesOf(made!.id)));
    expect((await store.verify()).problems).toEqual([]);
    store.close();
  });

  test('keeps field names that JavaScript gives a meaning', () => {
    const dir = newFolder();
    const values = JSON.parse('{"__proto__": "甲", "constructor": "乙"}') as Record<string, string>;
    const first = openStore({ dir, keys });
    const [made] = first.commit([creating(values)]).records;
    first.close();
    const second = openStore({ dir, keys });
    const state = second.record(made!.id)!;
    expect(valueOf(state, '__proto__')).toBe('甲');
    expect(valueOf(state, 'constructor')).toBe('乙');
    second.close();
  });

  test('keeps nothing of a commit of which one change is invalid', () => {
    const store = openStore({ dir: newFolder(), keys });
    store.commit([creating({ a: 1 })]);
    const tooLong = { ...creating({ a: 2 }), author: 'x'.repeat(200) };
    expect(() => store.commit([creating({ a: 3 }), tooLong])).toThrow(
      expect.objectContaining({ code: 'STORE_CHANGE_INVALID' }),
    );
    expect(store.changeCount).toBe(1);
    expect(store.recordCount).toBe(1);
    expect(store.commit([creating({ a: 4 })]).changes[0]!.n).toBe(2);
    store.close();
  });

  test('lists changes in the order of the log, beside other work', () => {
    const store = openStore({ dir: newFolder(), keys });
    const made = store.commit(Array.from({ length: 700 }, (_, i) => creating({ i }))).changes;
    const seen: string[] = [];
    for (const { seq, change } of store.changesSince(10)) {
      if (seq === 11) store.commit([creating({ late: true })]);
      seen.push(change.id);
    }
    expect(seen.slice(0, 690)).toEqual(made.slice(10).map(({ id }) => id));
    expect(seen).toHaveLength(691);
    expect([...store.changesSince(store.lastSeq)]).toEqual([]);
    store.close();
  });

  test('makes the same projection anew from the log', async () => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    const { records } = store.commit([creating({ a: 1 }), creating({ b: 2 }), creating({ c: 3 })]);
    store.commit([editing(records[1]!, { b: 4 }), removing(records[2]!)]);
    const before = [...store.records()];
    store.rebuild();
    expect([...store.records()]).toEqual(before);
    expect((await store.verify()).ok).toBe(true);
    store.close();
    const again = openStore({ dir, keys });
    expect([...again.records()]).toEqual(before);
    again.close();
  });

  test('refuses a second owner and lets one in after closing', () => {
    const dir = newFolder();
    const first = openStore({ dir, keys });
    expect(() => openStore({ dir, keys })).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }));
    first.close();
    first.close();
    expect(() => first.commit([creating({})])).toThrow(expect.objectContaining({ code: 'STORE_CLOSED' }));
    openStore({ dir, keys }).close();
  });

  test('leaves a file and its seal behind when closed, and nothing else', () => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    store.commit([creating({ a: 1 })]);
    store.close();
    expect(filesBelow(dir)).toEqual(['store.db', 'store.seal']);
  });

  test('does not make an empty store where one has been', () => {
    const dir = newFolder();
    openStore({ dir, keys }).close();
    fs.rmSync(path.join(dir, 'store.db'));
    expect(() => openStore({ dir, keys })).toThrow(expect.objectContaining({ code: 'STORE_MISSING' }));
  });

  test('begins again where its creation was interrupted', () => {
    const dir = newFolder();
    fs.writeFileSync(path.join(dir, 'store.db.new'), 'half a file');
    fs.writeFileSync(path.join(dir, 'store.unsealed'), '');
    const store = openStore({ dir, keys });
    expect(store.changeCount).toBe(0);
    store.close();
    expect(filesBelow(dir)).toEqual(['store.db', 'store.seal']);
  });

  test('does not open with another key', () => {
    const dir = newFolder();
    openStore({ dir, keys }).close();
    const before = fs.readFileSync(path.join(dir, 'store.db'));
    expect(() => openStore({ dir, keys: keyRing() })).toThrow(
      expect.objectContaining({ code: 'STORE_ALTERED' }),
    );
    expect(() => openStore({ dir, keys: keyRing(), acceptAltered: true })).toThrow(
      expect.objectContaining({ code: 'STORE_ROW_DAMAGED' }),
    );
    expect(fs.readFileSync(path.join(dir, 'store.db'))).toEqual(before);
    openStore({ dir, keys }).close();
  });

  test('opens altered files only on demand, and only when all they hold is whole', () => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    store.commit([creating({ a: 1 })]);
    store.close();
    fs.rmSync(path.join(dir, 'store.seal'));
    expect(() => openStore({ dir, keys })).toThrow(expect.objectContaining({ code: 'STORE_ALTERED' }));
    const accepted = openStore({ dir, keys, acceptAltered: true });
    expect(accepted.changeCount).toBe(1);
    accepted.close();
    openStore({ dir, keys }).close();
  });

  test('writes no text of a record in the clear, while open, closed or backed up', () => {
    const dir = newFolder();
    const texts = ['反映某局长违规收受礼金问题', 'CANARY-informant-7Q2', '贯彻落实情况'];
    const store = openStore({ dir, keys });
    const [made] = store.commit([creating({ 谈话内容: texts[0], [texts[2]!]: texts[1] })]).records;
    store.commit([removing(made!)]);
    expect(filesWith(dir, [...texts, 'interview', '重复登记'])).toEqual([]);
    store.backup();
    store.close();
    expect(filesBelow(dir).length).toBeGreaterThan(3);
    expect(filesWith(dir, [...texts, 'interview', '重复登记'])).toEqual([]);
    fs.writeFileSync(path.join(dir, 'control'), Buffer.from(`..${texts[0]}..`).toString('base64'));
    expect(filesWith(dir, texts)).toEqual(['control']);
  });
});
