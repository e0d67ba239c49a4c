/** Another laptop of the group: who opens it, with what, and that it has a key of its own. */
import { readSetupSlots, type SetupSlots } from '../../../src-main/vault/header';
import { openSetup } from '../../../src-main/vault/join';
import { createVault, unlockByCode, unlockVault, type VaultSession } from '../../../src-main/vault/vault';
import type { Role } from '../../../src-shared/domain/roles';
import { codeOf, headerBytes, LEADER, newFolder, removeFolders } from './fixture';

// Each slot costs an Argon2id.
jest.setTimeout(240_000);
afterEach(removeFolders);

const PEOPLE: Readonly<Record<string, { role: Role; passphrase: string }>> = {
  沈砚秋: { role: 'liaison', passphrase: '竹林深处有人家一二三' },
  温子衡: { role: 'member', passphrase: '清早起来先烧一壶开水喝' },
  柳映溪: { role: 'member', passphrase: '傍晚江边走一走看看大船' },
};
const who = (name: string) => ({ name, passphrase: PEOPLE[name]!.passphrase });

async function group() {
  const folder = newFolder();
  const { session, recoveryCode } = await createVault(folder, LEADER);
  const ids: Record<string, string> = {};
  for (const name of Object.keys(PEOPLE))
    ids[name] = (await session.addUser({ name, ...PEOPLE[name]! })).userId;
  return { folder, session, recoveryCode, ids };
}
/** As it stands in the file. */
const carried = (slots: SetupSlots): SetupSlots => readSetupSlots(JSON.parse(JSON.stringify(slots)));
const rows = ({ keyRing }: VaultSession) => keyRing.subkey('rows').toString('hex');

test('each opens the other laptop with the passphrase that he has, and is who he was; nobody else does', async () => {
  const { folder, session, recoveryCode, ids } = await group();
  const { slots, secret } = session.setup([ids['沈砚秋']!, ids['温子衡']!]);
  const setup = await openSetup(carried(slots), who('沈砚秋'));
  expect(setup.secret()).toEqual(secret);
  const other = newFolder();
  const joined = await setup.join(other);
  expect(joined.user).toMatchObject({ userId: ids['沈砚秋'], name: '沈砚秋', role: 'liaison', clues: true });
  expect(joined.keyRing.vaultId).toBe(session.keyRing.vaultId);
  expect(joined.keyRing.clues!.publicKey).toEqual(session.keyRing.clues!.publicKey);
  expect(joined.keyRing.clues!.held).toBeDefined();
  // A key of its own: what is taken from one laptop opens nothing of the other.
  expect(rows(joined)).not.toBe(rows(session));

  const first = headerBytes(other).toString();
  const member = await unlockVault(other, who('温子衡'));
  expect(member.user.userId).toBe(ids['温子衡']);
  expect(rows(member)).toBe(rows(joined));
  expect(member.keyRing.clues!.held).toBeUndefined();
  // The slot is his own from now on, and he signs as the same person on both.
  expect(headerBytes(other).toString()).not.toBe(first);
  const here = await unlockVault(folder, who('温子衡'));
  expect(member.sign(Buffer.from('a'))).toEqual(here.sign(Buffer.from('a')));
  const again = await unlockVault(other, who('温子衡'));
  expect(rows(again)).toBe(rows(joined));

  for (const outsider of [who('柳映溪'), LEADER])
    expect(await codeOf(() => unlockVault(other, outsider))).toBe('VAULT_WRONG_PASSPHRASE');
  const byCode = await unlockByCode(other, { code: recoveryCode, name: '沈砚秋' });
  expect(rows(byCode)).toBe(rows(joined));
  expect(byCode.keyRing.clues!.held).toBeDefined();
});

test('a laptop that was started from another starts a third, also before everybody has unlocked there', async () => {
  const { session, ids } = await group();
  const all = Object.values(ids);
  const second = await openSetup(session.setup(all).slots, who('沈砚秋'));
  const { slots } = (await second.join(newFolder())).setup([ids['温子衡']!]);
  const third = await openSetup(carried(slots), { passphrase: PEOPLE['温子衡']!.passphrase });
  const joined = await third.join(newFolder());
  expect(joined.user.userId).toBe(ids['温子衡']);
});

test('the slots are nobody else’s: wrong words, a stranger, a piece changed, a slot of another vault', async () => {
  const { session, ids } = await group();
  const { slots } = session.setup([ids['沈砚秋']!, ids['温子衡']!]);
  const open = (person: { name?: string; passphrase: string }, from: unknown = slots) =>
    codeOf(() => openSetup(readSetupSlots(from), person));
  expect(await open({ ...who('沈砚秋'), passphrase: '不是这个口令一二三四五' })).toBe(
    'VAULT_WRONG_PASSPHRASE',
  );
  expect(await open(who('柳映溪'))).toBe('VAULT_WRONG_PASSPHRASE');
  expect(await open({ passphrase: who('沈砚秋').passphrase })).toBe('VAULT_NAME_REQUIRED');
  expect(await open(who('沈砚秋'), { ...slots, more: 1 })).toBe('VAULT_SETUP_DAMAGED');
  const bare = slots.users.map(({ vaultKey: _left, ...slot }) => slot);
  expect(await open(who('沈砚秋'), { ...slots, users: bare })).toBe('VAULT_SETUP_DAMAGED');
  const [one, two] = slots.users;
  const swapped = [{ ...one, vaultKey: two!.vaultKey }, two];
  expect(await open(who('沈砚秋'), { ...slots, users: swapped })).toBe('VAULT_WRONG_PASSPHRASE');
  const other = (await group()).session;
  const theirs = other.setup([other.user.userId]).slots;
  expect(await open(who('沈砚秋'), { ...slots, vaultId: theirs.vaultId })).toBe('VAULT_WRONG_PASSPHRASE');
});

test('only who manages users prepares another laptop', async () => {
  const { folder, ids } = await group();
  const member = await unlockVault(folder, who('温子衡'));
  expect(await codeOf(() => member.setup([ids['温子衡']!]))).toBe('VAULT_NOT_ALLOWED');
  const liaison = await unlockVault(folder, who('沈砚秋'));
  expect(await codeOf(() => liaison.setup(['0'.repeat(20)]))).toBe('VAULT_NO_SUCH_USER');
});
