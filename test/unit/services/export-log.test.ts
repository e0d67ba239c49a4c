/** What leaves the vault: the log first, then the file, whole; and nothing readable after a crash. */
import fs from 'node:fs';
import path from 'node:path';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { Entity } from '../../../src-shared/domain/define';
import { failingDisk } from '../../fixtures/store-kit';
import { codeOf, inspectionOf, newFolder, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);
const OLD = '原来的文件';

const entriesOf = (workspace: OpenWorkspace, fileName: string): Entity[] =>
  workspace.index.list('exportEntry').filter((entry) => entry.values.fileName === fileName);

/** Exports the ledger of the first unit; the bytes are the same for every call of a test. */
const exportTo = (workspace: OpenWorkspace, file: string) =>
  workspace.exportDocument({ paper: 'ledger', inspection: inspectionOf(workspace, 'U1').id }, file);

test('the entry is in the log before the file stands under its name', async () => {
  const workspace = desk.open();
  const file = path.join(newFolder(), '台账.docx');
  const rename = fs.renameSync;
  let logged: number | undefined;
  fs.renameSync = (from, to) => {
    if (to === file) logged = entriesOf(workspace, '台账.docx').length;
    rename(from, to);
  };
  try {
    await exportTo(workspace, file);
  } finally {
    fs.renameSync = rename;
  }
  expect(logged).toBe(1);
  expect(entriesOf(workspace, '台账.docx')[0]!.values).toMatchObject({
    way: 'file',
    bytes: fs.statSync(file).size,
  });
});

test('a place that refuses the finished file: the entry says so, the old file stays, nothing lies beside it', async () => {
  const workspace = desk.open();
  const dir = newFolder();
  const taken = path.join(dir, '占用.docx');
  fs.mkdirSync(path.join(taken, 'x'), { recursive: true });
  expect(await codeOf(() => exportTo(workspace, taken))).toBe('EXPORT_WRITE_FAILED');
  expect(entriesOf(workspace, '占用.docx').map((entry) => entry.values.way)).toEqual(['fileFailed']);
  expect(fs.readdirSync(dir)).toEqual(['占用.docx']);
  expect(workspace.store.fact('leaving')).toEqual([]);
});

test.each([
  [`${'很'.repeat(90)}.docx`, '文件名太长'],
  ['没有的文件夹/台账.docx', '保存位置不见了'],
])('a place that cannot be written is named as what it is: %s', async (name, words) => {
  const workspace = desk.open();
  const dir = newFolder();
  await expect(exportTo(workspace, path.join(dir, name))).rejects.toMatchObject({
    code: 'EXPORT_WRITE_FAILED',
    message: expect.stringContaining(words),
  });
  expect(fs.readdirSync(dir)).toEqual([]);
});

test('a disk that fails once after the file stands does not make the log say that it does not', async () => {
  const disk = failingDisk();
  try {
    const workspace = desk.open();
    const file = path.join(newFolder(), '写出.docx');
    const rename = fs.renameSync;
    fs.renameSync = (from, to) => {
      rename(from, to);
      if (to === file) disk.arm({ kind: 'once', at: 1 });
    };
    await exportTo(workspace, file);
    fs.renameSync = rename;
    expect(disk.calls()).toBeGreaterThan(0);
    expect(entriesOf(workspace, '写出.docx').map((entry) => entry.values.way)).toEqual(['file']);
  } finally {
    disk.restore();
  }
});

test('a lock in the middle of a long export leaves nothing readable, and the log is put right afterwards', async () => {
  const workspace = desk.open();
  const dir = newFolder();
  const file = path.join(dir, '锁定.docx');
  const rename = fs.renameSync;
  fs.renameSync = (from, to) => {
    if (to === file) {
      workspace.close();
      throw Object.assign(new Error('locked'), { code: 'EBUSY', syscall: 'rename' });
    }
    rename(from, to);
  };
  expect(await codeOf(() => exportTo(workspace, file))).toBe('EXPORT_WRITE_FAILED');
  fs.renameSync = rename;
  expect(fs.readdirSync(dir).map((name) => fs.statSync(path.join(dir, name)).size)).toEqual([0]);
  const next = desk.open();
  expect(fs.readdirSync(dir)).toEqual([]);
  expect(entriesOf(next, '锁定.docx').map((entry) => entry.values.way)).toEqual(['fileFailed']);
});

test('a program that dies at any of its steps leaves the old file or the new one, logged, and no other', async () => {
  const disk = failingDisk();
  const remove = fs.rmSync;
  try {
    const outcomes = new Set<string>();
    for (let at = 1, reached = true; reached; at += 1) {
      const dir = newFolder();
      const file = path.join(dir, `死机${at}.docx`);
      fs.writeFileSync(file, OLD);
      const workspace = desk.open();
      disk.arm({ kind: 'dead', at });
      fs.rmSync = () => {
        throw Object.assign(new Error('dead'), { code: 'EIO', syscall: 'rm' });
      };
      const died = await exportTo(workspace, file).then(
        () => false,
        () => true,
      );
      reached = disk.calls() >= at;
      disk.arm({ kind: 'none' });
      fs.rmSync = remove;

      const next = desk.open();
      expect(fs.readdirSync(dir)).toEqual([path.basename(file)]);
      expect(next.store.fact('leaving') ?? []).toEqual([]);
      const ways = entriesOf(next, path.basename(file)).map((entry) => entry.values.way);
      const isOld = fs.readFileSync(file, 'utf8') === OLD;
      expect(isOld ? ways.filter((way) => way !== 'fileFailed') : ways).toEqual(isOld ? [] : ['file']);
      outcomes.add(`${died} ${isOld ? 'old' : 'new'} ${ways.join()}`);
    }
    // Dead after the last rename, the export has happened. Dead before it, the entry may be there already or not: which
    // of the calls is the rename differs with the pages that SQLite happens to touch.
    outcomes.delete('true old fileFailed');
    expect([...outcomes].sort()).toEqual(['false new file', 'true old ']);
  } finally {
    disk.restore();
    fs.rmSync = remove;
  }
});
