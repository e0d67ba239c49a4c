/**
 * The same records once more as plain maps: rules and labels need an answer at once, and an index by parent. Filled by
 * the feed before Dexie is, emptied with it.
 */
import type { FeedEntity } from '../../src-shared/contract';
import type { Entity } from '../../src-shared/domain/define';

let byId = new Map<string, FeedEntity>();
let byParent = new Map<string, Map<string, FeedEntity>>();
let revision = 0;
const listeners = new Set<() => void>();
const settlers = new Set<(changed: readonly FeedEntity[]) => void>();
const resetters = new Set<() => void>();

function detach(entity: FeedEntity): void {
  if (entity.parent !== null) byParent.get(entity.parent)?.delete(entity.id);
}

function attach(entity: FeedEntity): void {
  if (entity.parent === null) return;
  const siblings = byParent.get(entity.parent) ?? new Map<string, FeedEntity>();
  siblings.set(entity.id, entity);
  byParent.set(entity.parent, siblings);
}

/**
 * Takes over changed and removed records and tells whoever listens.
 * @param quiet the screens are told with a later batch
 */
export function applyToSnapshot(
  changed: readonly FeedEntity[],
  removed: readonly string[],
  quiet = false,
): void {
  for (const entity of changed) {
    const before = byId.get(entity.id);
    if (before && before.parent !== entity.parent) detach(before);
    byId.set(entity.id, entity);
    attach(entity);
  }
  for (const id of removed) {
    const before = byId.get(id);
    if (before) detach(before);
    byId.delete(id);
  }
  settlers.forEach((settle) => settle(changed));
  if (quiet) return;
  revision += 1;
  listeners.forEach((listener) => listener());
}

/** Forgets every record; what hangs on them (drafts) is forgotten with them. */
export function clearSnapshot(): void {
  byId = new Map();
  byParent = new Map();
  revision += 1;
  resetters.forEach((reset) => reset());
  listeners.forEach((listener) => listener());
}

/** The record of an id, or undefined where this person has none. */
export const getRecord = (id: string): Entity | undefined => byId.get(id);

/** The records of a kind that belong directly to a parent, in no particular order. */
export function childrenOf(parent: string, kind: string): readonly Entity[] {
  const found: Entity[] = [];
  for (const entity of byParent.get(parent)?.values() ?? []) if (entity.kind === kind) found.push(entity);
  return found;
}

/** The records of these kinds, anywhere. */
export function recordsOfKinds(kinds: readonly string[]): readonly Entity[] {
  const found: Entity[] = [];
  for (const entity of byId.values()) if (kinds.includes(entity.kind)) found.push(entity);
  return found;
}

export const allIds = (): Iterable<string> => byId.keys();

/** Counts up with every change; what `useSyncExternalStore` compares. */
export const snapshotRevision = (): number => revision;

export function subscribeSnapshot(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `settle` with the records of every batch as it arrives, `reset` when everything is forgotten. */
export function followSnapshot(settle: (changed: readonly FeedEntity[]) => void, reset: () => void): void {
  settlers.add(settle);
  resetters.add(reset);
}
