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

/** The inspection of a record, else its round: whose log of exports its papers are entered in. */
export const homeOf = (entity: Entity, get: RuleContext['get']): RecordId | undefined =>
  entity.inspection ?? roundIn(entity, get)?.id;
