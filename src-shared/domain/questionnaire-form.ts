/**
 * The form by which a batch's answers were keyed: its questions by id and the wording of their options, in the order of the
 * answers and of the votes. It is taken down when the first answer comes, so that a question moved or an option added
 * afterwards (on another laptop too) cannot turn one answer into another.
 */
import { z } from 'zod';
import type { RecordId } from '../merge/change';
import type { Entity, RuleContext } from './define';
import { optionsOf, type QuestionType } from './question-options';
import { rowsOf } from './rows';

/** One question as it was keyed. */
export interface KeyedQuestion {
  readonly question: RecordId;
  readonly options: readonly string[];
}

type Asked = Entity<{ type?: QuestionType; options?: readonly string[]; stem?: string }>;
type Look = Pick<RuleContext, 'get' | 'children'>;

const line = z.object({ question: z.string(), options: z.array(z.string()) });

/** The form as a batch keeps it: one line a question, in their order. */
export const formLines = (questions: readonly Asked[]): string[] =>
  questions.map(({ id, values }) => JSON.stringify({ question: id, options: optionsOf(values) }));

/** The form of a questionnaire as it stands now: what the first answer of a batch takes down. */
export const formNow = (questionnaire: RecordId, reader: Pick<RuleContext, 'children'>): string[] =>
  formLines(rowsOf(reader, questionnaire, 'question') as readonly Asked[]);

/** The form that a batch keeps; undefined where nothing was keyed, or before forms were kept. */
export function formOf(batch: Entity<{ form?: readonly string[] }>): readonly KeyedQuestion[] | undefined {
  const lines = batch.values.form;
  if (!lines || lines.length === 0) return undefined;
  return lines.map((text) => {
    try {
      return line.parse(JSON.parse(text));
    } catch {
      // A line that cannot be read keeps its place: what stands after it still belongs where it did.
      return { question: '', options: [] };
    }
  });
}

/**
 * Which option of today an option of the form is: the one of its wording, else the one at its place if that was only
 * reworded. @returns undefined where it is gone
 */
export function placeOfOption(
  form: readonly string[],
  options: readonly string[],
  index: number,
): number | undefined {
  const words = form[index];
  if (words === undefined) return undefined;
  // Two options may say the same: then only the place tells them apart.
  if (options[index] === words) return index;
  const same = options.indexOf(words);
  if (same >= 0) return same;
  const here = options[index];
  return here !== undefined && options.length === form.length && !form.includes(here) ? index : undefined;
}

/** Whether options were corrected in wording only: as many as before, and none that stands at another's place. */
export function onlyReworded(before: readonly string[], after: readonly string[]): boolean {
  return (
    before.length === after.length &&
    after.every((words, i) => words === before[i] || !before.includes(words))
  );
}

/** The questions as a batch's sheets hold their answers; one that was removed since keeps its place. */
export function askedIn(
  batch: Entity<{ form?: readonly string[] }>,
  questions: readonly Asked[],
): readonly Asked[] {
  return (
    formOf(batch)?.map(
      (keyed) => questions.find(({ id }) => id === keyed.question) ?? removedQuestion(keyed),
    ) ?? questions
  );
}

/** What stands for a question that is gone: its answers are still counted, under the options it had. */
export const removedQuestion = ({ question, options }: KeyedQuestion): Asked => ({
  id: question,
  kind: 'question',
  parent: null,
  inspection: null,
  values: { stem: '（题目已删除）', type: options.length > 0 ? 'multiple' : 'essay', options },
  sets: {},
  conflicts: [],
  updatedAt: '',
});

/** How much of a questionnaire has been keyed, as far as the reader sees. */
function keyedOf(
  questionnaire: RecordId,
  { get, children }: Look,
): { readonly sheets: number; readonly hands: number } {
  const round = get(questionnaire)?.parent;
  const batches = (round ? children(round, 'inspection') : [])
    .flatMap((unit) => children(unit.id, 'responseBatch'))
    .filter(({ values }) => values.questionnaire === questionnaire);
  const count = (kind: string) => batches.reduce((sum, batch) => sum + children(batch.id, kind).length, 0);
  return { sheets: count('responseSheet'), hands: count('questionTally') };
}

/** Why questions and options may not be moved, added or taken away; undefined where they may. */
export function lockedBecause(questionnaire: RecordId, look: Look): string | undefined {
  const { sheets, hands } = keyedOf(questionnaire, look);
  if (sheets === 0 && hands === 0) return undefined;
  const keyed = sheets > 0 ? `已录入${sheets}份答卷` : `已按题录入${hands}题票数`;
  return `${keyed}，题目和选项的增减、次序、题型不能再改，只能改文字；确需改动的，请另建一份问卷`;
}
