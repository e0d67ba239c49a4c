/** The 操作日志: who did what to people, rights and whole records. Only services write it; `operation` says who reads it. */
import { kindOf } from '../../src-shared/domain/kinds';
import type { Entity } from '../../src-shared/domain/define';
import type { OperationAct } from '../../src-shared/domain/operation-acts';
import { titleOf } from '../../src-shared/domain/words';
import type { ChangeDraft, FieldValue, RecordId } from '../../src-shared/merge/change';
import { newRecordId } from './recorded';
import type { Reader } from './rights';

export interface Operation {
  readonly act: OperationAct;
  /** What was done, in words that every reader of `subject` may know. At most 400 characters are kept. */
  readonly detail?: string;
  /** The person's own words. */
  readonly reason?: string;
  /** The record it was done to, where it is known as one; gives detail, subject, record and inspection. */
  readonly entity?: Entity;
  /** The kind of what it was done to: who may not read that kind does not see the entry. */
  readonly subject?: string;
  readonly record?: RecordId;
  /** The inspection it belongs to: who may not see that one does not see the entry. */
  readonly inspection?: RecordId;
  /** Of an act on many records: how many changes right before the entry are of it. */
  readonly changes?: number;
  /** The entry of the act that this one takes back. */
  readonly takesBack?: RecordId;
}

interface Author {
  readonly reader: Reader;
  now(): Date;
}

/** The entry as a draft, to be committed with the act itself. */
export function operationDraft({ reader, now }: Author, operation: Operation): ChangeDraft {
  const { act, entity, reason, changes, takesBack } = operation;
  const subject = operation.subject ?? entity?.kind;
  const inspection = operation.inspection ?? entity?.inspection ?? undefined;
  const record = operation.record ?? entity?.id;
  const detail = operation.detail ?? (entity && nameOf(entity));
  const at = now().toISOString();
  const set: Record<string, FieldValue> = {
    at,
    act,
    by: reader.name,
    ...(subject ? { subject } : {}),
    ...(record ? { record } : {}),
    ...(inspection ? { inspection } : {}),
    ...(detail ? { detail: detail.slice(0, 400) } : {}),
    ...(reason ? { reason: reason.slice(0, 500) } : {}),
    ...(changes ? { changes } : {}),
    ...(takesBack ? { takesBack } : {}),
  };
  return {
    author: reader.userId,
    at,
    kind: 'operation',
    recordId: newRecordId(),
    action: 'create',
    set,
    replaces: {},
  };
}

/** Enters an act that is no change of a record (people, backups). @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED */
export function logOperation(
  workspace: Author & { commit(drafts: readonly ChangeDraft[]): unknown },
  operation: Operation,
): void {
  workspace.commit([operationDraft(workspace, operation)]);
}

/** `问题底稿 WT-03`: kind and number, or its title where it has no number. */
export function nameOf(entity: Pick<Entity, 'kind' | 'values'>): string {
  const { code } = entity.values;
  const label = kindOf(entity.kind)?.label ?? entity.kind;
  return `${label} ${typeof code === 'string' && code !== '' ? code : titleOf(entity)}`;
}
