/** The laptops of the group, and what goes between them on a stick (decision 0026). */
import { z } from 'zod';
import { filePath, id, name, passphrase } from './common';
import { command, query, type Contract } from './define';

/** Laptops of one group at most: there are no more letters. */
const MAX_LAPTOPS = 24;

const laptopShown = z.object({
  id: z.string(),
  name: z.string(),
  /** Empty while there is one laptop. */
  letter: z.string(),
  /** Names of those who open it. */
  users: z.array(z.string()),
  struckOff: z.boolean(),
  /** The laptop at hand. */
  own: z.boolean(),
  /** Whether a 开机包 was made for it: until then nothing can be sent to it. */
  prepared: z.boolean(),
  /** When its last packet was taken in here, and when the last for it was made here. */
  lastTaken: z.string().optional(),
  lastSent: z.string().optional(),
});
export type LaptopShown = z.infer<typeof laptopShown>;

/** Digits in groups of four, to be read aloud. */
const checkCode = z.string().max(40);

const kindCounts = z.object({
  new: z.number(),
  changed: z.number(),
  removed: z.number(),
  conflicts: z.number(),
});

const packetShown = z.object({
  code: checkCode,
  from: z.string(),
  by: z.string(),
  at: z.string(),
  kind: z.enum(['changes', 'receipt', 'setup']),
  /** Changes that are new here; counts are told only to who is kept from no unit. */
  changes: z.number().optional(),
  evidence: z.number().optional(),
  complete: z.boolean(),
  missing: z.array(z.object({ device: z.string(), name: z.string(), changes: z.number() })),
  kinds: z.record(z.string(), kindCounts),
  /** Changes that are not taken, by the reason. */
  refused: z.array(z.object({ why: z.string(), changes: z.number() })),
  /** In minutes; 0 where it did not. */
  clockAhead: z.number(),
});
export type PacketShown = z.infer<typeof packetShown>;

export const packetsContract = {
  'packets.laptops': query(z.object({}), z.array(laptopShown)),
  'packets.add': command(z.object({ name, users: z.array(id).max(200) }), z.object({ letter: z.string() })),
  'packets.strikeOff': command(z.object({ id }), z.null()),
  /** Writes the 开机包 of a laptop. */
  'packets.setup': command(
    z.object({ id, path: filePath }),
    z.object({ path: z.string(), code: checkCode, people: z.array(z.string()) }),
    { path: 'save' },
  ),
  /** Starts this laptop from its 开机包, before there is a vault; who opened it unlocks then. `laptop`: what it is called. */
  'packets.start': command(
    z.object({ path: filePath, name: name.optional(), passphrase }),
    z.object({ laptop: z.string() }),
    { path: 'open' },
  ),
  /** Writes a packet into a folder. `full`: also what they are known to have. */
  'packets.make': command(
    z.object({ to: z.array(id).min(1).max(MAX_LAPTOPS), full: z.boolean(), path: filePath }),
    z.object({
      paths: z.array(z.string()),
      to: z.array(z.string()),
      changes: z.number().optional(),
      evidence: z.number().optional(),
      code: checkCode,
    }),
    { path: 'save' },
  ),
  /** Looks a packet through and keeps it, until it is taken or dropped or another is looked at. Changes nothing. */
  'packets.look': command(z.object({ path: filePath }), packetShown, { path: 'open' }),
  /** Takes in the packet that was looked through. `receipt`: name of the file beside it. */
  'packets.take': command(
    z.object({ code: checkCode }),
    z.object({ receipt: z.string().nullable(), conflicts: z.number() }),
  ),
  'packets.drop': command(z.object({ code: checkCode }), z.null()),
  /** Numbers that stand twice. */
  'packets.sameNumbers': query(
    z.object({}),
    z.array(z.object({ kind: z.string(), code: z.string(), records: z.array(z.string()) })),
  ),
} satisfies Contract;
