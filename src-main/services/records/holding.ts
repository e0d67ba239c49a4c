/** A signature binds also what was signed rests on. */
import { judge } from '../../../src-shared/domain/access';
import { kinds } from '../../../src-shared/domain';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import { nameOf } from '../operations';
import type { Workspace } from './workspace';

/**
 * Refuses to take away what a signed record that stays rests on.
 * @param going every record of the act
 * @throws WorkbenchError RECORD_RESTED_ON
 */
export function demandNothingRests(workspace: Workspace, going: readonly Entity[]): void {
  const ids = new Set<string>(going.map(({ id }) => id));
  for (const resting of restingOn(workspace, ids)) {
    const seen = workspace.sight().view(resting);
    throw new WorkbenchError(
      'RECORD_RESTED_ON',
      `${seen ? nameOf(seen) : '有一条您无权查看的记录'}已经审签并以它为依据，不能删除。请先撤回审签，再移出这条依据。`,
    );
  }
}

/** Records that stay and are held with one of these as a member of a set. */
function* restingOn({ index }: Workspace, ids: ReadonlySet<string>): Generator<Entity> {
  for (const kind of Object.values(kinds) as readonly AnyKind[]) {
    const sets = Object.keys(kind.sets);
    if (sets.length === 0) continue;
    for (const entity of index.list(kind.kind)) {
      if (ids.has(entity.id)) continue;
      const held = sets.some(
        (set) =>
          (entity.sets[set] ?? []).some((member) => ids.has(member)) &&
          // Whoever may do most: what he may not write, nobody may.
          judge('leader', { act: 'write', fields: [set] }, { kind, own: true, values: entity.values })
            ?.code === 'RIGHTS_HELD',
      );
      if (held) yield entity;
    }
  }
}
