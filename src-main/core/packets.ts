/** Handlers of `packets` (src-shared/contract/packets.ts). */
import path from 'node:path';
import type { Handlers } from '../../src-shared/contract/define';
import type { LaptopShown, packetsContract, PacketShown } from '../../src-shared/contract/packets';
import { WorkbenchError } from '../../src-shared/errors';
import { laptopsOf, ownLaptop } from '../services/accounts';
import { sameNumbers } from '../services/packets/duplicates';
import { knownOf } from '../services/packets/known';
import { addLaptop, strikeOff } from '../services/packets/laptops';
import { makePacket } from '../services/packets/make';
import { makeSetup, startFromSetup } from '../services/packets/setup';
import { lookThrough, takeIn, type LookedThrough, type Refused } from '../services/packets/take';
import type { OpenVault } from './open-vault';

/** Changes that are not taken, counted by the reason. */
function countedBy(refused: readonly Refused[]): PacketShown['refused'] {
  const counts = new Map<string, number>();
  for (const { why } of refused) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, changes]) => ({ why, changes }));
}

const told = ({ read, packet }: LookedThrough): PacketShown => {
  const { from, by, at, kind, changes, evidence, complete, missing, kinds, refused, clockAhead } = read;
  return {
    ...{ code: packet.code, from, by, at, kind, complete, clockAhead },
    ...(changes === undefined ? {} : { changes, evidence }),
    missing: [...missing],
    kinds: { ...kinds },
    refused: countedBy(refused),
  };
};

export function packetsHandlers({
  dataDir,
  now,
  lock,
  whenFree,
  workspace,
  acts,
  nameOf,
  onLock,
}: OpenVault): Handlers<typeof packetsContract> {
  /** What was looked through, and the folder that its receipt is put into. */
  let kept: { readonly looked: LookedThrough; readonly folder: string } | undefined;
  const drop = (): void => {
    kept?.looked.packet.close();
    kept = undefined;
  };
  // It holds keys and plain bytes.
  onLock(drop);
  return {
    'packets.laptops': () => {
      const own = ownLaptop(workspace()).id;
      return laptopsOf(workspace()).map(({ id, name, letter, users, struckOff, boxKey }): LaptopShown => {
        const { takenAt, sentAt } = knownOf(workspace(), id);
        return {
          ...{ id, name, letter, struckOff, own: id === own, prepared: boxKey !== '' },
          users: users.map(nameOf),
          ...(takenAt === undefined ? {} : { lastTaken: takenAt }),
          ...(sentAt === undefined ? {} : { lastSent: sentAt }),
        };
      });
    },
    'packets.add': (laptop) => ({ letter: addLaptop(workspace(), laptop).letter }),
    'packets.strikeOff': ({ id }) => {
      strikeOff(workspace(), id);
      return null;
    },
    'packets.setup': ({ id, path: file }) =>
      acts.run('makeSetup', async (turns) => {
        const made = await makeSetup(workspace(), id, file, turns);
        return { path: made.path, code: made.code, people: [...made.people] };
      }),
    'packets.start': async ({ path: file, name, passphrase }) => {
      lock();
      await whenFree();
      return acts.run('openSetup', async (turns) => {
        const who = { passphrase, ...(name === undefined ? {} : { name }) };
        const { session, name: laptop } = await startFromSetup(file, dataDir, who, { turns, now });
        session.lock();
        return { laptop };
      });
    },
    'packets.make': ({ to, full, path: folder }) =>
      acts.run('makePacket', async (turns) => {
        const {
          paths,
          to: names,
          changes,
          evidence,
          code,
        } = await makePacket(workspace(), { to, full, folder }, turns);
        const counts = changes === undefined ? {} : { changes, evidence };
        return { paths: [...paths], to: [...names], code, ...counts };
      }),
    'packets.look': ({ path: file }) =>
      acts.run('readPacket', async (turns) => {
        drop();
        const looked = await lookThrough(workspace(), file, turns);
        if (turns.signal.aborted) {
          looked.packet.close();
          throw turns.signal.reason;
        }
        kept = { looked, folder: path.dirname(file) };
        return told(looked);
      }),
    'packets.take': ({ code }) =>
      acts.run('takePacket', async (turns) => {
        if (kept?.looked.packet.code !== code) {
          throw new WorkbenchError(
            'PACKET_NOT_LOOKED_AT',
            '没有查看过这个数据包，没有收入任何内容。请重新选择数据包。',
          );
        }
        const { looked, folder } = kept;
        const { receipt, conflicts } = await takeIn(workspace(), looked, { receiptIn: folder, turns });
        drop();
        return { receipt: receipt ?? null, conflicts: conflicts.length };
      }),
    'packets.drop': ({ code }) => {
      if (kept?.looked.packet.code === code) drop();
      return null;
    },
    'packets.sameNumbers': () =>
      sameNumbers(workspace()).map(({ kind, code, records }) => ({ kind, code, records: [...records] })),
  };
}
