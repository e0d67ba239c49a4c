import {
  choice,
  date,
  defineKind,
  flag,
  fromDictionary,
  integer,
  lines,
  longText,
  numbers,
  reference,
  text,
  type Entity,
  type Issue,
  type RuleContext,
} from '../define';
import { optionsOf, QUESTION_TYPES, type QuestionType } from '../question-options';
import { formNow, lockedBecause, onlyReworded, placeOfOption } from '../questionnaire-form';
import { isBlank } from '../validate';

export * from '../question-options';

/** 调查问卷 of a round: its questions are records; what came back is a 发放批次 per inspection. */
export const questionnaire = defineKind({
  kind: 'questionnaire',
  label: '调查问卷',
  code: 'WJ',
  parents: ['round'],
  stage: 'onSite',
  page: {
    needs: 'inspection',
    about: '这里编写本轮的调查问卷，登记各单位的发放、回收，录入答卷并统计。还没有问卷。',
  },
  children: ['question', 'questionTally'],
  fields: {
    code: text('编号').max(40),
    name: text('问卷名称').required().max(80).span(2),
    instructions: longText('填写说明').help('不记名；请在所选项打“√”'),
  },
  columns: ['code', 'name'],
  guard: ({ act, id }, context) =>
    act === 'remove' && id !== undefined && lockedBecause(id, context)
      ? '已有答卷或票数，问卷不能删除'
      : undefined,
  title: (v) => v.name ?? '未命名问卷',
});

export const question = defineKind({
  kind: 'question',
  label: '问卷题目',
  code: 'Q',
  parents: ['questionnaire'],
  stage: 'onSite',
  fields: {
    code: text('题号').max(20),
    position: integer('顺序'),
    type: choice('题型', QUESTION_TYPES).required(),
    stem: longText('题干').required().span(2),
    options: lines('选项'),
    limit: integer('最多选几项').help('多选题最多可选几项，不限不填'),
    exclusive: integer('只能单独选的是第几项').help('选了它就不能再选别的，如“没有突出问题”'),
    focus: fromDictionary('属于哪个聚焦', 'focus'),
  },
  columns: ['code', 'type', 'stem', 'options', 'focus'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      const chosen = v.type === 'single' || v.type === 'multiple';
      if (chosen && (v.options?.length ?? 0) < 2) {
        issues.push({ field: 'options', level: 'error', message: '选择题至少要有两个选项' });
      }
      if (v.limit !== undefined && v.options && v.limit > v.options.length) {
        issues.push({ field: 'limit', level: 'error', message: '最多选几项，不能超过选项个数' });
      }
      return issues;
    },
  ],
  access: 'row',
  // Answers hold letters and votes hold places: what stands there must stay what it was (domain.md §2.2 i).
  guard: ({ act, parent, before, after }, context) => {
    const same =
      act === 'edit' &&
      before.position === after.position &&
      before.type === after.type &&
      onlyReworded(before.options ?? [], after.options ?? []);
    return same || parent === null ? undefined : lockedBecause(parent, context);
  },
  title: (v) => v.stem ?? '未填题干',
});

/** 发放批次: sheets handed out in one unit on one day, with the bookkeeping of the paper (发放、回收、有效). */
export const responseBatch = defineKind({
  kind: 'responseBatch',
  label: '问卷发放',
  parents: ['inspection'],
  stage: 'onSite',
  workedOn: 'questionnaire',
  children: ['responseSheet', 'questionTally'],
  fields: {
    questionnaire: reference('问卷', 'questionnaire').required().span(2),
    handedOutOn: date('发放日期').required().today(),
    issued: integer('发放份数').required().unit('份'),
    returned: integer('回收份数').unit('份'),
    valid: integer('有效份数').unit('份'),
    invalidReason: text('无效原因').span(2),
    witness: reference('监票人', 'member'),
    counter: reference('计票人', 'member'),
    keyedBy: reference('录入人', 'member'),
    checkedBy: reference('复核人', 'member'),
    /** {@link formOf}: taken down by the services with the first answer. */
    form: lines('录入时的题目').derived(),
  },
  sets: { evidence: '签字表、照片' },
  sections: [
    {
      title: '问卷发放',
      fields: [
        'questionnaire',
        'handedOutOn',
        'issued',
        'returned',
        'valid',
        'invalidReason',
        'witness',
        'counter',
        'keyedBy',
        'checkedBy',
      ],
    },
  ],
  columns: ['questionnaire', 'handedOutOn', 'issued', 'returned', 'valid', 'keyedBy'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.issued !== undefined && v.returned !== undefined && v.returned > v.issued) {
        issues.push({ field: 'returned', level: 'error', message: '回收份数不能多于发放份数' });
      }
      if (v.returned !== undefined && v.valid !== undefined && v.valid > v.returned) {
        issues.push({ field: 'valid', level: 'error', message: '有效份数不能多于回收份数' });
      }
      return issues;
    },
    (v, entity, { children }) => {
      const sheets = children(entity.id, 'responseSheet').filter(sheetCounts).length;
      return v.valid !== undefined && sheets > v.valid
        ? [{ field: 'valid', level: 'error', message: `已录入${sheets}份，多于有效份数，请核对` }]
        : [];
    },
  ],
  owners: ['keyedBy', 'checkedBy', 'counter'],
  title: (v) => (v.handedOutOn ? `${v.handedOutOn} 发放${v.issued ?? 0}份` : '问卷发放'),
});

/** The first answer of a batch takes down by which questions and options it was keyed ({@link formNow}). */
function takeDownForm(_set: unknown, batch: Entity, context: RuleContext) {
  if (batch.kind !== 'responseBatch' || !isBlank(batch.values.form)) return undefined;
  const form = formNow(String(batch.values.questionnaire ?? ''), context);
  return form.length === 0 ? undefined : { form };
}

/**
 * 答卷: one paper sheet, keyed by one person at one go, so its answers are one value in question order. It is a record from
 * its first answer on; while `keying`, its answers are what was typed, as far as the person has come, checked by nobody.
 */
export const responseSheet = defineKind({
  kind: 'responseSheet',
  label: '答卷',
  parents: ['responseBatch'],
  stage: 'onSite',
  tells: takeDownForm,
  fields: {
    number: integer('序号'),
    paperNumber: text('卷号').max(20).help('纸面上的编号，便于与纸卷核对'),
    /**
     * One entry per question in the order of the batch's form: letters for choices (`A`, `AC`), text for the rest, empty for
     * 未答, {@link INVALID} for an answer that cannot stand.
     */
    answers: lines('作答'),
    group: text('人群').max(40).help('班子、中层、一般、群众'),
    keying: flag('录入中'),
  },
  computed: {
    progress: { label: '状态', text: (sheet) => (sheetCounts(sheet) ? '已录完' : '录入中') },
  },
  columns: ['number', 'paperNumber', 'progress', 'answers', 'group'],
  access: 'row',
  title: (v) => `第${v.number ?? '?'}份${v.keying ? '（录入中）' : ''}`,
});

/** An answer that the paper has and that cannot stand (two crosses where one is asked for); counted with 未答. */
export const INVALID = '无效';

/** Whether a sheet counts anywhere: in the tally, in the number of sheets. One that is still being keyed does not. */
export function sheetCounts(sheet: Entity<{ keying?: unknown }>): boolean {
  return sheet.values.keying !== true;
}

/**
 * 计票: votes of one question counted by hand, of one batch (where its sheets are not keyed one by one) or, under the
 * questionnaire, of all units together (free answers sorted into groups).
 */
export const questionTally = defineKind({
  kind: 'questionTally',
  label: '计票',
  parents: ['responseBatch', 'questionnaire'],
  stage: 'onSite',
  tells: takeDownForm,
  fields: {
    question: reference('题目', 'question').required(),
    votes: numbers('票数'),
    unanswered: integer('未答'),
    coded: lines('意见分类').help('简答题按意见分类后的名称，与票数一一对应'),
  },
  columns: ['question', 'votes', 'unanswered'],
  access: 'row',
  title: () => '计票',
});

/** Counts of one question. `votes` in option order; `base` = valid sheets, the default denominator of percentages. */
export interface Tally {
  readonly votes: readonly number[];
  readonly unanswered: number;
  readonly base: number;
  /** What does not add up, in Chinese; empty where all is well. */
  readonly problems: readonly string[];
}

/** Letters of an answer as option indexes: `AC` → [0, 2]. Other characters are not letters of options. */
export function answerIndexes(answer: string, options: number): readonly number[] {
  const found = new Set<number>();
  for (const letter of answer.toUpperCase()) {
    const index = letter.charCodeAt(0) - 65;
    if (index >= 0 && index < options) found.add(index);
  }
  return [...found].sort((a, b) => a - b);
}

/** What a batch has to count of one question. */
export interface BatchVotes {
  readonly valid: number;
  /** The answers of its finished sheets to this question ({@link sheetCounts}). */
  readonly answers: readonly string[];
  /** Its hand count, where it was not keyed sheet by sheet. */
  readonly hand?: { readonly votes: readonly number[]; readonly unanswered: number };
  /** The options as they were keyed; absent: those of today. */
  readonly form?: readonly string[];
}

/** Votes of one question over the batches given: keyed sheets where a batch has any, else its hand tally. */
export function tally(
  asked: Entity<{ type?: QuestionType; options?: readonly string[] }>,
  batches: readonly BatchVotes[],
): Tally {
  const { type } = asked.values;
  const options = optionsOf(asked.values);
  const votes = options.map(() => 0);
  const problems: string[] = [];
  let unanswered = 0;
  let base = 0;
  let lost = 0;
  for (const { valid, answers, hand, form = options } of batches) {
    base += valid;
    const count = (place: number, n: number) => {
      const at = placeOfOption(form, options, place);
      if (at !== undefined) votes[at] = votes[at]! + n;
      else if (options.length > 0) lost += n;
    };
    if (answers.length > 0) {
      for (const answer of answers.map((text) => text.trim())) {
        const chosen = answer === INVALID ? [] : answerIndexes(answer, form.length);
        if (options.length > 0 ? chosen.length === 0 : answer === '' || answer === INVALID) unanswered += 1;
        for (const place of chosen) count(place, 1);
      }
    } else if (hand) {
      hand.votes.forEach((n, place) => {
        if (place < form.length) count(place, n);
      });
      unanswered += hand.unanswered;
    }
  }
  const total = votes.reduce((a, b) => a + b, 0) + unanswered;
  if (lost > 0) {
    problems.push(`有${lost}票投给题目中已没有的选项，未计入，请核对“题目”页的选项`);
  } else if (options.length > 0 && type !== 'multiple' && total !== base) {
    problems.push(`各选项与未答合计${total}，与有效份数${base}不符，请核对或用“未答”平账`);
  }
  return { votes, unanswered, base, problems };
}

/** `28.8%`: share with one decimal, rounded half up (四舍五入) in whole tenths; `—` without a base. */
export function percent(part: number, base: number): string {
  return base > 0 ? `${(Math.round((part * 1000) / base) / 10).toFixed(1)}%` : '—';
}
