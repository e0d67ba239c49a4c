/** 冲突: what two laptops left in dispute, and what a person makes of it. */
import { z } from 'zod';
import { id } from './common';
import { command, query, type Contract } from './define';

const changeId = z.string().max(40);
const fieldName = z.string().max(200);

/** One of the things that may stand in a field. */
const version = z.object({
  /** What a choice names. */
  change: changeId,
  /** Of `$removed`: `true` for the removal, `false` for going on with the record. */
  value: z.json(),
  /** User id, and what he is called. */
  author: z.string(),
  by: z.string(),
  at: z.string(),
  /** The laptop on which it was said, and what that is called. */
  device: z.string(),
  laptop: z.string(),
  /** Of a removal: why. */
  reason: z.string().optional(),
});
export type ConflictVersion = z.infer<typeof version>;

const conflict = z.object({
  record: id,
  kind: z.string(),
  field: z.string(),
  title: z.string(),
  inspection: id.nullable(),
  /** What all had before; absent where nobody can tell, `{}` where the field was empty. */
  before: z.object({ value: z.json().optional() }).optional(),
  versions: z.array(version),
});
export type ConflictShown = z.infer<typeof conflict>;

/** As many as a person settles in one act. */
const MOST_CHOICES = 5000;

/** What is to stand in a field: a version as it is, or the person's own words (`null` empties it). */
const choices = z
  .array(
    z.union([
      z.object({ id, field: fieldName, take: changeId }),
      z.object({ id, field: fieldName, value: z.json() }),
    ]),
  )
  .min(1)
  .max(MOST_CHOICES);

export const conflictsContract = {
  /** Every conflict that the reader may see, or those of one record. */
  'conflict.list': query(z.object({ id: id.optional() }), z.array(conflict)),
  /** What choices would come to: how many are settled, how many records go or come back, which may not be settled and why. */
  'conflict.settling': query(
    z.object({ choices }),
    z.object({
      settled: z.array(z.object({ record: id, field: z.string() })),
      removed: z.number(),
      restored: z.number(),
      refused: z.array(z.object({ record: id, field: z.string(), title: z.string(), why: z.string() })),
    }),
  ),
  /** Carries choices out, all or none, as one act. */
  'conflict.settle': command(
    z.object({ choices }),
    z.object({ act: z.string(), settled: z.number().int().min(1) }),
  ),
} satisfies Contract;
