/**
 * The sheet that is being keyed. From its first word on it is a record, marked 录入中, and what is typed goes to the
 * autosave like any field; only finishing it checks the answers and lets it count.
 */
import { useEffect, useState } from 'react';
import { sheetCounts } from '../../../src-shared/domain/kinds/questionnaire';
import type { RecordOf } from '../../replica';
import {
  commitField,
  dropField,
  editField,
  flushAutosave,
  planRecord,
  saveTogether,
  useAutosave,
  useDraft,
  useRecordId,
  type FieldValues,
} from '../../session/autosave';
import { useCommands } from '../../ui/commands';
import { useUndoToast } from '../../ui/undo';
import { checkAnswer, type Checked } from './answers';

export type Sheet = RecordOf<'responseSheet'>;
type Question = RecordOf<'question'>;

interface Open {
  /** Its record, or the plan of one; absent before anything is typed. */
  readonly id?: string;
  /** Absent before anything is typed: then the next that is free. */
  readonly number?: number;
  /** What was typed, as far as the person has come: questions beyond have not been reached. */
  readonly typed: readonly string[];
  /** Somebody began it, left it, and it was opened again. */
  readonly resumed?: boolean;
  /** How it was kept, of a finished sheet that is being corrected. */
  readonly before?: Sheet['values'];
  /** Whether anything was typed since a finished sheet was opened. */
  readonly changed?: boolean;
}

const NEW: Open = { typed: [] };
const NONE = { number: 0, refused: false };

/** A kept sheet as it is opened: an unfinished one with what was typed last, saved or not. */
function opened({ id, values }: Sheet): Open {
  const { number, answers = [] } = values;
  if (sheetCounts({ values } as Sheet)) return { id, number, typed: answers, before: values };
  const draft = useAutosave.getState().drafts[id]?.answers?.value as readonly string[] | undefined;
  return { id, number, typed: draft ?? answers, resumed: true };
}

const byNumber = (a: Sheet, b: Sheet): number =>
  (a.values.number ?? 0) - (b.values.number ?? 0) || (a.id < b.id ? -1 : 1);

/** The unfinished sheets of a batch, lowest number first. */
const unfinishedOf = (sheets: readonly Sheet[]): readonly Sheet[] =>
  sheets.filter((sheet) => !sheetCounts(sheet)).sort(byNumber);

/** With this text at a question; questions before it that were not reached count as 未答. */
const withAnswer = (typed: readonly string[], index: number, text: string): readonly string[] =>
  Array.from({ length: Math.max(typed.length, index + 1) }, (_, i) =>
    i === index ? text : (typed[i] ?? ''),
  );

/** What stands on a sheet beside its answers. */
interface Marks {
  readonly group?: string;
  readonly paperNumber?: string;
}

const marksOf = (sheet: Sheet | undefined): Marks => {
  const { group, paperNumber } = sheet?.values ?? {};
  return { ...(group ? { group } : {}), ...(paperNumber ? { paperNumber } : {}) };
};

export interface Keying {
  /** Its record; undefined while there is none. */
  readonly id: string | undefined;
  readonly number: number;
  readonly typed: readonly string[];
  readonly checked: readonly Checked[];
  readonly group: string | undefined;
  readonly paperNumber: string | undefined;
  readonly resumed: boolean;
  readonly correcting: boolean;
  /** The first question whose answer can't stand; -1 where all can. */
  readonly wrong: number;
  /** Where the person goes on: the first wrong answer, else the first question not yet reached. */
  readonly here: number;
  /** How many other sheets of the batch are unfinished. */
  readonly others: number;
  /** Why what was typed could not be saved. */
  readonly refused: string | undefined;
  type(index: number, text: string): void;
  /** Goes on from a question, which is 未答 if nothing stands there. */
  pass(index: number): void;
  /** Saves what was typed so far, without waiting for a pause. */
  leave(): void;
  setMark(mark: keyof Marks, value: string | undefined): void;
  /** Lets the sheet count and begins the next, without waiting for the disk. */
  finish(): void;
  /** Puts a finished sheet back as it was. */
  revert(): void;
  remove(): Promise<boolean>;
  /** Opens a kept sheet. @returns the question to go on with */
  open(sheet: Sheet): number;
}

export function useSheetKeying(
  batch: string,
  questions: readonly Question[],
  sheets: readonly Sheet[],
): Keying {
  const commands = useCommands();
  const tellUndo = useUndoToast();
  const [sheet, setSheet] = useState<Open>(() => {
    const [first] = unfinishedOf(sheets);
    return first ? opened(first) : NEW;
  });
  const [marks, setMarks] = useState<Marks>(() => marksOf(unfinishedOf(sheets)[0]));
  /** The sheet finished last: it may still be on its way into `sheets`. */
  const [last, setLast] = useState(NONE);
  const id = useRecordId(sheet.id);
  const draft = useDraft(sheet.id ?? '', 'answers');
  useEffect(() => () => void flushAutosave(), []);

  const number = sheet.number ?? Math.max(last.number, ...sheets.map((kept) => kept.values.number ?? 0)) + 1;
  const check = (typed: readonly string[]) => questions.map((q, i) => checkAnswer(q.values, typed[i] ?? ''));
  const wrongIn = (checked: readonly Checked[]) => checked.findIndex(({ problem }) => problem !== undefined);
  const goOnAt = (typed: readonly string[]) => {
    const wrong = wrongIn(check(typed));
    return wrong >= 0 ? wrong : Math.min(typed.length, Math.max(0, questions.length - 1));
  };
  const checked = check(sheet.typed);
  const target = (of: string) => ({ id: of, kind: 'responseSheet' });

  const plan = () => planRecord('responseSheet', batch, { number, keying: true, ...marks });
  /** A finished sheet stops counting with the first key that changes it. */
  const recall = () => {
    if (!sheet.id || !sheet.before || sheet.changed) return;
    editField(target(sheet.id), 'keying', true);
    void commitField(sheet.id, 'keying');
  };
  const keep = (typed: readonly string[]) => {
    const own = sheet.id ?? (typed.some((text) => text.trim() !== '') ? plan() : undefined);
    recall();
    if (own !== undefined) editField(target(own), 'answers', typed);
    setSheet({ ...sheet, id: own, number: own === undefined ? undefined : number, typed, changed: true });
  };
  const begin = () => {
    setSheet(NEW);
    // The next sheet is of the same people, but has a number of its own.
    setMarks(({ group }) => (group === undefined ? {} : { group }));
  };
  /** Lets a sheet count, with these values. @returns whether that was done */
  const settle = (of: string, values: FieldValues) =>
    commands.attempt(async () => {
      await saveTogether(target(of), { ...values, keying: null });
      return true;
    });
  const finished = async (of: string) => {
    setLast({ number, refused: false });
    const done = await settle(of, { answers: checked.map(({ value }) => value) });
    if (!done) setLast({ number, refused: true });
  };
  const others = unfinishedOf(sheets).filter(
    ({ id: other, values }) =>
      other !== id && values.number !== number && (last.refused || values.number !== last.number),
  );

  return {
    id,
    number,
    typed: sheet.typed,
    checked,
    group: marks.group,
    paperNumber: marks.paperNumber,
    resumed: sheet.resumed === true,
    correcting: sheet.before !== undefined,
    wrong: wrongIn(checked),
    here: goOnAt(sheet.typed),
    others: others.length,
    refused: draft?.status === 'failed' ? draft.message : undefined,
    type: (index, text) => keep(withAnswer(sheet.typed, index, text)),
    pass: (index) => {
      if (index >= sheet.typed.length) keep(withAnswer(sheet.typed, index, ''));
    },
    leave: () => {
      if (sheet.id) void commitField(sheet.id, 'answers');
    },
    setMark: (mark, value) => {
      setMarks(({ [mark]: _before, ...others }) =>
        value === undefined ? others : { ...others, [mark]: value },
      );
      if (!sheet.id) return;
      recall();
      editField(target(sheet.id), mark, value ?? null);
      if (mark === 'group') void commitField(sheet.id, mark);
      setSheet({ ...sheet, changed: true });
    },
    finish: () => {
      if (!sheet.before || sheet.changed) void finished(sheet.id ?? plan());
      begin();
    },
    revert: () => {
      const { id: own, before, changed } = sheet;
      if (own && before && changed) {
        const { answers = [], group = null, paperNumber = null } = before;
        void settle(own, { answers: [...answers], group, paperNumber });
      }
      begin();
    },
    remove: async () => {
      if (id === undefined) return false;
      for (const field of ['answers', 'group', 'paperNumber', 'keying']) dropField(id, field);
      await flushAutosave();
      const done = await commands.remove(id, '答卷录入有误');
      if (!done) return false;
      tellUndo('已删除这份答卷', () => commands.restore(id));
      setLast(NONE);
      begin();
      return true;
    },
    open: (kept) => {
      const next = opened(kept);
      setSheet(next);
      setMarks(marksOf(kept));
      return next.resumed ? goOnAt(next.typed) : 0;
    },
  };
}
