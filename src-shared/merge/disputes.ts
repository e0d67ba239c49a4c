/**
 * What two people said where only one thing can stand: each version with the change that said it, and what stood there
 * before. Read off the changes of the record, so that every laptop that knows the same tells the same.
 */
import { REMOVED_FIELD, sameValue } from './change';
import type { Change, ChangeId, FieldValue } from './change';
import { compareChangeIds, type Held, type RecordState } from './registers';

/** One of the things that may stand. */
export interface Version {
  /** The change that holds it: what a choice names. */
  readonly change: ChangeId;
  /** Of `$removed`: `true` for the removal, `false` for the edit that the removal did not see. */
  readonly value: FieldValue;
  /** Who said it first: another change than the one that holds it where a choice was taken back. */
  readonly said: Change | undefined;
}

export interface Dispute {
  /** In ascending order of the changes that hold them, so that a place in the list is the same on every laptop. */
  readonly versions: readonly Version[];
  /** What all of them had before them; absent where nobody can tell, `{}` where the field was empty. */
  readonly before?: { readonly value?: FieldValue };
}

type ById = ReadonlyMap<ChangeId, Change>;

const replacedBy = (change: Change | undefined, field: string): readonly ChangeId[] =>
  change && Object.hasOwn(change.replaces, field) ? change.replaces[field]! : [];

const valueIn = (change: Change | undefined, field: string): FieldValue | undefined =>
  change && Object.hasOwn(change.set, field) ? change.set[field] : undefined;

/** Everything that stood in a field before a change, the nearest first. `whole`: none of it is missing here. */
function beforeChange(byId: ById, field: string, id: ChangeId): { ids: Set<ChangeId>; whole: boolean } {
  const ids = new Set<ChangeId>();
  const todo: ChangeId[] = [id];
  let whole = true;
  // The list grows by what each of its members replaced.
  for (const here of todo) {
    const change = byId.get(here);
    if (change === undefined) whole = false;
    for (const one of replacedBy(change, field)) {
      if (ids.has(one)) continue;
      ids.add(one);
      todo.push(one);
    }
  }
  return { ids, whole };
}

const isTakenBack = ({ action }: Change): boolean => action === 'undo' || action === 'redo';

/** Whether a change says again what others had said: by taking a choice back, or by keeping what somebody had removed. */
const repeats = (change: Change): boolean =>
  isTakenBack(change) || (change.action === 'resolve' && replacedBy(change, REMOVED_FIELD).length > 0);

/** Who said a value first that was said again when a choice was taken back: it stood before that choice. */
function firstSaid(byId: ById, field: string, id: ChangeId, value: FieldValue): Change | undefined {
  const change = byId.get(id);
  if (!change || !isTakenBack(change)) return change;
  for (const choice of replacedBy(change, field)) {
    for (const earlier of beforeChange(byId, field, choice).ids) {
      if (sameValue(valueIn(byId.get(earlier), field), value)) return firstSaid(byId, field, earlier, value);
    }
  }
  return change;
}

/**
 * Who said a value that stands in dispute: where a choice was taken back, its versions are said again by whoever did that,
 * and are still those of the people who wrote them.
 */
function saidBy(byId: ById, field: string, { change: id, value }: Held, heads: readonly Held[]) {
  const over = new Set(replacedBy(byId.get(id), field));
  const isOneOfSeveral =
    field === REMOVED_FIELD ||
    heads.some(
      ({ change }) => change !== id && replacedBy(byId.get(change), field).some((one) => over.has(one)),
    );
  return isOneOfSeveral ? firstSaid(byId, field, id, value) : byId.get(id);
}

/** What these had in common before them. */
function commonBefore(byId: ById, field: string, ids: readonly ChangeId[]): Dispute['before'] {
  const all = ids.map((id) => beforeChange(byId, field, id));
  const [first, ...rest] = all;
  const common = [...(first?.ids ?? [])].filter((id) => rest.every((other) => other.ids.has(id)));
  if (common.length === 0) return all.every(({ whole }) => whole) ? {} : undefined;
  const older = new Set(common.flatMap((id) => [...beforeChange(byId, field, id).ids]));
  const values = common.filter((id) => !older.has(id)).map((id) => valueIn(byId.get(id), field));
  const [value] = values;
  return value !== undefined && values.every((one) => sameValue(one, value)) ? { value } : undefined;
}

const isRemoval = (change: Change): boolean => valueIn(change, REMOVED_FIELD) === true;

const newest = (changes: readonly Change[]): Change | undefined =>
  [...changes].sort((a, b) => a.n - b.n || compareChangeIds(a.id, b.id)).at(-1);

/** Of each field, what these removals saw: the values they name, and all that those replaced. */
function seenBy(byId: ById, removals: readonly Change[]): (field: string, id: ChangeId) => boolean {
  const seen = new Map<string, Set<ChangeId>>();
  for (const { replaces } of removals) {
    for (const field of Object.keys(replaces)) {
      const ids = seen.get(field) ?? new Set();
      for (const id of replaces[field]!) {
        ids.add(id);
        for (const earlier of beforeChange(byId, field, id).ids) ids.add(earlier);
      }
      seen.set(field, ids);
    }
  }
  return (field, id) => seen.get(field)?.has(id) ?? false;
}

/** The newest edit that the standing removals of a record did not see, and whose words it holds. */
function unseenEdit(byId: ById, { removals }: RecordState): Version | undefined {
  const edits = [...byId.values()].filter((change) => !isRemoval(change));
  const unseenOf = (some: readonly Change[]) => {
    const seen = seenBy(byId, some);
    return (change: Change) =>
      Object.keys(change.set).some((field) => !seen(field, change.id)) ||
      // It emptied a field that the removal still knew filled.
      Object.keys(change.replaces).some(
        (field) => !Object.hasOwn(change.set, field) && change.replaces[field]!.some((id) => seen(field, id)),
      );
  };
  const edit = newest(edits.filter(unseenOf(removals.flatMap((id) => byId.get(id) ?? []))));
  if (edit === undefined || !repeats(edit)) return edit && { change: edit.id, value: false, said: edit };
  const asked = [...byId.values()].filter((change) => isRemoval(change) && !repeats(change));
  const takenBack = new Set(
    edits.filter(isTakenBack).flatMap(({ replaces }) => Object.values(replaces).flat()),
  );
  const stood = edits.filter(
    (change) => !repeats(change) && !(change.action === 'resolve' && takenBack.has(change.id)),
  );
  const said = newest(stood.filter(unseenOf(asked)));
  return { change: edit.id, value: false, said: said ?? edit };
}

/**
 * What is in dispute in one field of a record (`$removed`: whether it goes).
 * @param changes all known changes of the record, of which `state` is the projection
 */
export function disputeOf(changes: readonly Change[], state: RecordState, field: string): Dispute {
  const byId = new Map(changes.map((change) => [change.id, change]));
  if (field === REMOVED_FIELD) {
    const removals = state.removals.map((id) => ({
      change: id,
      value: true,
      said: saidBy(byId, field, { change: id, value: true }, []),
    }));
    const edit = unseenEdit(byId, state);
    return { versions: edit ? [...removals, edit] : removals };
  }
  const held = Object.hasOwn(state.fields, field) ? state.fields[field]! : [];
  const versions = held.map(({ change, value }) => ({
    change,
    value,
    said: saidBy(byId, field, { change, value }, held),
  }));
  const before = commonBefore(
    byId,
    field,
    versions.map(({ change, said }) => said?.id ?? change),
  );
  return { versions, ...(before ? { before } : {}) };
}
