/**
 * The same records once more as plain maps: rules and labels need an answer at once, by id, kind or parent. Filled by the
 * feed before Dexie is, emptied with it.
 */
import type { FeedEntity } from '../../src-shared/contract';
import type { Entity } from '../../src-shared/domain/define';
import { isWrittenByProgram } from '../../src-shared/domain/access';
import { kindOf } from '../../src-shared/domain/kinds';
import { isDraft } from '../../src-shared/domain/draft-record';

type Group = Map<string, Map<string, FeedEntity>>;

let byId = new Map<string, FeedEntity>();
let byKind: Group = new Map();
let byParent: Group = new Map();
/** How many records of a kind there are at each place: in a unit, or directly under a round or a group. */
let counts = new Map<string, Map<string, number>>();
/** Records on which two people disagree. */
let disputed = new Set<string>();
/** Records of no unit that hang beneath another: where that is gone, what was written here stands nowhere. */
let outside = new Set<string>();
let revision = 0;
/** Counts up with every change of a record of the kind. */
const revisions = new Map<string, number>();
const listeners = new Set<() => void>();
const settlers = new Set<(changed: readonly FeedEntity[]) => void>();
const resetters = new Set<() => void>();

function group(groups: Group, key: string): Map<string, FeedEntity> {
  let found = groups.get(key);
  if (!found) groups.set(key, (found = new Map()));
  return found;
}

/** Drafts count nowhere. */
function count(entity: FeedEntity, by: 1 | -1): void {
  if (isDraft(entity)) return;
  const { kind, inspection, parent } = entity;
  const places = counts.get(kind) ?? new Map<string, number>();
  const place = inspection ?? parent ?? '';
  places.set(place, (places.get(place) ?? 0) + by);
  counts.set(kind, places);
}

function detach(entity: FeedEntity): void {
  byId.delete(entity.id);
  disputed.delete(entity.id);
  outside.delete(entity.id);
  byKind.get(entity.kind)?.delete(entity.id);
  if (entity.parent !== null) byParent.get(entity.parent)?.delete(entity.id);
  count(entity, -1);
}

/** Puts a record in the place of the one it follows, if it stays where that was. */
function attach(entity: FeedEntity): void {
  byId.set(entity.id, entity);
  if (entity.conflicts.length > 0) disputed.add(entity.id);
  else disputed.delete(entity.id);
  if (entity.inspection === null && entity.parent !== null) outside.add(entity.id);
  else outside.delete(entity.id);
  group(byKind, entity.kind).set(entity.id, entity);
  if (entity.parent !== null) group(byParent, entity.parent).set(entity.id, entity);
  count(entity, 1);
}

function turn(kind: string): void {
  revisions.set(kind, (revisions.get(kind) ?? 0) + 1);
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
    if (before) {
      if (before.parent !== entity.parent) detach(before);
      else count(before, -1);
    }
    attach(entity);
    turn(entity.kind);
  }
  for (const id of removed) {
    const before = byId.get(id);
    if (!before) continue;
    detach(before);
    turn(before.kind);
  }
  settlers.forEach((settle) => settle(changed));
  if (!quiet) tellSoon();
}

let telling: ReturnType<typeof setTimeout> | undefined;

/**
 * Tells the screens in a turn of its own: what the person is waiting for (the sign that all is saved) comes first, and
 * several changes at once are looked at once.
 */
function tellSoon(): void {
  telling ??= setTimeout(() => {
    telling = undefined;
    revision += 1;
    listeners.forEach((listener) => listener());
  }, 0);
}

/** Forgets every record; what hangs on them (drafts) is forgotten with them. */
export function clearSnapshot(): void {
  for (const kind of byKind.keys()) turn(kind);
  byId = new Map();
  byKind = new Map();
  byParent = new Map();
  counts = new Map();
  disputed = new Set();
  outside = new Set();
  clearTimeout(telling);
  telling = undefined;
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

/** The records of these kinds, anywhere, kind by kind. */
export function recordsOfKinds(kinds: readonly string[]): readonly Entity[] {
  return kinds.flatMap((kind) => [...(byKind.get(kind)?.values() ?? [])]);
}

/** How many records of a kind lie in a unit, or directly under a round or a group without lying in a unit. */
export const countAt = (kind: string, place: string): number => counts.get(kind)?.get(place) ?? 0;

function isWrittenByPeople(name: string): boolean {
  const kind = kindOf(name);
  return kind !== undefined && !isWrittenByProgram(kind);
}

/**
 * How many conflicts there are: fields that two filled in, records that one removed, and those beneath which another wrote
 * something new meanwhile.
 */
export function conflictCount(): number {
  let count = 0;
  for (const id of disputed) {
    const { kind, conflicts } = byId.get(id)!;
    if (isWrittenByPeople(kind)) count += conflicts.length;
  }
  const gone = new Set<string>();
  for (const id of outside) {
    const { parent, kind } = byId.get(id)!;
    if (parent !== null && !byId.has(parent) && isWrittenByPeople(kind)) gone.add(parent);
  }
  return count + gone.size;
}

export const allIds = (): Iterable<string> => byId.keys();

/** Counts up with every change, of a record of one of these kinds if any are given; what `useSyncExternalStore` compares. */
export function snapshotRevision(kinds?: readonly string[]): number {
  return kinds === undefined ? revision : kinds.reduce((sum, kind) => sum + (revisions.get(kind) ?? 0), 0);
}

export function subscribeSnapshot(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `settle` with the records of every batch as it arrives, `reset` when everything is forgotten. */
export function followSnapshot(settle: (changed: readonly FeedEntity[]) => void, reset: () => void): void {
  settlers.add(settle);
  resetters.add(reset);
}
