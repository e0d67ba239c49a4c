/** The head of a packet: from whom to whom, what is in it, and what who made it has (decision 0026). For ever. */
import { z } from 'zod';
import { WorkbenchError } from '../../../src-shared/errors';
import { SHAPES } from '../../../src-shared/merge/change';
import { haveSchema } from './ranges';

/** The newest head that is read here. */
export const PACKET_FORMAT = 1;

const recordId = z.string().min(1).max(60);
const name = z.string().max(100);
/** More files than any round has. */
const MOST_FILES = 1_000_000;
const fileNames = z.array(z.string().regex(/^[0-9a-f]{64}(-s)?$/)).max(MOST_FILES);

const headSchema = z.looseObject({
  format: z.literal(PACKET_FORMAT),
  /** `receipt`: it carries no changes, only what its laptop has by now; `setup`: it starts the laptop that it is for. */
  kind: z.enum(['changes', 'receipt', 'setup']),
  /** The id that all laptops of a group share. */
  group: z.string().regex(/^[0-9a-f]{32}$/),
  from: z.looseObject({ laptop: recordId, name, device: z.string().regex(SHAPES.device) }),
  by: z.looseObject({ userId: z.string().max(100), name }),
  /** Each addressee, and which of the packets for it this is. */
  to: z
    .array(z.looseObject({ laptop: recordId, name, number: z.int().min(1) }))
    .min(1)
    .max(100),
  /** By the clock of the laptop that made it. */
  at: z.iso.datetime(),
  /** Everything, not only what the addressee is not known to have. */
  full: z.boolean(),
  /** What the maker has: a receipt for all that it was sent. */
  have: haveSchema,
  boxes: fileNames,
  wants: fileNames,
  /** What the addressee may not have, and does not miss. */
  withheld: haveSchema,
  changes: z.int().min(0),
  evidence: z.looseObject({ files: z.int().min(0), bytes: z.number().min(0) }),
});

export type PacketHead = z.infer<typeof headSchema>;

/** @throws WorkbenchError PACKET_TOO_NEW, PACKET_DAMAGED */
export function readHead(value: unknown): PacketHead {
  const versioned = z.looseObject({ format: z.int() }).safeParse(value);
  if (versioned.success && versioned.data.format > PACKET_FORMAT) {
    throw new WorkbenchError(
      'PACKET_TOO_NEW',
      '这个数据包由更新版本的程序制作，本程序读不了，没有收入任何内容。请先安装新版程序，再收入。',
    );
  }
  const parsed = headSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new WorkbenchError(
    'PACKET_DAMAGED',
    '数据包的开头写得不对，没有收入任何内容。请让对方重新制作一份。',
  );
}
