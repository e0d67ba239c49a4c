/**
 * 计票统计: what the sheets and the hand counts of one questionnaire add up to, for each unit and in total. Screens and
 * papers are made of it, so that a figure is the same wherever it stands (domain.md §2.2 i).
 */
import type { RecordId } from '../merge/change';
import type { Entity, RuleContext, Values } from './define';
import { formOf, removedQuestion, type KeyedQuestion } from './questionnaire-form';
import { rowsOf } from './rows';
import {
  INVALID,
  optionsOf,
  optionWords,
  percent,
  sheetCounts,
  tally,
  type BatchVotes,
  type question,
  type questionTally,
  type responseBatch,
  type responseSheet,
  type Tally,
} from './kinds/questionnaire';
import { isBlank } from './validate';

export type AskedQuestion = Entity<Values<typeof question>>;
export type HandTally = Entity<Values<typeof questionTally>>;

/** Whatever can follow records from a parent to its rows; already filtered by rights. */
export type TallyReader = Pick<RuleContext, 'get' | 'children'>;

/** A count and its share of the valid sheets, in words (`28.8%`). */
export interface Share {
  readonly votes: number;
  readonly percent: string;
}

/** One line of the table: an option, 已答, 未答. */
export interface CountedLine {
  readonly words: string;
  /** In the order of {@link QuestionnaireTally.units}. */
  readonly byUnit: readonly Share[];
  readonly total: Share;
}

/** The groups that free answers were sorted into by hand, for all units together. */
export interface SortedLine extends Share {
  readonly words: string;
}

/** An answer in words; identical ones are one. */
export interface FreeAnswer {
  readonly words: string;
  readonly count: number;
  /** Who wrote it how often, in the order of the units. */
  readonly byUnit: readonly { readonly unit: RecordId; readonly count: number }[];
}

export interface CountedQuestion {
  readonly question: AskedQuestion;
  /** Votes of each option; for questions in words the number of answers (已答). Last 未答. Empty if `sorted`. */
  readonly lines: readonly CountedLine[];
  /** Instead of `lines`, where answers in words were sorted by hand. */
  readonly sorted?: readonly SortedLine[];
  /** The answers in words that were keyed: the most frequent first, then in the order of units and sheets. */
  readonly answers: readonly FreeAnswer[];
  /** What does not add up, in Chinese, with the unit where it does not. */
  readonly problems: readonly { readonly unit: RecordId; readonly message: string }[];
}

export interface QuestionnaireTally {
  /** The inspections that handed it out, in the order of their entry. */
  readonly units: readonly RecordId[];
  readonly issued: number;
  readonly returned: number;
  readonly valid: number;
  readonly questions: readonly CountedQuestion[];
}

/** A 发放批次 with what counts of its sheets. */
interface CountedBatch {
  readonly id: RecordId;
  readonly unit: RecordId;
  readonly issued: number;
  readonly returned: number;
  readonly valid: number;
  /** Answers of the finished sheets, in the order of their numbers. */
  readonly sheets: readonly (readonly string[])[];
  /** The order of the answers; absent: that of today's questions. */
  readonly form: readonly KeyedQuestion[] | undefined;
}

/** The questions of a questionnaire in the order in which sheets hold their answers. */
export function questionsOf(questionnaire: RecordId, reader: TallyReader): readonly AskedQuestion[] {
  return rowsOf(reader, questionnaire, 'question') as readonly AskedQuestion[];
}

/**
 * The hand count of a question under a batch or under the questionnaire.
 * @returns the one of the lowest id where two laptops each made one, so that both show the same
 */
export function handTallyOf(parent: RecordId, asked: RecordId, reader: TallyReader): HandTally | undefined {
  const found = (reader.children(parent, 'questionTally') as readonly HandTally[]).filter(
    ({ values }) => values.question === asked,
  );
  return found.reduce<HandTally | undefined>((a, b) => (a && a.id < b.id ? a : b), undefined);
}

/** What a batch has to count: finished sheets, and whether any hand count has a figure. The sheets go first in a tally. */
export function sourcesOf(
  batch: RecordId,
  reader: TallyReader,
): { readonly sheets: number; readonly hand: boolean } {
  const counted = (row: Entity) => !isBlank(row.values.votes) || !isBlank(row.values.unanswered);
  return {
    sheets: reader.children(batch, 'responseSheet').filter(sheetCounts).length,
    hand: reader.children(batch, 'questionTally').some(counted),
  };
}

/** Counts a questionnaire over every unit that the reader may see. */
export function tallyQuestionnaire(questionnaire: RecordId, reader: TallyReader): QuestionnaireTally {
  const batches = batchesOf(questionnaire, reader);
  const units = [...new Set(batches.map((batch) => batch.unit))];
  const questions = questionsOf(questionnaire, reader);
  const sum = (of: (batch: CountedBatch) => number) => batches.reduce((total, batch) => total + of(batch), 0);
  return {
    units,
    issued: sum((batch) => batch.issued),
    returned: sum((batch) => batch.returned),
    valid: sum((batch) => batch.valid),
    questions: [...questions, ...goneFrom(questions, batches)].map((asked, index) =>
      countQuestion(asked, index, { questionnaire, units, batches, reader }),
    ),
  };
}

/** Questions that were keyed and are gone: their answers are shown all the same. */
function goneFrom(
  questions: readonly AskedQuestion[],
  batches: readonly CountedBatch[],
): readonly AskedQuestion[] {
  const known = new Set(questions.map(({ id }) => id));
  const gone = new Map<RecordId, AskedQuestion>();
  for (const keyed of batches.flatMap(({ form }) => form ?? [])) {
    if (!known.has(keyed.question)) gone.set(keyed.question, removedQuestion(keyed));
  }
  return [...gone.values()];
}

interface Counting {
  readonly questionnaire: RecordId;
  readonly units: readonly RecordId[];
  readonly batches: readonly CountedBatch[];
  readonly reader: TallyReader;
}

/** The counts of one question over some batches; `answered` is of questions in words. */
interface Counted extends Tally {
  readonly answered: number;
}

function countQuestion(asked: AskedQuestion, index: number, counting: Counting): CountedQuestion {
  const { questionnaire, units, batches, reader } = counting;
  const options = optionsOf(asked.values);
  const of = (some: readonly CountedBatch[]): Counted => {
    const counted = some.map((batch) => ({
      valid: batch.valid,
      answers: answersTo(asked, index, batch),
      hand: handVotes(batch.id, asked.id, reader),
      form: batch.form?.find(({ question }) => question === asked.id)?.options,
    }));
    return { ...tally(asked, counted), answered: answered(counted) };
  };
  const byUnit = units.map((unit) => of(batches.filter((batch) => batch.unit === unit)));
  const total = of(batches);
  const inWords = options.length === 0;
  const sorted = inWords ? sortedLines(questionnaire, asked.id, total.base, reader) : undefined;
  return {
    question: asked,
    lines: sorted ? [] : linesOf(options, byUnit, total),
    sorted,
    answers: inWords ? wordsOf(asked, index, batches) : [],
    problems: byUnit.flatMap(({ problems }, i) => problems.map((message) => ({ unit: units[i]!, message }))),
  };
}

function linesOf(
  options: readonly string[],
  byUnit: readonly Counted[],
  total: Counted,
): readonly CountedLine[] {
  const line = (words: string, votes: (counted: Counted) => number): CountedLine => {
    const share = (of: Counted): Share => ({ votes: votes(of), percent: percent(votes(of), of.base) });
    return { words, byUnit: byUnit.map(share), total: share(total) };
  };
  const chosen = options.map((option, i) => line(optionWords(option, i), ({ votes }) => votes[i] ?? 0));
  return [
    ...(options.length > 0 ? chosen : [line('已答', (counted) => counted.answered)]),
    line('未答', ({ unanswered }) => unanswered),
  ];
}

/** The answers of a batch's sheets to one question: by its id where the batch has a form, else by its place today. */
function answersTo(asked: AskedQuestion, index: number, { form, sheets }: CountedBatch): readonly string[] {
  const at = form ? form.findIndex(({ question }) => question === asked.id) : index;
  return sheets.map((sheet) => sheet[at] ?? '');
}

const isAnswer = (text: string): boolean => text.trim() !== '' && text.trim() !== INVALID;

/** How many sheets answer a question in words: counted where sheets were keyed, else what a hand count leaves. */
function answered(batches: readonly BatchVotes[]): number {
  return batches.reduce((total, { answers, hand, valid }) => {
    if (answers.length > 0) return total + answers.filter(isAnswer).length;
    return total + (hand ? Math.max(0, valid - hand.unanswered) : 0);
  }, 0);
}

function batchesOf(questionnaire: RecordId, reader: TallyReader): readonly CountedBatch[] {
  const round = reader.get(questionnaire)?.parent ?? undefined;
  if (round === undefined) return [];
  // Units that have not said when they enter come last.
  const entry = ({ values, id }: Entity) => `${String(values.enterOn ?? '9')} ${id}`;
  return [...reader.children(round, 'inspection')]
    .sort((a, b) => (entry(a) < entry(b) ? -1 : 1))
    .flatMap((unit) => reader.children(unit.id, 'responseBatch') as readonly BatchRecord[])
    .filter(({ values }) => values.questionnaire === questionnaire)
    .map((batch) => ({
      id: batch.id,
      unit: batch.parent!,
      issued: batch.values.issued ?? 0,
      returned: batch.values.returned ?? 0,
      valid: batch.values.valid ?? 0,
      sheets: sheetsOf(batch.id, reader),
      form: formOf(batch),
    }));
}
type BatchRecord = Entity<Values<typeof responseBatch>>;

function sheetsOf(batch: RecordId, reader: TallyReader): readonly (readonly string[])[] {
  const sheets = reader.children(batch, 'responseSheet') as readonly Entity<Values<typeof responseSheet>>[];
  return sheets
    .filter(sheetCounts)
    .sort((a, b) => (a.values.number ?? 0) - (b.values.number ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ values }) => values.answers ?? []);
}

function handVotes(batch: RecordId, asked: RecordId, reader: TallyReader) {
  const hand = handTallyOf(batch, asked, reader)?.values;
  return hand && { votes: hand.votes ?? [], unanswered: hand.unanswered ?? 0 };
}

function sortedLines(
  questionnaire: RecordId,
  asked: RecordId,
  base: number,
  reader: TallyReader,
): readonly SortedLine[] | undefined {
  const { coded, votes, unanswered = 0 } = handTallyOf(questionnaire, asked, reader)?.values ?? {};
  if (!coded || !votes) return undefined;
  const answered = votes.reduce((total, n) => total + n, 0);
  const lines = [
    ...coded.map((words, i) => [words, votes[i] ?? 0] as const),
    ['已答', answered] as const,
    ['未答', unanswered] as const,
  ];
  return lines.map(([words, n]) => ({ words, votes: n, percent: percent(n, base) }));
}

function wordsOf(
  asked: AskedQuestion,
  index: number,
  batches: readonly CountedBatch[],
): readonly FreeAnswer[] {
  const found = new Map<string, Map<RecordId, number>>();
  for (const batch of batches) {
    const { unit } = batch;
    for (const words of answersTo(asked, index, batch).map((text) => text.trim())) {
      if (!isAnswer(words)) continue;
      const counts = found.get(words) ?? new Map<RecordId, number>();
      found.set(words, counts.set(unit, (counts.get(unit) ?? 0) + 1));
    }
  }
  return [...found]
    .map(([words, counts]) => {
      const byUnit = [...counts].map(([unit, count]) => ({ unit, count }));
      return { words, count: byUnit.reduce((total, { count }) => total + count, 0), byUnit };
    })
    .sort((a, b) => b.count - a.count);
}
