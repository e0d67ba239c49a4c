/**
 * What fields held before an act, and whether they may go back to it: for taking back one act on one record or on many. Where
 * the act chose between what two people had said, what was held is both of it.
 */
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import {
  type Change,
  type ChangeDraft,
  type ChangeId,
  type FieldValue,
  type RecordId,
  REMOVED_FIELD,
  sameValue,
} from '../../../src-shared/merge/change';
import { draftEdit, heads, type RecordState } from '../../../src-shared/merge/registers';
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

/** What a field holds: one value, none, or several where two people disagree. */
export type Held = readonly FieldValue[];

const sameHeld = (a: Held, b: Held): boolean =>
  a.length === b.length && a.every((one) => b.some((other) => sameValue(one, other)));

/** Each value once; a field that was emptied holds none. */
function distinct(values: Held): Held {
  const once = values.filter((value, at) => values.findIndex((other) => sameValue(value, other)) === at);
  return once.length === 1 && once[0] === null ? [] : once;
}

/** What a field of a record holds now; of `$removed`, whether a removal stands. */
const heldIn = (state: RecordState, field: string): Held =>
  field === REMOVED_FIELD
    ? state.removals.length > 0
      ? [true]
      : []
    : distinct((state.fields[field] ?? []).map(({ value }) => value));

/** A field that an act touched. `former`: it may go back to that; `overtaken`: it no longer holds what the act left there. */
export type FormerField = { readonly is: 'former'; readonly held: Held } | { readonly is: 'overtaken' };

/** What changes of one field left there: what none of them replaced of another. */
function leftBy(changes: readonly Change[], field: string): Held {
  const replaced = new Set(changes.flatMap(({ replaces }) => replaces[field] ?? []));
  return distinct(
    changes.flatMap(({ id, set }) => (replaced.has(id) || set[field] === undefined ? [] : [set[field]])),
  );
}

/** Whether a field holds what these changes left there, and nobody else has said it since. */
function stands(
  workspace: Workspace,
  state: RecordState,
  field: string,
  { ids, left }: { readonly ids: ReadonlySet<ChangeId>; readonly left: Held },
): boolean {
  const own = heads(state, field).every((head) => ids.has(head) || workspace.deeds.isOwn(head));
  return own && sameHeld(heldIn(state, field), left);
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
    const left = leftBy(mine, field);
    const said = (mine[0]!.replaces[field] ?? []).map((one) => all.get(one)?.set[field]);
    const held = distinct(said.filter((value) => value !== undefined));
    if (!stands(workspace, state, field, { ids, left })) found.set(field, { is: 'overtaken' });
    else if (!sameHeld(held, left)) found.set(field, { is: 'former', held });
  }
  return found;
}

/** Whether a record that these changes made or brought back is still as they left it, in every field. */
export function isAsLeft(workspace: Workspace, changes: readonly Change[]): boolean {
  const state = demandState(workspace, changes[0]!.recordId);
  const ids = new Set(changes.map(({ id }) => id));
  return Object.keys(state.fields).every((field) => {
    const left = leftBy(changes, field);
    return stands(workspace, state, field, { ids, left });
  });
}

/** Fields and members of sets by name, with what they are to hold again. */
export type Former = Readonly<Record<string, Held>>;

/** Former values as a person would have given them: fields, and members that come and go. @param nth of several values */
function asInput(
  kind: AnyKind,
  former: Former,
  nth = 0,
): { set: Record<string, FieldValue>; sets: NonNullable<SaveInput['sets']> } {
  const set: Record<string, FieldValue> = {};
  const sets: Record<string, { add: string[]; remove: string[] }> = {};
  for (const [field, held] of Object.entries(former)) {
    const value = held[nth];
    if (nth > 0 && value === undefined) continue;
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

/** How many values the field that holds the most is to hold. */
const mostHeld = (former: Former): number =>
  Math.max(1, ...Object.values(former).map(({ length }) => length));

/**
 * The changes that let fields of a record hold again what they held. Where that was in dispute, each version is said again
 * by a change of its own: all replace what stands now and none the other, so that they disagree as before.
 */
export function againDrafts(
  workspace: Workspace,
  kind: string,
  id: RecordId,
  {
    former,
    over,
    ...way
  }: { readonly former: Former; readonly over: readonly ChangeId[] } & Pick<ChangeDraft, 'action' | 'reason'>,
): ChangeDraft[] {
  const state = demandState(workspace, id);
  const { [REMOVED_FIELD]: removal, ...rest } = former;
  const { action, reason } = way;
  const draft = ({ set, replaces }: Pick<ChangeDraft, 'set' | 'replaces'>): ChangeDraft => ({
    ...base(workspace, kind, id),
    action,
    set,
    replaces,
    ...(reason === undefined ? {} : { reason }),
  });
  const drafts =
    Object.keys(rest).length === 0
      ? []
      : Array.from({ length: mostHeld(rest) }, (_, nth) => {
          const fields = Object.keys(rest).filter((field) => nth === 0 || rest[field]![nth] !== undefined);
          return draft(
            draftEdit(state, Object.fromEntries(fields.map((field) => [field, rest[field]![nth]]))),
          );
        });
  // A removal that is said again names the act that had settled it, so that one finds who had removed the record.
  const again = { set: { [REMOVED_FIELD]: true }, replaces: { [REMOVED_FIELD]: [...over] } };
  return removal?.length ? [...drafts, draft(again)] : drafts;
}

/**
 * The changes that give a record former values again, checked as the person's own edit.
 * @param along changes of other records that belong to the act, before the entry that a change of the kind may demand
 * @throws WorkbenchError RECORD_*, RIGHTS_*
 */
export function planFormer(
  workspace: Workspace,
  entity: Entity,
  former: Former,
  {
    over,
    action,
    reason,
    along = [],
  }: {
    over: readonly ChangeId[];
    action: 'undo' | 'redo';
    reason?: string;
    along?: readonly ChangeDraft[];
  },
): ChangeDraft[] {
  const kind = demandKind(entity.kind);
  const { id, parent, values: before } = entity;
  for (let nth = mostHeld(former) - 1; nth >= 0; nth -= 1) {
    const { set, sets } = asInput(kind, former, nth);
    demandRight(workspace, entity, { act: 'write', fields: [...Object.keys(set), ...Object.keys(sets)] });
    demandReadable(workspace, kind, id, Object.keys(set));
    demandUnfixed(kind, entity, set);
    demandReferences(workspace, kind, set, id);
    demandMembers(workspace, sets);
    demandAllowed(workspace, kind, { act: 'edit', id, parent, before, after: { ...before, ...set } });
  }
  const { set, sets } = asInput(kind, former);
  return [
    ...againDrafts(workspace, kind.kind, id, { former, over, action, reason }),
    ...along,
    ...audit(workspace, kind, entity, set, sets),
  ];
}
