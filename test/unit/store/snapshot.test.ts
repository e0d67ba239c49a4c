/** The records in one piece: opening by it gives what the rows give, whatever came before or after it. */
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { openDatabase } from '../../../src-main/store/database';
import { openStore, type Store } from '../../../src-main/store/store';
import type { RecordState } from '../../../src-shared/merge/registers';
import {
  creating,
  editing,
  failingDisk,
  keyRing,
  removing,
  temporaryFolders,
  whole,
} from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
/** More changes than make a snapshot worth writing. */
const MANY = 260;

const many = (from = 0) => Array.from({ length: MANY }, (_, i) => creating({ n: from + i, '9': '数字名' }));
const sorted = (store: Store): RecordState[] =>
  Array.from(store.records(), whole).sort((a, b) => (a.id < b.id ? -1 : 1));
const file = (dir: string) => path.join(dir, 'store.db');

/** Works on the closed file by hand, then opens it as after a crash (which is no reason to check the file's seal). */
function tamper(dir: string, sql: string): void {
  const db = openDatabase(file(dir));
  db.exec(sql);
  db.close();
  fs.renameSync(path.join(dir, 'store.seal'), path.join(dir, 'store.unsealed'));
}

const snapshotsIn = (dir: string): number => {
  const db = openDatabase(file(dir));
  try {
    return (db.get(`SELECT count(*) AS n FROM meta WHERE key = 'snapshot'`) as { n: number }).n;
  } finally {
    db.close();
  }
};

/** What a power cut leaves: the files as they are while the store is open. */
function asCut(dir: string): string {
  const copy = newFolder();
  fs.cpSync(dir, copy, { recursive: true, filter: (name) => !path.basename(name).startsWith('owner.lock') });
  return copy;
}

test('is written on closing once there is much to read, and opens to the same records', async () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.commit(many());
  const before = sorted(first);
  first.close();
  expect(snapshotsIn(dir)).toBe(1);
  const second = openStore({ dir, keys });
  expect(sorted(second)).toEqual(before);
  expect((await second.verify()).problems).toEqual([]);
  second.close();
});

test('is not written for a few changes', () => {
  const dir = newFolder();
  const store = openStore({ dir, keys });
  store.commit(many().slice(0, 5));
  store.close();
  expect(snapshotsIn(dir)).toBe(0);
});

test('gives way to rows that are newer, after a power cut too', async () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.commit(many());
  first.close();
  const second = openStore({ dir, keys });
  const [one, two] = [...second.records()];
  second.commit([editing(one!, { n: -1 }), removing(two!), creating({ n: -2 })]);
  const before = sorted(second);
  const third = openStore({ dir: asCut(dir), keys });
  expect(sorted(third)).toEqual(before);
  expect((await third.verify()).problems).toEqual([]);
  third.close();
  second.close();
});

test('that is damaged only costs time: the rows are read, and verification tells', async () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.commit(many());
  const before = sorted(first);
  first.close();
  tamper(dir, `UPDATE meta SET value = zeroblob(length(value)) WHERE key = 'snapshot'`);
  const second = openStore({ dir, keys });
  expect(sorted(second)).toEqual(before);
  expect((await second.verify()).problems).toEqual([expect.objectContaining({ place: '数据文件' })]);
  // The next one takes its place.
  second.close();
  const third = openStore({ dir, keys });
  expect((await third.verify()).problems).toEqual([]);
  third.close();
});

test('that differs from a row is found by verification', async () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.commit(many());
  first.close();
  // A row that says it is older than the snapshot, and which the snapshot does not have.
  const other = newFolder();
  const store = openStore({ dir: other, keys });
  const [stray] = store.commit([creating({ n: 0 })]).records;
  store.close();
  const db = openDatabase(file(other));
  const row = db.get('SELECT id, revision, sealed FROM records') as Record<string, unknown>;
  db.close();
  const target = openDatabase(file(dir));
  target.run('INSERT INTO records (id, revision, sealed) VALUES (?, ?, ?)', [
    row.id as string,
    row.revision as number,
    row.sealed as Uint8Array,
  ]);
  target.close();
  fs.renameSync(path.join(dir, 'store.seal'), path.join(dir, 'store.unsealed'));
  const second = openStore({ dir, keys });
  expect((await second.verify()).problems).toContainEqual(
    expect.objectContaining({ place: `记录 ${stray!.id}` }),
  );
  second.close();
});

test('is thrown away when the projection is made anew', () => {
  const dir = newFolder();
  const first = openStore({ dir, keys });
  first.commit(many());
  first.close();
  const second = openStore({ dir, keys });
  second.rebuild();
  const before = sorted(second);
  const cut = asCut(dir);
  expect(snapshotsIn(cut)).toBe(0);
  second.close();
  const third = openStore({ dir: cut, keys });
  expect(sorted(third)).toEqual(before);
  third.close();
});

test('that the disk refuses on closing leaves every record to the rows', async () => {
  const disk = failingDisk();
  try {
    for (let at = 1; ; at += 1) {
      const dir = newFolder();
      const first = openStore({ dir, keys });
      first.commit(many());
      const before = sorted(first);
      disk.arm({ kind: 'full', at });
      try {
        first.close();
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORE_DISK_FULL' });
      }
      const reached = disk.calls() >= at;
      disk.arm({ kind: 'none' });
      const second = openStore({ dir, keys });
      expect(sorted(second)).toEqual(before);
      expect((await second.verify()).problems).toEqual([]);
      second.close();
      if (!reached) break;
    }
  } finally {
    disk.restore();
  }
});

test('whatever is done between closings, opening gives what was there (property)', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), at: fc.nat() }) },
    fc.record({ do: fc.constant('remove'), at: fc.nat() }),
    fc.record({ do: fc.constantFrom('many', 'close', 'cut', 'create'), at: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let dir = newFolder();
      let store = openStore({ dir, keys });
      store.commit(many());
      for (const one of [...steps, { do: 'close', at: 0 }]) {
        const states = sorted(store);
        const chosen = states[one.at % states.length]!;
        if (one.do === 'edit') store.commit([editing(chosen, { n: one.at })]);
        else if (one.do === 'remove') store.commit([removing(chosen)]);
        else if (one.do === 'create') store.commit([creating({ n: one.at })]);
        else if (one.do === 'many') store.commit(many(one.at));
        else {
          const next = one.do === 'cut' ? asCut(dir) : dir;
          store.close();
          dir = next;
          store = openStore({ dir, keys });
          expect(sorted(store)).toEqual(states);
        }
      }
      store.close();
    }),
    { numRuns: 25 },
  );
});
