import path from 'node:path';
import { openDatabase } from '../../../src-main/store/database';
import { readMeta } from '../../../src-main/store/meta';
import { MIGRATIONS } from '../../../src-main/store/migrations';
import { openStore } from '../../../src-main/store/store';
import { rowSealer } from '../../../src-main/store/seal';
import { creating, keyRing, temporaryFolders } from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
const toFormat1 = MIGRATIONS.filter(({ to }) => to === 1);

function folderOfFormat1(): string {
  const dir = newFolder();
  const store = openStore({ dir, keys, migrations: toFormat1 });
  store.commit([creating({ a: 1 }), creating({ b: 1 })]);
  store.close();
  return dir;
}

describe('the step to format 2', () => {
  test('keeps every change, after a backup, and has seen no header', async () => {
    const dir = folderOfFormat1();
    const store = openStore({ dir, keys });
    expect(store.recordCount).toBe(2);
    expect(store.listBackups()).toMatchObject([{ label: 'before-migration' }]);
    expect((await store.verify()).problems).toEqual([]);
    store.close();
    const db = openDatabase(path.join(dir, 'store.db'));
    expect(readMeta(db, rowSealer(keys), 'heads')).toMatchObject({
      lastSeq: 2,
      header: { generation: 0, mac: '' },
    });
    db.close();
  });

  test('lets a vault whose header has no number yet open it, again and again', () => {
    const dir = folderOfFormat1();
    const header = { generation: 0, mac: 'of the old header', hasStore: false };
    openStore({ dir, keys, header }).close();
    openStore({ dir, keys, header }).close();
    openStore({ dir, keys, header: { generation: 1, mac: 'new', hasStore: true } }).close();
    expect(() => openStore({ dir, keys, header })).toThrow(
      expect.objectContaining({ code: 'VAULT_HEADER_OLD' }),
    );
  });
});
