/**
 * Several records written as one act: one commit, one fsync, one event of the feed, one entry in the 操作日志, and taken
 * back as one (take-back.ts). Whoever writes many plans each record first ({@link planSave}) and hands the drafts over here.
 */
import { WorkbenchError } from '../../../src-shared/errors';
import type { Change, ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import { type Operation, operationDraft } from '../operations';
import { atOnce, type Steps } from '../../store/steps';
import type { Workspace } from './workspace';

/** An act on many records, as it is told. */
export interface Together {
  /** What was done, for the person: `导入整改台账（新增3条，改动2条）`; 撤销 says it again. */
  readonly words: string;
  /** Its entry in the 操作日志. `subject` is the kind that it is about: changes of others only went along. */
  readonly operation: Operation & { readonly subject: string };
}

export interface Done {
  /** By which `record.undo` takes it back until the next lock. */
  readonly act: string;
  /** Its entry in the 操作日志, by which it can be taken back later. */
  readonly entry: RecordId;
  readonly changes: readonly Change[];
}

/**
 * Writes planned changes in steps, all or nothing. The entry comes last and says how many changes before it are of the act.
 * @throws WorkbenchError TOGETHER_NOTHING for no drafts; STORE_* of a commit
 */
export function* writingTogether(
  workspace: Workspace,
  drafts: readonly ChangeDraft[],
  { words, operation }: Together,
): Steps<Done> {
  if (drafts.length === 0)
    throw new WorkbenchError('TOGETHER_NOTHING', '没有要写入的内容，没有改动任何记录。');
  const entry = operationDraft(workspace, { ...operation, changes: drafts.length });
  const changes = yield* workspace.committing([...drafts, entry]);
  const act = workspace.deeds.note({ how: 'together', record: entry.recordId, words, changes });
  return { act, entry: entry.recordId, changes };
}

/** {@link writingTogether} at once. */
export const writeTogether = (
  workspace: Workspace,
  drafts: readonly ChangeDraft[],
  together: Together,
): Done => atOnce(writingTogether(workspace, drafts, together));
