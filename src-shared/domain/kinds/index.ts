/** The words and rules of the work: every kind of record, in the order of the work. */
import type { AnyKind } from '../define';
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
import { supervisionCheck } from './supervision-check';
import { team } from './team';
import { term } from './term';
import { unit } from './unit';
import { visit } from './visit';
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
  forum,
  visit,
  petition,
  questionnaire,
  question,
  responseBatch,
  responseSheet,
  questionTally,
  documentRequest,
  workingPaper,
  clue,
  immediateOrder,
  feedback,
  advice,
  rectificationItem,
  measure,
  progressEntry,
  supervisionCheck,
  satisfactionSurvey,
  weeklyReport,
  pryReport,
  exportEntry,
  nameDecision,
  operation,
} as const;

export type Kinds = typeof kinds;
export type KindName = keyof Kinds;
export const KIND_NAMES = Object.keys(kinds) as readonly KindName[];

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}

/** The definition of a kind, or undefined for a kind that only a newer version knows. */
export function kindOf(name: string): AnyKind | undefined {
  return isKindName(name) ? kinds[name] : undefined;
}
