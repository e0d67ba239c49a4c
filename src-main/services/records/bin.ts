/** 回收站: what was removed and may be brought back, as far as the reader may see it. */
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import { kindOf } from '../../../src-shared/domain/kinds';
import { countKinds, type KindCount } from '../../../src-shared/domain/removing';
import { titleOf, withCode } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import { beneathIn, removalActs, removedEntity, topsOf } from '../removed';
import { demandRestore } from './removal';
import type { Workspace } from './workspace';

export interface RemovedRecord {
  readonly id: RecordId;
  readonly kind: string;
  /** Number and title, as they were. */
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** What went with it and the reader may read. */
  readonly along: KindCount[];
  /** The name of the unit it belongs to, where it belongs to one. */
  readonly unit?: string;
  /** Why the reader cannot bring it back, in words; absent where he can. */
  readonly refusal?: string;
}

/** The records at the top of each removal, the newest first. A record that the reader may not read is not among them. */
export function removed(workspace: Workspace, nameOf: (userId: string) => string): RemovedRecord[] {
  const sight = workspace.sight();
  const everSeen = (id: unknown) =>
    typeof id === 'string' ? sight.view(workspace.index.get(id) ?? removedEntity(workspace, id)) : undefined;
  const found = removalActs(workspace).flatMap((act) =>
    topsOf(act).flatMap((whole): RemovedRecord[] => {
      const record = sight.view(whole);
      // What the program keeps is not brought back by hand: who left the group comes back by being added.
      if (!record || isWrittenByProgram(kindOf(record.kind)!)) return [];
      const unit = everSeen(everSeen(record.inspection)?.values.unit);
      const refusal = refusalOf(() => demandRestore(workspace, record));
      return [
        {
          id: record.id,
          kind: record.kind,
          title: withCode(record),
          by: nameOf(act.removal.author),
          at: act.removal.at,
          reason: act.removal.reason ?? '',
          along: countKinds(beneathIn(act, record.id).filter((one) => sight.view(one))),
          ...(unit ? { unit: titleOf(unit) } : {}),
          ...(refusal === undefined ? {} : { refusal }),
        },
      ];
    }),
  );
  return found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1));
}

function refusalOf(demand: () => void): string | undefined {
  try {
    demand();
    return undefined;
  } catch (error) {
    if (error instanceof WorkbenchError) return error.message;
    throw error;
  }
}
