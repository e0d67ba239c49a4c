/** Removed records as they were: for their numbers, for who may bring them back, for the list of them. */
import type { Entity } from '../../src-shared/domain/define';
import { type Change, PARENT_FIELD, type RecordId } from '../../src-shared/merge/change';
import { isRemoved, lastValues, type RecordState, valueOf } from '../../src-shared/merge/registers';
import { entityOfState } from './index-of-records';
import type { Recorded } from './recorded';

type Log = Pick<Recorded, 'index' | 'state' | 'changesOf'>;

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

/** Records that one person removed in one act, as they were. */
export interface RemovalAct {
  readonly removal: Change;
  readonly records: readonly Entity[];
}

/** Every act of removal whose records are still gone: by the same person, with the same time label. */
export function removalActs(log: Log & Pick<Recorded, 'removedStates'>): RemovalAct[] {
  const acts = new Map<string, { removal: Change; records: Entity[] }>();
  for (const state of log.removedStates()) {
    const removal = log.changesOf(state.id).find(({ id }) => state.removals.includes(id));
    const record = removedEntity(log, state.id);
    if (!removal || !record) continue;
    const key = `${removal.at} ${removal.author}`;
    const act = acts.get(key);
    if (act) act.records.push(record);
    else acts.set(key, { removal, records: [record] });
  }
  return [...acts.values()];
}

/** What went in the same act beneath one of its records, at any depth. */
export function beneathIn({ records }: RemovalAct, top: RecordId): Entity[] {
  const taken = new Set<RecordId | null>([top]);
  const beneath: Entity[] = [];
  for (let found = true; found;) {
    const more = records.filter(({ id, parent }) => !taken.has(id) && parent !== null && taken.has(parent));
    found = more.length > 0;
    for (const record of more) taken.add(record.id);
    beneath.push(...more);
  }
  return beneath;
}

/** The records of an act that went for their own sake: what they hung beneath did not go with them. */
export function topsOf({ records }: RemovalAct): Entity[] {
  const gone = new Set<RecordId | null>(records.map(({ id }) => id));
  return records.filter(({ parent }) => !gone.has(parent));
}
