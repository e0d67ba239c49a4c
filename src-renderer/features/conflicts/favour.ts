/** 以某人为准: of many conflicts the versions of one person or of one laptop. Pure: conflicts in, choices out. */
import type { ConflictShown, ConflictVersion } from '../../../src-shared/contract';
import type { Choice } from '../../ui/commands';

/** In groups of one key, in the order in which the keys come. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** A person or a laptop whose word may go for many: `person/<user id>`, `laptop/<device>`. */
export interface Favoured {
  readonly id: string;
  /** What he, or it, is called. */
  readonly label: string;
  /** Conflicts in which exactly one version is his. */
  readonly count: number;
}

const ownersOf = ({ author, by, device, laptop }: ConflictVersion) => [
  { id: `person/${author}`, label: by },
  { id: `laptop/${device}`, label: laptop },
];

/** The version of a person or laptop; undefined where there is none, or two that differ. */
function versionOf({ versions }: ConflictShown, favoured: string): ConflictVersion | undefined {
  const own = versions.filter((version) => ownersOf(version).some(({ id }) => id === favoured));
  const values = new Set(own.map(({ value }) => JSON.stringify(value)));
  return values.size === 1 ? own[0] : undefined;
}

/** Everybody, and every laptop, that has a version among these: persons first, those with the most first. */
export function favouredIn(conflicts: readonly ConflictShown[]): readonly Favoured[] {
  const labels = new Map<string, string>();
  for (const { versions } of conflicts)
    for (const version of versions) for (const { id, label } of ownersOf(version)) labels.set(id, label);
  return [...labels]
    .map(([id, label]) => ({ id, label, count: conflicts.filter((one) => versionOf(one, id)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.id.slice(0, 6).localeCompare(a.id.slice(0, 6)) || b.count - a.count);
}

/** What it would come to: a choice for every conflict in which one version is his. */
export const choicesFor = (conflicts: readonly ConflictShown[], favoured: string): readonly Choice[] =>
  conflicts.flatMap((conflict) => {
    const version = versionOf(conflict, favoured);
    return version ? [{ id: conflict.record, field: conflict.field, take: version.change }] : [];
  });
