/** Whose a record is, and who a person is, over a workspace and a packet that is not taken in yet. */
import type { Entity } from '../../../src-shared/domain/define';
import { PARENT_FIELD, type Change, type RecordId } from '../../../src-shared/merge/change';
import { lastValues, project, valueOf } from '../../../src-shared/merge/registers';
import type { Directory } from '../accounts';
import { entityOfState } from '../index-of-records';
import { removedEntity } from '../removed';
import { recusalsOfAccount } from '../rights';
import type { OpenWorkspace } from '../workspace';
import { isFirst, isPart, type Author, type Authority } from './authority';

/** @param changes of the packet, as they can be read here */
export function authorityWith(
  workspace: OpenWorkspace,
  changes: readonly Change[],
  directory: Directory,
): Authority {
  const fresh = new Map<RecordId, Change[]>();
  for (const change of changes) {
    const known = fresh.get(change.recordId);
    if (known === undefined) fresh.set(change.recordId, [change]);
    else known.push(change);
  }
  const entities = new Map<RecordId, Entity | undefined>();
  const ever = (id: RecordId): Entity | undefined => {
    if (!entities.has(id)) entities.set(id, entityWith(workspace, id, fresh.get(id) ?? []));
    return entities.get(id);
  };
  const changesOf = (id: RecordId) => [...workspace.changesOf(id), ...(fresh.get(id) ?? [])];
  const beginnings = new Map<RecordId, Change | undefined>();
  return {
    changesOf,
    author: (userId) => authorOf(directory, userId),
    ever,
    beginningOf(id) {
      if (!beginnings.has(id))
        beginnings.set(
          id,
          changesOf(id).find((change) => isFirst(change) && !isPart(change)),
        );
      return beginnings.get(id);
    },
    recusalsOf: ({ userId, name, memberId }) =>
      recusalsOfAccount(workspace, { userId, name, ...(memberId ? { memberId } : {}) }),
  };
}

function authorOf(directory: Directory, userId: string): Author | undefined {
  const account = directory.account(userId);
  return account && { ...account, roles: account.everRoles };
}

/** A record as it would be, or as it was before it was removed. Where it lies is not asked. */
function entityWith(workspace: OpenWorkspace, id: RecordId, fresh: readonly Change[]): Entity | undefined {
  if (fresh.length === 0) return workspace.index.get(id) ?? removedEntity(workspace, id);
  const all = [...workspace.changesOf(id), ...fresh];
  const state = project(all);
  if (state === undefined) return undefined;
  const was = { ...state, fields: lastValues(all) };
  const parent = valueOf(was, PARENT_FIELD);
  return entityOfState(was, typeof parent === 'string' ? parent : null, null, '');
}
