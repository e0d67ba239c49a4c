/** Who holds the 线索钥匙, who is given it, and how a vault of an older format comes to have one. */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { sealBox } from '../../../src-main/hpke';
import { withChecksum } from '../../../src-main/vault/checksum';
import { nameTag, slotAbout, USER_BYTES, userAbout } from '../../../src-main/vault/header';
import { deriveKey, KDF_FLOOR } from '../../../src-main/vault/kdf';
import { normalisePassphrase } from '../../../src-main/vault/passphrase';
import { newRecoveryCode, readRecoveryCode } from '../../../src-main/vault/recovery-code';
import { holdVaultKey, seal } from '../../../src-main/vault/sealing';
import {
  createVault,
  recoverVault,
  unlockByCode,
  unlockVault,
  type VaultSession,
} from '../../../src-main/vault/vault';
import type { Role } from '../../../src-shared/domain/roles';
import fs from 'node:fs';
import { codeOf, headerBytes, headerFile, LEADER, newFolder, removeFolders } from './fixture';

// Each slot costs an Argon2id.
jest.setTimeout(240_000);
afterEach(removeFolders);

const FIRST: Readonly<Record<string, string>> = {
  沈砚秋: '竹林深处有人家一二三',
  温子衡: '清早起来先烧一壶开水喝',
  柳映溪: '傍晚江边走一走看看大船',
  办公丙: '秋天的柿子挂满了枝头呢',
};
let words: Record<string, string>;
beforeEach(() => (words = { ...FIRST }));
const unlock = (folder: string, name: string): Promise<VaultSession> =>
  unlockVault(folder, { name, passphrase: name === LEADER.name ? LEADER.passphrase : words[name]! });
const add = (session: VaultSession, name: string, role: Role) =>
  session.addUser({ name, role, passphrase: words[name]! });

/** Whether the person reads what anybody in the vault has sealed with its clue key. */
function reads({ keyRing }: VaultSession): boolean {
  const about = Buffer.from('about');
  const box = sealBox(keyRing.clues!.publicKey, 'test', about, Buffer.from('线索'));
  return keyRing.clues!.held?.open('test', about, box)?.toString() === '线索';
}
async function holders(folder: string, names: readonly string[]): Promise<string[]> {
  const held: string[] = [];
  for (const name of names) {
    const session = await unlock(folder, name);
    if (reads(session)) held.push(name);
    expect(session.user.clues).toBe(reads(session));
    session.lock();
  }
  return held;
}

async function group() {
  const folder = newFolder();
  const { session, recoveryCode } = await createVault(folder, LEADER);
  const ids: Record<string, string> = {};
  for (const [name, role] of [
    ['沈砚秋', 'deputyLeader'],
    ['温子衡', 'liaison'],
    ['柳映溪', 'member'],
    ['办公丙', 'office'],
  ] as const) {
    ids[name] = (await add(session, name, role)).userId;
  }
  return { folder, leader: session, recoveryCode, ids };
}

test('组长, 副组长 and 联络员 hold it, nobody else; 组长 gives it to somebody of 巡察办 and takes it back', async () => {
  const { folder, leader, ids } = await group();
  const everybody = [LEADER.name, ...Object.keys(FIRST)];
  expect(await holders(folder, everybody)).toEqual([LEADER.name, '沈砚秋', '温子衡']);
  await leader.setClues(ids.办公丙!, true);
  expect(await holders(folder, ['办公丙'])).toEqual(['办公丙']);
  await leader.setClues(ids.办公丙!, false);
  expect(await holders(folder, ['办公丙'])).toEqual([]);
  expect(await codeOf(() => leader.setClues(leader.user.userId, false))).toBe('VAULT_CLUES_OWN');
  const liaison = await unlock(folder, '温子衡');
  expect(await codeOf(() => liaison.setClues(ids.办公丙!, true))).toBe('VAULT_NOT_ALLOWED');
  expect(leader.escrow()).toBeNull();
});

test('it comes and goes with the role, and stays with a new passphrase, by whatever way it was set', async () => {
  const { folder, leader, ids, recoveryCode } = await group();
  await leader.setRole(ids.柳映溪!, 'deputyLeader');
  await leader.setRole(ids.沈砚秋!, 'member');
  expect(await holders(folder, ['沈砚秋', '柳映溪'])).toEqual(['柳映溪']);

  words.柳映溪 = '换一个口令再来试一次吧好';
  await leader.resetPassphrase(ids.柳映溪!, words.柳映溪);
  expect(await holders(folder, ['柳映溪'])).toEqual(['柳映溪']);

  const liaison = await unlock(folder, '温子衡');
  const keys = liaison.user.keys;
  await liaison.changePassphrase({ oldPassphrase: words.温子衡!, newPassphrase: '自己也换了一个新的口令' });
  words.温子衡 = '自己也换了一个新的口令';
  expect(liaison.user.keys).toEqual(keys);
  expect(await holders(folder, ['温子衡'])).toEqual(['温子衡']);

  words.沈砚秋 = '用恢复码重设的那个口令';
  await recoverVault(folder, { code: recoveryCode, name: '沈砚秋', newPassphrase: words.沈砚秋 });
  expect(await holders(folder, ['沈砚秋', LEADER.name])).toEqual([LEADER.name]);
});

test('the file does not tell who holds it', async () => {
  const { folder } = await group();
  const { users } = JSON.parse(headerBytes(folder).toString('utf8').split('\n')[0]!) as {
    users: { clues: string; key: string }[];
  };
  expect(new Set(users.map(({ clues, key }) => `${clues.length}/${key.length}`)).size).toBe(1);
});

test('each person signs with a key that everybody in the vault knows', async () => {
  const { folder, leader } = await group();
  const member = await unlock(folder, '柳映溪');
  const signature = member.sign(Buffer.from('底稿'));
  const known = leader.users().find(({ name }) => name === '柳映溪')?.keys ?? member.user.keys!;
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(known.sign, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from('底稿'), key, signature)).toBe(true);
  expect(verify(null, Buffer.from('改过的底稿'), key, signature)).toBe(false);
  member.lock();
  expect(await codeOf(() => member.sign(Buffer.from('底稿')))).toBe('VAULT_LOCKED');
});

/** A vault as the last version wrote it: every slot opens the one key. */
async function vaultOfFormat2(people: readonly (readonly [string, Role])[]) {
  const folder = newFolder();
  const vaultId = randomBytes(16).toString('hex');
  const nameSalt = randomBytes(32).toString('hex');
  const secret = randomBytes(32);
  const key = holdVaultKey(vaultId, Buffer.from(secret));
  const code = newRecoveryCode();
  const wrapped = async (slot: { id: string; nameTag?: string }, passphrase: string) => {
    const salt = randomBytes(16);
    const kdf = { algorithm: 'argon2id', ...KDF_FLOOR, salt: salt.toString('hex') } as const;
    const slotKey = await deriveKey(passphrase, salt, kdf);
    return { ...slot, kdf, key: seal(slotKey, secret, slotAbout(vaultId, { ...slot, kdf })) };
  };
  const users = [];
  for (const [name, role] of people) {
    const id = randomBytes(16).toString('hex');
    const text = JSON.stringify({ userId: randomBytes(10).toString('hex'), name, role }).padEnd(
      USER_BYTES,
      ' ',
    );
    const padded = Buffer.from(text, 'utf8').subarray(0, USER_BYTES);
    const passphrase = normalisePassphrase(name === LEADER.name ? LEADER.passphrase : words[name]!);
    const slot = await wrapped({ id, nameTag: nameTag({ nameSalt }, name) }, passphrase);
    users.push({ ...slot, user: seal(key.userKey(), padded, userAbout(vaultId, id)) });
  }
  const recovery = await wrapped({ id: randomBytes(16).toString('hex') }, readRecoveryCode(code));
  const state = { generation: 7, hasStore: true, recoveryKept: true };
  const header = { format: 2, vaultId, nameSalt, ...state, users, recovery };
  fs.writeFileSync(headerFile(folder), withChecksum(JSON.stringify({ ...header, mac: key.mac(header) })));
  return { folder, code };
}

describe('a vault of format 2', () => {
  const people = [
    [LEADER.name, 'leader'],
    ['沈砚秋', 'deputyLeader'],
    ['柳映溪', 'member'],
  ] as const;

  test('becomes one of format 3 when the first person unlocks, and each who is to hold the key does from then on', async () => {
    const { folder } = await vaultOfFormat2(people);
    const member = await unlock(folder, '柳映溪');
    expect([reads(member), member.header().generation]).toEqual([false, 8]);
    expect(member.escrow()).toEqual({ people: [LEADER.name, '沈砚秋'], recoveryCode: true });
    member.lock();
    const leader = await unlock(folder, LEADER.name);
    expect(reads(leader)).toBe(true);
    expect(leader.escrow()).toEqual({ people: ['沈砚秋'], recoveryCode: true });
    expect(await codeOf(() => leader.setClues(leader.users()[1]!.userId, true))).toBe('VAULT_CLUES_LATER');
    expect(await holders(folder, ['沈砚秋', '柳映溪'])).toEqual(['沈砚秋']);
  });

  test('keeps it under the vault key no longer than until everybody who is to hold it does', async () => {
    const { folder } = await vaultOfFormat2(people);
    await holders(folder, [LEADER.name, '沈砚秋']);
    const leader = await unlock(folder, LEADER.name);
    expect(leader.escrow()).toEqual({ people: [], recoveryCode: true });
    const code = await leader.renewRecoveryCode(LEADER.passphrase);
    expect(leader.escrow()).toBeNull();
    leader.lock();
    const byCode = await unlockByCode(folder, { code, name: LEADER.name });
    expect(reads(byCode)).toBe(true);
    expect(await holders(folder, [LEADER.name, '沈砚秋', '柳映溪'])).toEqual([LEADER.name, '沈砚秋']);
  });

  test('opens by its old recovery code as well, and gives the key to who is to hold it', async () => {
    const { folder, code } = await vaultOfFormat2(people);
    words.柳映溪 = '组员忘了口令重新设一个';
    const { recoveryCode } = await recoverVault(folder, {
      code,
      name: '柳映溪',
      newPassphrase: words.柳映溪,
    });
    expect(await holders(folder, ['柳映溪', '沈砚秋'])).toEqual(['沈砚秋']);
    await recoverVault(folder, {
      code: recoveryCode,
      name: LEADER.name,
      newPassphrase: '组长也忘了口令重新设了',
    });
    const leader = await unlockVault(folder, { name: LEADER.name, passphrase: '组长也忘了口令重新设了' });
    expect([reads(leader), leader.escrow()]).toEqual([true, null]);
  });

  test('that is only looked into stays as it is', async () => {
    const { folder } = await vaultOfFormat2(people);
    const before = headerBytes(folder);
    const session = await unlockVault(
      folder,
      { name: LEADER.name, passphrase: LEADER.passphrase },
      { asItIs: true },
    );
    expect(session.keyRing.clues).toBeUndefined();
    expect(headerBytes(folder).equals(before)).toBe(true);
  });
});
