import fs from 'node:fs';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { coreContract } from '../../../src-shared/contract/core';
import { serve, type Dispatch } from '../../../src-shared/contract/define';
import { newFolder } from './desk';

const LEADER = { name: '闻知远', role: 'leader', passphrase: '清晨薄雾 2026 出发' } as const;
const LIAISON = { name: '温子衡', role: 'liaison', passphrase: '晚风轻拂 2026 归来' } as const;

const dataDir = path.join(newFolder(), 'vault');
let core: Core;
let ask: Dispatch;
beforeAll(async () => {
  core = createCore({ dataDir, publish: () => undefined });
  ask = serve(coreContract, core.handlers);
  await ask('vault.create', { ...LEADER, sample: false });
  await ask('vault.addUser', LIAISON);
});
afterAll(() => core.close());

const names = async () => {
  const status = await ask('vault.status', {});
  return status.ok ? (status.value as { names?: string[] }).names : undefined;
};
/** The files of the vault in which a name can be read. */
const readable = (name: string): string[] =>
  fs
    .readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => fs.readFileSync(file).includes(name));

describe('the list of users on the unlock screen', () => {
  it('is not there, and no name is readable, until the leader shows it', async () => {
    expect(await names()).toBeUndefined();
    expect(readable(LIAISON.name)).toEqual([]);
  });

  it('has everybody once it is shown, before anybody is signed in, and follows who comes and goes', async () => {
    expect(await ask('vault.showNames', { show: true })).toMatchObject({ ok: true });
    expect((await names())?.sort()).toEqual([LIAISON.name, LEADER.name].sort());
    const added = await ask('vault.addUser', {
      name: '柳映溪',
      role: 'member',
      passphrase: '春眠不觉晓 处处闻啼鸟',
    });
    expect(await names()).toContain('柳映溪');
    await ask('vault.removeUser', {
      userId: (added.ok ? (added.value as { userId: string }) : { userId: '' }).userId,
    });
    expect(await names()).not.toContain('柳映溪');
    await ask('vault.lock', {});
    expect(await names()).toHaveLength(2);
  });

  it('is nothing to decide for anybody but the leader, nor while locked', async () => {
    expect(await ask('vault.showNames', { show: false })).toMatchObject({ ok: false, code: 'VAULT_LOCKED' });
    await ask('vault.unlock', { name: LIAISON.name, passphrase: LIAISON.passphrase });
    expect(await ask('vault.showNames', { show: false })).toMatchObject({ ok: false, code: 'RIGHTS_WRITE' });
    expect(await names()).toHaveLength(2);
  });

  it('is brought up to the people of the vault by an unlocking, and is none where it is no list', async () => {
    const [file] = readable(LIAISON.name);
    fs.writeFileSync(file!, JSON.stringify({ names: ['旁人'] }));
    await ask('vault.unlock', { name: LEADER.name, passphrase: LEADER.passphrase });
    expect(await names()).toHaveLength(2);
    for (const damage of ['{"names":', '[]', '{"names":[1]}']) {
      fs.writeFileSync(file!, damage);
      expect(await names()).toBeUndefined();
    }
    await ask('vault.showNames', { show: true });
  });

  it('is gone from the disk when the leader takes it back', async () => {
    expect(await ask('vault.showNames', { show: false })).toMatchObject({ ok: true });
    expect(await names()).toBeUndefined();
    expect(readable(LIAISON.name)).toEqual([]);
  });
});
