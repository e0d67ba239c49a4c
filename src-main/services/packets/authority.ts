/**
 * Whether a person could have made a change by hand: what comes from another laptop may have been made with tools of somebody's
 * own there, under his own name. The rights are those of `judge`, with what only the laptop of the day could know left out: in
 * which state the record was then, and which of the roles that the person has had he had at that moment.
 *
 * It is asked for each change of a packet over the records as they would be. What is refused is not taken, and is named.
 */
import {
  canReadKind,
  isWrittenByProgram,
  judge,
  newSubject,
  subjectOf,
  type Me,
  type Subject,
} from '../../../src-shared/domain/access';
import type { AnyKind, Entity, Step } from '../../../src-shared/domain/define';
import { kindOf } from '../../../src-shared/domain/kinds';
import { concernsRecusal, refusedByRecusal } from '../../../src-shared/domain/recused';
import type { Role } from '../../../src-shared/domain/roles';
import {
  CREATOR_FIELD,
  PARENT_FIELD,
  REMOVED_FIELD,
  sameValue,
  type Change,
  type RecordId,
} from '../../../src-shared/merge/change';
import { DIRECTORY_KINDS } from '../directory';

/** The author of a change as the group knows him. */
export interface Author extends Me {
  readonly name: string;
  /** Every role that he has had: a change may be of a time when it was another one. */
  readonly roles: readonly Role[];
}

export interface Authority {
  /** Undefined for somebody whom the group does not know. */
  author(userId: string): Author | undefined;
  /** A record as it would be with the packet, or, removed, as it was. */
  ever(id: RecordId): Entity | undefined;
  /** All changes of a record, here and in the packet. */
  changesOf(id: RecordId): readonly Change[];
  /** The change by which a record began, the first that this laptop knows or the packet brings. */
  beginningOf(id: RecordId): Change | undefined;
  /** The recusals in force that mean, or could mean, a person. */
  recusalsOf(author: Author): readonly Entity[];
}

/** Kinds that the program writes as the person at work, with each thing he does. */
const ENTERED: ReadonlySet<string> = new Set(['operation', 'exportEntry', 'nameDecision']);
/** Of these, what everybody's acts are entered in, also of who may not read it. */
const OF_EVERYBODY = 'operation';

/**
 * The changes of a packet that their authors could not have made.
 * @param changes as they can be read here; boxes that do not open are not judged
 */
export function overstepping(changes: readonly Change[], authority: Authority): readonly Change[] {
  const removals = new Map(
    changes.filter(isRemoval).map((change) => [removalKey(change.recordId, change), change]),
  );
  return changes.filter((change) => !mayHaveMade(change, authority, removals));
}

/** Removals by record, person and moment: what went in one act has the last two in common. */
type Removals = ReadonlyMap<string, Change>;
const removalKey = (id: RecordId, { author, at }: Change): string => `${id} ${author} ${at}`;

const isRemoval = ({ set }: Change): boolean => set[REMOVED_FIELD] === true;

function mayHaveMade(change: Change, authority: Authority, removals: Removals): boolean {
  const kind = kindOf(change.kind);
  // Of a newer version; or of the directory, which has rules of its own.
  if (!kind || DIRECTORY_KINDS.has(change.kind)) return true;
  const author = authority.author(change.author);
  if (!author) return false;
  if (ENTERED.has(kind.kind)) return isEntry(change, kind, author, authority);
  if (kind.kind === 'signature') return isSignature(change, author, authority);
  if (isRestoral(change)) {
    if (!bringsBackWhatWas(change, authority)) return false;
  } else if (isFirst(change) && !isPart(change)) {
    if (!isSoundBeginning(change)) return false;
    // What stands already is changed, not begun once more.
    if (authority.beginningOf(change.recordId)?.author !== change.author) return false;
    // Where a record belongs and who made it is said once.
  } else if ([PARENT_FIELD, CREATOR_FIELD].some((field) => Object.hasOwn(change.set, field))) return false;
  return author.roles.some((role) => {
    const as = { author, role, kind, authority };
    if (isRemoval(change)) return removes(change, as, removals);
    if (refusedAsRecused(change, as)) return false;
    return writes(change, as);
  });
}

interface As {
  readonly author: Author;
  readonly role: Role;
  readonly kind: AnyKind;
  readonly authority: Authority;
}

/** A change that replaces nothing and begins a record. */
export const isFirst = ({ action }: Change): boolean => ['create', 'import', 'sign'].includes(action);

/** The boxed half of a record that is begun outside its box. */
export const isPart = (change: Change): boolean => (change as { part?: unknown }).part === true;

const isRestoral = ({ replaces }: Change): boolean => replaces[REMOVED_FIELD] !== undefined;

/** A record comes back as it was: every value is one that it has had. */
const bringsBackWhatWas = ({ id, recordId, set }: Change, { changesOf }: Authority): boolean =>
  Object.keys(set).every((field) =>
    changesOf(recordId).some(
      (other) =>
        other.id !== id &&
        !isRestoral(other) &&
        Object.hasOwn(other.set, field) &&
        sameValue(other.set[field], set[field]),
    ),
  );

const isSoundBeginning = ({ action, set, replaces, author }: Change): boolean =>
  Object.keys(replaces).length === 0 &&
  (action === 'import' ? set[CREATOR_FIELD] === undefined : set[CREATOR_FIELD] === author);

/**
 * What the program enters is in the name of who was at work, stays as it was entered but for what he adds, and is never
 * removed.
 */
function isEntry(change: Change, kind: AnyKind, author: Author, authority: Authority): boolean {
  const { set, recordId } = change;
  if (Object.hasOwn(set, REMOVED_FIELD)) return false;
  if (set.by !== undefined && set.by !== author.name) return false;
  if (kind.kind !== OF_EVERYBODY && !author.roles.some((role) => canReadKind(kind, role))) return false;
  if (isFirst(change) && Object.keys(change.replaces).length > 0) return false;
  return authority.beginningOf(recordId)?.author === author.userId;
}

/** Nobody signs for another; a signature is only ever marked as withdrawn, by who may take a step back of what was signed. */
function isSignature(change: Change, author: Author, authority: Authority): boolean {
  if (Object.hasOwn(change.set, REMOVED_FIELD)) return false;
  if (isFirst(change)) return isSoundBeginning(change) && change.set.person === author.userId;
  if (!writtenFields(change).every((field) => field.startsWith('lifted'))) return false;
  const signed = authority.ever(authority.ever(change.recordId)?.parent ?? '');
  const kind = signed && kindOf(signed.kind);
  if (!signed || !kind) return false;
  const found = subjectOf(signed, author, authority.ever);
  const back = Object.values(kind.fields).flatMap(({ info }) =>
    (info.machine?.steps ?? []).filter(({ reason }) => reason),
  );
  return author.roles.some((role) =>
    back.some((step) => found && judge(role, { act: 'step', step }, stateless(found, kind)) === undefined),
  );
}

function subject({ recordId }: Change, { author, authority, kind }: As): Subject | undefined {
  const entity = authority.ever(recordId);
  if (!entity) return undefined;
  const made = authority.beginningOf(recordId)?.set[CREATOR_FIELD];
  const found = subjectOf(
    { ...entity, ...(typeof made === 'string' ? { createdBy: made } : {}) },
    author,
    authority.ever,
  );
  return found && stateless(found, kind);
}

/** In which state it was when the change was made is not known here: as if none held it. */
const stateless = (found: Subject, kind: AnyKind): Subject => ({
  ...found,
  kind,
  values: {},
  ...(found.above ? { above: stateless(found.above, found.above.kind) } : {}),
});

function writes(change: Change, as: As): boolean {
  const { role, kind, author, authority } = as;
  const fields = writtenFields(change);
  if (isFirst(change) && !isPart(change)) {
    const parent = change.set[PARENT_FIELD];
    const under = typeof parent === 'string' ? parent : null;
    const made = stateless(newSubject(kind, under, author, authority.ever), kind);
    const given = fields.filter((field) => kind.fields[field]?.info.derived !== true);
    // What was taken over from a file stands in a later state.
    if (change.action === 'import') return judge(role, { act: 'create' }, made) === undefined;
    return judge(role, { act: 'create', fields: given }, made) === undefined;
  }
  const found = subject(change, as);
  if (!found) return false;
  if (isRestoral(change)) return judge(role, { act: 'restore' }, found) === undefined;
  const steps = fields.flatMap((field) => stepsTo(kind, field, change.set[field]));
  const machines = fields.filter((field) => kind.fields[field]?.info.machine);
  if (machines.length > 0) {
    // A step fills in what belongs to it; taking it back clears that again.
    return steps.some((step) => judge(role, { act: 'step', step }, found) === undefined);
  }
  const plain = fields.filter((field) => kind.fields[field]?.info.derived !== true);
  // What the program keeps in step with a row beneath is written by whoever may write the row.
  if (plain.length === 0 && fields.length > 0) return judge(role, { act: 'read' }, found) === undefined;
  return judge(role, { act: 'write', fields: plain }, found) === undefined;
}

/** Fields that a change gives a value or clears, members of sets by the name of their set. */
function writtenFields({ set, replaces }: Change): string[] {
  const names = [...Object.keys(set), ...Object.keys(replaces)].filter((name) => !name.startsWith('$'));
  return [...new Set(names.map((name) => name.split('/')[0]!))];
}

/** The steps that lead to a value of a state, and those that are taken back by it. */
function stepsTo(kind: AnyKind, field: string, value: unknown): readonly Step[] {
  const machine = Object.hasOwn(kind.fields, field) ? kind.fields[field]!.info.machine : undefined;
  if (!machine) return [];
  const state = value ?? machine.initial;
  return machine.steps.filter(({ from, to }) => to === state || from === state);
}

function removes(change: Change, as: As, removals: Removals): boolean {
  const found = subject(change, as);
  if (!found) return false;
  const { role, authority, kind } = as;
  if (refusedAsRecused(change, as)) return false;
  if (!isWrittenByProgram(kind) && judge(role, { act: 'remove' }, found) === undefined) return true;
  // What hangs beneath goes with it, whoever made it.
  const above = authority.ever(change.recordId)?.parent;
  const topmost = typeof above === 'string' ? removals.get(removalKey(above, change)) : undefined;
  return topmost !== undefined && mayHaveMade(topmost, authority, removals);
}

/** Nobody decides on his own recusal, or on who he is. */
function refusedAsRecused({ recordId, kind }: Change, { author, authority }: As): boolean {
  if (!concernsRecusal(kind)) return false;
  return refusedByRecusal({ id: recordId, kind }, author, authority.recusalsOf(author)) !== undefined;
}
