/**
 * Three laptops at work without plan: whatever people may do by hand is taken everywhere, whatever the order in which packets
 * go, get lost or come twice; in the end all show the same.
 */
import { recordAccounts } from '../../../src-main/services/accounts';
import { remove, restore, save, step } from '../../../src-main/services/records';
import { setRole } from '../../../src-main/services/users';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import { inspectionOf, PEOPLE, type Person } from './desk';
import { newGroup, removeGroups, send, take, type Group, type Seat } from './group';

let group: Group | undefined;
afterEach(() => group?.leave());
afterAll(removeGroups);

/** The same numbers for a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What does not depend on who looks, or on when it came. */
const records = ({ index }: OpenWorkspace) =>
  new Map(
    [...index.all()].map(({ updatedAt: _own, sets, ...entity }) => [
      entity.id,
      JSON.stringify({
        ...entity,
        values: Object.entries(entity.values).sort(),
        conflicts: [...entity.conflicts].sort(),
        sets: Object.entries(sets).map(([name, members]) => [name, [...members].sort()]),
      }),
    ]),
  );

const KINDS = [
  'interview',
  'workingPaper',
  'visit',
  'petition',
  'clue',
  'rectificationItem',
  'progressEntry',
];

/** One thing that somebody tries; what he may not is refused, as by the window. */
function act(at: OpenWorkspace, random: () => number): void {
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const kind = kindOf(pick(KINDS)!) as AnyKind;
  const seen = at.index.list(kind.kind).filter(({ id }) => at.see(id));
  const one = pick(seen);
  const text = Object.entries(kind.fields).filter(([, { info }]) => info.type === 'longText');
  const [field] = pick(text) ?? [];
  const said = field === undefined ? {} : { [field]: `${at.reader.name}写于${Math.floor(random() * 1e6)}` };
  const dice = random();
  if (dice < 0.25) {
    const parent = kind.parents.includes('inspection')
      ? inspectionOf(at, pick(['U1', 'U3'])!).id
      : pick(at.index.list(kind.parents[0]!))?.id;
    if (parent !== undefined) save(at, { kind: kind.kind, parent, set: said });
  } else if (one === undefined) return;
  else if (dice < 0.6) save(at, { kind: kind.kind, id: one.id, set: said });
  else if (dice < 0.7) remove(at, { id: one.id, reason: '误录' });
  else if (dice < 0.78) {
    const gone = pick([...at.removedStates()]);
    if (gone) restore(at, gone.id);
  } else {
    const [name, machine] = Object.entries(kind.fields).flatMap(([key, { info }]) =>
      info.machine ? [[key, info.machine] as const] : [],
    )[0] ?? [undefined, undefined];
    const way =
      machine && pick(machine.steps.filter(({ from }) => from === (one.values[name!] ?? machine.initial)));
    if (way) step(at, { id: one.id, field: name!, to: way.to, name: way.name, reason: '测试' } as never);
  }
}

const PLACES: Readonly<Record<string, readonly Person[]>> = {
  '1号机': ['leader', 'liaison'],
  '2号机': ['deputy', 'member'],
  '3号机': ['liaison', 'member'],
};

test.each([1, 2])('whatever three laptops do apart, all have it in the end (%s)', async (seed) => {
  const random = numbers(seed);
  group = await newGroup(['deputy', 'liaison', 'member']);
  const { first } = group;
  const seats: Seat[] = [first];
  for (const name of ['2号机', '3号机']) seats.push(await group.laptop(name, PLACES[name]!));
  const lost: { to: Seat; file: string }[] = [];
  const refused: unknown[] = [];
  const carry = async (to: Seat, file: string) => refused.push(...(await take(to, file)).refused);
  // The second was started before there was a third.
  await carry(seats[1]!, (await send(first, [seats[1]!])).path);
  let done = 0;
  for (let i = 0; i < 150; i += 1) {
    const seat = seats[Math.floor(random() * seats.length)]!;
    if (random() < 0.04) {
      const those = PLACES[seat.name]!;
      await seat.sit(those[Math.floor(random() * those.length)]!);
    } else if (random() < 0.1) {
      const to = seats.filter((other) => other !== seat)[Math.floor(random() * 2)]!;
      const { path: file } = await send(seat, [to]);
      // A clock that is years off is only told.
      if (random() < 0.3) lost.push({ to, file });
      else await carry(to, file);
    } else {
      try {
        act(seat.at, random);
        done += 1;
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw error;
      }
    }
  }
  expect(done).toBeGreaterThan(60);
  for (const { to, file } of lost) await carry(to, file);
  for (let round = 0; round < 2; round += 1)
    for (const from of seats)
      for (const to of seats) if (to !== from) await carry(to, (await send(from, [to])).path);
  // Who may read everything looks at all three.
  // Nothing that people may do by hand is ever refused.
  expect(refused).toEqual([]);
  await first.sit('leader');
  await seats[1]!.sit('deputy');
  await seats[2]!.sit('liaison');
  const whole = records(first.at);
  for (const seat of seats.slice(1)) {
    const theirs = records(seat.at);
    const differing = [...whole].filter(([id, text]) => theirs.has(id) && theirs.get(id) !== text);
    expect(differing).toEqual([]);
    const missing = [...whole.keys()].filter(
      (id) => !theirs.has(id) && first.at.index.get(id)!.kind !== 'operation',
    );
    expect(missing).toEqual([]);
    expect((await seat.at.store.verify()).problems).toEqual([]);
  }
});

test('who has another role by the word of the group has it on his laptop too, and who was removed has none', async () => {
  group = await newGroup(['deputy', 'member']);
  const { first } = group;
  const second = await group.laptop('2号机', ['deputy', 'member']);
  const id = (person: Person) =>
    first.at.session.users().find(({ name }) => name === PEOPLE[person].name)!.userId;
  await setRole(first.at, id('deputy'), 'member');
  await first.at.session.removeUser(id('member'));
  recordAccounts(first.at);
  await take(second, (await send(first, [second])).path);
  expect(second.at.session.users().map(({ name, role, clues }) => [name, role, clues])).toEqual([
    [PEOPLE.deputy.name, 'member', false],
  ]);
});
