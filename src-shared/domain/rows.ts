/** The order of rows that people put in an order (`position`): one rule for screens, papers and figures. */
import type { Entity, RuleContext } from './define';
import type { RecordId } from '../merge/change';

type Row = Entity<{ position?: unknown }>;

/** The place of a row; undefined where it has none. */
export const placeOf = ({ values }: Row): number | undefined =>
  typeof values.position === 'number' ? values.position : undefined;

/** By `position`, those without one last; rows at the same place in the order of their ids. */
export function byPosition(a: Row, b: Row): number {
  const place = (row: Row) => placeOf(row) ?? Number.MAX_SAFE_INTEGER;
  return place(a) - place(b) || (a.id < b.id ? -1 : 1);
}

/** The rows of a record that the reader sees, in their order. */
export const rowsOf = (
  { children }: Pick<RuleContext, 'children'>,
  parent: RecordId,
  kind: string,
): readonly Entity[] => [...children(parent, kind)].sort(byPosition);

/**
 * What is written so that rows stand in a given order, also where some have no place or two have the same (two laptops were
 * joined): the places that there are go on being used, and as few rows as possible get another one.
 * @param wanted rows in the order in which they shall stand; `undefined` for one that is being made
 * @param places the place that each of these positions in the list had so far; absent where there was none
 * @returns the place of each, ascending without two alike
 */
export function placesFor(places: readonly (number | undefined)[]): readonly number[] {
  let last = 0;
  return places.map((place) => (last = place !== undefined && place > last ? place : last + 1));
}
