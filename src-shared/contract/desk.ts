/** Where each user left off, and what he has typed into a form that is handed over in one go. */
import { z } from 'zod';
import { id } from './common';
import { command, query, type Contract } from './define';

/** Where the cursor is in an open record: the id of its input, which is made of the ids of a record and a field, and nothing typed. */
const cursor = z.object({
  input: z.string().min(1).max(160),
  /** How far the form is scrolled, in pixels. */
  top: z.number().int().min(0).max(1_000_000),
});

/** Where a person is: the page, with the round, the unit (one inspection) and the open record where there are such. */
export const place = z.object({
  page: z.string().min(1).max(60),
  round: id.optional(),
  inspection: id.optional(),
  record: id.optional(),
  cursor: cursor.optional(),
  /** Whether the list beside an open form is folded away. */
  folded: z.boolean().optional(),
});
export type DeskPlace = z.infer<typeof place>;

/** What is handed over in one go, whose words are kept until then: a note, and the dialog that is open. */
const jottingForm = z.enum(['pryReport', 'dialog']);
export type JottingForm = z.infer<typeof jottingForm>;

export const deskContract = {
  /** Keeps where the person is for the next unlocking; the open record and the cursor only while the program runs. */
  'desk.remember': command(place, z.null()),
  /** Keeps what this person has typed into a form that is handed over in one go, for nobody else; `null`: no longer. */
  'desk.jot': command(z.object({ form: jottingForm, text: z.string().max(200_000).nullable() }), z.null()),
  'desk.jotting': query(z.object({ form: jottingForm }), z.object({ text: z.string().nullable() })),
} satisfies Contract;
