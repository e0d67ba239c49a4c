/** Whose a record is: found along its parents. */
import type { RecordId } from '../merge/change';
import type { Entity, RuleContext } from './define';

/** The nearest record of a kind among an entity and its parents. */
export function nearest(
  entity: Entity | undefined,
  kind: string,
  get: RuleContext['get'],
): Entity | undefined {
  let here = entity;
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let depth = 0; here && depth < 10; depth += 1) {
    if (here.kind === kind) return here;
    here = here.parent ? get(here.parent) : undefined;
  }
  return undefined;
}

/** The round that a record belongs to. */
export const roundIn = (entity: Entity | undefined, get: RuleContext['get']): Entity | undefined =>
  nearest(entity, 'round', get);

/** Full name of the inspected party organisation that a record is about; an empty text where there is none. */
export function unitNameOf(entity: Entity | undefined, get: RuleContext['get']): string {
  const inspection = nearest(entity, 'inspection', get);
  const name = inspection && get(String(inspection.values.unit ?? ''))?.values.name;
  return typeof name === 'string' ? name : '';
}

/** The inspection of a record, else its round: whose log of exports its papers are entered in. */
export const homeOf = (entity: Entity, get: RuleContext['get']): RecordId | undefined =>
  entity.inspection ?? roundIn(entity, get)?.id;
