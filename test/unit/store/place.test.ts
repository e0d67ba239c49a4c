/** Where each user left off: beside the log, sealed, and nothing that travels. */
import path from 'node:path';
import { openDatabase } from '../../../src-main/store/database';
import { openStore } from '../../../src-main/store/store';
import {
  creating,
  filesBelow,
  filesWith,
  keyRing,
  temporaryFolders,
  restoreBackup,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
const PLACE = { page: 'rectificationItem', round: 'r'.repeat(20), inspection: 'i'.repeat(20) };

test('comes back to its user after closing and opening, the newest only', () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  expect(first.lastPlace('u1')).toBeUndefined();
  first.keepPlace('u1', { page: 'today' });
  first.keepPlace('u1', PLACE);
  first.keepPlace('u2', { page: 'setup' });
  first.close();
  const second = openStore({ dir, keys });
  expect([second.lastPlace('u1'), second.lastPlace('u2')]).toEqual([PLACE, { page: 'setup' }]);
  second.close();
});

test('is no change, disturbs none, and passes verification', async () => {
  const store = openStore({ dir: newFolder(), keys });
  store.commit([creating({ a: 1 })]);
  const before = [...store.changesSince(0)];
  store.keepPlace('u1', PLACE);
  expect([...store.changesSince(0)]).toEqual(before);
  expect(store.commit([creating({ a: 2 })]).changes[0]).toMatchObject({ n: 2 });
  store.rebuild();
  expect(store.lastPlace('u1')).toEqual(PLACE);
  expect(await store.verify()).toMatchObject({ problems: [], counts: { changes: 2, records: 2 } });
  store.close();
});

test('is readable in no file', () => {
  const dir = newFolder();
  const store = openStore({ dir, keys });
  store.keepPlace('u1', PLACE);
  store.close();
  expect(filesBelow(dir).length).toBeGreaterThan(0);
  expect(filesWith(dir, [PLACE.page])).toEqual([]);
  expect(filesWith(dir, [PLACE.inspection])).toEqual([]);
});

test('comes back with a backup as it was when that was made', async () => {
  const dir = newFolder();
  const store = openStore({ dir, keys });
  store.commit([creating({ a: 1 })]);
  store.keepPlace('u1', PLACE);
  const { name } = store.backup();
  store.keepPlace('u1', { page: 'today' });
  store.close();
  restoreBackup({ dir, name, keys });
  const restored = openStore({ dir, keys });
  expect(restored.lastPlace('u1')).toEqual(PLACE);
  expect((await restored.verify()).problems).toEqual([]);
  restored.close();
});

test('that is damaged, or put in the place of another user’s, is found by verification', async () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.keepPlace('u1', PLACE);
  first.close();
  const db = openDatabase(path.join(dir, 'store.db'));
  db.exec(`INSERT INTO meta SELECT 'place/u2', revision, value FROM meta WHERE key = 'place/u1'`);
  db.close();
  expect(() => openStore({ dir, keys, acceptAltered: true })).toThrow(
    expect.objectContaining({
      code: 'STORE_ALTERED',
      problems: [expect.objectContaining({ place: '数据文件' })],
    }),
  );
});
