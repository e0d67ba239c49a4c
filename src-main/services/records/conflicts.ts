/** Fields on which two people disagree: what each wrote, and a person's choice. */
import { isDeepStrictEqual } from 'node:util';
import { checkValues } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import { type FieldValue, type RecordId, REMOVED_FIELD } from '../../../src-shared/merge/change';
import { draftRemove, draftResolve, draftRestore } from '../../../src-shared/merge/registers';
import {
  base,
  demandAllowed,
  demandKind,
  demandRight,
  demandState,
  demandVisible,
  type Saved,
  saved,
  type Workspace,
} from './workspace';

/** A person's choice for a field on which two people disagree. */
export function resolve(
  workspace: Workspace,
  input: { id: RecordId; field: string; value: FieldValue },
): Saved {
  const entity = demandVisible(workspace, input.id);
  const kind = demandKind(entity.kind);
  if (!entity.conflicts.includes(input.field)) {
    throw new WorkbenchError('RECORD_NO_CONFLICT', '这一栏已没有分歧，请刷新后查看。');
  }
  const removes = input.field === REMOVED_FIELD && input.value === true;
  const fields = input.field === REMOVED_FIELD ? undefined : [input.field];
  demandRight(workspace, entity, removes ? { act: 'remove' } : { act: 'write', fields });
  if (input.field !== REMOVED_FIELD) {
    const problems = checkValues(kind, { [input.field]: input.value });
    if (problems.length > 0)
      throw new WorkbenchError('RECORD_INVALID', `未保存：${problems[0]!.message}。`, problems);
    const { id, parent, values: before } = entity;
    const after = { ...before, [input.field]: input.value };
    // What stands there in dispute may be kept: only a third wording is a change.
    const given = (demandState(workspace, id).fields[input.field] ?? []).some(({ value }) =>
      isDeepStrictEqual(value, input.value),
    );
    if (!given) demandAllowed(workspace, kind, { act: 'edit', id, parent, before, after });
  }
  const state = demandState(workspace, input.id);
  const info = Object.hasOwn(kind.fields, input.field) ? kind.fields[input.field]!.info : undefined;
  if (info?.machine && !(state.fields[input.field] ?? []).some(({ value }) => value === input.value)) {
    // A state moves by its steps, with their signatures; a choice is between those that were taken.
    throw new WorkbenchError('RECORD_STEP', `“${info.label}”只能在两人填写的结果中选择一个。`);
  }
  // For a removal against an edit the choices are: remove after all (true), or keep.
  const part =
    input.field !== REMOVED_FIELD
      ? draftResolve(state, input.field, input.value)
      : input.value === true
        ? draftRemove(state)
        : draftRestore(workspace.changesOf(input.id));
  workspace.commit([{ ...base(workspace, kind.kind, input.id), action: 'resolve', ...part }]);
  return saved(workspace, kind, input.id);
}

/** The values two people gave, for each field in conflict. */
export function conflict(workspace: Workspace, id: RecordId, nameOf: (userId: string) => string) {
  const entity = demandVisible(workspace, id);
  const state = demandState(workspace, id);
  const byId = new Map(workspace.changesOf(id).map((change) => [change.id, change]));
  const values: Record<string, { value: unknown; author: string; at: string }[]> = {};
  for (const field of entity.conflicts) {
    values[field] = (state.fields[field] ?? []).map((held) => {
      const change = byId.get(held.change);
      return { value: held.value, author: nameOf(change?.author ?? ''), at: change?.at ?? '' };
    });
  }
  return values;
}
