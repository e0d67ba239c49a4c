/** A disk that fails at each write in turn, and a program that dies at each step of a restore. */
import fs from 'node:fs';
import path from 'node:path';
import { backupIsWhole } from '../../src-main/store/backup';
import { backupsAt } from '../../src-main/store/external';
import { openStore, type Store } from '../../src-main/store/store';
import { WorkbenchError } from '../../src-shared/errors';
import { valueOf } from '../../src-shared/merge/registers';
import {
  creating,
  editing,
  failingDisk,
  keyRing,
  temporaryFolders,
  type DiskFault,
  type FailingDisk,
  done,
  restoreBackup,
} from '../fixtures/store-kit';

const newFolder = temporaryFolders();
const keys = keyRing();
const LONG_TEXT = '写满两三页的谈话内容。'.repeat(400);

let disk: FailingDisk;
beforeEach(() => (disk = failingDisk()));
afterEach(() => disk.restore());

interface Outcome {
  readonly acknowledged: readonly string[];
  readonly errors: readonly unknown[];
}

/** Create, commit, merge, back up, rebuild, close; whatever fails, the rest is tried all the same. */
function work(dir: string, packet: readonly unknown[]): Outcome {
  const acknowledged: string[] = [];
  const errors: unknown[] = [];
  const attempt = <T>(step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      errors.push(error);
      return undefined;
    }
  };
  const commit = (store: Store, text: string) => {
    const known = [...store.records()][0];
    const draft = known === undefined ? creating({ text }) : editing(known, { text });
    const done = attempt(() => store.commit([draft, creating({ text })]));
    acknowledged.push(...(done?.changes ?? []).map(({ id }) => id));
  };
  const store = attempt(() => openStore({ dir, keys }));
  if (store !== undefined) {
    commit(store, 'first');
    commit(store, LONG_TEXT);
    acknowledged.push(...(attempt(() => store.mergeChanges(packet))?.added ?? []).map(({ id }) => id));
    attempt(() => store.backup());
    commit(store, 'after the backup');
    attempt(() => store.rebuild());
    commit(store, 'last');
    attempt(() => store.close());
  }
  return { acknowledged, errors };
}

function foreignPacket(): unknown[] {
  const store = openStore({ dir: newFolder(), keys });
  store.commit([creating({ a: 1 }), creating({ a: 2 })]);
  const packet = [...store.changesSince(0)].map(({ change }) => change);
  store.close();
  return packet;
}

const EXPECTED_CODES = ['STORE_DISK_FULL', 'STORE_WRITE_FAILED', 'STORE_READ_FAILED', 'STORE_UNREACHABLE'];

const kinds: [string, (at: number) => DiskFault][] = [
  ['is full from then on', (at) => ({ kind: 'full', at })],
  ['gives an I/O error once', (at) => ({ kind: 'once', at })],
  ['writes half of what it is given', (at) => ({ kind: 'short', at })],
];

describe('a disk that, at any one of its calls,', () => {
  test.each(kinds)(
    '%s: a clear error, nothing acknowledged is lost, the next open works',
    async (_what, faultAt) => {
      const packet = foreignPacket();
      disk.arm({ kind: 'none' });
      const healthy = work(newFolder(), packet);
      const calls = disk.calls();
      expect(healthy.errors).toEqual([]);
      expect(calls).toBeGreaterThan(50);

      let failed = 0;
      for (let at = 1; at <= calls; at += 1) {
        const dir = newFolder();
        const fault = faultAt(at);
        disk.arm(fault);
        const { acknowledged, errors } = work(dir, packet);
        disk.arm({ kind: 'none' });

        for (const error of errors) {
          expect(error).toBeInstanceOf(WorkbenchError);
          expect(EXPECTED_CODES).toContain((error as WorkbenchError).code);
          expect((error as WorkbenchError).message).toMatch(/请/);
        }
        // One fault costs one piece of work at most: the store stays usable after it.
        if (fault.kind !== 'full') expect(errors.length).toBeLessThanOrEqual(1);
        if (errors.length > 0) failed += 1;

        const store = openStore({ dir, keys });
        const there = new Set([...store.changesSince(0)].map(({ change }) => change.id));
        expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
        expect((await store.verify()).problems).toEqual([]);
        store.commit([creating({ text: 'goes on' })]);
        store.close();
        fs.rmSync(dir, { recursive: true });
      }
      if (faultAt(1).kind !== 'short') expect(failed).toBeGreaterThan(calls / 3);
    },
    120_000,
  );

  test('a full disk is called full, and the same work succeeds when there is space again', () => {
    const store = openStore({ dir: newFolder(), keys });
    store.commit([creating({ a: 1 })]);
    disk.arm({ kind: 'full', at: 1 });
    const draft = creating({ a: 2 });
    expect(() => store.commit([draft])).toThrow(expect.objectContaining({ code: 'STORE_DISK_FULL' }));
    expect(store.recordCount).toBe(1);
    expect(store.changeCount).toBe(1);
    disk.arm({ kind: 'none' });
    expect(store.commit([draft]).changes[0]!.n).toBe(2);
    expect(store.recordCount).toBe(2);
    store.close();
  });
});

test('a restore that dies at any step is finished or never happened, and keeps what it replaces', async () => {
  const template = newFolder();
  fs.writeFileSync(path.join(template, 'vault.header'), 'header');
  const made = openStore({ dir: template, keys });
  const evidence = await made.evidence.put(Buffer.from('扫描件'));
  const [state] = made.commit([creating({ a: 1, [`evidence/${evidence.hash}`]: true })]).records;
  const { name } = made.backup();
  made.commit([editing(state!, { a: 2 })]);
  made.close();
  fs.rmSync(path.join(template, 'evidence'), { recursive: true });
  const id = state!.id;
  const copyOf = (): string => {
    const dir = newFolder();
    fs.cpSync(template, dir, { recursive: true });
    return dir;
  };
  const restore = (dir: string) => restoreBackup({ dir, name, keys, withHeader: true });

  const healthy = copyOf();
  disk.arm({ kind: 'none' });
  restore(healthy);
  const calls = disk.calls();
  const seen = new Set<unknown>();
  for (let at = 1; at <= calls; at += 1) {
    const dir = copyOf();
    disk.arm({ kind: 'dead', at });
    expect(() => restore(dir)).toThrow(WorkbenchError);
    disk.arm({ kind: 'none' });
    // A dead process leaves its lock behind; here it is this very process, which the takeover rightly takes for alive.
    fs.rmSync(path.join(dir, 'owner.lock'), { force: true });

    expect(fs.readFileSync(path.join(dir, 'vault.header'), 'utf8')).toBe('header');
    const store = openStore({ dir, keys });
    const value = valueOf(store.record(id)!, 'a');
    seen.add(value);
    const { problems } = await store.verify();
    store.close();
    const replaced = fs.existsSync(path.join(dir, 'replaced'))
      ? fs.readdirSync(path.join(dir, 'replaced'))
      : [];
    if (value === 1) {
      expect(problems).toEqual([]);
      const kept = openStore({ dir: path.join(dir, 'replaced', replaced[0]!), keys });
      expect(valueOf(kept.record(id)!, 'a')).toBe(2);
      kept.close();
    } else {
      expect(value).toBe(2);
      expect(replaced).toEqual([]);
    }
    expect(fs.existsSync(path.join(dir, 'restore.staged'))).toBe(false);
    fs.rmSync(dir, { recursive: true });
  }
  expect(seen).toEqual(new Set([1, 2]));
});

test('an external backup that dies at any step shows no half one, and the next is made', async () => {
  const dir = newFolder();
  fs.writeFileSync(path.join(dir, 'vault.header'), 'header');
  const store = openStore({ dir, keys });
  const evidence = await store.evidence.put(Buffer.from('扫描件'));
  store.commit([creating({ a: 1, [`evidence/${evidence.hash}`]: true })]);
  for (const kind of ['dead', 'full'] as const) {
    for (let at = 1, reached = true; reached; at += 1) {
      const stick = newFolder();
      disk.arm({ kind, at });
      let failure: unknown;
      try {
        done(store.backingUpTo(stick).steps);
      } catch (error) {
        failure = error;
      }
      reached = disk.calls() >= at;
      disk.arm({ kind: 'none' });
      if (failure instanceof Error) expect(failure).toBeInstanceOf(WorkbenchError);
      for (const { folder, name } of backupsAt(stick)) {
        expect(done(backupIsWhole(keys, dir, path.join(folder, name)))).toBe(true);
      }
      const before = backupsAt(stick).length;
      done(store.backingUpTo(stick).steps);
      expect(backupsAt(stick)).toHaveLength(before + 1);
      fs.rmSync(stick, { recursive: true });
    }
  }
  store.commit([creating({ a: 2 })]);
  store.close();
});
