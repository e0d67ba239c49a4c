/** The records that a window shows: asked for once, and told whenever they change. */
import { z } from 'zod';
import { id } from './common';
import { command, event, type Contract } from './define';

const entity = z.object({
  id,
  kind: z.string(),
  parent: id.nullable(),
  inspection: id.nullable(),
  values: z.record(z.string(), z.unknown()),
  sets: z.record(z.string(), z.array(z.string())),
  names: z.record(z.string(), z.string()).optional(),
  conflicts: z.array(z.string()),
  withheld: z.record(z.string(), z.enum(['filled', 'untold'])).optional(),
  /** The account that made it. */
  createdBy: z.string().optional(),
  updatedAt: z.string(),
});
export type FeedEntity = z.infer<typeof entity>;

export const feedContract = {
  /**
   * Asks for every record this user may read, as `records` events: what 今日 needs and the open inspection first. The
   * first event comes before the answer, each of the others when it is asked for.
   */
  'feed.start': command(
    z.object({ first: id.optional() }),
    z.object({ epoch: z.number(), total: z.number() }),
  ),
  /** Asks for the next event of a feed, so that none comes while the window is busy with the one before. */
  'feed.more': command(z.object({ epoch: z.number() }), z.null()),
  /** Changed records, in order. `seq` counts up by one within an `epoch`; a gap means: start the feed again. */
  records: event(
    z.object({
      epoch: z.number(),
      seq: z.number(),
      changed: z.array(entity),
      removed: z.array(id),
      last: z.boolean(),
    }),
  ),
  locked: event(z.object({ reason: z.string() })),
} satisfies Contract;
