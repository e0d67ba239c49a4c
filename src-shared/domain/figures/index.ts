/** Every figure, in the order in which reports say them. One line a figure: one that is missing does not compile. */
import type { Role } from '../roles';
import { canReadKind } from '../access';
import { kinds } from '../kinds';
import { chinesePeriod, chineseDate } from '../dates';
import type { Entity } from '../define';
import { labelIn } from '../words';
import * as collecting from './collecting';
import {
  inPeriod,
  worldOf,
  type FigureDefinition,
  type FigureLook,
  type FigurePeriod,
  type FigureScope,
  type TeamsScope,
} from './define-figure';
import * as findings from './findings';
import * as rectification from './rectification';

export * from './define-figure';

type Defined = typeof collecting & typeof findings & typeof rectification;
export type FigureId = keyof Defined & string;

export const figures: { readonly [F in FigureId]: FigureDefinition } = {
  forums: collecting.forums,
  forumPersons: collecting.forumPersons,
  interviews: collecting.interviews,
  issued: collecting.issued,
  returned: collecting.returned,
  valid: collecting.valid,
  visitedPersons: collecting.visitedPersons,
  households: collecting.households,
  covertVisits: collecting.covertVisits,
  placesBelow: collecting.placesBelow,
  documents: collecting.documents,
  documentCopies: collecting.documentCopies,
  petitions: collecting.petitions,
  workingPapers: findings.workingPapers,
  aspects: findings.aspects,
  problems: findings.problems,
  keyProblems: findings.keyProblems,
  immediateOrders: findings.immediateOrders,
  immediateOrdersDone: findings.immediateOrdersDone,
  immediateOrdersRate: findings.immediateOrdersRate,
  advice: findings.advice,
  clues: findings.clues,
  cluePersons: findings.cluePersons,
  cluesConcluded: findings.cluesConcluded,
  problemsFedBack: rectification.problemsFedBack,
  problemsPutRight: rectification.problemsPutRight,
  problemsOpen: rectification.problemsOpen,
  problemsRate: rectification.problemsRate,
  items: rectification.items,
  itemsDone: rectification.itemsDone,
  itemsBasicallyDone: rectification.itemsBasicallyDone,
  itemsInProgress: rectification.itemsInProgress,
  itemsNotStarted: rectification.itemsNotStarted,
  itemsRate: rectification.itemsRate,
  itemsClosed: rectification.itemsClosed,
  closingRate: rectification.closingRate,
  systems: rectification.systems,
  recovered: rectification.recovered,
  collected: rectification.collected,
  refunded: rectification.refunded,
  accountable: rectification.accountable,
  partyPunished: rectification.partyPunished,
  punished: rectification.punished,
  reorganised: rectification.reorganised,
  admonished: rectification.admonished,
  criticised: rectification.criticised,
  orderedToReview: rectification.orderedToReview,
  reminded: rectification.reminded,
  analogous: rectification.analogous,
  campaigns: rectification.campaigns,
};

export const FIGURE_IDS = Object.keys(figures) as readonly FigureId[];

/** The figures that a role may see: a number of what one may not read is not said, not even as 0. */
export const figuresFor = (role: Role): readonly FigureId[] =>
  FIGURE_IDS.filter((id) => canReadKind(kinds[figures[id].kind], role));

/** The figures of one scope. */
export interface Figures {
  /** The records behind a figure; of a period, where one is given. */
  records(id: FigureId, when?: FigurePeriod): readonly Entity[];
  /** What they come to. */
  value(id: FigureId, when?: FigurePeriod): number;
}

/**
 * The figures of a unit, a team or a round.
 * @param look what the reader sees; a figure counts nothing else
 */
export function figuresIn(look: FigureLook, scope: FigureScope): Figures {
  if ('teams' in scope) return together(look, scope);
  const world = worldOf(look, scope);
  const found = new Map<FigureId, readonly Entity[]>();
  const all = (id: FigureId): readonly Entity[] => {
    const before = found.get(id) ?? figures[id].records(world);
    found.set(id, before);
    return before;
  };
  const records = (id: FigureId, when?: FigurePeriod) =>
    when === undefined ? all(id) : inPeriod(figures[id], all(id), when);
  return { records, value: (id, when) => figures[id].value(records(id, when), world) };
}

/** What teams come to together, each in its own days and all within the period. */
function together(look: FigureLook, { teams }: TeamsScope): Figures {
  const each = teams.map(({ team, when }) => ({ own: figuresIn(look, { team }), when }));
  const records = (id: FigureId, when: FigurePeriod = {}) =>
    inPeriod(
      figures[id],
      each.flatMap(({ own, when: days }) => own.records(id, days)),
      when,
    );
  return { records, value: (id, when) => figures[id].value(records(id, when), look) };
}

/** Some of the records of a figure: those that say this in a field; an empty text or `false` is what says nothing. */
export type FigurePart = Readonly<Record<string, string | boolean>>;

/** A figure as it stands somewhere: enough to count it again and to open its records. */
export interface AskedFigure {
  readonly figure: FigureId;
  readonly scope: FigureScope;
  readonly when?: FigurePeriod;
  readonly part?: FigurePart;
}

const isPart = ({ values }: Entity, part: FigurePart): boolean =>
  Object.entries(part).every(([field, said]) => (values[field] ?? (said === false ? false : '')) === said);

/** The records behind a figure as it was asked for. */
export function recordsBehind(
  look: FigureLook,
  { figure, scope, when, part }: AskedFigure,
): readonly Entity[] {
  const records = figuresIn(look, scope).records(figure, when);
  return part ? records.filter((record) => isPart(record, part)) : records;
}

/** What the figure comes to as it was asked for. */
export const valueOf = (look: FigureLook, asked: AskedFigure): number =>
  figures[asked.figure].value(recordsBehind(look, asked), look);

/** Of whom and of which days a figure is: `石桥坪镇党委，2025年9月1日至9月7日`. */
export function scopeWords(
  { scope, when }: Pick<AskedFigure, 'scope' | 'when'>,
  { get }: FigureLook,
): string {
  const label = labelIn(get);
  const of =
    'teams' in scope
      ? scope.teams.map(({ team }) => label(team)).join('、')
      : label('unit' in scope ? scope.unit : 'team' in scope ? scope.team : scope.round);
  const days =
    when?.from && when.to ? chinesePeriod(when.from, when.to) : when?.to ? `截至${chineseDate(when.to)}` : '';
  return [of, days].filter(Boolean).join('，');
}

/** `12人次`. */
export const figureWords = (id: FigureId, value: number): string => `${value}${figures[id].unit}`;
