/** What is printed or leaves as Word. */
import { z } from 'zod';
import { NAME_ANSWERS, type NameAnswer } from '../domain/kinds/name-decision';
import { paperIdsOf } from '../papers';
import { day, filePath, id } from './common';
import { command, query, type Contract } from './define';

/** Rows of one printed list at most. */
export const MAX_REGISTER_ROWS = 20_000;

/** The id of one of the paper's layouts (`papers/index.ts`); the usual one where absent. */
const layout = z.string().min(1).max(40).optional();

/** A paper that a person asks for, by what it is made of. */
const paperRequest = z.discriminatedUnion('paper', [
  z.object({ paper: z.enum(paperIdsOf('unit')), inspection: id, layout }),
  z.object({ paper: z.enum(paperIdsOf('record')), record: id, layout }),
  /** `on`: a day of the week that it is of; the one that is looked at first where absent. */
  z.object({ paper: z.enum(paperIdsOf('round')), round: id, on: day.optional(), layout }),
  /** The records of one kind as they stand on the screen, in that order. */
  z.object({
    paper: z.enum(paperIdsOf('list')),
    kind: z.string().max(60),
    ids: z.array(id).min(1).max(MAX_REGISTER_ROWS),
    layout,
  }),
]);
export type PaperRequest = z.infer<typeof paperRequest>;

/** A sentence of a record with a word in it: [from, to). `place` says where, `WT-13 的事实`. */
const inSentence = {
  word: z.string(),
  sentence: z.string(),
  from: z.number(),
  to: z.number(),
  place: z.object({ record: id, field: z.string(), words: z.string() }),
};
const paperCheck = z.object({
  /** The inspection or round whose paper it is. */
  home: id,
  /**
   * Not made before a person decides: may be a name, stands in a secret text too, may be the number of a clue; is one, and
   * can only be left out.
   */
  undecided: z.array(z.object({ kind: z.enum(['name', 'text', 'number', 'clueNumber']), ...inSentence })),
  /** Stands in the paper: to be confirmed, no reason to refuse. */
  standing: z.array(z.object({ kind: z.enum(['name', 'identity', 'telephone']), ...inSentence })),
});
export type PaperCheck = z.infer<typeof paperCheck>;

const nameDecision = z.object({
  word: z.string().min(1).max(200),
  /** The sentence it is about; without it the word wherever it stands in this unit. */
  sentence: z.string().min(1).max(400).optional(),
  is: z.enum(Object.keys(NAME_ANSWERS) as [NameAnswer, ...NameAnswer[]]),
});
export type NameDecision = z.infer<typeof nameDecision>;

export const papersContract = {
  'document.preview': query(
    paperRequest,
    z.object({ fileName: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** What a person should look at before a paper for the unit leaves; nothing for papers that stay or go to one who signs. */
  'document.check': query(paperRequest, paperCheck),
  /** Keeps what a person said words are, for this and every later paper of the unit; asked again only of new sentences. */
  'document.decide': command(
    z.object({ inspection: id, decisions: z.array(nameDecision).min(1).max(2000) }),
    z.null(),
  ),
  /** Writes the file (to a path the save dialog returned) and enters it in the export log. */
  'document.export': command(
    paperRequest.and(z.object({ path: filePath })),
    z.object({ path: z.string(), bytes: z.number() }),
    { path: 'save' },
  ),
  /** Enters a paper in the export log; called before it is sent to the printer, so that none leaves without it. */
  'document.print': command(paperRequest, z.object({ entry: id })),
  /** Says of such an entry that nothing was printed after all. */
  'document.printCancelled': command(z.object({ entry: id }), z.null()),
} satisfies Contract;
