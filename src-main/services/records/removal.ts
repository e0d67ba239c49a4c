/** Removing a record with what stands beneath it, and bringing it back. */
import { cleanText } from '../../../src-shared/domain/cleaning';
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import type { Entity } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import { draftRemove, draftRestore } from '../../../src-shared/merge/registers';
import { operationDraft } from '../operations';
import { beneathIn, removalActs, removedEntity } from '../removed';
import { wordsOf } from './deeds';
import { demandNothingRests } from './holding';
import {
  base,
  demandAllowed,
  demandKind,
  demandParent,
  demandRight,
  demandState,
  demandVisible,
  type Saved,
  saved,
  type Workspace,
} from './workspace';

/**
 * Removes a record, with a reason; what it held stays in the log (R43). Records beneath it go with it, except entries
 * that only the program writes (the export register stays whatever becomes of the round).
 * @param along changes of other records that belong to the act
 */
export function remove(
  workspace: Workspace,
  input: { id: RecordId; reason: string },
  along: readonly ChangeDraft[] = [],
): void {
  const top = demandVisible(workspace, input.id);
  const { id, parent, values: before } = top;
  demandAllowed(workspace, demandKind(top.kind), { act: 'remove', id, parent, before, after: {} });
  const going = goingWith(workspace, top);
  demandNothingRests(workspace, going);
  // One time label for the whole act: restoring brings back together what went together.
  const at = workspace.now().toISOString();
  const reason = cleanText(input.reason);
  const drafts = going.map((gone) => removalDraft(workspace, gone, { at, reason }));
  // Rows are part of the record above them: taking one out is an edit of that.
  if (demandKind(top.kind).access !== 'row')
    drafts.push(operationDraft(workspace, { act: 'recordRemoved', entity: top, reason }));
  const words = wordsOf('remove', demandKind(top.kind), top);
  const changes = workspace.commit([...drafts, ...along]);
  workspace.deeds.note({ how: 'remove', record: id, words, reason, changes });
}

/** The change that removes a record. @param at the time label of the whole act: what went together comes back together */
export const removalDraft = (
  workspace: Workspace,
  gone: Entity,
  { at, reason }: { readonly at: string; readonly reason: string },
): ChangeDraft => ({
  ...base(workspace, gone.kind, gone.id),
  at,
  action: 'remove',
  ...draftRemove(demandState(workspace, gone.id)),
  reason,
});

/** A record with everything beneath it that goes with it, the lowest first. @throws WorkbenchError RIGHTS_* */
export function goingWith(workspace: Workspace, top: Entity): Entity[] {
  demandRight(workspace, top, { act: 'remove' });
  const beneath = workspace.index
    .children(top.id)
    .filter((child) => !isWrittenByProgram(demandKind(child.kind)))
    .flatMap((child) => goingWith(workspace, demandVisible(workspace, child.id)));
  return [...beneath, top];
}

/**
 * Refuses what the person may not bring back, or not now.
 * @param together what comes back in the same act: a record may stand beneath it
 * @throws WorkbenchError RIGHTS_*, RECORD_PARENT, RECORD_LOCKED
 */
export function demandRestore(
  workspace: Workspace,
  was: Entity,
  together: ReadonlySet<RecordId> = new Set(),
): void {
  const kind = demandKind(was.kind);
  if (was.parent === null || !together.has(was.parent)) demandParent(workspace, kind, was.parent);
  demandRight(workspace, was, { act: 'restore' });
  const { id, parent, values } = was;
  demandAllowed(workspace, kind, { act: 'restore', id, parent, before: {}, after: values });
}

/**
 * Brings a removed record back as it was when it was removed, with the records beneath it that went at the same time.
 * @param along changes of other records that belong to the act
 */
export function restore(workspace: Workspace, id: RecordId, along: readonly ChangeDraft[] = []): Saved {
  const was = workspace.sight().view(removedEntity(workspace, id));
  if (!was) {
    // The same answer for what stands, for what is hidden and for what never was, unless the reader sees that it stands.
    demandVisible(workspace, id);
    throw new WorkbenchError('RECORD_NOT_REMOVED', '这条记录没有被删除，无需恢复。');
  }
  const kind = demandKind(was.kind);
  demandRestore(workspace, was);
  const together = removalActs(workspace).find((act) => act.records.some((record) => record.id === id))!;
  const drafts: ChangeDraft[] = [was, ...beneathIn(together, id)].map((back) => ({
    ...base(workspace, back.kind, back.id),
    action: 'restore',
    ...draftRestore(workspace.changesOf(back.id)),
  }));
  if (kind.access !== 'row') drafts.push(operationDraft(workspace, { act: 'recordRestored', entity: was }));
  const removal = workspace.deeds.removalOf(id);
  const note = () => {
    const changes = workspace.commit([...drafts, ...along]);
    workspace.deeds.note({ how: 'restore', record: id, words: wordsOf('restore', kind, was), changes });
  };
  // Bringing back what one has just removed takes that back, from wherever it is asked.
  if (removal) workspace.deeds.drop(removal, workspace.deeds.aside(note));
  else note();
  return saved(workspace, kind, id);
}
