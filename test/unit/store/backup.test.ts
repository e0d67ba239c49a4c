import fs from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../src-main/store/store';
import { valueOf } from '../../../src-shared/merge/registers';
import {
  creating,
  editing,
  filesBelow,
  flipBit,
  keyRing,
  temporaryFolders,
  restoreBackup,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12));

/** A vault folder with a record `a: 1` in a backup, and `a: 2` now. */
async function folderWithBackup() {
  const dir = newFolder();
  fs.writeFileSync(path.join(dir, 'vault.header'), 'header of then');
  const store = openStore({ dir, keys });
  const evidence = await store.evidence.put(Buffer.from('扫描件'));
  const [made] = store.commit([creating({ a: 1, [`evidence/${evidence.hash}`]: true })]).records;
  const { name } = store.backup();
  store.commit([editing(made!, { a: 2 })]);
  const deviceId = store.deviceId;
  store.close();
  fs.writeFileSync(path.join(dir, 'vault.header'), 'header of now');
  return { dir, name, id: made!.id, deviceId, hash: evidence.hash };
}

describe('backups', () => {
  test('are made while the store is in use, and listed', () => {
    const dir = newFolder();
    const store = openStore({ dir, keys, now: () => day(1) });
    store.commit([creating({ a: 1 })]);
    const first = store.backup();
    store.commit([creating({ a: 2 })]);
    const second = store.backup('before-merge');
    expect(first).toMatchObject({ name: '2026-01-01T12-00-00-000Z', at: day(1).getTime() });
    expect(second).toMatchObject({ name: '2026-01-01T12-00-00-000Z-before-merge', label: 'before-merge' });
    expect(store.listBackups()).toEqual([first, second]);
    store.close();
  });

  test('of one moment do not overwrite each other', () => {
    const store = openStore({ dir: newFolder(), keys, now: () => day(1) });
    store.backup();
    store.backup();
    expect(new Set(store.listBackups().map(({ name }) => name)).size).toBe(2);
    store.close();
  });

  test('are dropped by the rotation once a newer one is made', () => {
    let now = day(1);
    const store = openStore({ dir: newFolder(), keys, now: () => now });
    for (let n = 1; n <= 60; n += 1) {
      now = day(n);
      store.backup();
    }
    const kept = store.listBackups();
    expect(kept.length).toBeGreaterThanOrEqual(7);
    expect(kept.length).toBeLessThanOrEqual(7 + 6 + 4);
    expect(kept.at(-1)!.at).toBe(day(60).getTime());
    store.close();
  });

  test('hold each evidence file once', async () => {
    const { dir } = await folderWithBackup();
    const store = openStore({ dir, keys });
    store.backup();
    const copies = filesBelow(path.join(dir, 'backups')).filter((file) => file.startsWith('evidence'));
    expect(copies).toHaveLength(1);
    expect(await store.verify()).toMatchObject({ ok: true, counts: { evidence: 1, backups: 2 } });
    store.close();
  });

  test('that are damaged are told by verify', async () => {
    const { dir, name } = await folderWithBackup();
    flipBit(path.join(dir, 'backups', name, 'store.db'), 5000);
    const store = openStore({ dir, keys });
    expect((await store.verify()).problems).toMatchObject([{ place: `backups/${name}` }]);
    store.close();
  });
});

describe('restoring a backup', () => {
  test('puts the records back and keeps what it replaces', async () => {
    const { dir, name, id } = await folderWithBackup();
    const { replaced } = restoreBackup({ dir, name, keys });

    const store = openStore({ dir, keys });
    expect(valueOf(store.record(id)!, 'a')).toBe(1);
    expect((await store.verify()).problems).toEqual([]);
    store.close();

    const kept = openStore({ dir: path.join(dir, replaced), keys });
    expect(valueOf(kept.record(id)!, 'a')).toBe(2);
    kept.close();
  });

  test('goes on under a new device id, so that no change id is given out twice', async () => {
    const { dir, name, deviceId } = await folderWithBackup();
    restoreBackup({ dir, name, keys });
    const store = openStore({ dir, keys });
    expect(store.deviceId).not.toBe(deviceId);
    expect(store.commit([creating({ b: 1 })]).changes[0]!.n).toBe(1);
    expect((await store.verify()).problems).toEqual([]);
    store.close();
  });

  test('leaves the users of today, unless that of the backup is asked for', async () => {
    const header = (dir: string) => fs.readFileSync(path.join(dir, 'vault.header'), 'utf8');
    const { dir, name } = await folderWithBackup();
    restoreBackup({ dir, name, keys });
    expect(header(dir)).toBe('header of now');
    const { replaced } = restoreBackup({ dir, name, keys, withHeader: true });
    expect(header(dir)).toBe('header of then');
    expect(header(path.join(dir, replaced))).toBe('header of now');
    fs.rmSync(path.join(dir, 'vault.header'));
    restoreBackup({ dir, name, keys });
    expect(header(dir)).toBe('header of then');
  });

  test('brings back evidence that is missing', async () => {
    const { dir, name, hash } = await folderWithBackup();
    fs.rmSync(path.join(dir, 'evidence'), { recursive: true });
    restoreBackup({ dir, name, keys });
    const store = openStore({ dir, keys });
    expect(store.evidence.has(hash)).toBe(true);
    expect((await store.verify()).ok).toBe(true);
    store.close();
  });

  test('heals evidence that is damaged', async () => {
    const { dir, name, hash } = await folderWithBackup();
    const [file] = filesBelow(dir).filter((entry) => entry.startsWith('evidence'));
    flipBit(path.join(dir, file!), 100);
    restoreBackup({ dir, name, keys });
    const store = openStore({ dir, keys });
    expect(await store.evidence.verify(hash)).toBeUndefined();
    store.close();
  });

  test('works where the store itself is gone or broken', async () => {
    const { dir, name, id } = await folderWithBackup();
    fs.writeFileSync(path.join(dir, 'store.db'), 'rubbish');
    restoreBackup({ dir, name, keys });
    const store = openStore({ dir, keys });
    expect(valueOf(store.record(id)!, 'a')).toBe(1);
    store.close();
  });

  test.each(['store.db', 'store.seal', 'vault.header'])(
    'refuses a backup with a damaged %s',
    async (file) => {
      const { dir, name, id } = await folderWithBackup();
      flipBit(path.join(dir, 'backups', name, file), 3);
      expect(() => restoreBackup({ dir, name, keys })).toThrow(
        expect.objectContaining({ code: 'STORE_BACKUP_DAMAGED' }),
      );
      const store = openStore({ dir, keys });
      expect(valueOf(store.record(id)!, 'a')).toBe(2);
      store.close();
      expect(fs.existsSync(path.join(dir, 'replaced'))).toBe(false);
    },
  );

  test('refuses an unknown name and a store in use', async () => {
    const { dir, name } = await folderWithBackup();
    expect(() => restoreBackup({ dir, name: '../elsewhere', keys })).toThrow(
      expect.objectContaining({ code: 'STORE_BACKUP_UNKNOWN' }),
    );
    const store = openStore({ dir, keys });
    expect(() => restoreBackup({ dir, name, keys })).toThrow(
      expect.objectContaining({ code: 'STORE_IN_USE' }),
    );
    store.close();
  });
});
