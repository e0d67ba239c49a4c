/** Whatever way a change comes by (a person's act, a packet, a store that is put back), one checker says what it may be. */
import path from 'node:path';
import { BACKUP_FILES } from '../../../src-main/store/backup';
import { openDatabase } from '../../../src-main/store/database';
import { writeSeal } from '../../../src-main/store/file-seal';
import { hashText } from '../../../src-main/store/log';
import { rowSealer } from '../../../src-main/store/seal';
import { atOnce } from '../../../src-main/store/steps';
import { openStore } from '../../../src-main/store/store';
import { canonicalChange, type Change, type FieldValue } from '../../../src-shared/merge/change';
import { creating, keyRing, restoreBackup, temporaryFolders } from '../../fixtures/store-kit';
import { failure } from '../services/desk';

const newFolder = temporaryFolders();
const keys = keyRing();
const nested = (depth: number): FieldValue => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as FieldValue;
const json = (text: string) => JSON.parse(text) as never;

const STRANGE: [string, Partial<Change>][] = [
  ['contents that nest deeper than any form', { set: { a: nested(150) } }],
  ['contents that nest without end', { set: { a: nested(3000) } }],
  ['a field without a name', { set: { '': 1 } }],
  ['replaced changes that are none', { replaces: { a: ['x'] } }],
  ['replaced changes of a field called as every object has one', { replaces: json('{"__proto__": 5}') }],
  ['a kind without a name', { kind: '' }],
];

describe.each(STRANGE)('a change with %s', (_what, strange) => {
  const opened = (dir = newFolder()) => openStore({ dir, keys });

  it('is not written as an act', async () => {
    const store = opened();
    const error = await failure(() => store.commit([{ ...creating({ a: 1 }), ...strange }]));
    expect(error.code).toBe('STORE_CHANGE_INVALID');
    expect(store.changeCount).toBe(0);
    store.close();
  });

  it('is not taken from a packet', async () => {
    const [source, store] = [opened(), opened()];
    const [change] = source.commit([creating({ a: 1 })]).changes;
    const error = await failure(() => store.mergeChanges([{ ...change!, ...strange }]));
    expect(error.code).toBe('STORE_PACKET_SHAPE');
    expect(store.changeCount).toBe(0);
    [source, store].forEach((one) => one.close());
  });

  it('is told by a check of the store it stands in, and not put back with a backup', async () => {
    const dir = newFolder();
    const store = opened(dir);
    const [change] = store.commit([creating({ a: 1 })]).changes;
    const { name } = store.backup();
    store.close();
    // Somebody who has the keys wrote it.
    const text = JSON.stringify({ ...change!, ...strange, hash: undefined });
    const backup = path.join(dir, 'backups', name);
    for (const folder of [dir, backup]) {
      const db = openDatabase(path.join(folder, 'store.db'));
      const sealed = rowSealer(keys).seal('changes', change!.id, 1, text);
      db.run('UPDATE changes SET sealed = ? WHERE seq = 1', [sealed]);
      db.close();
    }
    atOnce(writeSeal(keys, backup, BACKUP_FILES));
    const told = { place: `变更 ${change!.id}`, message: '不是本程序能识别的变更' };
    for (const act of [
      () => openStore({ dir, keys, acceptAltered: true }),
      () => restoreBackup({ dir, name, keys }),
    ])
      expect((await failure(act)).problems).toContainEqual(told);
  });
});

it('what a newer version wrote is taken by every way', () => {
  const [source, store] = [openStore({ dir: newFolder(), keys }), openStore({ dir: newFolder(), keys })];
  const [change] = source.commit([
    { ...creating({ a: nested(50) }), action: 'transfer', kind: 'of-2030' },
  ]).changes;
  const newer = { ...change!, mood: 'calm' };
  expect(store.mergeChanges([{ ...newer, hash: hashText(canonicalChange(newer)) }]).added).toHaveLength(1);
  [source, store].forEach((one) => one.close());
});
