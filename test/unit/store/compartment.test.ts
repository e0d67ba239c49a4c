/** The compartment: what holders of its key read, what everybody else carries, and what the disk shows to whom. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

import {
  SEALED_KIND,
  type ChangeDraft,
  type FieldValue,
  type SealedPartOf,
} from '../../../src-shared/merge/change';
import { conflictsOf, draftEdit, draftRemove, isRemoved, valueOf } from '../../../src-shared/merge/registers';
import { openDatabase } from '../../../src-main/store/database';
import { rowSealer } from '../../../src-main/store/seal';
import { openStore, type Store } from '../../../src-main/store/store';
import { filesBelow, newRecordId, temporaryFolders } from '../../fixtures/store-kit';
import { keyRingOf } from '../../fixtures/vault-key';

const folder = temporaryFolders();

/** Clues whole, of a petition who reported. */
const sealedPartOf: SealedPartOf = ({ kind }) =>
  kind === 'clue' ? 'all' : kind === 'petition' ? ['reporter', 'contact'] : [];

const secret = randomBytes(32);
const holder = keyRingOf(secret, true);
const keyless = keyRingOf(secret, false);
const open = (dir: string, keys = holder): Store => openStore({ dir, keys, sealedPartOf });

const draft = (
  store: Store,
  kind: string,
  recordId: string,
  values: { readonly [field: string]: FieldValue | undefined },
): ChangeDraft => ({
  author: 'user-1',
  at: '2026-11-26T09:00:00+08:00',
  kind,
  recordId,
  action: store.record(recordId) ? 'edit' : 'create',
  ...draftEdit(store.record(recordId), values),
});
const removal = (store: Store, kind: string, recordId: string): ChangeDraft => ({
  ...draft(store, kind, recordId, {}),
  action: 'remove',
  ...draftRemove(store.record(recordId)!),
});
const field = (store: Store, id: string, name: string) => {
  const state = store.record(id);
  return state && valueOf(state, name);
};

/** Everything that somebody with the vault key and tools of his own reads: each row opened, and the plain bytes. */
function readByKeyless(dir: string): string {
  const texts: string[] = [];
  const sealer = rowSealer(keyless);
  const copy = path.join(folder(), 'copy.db');
  fs.copyFileSync(path.join(dir, 'store.db'), copy);
  const db = openDatabase(copy);
  const tables = {
    changes: ['id', 'seq'],
    records: ['id', 'revision'],
    sealed_records: ['id', 'revision'],
    meta: ['key', 'revision'],
  };
  for (const [table, [name, revision]] of Object.entries(tables)) {
    const column = table === 'meta' ? 'value' : 'sealed';
    for (const row of db.all(`SELECT * FROM ${table}`) as unknown as Record<string, never>[]) {
      texts.push(String(row[name!]));
      try {
        texts.push(sealer.open(table, row[name!]!, row[revision!]!, row[column]!));
      } catch {
        // Not his.
      }
    }
  }
  db.close();
  for (const file of filesBelow(dir)) texts.push(fs.readFileSync(path.join(dir, file)).toString('latin1'));
  return texts.join('\n');
}

test('a holder reads a clue and the whole of a petition, before and after a reopening', () => {
  const dir = folder();
  const clue = newRecordId();
  const petition = newRecordId();
  let store = open(dir);
  store.commit([draft(store, 'clue', clue, { content: '挪用专款' })]);
  store.commit([draft(store, 'petition', petition, { content: '反映低保', reporter: '郑怀素' })]);
  store.commit([draft(store, 'clue', clue, { content: '挪用专款二十万' })]);
  for (const again of [false, true]) {
    if (again) {
      store.close();
      store = open(dir);
    }
    expect(field(store, clue, 'content')).toBe('挪用专款二十万');
    expect(field(store, petition, 'content')).toBe('反映低保');
    expect(field(store, petition, 'reporter')).toBe('郑怀素');
    expect(store.changesOf(clue).map(({ kind, set }) => [kind, set.content])).toEqual([
      ['clue', '挪用专款'],
      ['clue', '挪用专款二十万'],
    ]);
    expect(store.recordCount).toBe(2);
  }
  store.close();
});

test('whoever lacks the key sees the rest, writes into the compartment, and a holder then reads it', async () => {
  const dir = folder();
  const petition = newRecordId();
  const report = newRecordId();
  let store = open(dir, keyless);
  store.commit([draft(store, 'petition', petition, { content: '反映低保', reporter: '郑怀素' })]);
  const { records } = store.commit([draft(store, 'clue', report, { content: '有人打探' })]);
  expect(records).toEqual([]);
  expect(field(store, petition, 'content')).toBe('反映低保');
  expect(field(store, petition, 'reporter')).toBeUndefined();
  expect(store.record(report)).toBeUndefined();
  expect((await store.verify()).problems).toEqual([]);
  store.close();

  store = open(dir);
  expect(field(store, petition, 'reporter')).toBe('郑怀素');
  expect(field(store, report, 'content')).toBe('有人打探');
  expect((await store.verify()).problems).toEqual([]);
  store.rebuild();
  expect(field(store, petition, 'reporter')).toBe('郑怀素');
  expect((await store.verify()).problems).toEqual([]);
  store.close();
});

test('a field that two wrote, one of them blindly, is in conflict for the holder and is settled by him', () => {
  const dir = folder();
  const petition = newRecordId();
  let store = open(dir);
  store.commit([draft(store, 'petition', petition, { content: '甲', reporter: '郑怀素' })]);
  store.close();
  store = open(dir, keyless);
  store.commit([draft(store, 'petition', petition, { reporter: '陆九渊' })]);
  expect(conflictsOf(store.record(petition)!)).toEqual([]);
  store.close();
  store = open(dir);
  expect(conflictsOf(store.record(petition)!)).toEqual(['reporter']);
  store.commit([draft(store, 'petition', petition, { reporter: '陆九渊' })]);
  expect(conflictsOf(store.record(petition)!)).toEqual([]);
  store.close();
});

test('a record removed by one who cannot read all of it is removed, and comes back whole', () => {
  const dir = folder();
  const petition = newRecordId();
  let store = open(dir);
  store.commit([draft(store, 'petition', petition, { content: '甲', reporter: '郑怀素' })]);
  store.close();
  store = open(dir, keyless);
  store.commit([removal(store, 'petition', petition)]);
  store.close();
  store = open(dir);
  expect(isRemoved(store.record(petition)!)).toBe(true);
  store.commit([
    { ...draft(store, 'petition', petition, { content: '甲', $removed: undefined }), action: 'restore' },
  ]);
  expect(field(store, petition, 'reporter')).toBe('郑怀素');
  store.close();
});

test('each petition has a box, whether somebody is named in it or not, and all boxes look alike', () => {
  const dir = folder();
  const store = open(dir);
  for (const reporter of ['郑怀素', undefined]) {
    store.commit([draft(store, 'petition', newRecordId(), { content: '甲', reporter })]);
  }
  const boxes = [...store.changesSince(0)].filter(({ change }) => change.kind === SEALED_KIND);
  expect(boxes).toHaveLength(2);
  const outside = boxes.map(({ change }) => {
    const { id, n, prev, hash, device, sealed, ...rest } = change as typeof change & {
      sealed: { box: string };
    };
    return [id.length, n > 0, prev.length, hash.length, device.length, sealed.box.length, rest];
  });
  expect(outside[0]).toEqual(outside[1]);
  store.close();
});

test('two laptops: boxes travel through one that cannot open them', () => {
  const [first, middle, last] = [folder(), folder(), folder()];
  const clue = newRecordId();
  const a = open(first);
  a.commit([draft(a, 'clue', clue, { content: '挪用专款' })]);
  const sent = [...a.changesSince(0)].map(({ change }) => change);
  const b = open(middle, keyless);
  b.mergeChanges(JSON.parse(JSON.stringify(sent)) as unknown[]);
  const passed = [...b.changesSince(0)].map(({ change }) => change);
  const c = open(last);
  const { records } = c.mergeChanges(JSON.parse(JSON.stringify(passed)) as unknown[]);
  expect(records.map(({ id }) => id)).toEqual([clue]);
  expect(field(c, clue, 'content')).toBe('挪用专款');
  const forged = JSON.parse(JSON.stringify(sent[0])) as { sealed: { box: string } };
  forged.sealed.box = forged.sealed.box.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
  expect(() => open(folder()).mergeChanges([forged])).toThrow(/数据包已损坏/);
  for (const store of [a, b, c]) store.close();
});

test('evidence of the compartment travels as it lies through one who cannot open it, and an altered one is refused', async () => {
  const photo = randomBytes((1 << 20) + 7);
  const [a, b, c] = [open(folder()), open(folder(), keyless), open(folder())];
  const { hash } = await a.evidence.put(photo, undefined, true);
  const tag = a.evidence.tagOf(hash, true)!;
  async function* bytes(pieces: Iterable<Buffer>, alter = false): AsyncGenerator<Buffer> {
    for (const piece of pieces) {
      if (alter) piece[piece.length - 1]! ^= 1;
      // In pieces of other sizes than they were written.
      for (let at = 0; at < piece.length; at += 100_000)
        yield Promise.resolve(piece.subarray(at, at + 100_000));
    }
  }
  await expect(b.evidence.putBox(tag, bytes(a.evidence.readBox(tag), true))).rejects.toMatchObject({
    code: 'EVIDENCE_DAMAGED',
  });
  expect(b.evidence.list()).toEqual([]);
  const announced: string[] = [];
  await b.evidence.putBox(tag, bytes(a.evidence.readBox(tag)), (name) => announced.push(name));
  expect(announced).toEqual([tag]);
  await c.evidence.putBox(tag, bytes(b.evidence.readBox(tag)));
  await c.evidence.putBox(tag, bytes(b.evidence.readBox(tag)));
  const pieces: Buffer[] = [];
  for await (const piece of c.evidence.read(hash)) pieces.push(piece);
  expect(Buffer.concat(pieces)).toEqual(photo);
  for (const store of [a, b, c]) store.close();
});

test('with the vault key and tools of one’s own nothing of the compartment is read, on disk or in a backup', () => {
  const word = fc.constantFrom('郑怀素', '段成式', '挪用专款二十万', '13800138000');
  const act = fc.record({
    kind: fc.constantFrom('clue', 'petition'),
    held: fc.boolean(),
    again: fc.boolean(),
    word,
  });
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (acts) => {
      const dir = folder();
      const ids: { readonly kind: string; readonly id: string }[] = [];
      for (const { kind, held, again, word: text } of acts) {
        const store = open(dir, held ? holder : keyless);
        const known = again ? ids.find((one) => one.kind === kind && store.record(one.id)) : undefined;
        const id = known?.id ?? newRecordId();
        if (known === undefined) ids.push({ kind, id });
        const values = kind === 'clue' ? { content: text } : { content: '公开内容', reporter: text };
        store.commit([draft(store, kind, id, values)]);
        store.backup();
        store.close();
      }
      const read = readByKeyless(dir);
      for (const text of ['郑怀素', '段成式', '挪用专款二十万', '13800138000', 'reporter']) {
        expect(read.includes(text)).toBe(false);
        expect(read.includes(Buffer.from(text).toString('latin1'))).toBe(false);
      }
      for (const { kind, id } of ids) if (kind === 'clue') expect(read.includes(id)).toBe(false);
      const store = open(dir);
      for (const { id } of ids) expect(store.record(id)).toBeDefined();
      store.close();
    }),
    { numRuns: 25 },
  );
});
