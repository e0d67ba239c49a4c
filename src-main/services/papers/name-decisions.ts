/** What people said of words that may be names: kept in the vault, asked once. */
import type { NameDecision } from '../../../src-shared/contract/core';
import { type ChangeDraft, PARENT_FIELD, type RecordId } from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import { foldText } from '../../clearance/spelling';
import { demandHandsOut, FOR_UNIT } from './hand-out';
import { base, demandState, demandVisible, type Workspace } from '../records/workspace';
import { newRecordId } from '../recorded';

const sameText = (a: unknown, b: string | undefined): boolean =>
  foldText(typeof a === 'string' ? a : '') === foldText(b ?? '');

/**
 * Keeps decisions about words in the papers of one unit; a later one about the same word and sentence takes its place.
 * @throws WorkbenchError RIGHTS_EXPORT, RECORD_NOT_FOUND
 */
export function decideNames(
  workspace: Workspace,
  inspection: RecordId,
  decisions: readonly NameDecision[],
): void {
  const { reader, index } = workspace;
  // Who makes the papers decides about their names: nobody else may know which words are in question.
  demandHandsOut(workspace, FOR_UNIT);
  const { id } = demandVisible(workspace, inspection);
  const known = index.children(id, 'nameDecision');
  const at = workspace.now().toISOString();
  const drafts = decisions.map(({ word, sentence, is }): ChangeDraft => {
    const before = known.find(
      ({ values }) => sameText(values.word, word) && sameText(values.sentence, sentence),
    );
    const said = { is, by: reader.name, at };
    if (before) {
      const edit = draftEdit(demandState(workspace, before.id), said);
      return { ...base(workspace, 'nameDecision', before.id), action: 'edit', ...edit };
    }
    const set = { word, ...(sentence === undefined ? {} : { sentence }), ...said, [PARENT_FIELD]: id };
    return { ...base(workspace, 'nameDecision', newRecordId()), action: 'create', set, replaces: {} };
  });
  workspace.commit(drafts);
}
