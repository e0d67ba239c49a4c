/** The people and laptops of the group as records: what the vault's header says of them, signed, in the log, for every laptop. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { hashText } from '../../../src-main/store/log';
import { checkSignature, signChange } from '../../../src-main/store/signed';
import { openStore } from '../../../src-main/store/store';
import {
  accountOf,
  accountsOf,
  directoryWith,
  laptopKeys,
  laptopsOf,
  nameOfUser,
  ownLaptop,
  recordAccounts,
} from '../../../src-main/services/accounts';
import { DIRECTORY_KINDS, mayWriteAccount, readDirectory } from '../../../src-main/services/directory';
import { removed } from '../../../src-main/services/records/bin';
import { history } from '../../../src-main/services/records/history';
import { addUser, removeUser, resetPassphrase, setClues, setRole } from '../../../src-main/services/users';
import { openWorkspace, type OpenWorkspace } from '../../../src-main/services/workspace';
import { newPerson, type PersonKeys } from '../../../src-main/vault/held-keys';
import { createVault, recoverVault, unlockVault, type VaultSession } from '../../../src-main/vault/vault';
import { MANAGERS, mayAppoint, ROLES, type Role } from '../../../src-shared/domain/roles';
import { canonicalChange, FIRST_PREV, type Change, type FieldValue } from '../../../src-shared/merge/change';
import { draftEdit, draftRemove } from '../../../src-shared/merge/registers';
import { creating } from '../../fixtures/store-kit';
import { failure, newFolder } from './desk';

// A key is derived for every account, on purpose slowly.
jest.setTimeout(300_000);

const PASSPHRASE = '清晨薄雾 2026 出发';
const AGAIN = '白鹭青天 2026 归来';
const LEADER = { name: '闻知远', role: 'leader', passphrase: PASSPHRASE } as const;
const LIAISON = { name: '温子衡', role: 'liaison', passphrase: '今年的桂花开得晚了些' } as const;
const MEMBER = { name: '纪南乔', role: 'member', passphrase: '晚风轻拂 2026 归来' } as const;

/** A change of another laptop, at the beginning of its chain, signed by somebody. */
function foreign(
  sign: (bytes: Buffer) => Buffer,
  { author, kind, recordId, action = 'edit', set = {}, replaces = {} }: Partial<Change>,
  before?: Change,
): Change {
  const device = before?.device ?? randomBytes(8).toString('hex');
  const n = (before?.n ?? 0) + 1;
  const body = {
    id: `${device}.${n}`,
    device,
    n,
    author: author!,
    at: '2026-11-26T09:00:00Z',
    kind: kind!,
    recordId: recordId!,
    set,
    replaces,
    action,
    prev: before?.hash ?? FIRST_PREV,
  };
  const signed = { ...body, sig: signChange(body, sign) };
  return { ...signed, hash: hashText(canonicalChange(signed)) };
}

describe('a vault', () => {
  const dir = newFolder();
  let session: VaultSession;
  let recoveryCode: string;
  let workspace: OpenWorkspace;

  const open = (): OpenWorkspace => {
    workspace = openWorkspace({ dir, session });
    recordAccounts(workspace);
    return workspace;
  };
  const signIn = async ({ name, passphrase }: { name: string; passphrase: string }) => {
    workspace.close();
    session.lock();
    session = await unlockVault(dir, { name, passphrase });
    return open();
  };
  const idOf = (name: string) => session.users().find((user) => user.name === name)!.userId;
  const problems = async () => (await workspace.store.verify()).problems;
  const changes = () => [...workspace.store.changesSince(0)].map(({ change }) => change);

  beforeAll(async () => {
    ({ session, recoveryCode } = await createVault(dir, LEADER));
    open();
  });
  afterAll(() => {
    workspace.close();
    session.lock();
  });

  it('enters who made it, by his keys, and its first laptop', () => {
    const { userId, keys } = session.user;
    expect(accountsOf(workspace)).toEqual([
      { userId, name: '闻知远', role: 'leader', signKey: keys!.sign, boxKey: keys!.box, clues: true },
    ]);
    const [laptop] = laptopsOf(workspace);
    expect(laptop).toMatchObject({
      name: '1号机',
      letter: '',
      device: workspace.store.deviceId,
      users: [userId],
      struckOff: false,
    });
    expect(ownLaptop(workspace)).toEqual(laptop);
    const mine = laptopKeys(workspace);
    expect(mine.public).toEqual({ sign: laptop!.signKey, box: laptop!.boxKey });
    // No change that a person did not make says anything of keys of the laptop.
    expect(JSON.stringify(changes())).not.toContain(workspace.store.fact('laptopKeys')!.seed);
    mine.lock();
    expect(workspace.store.changeCount).toBe(2);
  });

  it('enters nothing a second time', () => {
    workspace.close();
    open();
    expect(workspace.store.changeCount).toBe(2);
  });

  it('enters whoever is added, in one write with the entry of the 操作日志; and gets another role, and the key', async () => {
    const before = workspace.store.lastSeq;
    const { userId } = await addUser(workspace, MEMBER);
    const kinds = changes()
      .slice(before)
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['account', 'operation']);
    await addUser(workspace, LIAISON);
    await setRole(workspace, userId, 'deputyLeader');
    expect(accountOf(workspace, userId)).toMatchObject({ role: 'deputyLeader', clues: true, removed: false });
    await setClues(workspace, userId, false);
    expect(accountOf(workspace, userId)).toMatchObject({ clues: false });
    await setRole(workspace, userId, 'member');
    expect(accountOf(workspace, userId)).toMatchObject({ name: '纪南乔', role: 'member' });
    const told = history(workspace, userId, (id) => nameOfUser(workspace, id) ?? '');
    expect(told.map(({ author }) => author)).toEqual(told.map(() => '闻知远'));
    expect(told.length).toBe(4);
  });

  it('has everything in it signed by who did it', async () => {
    const directory = directoryWith(workspace, []);
    expect(changes().map((change) => checkSignature(change, directory.keysOf))).toEqual(
      changes().map(() => 'good'),
    );
    expect(await problems()).toEqual([]);
  });

  it('enters at the next unlocking by somebody who may what a crash kept out of the log', async () => {
    // The header is written first.
    const late = await session.addUser({ name: '邱望舒', role: 'member', passphrase: MEMBER.passphrase });
    expect(accountOf(workspace, late.userId)).toBe(undefined);
    await signIn(MEMBER);
    expect(accountOf(workspace, late.userId)).toBe(undefined);
    await signIn(LIAISON);
    expect(accountOf(workspace, late.userId)).toMatchObject({ name: '邱望舒', role: 'member' });
    expect(ownLaptop(workspace).users).toHaveLength(4);
    await session.removeUser(late.userId);
    await signIn(LEADER);
    expect(accountOf(workspace, late.userId)).toMatchObject({ name: '邱望舒', removed: true });
    expect(nameOfUser(workspace, late.userId)).toBe('邱望舒（已移除）');
    expect(removed(workspace, String)).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('keeps counting what somebody signed before his passphrase was reset, and takes what he signs after', async () => {
    const member = idOf('纪南乔');
    await signIn(MEMBER);
    workspace.commit([{ ...creating({ topic: '重设之前' }), author: member }]);
    await signIn(LEADER);
    const before = accountOf(workspace, member)!.signKey;
    await resetPassphrase(workspace, member, AGAIN);
    expect(accountOf(workspace, member)!.signKey).not.toBe(before);
    await signIn({ ...MEMBER, passphrase: AGAIN });
    workspace.commit([{ ...creating({ topic: '重设之后' }), author: member }]);
    expect(await problems()).toEqual([]);
  });

  it('is not told by an older header what another laptop has changed since', async () => {
    await signIn(LEADER);
    const member = idOf('纪南乔');
    const state = workspace.store.record(member)!;
    const appointed = foreign((bytes) => session.sign(bytes), {
      author: session.user.userId,
      kind: 'account',
      recordId: member,
      ...draftEdit(state, { role: 'liaison' }),
    });
    workspace.store.mergeChanges([appointed]);
    await signIn(LEADER);
    expect(accountOf(workspace, member)).toMatchObject({ role: 'liaison' });
    expect(await problems()).toEqual([]);
  });

  it('does not open to somebody whom the group has removed on another laptop', async () => {
    const member = idOf('纪南乔');
    const removal = foreign((bytes) => session.sign(bytes), {
      author: session.user.userId,
      kind: 'account',
      recordId: member,
      action: 'remove',
      ...draftRemove(workspace.store.record(member)!),
    });
    workspace.store.mergeChanges([removal]);
    const refused = await failure(() => signIn({ ...MEMBER, passphrase: AGAIN }));
    expect(refused.code).toBe('VAULT_USER_REMOVED');
    session.lock();
    session = await unlockVault(dir, LEADER);
    open();
    expect(nameOfUser(workspace, member)).toBe('纪南乔');
    await removeUser(workspace, member);
    expect(await problems()).toEqual([]);
  });

  it('believes keys that came by the recovery code here, and elsewhere once somebody else says so', async () => {
    workspace.close();
    session.lock();
    await recoverVault(dir, { code: recoveryCode, name: LIAISON.name, newPassphrase: AGAIN });
    session = await unlockVault(dir, { name: LIAISON.name, passphrase: AGAIN });
    open();
    const { userId, keys } = session.user;
    workspace.commit([{ ...creating({ topic: '找回之后' }), author: userId }]);
    expect(accountOf(workspace, userId)!.signKey).toBe(keys!.sign);
    expect(await problems()).toEqual([]);
    const elsewhere = () => {
      const directory = readDirectory(workspace.store.changesOfKinds(DIRECTORY_KINDS), () => []);
      return changes()
        .filter((change) => directory.refusalOf(change) !== undefined)
        .map(({ kind }) => kind);
    };
    expect(elsewhere()).toEqual(['account', 'laptop', 'interview']);
    await signIn(LEADER);
    expect(elsewhere()).toEqual([]);
    const { lastSeq } = workspace.store;
    await signIn(LEADER);
    expect(workspace.store.lastSeq).toBe(lastSeq);
    expect(await problems()).toEqual([]);
  });
});

it('what stood in a vault before its changes were signed is vouched for, once, by the first who looks after it', async () => {
  const dir = newFolder();
  const { session } = await createVault(dir, LEADER);
  const old = openStore({ dir, keys: session.keyRing });
  old.commit([creating({ topic: '旧记录' })]);
  old.close();
  const workspace = openWorkspace({ dir, session });
  recordAccounts(workspace);
  expect(workspace.index.list('vouching').map(({ values }) => values)).toMatchObject([{ n: 1 }]);
  expect((await workspace.store.verify()).problems).toEqual([]);
  recordAccounts(workspace);
  expect(workspace.index.list('vouching')).toHaveLength(1);
  workspace.close();
  // Whoever adds something unsigned after that is found.
  const tampered = openStore({ dir, keys: session.keyRing, header: session.header() });
  const [added] = tampered.commit([creating({ topic: '后来塞进去的' })]).changes;
  tampered.close();
  const again = openWorkspace({ dir, session });
  expect((await again.store.verify()).problems).toEqual([
    { place: `变更 ${added!.id}`, message: expect.stringContaining('没有签名') },
  ]);
  again.close();
  session.lock();
});

describe('the directory', () => {
  const vaultId = randomBytes(16).toString('hex');
  const people = new Map<string, { keys: PersonKeys; role: Role }>(
    [...ROLES, 'leader' as const].map((role, i) => [`user-${i}`, { keys: newPerson(vaultId), role }]),
  );
  const founder = 'user-0';
  const by = (userId: string) => (bytes: Buffer) => people.get(userId)!.keys.sign(bytes);
  const values = (userId: string, role: Role): Record<string, FieldValue> => ({
    name: userId,
    role,
    signKey: people.get(userId)!.keys.public.sign,
  });
  const base: Change[] = [];
  for (const [userId, { role }] of people) {
    const set = values(userId, role);
    const change = { author: founder, kind: 'account', recordId: userId, action: 'create', set };
    base.push(foreign(by(founder), change, base.at(-1)));
  }
  const nobody = () => [];
  const user = fc.constantFrom(...people.keys());
  const role = fc.constantFrom(...ROLES);
  const read = (more: readonly Change[]) => readDirectory([...base, ...more], nobody);

  it('knows everybody whom its founder entered', () => {
    const directory = read([]);
    expect(directory.refused.size).toBe(0);
    for (const [userId, { role: given }] of people) expect(directory.account(userId)?.role).toBe(given);
  });

  it('takes an entry from nobody but who may make it by hand', () => {
    fc.assert(
      fc.property(user, user, fc.option(role), (author, about, to) => {
        const mine = people.get(author)!.role;
        const was = people.get(about)!.role;
        const set: Record<string, FieldValue> = to === null ? { $removed: true } : { role: to };
        const change = foreign(by(author), { author, kind: 'account', recordId: about, set });
        const directory = read([change]);
        const present = [...people.values()].map((one) => one.role);
        const may =
          MANAGERS.includes(mine) &&
          (author === about
            ? to === was
            : mayAppoint(mine, was, present) && (to === null || mayAppoint(mine, to, present)));
        expect(directory.refusalOf(change) === undefined).toBe(may);
        expect(mayWriteAccount({ userId: author, role: mine }, about, was, to ?? undefined, present)).toBe(
          may,
        );
        const after = directory.account(about)!;
        expect([after.role, after.removed]).toEqual(may ? [to ?? was, to === null] : [was, false]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes none that is forged, whoever it is about', () => {
    fc.assert(
      fc.property(user, user, user, fc.constantFrom(...DIRECTORY_KINDS), (author, signer, about, kind) => {
        fc.pre(author !== signer);
        const set: Record<string, FieldValue> =
          kind === 'account' ? { signKey: people.get(signer)!.keys.public.sign } : { name: '9号机' };
        const change = foreign(by(signer), { author, kind, recordId: about, set });
        const directory = read([change]);
        expect(directory.refusalOf(change)).toContain('冒名');
        expect(directory.keysOf(about)).toEqual([people.get(about)!.keys.public.sign]);
      }),
    );
  });

  it('takes laptops, and what is vouched for, from who looks after the group', () => {
    for (const [author, { role: mine }] of people) {
      const laptop = foreign(by(author), {
        author,
        kind: 'laptop',
        recordId: 'l',
        set: { name: '2号机', device: 'd' } as Record<string, FieldValue>,
      });
      const vouched = foreign(by(author), {
        author,
        kind: 'vouching',
        recordId: 'v',
        set: { device: 'd', n: 3, hash: 'h' },
      });
      const directory = read([laptop, vouched]);
      const may = MANAGERS.includes(mine);
      expect(directory.laptop('l')?.name).toBe(may ? '2号机' : undefined);
      expect(directory.laptopOfDevice('d')?.id).toBe(may ? 'l' : undefined);
      expect(directory.vouched).toHaveLength(may ? 1 : 0);
    }
  });

  it('takes nothing from who was removed, and goes on knowing what he signed', () => {
    const liaison = [...people].find(([, one]) => one.role === 'liaison')![0];
    const removal = foreign(by(founder), {
      author: founder,
      kind: 'account',
      recordId: liaison,
      set: { $removed: true },
    });
    const after = foreign(by(liaison), {
      author: liaison,
      kind: 'laptop',
      recordId: 'l',
      set: { name: '2号机' },
    });
    const work = foreign(by(liaison), {
      author: liaison,
      kind: 'interview',
      recordId: 'r',
      set: { topic: '谈话' },
    });
    const directory = read([removal, after]);
    expect(directory.laptop('l')).toBe(undefined);
    expect(directory.refusalOf(work)).toBe(undefined);
    expect(directory.account(liaison)).toMatchObject({ removed: true, everRoles: ['liaison'] });
  });

  it('reads a role of another time as well', () => {
    const member = [...people].find(([, one]) => one.role === 'member')![0];
    const raised = foreign(by(founder), {
      author: founder,
      kind: 'account',
      recordId: member,
      set: { role: 'deputyLeader' },
    });
    expect(read([raised]).account(member)!.everRoles).toEqual(['member', 'deputyLeader']);
  });
});
