/**
 * A figure: a number that a paper, a screen or a report quotes, as a thing of its own. It says how it is counted in words,
 * which records it counts, and what comes of them; a number never comes from anywhere else (domain.md §0.5, R45).
 */
import type { RecordId } from '../../merge/change';
import { counts } from '../draft-record';
import type { Entity, IsoDate, RuleContext } from '../define';
import type { KindName } from '../kinds';

/** What a figure counts, as it is said behind the number. */
export type FigureUnit =
  '件' | '人' | '人次' | '次' | '份' | '户' | '场次' | '类' | '个' | '个方面' | '条' | '项' | '万元' | '%';

/** Whatever a person may look at: everything in it is within his sight, so that a figure never counts what he does not see. */
export interface FigureLook extends Pick<RuleContext, 'get' | 'children'> {
  list(kinds: readonly string[]): readonly Entity[];
}

/** Whose figures: of one inspection, of the inspections of one team, or of a whole round. */
export type PlainScope =
  { readonly unit: RecordId } | { readonly team: RecordId } | { readonly round: RecordId };

/** Some teams together, each in days of its own. */
export interface TeamsScope {
  readonly teams: readonly { readonly team: RecordId; readonly when: FigurePeriod }[];
}
export type FigureScope = PlainScope | TeamsScope;

/** Days, both included; open where one is absent. */
export interface FigurePeriod {
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}

/** The records of one scope that count: no drafts, nothing of another unit. */
export interface FigureWorld extends Pick<RuleContext, 'get' | 'children'> {
  readonly of: (kind: KindName) => readonly Entity[];
}

export interface FigureDefinition {
  /** What its number is of; stands before it. */
  readonly label: string;
  readonly unit: FigureUnit;
  /** How it is counted, for whoever asks where a number comes from. */
  readonly rule: string;
  /** Where the figure, its words and its rule come from. */
  readonly source: string;
  /** The kind of its records: who may read it may see the figure, its list opens behind it. */
  readonly kind: KindName;
  /** The field with the day on which a record counts; absent: it counts in sum and belongs to no week. */
  readonly day?: string;
  /** Stands in the 周报 (domain.md §2.2 n). */
  readonly weekly?: boolean;
  /** The records behind it. */
  readonly records: (world: FigureWorld) => readonly Entity[];
  /** What they come to. @param look only for what stands beneath the records */
  readonly value: (records: readonly Entity[], look: Pick<RuleContext, 'get' | 'children'>) => number;
}

/** Defines a figure; how many records there are, where it says nothing else. */
export const defineFigure = (
  figure: Omit<FigureDefinition, 'value'> & Partial<Pick<FigureDefinition, 'value'>>,
): FigureDefinition => ({ value: (records) => records.length, ...figure });

/** The sum of a whole number. @param absent what a record counts that does not say it */
export const sumOf =
  (field: string, absent = 0): FigureDefinition['value'] =>
  (records) =>
    records.reduce((total, { values }) => {
      const n = values[field];
      return total + (typeof n === 'number' ? n : absent);
    }, 0);

/** Adds amounts in 万元 without binary dust: in whole millionths. */
export function addAmounts(amounts: readonly number[]): number {
  return amounts.reduce((total, n) => total + Math.round(n * 1e6), 0) / 1e6;
}

/** The sum of amounts in 万元. */
export const amountOf =
  (field: string): FigureDefinition['value'] =>
  (records) =>
    addAmounts(records.map(({ values }) => (typeof values[field] === 'number' ? values[field] : 0)));

/** How many different things records name. */
export const differentOf =
  (names: (record: Entity) => readonly string[]): FigureDefinition['value'] =>
  (records) =>
    new Set(records.flatMap(names)).size;

/**
 * A part of a whole in whole percent, as the published sentence has it (domain-addendum.md §6.e: 19 of 25 are 76%).
 * What is not all is never 100%, and what is something is never 0%.
 */
export function wholePercent(part: number, whole: number): number {
  if (whole === 0 || part === 0) return 0;
  if (part === whole) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** The records that have something to say of a field. */
export const withNumber =
  (field: string) =>
  ({ values }: Entity): boolean =>
    typeof values[field] === 'number' && values[field] !== 0;

/** The inspections of a scope. A round with one team has no unit without one. */
export function unitsIn(scope: FigureScope, look: FigureLook): readonly Entity[] {
  if ('teams' in scope) return scope.teams.flatMap(({ team }) => unitsIn({ team }, look));
  if ('unit' in scope) {
    const unit = look.get(scope.unit);
    return unit ? [unit] : [];
  }
  if ('round' in scope) return look.children(scope.round, 'inspection');
  const round = look.get(scope.team)?.parent;
  if (!round) return [];
  const only = look.children(round, 'team').length === 1;
  return look
    .children(round, 'inspection')
    .filter(({ values }) => values.team === scope.team || (only && !look.get(String(values.team ?? ''))));
}

/** The records that count in a scope. */
export function worldOf(look: FigureLook, scope: FigureScope): FigureWorld {
  const units = new Set(unitsIn(scope, look).map(({ id }) => id));
  const found = new Map<KindName, readonly Entity[]>();
  const of = (kind: KindName): readonly Entity[] => {
    const before = found.get(kind);
    if (before) return before;
    const own = look
      .list([kind])
      .filter((one) => one.inspection !== null && units.has(one.inspection) && counts(one));
    found.set(kind, own);
    return own;
  };
  return { of, get: look.get, children: look.children };
}

/**
 * The records of a figure that lie in a period. One without its day is in no week, but is in a sum that has no beginning:
 * the last sum of the weeks is the figure.
 */
export function inPeriod(
  { day }: Pick<FigureDefinition, 'day'>,
  records: readonly Entity[],
  { from, to }: FigurePeriod,
): readonly Entity[] {
  return records.filter(({ values }) => {
    const on = day === undefined ? undefined : values[day];
    if (typeof on !== 'string') return from === undefined;
    return (from === undefined || on >= from) && (to === undefined || on <= to);
  });
}
