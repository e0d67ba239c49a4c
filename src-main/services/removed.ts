/** Removed records as they were: for their numbers, for who may bring them back, for the list of them. */
import type { Entity } from '../../src-shared/domain/define';
import { PARENT_FIELD, type RecordId } from '../../src-shared/merge/change';
import { isRemoved, lastValues, type RecordState, valueOf } from '../../src-shared/merge/registers';
import { entityOfState } from './index-of-records';
import type { Workspace } from './records/workspace';

type Log = Pick<Workspace, 'index' | 'state' | 'changesOf'>;

/** By the state of a removal, which never changes: each is read from the log once. */
const known = new WeakMap<RecordState, Omit<Entity, 'inspection'>>();

function beforeRemoval(
  { changesOf }: Pick<Log, 'changesOf'>,
  state: RecordState,
): Omit<Entity, 'inspection'> {
  let before = known.get(state);
  if (!before) {
    const changes = changesOf(state.id);
    const was = { ...state, fields: lastValues(changes), removals: [] };
    const parent = valueOf(was, PARENT_FIELD);
    const at = changes.at(-1)?.at ?? '';
    before = entityOfState(was, typeof parent === 'string' ? parent : null, null, at);
    known.set(state, before);
  }
  return before;
}

/** The record itself, or as it was before it was removed. */
function present(log: Log, id: RecordId): Omit<Entity, 'inspection'> | undefined {
  const standing = log.index.get(id);
  if (standing) return standing;
  const state = log.state(id);
  return state && beforeRemoval(log, state);
}

/** The nearest of a kind at or above a record, removed ones included. */
export function nearestEver(log: Log, id: RecordId | null, kind: string): RecordId | null {
  let here: RecordId | null = id;
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let depth = 0; here !== null && depth < 10; depth += 1) {
    const entity = present(log, here);
    if (entity?.kind === kind) return here;
    here = entity?.parent ?? null;
  }
  return null;
}

/** A removed record as it was; undefined where it stands or never was. */
export function removedEntity(log: Log, id: RecordId): Entity | undefined {
  const state = log.state(id);
  if (!state || !isRemoved(state)) return undefined;
  return { ...beforeRemoval(log, state), inspection: nearestEver(log, id, 'inspection') };
}
