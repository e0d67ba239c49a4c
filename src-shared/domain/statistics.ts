/**
 * Figures that papers quote, computed from the records so that a number in a document is the number in the records
 * (domain.md §0.5, R45). All sentences follow sample-round.md §12 to the letter.
 */
import { type ClueState, isTransferred } from './kinds/clue';
import type { Entity, IsoDate } from './define';
import { counts } from './draft-record';
import { entryOrder } from './dictionaries';
import type { Entry } from './glossary';
import type { RectificationState } from './kinds/rectification-item';
import { RECTIFICATION_STATES } from './kinds/rectification-item';
import { isAdopted, type PaperState } from './kinds/working-paper';

/** Whatever can list the records of a kind; already filtered by rights and by unit where wanted. */
export type ListOf = (kind: string) => readonly Entity[];

export interface Figures {
  readonly forums: number;
  readonly issued: number;
  readonly returned: number;
  readonly valid: number;
  /** 人次: a talk with three people counts three. */
  readonly interviews: number;
  /** 走访人次; 暗访 has no persons and is counted apart. */
  readonly visitedPersons: number;
  readonly covertVisits: number;
  /** 类: number of requests; `documentCopies` the sum of their quantities. */
  readonly documents: number;
  readonly documentCopies: number;
  readonly measureWords: readonly string[];
  readonly petitions: number;
  /** 方面: distinct 聚焦 that have adopted problems. */
  readonly aspects: number;
  readonly problems: number;
  readonly clues: number;
}

const sum = (entities: readonly Entity[], field: string, absent = 0): number =>
  entities.reduce(
    (total, e) => total + (typeof e.values[field] === 'number' ? (e.values[field] as number) : absent),
    0,
  );

/** The figures of these records; drafts count nowhere. */
export function figuresOf(all: ListOf): Figures {
  const list: ListOf = (kind) => all(kind).filter(counts);
  const papers = list('workingPaper').filter((e) => isAdopted(e.values.state as string));
  const documents = list('documentRequest').filter((e) => e.values.state !== 'requested');
  const visits = list('visit');
  const batches = list('responseBatch');
  const words = [...new Set(documents.map((e) => (e.values.measureWord as string | undefined) || '份'))];
  words.sort((a, b) => entryOrder('measureWord', a) - entryOrder('measureWord', b));
  return {
    forums: list('forum').length,
    issued: sum(batches, 'issued'),
    returned: sum(batches, 'returned'),
    valid: sum(batches, 'valid'),
    interviews: sum(list('interview'), 'personTimes', 1),
    visitedPersons: sum(visits, 'persons'),
    covertVisits: visits.filter((e) => e.values.method === '暗访').length,
    documents: documents.length,
    documentCopies: sum(documents, 'quantity'),
    measureWords: words,
    petitions: list('petition').length,
    aspects: new Set(papers.map((e) => e.values.focus)).size,
    problems: papers.length,
    clues: list('clue').filter((e) => isTransferred(e.values.state as ClueState)).length,
  };
}

/** States in which a problem has surely been told to the unit. */
const TOLD: ReadonlySet<unknown> = new Set<PaperState>(['fedBack', 'rectifying', 'closed']);

/**
 * The problems that units have been told of and answer for: what the 整改台账 and its sentence count, on the screen and on
 * paper alike. An adopted problem of an inspection without a recorded 反馈 counts (the ledger is being prepared); one
 * signed after the day of the 反馈 does not, it was not in the paper.
 */
export function fedBackProblems(list: ListOf): readonly Entity[] {
  const heldOn = new Map(list('feedback').map((e) => [e.inspection, e.values.heldOn as IsoDate | undefined]));
  return list('workingPaper').filter((paper) => {
    if (!isAdopted(paper.values.state as string)) return false;
    const held = heldOn.get(paper.inspection);
    const signedOn = paper.values.signedOn as IsoDate | undefined;
    return TOLD.has(paper.values.state) || held === undefined || (signedOn !== undefined && signedOn <= held);
  });
}

/** `4个方面18个问题`. */
export function aspectsAndProblems(figures: Pick<Figures, 'aspects' | 'problems'>): string {
  return `${figures.aspects}个方面${figures.problems}个问题`;
}

/**
 * 统计句. What did not happen is not said (no “0场次”).
 * @param options.clues false for any paper that goes to the unit: the number of clues is not for it.
 */
export function statisticsSentence(figures: Figures, options: { clues: boolean }): string {
  const did = (n: number, words: string) => (n > 0 ? words : '');
  const parts = [
    did(figures.forums, `召开座谈会${figures.forums}场次`),
    did(figures.issued, `发放调查问卷${figures.issued}份`),
    did(figures.interviews, `谈话${figures.interviews}人次`),
    did(figures.visitedPersons, `走访群众${figures.visitedPersons}人次`),
    did(figures.documents, `调阅资料${figures.documents}类${copiesWords(figures)}`),
    did(figures.petitions, `受理信访${figures.petitions}件`),
    did(figures.problems, `发现${aspectsAndProblems(figures)}`),
    did(options.clues ? figures.clues : 0, `移交问题线索${figures.clues}件`),
  ].filter(Boolean);
  return parts.length > 0 ? `巡察期间，共${parts.join('，')}。` : '巡察期间，暂无工作记录。';
}

/** `53件（册、卷、份）`; nothing where no number was written down. */
const copiesWords = ({ documentCopies, measureWords }: Figures): string =>
  documentCopies > 0 ? `${documentCopies}件（${measureWords.join('、')}）` : '';

/** How the group came to know, of what there are records; an empty list where there are none. */
export function methodsOf(figures: Figures): readonly string[] {
  const did = (n: number, words: string) => (n > 0 ? [words] : []);
  return [
    ...did(figures.forums, '召开座谈会'),
    ...did(figures.interviews, '个别谈话'),
    ...did(figures.petitions, '受理信访'),
    ...did(figures.documents, '调阅资料'),
    ...did(figures.issued, '问卷调查'),
    ...did(figures.visitedPersons + figures.covertVisits, '走访了解'),
  ];
}

/** Adds amounts in 万元 without binary dust: in whole millionths. */
export function addAmounts(amounts: readonly number[]): number {
  return amounts.reduce((total, n) => total + Math.round(n * 1e6), 0) / 1e6;
}

export interface RectificationFigures {
  readonly items: number;
  readonly states: Readonly<Record<RectificationState, number>>;
  readonly systems: number;
  /** 万元. */
  readonly recovered: number;
  readonly accountable: number;
  readonly analogous: number;
  readonly campaigns: number;
}

/** The figures of these items; drafts count nowhere. */
export function rectificationFigures(all: readonly Entity[]): RectificationFigures {
  const items = all.filter(counts);
  const states = { notStarted: 0, inProgress: 0, basicallyDone: 0, done: 0 };
  for (const item of items) {
    const code = (item.values.state ?? 'notStarted') as RectificationState;
    if (code in states) states[code] += 1;
  }
  return {
    items: items.length,
    states,
    systems: sum(items, 'systems'),
    recovered: addAmounts(items.map((e) => (e.values.recovered as number | undefined) ?? 0)),
    accountable: sum(items, 'accountable'),
    analogous: sum(items, 'analogous'),
    campaigns: sum(items, 'campaigns'),
  };
}

/** 整改情况小结. All four states are said where there are items; of what was achieved, only what there is. */
export function rectificationSentence(problems: number, figures: RectificationFigures): string {
  if (problems === 0 && figures.items === 0) return '尚无反馈问题和整改任务。';
  if (figures.items === 0) return `巡察反馈${problems}个问题，尚未细化整改任务。`;
  const order = ['done', 'basicallyDone', 'inProgress', 'notStarted'] as const;
  const progress = order.map((s) => `${RECTIFICATION_STATES[s]}${figures.states[s]}项`).join('、');
  const achieved = [
    figures.systems > 0 ? `建立完善制度${figures.systems}项` : '',
    figures.recovered > 0 ? `挽回损失${figures.recovered}万元` : '',
    figures.accountable > 0 ? `追责问责${figures.accountable}人次` : '',
  ].filter(Boolean);
  const tail = achieved.length > 0 ? `；${achieved.join('，')}` : '';
  return `巡察反馈${problems}个问题，细化整改任务${figures.items}项，${progress}${tail}。`;
}

/**
 * Adopted problems by 聚焦 in the order of the round's dictionary; 重点 first, then by number, inside each.
 * @param entries the 聚焦 of the round (`entriesOf('focus', …)`)
 */
export function problemsByFocus(
  papers: readonly Entity[],
  entries: readonly Entry[],
): { readonly code: string; readonly label: string; readonly papers: readonly Entity[] }[] {
  const codes = [...new Set(papers.map((e) => (e.values.focus as string | undefined) ?? ''))];
  const place = (code: string): number => {
    const at = entries.findIndex((entry) => entry.code === code);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  codes.sort((a, b) => place(a) - place(b));
  return codes.map((code) => ({
    code,
    label: entries.find((e) => e.code === code)?.label ?? (code || '未分类'),
    papers: papers
      .filter((e) => ((e.values.focus as string | undefined) ?? '') === code)
      .sort(
        (a, b) =>
          Number(b.values.key === true) - Number(a.values.key === true) ||
          String(a.values.code ?? '').localeCompare(String(b.values.code ?? ''), 'zh', { numeric: true }),
      ),
  }));
}

/** Records of a kind whose day lies in a period, both ends included: what the weekly report counts. */
export function inPeriod(
  entities: readonly Entity[],
  field: string,
  from: IsoDate,
  to: IsoDate,
): readonly Entity[] {
  return entities.filter((e) => {
    const day = e.values[field];
    return typeof day === 'string' && day >= from && day <= to;
  });
}
