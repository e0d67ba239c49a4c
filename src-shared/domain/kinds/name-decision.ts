import { choice, defineKind, instant, text } from '../define';

/** What a person said of words that may be somebody's name or secret: they are left out of papers for the unit, or stay. */
export const NAME_ANSWERS = { name: '隐去', word: '保留原文' } as const;
export type NameAnswer = keyof typeof NAME_ANSWERS;

/**
 * 人名核定: asked once and kept, for every later paper of the unit. With a sentence it holds for that sentence, without one
 * for the word wherever it stands in this unit. Written by the services only; who may not read informants does not see it,
 * because it tells which words were in question.
 */
export const nameDecision = defineKind({
  kind: 'nameDecision',
  label: '人名核定',
  parents: ['inspection'],
  stage: 'archive',
  fields: {
    word: text('词语').required().max(200),
    sentence: text('所在句子').max(400).span(3),
    is: choice('核定', NAME_ANSWERS).required(),
    by: text('核定人').names('staff').max(40),
    at: instant('时间'),
  },
  columns: ['word', 'is', 'sentence', 'by', 'at'],
  access: 'names',
  title: (v) => v.word ?? '人名核定',
});
