/**
 * The sentences that papers quote, made of figures and of nothing else. A sentence is pieces: words, and numbers that know which
 * figure they are, so that a screen can open what is behind them.
 */
import type { Entity } from '../define';
import { entryOrder } from '../dictionaries';
import { figures as definitions, type FigureId, type Figures } from './index';

/** A number in a sentence. */
export interface SaidFigure {
  readonly figure: FigureId;
  readonly words: string;
}
export type Piece = string | SaidFigure;

/** The sentence as papers print it. */
export const plainText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('');

/** Part of a sentence; none where there is nothing to say. */
type Clause = (figures: Figures) => readonly Piece[];

const numberOf = (figures: Figures, figure: FigureId): SaidFigure => ({
  figure,
  words: String(figures.value(figure)),
});

/** Words round figures, said whatever they come to. */
const always =
  (words: TemplateStringsArray, ...ids: readonly FigureId[]): Clause =>
  (figures) =>
    words.flatMap((word, i) => [
      ...(word === '' ? [] : [word]),
      ...(i < ids.length ? [numberOf(figures, ids[i]!)] : []),
    ]);

/** Words round figures, said only where the first of them is more than nothing: what did not happen is not said. */
const say =
  (words: TemplateStringsArray, ...ids: readonly FigureId[]): Clause =>
  (figures) =>
    figures.value(ids[0]!) > 0 ? always(words, ...ids)(figures) : [];

const together =
  (...clauses: readonly Clause[]): Clause =>
  (figures) =>
    clauses.flatMap((clause) => clause(figures));

/** What is said, one after another with a sign between. */
function joined(clauses: readonly Clause[], between: string, figures: Figures): readonly Piece[] {
  return clauses
    .map((clause) => clause(figures))
    .filter((said) => said.length > 0)
    .flatMap((said, i) => (i === 0 ? said : [between, ...said]));
}

const joinedClause =
  (clauses: readonly Clause[], between: string): Clause =>
  (figures) =>
    joined(clauses, between, figures);

/** `（册、卷、份）`: the measure words of what was handed over. */
const measureWords: Clause = (figures) => {
  const words = new Set(
    figures
      .records('documents')
      .map(({ values }: Entity) => (values.measureWord as string | undefined) || '份'),
  );
  const inOrder = [...words].sort((a, b) => entryOrder('measureWord', a) - entryOrder('measureWord', b));
  return figures.value('documentCopies') > 0 ? [`（${inOrder.join('、')}）`] : [];
};

/** `4个方面18个问题`. */
const aspectsAndProblems = say`${'aspects'}个方面${'problems'}个问题`;
const found: Clause = (figures) => {
  const said = aspectsAndProblems(figures);
  return said.length > 0 ? ['发现', ...said] : [];
};

const WORK: readonly Clause[] = [
  say`召开座谈会${'forums'}场次`,
  say`发放调查问卷${'issued'}份`,
  say`谈话${'interviews'}人次`,
  say`走访群众${'visitedPersons'}人次`,
  together(say`调阅资料${'documents'}类`, say`${'documentCopies'}件`, measureWords),
  say`受理信访${'petitions'}件`,
  found,
];

/** Whether a paper may say how many clues there are: none that goes to the unit may. */
export interface WithClues {
  readonly clues: boolean;
}

/** 统计句 (sample-round.md §12, R45). */
export function statisticsSentence(figures: Figures, { clues }: WithClues): readonly Piece[] {
  const said = joined([...WORK, ...(clues ? [say`移交问题线索${'clues'}件`] : [])], '，', figures);
  return said.length > 0 ? ['巡察期间，共', ...said, '。'] : ['巡察期间，暂无工作记录。'];
}

/** How the group came to know, of what there are records; an empty list where there are none. */
export function methodsOf(figures: Figures): readonly string[] {
  const METHODS: readonly (readonly [string, ...FigureId[]])[] = [
    ['召开座谈会', 'forums'],
    ['个别谈话', 'interviews'],
    ['受理信访', 'petitions'],
    ['调阅资料', 'documents'],
    ['问卷调查', 'issued'],
    ['走访了解', 'visitedPersons', 'covertVisits'],
  ];
  return METHODS.filter(([, ...ids]) => ids.some((id) => figures.value(id) > 0)).map(([words]) => words);
}

/** 整改情况小结 (sample-round.md §12). All four states are said where there are items; of what was achieved, only what there is. */
export function rectificationSentence(figures: Figures): readonly Piece[] {
  const told = figures.value('problemsFedBack');
  if (figures.value('items') === 0)
    return told === 0
      ? ['尚无反馈问题和整改任务。']
      : [...always`巡察反馈${'problemsFedBack'}个问题，尚未细化整改任务。`(figures)];
  const states = (['itemsDone', 'itemsBasicallyDone', 'itemsInProgress', 'itemsNotStarted'] as const).map(
    (id): Clause =>
      (all) => [definitions[id].label, numberOf(all, id), '项'],
  );
  const achieved = joined(
    [say`建立完善制度${'systems'}项`, say`挽回损失${'recovered'}万元`, say`追责问责${'accountable'}人次`],
    '，',
    figures,
  );
  return [
    ...always`巡察反馈${'problemsFedBack'}个问题，细化整改任务${'items'}项，`(figures),
    ...joined(states, '、', figures),
    ...(achieved.length > 0 ? ['；', ...achieved] : []),
    '。',
  ];
}

/** The work sentence of the 巡察报告 as counties publish it (domain-addendum.md §6.a): only what there is, in this order. */
export function workSentence(figures: Figures, { clues }: WithClues): readonly Piece[] {
  const said = joined(
    [
      say`个别谈话${'interviews'}人次`,
      together(say`座谈${'forums'}场`, say`（${'forumPersons'}人次）`),
      together(say`发放问卷${'issued'}份`, say`、收回${'returned'}份`, say`（有效${'valid'}份）`),
      joinedClause([say`走访${'households'}户`, say`走访${'visitedPersons'}人次`], '、'),
      together(say`调阅资料${'documents'}类`, say`${'documentCopies'}件`, measureWords),
      say`受理信访${'petitions'}件`,
      say`下沉${'placesBelow'}个单位（村）`,
      say`发现问题${'aspects'}个方面${'problems'}个`,
      say`立行立改${'immediateOrders'}个`,
      say`意见建议${'advice'}条`,
      ...(clues ? [say`移交问题线索${'clues'}件${'cluePersons'}人`] : []),
    ],
    '，',
    figures,
  );
  return said.length > 0 ? [...said, '。'] : [];
}

/** People dealt with, in the order of the published sentence; the measure word stands once behind them all. */
const DEALT_WITH = [
  'partyPunished',
  'punished',
  'reorganised',
  'admonished',
  'criticised',
  'orderedToReview',
  'reminded',
] as const satisfies readonly FigureId[];

/**
 * The figures of the 整改情况通报 as they are published (domain-addendum.md §6.e). Done and open add up to what was fed back,
 * both are said even where one is nothing; of what it brought, only what there is.
 */
export function publishedSentence(figures: Figures): readonly Piece[] {
  if (figures.value('problemsFedBack') === 0) return [];
  const people = DEALT_WITH.filter((id) => figures.value(id) > 0).map((id): Clause => (all) => [
    definitions[id].label,
    numberOf(all, id),
  ]);
  const brought = joined(
    [
      (all) => (people.length > 0 ? [...joined(people, '、', all), '人'] : []),
      say`制度${'systems'}项`,
      joinedClause(
        [say`追缴${'collected'}万元`, say`清退${'refunded'}万元`, say`挽回损失${'recovered'}万元`],
        '、',
      ),
    ],
    '；',
    figures,
  );
  return [
    ...always`反馈问题${'problemsFedBack'}个，已完成${'problemsPutRight'}个、正在整改${'problemsOpen'}个，完成率${'problemsRate'}%`(
      figures,
    ),
    ...(brought.length > 0 ? ['；', ...brought] : []),
    '。',
  ];
}
