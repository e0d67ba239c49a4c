/** `device …` and `packet …`: the laptops of the group and what goes between them, by the same services as the window. */
import fs from 'node:fs';
import path from 'node:path';
import { kindOf } from '../../src-shared/domain/kinds';
import { WorkbenchError } from '../../src-shared/errors';
import { accountsOf, laptopsOf, ownLaptop, type Laptop } from '../services/accounts';
import { sameNumbers } from '../services/packets/duplicates';
import { knownOf } from '../services/packets/known';
import { addLaptop, strikeOff } from '../services/packets/laptops';
import { makePacket } from '../services/packets/make';
import { makeSetup, startFromSetup } from '../services/packets/setup';
import { lookThrough, takeIn, type PacketRead } from '../services/packets/take';
import type { OpenWorkspace } from '../services/workspace';
import { say } from './output';

export const DEVICE_ACTS = ['list', 'add', 'remove'] as const;
export type DeviceAct = (typeof DEVICE_ACTS)[number];
export const PACKET_ACTS = ['setup', 'open-setup', 'make', 'read', 'apply'] as const;
export type PacketAct = (typeof PACKET_ACTS)[number];

export interface PacketOptions {
  readonly device?: string;
  readonly letter?: string;
  /** Names, with commas between them. */
  readonly users?: string;
  readonly to?: string;
  readonly full?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const wrong = (why: string): WorkbenchError => new WorkbenchError('CLI_USAGE', why);
const listed = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[,，、]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** @throws WorkbenchError CLI_NO_LAPTOP */
function laptopNamed(workspace: OpenWorkspace, name: string): Laptop {
  const found = laptopsOf(workspace).find((laptop) => laptop.name === name && !laptop.struckOff);
  if (found) return found;
  throw new WorkbenchError('CLI_NO_LAPTOP', `没有名为“${name}”的电脑，请用 device list 核对。`);
}

/** @throws WorkbenchError CLI_USAGE, CLI_NO_LAPTOP, CLI_NO_USER, and those of the services */
export function device(workspace: OpenWorkspace, act: DeviceAct, options: PacketOptions): void {
  const tell = (value: object, words: string) => say(options.json ? JSON.stringify(value) : words);
  const people = accountsOf(workspace);
  const own = ownLaptop(workspace);
  const told = ({ id, name, letter, device: id16, users, struckOff }: Laptop) => {
    const { takenAt, sentAt } = knownOf(workspace, id);
    return {
      ...{ name, letter, device: id16, struckOff, own: id === own.id },
      users: users.map((userId) => people.find((one) => one.userId === userId)?.name ?? userId),
      ...(takenAt === undefined ? {} : { lastTaken: takenAt }),
      ...(sentAt === undefined ? {} : { lastSent: sentAt }),
    };
  };
  if (act === 'list') {
    const all = laptopsOf(workspace).map(told);
    if (options.json) say(JSON.stringify(all));
    else
      for (const one of all)
        say(
          `${one.name}\t${one.letter}\t${one.users.join('、')}${one.own ? '\t本机' : ''}${one.struckOff ? '\t已注销' : ''}`,
        );
    return;
  }
  if (!options.device) throw wrong('请用 --device 给出电脑名称，如 2号机。');
  if (act === 'remove') {
    strikeOff(workspace, laptopNamed(workspace, options.device).id);
    tell({ removed: options.device }, `已注销：${options.device}`);
    return;
  }
  const users = options.users === undefined ? people : listed(options.users).map((name) => personNamed(name));
  const added = addLaptop(workspace, {
    name: options.device,
    users: users.map(({ userId }) => userId),
    ...(options.letter === undefined ? {} : { letter: options.letter }),
  });
  tell({ added: added.name, letter: added.letter }, `已登记：${added.name}，编号字母${added.letter}`);

  function personNamed(name: string) {
    const found = people.find((one) => one.name === name);
    if (found) return found;
    throw new WorkbenchError('CLI_NO_USER', `没有名为“${name}”的使用者，请用 user list 核对。`);
  }
}

/** Starts a laptop; asks for no vault that is open. */
export async function openSetupFile(
  file: string | undefined,
  dir: string,
  who: { name?: string; passphrase: string },
  { json }: PacketOptions,
): Promise<void> {
  if (file === undefined) throw wrong('请给出开机包。');
  const { session, name } = await startFromSetup(path.resolve(file), dir, who);
  session.lock();
  say(json ? JSON.stringify({ device: name, vault: dir }) : `已建立：${name}（${dir}）`);
}

/** @throws WorkbenchError CLI_USAGE, CLI_NO_LAPTOP, and those of the services */
export async function packet(
  workspace: OpenWorkspace,
  act: Exclude<PacketAct, 'open-setup'>,
  file: string | undefined,
  options: PacketOptions,
): Promise<void> {
  const { json } = options;
  if (act === 'setup') {
    if (!options.device || !options.out)
      throw wrong('请用 --device 给出电脑名称，用 --out 给出开机包的文件名。');
    const { id } = laptopNamed(workspace, options.device);
    const made = await makeSetup(workspace, id, path.resolve(options.out));
    if (json) say(JSON.stringify({ file: made.path, ...made }));
    else say(`已制作开机包：${made.path}，由${made.people.join('、')}打开。校验码 ${made.code}`);
    return;
  }
  if (act === 'make') {
    const to = listed(options.to).map((name) => laptopNamed(workspace, name).id);
    const folder = path.resolve(options.out ?? '.');
    fs.mkdirSync(folder, { recursive: true });
    const made = await makePacket(workspace, { to, full: options.full === true, folder });
    if (json) say(JSON.stringify({ file: made.path, ...made }));
    else say(`已制作数据包：${made.path}${counted(made)}。校验码 ${made.code}`);
    return;
  }
  if (file === undefined) throw wrong('请给出数据包。');
  const looked = await lookThrough(workspace, path.resolve(file));
  try {
    if (act === 'read') return tellRead(looked.read, json);
    const taken = await takeIn(workspace, looked, { receiptIn: path.dirname(path.resolve(file)) });
    const twice = sameNumbers(workspace);
    if (json) say(JSON.stringify({ ...taken, sameNumbers: twice }));
    else {
      tellRead(taken, false);
      for (const { kind, code, records } of twice)
        say(`  编号重复：${kindOf(kind)?.label ?? kind} ${code}（${records.length}条），请改其中的编号`);
      say(`已收入。${taken.receipt === undefined ? '没有写成回执。' : `回执：${taken.receipt}`}`);
    }
  } finally {
    looked.packet.close();
  }
}

/** Where they are told. */
const counted = ({ changes, evidence }: { readonly changes?: number; readonly evidence?: number }): string =>
  changes === undefined ? '' : `，新变更${changes}条，佐证${evidence}份`;

function tellRead(read: PacketRead, json: boolean | undefined): void {
  if (json) return say(JSON.stringify(read));
  say(`${read.from}（${read.by}）${read.at}${counted(read)}`);
  for (const [kind, { new: fresh, changed, removed, conflicts }] of Object.entries(read.kinds))
    say(`  ${kindOf(kind)?.label ?? kind}：新增${fresh}，改动${changed}，删除${removed}，冲突${conflicts}`);
  for (const { name, device: id, changes } of read.missing)
    say(`  缺少${name || id}的变更${changes}条，请再要一次数据包`);
  for (const { change, why } of read.refused) say(`  不收入 ${change}：${why}`);
  if (read.clockAhead > 0) say(`  对方电脑的时钟快${read.clockAhead}分钟，请核对`);
}
