import fs from 'node:fs';
import path from 'node:path';
import type { Disk } from '../../src-main/vault/disk';
import { createVault, unlockVault, vaultExists, type VaultSession } from '../../src-main/vault/vault';
import { codeOf, copyFolder, headerBytes, LEADER, newFolder, removeFolders } from '../unit/vault/fixture';

jest.setTimeout(120_000);

const CALLS = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'mkdirSync',
  'rmSync',
] as const;

/** The real disk, whose n-th call (from 1) fails; `calls` counts them, `failing` can be set at any time. */
function failingDisk() {
  const state = { calls: 0, code: 'ENOSPC', failAt: (_call: number, _name: string): boolean => false };
  const disk = { ...fs } as Record<string, unknown>;
  for (const name of CALLS) {
    disk[name] = (...args: unknown[]) => {
      state.calls++;
      if (!state.failAt(state.calls, name)) return (fs[name] as (...a: unknown[]) => unknown)(...args);
      // A failed close gives the handle back all the same.
      if (name === 'closeSync') fs.closeSync(args[0] as number);
      throw Object.assign(new Error(state.code), { code: state.code });
    };
  }
  return { state, disk: disk as unknown as Disk };
}

let template: string;
beforeAll(async () => {
  template = newFolder();
  (await createVault(template, LEADER)).session.lock();
});
afterAll(removeFolders);

/** What the header says once opened: read by a second session that knows nothing of the first. */
async function memberIdOnDisk(folder: string): Promise<string | undefined> {
  const session = await unlockVault(folder, LEADER);
  const { memberId } = session.user;
  session.lock();
  return memberId;
}

test('a failure at each call of a change in turn: the old header or the new one, never neither', async () => {
  const folder = copyFolder(template);
  const { state, disk } = failingDisk();
  const session: VaultSession = await unlockVault(folder, LEADER, { disk });
  const self = session.user.userId;
  state.calls = 0;
  await session.setMemberId(self, 'm-0');
  const calls = state.calls;
  expect(calls).toBe(8);

  for (const code of ['ENOSPC', 'EIO']) {
    state.code = code;
    const codes: string[] = [];
    for (let at = 1; at <= calls; at++) {
      const before = headerBytes(folder);
      state.calls = 0;
      state.failAt = (call) => call === at;
      codes.push(await codeOf(() => session.setMemberId(self, `${code}-${at}`)));
      state.failAt = () => false;
      if (codes.at(-1) === 'VAULT_WRITE_FAILED') expect(headerBytes(folder)).toEqual(before);
      else expect(headerBytes(folder)).not.toEqual(before);
      expect(fs.readdirSync(folder)).toEqual(['vault.attempts', 'vault.header']);
      // The session goes on, from what is on the disk.
      await session.setMemberId(self, `after-${at}`);
      expect(session.user.memberId).toBe(`after-${at}`);
    }
    // open, write, fsync, close, rename; then open, fsync, close of the folder.
    expect(codes).toEqual([...Array(5).fill('VAULT_WRITE_FAILED'), ...Array(3).fill('VAULT_WRITE_UNSURE')]);
  }

  // A folder that cannot be synced, as on Windows and FAT, is no failure.
  state.code = 'EPERM';
  state.calls = 0;
  state.failAt = (call) => call > 5;
  expect(await codeOf(() => session.setMemberId(self, 'm-last'))).toBe('none');
  expect(await memberIdOnDisk(folder)).toBe('m-last');
});

test('short writes are continued; a disk that takes nothing more fails', async () => {
  const folder = copyFolder(template);
  let take = 7;
  const short = {
    ...fs,
    writeSync: (handle: number, bytes: Buffer, offset: number, length: number) =>
      take === 0 ? 0 : fs.writeSync(handle, bytes, offset, Math.min(length, take)),
  } as unknown as Disk;
  const session = await unlockVault(folder, LEADER, { disk: short });
  await session.setMemberId(session.user.userId, 'm-short');
  const before = headerBytes(folder);
  take = 0;
  expect(await codeOf(() => session.setMemberId(session.user.userId, 'm-none'))).toBe('VAULT_WRITE_FAILED');
  expect(headerBytes(folder)).toEqual(before);
  expect(await memberIdOnDisk(folder)).toBe('m-short');
});

test('on a full disk the vault still opens, and a new passphrase is refused while the old one stays', async () => {
  const folder = copyFolder(template);
  const { state, disk } = failingDisk();
  state.failAt = (_call, name) => name === 'writeSync';
  const session = await unlockVault(folder, LEADER, { disk });
  const change = { oldPassphrase: LEADER.passphrase, newPassphrase: '磁盘满了也不能丢东西' };
  expect(await codeOf(() => session.changePassphrase(change))).toBe('VAULT_WRITE_FAILED');
  expect(await codeOf(() => unlockVault(folder, LEADER))).toBe('none');
});

test('a vault that could not be surely written is not there, and can be created again', async () => {
  const { state, disk } = failingDisk();
  state.code = 'EIO';
  const folder = path.join(newFolder(), 'new');
  let syncs = 0;
  const faults: ((name: string) => boolean)[] = [
    (name) => name === 'mkdirSync',
    (name) => name === 'writeSync',
    // The second sync is that of the folder, when the header is already in place.
    (name) => name === 'fsyncSync' && ++syncs === 2,
  ];
  for (const fault of faults) {
    state.failAt = (_call, name) => fault(name);
    expect(await codeOf(() => createVault(folder, LEADER, { disk }))).toBe('VAULT_WRITE_FAILED');
    expect(vaultExists(folder)).toBe(false);
  }
  expect(syncs).toBe(2);
});
