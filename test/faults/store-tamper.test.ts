/** Flipped bytes and meddling with rows: all of it is found. */
import fs from 'node:fs';
import path from 'node:path';
import { BACKUP_FILES } from '../../src-main/store/backup';
import { openDatabase } from '../../src-main/store/database';
import { inspectSeal, sealMatches } from '../../src-main/store/file-seal';
import { newestHeaderSeen } from '../../src-main/store/header-seen';
import { FOREIGN_SCHEMA } from '../../src-main/store/schema';
import { openStore } from '../../src-main/store/store';
import { WorkbenchError } from '../../src-shared/errors';
import {
  creating,
  done,
  editing,
  filesBelow,
  flipBit,
  keyRing,
  temporaryFolders,
} from '../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();

/** A small closed vault: three records, an edit, a piece of evidence, a backup. */
async function closedVault(): Promise<string> {
  const dir = newFolder();
  fs.writeFileSync(path.join(dir, 'vault.header'), 'header');
  const store = openStore({ dir, keys });
  const evidence = await store.evidence.put(Buffer.from('扫描件'));
  const { records } = store.commit([creating({ a: 1 }), creating({ b: 1 }), creating({ c: 1 })]);
  store.commit([editing(records[0]!, { a: 2, [`evidence/${evidence.hash}`]: true })]);
  store.backup();
  store.close();
  return dir;
}

/** What opening and verifying says about a folder: the refusal's code, or the places of what verify found. */
async function findings(dir: string): Promise<string[]> {
  let store;
  try {
    store = openStore({ dir, keys });
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    return [error.code];
  }
  const { problems } = await store.verify();
  store.close();
  return problems.map(({ place }) => place);
}

describe('every single flipped byte', () => {
  test('of a small closed vault is found at open or by verify', async () => {
    const dir = await closedVault();
    const files = filesBelow(dir).filter((file) => file !== 'vault.header');
    expect(files).toHaveLength(8);
    const backup = path.dirname(files.find((file) => /^backups.*store\.db$/.test(file))!);
    const evidence = openStore({ dir, keys });
    const stores = { live: evidence.evidence };
    evidence.close();

    /** The check that open or verify makes of this file. */
    const found = async (file: string): Promise<boolean> => {
      if (file.startsWith('backups/evidence')) return (await findings(dir)).length > 0;
      if (file.startsWith('backups')) return !done(sealMatches(keys, path.join(dir, backup), BACKUP_FILES));
      if (file.startsWith('evidence')) return done(stores.live.checking(path.basename(file))) !== undefined;
      return inspectSeal(keys, dir) === 'altered';
    };
    for (const file of files) {
      const target = path.join(dir, file);
      const { size } = fs.statSync(target);
      expect(await found(file)).toBe(false);
      const missed: number[] = [];
      for (let offset = 0; offset < size; offset += 1) {
        flipBit(target, offset);
        if (!(await found(file))) missed.push(offset);
        flipBit(target, offset);
      }
      expect({ file, missed }).toEqual({ file, missed: [] });
    }
    expect(await findings(dir)).toEqual([]);
  }, 120_000);

  test('is found by the whole of open and verify, sampled over all files', async () => {
    const template = await closedVault();
    for (const file of filesBelow(template).filter((name) => name !== 'vault.header')) {
      const { size } = fs.statSync(path.join(template, file));
      for (let offset = 0; offset < size; offset += Math.max(1, Math.floor(size / 7))) {
        const dir = newFolder();
        fs.cpSync(template, dir, { recursive: true });
        flipBit(path.join(dir, file), offset);
        expect({ file, offset, found: (await findings(dir)).length > 0 }).toEqual({
          file,
          offset,
          found: true,
        });
        fs.rmSync(dir, { recursive: true });
      }
    }
  });
});

/** Edits of somebody who has the file but not the key. */
const edits: [string, string][] = [
  [
    'two swapped records',
    `CREATE TEMP TABLE t AS SELECT rowid AS r, sealed FROM records LIMIT 2;
     UPDATE records SET sealed = (SELECT sealed FROM t WHERE r != records.rowid) WHERE rowid IN (SELECT r FROM t)`,
  ],
  [
    'two swapped changes',
    `CREATE TEMP TABLE t AS SELECT seq, sealed FROM changes LIMIT 2;
     UPDATE changes SET sealed = (SELECT sealed FROM t WHERE t.seq != changes.seq) WHERE seq IN (SELECT seq FROM t)`,
  ],
  ['the newest change deleted', 'DELETE FROM changes WHERE seq = (SELECT max(seq) FROM changes)'],
  ['a change in the middle deleted', 'DELETE FROM changes WHERE seq = 2'],
  ['the first change deleted', 'DELETE FROM changes WHERE seq = 1'],
  ['all changes deleted', 'DELETE FROM changes'],
  ['a record deleted', 'DELETE FROM records WHERE rowid = (SELECT min(rowid) FROM records)'],
  [
    'a record that was never made',
    `INSERT INTO records SELECT 'ffff', revision, sealed FROM records LIMIT 1`,
  ],
  [
    'a change moved to another record',
    `UPDATE changes SET record = (SELECT record FROM changes WHERE seq = 3) WHERE seq = 2`,
  ],
  ['a change moved in the log', 'UPDATE changes SET seq = 77 WHERE seq = 2'],
  ['a shortened row', `UPDATE changes SET sealed = substr(sealed, 1, 20) WHERE seq = 2`],
  ['the ends of the chains forgotten', `DELETE FROM meta WHERE key = 'heads'`],
  ['another format number', 'PRAGMA user_version = 0'],
];

/** Additions that touch no sealed row and yet decide what is written or read. */
const additions: [string, string][] = [
  [
    'a trigger that deletes what is saved',
    'CREATE TRIGGER tr AFTER INSERT ON changes BEGIN DELETE FROM changes WHERE seq = NEW.seq; END',
  ],
  [
    'a trigger that deletes other records',
    'CREATE TRIGGER tr AFTER INSERT ON changes BEGIN DELETE FROM records WHERE id <> NEW.record; END',
  ],
  ['a table of others', 'CREATE TABLE notes (text TEXT)'],
  ['a view', 'CREATE VIEW v AS SELECT id FROM records'],
  ['a column more', 'ALTER TABLE records ADD COLUMN extra TEXT'],
  ['an index of ours gone', 'DROP INDEX changes_of_record'],
  ['an index of others', 'CREATE INDEX other ON changes (id)'],
  [
    'a view in the place of a table',
    `ALTER TABLE records RENAME TO kept; CREATE VIEW records AS SELECT id, revision, sealed FROM kept`,
  ],
];

describe('a store closed and then edited', () => {
  function edit(dir: string, sql: string): void {
    const db = openDatabase(path.join(dir, 'store.db'));
    db.exec(sql);
    db.close();
  }

  test.each(additions)(
    'is refused even where it looks like a crash, unwritten, with %s',
    async (_what, sql) => {
      const dir = await closedVault();
      edit(dir, sql);
      fs.renameSync(path.join(dir, 'store.seal'), path.join(dir, 'store.unsealed'));
      const before = fs.readFileSync(path.join(dir, 'store.db'));
      expect(await findings(dir)).toEqual(['STORE_ALTERED']);
      expect(() => openStore({ dir, keys, acceptAltered: true })).toThrow(
        expect.objectContaining({ code: 'STORE_ALTERED', problems: [FOREIGN_SCHEMA] }),
      );
      expect(fs.readFileSync(path.join(dir, 'store.db'))).toEqual(before);
    },
  );

  test.each(edits)('is refused, with %s', async (_what, sql) => {
    const dir = await closedVault();
    edit(dir, sql);
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
    expect(() => openStore({ dir, keys, acceptAltered: true })).toThrow(WorkbenchError);
  });

  test.each(edits)('is found out where it looks like a crash, with %s', async (_what, sql) => {
    const dir = await closedVault();
    edit(dir, sql);
    fs.renameSync(path.join(dir, 'store.seal'), path.join(dir, 'store.unsealed'));
    expect(await findings(dir)).not.toEqual([]);
  });

  test('is found out with an older copy of a row put back', async () => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    const [made] = store.commit([creating({ a: 1 })]).records;
    store.close();
    const file = path.join(dir, 'store.db');
    const before = openDatabase(file);
    const older = before.get('SELECT id, revision, sealed FROM records') as {
      revision: number;
      sealed: Uint8Array;
    };
    before.close();

    const again = openStore({ dir, keys });
    again.commit([editing(made!, { a: 2 })]);
    again.close();
    const after = openDatabase(file);
    after.run('UPDATE records SET revision = ?, sealed = ?', [older.revision, older.sealed]);
    after.close();
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
    fs.renameSync(path.join(dir, 'store.seal'), path.join(dir, 'store.unsealed'));
    expect(await findings(dir)).toEqual([`记录 ${made!.id}`]);
  });

  test('is refused with a log of SQLite laid beside it', async () => {
    const dir = await closedVault();
    fs.writeFileSync(path.join(dir, 'store.db-wal'), 'not from here');
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
  });

  test('is refused with an edited or missing seal', async () => {
    const dir = await closedVault();
    const seal = path.join(dir, 'store.seal');
    fs.appendFileSync(seal, '\n');
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
    fs.rmSync(seal);
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
  });

  test('is told to lack a piece of evidence that a record names', async () => {
    const dir = await closedVault();
    fs.rmSync(path.join(dir, 'evidence'), { recursive: true });
    expect(await findings(dir)).toEqual([expect.stringMatching(/^evidence\//)]);
  });
});

describe('a store that is taken away while it is open', () => {
  const gone = (dir: string): void => fs.rmSync(path.join(dir, 'store.db'));
  const away = (dir: string): void => fs.renameSync(dir, path.join(newFolder(), 'elsewhere'));
  const exchanged = (dir: string): void => {
    fs.copyFileSync(path.join(dir, 'store.db'), path.join(dir, 'copy'));
    fs.renameSync(path.join(dir, 'copy'), path.join(dir, 'store.db'));
  };

  test.each([
    ['deleted', gone],
    ['moved with its folder', away],
    ['exchanged for a copy', exchanged],
  ])('takes nothing more, says so, and still closes: %s', async (_what, act) => {
    const dir = newFolder();
    const store = openStore({ dir, keys });
    store.commit([creating({ a: 1 })]);
    act(dir);
    const refused = expect.objectContaining({
      code: 'STORE_GONE',
      message: expect.stringContaining('没有保存'),
    });
    expect(() => store.commit([creating({ a: 2 })])).toThrow(refused);
    expect(store.recordCount).toBe(1);
    expect(() => store.close()).toThrow(refused);
    expect(fs.existsSync(path.join(dir, 'owner.lock'))).toBe(false);
    expect(() => store.close()).not.toThrow();
  });
});

test('a store that another computer took over takes nothing more here, and leaves it its lock', () => {
  const dir = newFolder();
  const store = openStore({ dir, keys });
  const other = JSON.stringify({ pid: 1, token: 'd'.repeat(32), bootId: 'x', started: null, host: '另一台' });
  fs.writeFileSync(path.join(dir, 'owner.lock'), other);
  expect(() => store.commit([creating({ a: 1 })])).toThrow(
    expect.objectContaining({ code: 'STORE_TAKEN_OVER' }),
  );
  expect(() => store.close()).toThrow(expect.objectContaining({ code: 'STORE_TAKEN_OVER' }));
  expect(fs.readFileSync(path.join(dir, 'owner.lock'), 'utf8')).toBe(other);
});

describe('what is not there', () => {
  const header = { generation: 1, mac: 'x', hasStore: true };

  test('an emptied folder whose header knows of a store is no new vault', async () => {
    const dir = await closedVault();
    for (const name of fs.readdirSync(dir))
      if (name !== 'vault.header') fs.rmSync(path.join(dir, name), { recursive: true });
    expect(() => openStore({ dir, keys, header })).toThrow(
      expect.objectContaining({ code: 'STORE_MISSING' }),
    );
    expect(fs.readdirSync(dir)).toEqual(['vault.header']);
  });

  test.each(['out', 'in'])('a planted intent to restore (%s) moves nothing and is told', async (phase) => {
    const dir = await closedVault();
    const before = fs.readFileSync(path.join(dir, 'store.db'));
    const intent = JSON.stringify({ phase, replaced: '2026-01-01T00-00-00-000Z' });
    fs.writeFileSync(path.join(dir, 'restore.intent'), intent);
    fs.mkdirSync(path.join(dir, 'restore.staged'));
    fs.writeFileSync(path.join(dir, 'restore.staged', 'store.db'), 'planted');
    expect(await findings(dir)).toEqual(['STORE_ALTERED']);
    expect(fs.readFileSync(path.join(dir, 'store.db'))).toEqual(before);
    const store = openStore({ dir, keys, acceptAltered: true });
    expect(store.recordCount).toBe(3);
    store.close();
    expect(await findings(dir)).toEqual([]);
  });

  test('a backup folder with an empty seal and nothing under it is no backup', async () => {
    const dir = await closedVault();
    const empty = path.join(dir, 'backups', '2026-01-01T00-00-00-000Z');
    fs.mkdirSync(empty);
    fs.writeFileSync(path.join(empty, 'store.seal'), '');
    expect(await findings(dir)).toEqual(['backups/2026-01-01T00-00-00-000Z']);
  });

  test('evidence that a backup counts on is missed; the next backup brings it back', async () => {
    const dir = await closedVault();
    fs.rmSync(path.join(dir, 'backups', 'evidence'), { recursive: true });
    expect(await findings(dir)).toEqual([expect.stringMatching(/^backups\/20/)]);
    const store = openStore({ dir, keys });
    store.backup();
    expect((await store.verify()).problems).toEqual([]);
    store.close();
  });

  test.each(['evidence.list', 'vault.header'])(
    '%s taken out of a backup together with its line in the seal',
    async (file) => {
      const dir = await closedVault();
      const [name] = fs.readdirSync(path.join(dir, 'backups')).filter((entry) => entry.startsWith('20'));
      const backup = path.join(dir, 'backups', name!);
      fs.rmSync(path.join(backup, file));
      const seal = path.join(backup, 'store.seal');
      const lines = fs.readFileSync(seal, 'utf8').split('\n');
      fs.writeFileSync(seal, lines.filter((line) => !line.startsWith(file)).join('\n'));
      expect(await findings(dir)).toEqual([`backups/${name}`]);
    },
  );
});

describe('the header of the vault', () => {
  const header = (generation: number, mac = `mac-${generation}`) => ({ generation, mac, hasStore: true });
  const open = (dir: string, generation: number, mac?: string) =>
    openStore({ dir, keys, header: header(generation, mac) });

  test('of an older day, or another of the same number, does not open today’s store', () => {
    const dir = newFolder();
    const store = openStore({ dir, keys, header: { ...header(1), hasStore: false } });
    store.noteHeader(header(5));
    store.close();
    for (const [generation, mac] of [[1], [4], [5, 'other']] as const) {
      expect(() => open(dir, generation, mac)).toThrow(expect.objectContaining({ code: 'VAULT_HEADER_OLD' }));
    }
    expect(newestHeaderSeen(dir, keys)).toBe(5);
    open(dir, 5).close();
    open(dir, 7).close();
    expect(() => open(dir, 5)).toThrow(expect.objectContaining({ code: 'VAULT_HEADER_OLD' }));
  });
});
