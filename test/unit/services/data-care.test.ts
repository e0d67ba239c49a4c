/** Backups, what brings them back, and what is said about them: through the contract, on the real store. */
import fs from 'node:fs';
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { coreContract } from '../../../src-shared/contract/core';
import {
  serve,
  type CallName,
  type Dispatch,
  type InputOf,
  type OutputOf,
} from '../../../src-shared/contract/define';
import { flipBit } from '../../fixtures/store-kit';
import { newFolder } from './desk';

type Table = typeof coreContract;
const LEADER = { name: '闻知远', role: 'leader', passphrase: '清晨薄雾 2026 出发' } as const;
const MEMBER = { name: '柳映溪', role: 'member', passphrase: '晚风轻拂 2026 归来' } as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Computer {
  readonly dir: string;
  now: Date;
  readonly core: Core;
  call<K extends CallName<Table>>(name: K, input: InputOf<Table, K>): Promise<OutputOf<Table, K>>;
  refusal(name: CallName<Table>, input: unknown): Promise<string>;
}

jest.setTimeout(120_000);

const cores: Core[] = [];
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
});

/** A computer with a vault folder of its own, which may not be there yet. */
function computer(dir = path.join(newFolder(), 'vault')): Computer {
  const self: Computer = {
    dir,
    now: new Date(2026, 2, 20, 9, 0),
    core: createCore({ dataDir: dir, publish: () => {}, now: () => self.now }),
    async call(name, input) {
      const result = await dispatch(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.code} ${result.message}`);
      return coreContract[name].output.parse(result.value) as never;
    },
    async refusal(name, input) {
      const result = await dispatch(name, input);
      if (result.ok) throw new Error(`${name} was not refused`);
      expect(result.message).toMatch(/[\u4e00-\u9fff].*。$/s);
      return result.code;
    },
  };
  const dispatch: Dispatch = serve(coreContract, self.core.handlers);
  cores.push(self.core);
  return self;
}

const pass = (milliseconds: number, self: Computer) =>
  (self.now = new Date(self.now.getTime() + milliseconds));
const addUnit = (self: Computer, name: string) =>
  self.call('record.save', { kind: 'unit', parent: null, set: { name } });

/** Names of the units that are there for whoever signed in. */
async function units(self: Computer): Promise<string[]> {
  const found = await self.call('search.find', { text: '镇', limit: 50 });
  return found.filter(({ kind }) => kind === 'unit').map(({ title }) => title);
}

/** A vault with one unit, 青禾镇; open. */
async function withVault() {
  const self = computer();
  const { recoveryCode } = await self.call('vault.create', { ...LEADER, sample: false });
  await addUnit(self, '青禾镇');
  return { self, recoveryCode };
}

describe('外部备份', () => {
  test('brings everything to a fresh computer by a passphrase, evidence included', async () => {
    const self = computer();
    await self.call('vault.create', { ...LEADER, sample: true });
    const [talk] = await self.call('search.find', { text: '灌渠', limit: 1 });
    const scan = path.join(newFolder(), '扫描件.pdf');
    fs.writeFileSync(scan, '扫描件的内容');
    const evidence = { id: talk!.id, set: 'evidence', paths: [scan] };
    const [added] = await self.call('evidence.add', evidence);
    const stick = newFolder();
    const made = await self.call('store.backupTo', { path: stick });
    expect(made.folder.startsWith(stick)).toBe(true);
    expect((await self.call('store.care', {})).external).toMatchObject({ folder: made.folder });
    expect(made.evidence).toBe(1);
    await self.call('vault.lock', {});

    const fresh = computer();
    const found = await fresh.call('store.lookAt', { path: stick });
    expect(found).toMatchObject([{ name: made.name, future: false }]);
    const from = { path: stick, backup: found[0]!.id };
    expect(await fresh.refusal('store.restoreFrom', { ...from, passphrase: '不是这个口令' })).toBe(
      'VAULT_WRONG_PASSPHRASE',
    );
    expect((await fresh.call('vault.status', {})).exists).toBe(false);
    pass(2000, fresh);
    expect(await fresh.call('store.restoreFrom', { ...from, passphrase: LEADER.passphrase })).toEqual({});
    await fresh.call('vault.unlock', { passphrase: LEADER.passphrase });
    const out = path.join(newFolder(), '另存.pdf');
    await fresh.call('evidence.export', { id: talk!.id, hash: added!.hash, path: out });
    expect(fs.readFileSync(out, 'utf8')).toBe('扫描件的内容');
    expect(await fresh.call('store.verify', {})).toMatchObject({ ok: true });
    const log = await fresh.call('search.find', { text: '外部备份', limit: 20 });
    expect(log.filter(({ kind }) => kind === 'operation')).not.toEqual([]);
  });

  test('and by the recovery code, which sets a new passphrase and gives a new code', async () => {
    const { self, recoveryCode } = await withVault();
    const stick = newFolder();
    await self.call('store.backupTo', { path: stick });
    await self.call('vault.lock', {});
    const fresh = computer();
    const [found] = await fresh.call('store.lookAt', { path: stick });
    const from = { path: stick, backup: found!.id, newPassphrase: '白鹭青天 2026 归来' };
    expect(await fresh.refusal('store.restoreFrom', { ...from, code: 'AAAAA' })).toBe('RECOVERY_CODE_TYPO');
    const done = await fresh.call('store.restoreFrom', { ...from, code: recoveryCode });
    expect(done.recoveryCode).toMatch(/^[0-9A-Z-]{35}$/);
    await fresh.call('vault.unlock', { passphrase: from.newPassphrase });
    expect(await units(fresh)).toEqual(['青禾镇']);
  });

  test('is found from the stick, from its own folder, and from within', async () => {
    const { self } = await withVault();
    const stick = newFolder();
    const { folder, name } = await self.call('store.backupTo', { path: stick });
    for (const chosen of [stick, folder, path.join(folder, name)]) {
      expect((await self.call('store.lookAt', { path: chosen })).map((found) => found.name)).toEqual([name]);
    }
    expect(await self.call('store.lookAt', { path: newFolder() })).toEqual([]);
  });

  test('never takes the place of another vault', async () => {
    const { self } = await withVault();
    const stick = newFolder();
    await self.call('store.backupTo', { path: stick });
    const { self: other } = await withVault();
    const [found] = await other.call('store.lookAt', { path: stick });
    const from = { path: stick, backup: found!.id, passphrase: LEADER.passphrase };
    expect(await other.refusal('store.restoreFrom', from)).toBe('STORE_OTHER_VAULT');
  });

  test('that is damaged is refused, and nothing is there then', async () => {
    const { self } = await withVault();
    const stick = newFolder();
    const { folder, name } = await self.call('store.backupTo', { path: stick });
    flipBit(path.join(folder, name, 'store.db'), 9000);
    const fresh = computer();
    const [found] = await fresh.call('store.lookAt', { path: stick });
    const from = { path: stick, backup: found!.id, passphrase: LEADER.passphrase };
    expect(await fresh.refusal('store.restoreFrom', from)).toBe('STORE_BACKUP_DAMAGED');
    expect((await fresh.call('vault.status', {})).exists).toBe(false);
  });

  test('into the data folder itself is refused; one on the same disk is told', async () => {
    const { self } = await withVault();
    expect(await self.refusal('store.backupTo', { path: self.dir })).toBe('BACKUP_PLACE');
    expect(await self.refusal('store.backupTo', { path: path.join(newFolder(), 'gone') })).toBe(
      'BACKUP_WRITE_FAILED',
    );
    expect((await self.call('store.backupTo', { path: newFolder() })).sameDisk).toBe(true);
  });

  test('is asked for after seven days with changes, and no earlier', async () => {
    const { self } = await withVault();
    await self.call('vault.lock', {});
    const overdue = async () => {
      await self.call('vault.unlock', { passphrase: LEADER.passphrase });
      const { externalOverdue } = await self.call('store.care', {});
      return externalOverdue;
    };
    pass(6 * DAY, self);
    expect(await overdue()).toBe(null);
    pass(DAY, self);
    expect(await overdue()).toBe(7);
    await self.call('store.backupTo', { path: newFolder() });
    pass(8 * DAY, self);
    // The entry of that backup in the log of operations is a change itself, but nothing that was worked on.
    expect((await self.call('store.care', {})).external!.changed).toBe(false);
    await addUnit(self, '白石镇');
    expect(await overdue()).toBe(8);
  });
});

describe('restoring', () => {
  test('is for managers, stands in the 操作日志, and can be undone', async () => {
    const { self } = await withVault();
    await self.call('vault.addUser', MEMBER);
    const { name } = await self.call('store.backup', {});
    await addUnit(self, '白石镇');
    const as = (who: typeof LEADER | typeof MEMBER) => ({ name: who.name, passphrase: who.passphrase });
    expect(await self.refusal('store.restore', { backup: name, ...as(MEMBER) })).toBe('RIGHTS_RESTORE');
    await self.call('store.restore', { backup: name, ...as(LEADER) });
    await self.call('vault.unlock', as(LEADER));
    expect(await units(self)).toEqual(['青禾镇']);
    const found = await self.call('search.find', { text: name, limit: 5 });
    expect(found.map(({ kind }) => kind)).toEqual(['operation']);

    const [replaced] = await self.call('store.replaced', {});
    expect(replaced!.bytes).toBeGreaterThan(0);
    expect(await self.refusal('store.restoreReplaced', { replaced: replaced!.name, ...as(MEMBER) })).toBe(
      'RIGHTS_RESTORE',
    );
    await self.call('store.restoreReplaced', { replaced: replaced!.name, ...as(LEADER) });
    await self.call('vault.unlock', as(LEADER));
    expect((await units(self)).sort()).toEqual(['白石镇', '青禾镇'].sort());
    expect(await self.call('store.verify', {})).toMatchObject({ ok: true });
    expect(await self.call('store.replaced', {})).toHaveLength(2);
  });

  test('an older header put in place opens nothing; the newest backup or the recovery code go on', async () => {
    const { self, recoveryCode } = await withVault();
    const older = fs.readFileSync(path.join(self.dir, 'vault.header'));
    const next = '白鹭青天 2026 归来';
    await self.call('vault.changePassphrase', { current: LEADER.passphrase, next });
    const { name } = await self.call('store.backup', {});
    await self.call('vault.lock', {});
    const attack = () => fs.writeFileSync(path.join(self.dir, 'vault.header'), older);

    attack();
    expect(await self.refusal('vault.unlock', { passphrase: LEADER.passphrase })).toBe('VAULT_HEADER_OLD');
    await self.call('store.restore', { backup: name, passphrase: next });
    await self.call('vault.unlock', { passphrase: next });
    expect(await units(self)).toEqual(['青禾镇']);
    await self.call('vault.lock', {});

    attack();
    const renewed = await self.call('vault.recover', { code: recoveryCode, newPassphrase: next });
    expect(renewed.recoveryCode).not.toBe(recoveryCode);
    await self.call('vault.unlock', { passphrase: next });
    expect(await units(self)).toEqual(['青禾镇']);
  });
});

describe('the clock', () => {
  test('a backup is due by changes and time; a clock set back or a day in 2099 puts none off', async () => {
    const { self } = await withVault();
    const lockAfter = async (change: boolean) => {
      await self.call('vault.unlock', { passphrase: LEADER.passphrase });
      if (change) await addUnit(self, `第${self.now.getTime()}镇`);
      await self.call('vault.lock', {});
      return (await self.call('store.backups', {})).length;
    };
    await self.call('vault.lock', {});
    expect((await self.call('store.backups', {})).length).toBe(1);
    expect(await lockAfter(true)).toBe(1);
    pass(5 * HOUR, self);
    expect(await lockAfter(true)).toBe(2);
    pass(5 * HOUR, self);
    expect(await lockAfter(false)).toBe(2);
    const today = self.now;
    self.now = new Date(2099, 0, 1, 9, 0);
    expect(await lockAfter(true)).toBe(3);
    self.now = today;
    expect(await lockAfter(true)).toBe(4);
    expect((await self.call('store.backups', {})).map(({ future }) => future)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('is doubted where it lies far from the last use, either way', async () => {
    const { self } = await withVault();
    const doubt = async (now: Date) => {
      await self.call('vault.lock', {});
      self.now = now;
      await self.call('vault.unlock', { passphrase: LEADER.passphrase });
      const { clock } = await self.call('store.care', {});
      return clock && new Date(clock.lastSeen).getFullYear();
    };
    expect(await doubt(new Date(2026, 2, 23))).toBe(null);
    expect(await doubt(new Date(2099, 0, 1))).toBe(2026);
    expect(await doubt(new Date(2026, 2, 24))).toBe(2099);
  });

  test('a folder of backups that cannot be read keeps nothing open', async () => {
    const { self } = await withVault();
    await self.call('store.backup', {});
    const backups = path.join(self.dir, 'backups');
    fs.renameSync(backups, `${backups}-`);
    fs.writeFileSync(backups, 'a file in its place');
    await self.call('vault.lock', {});
    expect(fs.existsSync(path.join(self.dir, 'owner.lock'))).toBe(false);
    fs.rmSync(backups);
    fs.renameSync(`${backups}-`, backups);
    await self.call('vault.unlock', { passphrase: LEADER.passphrase });
  });
});

test('the recovery code is renewed by the passphrase, and says whether it was kept', async () => {
  const { self, recoveryCode } = await withVault();
  const kept = async () => (await self.call('store.care', {})).recoveryKept;
  expect(await kept()).toBe(false);
  await self.call('vault.keepRecoveryCode', {});
  expect(await kept()).toBe(true);
  expect(await self.refusal('vault.renewRecoveryCode', { passphrase: '不是这个口令' })).toBe(
    'VAULT_WRONG_PASSPHRASE',
  );
  const renewed = await self.call('vault.renewRecoveryCode', { passphrase: LEADER.passphrase });
  expect(await kept()).toBe(false);
  await self.call('vault.lock', {});
  const newPassphrase = '白鹭青天 2026 归来';
  expect(await self.refusal('vault.recover', { code: recoveryCode, newPassphrase })).toBe(
    'VAULT_WRONG_RECOVERY_CODE',
  );
  await self.call('vault.recover', { code: renewed.recoveryCode, newPassphrase });
  // Kept on the screen that shows it, before anybody has signed in.
  await self.call('vault.keepRecoveryCode', {});
  await self.call('vault.unlock', { passphrase: newPassphrase });
  expect(await kept()).toBe(true);
});

test('a vault made by the first version opens, with its backups, and is numbered from then on', async () => {
  const dir = newFolder();
  fs.cpSync(path.join(__dirname, '../../fixtures/vault-format-1'), dir, { recursive: true });
  const self = computer(dir);
  await self.call('vault.unlock', { passphrase: LEADER.passphrase });
  expect(await units(self)).toEqual(['青禾镇']);
  expect(await self.call('store.verify', {})).toMatchObject({ ok: true, problems: [] });
  // Nobody knows whether its code was kept, and nobody is asked.
  expect((await self.call('store.care', {})).recoveryKept).toBe(true);
  const [oldest] = (await self.call('store.backups', {})).slice(-1);
  await self.call('vault.lock', {});
  await self.call('store.restore', { backup: oldest!.name, passphrase: LEADER.passphrase });
  await self.call('vault.unlock', { passphrase: LEADER.passphrase });
  expect(await units(self)).toEqual(['青禾镇']);
});

test('an emptied folder is no new vault', async () => {
  const { self } = await withVault();
  await self.call('vault.lock', {});
  for (const name of fs.readdirSync(self.dir)) {
    if (name !== 'vault.header') fs.rmSync(path.join(self.dir, name), { recursive: true });
  }
  expect(await self.refusal('vault.unlock', { passphrase: LEADER.passphrase })).toBe('STORE_MISSING');
});

test('a lock of another computer is taken over by an explicit act', async () => {
  const { self } = await withVault();
  await self.call('vault.lock', {});
  const other = { pid: 1, token: 'e'.repeat(32), bootId: 'x', started: null, host: 'XUNCHA-02' };
  fs.writeFileSync(path.join(self.dir, 'owner.lock'), JSON.stringify(other));
  expect(await self.refusal('vault.unlock', { passphrase: LEADER.passphrase })).toBe(
    'STORE_IN_USE_ELSEWHERE',
  );
  await self.call('store.takeOver', {});
  await self.call('vault.unlock', { passphrase: LEADER.passphrase });
  expect(await units(self)).toEqual(['青禾镇']);
});

describe('a place that cannot be read is no empty one', () => {
  /** What the window does first: no vault leads to the wizard, a trouble to a screen of its own. */
  const firstLook = async (self: Computer) => {
    const { exists, trouble } = await self.call('vault.status', {});
    return { exists, trouble: trouble?.code ?? null };
  };
  const refusesNew = (self: Computer) => self.refusal('vault.create', { ...LEADER, sample: false });
  /** The disk refuses to look at a path and everything in it. */
  function disk(code: 'EACCES' | 'EIO', place: string): jest.SpyInstance {
    const real = fs.statSync;
    return jest.spyOn(fs, 'statSync').mockImplementation(((file: string, ...rest: never[]) => {
      if (String(file).startsWith(place)) throw Object.assign(new Error(code), { code, syscall: 'stat' });
      return real(file, ...rest);
    }) as never);
  }
  const everyName = (dir: string) => fs.readdirSync(dir, { recursive: true }).sort();

  test.each(['EACCES', 'EIO'] as const)('the folder (%s), with and without a vault in it', async (code) => {
    const { self } = await withVault();
    await self.call('vault.lock', {});
    for (const one of [self, computer()]) {
      fs.mkdirSync(one.dir, { recursive: true });
      const before = everyName(one.dir);
      const spy = disk(code, one.dir);
      try {
        expect(await firstLook(one)).toEqual({ exists: true, trouble: 'VAULT_UNREADABLE' });
        expect(await refusesNew(one)).toBe('VAULT_UNREADABLE');
      } finally {
        spy.mockRestore();
      }
      expect(everyName(one.dir)).toEqual(before);
    }
    expect(await firstLook(self)).toEqual({ exists: true, trouble: null });
  });

  test('a file in the place of the folder, a link to a disk that is not there', async () => {
    const file = computer();
    fs.writeFileSync(file.dir, '');
    const link = computer();
    fs.symlinkSync('/media/not-plugged-in/vault', link.dir);
    for (const one of [file, link]) {
      expect(await firstLook(one)).toEqual({ exists: true, trouble: 'VAULT_UNREADABLE' });
      expect(await refusesNew(one)).toBe('VAULT_UNREADABLE');
    }
    expect(fs.readFileSync(file.dir, 'utf8')).toBe('');
  });

  test('a header that is gone while the data are there: a backup brings it back, nothing new is made', async () => {
    const { self } = await withVault();
    await self.call('store.backup', {});
    await self.call('vault.lock', {});
    fs.rmSync(path.join(self.dir, 'vault.header'));
    expect(await firstLook(self)).toEqual({ exists: true, trouble: 'VAULT_HEADER_MISSING' });
    expect(await refusesNew(self)).toBe('VAULT_HEADER_MISSING');
    const [backup] = await self.call('store.backups', {});
    await self.call('store.restore', { backup: backup!.name, passphrase: LEADER.passphrase });
    await self.call('vault.unlock', { passphrase: LEADER.passphrase });
    expect(await units(self)).toEqual(['青禾镇']);
  });

  test('the folder of backups is named, and the data open once it can be read', async () => {
    const { self } = await withVault();
    await self.call('store.backup', {});
    await self.call('vault.lock', {});
    const backups = path.join(self.dir, 'backups');
    fs.renameSync(backups, `${backups}-`);
    fs.writeFileSync(backups, 'a file in its place');
    expect(await self.refusal('vault.unlock', { passphrase: LEADER.passphrase })).toBe(
      'STORE_BACKUPS_UNREADABLE',
    );
    expect(await self.refusal('store.backups', {})).toBe('STORE_BACKUPS_UNREADABLE');
    expect(fs.readFileSync(backups, 'utf8')).toBe('a file in its place');
    fs.rmSync(backups);
    fs.renameSync(`${backups}-`, backups);
    await self.call('vault.unlock', { passphrase: LEADER.passphrase });
    expect(await units(self)).toEqual(['青禾镇']);
  });
});
