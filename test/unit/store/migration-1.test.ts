import path from 'node:path';
import { formatOf, openDatabase } from '../../../src-main/store/database';
import { readMeta } from '../../../src-main/store/meta';
import { migrate, MIGRATIONS } from '../../../src-main/store/migrations';
import { rowSealer } from '../../../src-main/store/seal';
import { keyRing, temporaryFolders } from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const toFormat1 = MIGRATIONS.filter(({ to }) => to === 1);

describe('the step to format 1', () => {
  test('makes an empty store with a device of its own', () => {
    const sealer = rowSealer(keyRing());
    const db = openDatabase(path.join(newFolder(), 'store.db'));
    expect(migrate({ db, sealer }, toFormat1)).toBe(0);
    expect(formatOf(db)).toBe(1);
    expect(readMeta(db, sealer, 'format')).toBe(1);
    expect(readMeta(db, sealer, 'device')).toMatch(/^[0-9a-f]{16}$/);
    expect(readMeta(db, sealer, 'heads')).toEqual({ lastSeq: 0, devices: {} });
    const tables = db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    expect(tables.map(({ name }) => name)).toEqual(['changes', 'meta', 'records']);
    db.close();
  });

  test('does nothing to a file that has it', () => {
    const sealer = rowSealer(keyRing());
    const db = openDatabase(path.join(newFolder(), 'store.db'));
    migrate({ db, sealer }, toFormat1);
    const device = readMeta(db, sealer, 'device');
    expect(migrate({ db, sealer }, toFormat1)).toBe(1);
    expect(readMeta(db, sealer, 'device')).toBe(device);
    db.close();
  });
});
