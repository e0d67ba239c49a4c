/** Whose a record is, for who is kept from a unit: one rule for what is sent to him and for what he is told. */
import type { Entity } from '../../../src-shared/domain/define';
import type { RecordId } from '../../../src-shared/merge/change';

/** Records nest four deep at most; the bound only guards against a damaged parent chain. */
const DEEPEST = 10;

/**
 * Whether a record lies in, or tells of, one of some inspections; also where nobody can say whose it is.
 * @param closed without any, nothing is closed
 * @param ever a record as it stands or, removed, as it was
 */
export function liesIn(
  closed: ReadonlySet<RecordId>,
  id: RecordId,
  ever: (id: RecordId) => Entity | undefined,
): boolean {
  if (closed.size === 0) return false;
  const told = ever(id)?.values.inspection;
  if (typeof told === 'string' && closed.has(told)) return true;
  let here: RecordId | null = id;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const entity = ever(here);
    if (entity === undefined) return true;
    if (entity.kind === 'inspection') return closed.has(entity.id);
    if (entity.parent === null) return false;
    here = entity.parent;
  }
  return true;
}
