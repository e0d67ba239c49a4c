/** Who did what to a record. */
import type { RecordId } from '../../../src-shared/merge/change';
import { canReadField } from '../../../src-shared/domain/access';
import { demandKind, demandVisible, type Workspace } from './workspace';

/** Who did what to a record, newest last; fields the reader may not see are left out. */
export function history(workspace: Workspace, id: RecordId, nameOf: (userId: string) => string) {
  const entity = demandVisible(workspace, id);
  const kind = demandKind(entity.kind);
  return workspace.changesOf(id).map((change) => ({
    at: change.at,
    author: nameOf(change.author),
    action: change.action,
    ...(change.reason ? { reason: change.reason } : {}),
    set: Object.fromEntries(
      Object.entries(change.set).filter(
        ([name]) => !name.startsWith('$') && canReadField(kind, name.split('/')[0]!, workspace.reader.role),
      ),
    ),
  }));
}
