/** What two people said differently, or one removed while another went on with it: as far as the reader may see it. */
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import type { Entity } from '../../../src-shared/domain/define';
import { kindOf } from '../../../src-shared/domain/kinds';
import { withCode } from '../../../src-shared/domain/words';
import {
  type ChangeId,
  type DeviceId,
  type FieldValue,
  type RecordId,
  REMOVED_FIELD,
} from '../../../src-shared/merge/change';
import { disputeOf, type Version as Said } from '../../../src-shared/merge/disputes';
import { isRemoved } from '../../../src-shared/merge/registers';
import { notFound } from '../rights';
import { removedEntity } from '../removed';
import type { Workspace } from '../records';

/** One of the things that may stand. */
export interface Version {
  /** What a choice names ({@link Choice}). */
  readonly change: ChangeId;
  /** Of `$removed`: `true` for the removal, `false` for going on with the record. */
  readonly value: FieldValue;
  /** User id of who said it. */
  readonly author: string;
  /** By that laptop's clock, ISO. */
  readonly at: string;
  readonly device: DeviceId;
  /** Of a removal: why. */
  readonly reason?: string;
}

/** One field in which two versions stand, or `$removed`. */
export interface Conflict {
  readonly record: RecordId;
  readonly kind: string;
  readonly field: string;
  /** The line that stands for the record. */
  readonly title: string;
  readonly inspection: RecordId | null;
  /** What all had before; absent where nobody can tell, `{}` where the field was empty. */
  readonly before?: { readonly value?: FieldValue };
  /** In the order of the changes that hold them: the same on every laptop. */
  readonly versions: readonly Version[];
}

/** A record as it stands or, where one removed it while another wrote beneath it, as it was; as the reader sees it. */
export function disputedEntity(workspace: Workspace, id: RecordId): Entity | undefined {
  return workspace.sight().view(workspace.index.get(id) ?? removedEntity(workspace, id));
}

/**
 * Records that were removed while somebody else wrote something new beneath them, with what stands there now. No field of
 * theirs is in dispute, and yet somebody has to decide: what was written is nowhere in its place.
 */
export function lostBeneath({ index, state }: Workspace): ReadonlyMap<RecordId, readonly Entity[]> {
  const found = new Map<RecordId, Entity[]>();
  for (const { id, kind, inspection } of index.outline()) {
    const known = kindOf(kind);
    if (inspection !== null || !known || isWrittenByProgram(known) || !index.isOrphan(id)) continue;
    const entity = index.get(id)!;
    const above = entity.parent === null ? undefined : state(entity.parent);
    if (!above || !isRemoved(above)) continue;
    found.set(above.id, [...(found.get(above.id) ?? []), entity]);
  }
  return found;
}

const versionOf = ({ change, value, said }: Said): Version => ({
  change,
  value,
  author: said?.author ?? '',
  at: said?.at ?? '',
  device: said?.device ?? change.slice(0, change.lastIndexOf('.')),
  ...(value === true && said?.reason ? { reason: said.reason } : {}),
});

function conflictsIn(workspace: Workspace, entity: Entity, beneath: readonly Entity[]): Conflict[] {
  const { id, kind, inspection } = entity;
  const about = { record: id, kind, title: withCode(entity), inspection };
  const state = workspace.state(id);
  if (!state) return [];
  const changes = workspace.changesOf(id);
  if (isRemoved(state)) {
    const removals = disputeOf(changes, state, REMOVED_FIELD).versions.filter(({ value }) => value === true);
    const made = beneath.flatMap((child) => workspace.changesOf(child.id)[0] ?? []);
    const [last] = made.sort((a, b) => (a.at < b.at ? 1 : -1));
    if (!last) return [];
    const kept = versionOf({ change: last.id, value: false, said: last });
    return [{ ...about, field: REMOVED_FIELD, versions: [...removals.map(versionOf), kept] }];
  }
  return entity.conflicts.map((field) => {
    const { versions, before } = disputeOf(changes, state, field);
    return { ...about, field, versions: versions.map(versionOf), ...(before ? { before } : {}) };
  });
}

/** Every conflict that the reader may see, by the records in the order in which they came. */
export function conflictsOf(workspace: Workspace): Conflict[] {
  const beneath = lostBeneath(workspace);
  const { view } = workspace.sight();
  const found: Conflict[] = [];
  for (const whole of workspace.index.all()) {
    // What only the program writes (accounts, laptops) it also judges itself: nobody chooses between two keys of a person.
    const known = kindOf(whole.kind);
    const settled = whole.conflicts.length === 0 || !known || isWrittenByProgram(known);
    const entity = settled ? undefined : view(whole);
    if (entity && entity.conflicts.length > 0) found.push(...conflictsIn(workspace, entity, []));
  }
  for (const [id, children] of beneath) {
    const entity = disputedEntity(workspace, id);
    const seen = children.filter((child) => view(child));
    if (entity && seen.length > 0) found.push(...conflictsIn(workspace, entity, seen));
  }
  return found;
}

/** The conflicts of one record. @throws WorkbenchError RECORD_NOT_FOUND */
export function conflictsOfRecord(workspace: Workspace, id: RecordId): Conflict[] {
  const entity = disputedEntity(workspace, id);
  if (!entity) throw notFound();
  const seen = (lostBeneath(workspace).get(id) ?? []).filter((child) => workspace.sight().view(child));
  const found = conflictsIn(workspace, entity, seen);
  // What was removed and is in nobody's way is in 回收站.
  if (found.length === 0 && workspace.index.get(id) === undefined) throw notFound();
  return found;
}
