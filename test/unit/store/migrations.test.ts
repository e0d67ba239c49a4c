import fs from 'node:fs';
import path from 'node:path';
import { listBackups } from '../../../src-main/store/backup';
import { MIGRATIONS, newestFormat, type Migration } from '../../../src-main/store/migrations';
import { openStore } from '../../../src-main/store/store';
import { creating, keyRing, temporaryFolders } from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();

const next = newestFormat(MIGRATIONS) + 1;
const addsTable: Migration = {
  to: next,
  run: ({ db }) => db.exec('CREATE TABLE extra (id INTEGER PRIMARY KEY)'),
};
const usesTable: Migration = { to: next + 1, run: ({ db }) => db.exec('INSERT INTO extra (id) VALUES (1)') };
const breaks: Migration = {
  to: next + 1,
  run: ({ db }) => {
    db.exec('DELETE FROM changes');
    throw new Error('broken step');
  },
};

function folderWithOneRecord(): string {
  const dir = newFolder();
  const store = openStore({ dir, keys });
  store.commit([creating({ a: 1 })]);
  store.close();
  return dir;
}

describe('a store of an older format', () => {
  test('is brought to the newest by every missing step in turn, after a backup', async () => {
    const dir = folderWithOneRecord();
    const migrations = [...MIGRATIONS, addsTable, usesTable];
    const store = openStore({ dir, keys, migrations });
    expect(store.recordCount).toBe(1);
    expect((await store.verify()).problems).toEqual([]);
    expect(store.listBackups()).toMatchObject([{ label: 'before-migration' }]);
    store.close();
    // A second time nothing is missing: `usesTable` would fail on its own row.
    openStore({ dir, keys, migrations }).close();
    expect(listBackups(dir)).toHaveLength(1);
  });

  test('is as before when a step fails in the middle', () => {
    const dir = folderWithOneRecord();
    expect(() => openStore({ dir, keys, migrations: [...MIGRATIONS, addsTable, breaks] })).toThrow(
      'broken step',
    );
    const store = openStore({ dir, keys });
    expect(store.changeCount).toBe(1);
    expect(store.recordCount).toBe(1);
    store.close();
    openStore({ dir, keys, migrations: [...MIGRATIONS, addsTable, usesTable] }).close();
  });

  test('is not touched when its files were altered', () => {
    const dir = folderWithOneRecord();
    fs.rmSync(path.join(dir, 'store.seal'));
    const migrations = [...MIGRATIONS, addsTable];
    expect(() => openStore({ dir, keys, migrations, acceptAltered: true })).toThrow(
      expect.objectContaining({ code: 'STORE_ALTERED' }),
    );
    openStore({ dir, keys, acceptAltered: true }).close();
  });
});

describe('a store of a newer format', () => {
  test('is refused with a clear message and left as it is', () => {
    const dir = folderWithOneRecord();
    openStore({ dir, keys, migrations: [...MIGRATIONS, addsTable] }).close();
    const before = fs.readFileSync(path.join(dir, 'store.db'));
    expect(() => openStore({ dir, keys })).toThrow(
      expect.objectContaining({ code: 'STORE_TOO_NEW', message: expect.stringContaining('新版程序') }),
    );
    expect(fs.readFileSync(path.join(dir, 'store.db'))).toEqual(before);
    expect(fs.existsSync(path.join(dir, 'store.seal'))).toBe(true);
    openStore({ dir, keys, migrations: [...MIGRATIONS, addsTable] }).close();
  });
});
