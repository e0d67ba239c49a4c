/** A record that does not yet hold what makes it one is a draft: it counts in no figure and stands in no list on paper. */
import type { AnyKind, Entity } from './define';
import { kindOf } from './kinds';
import { isBlank } from './validate';

/** The essential fields that are still empty. */
export const missingEssentials = (kind: AnyKind, values: Entity['values']): readonly string[] =>
  kind.essentials.filter((field) => isBlank(values[field]));

/** Whether a record is a draft; one of a kind that is not known is none. */
export function isDraft({ kind: name, values }: Pick<Entity, 'kind' | 'values'>): boolean {
  const kind = kindOf(name);
  return kind !== undefined && missingEssentials(kind, values).length > 0;
}

/** Whether a record counts. */
export const counts = (entity: Pick<Entity, 'kind' | 'values'>): boolean => !isDraft(entity);
