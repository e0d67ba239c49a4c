import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ATTEMPTS_FILE, countAttempt, forgetAttempts } from '../../../src-main/vault/attempts';
import { deriveKey, KDF_FLOOR, prepareDerivation } from '../../../src-main/vault/kdf';
import { newRecoveryCode } from '../../../src-main/vault/recovery-code';
import { holdVaultKey } from '../../../src-main/vault/sealing';
import {
  createVault,
  nameRequired,
  recoverVault,
  secondsToWait,
  unlockVault,
  vaultExists,
} from '../../../src-main/vault/vault';
import {
  codeOf,
  copyFolder,
  failureOf,
  headerBytes,
  LEADER,
  MEMBER,
  newFolder,
  removeFolders,
} from './fixture';

jest.setTimeout(120_000);

/** A vault with one user, one with a leader and a member, and what was shown at creation. */
let alone: string;
let pair: string;
let recoveryCode: string;
let rowsKey: Buffer;
let folder: string;

beforeAll(async () => {
  alone = newFolder();
  const created = await createVault(alone, LEADER);
  recoveryCode = created.recoveryCode;
  rowsKey = created.session.keyRing.subkey('rows');
  pair = copyFolder(alone);
  created.session.lock();
  const session = await unlockVault(pair, LEADER);
  await session.addUser(MEMBER);
  session.lock();
});
beforeEach(() => {
  folder = copyFolder(pair);
});
afterAll(removeFolders);

const wrong = { name: LEADER.name, passphrase: '这不是那一句口令呀呀' };

describe('creating', () => {
  test('refuses a folder that has a vault, and leaves it as it is', async () => {
    const before = headerBytes(alone);
    expect(await codeOf(() => createVault(alone, LEADER))).toBe('VAULT_EXISTS');
    expect(headerBytes(alone)).toEqual(before);
  });

  test('two at once make one vault', async () => {
    const place = path.join(newFolder(), 'new', 'folder');
    expect(vaultExists(place)).toBe(false);
    const codes = await Promise.all([1, 2].map(() => codeOf(() => createVault(place, LEADER))));
    expect(codes).toEqual(['none', 'VAULT_EXISTS']);
    expect(vaultExists(place)).toBe(true);
  });

  test('refuses parameters below the floor', async () => {
    for (const weak of [{ memoryKiB: 65_535 }, { iterations: 2 }, { parallelism: 0 }, { memoryKiB: NaN }]) {
      const kdf = { ...KDF_FLOOR, ...weak };
      expect(await codeOf(() => createVault(newFolder(), LEADER, { kdf }))).toBe('VAULT_WEAK_KDF');
    }
  });

  test('wants a first user who can manage users, with a name and a good passphrase', async () => {
    const place = newFolder();
    const create = (change: object) => codeOf(() => createVault(place, { ...LEADER, ...change }));
    expect(await create({ role: 'member' })).toBe('VAULT_MANAGER_REQUIRED');
    expect(await create({ role: 'deputyLeader' })).toBe('VAULT_MANAGER_REQUIRED');
    expect(await create({ name: ' ' })).toBe('VAULT_NAME_INVALID');
    expect(await create({ name: '张\u0000三' })).toBe('VAULT_NAME_INVALID');
    expect(await create({ name: '长'.repeat(41) })).toBe('VAULT_NAME_INVALID');
    expect(await create({ passphrase: '太短' })).toBe('VAULT_PASSPHRASE_WEAK');
    expect(fs.readdirSync(place)).toEqual([]);
  });
});

describe('unlocking', () => {
  test('one user needs no name; two do', async () => {
    expect(nameRequired(alone)).toBe(false);
    expect(nameRequired(pair)).toBe(true);
    const session = await unlockVault(alone, { passphrase: LEADER.passphrase });
    expect(session.user).toMatchObject({ name: LEADER.name, role: 'leader' });
    expect(session.keyRing.subkey('rows')).toEqual(rowsKey);
    expect(await codeOf(() => unlockVault(pair, { passphrase: LEADER.passphrase }))).toBe(
      'VAULT_NAME_REQUIRED',
    );
    expect(await codeOf(() => unlockVault(pair, { ...LEADER, passphrase: ' ' }))).toBe(
      'VAULT_PASSPHRASE_EMPTY',
    );
  });

  test('every user gets the same keys, and is who they are; two may unlock at once', async () => {
    const [leader, member] = await Promise.all([
      unlockVault(folder, LEADER),
      // Width, blanks and the kind of dot do not matter.
      unlockVault(folder, { name: ' 阿依古丽 • 买买提\u3000', passphrase: `\u3000${MEMBER.passphrase} ` }),
    ]);
    expect(leader.user).toMatchObject({ name: LEADER.name, role: 'leader' });
    expect(member.user).toMatchObject({ name: MEMBER.name, role: 'member' });
    expect(member.users().map((user) => user.name)).toEqual([LEADER.name, MEMBER.name]);
    leader.lock();
    expect(member.keyRing.subkey('rows')).toEqual(rowsKey);
    expect(member.keyRing.subkey('evidence')).not.toEqual(rowsKey);
  });

  test('a wrong name gives the error of a wrong passphrase after the same work', async () => {
    const timed = async (who: { name: string; passphrase: string }) => {
      const before = process.cpuUsage();
      const failure = await failureOf(() => unlockVault(folder, who));
      return { code: failure?.code, message: failure?.message, work: process.cpuUsage(before).user };
    };
    const badPassphrase = await timed({ name: LEADER.name, passphrase: MEMBER.passphrase });
    const badName = await timed({ name: '查无此人', passphrase: LEADER.passphrase });
    expect(badName.code).toBe('VAULT_WRONG_PASSPHRASE');
    expect([badName.code, badName.message]).toEqual([badPassphrase.code, badPassphrase.message]);
    // Processor time, workers included. Without the derivation it would be under a tenth.
    expect(badName.work).toBeGreaterThan(badPassphrase.work / 2);
    expect(fs.existsSync(path.join(folder, ATTEMPTS_FILE))).toBe(true);
  });
});

describe('the wait after wrong passphrases', () => {
  let now: number;
  const clock = { now: () => now };
  const tryWrong = () => failureOf(() => unlockVault(folder, wrong, clock));
  beforeEach(() => {
    now = 1_000_000;
  });

  test('three are free, then it grows; the right passphrase does not shorten it, and ends it', async () => {
    for (let i = 0; i < 3; i++) countAttempt(fs, folder, now);
    expect((await tryWrong())?.message).toContain('2 秒');
    now += 500;
    const waiting = await failureOf(() => unlockVault(folder, LEADER, clock));
    expect(waiting?.code).toBe('VAULT_WAIT');
    expect(waiting?.message).toContain('请等待 2 秒');
    now += 1_500;
    expect((await tryWrong())?.code).toBe('VAULT_WRONG_PASSPHRASE');
    expect(secondsToWait(folder, now)).toBe(4);
    now += 4_000;
    expect(await codeOf(() => unlockVault(folder, LEADER, clock))).toBe('none');
    expect(secondsToWait(folder, now)).toBe(0);
    expect(countAttempt(fs, folder, now)).toBe(0);
  });

  test('two tries at once are two tries', async () => {
    for (let i = 0; i < 3; i++) countAttempt(fs, folder, now);
    const codes = (await Promise.all([tryWrong(), tryWrong()])).map((failure) => failure?.code);
    expect(codes).toEqual(['VAULT_WRONG_PASSPHRASE', 'VAULT_WAIT']);
  });
});

describe('changing the own passphrase', () => {
  test('needs the old one, rewraps one slot, keeps the vault key', async () => {
    const session = await unlockVault(folder, MEMBER);
    const before = headerBytes(folder);
    const next = '两只黄鹂鸣翠柳 2026';
    const change = (oldPassphrase: string, newPassphrase: string) =>
      codeOf(() => session.changePassphrase({ oldPassphrase, newPassphrase }));
    expect(await change(LEADER.passphrase, next)).toBe('VAULT_WRONG_PASSPHRASE');
    expect(await change(MEMBER.passphrase, '短')).toBe('VAULT_PASSPHRASE_WEAK');
    expect(await change(MEMBER.passphrase, ` ${MEMBER.passphrase}`)).toBe('VAULT_PASSPHRASE_SAME');
    for (let i = 0; i < 4; i++) countAttempt(fs, folder, Date.now());
    expect(await change(MEMBER.passphrase, next)).toBe('VAULT_WAIT');
    fs.rmSync(path.join(folder, ATTEMPTS_FILE));
    expect(await change(MEMBER.passphrase, next)).toBe('VAULT_WAIT');
    forgetAttempts(fs, folder);
    expect(headerBytes(folder)).toEqual(before);

    expect(await change(MEMBER.passphrase, next)).toBe('none');
    expect(await codeOf(() => unlockVault(folder, MEMBER))).toBe('VAULT_WRONG_PASSPHRASE');
    const again = await unlockVault(folder, { name: MEMBER.name, passphrase: next });
    expect(again.keyRing.subkey('rows')).toEqual(rowsKey);
    expect(again.user).toEqual(session.user);
  });
});

describe('users', () => {
  test('only those who manage may add, remove, link or renew', async () => {
    const session = await unlockVault(folder, MEMBER);
    const before = headerBytes(folder);
    const [leader] = session.users();
    const added = { name: '新来的', role: 'leader', passphrase: '今天食堂有红烧土豆吃' } as const;
    expect(await codeOf(() => session.addUser(added))).toBe('VAULT_NOT_ALLOWED');
    expect(await codeOf(() => session.removeUser(leader!.userId))).toBe('VAULT_NOT_ALLOWED');
    expect(await codeOf(() => session.setMemberId(session.user.userId, 'm1'))).toBe('VAULT_NOT_ALLOWED');
    expect(await codeOf(() => session.renewRecoveryCode(MEMBER.passphrase))).toBe('VAULT_NOT_ALLOWED');
    expect(headerBytes(folder)).toEqual(before);
  });

  test('a removed user cannot unlock, and their open session can change nothing', async () => {
    const session = await unlockVault(folder, LEADER);
    const office = { name: '巡察办小周', role: 'office', passphrase: '周五之前一定交材料哦' } as const;
    const added = await session.addUser(office);
    expect(await codeOf(() => session.addUser({ ...office, name: '巡察办 小周' }))).toBe('VAULT_NAME_TAKEN');
    const theirs = await unlockVault(folder, office);
    await session.removeUser(added.userId);
    expect(session.users().map((user) => user.name)).toEqual([LEADER.name, MEMBER.name]);
    expect(await codeOf(() => unlockVault(folder, office))).toBe('VAULT_WRONG_PASSPHRASE');
    expect(await codeOf(() => theirs.removeUser(session.user.userId))).toBe('VAULT_USER_REMOVED');
    expect(await codeOf(() => session.removeUser(added.userId))).toBe('VAULT_NO_SUCH_USER');
    expect(await codeOf(() => session.removeUser(session.user.userId))).toBe('VAULT_REMOVE_SELF');
  });

  test('a user can be linked to a member record, and unlinked', async () => {
    const session = await unlockVault(folder, LEADER);
    const memberUser = session.users()[1]!;
    await session.setMemberId(memberUser.userId, 'm-17');
    expect(session.users()[1]).toEqual({ ...memberUser, memberId: 'm-17' });
    expect(await codeOf(() => session.setMemberId('nobody', 'm-17'))).toBe('VAULT_NO_SUCH_USER');
    expect(await codeOf(() => session.setMemberId(memberUser.userId, 'm'.repeat(600)))).toBe(
      'VAULT_MEMBER_INVALID',
    );
    session.lock();
    const theirs = await unlockVault(folder, MEMBER);
    expect(theirs.user.memberId).toBe('m-17');
  });

  test('changes by two sessions at once are both kept', async () => {
    const a = await unlockVault(folder, LEADER);
    const b = await unlockVault(folder, LEADER);
    const [leader, member] = a.users();
    await Promise.all([a.setMemberId(leader!.userId, 'm-1'), b.setMemberId(member!.userId, 'm-2')]);
    expect(b.users().map((user) => user.memberId)).toEqual(['m-1', 'm-2']);
    await b.setMemberId(leader!.userId, undefined);
    expect(b.user.memberId).toBeUndefined();
  });
});

describe('recovery', () => {
  const newPassphrase = '忘记了所以换成这句话';

  test('sets a new passphrase, ends the wait, and replaces the code', async () => {
    const now = Date.now();
    for (let i = 1; i <= 9; i++) countAttempt(fs, folder, now - (9 - i) * 300_000);
    expect(secondsToWait(folder, now)).toBe(64);
    const typed = recoveryCode.toLowerCase().replaceAll('-', ' ');
    const renewed = await recoverVault(folder, { code: typed, name: MEMBER.name, newPassphrase });
    expect(renewed.recoveryCode).not.toBe(recoveryCode);
    expect(await codeOf(() => unlockVault(folder, MEMBER))).toBe('VAULT_WRONG_PASSPHRASE');
    const session = await unlockVault(folder, { name: MEMBER.name, passphrase: newPassphrase });
    expect(session.keyRing.subkey('rows')).toEqual(rowsKey);
    expect(session.user).toMatchObject({ name: MEMBER.name, role: 'member' });

    const old = { code: recoveryCode, name: MEMBER.name, newPassphrase };
    expect(await codeOf(() => recoverVault(folder, old))).toBe('VAULT_WRONG_RECOVERY_CODE');
    const unknown = { ...old, code: renewed.recoveryCode, name: '查无此人' };
    expect(await codeOf(() => recoverVault(folder, unknown))).toBe('VAULT_NO_SUCH_USER');
  });

  test('a typo, another vault’s code and a weak passphrase change nothing', async () => {
    const before = headerBytes(folder);
    const recover = (change: object) =>
      codeOf(() => recoverVault(folder, { code: recoveryCode, name: LEADER.name, newPassphrase, ...change }));
    const typo = (recoveryCode.startsWith('A') ? 'B' : 'A') + recoveryCode.slice(1);
    expect(await recover({ code: typo })).toBe('RECOVERY_CODE_TYPO');
    expect(await recover({ code: newRecoveryCode() })).toBe('VAULT_WRONG_RECOVERY_CODE');
    expect(await recover({ newPassphrase: `${LEADER.name}的口令是这个` })).toBe('VAULT_PASSPHRASE_WEAK');
    expect(await recover({ name: undefined })).toBe('VAULT_NAME_REQUIRED');
    expect(headerBytes(folder)).toEqual(before);
  });

  test('a manager can renew the code; the old one is void', async () => {
    const session = await unlockVault(folder, LEADER);
    expect(await codeOf(() => session.renewRecoveryCode('不是组长的口令'))).toBe('VAULT_WRONG_PASSPHRASE');
    const code = await session.renewRecoveryCode(LEADER.passphrase);
    // A name that nobody has: the code is checked, nothing is changed.
    const recover = (typed: string) =>
      codeOf(() => recoverVault(folder, { code: typed, name: '查无此人', newPassphrase }));
    expect(await recover(recoveryCode)).toBe('VAULT_WRONG_RECOVERY_CODE');
    expect(await recover(code)).toBe('VAULT_NO_SUCH_USER');
  });
});

describe('locking', () => {
  test('overwrites the vault key; a sub-key taken before stays: nothing is ever sealed under zeros', () => {
    const bytes = randomBytes(32);
    const key = holdVaultKey('00'.repeat(16), bytes);
    const taken = key.subkey('rows');
    const before = Buffer.from(taken);
    key.lock();
    expect(bytes).toEqual(Buffer.alloc(32));
    expect(taken).toEqual(before);
  });

  test('refuses everything afterwards, and what was under way leaves the header as it was', async () => {
    const session = await unlockVault(folder, LEADER);
    const { keyRing } = session;
    const before = headerBytes(folder);
    const adding = codeOf(() => session.addUser({ ...MEMBER, name: '后来的人' }));
    await new Promise(setImmediate);
    session.lock();
    expect(await adding).toBe('VAULT_LOCKED');
    expect(await codeOf(() => keyRing.subkey('rows'))).toBe('VAULT_LOCKED');
    expect(await codeOf(() => session.user)).toBe('VAULT_LOCKED');
    expect(await codeOf(() => session.users())).toBe('VAULT_LOCKED');
    expect(await codeOf(() => session.setMemberId('x', 'y'))).toBe('VAULT_LOCKED');
    expect(headerBytes(folder)).toEqual(before);
  });
});

test('the key is Argon2id, by a test vector of its authors', async () => {
  // github.com/P-H-C/phc-winner-argon2, src/test.c: argon2id v19, t=4, m=64 MiB, p=1.
  const key = await deriveKey('password', Buffer.from('somesalt'), { ...KDF_FLOOR, iterations: 4 });
  expect(key.toString('hex')).toBe('9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c');
});

test('a worker made ready beforehand derives the same, and the next key after it too', async () => {
  const derive = async () =>
    (await deriveKey('password', Buffer.from('somesalt'), { ...KDF_FLOOR, iterations: 4 })).toString('hex');
  prepareDerivation();
  prepareDerivation();
  const [prepared, alone] = await Promise.all([derive(), derive()]);
  expect(prepared).toBe('9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c');
  expect(alone).toBe(prepared);
});

describe('headers are numbered', () => {
  test('each that is written by one more, and the session knows and tells it', async () => {
    const session = await unlockVault(folder, LEADER);
    const told: number[] = [];
    session.watchHeader(({ generation }) => told.push(generation));
    const { generation } = session.header();
    await session.setMemberId(session.user.userId, 'm1');
    await session.noteStore();
    await session.noteStore();
    expect(told).toEqual([generation + 1, generation + 2]);
    expect(session.header()).toMatchObject({ generation: generation + 2, hasStore: true });
    expect((await unlockVault(folder, LEADER)).header()).toEqual(session.header());
  });

  test('a recovery goes past the newest that the store has seen', async () => {
    const [code, newPassphrase] = [recoveryCode, '一行白鹭上青天 2026'];
    await recoverVault(folder, { code, name: LEADER.name, newPassphrase }, { newestSeen: () => 41 });
    const session = await unlockVault(folder, { name: LEADER.name, passphrase: newPassphrase });
    expect(session.header().generation).toBe(42);
  });

  test('a new vault, a new code, and a recovery leave the code to be confirmed; a confirmation stays', async () => {
    const session = await unlockVault(folder, LEADER);
    expect(session.header().recoveryKept).toBe(false);
    await session.keepRecoveryCode();
    expect((await unlockVault(folder, LEADER)).header().recoveryKept).toBe(true);
    await session.renewRecoveryCode(LEADER.passphrase);
    expect(session.header().recoveryKept).toBe(false);
  });
});
