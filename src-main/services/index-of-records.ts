/**
 * The records in memory as entities: who belongs to whom, and to which inspection. Fed by the store's projection;
 * everything the services answer is read from here.
 */
import type { Entity } from '../../src-shared/domain/define';
import { CREATOR_FIELD, type RecordId } from '../../src-shared/merge/change';
import { conflictsOf, isRemoved, type RecordState, valueOf } from '../../src-shared/merge/registers';
import { parentOf } from '../store/snapshot';

interface Row {
  readonly state: RecordState;
  readonly parent: RecordId | null;
  readonly updatedAt: string;
  entity?: Entity;
}

export interface RecordIndex {
  /** A record that stands (not removed), or undefined. */
  get(id: RecordId): Entity | undefined;
  /** Standing records of a kind, in order of creation in this vault. */
  list(kind: string): readonly Entity[];
  children(parent: RecordId, kind?: string): readonly Entity[];
  /** Every standing record. */
  all(): Iterable<Entity>;
  /** What is known of every standing record without reading it. */
  outline(): Iterable<Pick<Entity, 'id' | 'kind' | 'inspection'>>;
  /** Whether something above a standing record is gone, so that nobody can say whose it is. */
  isOrphan(id: RecordId): boolean;
  /** Takes in new states; returns the ids of every record whose entity may look different now. */
  apply(states: Iterable<RecordState>, updatedAt?: string): Set<RecordId>;
  readonly size: number;
}

/** The entity of a state: its values, sets and names. */
export function entityOfState(
  state: RecordState,
  parent: RecordId | null,
  inspection: RecordId | null,
  updatedAt: string,
): Entity {
  const values: Record<string, unknown> = {};
  const sets: Record<string, string[]> = {};
  let names: Record<string, string> | undefined;
  for (const name of Object.keys(state.fields)) {
    if (name.startsWith('$')) continue;
    const value = valueOf(state, name);
    const slash = name.indexOf('/');
    if (slash > 0) {
      const member = name.slice(slash + 1);
      if (value === true || typeof value === 'string') (sets[name.slice(0, slash)] ??= []).push(member);
      if (typeof value === 'string') (names ??= {})[member] = value;
    } else if (value !== undefined && value !== null) {
      values[name] = value;
    }
  }
  const createdBy = valueOf(state, CREATOR_FIELD);
  return {
    id: state.id,
    kind: state.kind,
    parent,
    inspection,
    values,
    sets,
    ...(names ? { names } : {}),
    ...(typeof createdBy === 'string' ? { createdBy } : {}),
    // Two names for one piece of evidence are no disagreement.
    conflicts: conflictsOf(state).filter((name) => !name.includes('/') && name !== CREATOR_FIELD),
    updatedAt,
  };
}

const EMPTY: ReadonlySet<RecordId> = new Set();

export function createRecordIndex(): RecordIndex {
  const rows = new Map<RecordId, Row>();
  const byKind = new Map<string, Set<RecordId>>();
  const byParent = new Map<RecordId, Set<RecordId>>();

  const member = <K>(map: Map<K, Set<RecordId>>, key: K): Set<RecordId> => {
    let set = map.get(key);
    if (!set) map.set(key, (set = new Set()));
    return set;
  };

  /** The nearest inspection above; a damaged chain (a loop made by merging) ends after ten steps. */
  function inspectionOf(id: RecordId): RecordId | null {
    let here: RecordId | null = id;
    for (let depth = 0; here && depth < 10; depth += 1) {
      const row = rows.get(here);
      if (!row) return null;
      if (row.state.kind === 'inspection') return here;
      here = row.parent;
    }
    return null;
  }

  function entityOf(id: RecordId): Entity | undefined {
    const row = rows.get(id);
    if (!row) return undefined;
    if (!row.entity) {
      row.entity = entityOfState(row.state, row.parent, inspectionOf(id), row.updatedAt);
    }
    return row.entity;
  }

  function* standing(ids: Iterable<RecordId>): Generator<Entity> {
    for (const id of ids) {
      const entity = entityOf(id);
      if (entity) yield entity;
    }
  }

  /** A move changes the inspection of everything beneath. */
  function forgetBeneath(id: RecordId, touched: Set<RecordId>): void {
    for (const child of byParent.get(id) ?? EMPTY) {
      const row = rows.get(child);
      if (!row || touched.has(child)) continue;
      delete row.entity;
      touched.add(child);
      forgetBeneath(child, touched);
    }
  }

  return {
    get: entityOf,
    list: (kind) => [...standing(byKind.get(kind) ?? EMPTY)],
    children: (parent, kind) => {
      const all = [...standing(byParent.get(parent) ?? EMPTY)];
      return kind ? all.filter((e) => e.kind === kind) : all;
    },
    all: () => standing(rows.keys()),
    isOrphan(id) {
      let here: RecordId | null = id;
      // Records nest four deep at most; the bound only guards against a damaged parent chain.
      for (let depth = 0; here !== null && depth < 10; depth += 1) {
        const row = rows.get(here);
        if (!row) return here !== id;
        here = row.parent;
      }
      return here !== null;
    },
    *outline() {
      for (const [id, { state }] of rows) yield { id, kind: state.kind, inspection: inspectionOf(id) };
    },
    apply(states, updatedAt = '') {
      const touched = new Set<RecordId>();
      for (const state of states) {
        const before = rows.get(state.id);
        if (isRemoved(state)) {
          rows.delete(state.id);
          byKind.get(state.kind)?.delete(state.id);
          if (before?.parent) byParent.get(before.parent)?.delete(state.id);
          touched.add(state.id);
          if (before) forgetBeneath(state.id, touched);
          continue;
        }
        const parent = parentOf(state);
        rows.set(state.id, { state, parent, updatedAt: updatedAt || before?.updatedAt || '' });
        touched.add(state.id);
        if (before?.parent !== parent) {
          if (before?.parent) byParent.get(before.parent)?.delete(state.id);
          if (parent) member(byParent, parent).add(state.id);
          forgetBeneath(state.id, touched);
        }
        if (!before) member(byKind, state.kind).add(state.id);
      }
      return touched;
    },
    get size() {
      return rows.size;
    },
  };
}
