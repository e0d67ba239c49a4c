/**
 * Multi-value registers: how the changes of one record, from any number of laptops, become one record
 * (docs/architecture.md, "The change model"; Shapiro et al. 2011, "A comprehensive study of convergent and
 * commutative replicated data types", MV-register). Everything here is a function of the *set* of changes: order,
 * repetition and clocks have no influence.
 *
 * For every field the held values are those of the changes that set it, minus those that another change replaced.
 * A removal is a change that sets `$removed` to `true`. What it replaces is hidden, never dropped: the values come
 * back when an edit it did not see keeps the record alive, or when a later change overrules it.
 *
 * Field names come from outside and may be `__proto__` or `constructor`: objects are made without a prototype and
 * read through {@link Object.hasOwn} only.
 */
import { REMOVED_FIELD, canonicalChange, canonicalJson } from './change';
import type { Change, ChangeDraft, ChangeId, FieldValue, RecordId } from './change';

/** One value that nobody has replaced. */
export interface Held {
  readonly change: ChangeId;
  readonly value: FieldValue;
}

/** Held values by field; a field without a value has no key. */
export interface HeldFields {
  readonly [field: string]: readonly Held[];
}

/** The projection of one record: for each field its held values, in ascending order of change id (device, then n). */
export interface RecordState {
  readonly id: RecordId;
  readonly kind: string;
  readonly fields: HeldFields;
  /** Ids of standing removals. Non-empty with live values left = conflict; non-empty with none = removed. */
  readonly removals: readonly ChangeId[];
}

/** The part of a {@link ChangeDraft} that merging looks at. */
export type DraftFields = Pick<ChangeDraft, 'set' | 'replaces'>;

/** Orders change ids by device, then by place in the device's chain (`….9` before `….10`). */
export function compareChangeIds(a: ChangeId, b: ChangeId): number {
  if (a === b) return 0;
  const dotA = a.lastIndexOf('.');
  const dotB = b.lastIndexOf('.');
  const deviceA = a.slice(0, dotA);
  const deviceB = b.slice(0, dotB);
  if (deviceA !== deviceB) return deviceA < deviceB ? -1 : 1;
  return a.length - b.length || (a < b ? -1 : 1);
}

/** Ascending by id; two different changes with one id (a forged log) by value, so that the order never varies. */
function compareHeld(a: Held, b: Held): number {
  const byId = compareChangeIds(a.change, b.change);
  if (byId !== 0) return byId;
  const textA = canonicalJson(a.value);
  const textB = canonicalJson(b.value);
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

function isRemoval(change: Change): boolean {
  return Object.hasOwn(change.set, REMOVED_FIELD) && change.set[REMOVED_FIELD] === true;
}

/** Changes without repetitions. Two different ones with the same id both stay: choosing one would hide the other. */
function distinct(changes: Iterable<Change>): Change[] {
  const byId = new Map<ChangeId, Change[]>();
  const result: Change[] = [];
  for (const change of changes) {
    const twins = byId.get(change.id);
    if (twins === undefined) {
      byId.set(change.id, [change]);
    } else if (twins.some((twin) => twin === change || sameChange(twin, change))) {
      continue;
    } else {
      twins.push(change);
    }
    result.push(change);
  }
  return result;
}

function sameChange(a: Change, b: Change): boolean {
  return a.hash === b.hash && canonicalChange(a) === canonicalChange(b);
}

class IdsByField {
  private readonly ids = new Map<string, Set<ChangeId>>();

  add(field: string, change: Change): void {
    let set = this.ids.get(field);
    if (set === undefined) this.ids.set(field, (set = new Set()));
    // A change has not seen itself; a forged one that says so must not make its own value vanish.
    for (const id of change.replaces[field] ?? []) if (id !== change.id) set.add(id);
  }

  has(field: string, id: ChangeId): boolean {
    return this.ids.get(field)?.has(id) ?? false;
  }

  /** True when any field has an id that `other` has for the same field. */
  meets(other: IdsByField): boolean {
    for (const [field, ids] of this.ids) for (const id of ids) if (other.has(field, id)) return true;
    return false;
  }
}

interface Gathered {
  readonly id: RecordId;
  readonly kind: string;
  /** Held values as if no removal had replaced anything. */
  readonly values: HeldFields;
  readonly removals: readonly ChangeId[];
  /** An edit that no removal saw is there. */
  readonly alive: boolean;
}

function gather(input: Iterable<Change>): Gathered | undefined {
  const changes = distinct(input);
  const first = changes[0];
  if (first === undefined) return undefined;
  let lowest = first;
  const setters = new Map<string, Held[]>();
  const replaced = new IdsByField();
  const removals: Change[] = [];

  for (const change of changes) {
    if (change.recordId !== first.recordId) throw new TypeError('changes of more than one record');
    // Changes of a record agree on its kind; where a forged one does not, every laptop still picks the same.
    const order = compareChangeIds(change.id, lowest.id);
    if (order < 0 || (order === 0 && change.kind < lowest.kind)) lowest = change;
    const removal = isRemoval(change);
    if (removal) removals.push(change);
    for (const field of Object.keys(change.set)) {
      const held = { change: change.id, value: change.set[field] as FieldValue };
      const others = setters.get(field);
      if (others === undefined) setters.set(field, [held]);
      else others.push(held);
    }
    for (const field of Object.keys(change.replaces)) {
      // A removal that gives a field a value (a remark, say) edits that field; all else it only hides.
      if (!removal || Object.hasOwn(change.set, field)) replaced.add(field, change);
    }
  }

  const values: Record<string, readonly Held[]> = Object.create(null);
  for (const [field, held] of setters) {
    const left = held.filter(
      ({ change, value }) => !replaced.has(field, change) && !(field === REMOVED_FIELD && value === true),
    );
    if (left.length > 0) values[field] = left.length > 1 ? uniqueHeld(left) : left;
  }

  const standing = removals.filter(({ id }) => !replaced.has(REMOVED_FIELD, id));
  return {
    id: first.recordId,
    kind: lowest.kind,
    values,
    removals: [...new Set(standing.map(({ id }) => id))].sort(compareChangeIds),
    alive: standing.length === 0 || hasUnseenEdit(changes, removals, standing, values),
  };
}

/** Twins of one forged id may agree on a field: then it is one value. */
function uniqueHeld(held: Held[]): Held[] {
  return held
    .sort(compareHeld)
    .filter((item, at) => at === 0 || compareHeld(held[at - 1] as Held, item) !== 0);
}

/**
 * Has anybody edited without the removals' knowledge? Either a value is left that no removal replaced, or a field
 * was emptied whose value a standing removal names: had it known, that value would no longer have been there to name.
 */
function hasUnseenEdit(
  changes: readonly Change[],
  removals: readonly Change[],
  standing: readonly Change[],
  values: HeldFields,
): boolean {
  const hidden = new IdsByField();
  for (const removal of removals)
    for (const field of Object.keys(removal.replaces)) hidden.add(field, removal);
  const removers = new Set(removals.map(({ id }) => id));
  for (const field of Object.keys(values)) {
    if (field === REMOVED_FIELD) continue;
    if (values[field]!.some(({ change }) => !hidden.has(field, change) && !removers.has(change))) return true;
  }
  const emptied = new IdsByField();
  for (const change of changes) {
    if (removers.has(change.id)) continue;
    for (const field of Object.keys(change.replaces)) {
      if (field !== REMOVED_FIELD && !Object.hasOwn(change.set, field)) emptied.add(field, change);
    }
  }
  const named = new IdsByField();
  for (const removal of standing)
    for (const field of Object.keys(removal.replaces)) named.add(field, removal);
  return named.meets(emptied);
}

/**
 * Projects ALL known changes of ONE record, in any order and with any repetition.
 * While a removal stands against an edit it did not see, `fields` holds every value, those that only a removal
 * replaced included, and `removals` names the removals: a person sees the whole record and chooses. A removed record
 * has no fields; {@link lastValues} still finds them.
 * @returns undefined when there are no changes.
 * @throws TypeError for changes of more than one record (a defect of the caller).
 */
export function project(changes: Iterable<Change>): RecordState | undefined {
  const all = gather(changes);
  if (all === undefined) return undefined;
  return {
    id: all.id,
    kind: all.kind,
    fields: all.alive ? all.values : (Object.create(null) as HeldFields),
    removals: all.removals,
  };
}

/** The values a record has or, if it is removed, had: those held when no removal is taken into account. */
export function lastValues(changes: Iterable<Change>): HeldFields {
  return gather(changes)?.values ?? (Object.create(null) as HeldFields);
}

/**
 * {@link project} without reading the log again, for a change that was just made on this laptop (no known change can
 * have replaced it, and it was not applied before).
 * @param state projection of all known changes of the record; undefined when it is new.
 * @returns the new state, or undefined when a full projection is needed: a removal is involved, or the change
 *   replaces something that is not held in `state`.
 */
export function applyLocal(state: RecordState | undefined, change: Change): RecordState | undefined {
  if (state === undefined) return isPlainBeginning(change) ? beginning(change) : project([change]);
  if (state.removals.length > 0 || state.kind !== change.kind || state.id !== change.recordId)
    return undefined;
  if (Object.hasOwn(change.set, REMOVED_FIELD) || Object.hasOwn(change.replaces, REMOVED_FIELD))
    return undefined;

  const fields: Record<string, readonly Held[]> = Object.assign(Object.create(null), state.fields);
  for (const field of Object.keys(change.replaces)) {
    const gone = change.replaces[field] as readonly ChangeId[];
    const held = heldOf(state, field);
    if (!gone.every((id) => held.some((item) => item.change === id))) return undefined;
    const left = held.filter((item) => !gone.includes(item.change));
    if (left.length > 0) fields[field] = left;
    else delete fields[field];
  }
  for (const field of Object.keys(change.set)) {
    const held = heldOf(state, field);
    if (held.some((item) => item.change === change.id)) return undefined;
    const left = Object.hasOwn(fields, field) ? (fields[field] as readonly Held[]) : [];
    const added = { change: change.id, value: change.set[field] as FieldValue };
    fields[field] = left.length === 0 ? [added] : [...left, added].sort(compareHeld);
  }
  return { id: state.id, kind: state.kind, fields, removals: state.removals };
}

/** The first change of a record as nearly every one is: it gives values, replaces and removes nothing. */
const isPlainBeginning = ({ set, replaces }: Change): boolean =>
  !Object.hasOwn(set, REMOVED_FIELD) && Object.keys(replaces).length === 0;

/** {@link project} of a plain beginning alone. */
function beginning({ id, recordId, kind, set }: Change): RecordState {
  const fields: Record<string, readonly Held[]> = Object.create(null);
  for (const field of Object.keys(set)) fields[field] = [{ change: id, value: set[field] as FieldValue }];
  return { id: recordId, kind, fields, removals: [] };
}

function heldOf(state: RecordState, field: string): readonly Held[] {
  return Object.hasOwn(state.fields, field) ? (state.fields[field] as readonly Held[]) : [];
}

function differ(held: readonly Held[]): boolean {
  if (held.length < 2) return false;
  const text = canonicalJson(held[0]!.value);
  return held.some(({ value }) => canonicalJson(value) !== text);
}

/**
 * The value of a field to show and reckon with. In a conflict it is the one whose change has the highest `n`, then
 * the highest device id: the same choice on every laptop and independent of clocks; {@link conflictsOf} tells that
 * there is one.
 * @returns undefined when the field has no value.
 */
export function valueOf(state: RecordState, field: string): FieldValue | undefined {
  let best: { n: number; value: FieldValue } | undefined;
  for (const { change, value } of heldOf(state, field)) {
    const n = Number(change.slice(change.lastIndexOf('.') + 1));
    if (best === undefined || n >= best.n) best = { n, value };
  }
  return best?.value;
}

/** Fields with two or more different values, and `$removed` where a removal stands against live values; sorted. */
export function conflictsOf(state: RecordState): string[] {
  const fields = Object.keys(state.fields).filter((field) => differ(heldOf(state, field)));
  const contested = state.removals.length > 0 && !isRemoved(state);
  if (contested && !fields.includes(REMOVED_FIELD)) fields.push(REMOVED_FIELD);
  return fields.sort();
}

/** True when a removal stands and no edit it did not see keeps the record alive. */
export function isRemoved(state: RecordState): boolean {
  return state.removals.length > 0 && Object.keys(state.fields).length === 0;
}

/** The changes to name in `replaces` for a field: those whose values are held now (for `$removed`: the removals). */
export function heads(state: RecordState | undefined, field: string): ChangeId[] {
  if (state === undefined) return [];
  const held = heldOf(state, field).map(({ change }) => change);
  return [...new Set(field === REMOVED_FIELD ? [...held, ...state.removals] : held)];
}

function replacing(state: RecordState | undefined, fields: Iterable<string>): Record<string, ChangeId[]> {
  const replaces: Record<string, ChangeId[]> = Object.create(null);
  for (const field of fields) {
    const ids = heads(state, field);
    if (ids.length > 0) replaces[field] = ids;
  }
  return replaces;
}

/**
 * An edit (of a new record: its first values): every field given replaces all values held now; `undefined` empties
 * the field.
 */
export function draftEdit(
  state: RecordState | undefined,
  values: { readonly [field: string]: FieldValue | undefined },
): DraftFields {
  const set: Record<string, FieldValue> = Object.create(null);
  for (const field of Object.keys(values)) {
    const value = values[field];
    if (value !== undefined) set[field] = value;
  }
  return { set, replaces: replacing(state, Object.keys(values)) };
}

/** A removal: replaces every value it sees, and the removals that stood before. */
export function draftRemove(state: RecordState): DraftFields {
  return {
    set: { [REMOVED_FIELD]: true },
    replaces: replacing(state, [...Object.keys(state.fields), REMOVED_FIELD]),
  };
}

/**
 * A person's choice in a conflict: `value` replaces all values of `field`; `undefined` empties it.
 * For `$removed` the choices are {@link draftRemove} and {@link draftRestore}.
 */
export function draftResolve(state: RecordState, field: string, value: FieldValue | undefined): DraftFields {
  return draftEdit(state, { [field]: value });
}

/**
 * Brings a removed record back, or decides for the record where a removal stands against an edit: replaces the
 * removals and sets every field again, so that it also stands up to a removal made elsewhere meanwhile. Fields in
 * conflict are left as they are: restoring is no choice between their values.
 * @param changes all known changes of the record.
 */
export function draftRestore(changes: Iterable<Change>): DraftFields {
  const all = gather(changes);
  if (all === undefined) return { set: {}, replaces: {} };
  const state: RecordState = { id: all.id, kind: all.kind, fields: all.values, removals: all.removals };
  const values: Record<string, FieldValue | undefined> = Object.create(null);
  for (const field of Object.keys(all.values)) {
    if (field !== REMOVED_FIELD && !differ(heldOf(state, field))) values[field] = valueOf(state, field);
  }
  const draft = draftEdit(state, values);
  return { set: draft.set, replaces: { ...draft.replaces, ...replacing(state, [REMOVED_FIELD]) } };
}
