import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { FieldValue, SealedPartOf } from '../../../src-shared/merge/change';
import { isRemoved, valueOf, type RecordState } from '../../../src-shared/merge/registers';
import { MIGRATIONS } from '../../../src-main/store/migrations';
import { openStore, type Store } from '../../../src-main/store/store';
import {
  creating,
  editing,
  filesBelow,
  newRecordId,
  removing,
  temporaryFolders,
} from '../../fixtures/store-kit';
import { keyRingOf } from '../../fixtures/vault-key';

const newFolder = temporaryFolders();
const toFormat2 = MIGRATIONS.filter(({ to }) => to <= 2);
const sealedPartOf: SealedPartOf = ({ kind }) =>
  kind === 'clue' ? 'all' : kind === 'petition' ? ['reporter'] : [];
const secret = randomBytes(32);
const holder = keyRingOf(secret);
const keyless = keyRingOf(secret, false);

const of = (kind: string, values: { readonly [field: string]: FieldValue }, id = newRecordId()) => ({
  ...creating(values, id),
  kind,
});

/** A store as the last version left it: everything under the vault key. */
async function folderOfFormat2() {
  const dir = newFolder();
  const store = openStore({ dir, keys: holder, migrations: toFormat2 });
  const { hash } = await store.evidence.put(Buffer.from('信件扫描'));
  const shared = await store.evidence.put(Buffer.from('两处都用的照片'));
  const ids = { clue: newRecordId(), petition: newRecordId(), gone: newRecordId(), talk: newRecordId() };
  store.commit([
    of(
      'clue',
      { content: '挪用专款', [`evidence/${hash}`]: true, [`evidence/${shared.hash}`]: true },
      ids.clue,
    ),
    of('petition', { content: '反映低保', reporter: '郑怀素' }, ids.petition),
    of('petition', { content: '重复信访', reporter: '陆九渊' }, ids.gone),
    of('interview', { person: '张三', [`evidence/${shared.hash}`]: true }, ids.talk),
  ]);
  store.commit([editing(store.record(ids.petition)!, { reporter: '郑怀素、郑守拙' })]);
  store.commit([
    editing(store.record(ids.clue)!, { content: '挪用专款二十万' }),
    removing(store.record(ids.gone)!),
  ]);
  store.backup();
  store.close();
  return { dir, ids, hash, shared: shared.hash };
}

const values = (state: RecordState | undefined) =>
  state && Object.fromEntries(Object.keys(state.fields).map((field) => [field, valueOf(state, field)]));
const all = (store: Store, ids: readonly string[]) =>
  ids.map((id) => [id, values(store.record(id)), isRemoved(store.record(id)!)]);

describe('the step to format 3', () => {
  test('loses nothing for a holder, and hides what is his from everybody else', async () => {
    const { dir, ids, hash, shared } = await folderOfFormat2();
    const before = openStore({ dir, keys: holder, migrations: toFormat2 });
    const expected = all(before, Object.values(ids));
    before.close();

    // Whoever comes first after the update brings the vault to the new format, with the key or without it.
    let store = openStore({ dir, keys: keyless, sealedPartOf });
    expect((await store.verify()).problems).toEqual([]);
    expect(store.record(ids.clue)).toBeUndefined();
    expect(values(store.record(ids.petition))).toEqual({ content: '反映低保' });
    expect(isRemoved(store.record(ids.gone)!)).toBe(true);
    expect(() => store.evidence.part(hash, 0, 10)).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_MISSING' }),
    );
    expect(store.evidence.part(shared, 0, 100).bytes.toString()).toBe('两处都用的照片');
    expect(store.listBackups()).toHaveLength(1);
    store.commit([of('interview', { person: '李四' })]);
    store.close();

    store = openStore({ dir, keys: holder, sealedPartOf });
    expect(all(store, Object.values(ids))).toEqual(expected);
    expect(store.evidence.part(hash, 0, 100).bytes.toString()).toBe('信件扫描');
    expect((await store.verify()).problems).toEqual([]);
    expect(store.changesOf(ids.petition).map(({ set }) => set.reporter)).toEqual([
      undefined,
      undefined,
      '郑怀素',
      '郑怀素、郑守拙',
    ]);
    store.commit([editing(store.record(ids.petition)!, { reporter: '郑怀素' })]);
    expect(valueOf(store.record(ids.petition)!, 'reporter')).toBe('郑怀素');
    store.close();
  });

  test('leaves no file that opens with the vault key alone and holds what went into the compartment', async () => {
    const { dir } = await folderOfFormat2();
    const old = filesBelow(dir).filter((name) => name.startsWith('evidence/') || name.includes('store.db'));
    openStore({ dir, keys: keyless, sealedPartOf }).close();
    const bytes = new Set(
      old.map((name) => path.basename(name)).filter((name) => /^[0-9a-f]{64}$/.test(name)),
    );
    const left = filesBelow(dir)
      .map((name) => path.basename(name))
      .filter((name) => bytes.has(name));
    // Only the photograph that a talk has as well, in the vault and in its backup.
    expect(new Set(left).size).toBe(1);
    const store = openStore({ dir, keys: keyless, sealedPartOf });
    const rows = [...store.changesSince(0)].map(({ change }) => JSON.stringify(change)).join('\n');
    for (const word of ['挪用专款', '郑怀素', '陆九渊', 'reporter']) expect(rows).not.toContain(word);
    store.close();
  });

  test('is taken back where the disk fails on the way, and done at the next opening', async () => {
    const { dir, ids } = await folderOfFormat2();
    const size = fs.statSync(path.join(dir, 'store.db')).size;
    expect(size).toBeGreaterThan(0);
    const failing: SealedPartOf = () => {
      throw new Error('stopped');
    };
    expect(() => openStore({ dir, keys: holder, sealedPartOf: failing })).toThrow();
    const store = openStore({ dir, keys: holder, sealedPartOf });
    expect(valueOf(store.record(ids.clue)!, 'content')).toBe('挪用专款二十万');
    store.close();
  });

  test('changes nothing but the format of a store with nothing for the compartment', async () => {
    const dir = newFolder();
    const old = openStore({ dir, keys: holder, migrations: toFormat2 });
    old.commit([of('interview', { person: '张三' })]);
    const before = [...old.changesSince(0)];
    old.backup();
    old.close();
    const store = openStore({ dir, keys: holder, sealedPartOf });
    expect([...store.changesSince(0)]).toEqual(before);
    expect(store.listBackups()).toHaveLength(2);
    store.close();
  });
});
