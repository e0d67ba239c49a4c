/** Files that are kept with a record. */
import { z } from 'zod';
import { filePath, id } from './common';
import { command, query, type Contract } from './define';

/** Bytes of a kept file in one answer at most. */
export const MAX_EVIDENCE_PART = 4 << 20;

export const evidenceContract = {
  'evidence.add': command(
    z.object({ id, set: z.string().max(60), paths: z.array(z.string().max(1000)).min(1).max(50) }),
    z.array(z.object({ hash: z.string(), size: z.number(), name: z.string() })),
    { paths: 'open' },
  ),
  /** A file dropped on the window or pasted into it begins: it follows in pieces, and no path crosses. */
  'evidence.begin': command(
    z.object({
      id,
      set: z.string().max(60),
      name: z.string().min(1).max(255),
      size: z.number().int().min(0),
    }),
    z.object({ upload: z.string() }),
  ),
  'evidence.piece': command(
    z.object({ upload: z.string().max(40), bytes: z.instanceof(Uint8Array) }),
    z.null(),
  ),
  /** Joins the file to its record, once all of it has come. */
  'evidence.finish': command(
    z.object({ upload: z.string().max(40) }),
    z.object({ hash: z.string(), size: z.number(), name: z.string() }),
  ),
  'evidence.abandon': command(z.object({ upload: z.string().max(40) }), z.null()),
  /** A part of a kept file, and the size of the whole in bytes: a large one never crosses in one piece. */
  'evidence.read': query(
    z.object({
      id,
      hash: z.string(),
      from: z.number().int().min(0).default(0),
      length: z.number().int().min(0).max(MAX_EVIDENCE_PART).default(MAX_EVIDENCE_PART),
    }),
    z.object({ size: z.number(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** Writes a kept file out of the vault (to a path the save dialog returned) and enters it in the export log. */
  'evidence.export': command(
    z.object({ id, hash: z.string(), path: filePath }),
    z.object({ path: z.string(), bytes: z.number() }),
    { path: 'save' },
  ),
} satisfies Contract;
