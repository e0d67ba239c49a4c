/** What a person does to records, and what he asks about them. */
import { z } from 'zod';
import { id } from './common';
import { command, query, type Contract } from './define';

const issue = z.object({ field: z.string(), message: z.string(), level: z.enum(['error', 'hint']) });

const saved = z.object({
  id,
  issues: z.array(issue),
  /** By which `record.undo` takes the act back; absent where there is nothing to take back. */
  act: z.string().optional(),
});
/** A signature with what became of it: `changed`: the record says something else since; `wrong`: it proves nothing. */
const signature = z.object({
  id,
  act: z.string(),
  person: z.string(),
  role: z.string(),
  signedOn: z.string(),
  standing: z.enum(['standing', 'changed', 'lifted', 'wrong']),
  note: z.string().optional(),
  /** As it was signed and as it is, in words. */
  differences: z.array(
    z.object({ field: z.string(), label: z.string(), before: z.string(), after: z.string() }),
  ),
});

/** As the core gives it: 80 random bits as 20 hex digits. */
const newId = z.string().regex(/^[0-9a-f]{20}$/);
const reason = z.string().trim().min(1).max(500).optional();
/** What was taken back or done again, in a sentence, and the record it was done to. */
const undone = z.object({ said: z.string(), record: id });

/** As many records as a person chooses in a table. */
const MOST_CHOSEN = 20_000;

/** One value for one field of several records; `null` clears it. */
const many = z.object({
  kind: z.string().max(60),
  ids: z.array(id).min(1).max(MOST_CHOSEN),
  field: z.string().max(100),
  value: z.json(),
});

export const recordsContract = {
  /** Creates (no id) or edits. Values of the wrong type are refused; an incomplete record is kept and its issues told. */
  'record.save': command(
    z.object({
      kind: z.string().max(60),
      id: id.optional(),
      /** The id that a new record shall have: who asks twice for it, or sees it come before the answer, knows it for his own. */
      newId: newId.optional(),
      parent: id.nullable().optional(),
      /** `null` clears a field. */
      set: z.record(z.string().max(100), z.json()),
      sets: z
        .record(
          z.string().max(60),
          z.object({ add: z.array(z.string().max(100)), remove: z.array(z.string().max(100)) }),
        )
        .optional(),
    }),
    saved,
  ),
  /** Moves a state field by one of its allowed steps, with the fields that the step asks for. */
  'record.step': command(
    z.object({
      id,
      field: z.string().max(100),
      to: z.string().max(60),
      /** Which of several steps between the same two states. */
      name: z.string().max(60).optional(),
      reason: z.string().max(500).optional(),
      set: z.record(z.string().max(100), z.json()).optional(),
    }),
    saved,
  ),
  /** What giving several records one value would come to: which change, which have it already, which may not, and why. */
  'record.changingMany': query(
    many,
    z.object({
      change: z.array(id),
      same: z.array(id),
      refused: z.array(z.object({ record: id, title: z.string(), why: z.string() })),
    }),
  ),
  /** Gives the records that would change the value, all or none, as one act. */
  'record.changeMany': command(many, z.object({ act: z.string(), changed: z.number().int().min(1) })),
  'record.remove': command(z.object({ id, reason: z.string().trim().min(1).max(500) }), z.null()),
  'record.restore': command(z.object({ id }), saved),
  /**
   * Takes back an act that this person did since unlocking, the last one where none is named. Refused where somebody else
   * or a later change stands on it; what can never be taken back is then passed over. An act on many records is also known
   * by its entry in the 操作日志, of whatever day; where it would remove records, it wants a reason (UNDO_REASON).
   */
  'record.undo': command(z.object({ act: z.string().max(40).optional(), reason }), undone),
  /** Does again what was taken back last, as long as nothing else was done. */
  'record.redo': command(z.object({ reason }), undone),
  /** What taking back an act on many records would come to: how many go, have former values, come back; what stays, and why. */
  'record.takingBack': query(
    z.object({ entry: id }),
    z.object({
      words: z.string(),
      removed: z.number(),
      changedBack: z.number(),
      restored: z.number(),
      kept: z.array(z.object({ record: id, title: z.string(), why: z.string() })),
    }),
  ),
  /** What was removed and the reader may read, the newest removal first; of each only what it was done to. */
  'record.removed': query(
    z.object({}),
    z.array(
      z.object({
        id,
        kind: z.string(),
        title: z.string(),
        by: z.string(),
        at: z.string(),
        reason: z.string(),
        /** What went along. */
        along: z.array(z.object({ kind: z.string(), count: z.number().int().min(1) })),
        unit: z.string().optional(),
        /** Why the reader cannot bring it back. */
        refusal: z.string().optional(),
      }),
    ),
  ),
  /** What was done to a record, oldest first. */
  'record.history': query(
    z.object({ id }),
    z.array(
      z.object({
        at: z.string(),
        author: z.string(),
        action: z.string(),
        reason: z.string().optional(),
        /** The step that was taken, in words. */
        step: z.string().optional(),
        /** Fields and members of sets (`evidence/…`) in the order of the form; an absent value means: none. */
        fields: z.array(
          z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
        ),
      }),
    ),
  ),
  /** The signatures of a record, the oldest first, and the acts behind it of which none was kept. */
  'record.signatures': query(
    z.object({ id }),
    z.object({ signatures: z.array(signature), unsigned: z.array(z.string()) }),
  ),
  /** Signatures that somebody should look at, of all records that the reader may see: `changed` and `wrong` ones. */
  'record.doubtfulSignatures': query(z.object({}), z.array(z.object({ record: id, signature }))),
  /** Full text over everything the user may read; Chinese substrings of any length. */
  'search.find': query(
    z.object({ text: z.string().max(100), limit: z.number().int().min(1).max(200) }),
    z.array(
      z.object({
        id,
        kind: z.string(),
        title: z.string(),
        field: z.string(),
        /** About 40 characters around the hit; `from`/`to` mark the hit in it. */
        excerpt: z.string(),
        from: z.number(),
        to: z.number(),
        /** Of a row: the record it stands in, with its day. */
        where: z.string(),
      }),
    ),
  ),
} satisfies Contract;
