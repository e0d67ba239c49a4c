/** A signature binds also what was signed rests on. */
import { judge } from '../../../src-shared/domain/access';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import { nameOf } from '../operations';
import type { Workspace } from './workspace';

/**
 * Refuses to take away what a signed record that stays rests on.
 * @param going every record of the act
 * @throws WorkbenchError RECORD_RESTED_ON
 */
export function demandNothingRests(workspace: Workspace, going: readonly Entity[]): void {
  for (const words of restedOn(workspace, going).values())
    throw new WorkbenchError('RECORD_RESTED_ON', `${words}，不能删除。请先撤回审签，再移出这条依据。`);
}

/** Which of these records a signed record that stays rests on, each with the words that say so. */
export function restedOn(workspace: Workspace, going: readonly Entity[]): ReadonlyMap<RecordId, string> {
  const ids = new Set<RecordId>(going.map(({ id }) => id));
  const found = new Map<RecordId, string>();
  for (const { resting, on } of restingOn(workspace, ids)) {
    const seen = workspace.sight().view(resting);
    const words = `${seen ? nameOf(seen) : '有一条您无权查看的记录'}已经审签并以它为依据`;
    for (const id of on) found.set(id, words);
  }
  return found;
}

/** Records that stay and are held with some of these as members of a set. */
function* restingOn(
  { index }: Workspace,
  ids: ReadonlySet<RecordId>,
): Generator<{ readonly resting: Entity; readonly on: readonly RecordId[] }> {
  for (const kind of Object.values(kinds) as readonly AnyKind[]) {
    const sets = Object.keys(kind.sets);
    if (sets.length === 0) continue;
    for (const entity of index.list(kind.kind)) {
      if (ids.has(entity.id)) continue;
      const on = sets.flatMap((set) => {
        const members = (entity.sets[set] ?? []).filter((member) => ids.has(member));
        if (members.length === 0) return [];
        // Whoever may do most: what he may not write, nobody may.
        const asked = { act: 'write', fields: [set] } as const;
        const refusal = judge('leader', asked, { kind, own: true, values: entity.values });
        return refusal?.code === 'RIGHTS_HELD' ? members : [];
      });
      if (on.length > 0) yield { resting: entity, on };
    }
  }
}
