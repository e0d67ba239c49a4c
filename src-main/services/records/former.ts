/** What fields held before an act, and whether they may go back to it: for taking back one act on one record or on many. */
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import {
  canonicalJson,
  type Change,
  type ChangeDraft,
  type ChangeId,
  type FieldValue,
} from '../../../src-shared/merge/change';
import {
  conflictsOf,
  draftEdit,
  heads,
  type RecordState,
  valueOf,
} from '../../../src-shared/merge/registers';
import { audit, demandReadable, demandReferences, demandUnfixed, type SaveInput } from './save';
import {
  base,
  demandAllowed,
  demandKind,
  demandRight,
  demandState,
  demandVisible,
  type Workspace,
} from './workspace';

const sameValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);

/**
 * A field that an act touched. `former`: it may go back to that; `overtaken`: it no longer holds what the act left there;
 * `chosen`: the act chose between two values.
 */
export type FormerField =
  | { readonly is: 'former'; readonly value: FieldValue | undefined }
  | { readonly is: 'overtaken' }
  | { readonly is: 'chosen' };

/** Whether a field holds what these changes left there, and nobody else has said it since. */
function stands(
  workspace: Workspace,
  state: RecordState,
  field: string,
  { ids, left }: { readonly ids: ReadonlySet<ChangeId>; readonly left: FieldValue | undefined },
): boolean {
  const own = heads(state, field).every((head) => ids.has(head) || workspace.deeds.isOwn(head));
  return own && !conflictsOf(state).includes(field) && sameValue(valueOf(state, field), left);
}

const touches = ({ set, replaces }: Change, field: string): boolean =>
  Object.hasOwn(set, field) || Object.hasOwn(replaces, field);

/**
 * Every field that these changes of one record touched and that does not hold anyway what it held before.
 * @param changes in order, all of one record
 */
export function formerFields(
  workspace: Workspace,
  changes: readonly Change[],
): ReadonlyMap<string, FormerField> {
  const id = changes[0]!.recordId;
  const state = demandState(workspace, id);
  const all = new Map(workspace.changesOf(id).map((change) => [change.id, change]));
  const ids = new Set(changes.map((change) => change.id));
  const touched = new Set(
    changes.flatMap(({ set, replaces }) => [...Object.keys(set), ...Object.keys(replaces)]),
  );
  const found = new Map<string, FormerField>();
  for (const field of touched) {
    const mine = changes.filter((change) => touches(change, field));
    const left = mine.at(-1)!.set[field];
    const before = (mine[0]!.replaces[field] ?? []).map((one) => all.get(one)?.set[field]);
    if (!stands(workspace, state, field, { ids, left })) found.set(field, { is: 'overtaken' });
    else if (before.some((value) => !sameValue(value, before[0]))) found.set(field, { is: 'chosen' });
    else if (!sameValue(before[0], left)) found.set(field, { is: 'former', value: before[0] });
  }
  return found;
}

/** Whether a record that these changes made or brought back is still as they left it, in every field. */
export function isAsLeft(workspace: Workspace, changes: readonly Change[]): boolean {
  const state = demandState(workspace, changes[0]!.recordId);
  const ids = new Set(changes.map(({ id }) => id));
  return Object.keys(state.fields).every((field) => {
    const left = changes.filter((change) => touches(change, field)).at(-1)?.set[field];
    return stands(workspace, state, field, { ids, left });
  });
}

/** Fields and members of sets by name, as they are to be again; `undefined` for none. */
export type Values = Readonly<Record<string, FieldValue | undefined>>;

/** Former values as a person would have given them: fields, and members that come and go. */
function asInput(
  kind: AnyKind,
  former: Values,
): { set: Record<string, FieldValue>; sets: NonNullable<SaveInput['sets']> } {
  const set: Record<string, FieldValue> = {};
  const sets: Record<string, { add: string[]; remove: string[] }> = {};
  for (const [field, value] of Object.entries(former)) {
    if (Object.hasOwn(kind.fields, field)) set[field] = value ?? null;
    const [name = '', member] = field.split('/');
    if (member === undefined || !Object.hasOwn(kind.sets, name)) continue;
    sets[name] ??= { add: [], remove: [] };
    sets[name][value === undefined ? 'remove' : 'add'].push(member);
  }
  return { set, sets };
}

/** Records that come back into a set still stand and are seen. @throws WorkbenchError RECORD_REFERENCE */
function demandMembers(workspace: Workspace, sets: NonNullable<SaveInput['sets']>): void {
  for (const [name, { add }] of Object.entries(sets)) {
    // A file that was taken out is in the store still; its hash stood on this very record.
    if (name === 'evidence') continue;
    for (const member of add) demandVisible(workspace, member);
  }
}

/**
 * The changes that give a record former values again, checked as the person's own edit.
 * @param along changes of other records that belong to the act, before the entry that a change of the kind may demand
 * @throws WorkbenchError RECORD_*, RIGHTS_*
 */
export function planFormer(
  workspace: Workspace,
  entity: Entity,
  former: Values,
  {
    action,
    reason,
    along = [],
  }: { action: 'undo' | 'redo'; reason?: string; along?: readonly ChangeDraft[] },
): ChangeDraft[] {
  const kind = demandKind(entity.kind);
  const { set, sets } = asInput(kind, former);
  demandRight(workspace, entity, { act: 'write', fields: [...Object.keys(set), ...Object.keys(sets)] });
  demandReadable(workspace, kind, entity.id, Object.keys(set));
  demandUnfixed(kind, entity, set);
  demandReferences(workspace, kind, set, entity.id);
  demandMembers(workspace, sets);
  const { id, parent, values: before } = entity;
  demandAllowed(workspace, kind, { act: 'edit', id, parent, before, after: { ...before, ...set } });
  return [
    {
      ...base(workspace, kind.kind, id),
      action,
      ...draftEdit(demandState(workspace, id), former),
      ...(reason === undefined ? {} : { reason }),
    },
    ...along,
    ...audit(workspace, kind, entity, set, sets),
  ];
}
