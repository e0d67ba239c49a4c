/** Several laptops as one group: started, apart, brought together; and what does not go through. */
import fs from 'node:fs';
import { accountsOf, laptopsOf, ownLaptop } from '../../../src-main/services/accounts';
import { strikeOff } from '../../../src-main/services/packets/laptops';
import { lookThrough } from '../../../src-main/services/packets/take';
import { remove, save } from '../../../src-main/services/records';
import { removeUser, setRole } from '../../../src-main/services/users';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { isSealed, type ChangeDraft } from '../../../src-shared/merge/change';
import { codeOf, failure, inspectionOf, PEOPLE } from './desk';
import { bring, newGroup, removeGroups, send, take, type Group, type Seat } from './group';

let group: Group | undefined;
afterEach(() => group?.leave());
afterAll(removeGroups);

/** Records as both see them who may see everything; what is about the laptop itself is its own. */
const records = ({ index }: OpenWorkspace) =>
  [...index.all()]
    .filter(({ kind }) => kind !== 'operation')
    .map(({ updatedAt: _own, sets, ...entity }) => ({
      ...entity,
      sets: Object.fromEntries(Object.entries(sets).map(([name, members]) => [name, [...members].sort()])),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
const talk = (at: OpenWorkspace, interviewee: string, unit = 'U1') =>
  save(at, { kind: 'interview', parent: inspectionOf(at, unit).id, set: { interviewee } }).id;

test('a laptop that was started from a 开机包 has everything, its own letter, and goes on by itself', async () => {
  group = await newGroup(['liaison', 'member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['liaison', 'member']);
  expect(records(second.at)).toEqual(records(first.at));
  expect(ownLaptop(second.at)).toMatchObject({ name: '2号机', letter: 'B' });
  expect(ownLaptop(first.at)).toMatchObject({ name: '1号机', letter: 'A' });
  expect(second.at.store.deviceId).not.toBe(first.at.store.deviceId);
  const code = (at: OpenWorkspace, id: string) => at.index.get(id)!.values.code;
  expect(code(first.at, talk(first.at, '甲'))).toMatch(/^T1-A\d+$/);
  expect(code(second.at, talk(second.at, '乙'))).toMatch(/^T1-B\d+$/);
  expect((await second.at.store.verify()).problems).toEqual([]);
});

test('three laptops work apart; in the evening the leader has it all, and all have it then', async () => {
  group = await newGroup(['liaison', 'member', 'deputy']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const third = await group.laptop('3号机', ['deputy', 'liaison']);
  // The second learned nothing of the third: it was started before.
  await bring(first, second);
  const ids = [talk(second.at, '谈话甲'), talk(third.at, '谈话乙'), talk(first.at, '谈话丙')];
  const photo = await second.at.store.evidence.put(Buffer.from('一张照片'));
  save(second.at, {
    kind: 'interview',
    id: ids[0]!,
    set: {},
    sets: { evidence: { add: [photo.hash], remove: [] } },
    stored: new Set([photo.hash]),
  });
  const shared = first.at.index.list('interview')[0]!.id;
  for (const [seat, place] of [
    [first, '一楼'],
    [third, '三楼'],
  ] as const)
    save(seat.at, { kind: 'interview', id: shared, set: { place } });

  const fromSecond = await bring(second, first);
  expect(fromSecond).toMatchObject({ complete: true, missing: [], refused: [], evidence: 1 });
  expect(fromSecond.kinds.interview).toEqual({ new: 1, changed: 0, removed: 0, conflicts: 0 });
  expect(fromSecond.receipt).toMatch(/^回执 1号机至2号机.*\.xcpack$/);
  const fromThird = await bring(third, first);
  expect(fromThird.kinds.interview).toMatchObject({ new: 1, changed: 1, conflicts: 1 });
  expect(fromThird.conflicts).toContainEqual({ record: shared, kind: 'interview' });
  expect(first.at.store.evidence.has(photo.hash)).toBe(true);

  for (const seat of [second, third]) expect((await bring(first, seat)).refused).toEqual([]);
  for (const seat of [first, second, third]) {
    for (const id of ids) expect(seat.at.index.get(id)).toBeDefined();
    expect(seat.at.index.get(shared)!.conflicts).toEqual(['place']);
    expect(seat.at.store.evidence.has(photo.hash)).toBe(true);
    expect((await seat.at.store.verify()).problems).toEqual([]);
  }
  // What the other is known to have is not sent again.
  await bring(second, first);
  const nothing = await send(first, [second]);
  expect(nothing.changes).toBeLessThan(5);
  expect(nothing.evidence).toBe(0);
});

test('twice is once, and in any order; what is missing is said, and comes with the next', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const one = talk(second.at, '甲');
  const packet1 = await send(second, [first]);
  const two = talk(second.at, '乙');
  const packet2 = await send(second, [first]);
  await take(first, packet2.path);
  // Nothing was confirmed yet, so the second holds all of it.
  expect([one, two].every((id) => first.at.index.get(id))).toBe(true);
  const again = await take(first, packet1.path);
  expect(again).toMatchObject({ changes: 0, complete: true });
  expect((await take(first, packet2.path)).changes).toBe(0);
});

test('of a unit that its people are recused from nothing is on the laptop, and the rest is whole', async () => {
  group = await newGroup(['recused', 'member']);
  const { first } = group;
  const third = await group.laptop('3号机', ['recused']);
  const person = first.at.index.list('member').find(({ values }) => values.name === PEOPLE.recused.name)!;
  const [recusal] = first.at.index.list('recusal').filter(({ values }) => values.member === person.id);
  const unit = first.at.index.get(recusal!.values.unit as string)!.values.code as string;
  const closed = inspectionOf(first.at, unit).id;
  const secret = talk(first.at, '绝不外传之人', unit);
  const made = await send(first, [third]);
  expect(made.withheld).toBeGreaterThan(10);
  expect(await take(third, made.path)).toMatchObject({ complete: true, refused: [] });
  expect(third.at.store.record(secret)).toBeUndefined();
  for (const { change } of third.at.store.changesSince(0)) {
    expect(change.recordId).not.toBe(closed);
    expect(JSON.stringify(change)).not.toContain('绝不外传之人');
    expect(Object.values(change.set)).not.toContain(closed);
  }
  expect((await third.at.store.verify()).problems).toEqual([]);
});

test('a laptop without the key carries boxes on, and reads none', async () => {
  group = await newGroup(['member', 'liaison']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const third = await group.laptop('3号机', ['liaison']);
  await bring(first, second);
  const clue = save(first.at, {
    kind: 'clue',
    parent: inspectionOf(first.at, 'U1').id,
    set: { content: '挪用专款的线索' },
  }).id;
  await bring(first, second);
  expect(second.at.index.get(clue)).toBeUndefined();
  expect([...second.at.store.changesSince(0)].some(({ change }) => isSealed(change))).toBe(true);
  const taken = await bring(second, third);
  expect(taken.refused).toEqual([]);
  expect(third.at.index.get(clue)?.values.content).toBe('挪用专款的线索');
});

describe('refused with a sentence, and nothing is taken:', () => {
  const packets: Record<
    string,
    (seats: { first: Seat; second: Seat; third: Seat }) => Promise<[Seat, string, string]>
  > = {
    'what is for another laptop': async ({ first, second, third }) => [
      third,
      (await send(first, [second])).path,
      'PACKET_NOT_FOR_US',
    ],
    'what a struck-off laptop made': async ({ first, second, third }) => {
      const { path: file } = await send(third, [first]);
      strikeOff(first.at, laptopsOf(first.at).find(({ name }) => name === third.name)!.id);
      expect(await codeOf(() => send(first, [third]))).toBe('GROUP_NO_ADDRESSEE');
      await bring(first, second);
      return [first, file, 'GROUP_STRUCK_OFF'];
    },
    'another group’s': async ({ first }) => {
      const others = await newGroup(['member']);
      const theirs = await others.laptop('2号机', ['member']);
      const { path: file } = await send(theirs, [others.first]);
      others.leave();
      return [first, file, 'PACKET_NOT_FOR_US'];
    },
    'one that was cut': async ({ first, second }) => {
      const { path: file } = await send(second, [first]);
      fs.truncateSync(file, fs.statSync(file).size - 100);
      return [first, file, 'PACKET_CUT'];
    },
    'one in which a byte was turned': async ({ first, second }) => {
      const { path: file } = await send(second, [first]);
      const bytes = fs.readFileSync(file);
      bytes[bytes.length >> 1]! ^= 1;
      fs.writeFileSync(file, bytes);
      return [first, file, 'PACKET_DAMAGED'];
    },
  };
  test.each(Object.keys(packets))('%s', async (name) => {
    group = await newGroup(['member', 'liaison']);
    const { first } = group;
    const second = await group.laptop('2号机', ['member']);
    const third = await group.laptop('3号机', ['liaison']);
    const [at, file, code] = await packets[name]!({ first, second, third });
    const stood = at.at.store.changeCount;
    const error = await failure(() => lookThrough(at.at, file));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/。$/);
    expect(at.at.store.changeCount).toBe(stood);
  });
});

test('what somebody could not do by hand he cannot by a packet: it is named and left out, the rest is taken', async () => {
  group = await newGroup(['member', 'recused']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const { at } = second;
  const recusal = at.index.list('recusal')[0]!;
  const others = at.index.list('interview').find(({ createdBy }) => createdBy !== at.reader.userId)!;
  const leader = accountsOf(at).find(({ role }) => role === 'leader')!.userId;
  const forge = (
    kind: string,
    recordId: string,
    set: ChangeDraft['set'],
    { author = at.reader.userId, action = 'edit' } = {},
  ): ChangeDraft => ({ author, at: new Date().toISOString(), kind, recordId, action, set, replaces: {} });
  const forged = [
    forge('recusal', recusal.id, { decision: 'denied' }),
    forge('recusal', recusal.id, { $removed: true }, { action: 'remove' }),
    forge('interview', others.id, { place: '别处' }),
    forge('interview', others.id, { $parent: inspectionOf(at, 'U3').id }),
    forge('account', at.reader.userId, { role: 'leader' }),
    forge('interview', others.id, { place: '冒名' }, { author: leader }),
  ];
  // With tools of his own he writes past the services.
  at.store.commit(forged);
  const honest = talk(at, '甲');
  const taken = await bring(second, first);
  expect(taken.refused).toHaveLength(forged.length);
  expect(first.at.index.get(honest)).toBeDefined();
  expect(first.at.index.get(recusal.id)!.values).toEqual(recusal.values);
  expect(first.at.index.get(others.id)).toMatchObject({ parent: others.parent, conflicts: [] });
  expect(
    accountsOf(first.at)
      .filter(({ role }) => role === 'leader')
      .map(({ name }) => name),
  ).toEqual([PEOPLE.leader.name]);
  expect((await first.at.store.verify()).problems).toEqual([]);
});

test('the log is nobody’s to forge, and no record is begun a second time by somebody else', async () => {
  group = await newGroup(['member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['member']);
  const { at } = second;
  const me = at.reader.userId;
  const forge = (
    kind: string,
    recordId: string,
    set: ChangeDraft['set'],
    action = 'create',
  ): ChangeDraft => ({
    ...{ author: me, at: new Date().toISOString(), kind, recordId, action, set, replaces: {} },
  });
  const others = at.index.list('interview').find(({ createdBy }) => createdBy !== me)!;
  const entry = at.index.list('exportEntry')[0] ?? at.index.list('operation')[0]!;
  const forged = [
    forge('operation', 'a'.repeat(20), { act: 'recordRemoved', by: PEOPLE.leader.name, detail: '冒名' }),
    forge(entry.kind, entry.id, { detail: '改过的内容' }),
    forge(entry.kind, entry.id, { detail: '改过的内容' }, 'edit'),
    forge('nameDecision', 'b'.repeat(20), { word: '邱望舒', is: 'plain', by: at.reader.name }),
    forge('interview', others.id, { $by: me, $parent: others.parent, place: '别处' }),
  ];
  at.store.commit(forged);
  const own = forge('operation', 'c'.repeat(20), { act: 'handOut', by: at.reader.name, detail: '本人' });
  at.store.commit([own]);
  expect((await bring(second, first)).refused).toHaveLength(forged.length);
  expect(first.at.index.get(own.recordId)?.values.detail).toBe('本人');
  expect(first.at.index.get(entry.id)).toEqual({
    ...entry,
    updatedAt: first.at.index.get(entry.id)!.updatedAt,
  });
  expect(first.at.index.get(others.id)!.conflicts).toEqual([]);
});

/** A unit that the recused person is kept from, and his recusal. */
function closedUnit({ index }: OpenWorkspace): string {
  const person = index.list('member').find(({ values }) => values.name === PEOPLE.recused.name)!;
  const [recusal] = index.list('recusal').filter(({ values }) => values.member === person.id);
  return index.get(recusal!.values.unit as string)!.values.code as string;
}

test('evidence of a closed unit is not sent to who asks for it by its hash, though its record was removed', async () => {
  group = await newGroup(['recused']);
  const { first } = group;
  const third = await group.laptop('3号机', ['recused']);
  const { hash } = await first.at.store.evidence.put(Buffer.from('不给看的照片'));
  const id = talk(first.at, '甲', closedUnit(first.at));
  const sets = { evidence: { add: [hash], remove: [] } };
  save(first.at, { kind: 'interview', id, set: {}, sets, stored: new Set([hash]) });
  remove(first.at, { id, reason: '重复' });
  // What the other laptop says that it lacks, with tools of its own.
  const { id: asking } = laptopsOf(first.at).find(({ name }) => name === third.name)!;
  first.at.store.keepFact('packets', { [asking]: { have: {}, boxes: [], wants: [hash], taken: [] } });
  expect((await send(first, [third])).evidence).toBe(0);
});

test('who is kept from a unit is told nothing of it by a packet that he takes in', async () => {
  group = await newGroup(['recused', 'liaison']);
  const { first } = group;
  const second = await group.laptop('2号机', ['liaison']);
  talk(second.at, '甲', closedUnit(second.at));
  talk(second.at, '乙', 'U1' === closedUnit(second.at) ? 'U3' : 'U1');
  const { path: file } = await send(second, [first]);
  await first.sit('recused');
  const { read, packet } = await lookThrough(first.at, file);
  packet.close();
  expect(read.kinds.interview).toEqual({ new: 1, changed: 0, removed: 0, conflicts: 0 });
  expect([read.changes, read.evidence, read.duplicates]).toEqual([undefined, undefined, undefined]);
  expect((await send(first, [second])).changes).toBeUndefined();
});

test('who is given another role while he is at work has the other role at once', async () => {
  group = await newGroup(['deputy']);
  const { first } = group;
  const second = await group.laptop('2号机', ['deputy']);
  const deputy = first.at.session.users().find(({ name }) => name === PEOPLE.deputy.name)!;
  await setRole(first.at, deputy.userId, 'member');
  await bring(first, second);
  expect(second.at.reader.role).toBe('member');
  await removeUser(first.at, deputy.userId);
  await bring(first, second);
  // He stays who he was until the vault is locked, and does not come in again.
  expect(second.at.session.user.name).toBe(PEOPLE.deputy.name);
  await expect(second.sit('deputy')).rejects.toMatchObject({ code: 'VAULT_USER_REMOVED' });
});

test('removals travel', async () => {
  group = await newGroup(['liaison']);
  const { first } = group;
  const second = await group.laptop('2号机', ['liaison']);
  const [gone] = first.at.index.list('visit');
  remove(second.at, { id: gone!.id, reason: '重复' });
  const taken = await bring(second, first);
  expect(taken.kinds.visit).toMatchObject({ removed: 1 });
  expect(first.at.index.get(gone!.id)).toBeUndefined();
});
