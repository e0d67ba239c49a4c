/** 数据交换 as the window asks for it: the handlers of the core over laptops of one group. */
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { save } from '../../../src-main/services/records';
import { codeOf, inspectionOf, PEOPLE, type Person } from './desk';
import { newFolder, newGroup, PASSPHRASE, removeGroups, send, type Group } from './group';

let group: Group | undefined;
let core: Core | undefined;
afterEach(async () => {
  await core?.close();
  group?.leave();
});
afterAll(removeGroups);

/** The core of a laptop that somebody unlocks; whoever was there has left. */
async function coreAt(seat: { dir: string; leave(): void }, person: Person): Promise<Core> {
  seat.leave();
  core = createCore({ dataDir: seat.dir, publish: () => undefined });
  await core.handlers['vault.unlock']({ name: PEOPLE[person].name, passphrase: PASSPHRASE });
  return core;
}

test('a packet is looked at without being taken, taken by its check code, and once', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const { id } = save(second.at, {
    kind: 'interview',
    parent: inspectionOf(second.at, 'U1').id,
    set: { interviewee: '甲' },
  });
  const made = await send(second, [first]);
  const { handlers } = await coreAt(first, 'leader');

  expect(await codeOf(() => handlers['packets.take']({ code: made.code }))).toBe('PACKET_NOT_LOOKED_AT');
  const shown = await handlers['packets.look']({ path: made.path });
  expect(shown).toMatchObject({ code: made.code, from: '2号机', complete: true, missing: [], refused: [] });
  expect(shown.kinds.interview).toEqual({ new: 1, changed: 0, removed: 0, conflicts: 0 });
  expect(await codeOf(() => handlers['record.history']({ id }))).toBeDefined();
  expect(await codeOf(() => handlers['packets.take']({ code: '0000 0000 0000' }))).toBe(
    'PACKET_NOT_LOOKED_AT',
  );
  const taken = await handlers['packets.take']({ code: made.code });
  expect(taken.receipt).toMatch(/^回执 1号机至2号机/);
  expect(taken.conflicts).toBe(0);
  expect(await handlers['record.history']({ id })).toBeDefined();
  expect(await codeOf(() => handlers['packets.take']({ code: made.code }))).toBe('PACKET_NOT_LOOKED_AT');
  const [, other] = await handlers['packets.laptops']({});
  expect(other).toMatchObject({ name: '2号机', letter: 'B', own: false, prepared: true });
  expect(other!.lastTaken).toBeDefined();
});

test('what was looked at is gone once it is dropped, and once the vault was locked', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const made = await send(second, [first]);
  const { handlers } = await coreAt(first, 'leader');
  const look = () => handlers['packets.look']({ path: made.path });
  const take = () => codeOf(() => handlers['packets.take']({ code: made.code }));

  await look();
  handlers['packets.drop']({ code: made.code });
  expect(await take()).toBe('PACKET_NOT_LOOKED_AT');
  await look();
  handlers['vault.lock']({});
  await handlers['vault.unlock']({ name: PEOPLE.leader.name, passphrase: PASSPHRASE });
  expect(await take()).toBe('PACKET_NOT_LOOKED_AT');
});

test('to a laptop without a 开机包 nothing is sent; who does not look after the group changes no laptop', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const { handlers } = await coreAt(first, 'leader');
  const [person] = await handlers['vault.users']({});
  expect(await handlers['packets.add']({ name: '2号机', users: [person!.userId] })).toEqual({ letter: 'B' });
  const [, added] = await handlers['packets.laptops']({});
  const { id } = added!;
  expect(added).toMatchObject({ prepared: false, users: [PEOPLE.leader.name] });
  const make = () => handlers['packets.make']({ to: [id], full: false, path: newFolder() });
  expect(await codeOf(make)).toBe('GROUP_NOT_PREPARED');
  const file = path.join(newFolder(), '开机包.xcpack');
  expect((await handlers['packets.setup']({ id, path: file })).people).toEqual([PEOPLE.leader.name]);
  expect((await make()).to).toEqual(['2号机']);

  await handlers['vault.unlock']({ name: PEOPLE.member.name, passphrase: PASSPHRASE });
  for (const act of [
    () => handlers['packets.add']({ name: '3号机', users: [person!.userId] }),
    () => handlers['packets.strikeOff']({ id }),
    () => handlers['packets.setup']({ id, path: file }),
  ])
    expect(await codeOf(act)).toBe('VAULT_NOT_ALLOWED');
});

test('a laptop without a vault is started by its 开机包, with the words of one of its people, and no other', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const { handlers } = await coreAt(first, 'leader');
  const { userId } = (await handlers['vault.users']({})).find(({ name }) => name === PEOPLE.member.name)!;
  await handlers['packets.add']({ name: '2号机', users: [userId] });
  const file = path.join(newFolder(), '开机包.xcpack');
  const { id } = (await handlers['packets.laptops']({}))[1]!;
  await handlers['packets.setup']({ id, path: file });
  await core!.close();

  const dataDir = path.join(newFolder(), 'vault');
  core = createCore({ dataDir, publish: () => undefined });
  const { handlers: fresh } = core;
  const start = (passphrase: string, from = file) =>
    fresh['packets.start']({ path: from, name: PEOPLE.member.name, passphrase });
  expect(await codeOf(() => start('不是这个口令一二三四五'))).toBe('VAULT_WRONG_PASSPHRASE');
  expect(await codeOf(() => start(PASSPHRASE, __filename))).toBe('PACKET_UNKNOWN');
  expect((await fresh['vault.status']({})).exists).toBe(false);
  expect(await start(PASSPHRASE)).toEqual({ laptop: '2号机' });
  const { user } = await fresh['vault.unlock']({ passphrase: PASSPHRASE });
  expect(user).toMatchObject({ name: PEOPLE.member.name, role: 'member' });
  expect(await codeOf(() => start(PASSPHRASE))).toBe('VAULT_EXISTS');
});
