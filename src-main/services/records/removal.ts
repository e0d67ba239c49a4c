/** Removing a record with what stands beneath it, and bringing it back. */
import { cleanText } from '../../../src-shared/domain/cleaning';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  type Change,
  type ChangeDraft,
  type ChangeId,
  PARENT_FIELD,
  type RecordId,
} from '../../../src-shared/merge/change';
import { draftRemove, draftRestore } from '../../../src-shared/merge/registers';
import { nameOf, operationDraft } from '../operations';
import { demandWrite } from '../rights';
import {
  base,
  demandKind,
  demandParent,
  demandState,
  demandVisible,
  type Saved,
  saved,
  type Workspace,
} from './workspace';

/**
 * Removes a record, with a reason; what it held stays in the log (R43). Records beneath it go with it, except entries
 * that only the program writes (the export register stays whatever becomes of the round).
 */
export function remove(workspace: Workspace, input: { id: RecordId; reason: string }): void {
  const reason = cleanText(input.reason);
  const drafts: ChangeDraft[] = [];
  // One time label for the whole act: restoring brings back together what went together.
  const at = workspace.now().toISOString();
  const visit = (id: RecordId): void => {
    const entity = demandVisible(workspace, id);
    const kind = demandKind(entity.kind);
    demandWrite(kind, workspace.reader.role);
    for (const child of workspace.index.children(id)) {
      if (demandKind(child.kind).access.write?.length !== 0) visit(child.id);
    }
    const part = draftRemove(demandState(workspace, id));
    drafts.push({ ...base(workspace, kind.kind, id), at, action: 'remove', ...part, reason });
  };
  const entity = demandVisible(workspace, input.id);
  visit(input.id);
  workspace.commit([...drafts, operationDraft(workspace, { act: 'recordRemoved', entity, reason })]);
}

/** Brings a removed record back as it was when it was removed, with the records beneath it that went at the same time. */
export function restore(workspace: Workspace, id: RecordId): Saved {
  const state = workspace.state(id);
  const kind = demandKind(state?.kind ?? '');
  demandWrite(kind, workspace.reader.role);
  if (!state || state.removals.length === 0) {
    throw new WorkbenchError('RECORD_NOT_REMOVED', '这条记录没有被删除，无需恢复。');
  }
  const back = draftRestore(workspace.changesOf(id));
  const parent = back.set[PARENT_FIELD];
  demandParent(workspace, kind, typeof parent === 'string' ? parent : null);
  const removal = state.removals[0]!;
  const together = removedWith(workspace, id, removal);
  workspace.commit([
    { ...base(workspace, kind.kind, id), action: 'restore', ...back },
    ...together.map(({ recordId, kind: beneath, changes }) => ({
      ...base(workspace, beneath, recordId),
      action: 'restore',
      ...draftRestore(changes),
    })),
    operationDraft(workspace, {
      act: 'recordRestored',
      subject: kind.kind,
      record: id,
      inspection: (typeof parent === 'string' && workspace.index.get(parent)?.inspection) || undefined,
      detail: nameOf({ kind: kind.kind, values: back.set }),
    }),
  ]);
  return saved(workspace, kind, id);
}

/** Records beneath one that were removed in the same act: by the same person, with the same time label. */
function removedWith(workspace: Workspace, top: RecordId, removal: ChangeId) {
  const act = workspace.changesOf(top).find((change) => change.id === removal);
  const beneath: { recordId: RecordId; kind: string; parent: unknown; changes: readonly Change[] }[] = [];
  for (const { id, kind, removals } of workspace.removedStates()) {
    const changes = workspace.changesOf(id);
    const own = changes.find((change) => removals.includes(change.id));
    if (id === top || !act || own?.at !== act.at || own.author !== act.author) continue;
    beneath.push({ recordId: id, kind, parent: draftRestore(changes).set[PARENT_FIELD], changes });
  }
  const taken = new Set<unknown>([top]);
  for (let found = true; found;) {
    const more = beneath.filter(({ recordId, parent }) => !taken.has(recordId) && taken.has(parent));
    found = more.length > 0;
    for (const { recordId } of more) taken.add(recordId);
  }
  return beneath.filter(({ recordId }) => taken.has(recordId));
}
