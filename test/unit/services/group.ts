/** A group with several laptops: real vaults, real stores, and packets in a folder as on a stick. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { laptopsOf, recordAccounts } from '../../../src-main/services/accounts';
import { addLaptop } from '../../../src-main/services/packets/laptops';
import { makePacket, type MadePacket } from '../../../src-main/services/packets/make';
import { makeSetup, startFromSetup } from '../../../src-main/services/packets/setup';
import { lookThrough, takeIn, type PacketTaken } from '../../../src-main/services/packets/take';
import { openWorkspace, type OpenWorkspace } from '../../../src-main/services/workspace';
import { createVault, unlockVault, type VaultSession } from '../../../src-main/vault/vault';
import { PEOPLE, type Person, SAMPLE_TEXT } from './desk';

export const PASSPHRASE = '清晨薄雾 2026 出发';
const folders: string[] = [];
/** A new empty folder; {@link removeGroups} removes it. */
export function newFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'group-'));
  folders.push(dir);
  return dir;
}
export const removeGroups = (): void =>
  folders.splice(0).forEach((dir) => fs.rmSync(dir, { recursive: true, force: true }));

/** One laptop, with one person at it at a time. */
export class Seat {
  #session: VaultSession | undefined;
  #open: OpenWorkspace | undefined;
  person: Person = 'leader';
  now: () => Date = () => new Date();

  constructor(
    readonly dir: string,
    readonly name: string,
  ) {}

  get at(): OpenWorkspace {
    if (this.#open === undefined) throw new Error(`nobody is at ${this.name}`);
    return this.#open;
  }

  /** Somebody unlocks; whoever was there has left. */
  async sit(person: Person): Promise<OpenWorkspace> {
    this.leave();
    this.#session = await unlockVault(this.dir, { name: PEOPLE[person].name, passphrase: PASSPHRASE });
    this.#open = openWorkspace({ dir: this.dir, session: this.#session, now: () => this.now() });
    recordAccounts(this.#open);
    this.person = person;
    return this.#open;
  }

  leave(): void {
    this.#open?.close();
    this.#session?.lock();
    this.#open = undefined;
  }
}

export interface Group {
  readonly first: Seat;
  /** Registers a laptop for these people and starts it; the first of them sits at it. */
  laptop(name: string, people: readonly Person[]): Promise<Seat>;
  leave(): void;
}

/** The sample's team on one laptop, with the sample round. @param people who have accounts beside the leader */
export async function newGroup(people: readonly Person[]): Promise<Group> {
  const dir = newFolder();
  const { session } = await createVault(dir, { ...PEOPLE.leader, passphrase: PASSPHRASE });
  const made = openWorkspace({ dir, session });
  made.importRound(SAMPLE_TEXT);
  const members = new Map(made.index.list('member').map(({ id, values }) => [values.name as string, id]));
  await session.setMemberId(session.user.userId, members.get(PEOPLE.leader.name));
  for (const person of people) {
    const { name, role } = PEOPLE[person];
    const memberId = members.get(name);
    await session.addUser({ name, role, passphrase: PASSPHRASE, ...(memberId ? { memberId } : {}) });
  }
  made.close();
  session.lock();
  const first = new Seat(dir, '1号机');
  const seats = [first];
  await first.sit('leader');
  return {
    first,
    async laptop(name, those) {
      if (first.person !== 'leader') await first.sit('leader');
      const users = first.at.session.users();
      const ids = those.map((person) => users.find((user) => user.name === PEOPLE[person].name)!.userId);
      const { id } = addLaptop(first.at, { name, users: ids });
      const file = path.join(newFolder(), `${name}.xcpack`);
      await makeSetup(first.at, id, file);
      const place = newFolder();
      const who = { name: PEOPLE[those[0]!].name, passphrase: PASSPHRASE };
      (await startFromSetup(file, place, who)).session.lock();
      const seat = new Seat(place, name);
      seats.push(seat);
      await seat.sit(those[0]!);
      return seat;
    },
    leave: () => seats.forEach((seat) => seat.leave()),
  };
}

/** Makes a packet for others. */
export function send(
  from: Seat,
  to: readonly Seat[],
  more: { readonly full?: boolean; readonly folder?: string } = {},
): Promise<MadePacket> {
  const all = laptopsOf(from.at);
  const ids = to.map(({ name }) => all.find((one) => one.name === name && !one.struckOff)?.id ?? '');
  return makePacket(from.at, { to: ids, folder: more.folder ?? newFolder(), full: more.full ?? false });
}

export async function take(at: Seat, file: string): Promise<PacketTaken> {
  const looked = await lookThrough(at.at, file);
  try {
    return await takeIn(at.at, looked, { receiptIn: path.dirname(file) });
  } finally {
    looked.packet.close();
  }
}

/** A packet from one to another. */
export const bring = async (from: Seat, to: Seat): Promise<PacketTaken> =>
  take(to, (await send(from, [to])).path);
