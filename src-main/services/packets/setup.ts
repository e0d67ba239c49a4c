/** 开机包: what starts another laptop of the group, and how it is started (decision 0026). */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WorkbenchError } from '../../../src-shared/errors';
import { SHAPES, type RecordId } from '../../../src-shared/merge/change';
import { openPacket, readClear } from '../../packets/read';
import type { Turns } from '../../store/steps';
import { readSetupSlots } from '../../vault/header';
import { openSetup } from '../../vault/join';
import type { VaultOptions, VaultSession } from '../../vault/vault';
import { accountsOf, directoryWith, ownLaptop } from '../accounts';
import { demandLaptopManager, laptopOf, renewLaptop } from './laptops';
import { openWorkspace, type OpenWorkspace } from '../workspace';
import { carriedTo } from './carried';
import { noteTaken } from './known';
import { writeCarried } from './make';
import { readHead } from './packet';
import { changesIn, demandMaker, takeAll } from './take';

const setupShape = z.looseObject({
  /** Record of the new laptop. */
  laptop: z.string().max(60),
  device: z.string().regex(SHAPES.device),
  /** What its keys come from, base64. */
  seed: z.string().length(44),
});

export interface MadeSetup {
  readonly path: string;
  readonly bytes: number;
  readonly code: string;
  readonly changes: number;
  readonly evidence: number;
  /** Who opens it, each with the passphrase that he has here. */
  readonly people: readonly string[];
}

/**
 * Writes the 开机包 of a laptop: its keys, drawn anew, the slots of its people, and all that they may have. An earlier one
 * of the same laptop is void by that.
 * @throws WorkbenchError GROUP_NO_ADDRESSEE, GROUP_OWN_LAPTOP, VAULT_NOT_ALLOWED, VAULT_SETUP_LATER, PACKET_*
 */
export async function makeSetup(
  workspace: OpenWorkspace,
  laptopId: RecordId,
  target: string,
  turns?: Turns,
): Promise<MadeSetup> {
  demandLaptopManager(workspace);
  const { session } = workspace;
  const own = ownLaptop(workspace);
  const wanted = laptopOf(workspace, laptopId);
  if (wanted === undefined || wanted.id === own.id) {
    throw new WorkbenchError(
      'GROUP_NO_ADDRESSEE',
      '没有选定为哪台电脑准备开机包。请先登记那台电脑，再从名单中选择。',
    );
  }
  const people = accountsOf(workspace).filter(({ userId }) => wanted.users.includes(userId));
  if (people.length === 0) {
    throw new WorkbenchError(
      'GROUP_NO_PEOPLE',
      `“${wanted.name}”还没有指定使用人，没有制作开机包。请先指定使用人。`,
    );
  }
  const { slots, secret } = session.setup(people.map(({ userId }) => userId));
  const { seed, device } = renewLaptop(workspace, wanted.id);
  // The container's names end so; a person may call the file as he likes.
  const named = /\.xcpack$/i.test(target) ? target : `${target}.xcpack`;
  try {
    const carried = carriedTo(workspace, people, { changes: {}, boxes: new Set(), wants: [] });
    const made = await writeCarried(workspace, named, {
      ...{ own, carried, turns, at: workspace.now(), full: true, kind: 'setup' },
      to: [{ laptop: wanted.id, name: wanted.name, number: 1 }],
      more: { setup: { laptop: wanted.id, device, seed: seed.toString('base64') } },
      clear: Buffer.from(JSON.stringify(slots), 'utf8'),
      recipients: { secretKey: secret },
    });
    if (named !== target) fs.renameSync(made.path, target);
    return {
      path: target,
      bytes: made.bytes,
      code: made.code,
      changes: carried.changes.length,
      evidence: carried.evidence.length,
      people: people.map(({ name }) => name),
    };
  } finally {
    seed.fill(0);
    secret.fill(0);
  }
}

/**
 * Starts this laptop from a 开机包: makes the vault, and takes in what came with it. All or nothing: a folder that could
 * not be finished holds no vault.
 * @param who one of its people, with the passphrase that he has on the laptop that it comes from
 * @throws WorkbenchError VAULT_EXISTS, VAULT_NAME_REQUIRED, VAULT_WRONG_PASSPHRASE, VAULT_SETUP_DAMAGED, PACKET_*
 */
export async function startFromSetup(
  file: string,
  dir: string,
  who: { readonly name?: string; readonly passphrase: string },
  options: Omit<VaultOptions, 'now'> & { readonly turns?: Turns; readonly now?: () => Date } = {},
): Promise<{ readonly session: VaultSession; readonly name: string }> {
  const opened = await openSetup(readSetupSlots(parsed(await readClear(file))), who);
  const secret = opened.secret();
  try {
    const packet = await openPacket(file, { secretKey: secret }, options.turns);
    try {
      const head = readHead(packet.head);
      const setup = setupShape.safeParse((packet.head as { setup?: unknown }).setup);
      if (!setup.success || head.kind !== 'setup') throw damagedSetup();
      const { laptop, device, seed } = setup.data;
      const changes = await changesIn(packet, head);
      const there = new Set(fs.existsSync(dir) ? fs.readdirSync(dir) : []);
      const session = await opened.join(dir, options.disk === undefined ? {} : { disk: options.disk });
      try {
        const clock = options.now === undefined ? {} : { now: options.now };
        const workspace = openWorkspace({ dir, session, device, ...clock });
        try {
          demandMaker(packet, head, directoryWith(workspace, changes));
          workspace.store.keepFact('laptopKeys', { seed: Buffer.from(seed, 'base64').toString('hex') });
          await takeAll(workspace, packet, changes, options.turns);
          noteTaken(workspace, head, laptop, (options.now?.() ?? new Date()).toISOString());
        } finally {
          workspace.close();
        }
        await session.noteStore();
        return { session, name: head.to[0]!.name };
      } catch (error) {
        session.lock();
        removeUnfinished(dir, there);
        throw error;
      }
    } finally {
      packet.close();
    }
  } finally {
    secret.fill(0);
    opened.lock();
  }
}

/** Nothing that was begun here is anybody's yet: it stands in the 开机包 as well. */
function removeUnfinished(dir: string, there: ReadonlySet<string>): void {
  for (const name of fs.readdirSync(dir))
    if (!there.has(name)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const damagedSetup = (): WorkbenchError =>
  new WorkbenchError(
    'VAULT_SETUP_DAMAGED',
    '这不是开机包，或已损坏，没有建立任何内容。请回到出包的电脑重新制作一份。',
  );
