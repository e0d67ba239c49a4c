/** Every kind of record, in the order of the work: within a stage their pages stand in it. */
import type { AnyKind, PageOfKind } from '../define';
import { account } from './account';
import { clue } from './clue';
import { coverageTarget } from './coverage-target';
import { dictionaryEntry } from './dictionary-entry';
import { documentRequest } from './document-request';
import { exportEntry } from './export-entry';
import { advice, feedback } from './feedback';
import { forum } from './forum';
import { immediateOrder } from './immediate-order';
import { inquiry } from './inquiry';
import { inspection } from './inspection';
import { exchange, interview, outlineItem } from './interview';
import { laptop } from './laptop';
import { member } from './member';
import { nameDecision } from './name-decision';
import { operation } from './operation';
import { petition } from './petition';
import { outline, outlineQuestion } from './outline';
import { pryReport } from './pry-report';
import { question, questionnaire, questionTally, responseBatch, responseSheet } from './questionnaire';
import { measure, progressEntry, rectificationItem } from './rectification-item';
import { recusal } from './recusal';
import { round } from './round';
import { satisfactionSurvey } from './satisfaction-survey';
import { signature } from './signature';
import { supervisionCheck } from './supervision-check';
import { team } from './team';
import { term } from './term';
import { unit } from './unit';
import { visit } from './visit';
import { vouching } from './vouching';
import { weeklyReport } from './weekly-report';
import { workingPaper } from './working-paper';

export const kinds = {
  term,
  coverageTarget,
  round,
  dictionaryEntry,
  team,
  member,
  unit,
  inspection,
  recusal,
  inquiry,
  outline,
  outlineQuestion,
  interview,
  outlineItem,
  exchange,
  questionnaire,
  question,
  responseBatch,
  responseSheet,
  questionTally,
  documentRequest,
  forum,
  visit,
  petition,
  weeklyReport,
  workingPaper,
  immediateOrder,
  clue,
  pryReport,
  feedback,
  advice,
  rectificationItem,
  measure,
  progressEntry,
  supervisionCheck,
  satisfactionSurvey,
  signature,
  exportEntry,
  nameDecision,
  operation,
  account,
  laptop,
  vouching,
} as const;

export type Kinds = typeof kinds;
export type KindName = keyof Kinds;
/** The kinds that have a page. */
export type PagedKind = {
  [K in KindName]: Kinds[K]['page'] extends PageOfKind ? K : never;
}[KindName];
/** In the order of the work. */
export const KIND_NAMES = Object.keys(kinds) as readonly KindName[];

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}

/** The definition of a kind, or undefined for a kind that only a newer version knows. */
export function kindOf(name: string): AnyKind | undefined {
  return isKindName(name) ? kinds[name] : undefined;
}

/** Whether the records of a kind have a page of their own. */
export function hasPage(name: string): name is PagedKind {
  return kindOf(name)?.page !== undefined;
}

/** The kinds that have a page, in the order of the work. */
export const PAGED_KINDS: readonly PagedKind[] = KIND_NAMES.filter(hasPage);

/** Of what the page of a kind shows the records. */
export type Extent = 'unit' | 'round' | 'team' | 'everything';

/** Of what the page of a kind shows the records: of the unit at work, of the round, of its teams, or of all there is. */
export function extentOf(kind: AnyKind): Extent {
  if (kind.parents.includes('inspection')) return 'unit';
  if (kind.parents.includes('round')) return 'round';
  if (kind.parents.includes('team')) return 'team';
  const above = kindOf(kind.parents[0] ?? '');
  return above ? extentOf(above) : 'everything';
}

/** The page on which records of a kind are worked: its own, or that of what they belong to; undefined where none is. */
export function pageKindOf(name: string): PagedKind | undefined {
  // Kinds nest four deep at most.
  for (let here: string | undefined = name; here !== undefined; here = kindOf(here)?.parents[0]) {
    if (hasPage(here)) return here;
    const { workedOn } = kindOf(here) ?? {};
    if (workedOn !== undefined && hasPage(workedOn)) return workedOn;
  }
  return undefined;
}
