/** Who did what to a record: each change with what was there before. */
import type { AnyKind, Step } from '../../../src-shared/domain/define';
import { isBlank } from '../../../src-shared/domain/validate';
import {
  canonicalJson,
  type Change,
  type ChangeId,
  type FieldValue,
  type RecordId,
} from '../../../src-shared/merge/change';
import { canReadField } from '../../../src-shared/domain/access';
import { demandKind, demandVisible, type Workspace } from './workspace';

/** One field of a change; an absent value means that there is none. */
export interface FieldChange {
  readonly field: string;
  readonly before?: FieldValue;
  readonly after?: FieldValue;
}

/** A change as a person reads it. */
export interface HistoryEntry {
  readonly at: string;
  readonly author: string;
  readonly action: string;
  readonly reason?: string;
  /** The step that was taken, in words. */
  readonly step?: string;
  readonly fields: FieldChange[];
}

/** Everything done to a record, oldest first; fields the reader may not see are left out. */
export function history(
  workspace: Workspace,
  id: RecordId,
  nameOf: (userId: string) => string,
): HistoryEntry[] {
  const entity = demandVisible(workspace, id);
  const kind = demandKind(entity.kind);
  const changes = workspace.changesOf(id);
  const byId = new Map(changes.map((change) => [change.id, change]));
  const mayRead = (field: string) => canReadField(kind, field.split('/')[0]!, workspace.reader.role);
  return changes.map((change) => {
    const fields = fieldsOf(kind, change, byId).filter(({ field }) => mayRead(field));
    const step = change.action === 'edit' ? stepOf(kind, fields) : takenBack(kind, change, fields);
    return {
      at: change.at,
      author: nameOf(change.author),
      action: change.action,
      ...(change.reason ? { reason: change.reason } : {}),
      ...(step ? { step } : {}),
      fields,
    };
  });
}

/** What a change did to each field, in the order of the form; what it only said again is left out. */
function fieldsOf(kind: AnyKind, change: Change, byId: ReadonlyMap<ChangeId, Change>): FieldChange[] {
  const order = [...kind.sections.flatMap(({ fields }) => fields), ...Object.keys(kind.fields)];
  const place = (field: string) => (order.indexOf(field) + order.length + 1) % (order.length + 1);
  const names = new Set([...Object.keys(change.set), ...Object.keys(change.replaces)]);
  return [...names]
    .filter((field) => !field.startsWith('$'))
    .map((field) => {
      const before = (change.replaces[field] ?? []).map((id) => byId.get(id)?.set[field]).at(-1);
      const after = change.set[field];
      return {
        field,
        ...(isBlank(before) ? {} : { before: before! }),
        ...(isBlank(after) ? {} : { after: after! }),
      };
    })
    .filter(({ before, after }) => canonicalJson(before ?? null) !== canonicalJson(after ?? null))
    .sort((a, b) => place(a.field) - place(b.field));
}

/** The step that a change took back, as its withdrawal is called. */
function takenBack(kind: AnyKind, { action }: Change, fields: readonly FieldChange[]): string | undefined {
  if (action !== 'undo') return undefined;
  const step = stepOf(
    kind,
    fields.map(({ field, before, after }) => ({
      field,
      ...(after === undefined ? {} : { before: after }),
      ...(before === undefined ? {} : { after: before }),
    })),
  );
  return step && `撤回“${step}”`;
}

/** The step that moved a state: among several between the same two states the one whose fillings are in the change. */
function stepOf(kind: AnyKind, fields: readonly FieldChange[]): string | undefined {
  const touched = new Set(fields.map(({ field }) => field));
  const fit = (step: Step): number => {
    const fills = Object.keys(step.effect?.({}, { today: '' }) ?? {});
    return fills.reduce((sum, name) => sum + (touched.has(name) ? 1 : -1), 0);
  };
  for (const { field, before, after } of fields) {
    const machine = kind.fields[field]?.info.machine;
    const from = before ?? machine?.initial;
    const [taken] = (machine?.steps ?? [])
      .filter((step) => step.from === from && step.to === after)
      .sort((a, b) => fit(b) - fit(a));
    if (taken) return taken.label;
  }
  return undefined;
}
