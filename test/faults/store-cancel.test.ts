/** Long acts on the store called off at each of their turns: everything is as it was, and the act can be done after. */
import fs from 'node:fs';
import path from 'node:path';
import { backupsAt } from '../../src-main/store/external';
import { restoringBackup, restoringReplaced, type RestoreOptions } from '../../src-main/store/restore';
import { openStore } from '../../src-main/store/store';
import { inTurns, type Work } from '../../src-main/store/steps';
import { WorkbenchError } from '../../src-shared/errors';
import { valueOf } from '../../src-shared/merge/registers';
import {
  calledOffAt,
  creating,
  done,
  editing,
  filesBelow,
  flipBit,
  keyRing,
  noTurns,
  restoreBackup,
  temporaryFolders,
} from '../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
let minutes = 0;
const now = () => new Date(Date.UTC(2026, 2, 20, 9, (minutes += 1)));

/** Every file with its bytes; whose owner it is and what is left behind empty counts as well. */
function everything(dir: string): Record<string, string> {
  const files = Object.fromEntries(
    filesBelow(dir).map((name) => [name, fs.readFileSync(path.join(dir, name), 'base64')]),
  );
  const folders = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of folders.filter((entry) => entry.isDirectory())) {
    files[`${path.relative(dir, path.join(parentPath, name))}/`] = '';
  }
  return files;
}

/** Calls work off at its first turn, its second, and so on, until it comes to its end. @returns how often */
async function calledOffEverywhere(work: () => Work<unknown>, after: () => void): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    try {
      await inTurns(work(), calledOffAt(nth));
      return nth - 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'TASK_CANCELLED' });
    }
    after();
  }
}

/** A folder with a backup, `a: 1` in it and `a: 2` now, with a file of three pieces. */
async function folderWithBackup() {
  const dir = newFolder();
  fs.writeFileSync(path.join(dir, 'vault.header'), 'header');
  const store = openStore({ dir, keys, now });
  const { hash } = await store.evidence.put(Buffer.alloc(3 << 20, 'x'));
  const [made] = store.commit([creating({ a: 1, [`evidence/${hash}`]: true })]).records;
  const { name } = store.backup();
  store.commit([editing(made!, { a: 2 })]);
  return { dir, store, name, id: made!.id, tag: store.evidence.tagOf(hash) };
}

test('备份, in the vault folder', async () => {
  const { dir, store } = await folderWithBackup();
  const before = everything(path.join(dir, 'backups'));
  const turns = await calledOffEverywhere(
    () => store.backingUp(),
    () => expect(everything(path.join(dir, 'backups'))).toEqual(before),
  );
  expect(turns).toBeGreaterThan(3);
  expect((await store.verify()).problems).toEqual([]);
  expect(store.listBackups()).toHaveLength(2);
  store.close();
});

test('外部备份: no list shows what was begun; evidence that is there already need not be copied again', async () => {
  const { store, dir } = await folderWithBackup();
  const stick = newFolder();
  const turns = await calledOffEverywhere(
    () => store.backingUpTo(stick),
    () => {
      expect(backupsAt(stick)).toEqual([]);
      expect(
        filesBelow(stick).filter((name) => !/^巡察数据备份-\w{8}\/evidence\/..\/\w{64}$/.test(name)),
      ).toEqual([]);
    },
  );
  expect(turns).toBeGreaterThan(5);
  const [made] = backupsAt(stick);
  store.close();
  const fresh = newFolder();
  done(restoringBackup({ dir: fresh, keys, name: made!.name, from: made!.folder }).steps);
  openStore({ dir: fresh, keys }).close();
  expect(filesBelow(path.join(fresh, 'evidence'))).toEqual(filesBelow(path.join(dir, 'evidence')));
});

test('what is written while a backup is made is not in it, and the backup is whole', async () => {
  const { dir, store, id } = await folderWithBackup();
  const work = store.backingUp();
  let turns = 0;
  const { name } = await inTurns(work, {
    ...noTurns,
    async breathe() {
      turns += 1;
      // More than SQLite keeps in its log before it moves it into the file by itself.
      store.commit(Array.from({ length: 40 }, () => creating({ a: '字'.repeat(40_000) })));
    },
  });
  expect(turns).toBeGreaterThan(3);
  expect(store.recordCount).toBe(1 + 40 * turns);
  expect((await store.verify()).problems).toEqual([]);
  store.close();
  restoreBackup({ dir, name, keys });
  const restored = openStore({ dir, keys });
  expect(restored.recordCount).toBe(1);
  expect(valueOf(restored.record(id)!, 'a')).toBe(2);
  restored.close();
});

describe('导入', () => {
  const drafts = () => Array.from({ length: 120 }, (_, i) => creating({ a: i }));

  test('nothing of it is kept, and nothing else is written meanwhile', async () => {
    const { store, id } = await folderWithBackup();
    const before = { changes: store.changeCount, records: store.recordCount, seq: store.lastSeq };
    const turns = await calledOffEverywhere(
      () => ({ total: 240, steps: store.committing(drafts()) }),
      () => {
        expect({ changes: store.changeCount, records: store.recordCount, seq: store.lastSeq }).toEqual(
          before,
        );
        store.commit([editing(store.record(id)!, { a: before.seq })]);
        Object.assign(before, { changes: before.changes + 1, seq: before.seq + 1 });
      },
    );
    expect(turns).toBe(4);
    expect(store.recordCount).toBe(before.records + 120);
    await inTurns(
      { total: 240, steps: store.committing(drafts()) },
      {
        ...noTurns,
        async breathe() {
          expect(() => store.commit(drafts())).toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
        },
      },
    );
    expect(store.recordCount).toBe(before.records + 240);
    expect((await store.verify()).problems).toEqual([]);
    store.close();
  });

  test('a lock in the middle of it closes the store with nothing of it', async () => {
    const { dir, store } = await folderWithBackup();
    const before = store.recordCount;
    const steps = store.committing(drafts());
    steps.next();
    store.backup();
    store.close();
    expect(() => steps.throw(new WorkbenchError('VAULT_LOCKED', '已锁定。'))).toThrow('已锁定');
    expect(openedOnce(dir)).toHaveLength(before);
  });
});

describe('restoring', () => {
  /** A closed folder with a damaged file of evidence, which the backup heals, and one with nothing in it. */
  async function ready() {
    const { dir, store, name, tag } = await folderWithBackup();
    const stick = newFolder();
    const { folder } = done(store.backingUpTo(stick).steps);
    store.close();
    const evidence = path.join(dir, 'evidence', tag.slice(0, 2), tag);
    return { dir, name, evidence, outside: { name: backupsAt(stick)[0]!.name, from: folder } };
  }

  test('a backup of this folder, with its evidence gone', async () => {
    const { dir, name } = await ready();
    fs.rmSync(path.join(dir, 'evidence'), { recursive: true });
    const before = everything(dir);
    const turns = await calledOffEverywhere(
      () => restoringBackup({ dir, name, keys }),
      () => expect(everything(dir)).toEqual(before),
    );
    expect(turns).toBeGreaterThan(5);
    expect(valueOf([...openedOnce(dir)][0]!, 'a')).toBe(1);
  });

  test('a backup of this folder; evidence that is healed meanwhile stays healed', async () => {
    const { dir, name, evidence } = await ready();
    const sound = fs.readFileSync(evidence);
    flipBit(evidence, 5000);
    const damaged = fs.readFileSync(evidence);
    const { [path.relative(dir, evidence)]: _damaged, ...before } = everything(dir);
    await calledOffEverywhere(
      () => restoringBackup({ dir, name, keys }),
      () => {
        const { [path.relative(dir, evidence)]: file, ...rest } = everything(dir);
        expect(rest).toEqual(before);
        expect([sound.toString('base64'), damaged.toString('base64')]).toContain(file);
      },
    );
    expect(fs.readFileSync(evidence).equals(sound)).toBe(true);
  });

  test('a backup from outside, on a computer with nothing and on one with data', async () => {
    const { dir, outside } = await ready();
    for (const folder of [newFolder(), dir]) {
      const options: RestoreOptions = { dir: folder, keys, ...outside };
      const before = everything(folder);
      const turns = await calledOffEverywhere(
        () => restoringBackup(options),
        () => expect(everything(folder)).toEqual(before),
      );
      expect(turns).toBeGreaterThan(8);
      expect(valueOf([...openedOnce(folder)][0]!, 'a')).toBe(2);
    }
  });

  test('what a restore had set aside', async () => {
    const { dir, name } = await ready();
    const { replaced } = restoreBackup({ dir, name, keys });
    const before = everything(dir);
    const turns = await calledOffEverywhere(
      () => restoringReplaced({ dir, name: path.basename(replaced), keys }),
      () => expect(everything(dir)).toEqual(before),
    );
    expect(turns).toBeGreaterThan(2);
    expect(valueOf([...openedOnce(dir)][0]!, 'a')).toBe(2);
  });
});

/** The records of a folder that opens and verifies. */
function openedOnce(dir: string) {
  const store = openStore({ dir, keys });
  const records = [...store.records()];
  store.close();
  return records;
}
