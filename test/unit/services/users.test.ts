import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { coreContract } from '../../../src-shared/contract/core';
import { serve } from '../../../src-shared/contract/define';
import { APPOINTS, mayAppoint, ROLES, type Role } from '../../../src-shared/domain/roles';

// A key is derived for every account, on purpose slowly.
jest.setTimeout(300_000);

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'users-'));
const core: Core = createCore({ dataDir: dir, publish: () => undefined });
const dispatch = serve(coreContract, core.handlers);
const PASSPHRASE = '清晨薄雾 2026 出发';
/** A sentence of their own without their name in it. */
const passphraseOf = (name: string) =>
  `今年的桂花开得晚${[...name].map((letter) => letter.codePointAt(0)).join('')}`;
const PEOPLE = { 组长甲: 'leader', 联络员乙: 'liaison', 组员丙: 'member', 办公丁: 'office' } as const;
type Name = keyof typeof PEOPLE;

const code = async (name: string, input: unknown): Promise<string> => {
  const answer = await dispatch(name, input);
  return answer.ok ? 'ok' : answer.code;
};
const call = async <T>(name: string, input: unknown): Promise<T> => {
  const answer = await dispatch(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
  return answer.value as T;
};
const signIn = (name: Name) =>
  call('vault.unlock', { name, passphrase: name === '办公丁' ? PASSPHRASE : passphraseOf(name) });
const idOf = async (name: string) =>
  (await call<{ userId: string; name: string }[]>('vault.users', {})).find((u) => u.name === name)!.userId;
const add = (name: string, role: Role) =>
  code('vault.addUser', { name, role, passphrase: passphraseOf(name) });
const acts = async () => {
  const found = await call<{ kind: string }[]>('search.find', { text: '（', limit: 200 });
  return found.filter(({ kind }) => kind === 'operation').length;
};

afterAll(async () => {
  await core.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

describe('accounts', () => {
  it('begin with whoever makes the vault, who adds the first 组长 and no more above himself', async () => {
    await call('vault.create', { name: '办公丁', role: 'office', passphrase: PASSPHRASE, sample: true });
    expect(await add('联络员乙', 'liaison')).toBe('VAULT_NOT_ALLOWED');
    expect(await add('组长甲', 'leader')).toBe('ok');
    expect(await add('组长二', 'leader')).toBe('VAULT_NOT_ALLOWED');
    await signIn('组长甲');
    expect(await add('联络员乙', 'liaison')).toBe('ok');
    expect(await add('组员丙', 'member')).toBe('ok');
  });

  it.each(Object.keys(PEOPLE) as Name[])(
    '%s gives, takes and changes no role that is not his to give',
    async (name) => {
      await signIn(name);
      const role = PEOPLE[name];
      for (const other of ROLES) {
        const answer = await add(`试${other}`, other);
        expect([name, other, answer]).toEqual([
          name,
          other,
          APPOINTS[role].includes(other) ? 'ok' : 'VAULT_NOT_ALLOWED',
        ]);
        if (answer === 'ok')
          expect(await code('vault.removeUser', { userId: await idOf(`试${other}`) })).toBe('ok');
      }
      for (const [target, targetRole] of Object.entries(PEOPLE)) {
        if (target === name || APPOINTS[role].includes(targetRole)) continue;
        const userId = await idOf(target);
        expect(await code('vault.removeUser', { userId })).toBe('VAULT_NOT_ALLOWED');
        expect(await code('vault.linkMember', { userId, memberId: null })).toBe('VAULT_NOT_ALLOWED');
      }
      const own = await idOf(name);
      expect(await code('vault.setRole', { userId: own, role: 'leader' })).toBe(
        role === 'leader' ? 'VAULT_OWN_ROLE' : 'VAULT_NOT_ALLOWED',
      );
      expect(await code('vault.removeUser', { userId: own })).toMatch(/VAULT_REMOVE_SELF|VAULT_NOT_ALLOWED/);
      const colleague = await idOf(name === '组员丙' ? '办公丁' : '组员丙');
      if (role !== 'leader') {
        expect(await code('vault.setRole', { userId: colleague, role: 'member' })).toBe('VAULT_NOT_ALLOWED');
        expect(await code('vault.resetPassphrase', { userId: colleague, passphrase: PASSPHRASE })).toBe(
          'VAULT_NOT_ALLOWED',
        );
      }
    },
  );

  it('get another role and a new passphrase from 组长, and the log tells', async () => {
    await signIn('组长甲');
    const before = await acts();
    const userId = await idOf('组员丙');
    await call('vault.setRole', { userId, role: 'deputyLeader' });
    await call('vault.setRole', { userId, role: 'member' });
    await call('vault.resetPassphrase', { userId, passphrase: '换了一句更好记的话呀' });
    expect(await acts()).toBe(before + 3);
    expect(await code('vault.unlock', { name: '组员丙', passphrase: passphraseOf('组员丙') })).toBe(
      'VAULT_WRONG_PASSPHRASE',
    );
    await call('vault.unlock', { name: '组员丙', passphrase: '换了一句更好记的话呀' });
    expect(await acts()).toBe(0);
    await signIn('组长甲');
    await call('vault.resetPassphrase', { userId, passphrase: passphraseOf('组员丙') });
  });

  it('leave a 组长 in every vault that has one', () => {
    for (const role of ROLES) {
      expect(mayAppoint(role, 'leader', ['leader', role])).toBe(role === 'leader');
      expect(mayAppoint(role, 'leader', [role])).toBe(APPOINTS[role].length > 0);
    }
  });
});

describe('an old backup', () => {
  let backup: string;
  const restoreBy = (name: Name) =>
    code('store.restore', {
      backup,
      name,
      passphrase: name === '办公丁' ? PASSPHRASE : passphraseOf(name),
    });

  it('is put back by those who keep the data, never by others', async () => {
    await signIn('组长甲');
    ({ name: backup } = await call<{ name: string }>('store.backup', {}));
    expect(await restoreBy('组员丙')).toBe('RIGHTS_RESTORE');
    expect(await restoreBy('联络员乙')).toBe('ok');
    await signIn('组长甲');
    const found = await call<{ kind: string; title: string }[]>('search.find', { text: backup, limit: 9 });
    expect(found).toMatchObject([{ kind: 'operation', title: '恢复备份' }]);
  });

  it('is not chosen by one to whom it would open a unit', async () => {
    await signIn('组长甲');
    await call('vault.linkMember', { userId: await idOf('联络员乙'), memberId: await memberNamed('邱望舒') });
    expect(await restoreBy('联络员乙')).toBe('RIGHTS_RECUSED');
    await signIn('联络员乙');
    expect(await code('vault.linkMember', { userId: await idOf('联络员乙'), memberId: null })).toBe(
      'RIGHTS_RECUSED',
    );
    expect(await add('替身', 'member')).toBe('RIGHTS_RECUSED');
  });

  async function memberNamed(name: string): Promise<string> {
    const found = await call<{ id: string; kind: string; field: string }[]>('search.find', {
      text: name,
      limit: 50,
    });
    return found.find((hit) => hit.kind === 'member' && hit.field === 'name')!.id;
  }
});
