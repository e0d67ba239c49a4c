/** SIGKILL in the middle of the care of a vault: a new recovery code, a backup from outside, an attachment. */
import { randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { clearIntake } from '../../src-main/services/intake';
import { openStore } from '../../src-main/store/store';
import { createVault, unlockByCode, unlockVault } from '../../src-main/vault/vault';
import { valueOf } from '../../src-shared/merge/registers';
import { creating, done, editing, restoreBackup, temporaryFolders } from '../fixtures/store-kit';
import { doomed } from '../fixtures/doomed';
import { keyRingOf } from '../fixtures/vault-key';

const LONG = process.env['LONG'] === '1' ? 10 : 1;
const newFolder = temporaryFolders();
const runAndKill = doomed('care-writer');

/** What such a run gave. */
const given = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => (line.startsWith('= ') ? [line.slice(2)] : []));
/** To die after so many lines of steps or answers, and so many milliseconds more. */
const after = (lines: number, ms: number) => () => ((lines -= 1) < 0 ? ms : undefined);

test('a new recovery code: the passphrase opens, and of the codes the last that was written', async () => {
  const dir = newFolder();
  const passphrase = '清晨薄雾 2026 出发';
  const made = await createVault(dir, { name: '闻知远', role: 'leader', passphrase });
  made.session.lock();
  let shown = made.recoveryCode;
  const opens = (code: string) =>
    unlockByCode(dir, { code }).then(
      (session) => (session.lock(), true),
      () => false,
    );
  let codes = 0;
  for (let kill = 0; kill < 6 * LONG; kill += 1) {
    const codesShown = given(await runAndKill(['renew', dir, passphrase], after(1, randomInt(3000))));
    codes += codesShown.length;
    shown = codesShown.at(-1) ?? shown;
    (await unlockVault(dir, { passphrase })).lock();
    if (await opens(shown)) continue;
    // Written but not shown before the kill: the old one is void, and the passphrase gives another.
    const session = await unlockVault(dir, { passphrase });
    shown = await session.renewRecoveryCode(passphrase);
    session.lock();
    expect(await opens(shown)).toBe(true);
  }
  expect(codes).toBeGreaterThan(0);
}, 600_000);

test('a backup from outside: the folder is as it was or as the backup has it, and the act can be done again', async () => {
  const secret = randomBytes(32);
  const keys = keyRingOf(secret);
  const before = newFolder();
  fs.writeFileSync(path.join(before, 'vault.header'), 'header');
  const store = openStore({ dir: before, keys });
  const { hash } = await store.evidence.put(Buffer.alloc(3 << 20, 'x'));
  const [record] = store.commit([creating({ a: 'then', [`evidence/${hash}`]: true })]).records;
  const { folder, name } = done(store.backingUpTo(newFolder()).steps);
  store.commit([editing(record!, { a: 'now' })]);
  store.close();
  const steps = 25;
  const seen = new Set<unknown>();
  for (let kill = 0; kill < 30 * LONG; kill += 1) {
    const dir = newFolder();
    fs.cpSync(before, dir, { recursive: true });
    const restoring = ['restore', dir, secret.toString('hex'), folder, name];
    await runAndKill(restoring, after(kill % steps, randomInt(4)));
    const opened = openStore({ dir, keys });
    const value = valueOf(opened.record(record!.id)!, 'a');
    expect(['then', 'now']).toContain(value);
    seen.add(value);
    expect((await opened.verify()).problems).toEqual([]);
    opened.close();
    restoreBackup({ dir, keys, from: folder, name });
    const restored = openStore({ dir, keys });
    expect(valueOf(restored.record(record!.id)!, 'a')).toBe('then');
    expect((await restored.verify()).problems).toEqual([]);
    restored.close();
    fs.rmSync(dir, { recursive: true });
  }
  expect(seen).toEqual(new Set(['then', 'now']));
}, 600_000);

test('attachments: after the next opening every file is named by a record, and every record has its file', async () => {
  const secret = randomBytes(32);
  const dir = newFolder();
  let files = 0;
  for (let kill = 0; kill < 25 * LONG; kill += 1) {
    await runAndKill(['attach', dir, secret.toString('hex')], after(randomInt(1, 6), randomInt(12)));
    const store = openStore({ dir, keys: keyRingOf(secret) });
    clearIntake(store);
    const named = [...store.records()].flatMap(({ fields }) =>
      Object.keys(fields).flatMap((field) => /^evidence\/(.+)$/.exec(field)?.[1] ?? []),
    );
    expect(store.evidence.list()).toEqual(named.map((hash) => store.evidence.tagOf(hash)).sort());
    files = named.length;
    store.close();
  }
  expect(files).toBeGreaterThan(25);
}, 600_000);
