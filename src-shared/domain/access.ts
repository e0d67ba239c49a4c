/**
 * Who may do what: one table for services and screens. A kind names its policy (who in general), its owners (whose a record
 * is), and by the holds of its states what can no longer be changed. {@link judge} reads these and nothing else.
 *
 * Sources: domain.md R1, R2 (data and custody of papers: 联络员), R7 and §2.3 q (承办人 → 副组长 → 组长), R21 (函询: 巡察办),
 * R39 (回避), R41 (打探说情: 组长), §0.4 (线索), §2.2 m (反映人), §2.5 (整改、销号), §2.6 (督查).
 */
import type { RecordId } from '../merge/change';
import { idsOf, type AnyKind, type Entity, type Hold, type StateMachine, type Step } from './define';
import { NO_GRANT, POLICIES, type Grant } from './define/policy';
import { kindOf, kinds } from './kinds';
import { ROLE_LABELS, ROLES, type Role } from './roles';

/**
 * Who makes papers for the inspected unit, looks at them before they leave, and prints them. Such a paper is cleared of
 * names and texts that only these roles may know: shown to anybody else, it would tell by what is missing in it.
 */
export const HANDS_OUT: readonly Role[] = ['leader', 'liaison'];

/** The kind whose right a row follows: rows are part of the record above them. */
const policyKind = (kind: AnyKind): AnyKind =>
  kind.access === 'row' ? policyKind(kindOf(kind.parents[0]!)!) : kind;

/** What a role may do with a kind, whatever the record. */
export function grantOf(kind: AnyKind, role: Role): Grant {
  const { access } = policyKind(kind);
  return access === 'row' ? NO_GRANT : POLICIES[access][role];
}

export const canReadKind = (kind: AnyKind | undefined, role: Role): boolean =>
  !!kind && grantOf(kind, role).read;

/** Whether a role is shown a field of records that it may read. */
export const canReadField = (kind: AnyKind, field: string, role: Role): boolean => {
  const info = Object.hasOwn(kind.fields, field) ? kind.fields[field]!.info : undefined;
  return !info?.inside && (info?.readers === undefined || info.readers.includes(role));
};

/** Whether nobody but the program writes records of a kind. */
export const isWrittenByProgram = (kind: AnyKind): boolean =>
  ROLES.every((role) => !grantOf(kind, role).create);

/** Who asks: the account and the member record it is tied to. */
export interface Me {
  readonly userId: string;
  readonly memberId?: RecordId;
}

/** Whether a record is the person's own: created by him, or naming him as 承办人, 记录人, 谈话人 … */
export function isOwn(kind: AnyKind, entity: Pick<Entity, 'values' | 'createdBy'>, me: Me): boolean {
  if (entity.createdBy !== undefined && entity.createdBy === me.userId) return true;
  const { memberId } = me;
  return (
    memberId !== undefined && kind.owners.some((field) => idsOf(entity.values[field]).includes(memberId))
  );
}

/** A record as far as rights look at it. */
export interface Subject {
  readonly kind: AnyKind;
  readonly own: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  /** The record that a row belongs to. */
  readonly above?: Subject;
}

/** @param get the record of an id */
export function subjectOf(
  entity: Pick<Entity, 'kind' | 'parent' | 'values' | 'createdBy'>,
  me: Me,
  get: (id: RecordId) => Entity | undefined,
): Subject | undefined {
  const kind = kindOf(entity.kind);
  if (!kind) return undefined;
  const parent = kind.access === 'row' && entity.parent ? get(entity.parent) : undefined;
  const above = parent && subjectOf(parent, me, get);
  return { kind, own: isOwn(kind, entity, me), values: entity.values, ...(above ? { above } : {}) };
}

/** A record that is about to be made under `parent`. */
export function newSubject(
  kind: AnyKind,
  parent: RecordId | null,
  me: Me,
  get: (id: RecordId) => Entity | undefined,
): Subject {
  const blank = { kind: kind.kind, parent, values: {}, createdBy: me.userId };
  return subjectOf(blank, me, get)!;
}

/** What a person wants to do with a record. `fields`: names of fields and sets that are given a value. */
export type Act =
  | { readonly act: 'read' }
  | { readonly act: 'create' | 'write'; readonly fields?: readonly string[] }
  | { readonly act: 'remove' | 'restore' }
  | { readonly act: 'step'; readonly step: Step };

export interface Refusal {
  readonly code:
    | 'RIGHTS_READ'
    | 'RIGHTS_WRITE'
    | 'RIGHTS_OWN'
    | 'RIGHTS_HELD'
    | 'RIGHTS_FIELD'
    | 'RIGHTS_REMOVE'
    | 'RIGHTS_STEP'
    | 'RIGHTS_RECUSED';
  /** Who may, and what to do. */
  readonly message: string;
}

const labels = (roles: readonly Role[]): string => roles.map((role) => ROLE_LABELS[role]).join('、');
const rolesThat = (allowed: (role: Role) => boolean): string => labels(ROLES.filter(allowed));

/** Whether a role may do this with this record. @returns why not, in words; undefined where it may */
export function judge(role: Role, asked: Act, subject: Subject): Refusal | undefined {
  const { kind } = subject;
  switch (asked.act) {
    case 'read':
      return canReadKind(kind, role)
        ? undefined
        : { code: 'RIGHTS_READ', message: `您的角色不能查看“${kind.label}”。` };
    case 'create':
      return writing(role, subject, 'create') ?? fieldsRefused(role, kind, asked.fields ?? []);
    case 'write':
      return writtenFields(role, subject, asked.fields);
    case 'remove':
      return removing(role, subject);
    case 'restore':
      return writing(role, subject, 'remove') ?? beneathRefused(role, subject.kind);
    case 'step':
      return stepping(role, subject, asked.step);
  }
}

/** What the role and whose record it is say, before any state is looked at. */
function writing(role: Role, subject: Subject, right: 'create' | 'write' | 'remove'): Refusal | undefined {
  const { kind, above } = subject;
  if (kind.access === 'row') {
    // A row without its record is nobody's.
    if (!above) return { code: 'RIGHTS_WRITE', message: `这条“${kind.label}”所属的记录不存在，不能修改。` };
    return writing(role, above, 'write') ?? held(role, above, [kind.kind]);
  }
  const grant = grantOf(kind, role);
  if (right === 'create' ? grant.create : grant[right] === 'all') return undefined;
  if (right !== 'create' && grant[right] === 'own') {
    if (subject.own) return undefined;
    return {
      code: 'RIGHTS_OWN',
      message: `这条“${kind.label}”是别人填写的，您只能查看。需要修改的，请联系填写人、组长或联络员。`,
    };
  }
  const who = rolesThat((other) => grantOf(kind, other).write === 'all');
  const advice = who === '' ? '由程序自动登记，不能修改' : `由${who}填写，您只能查看`;
  return { code: 'RIGHTS_WRITE', message: `“${kind.label}”${advice}。` };
}

function writtenFields(
  role: Role,
  subject: Subject,
  fields: readonly string[] | undefined,
): Refusal | undefined {
  const { kind } = subject;
  // A field with writers of its own asks nothing of the kind, so that 巡察办 can number a paper that the group writes.
  const plain = (fields ?? ['']).filter((field) => writersOf(kind, field) === undefined);
  const refused = plain.length > 0 || fields?.length === 0 ? writing(role, subject, 'write') : undefined;
  return refused ?? fieldsRefused(role, kind, fields ?? []) ?? held(role, subject, fields);
}

const writersOf = (kind: AnyKind, field: string): readonly Role[] | undefined =>
  Object.hasOwn(kind.fields, field) ? kind.fields[field]!.info.writers : undefined;

function fieldsRefused(role: Role, kind: AnyKind, fields: readonly string[]): Refusal | undefined {
  for (const field of fields) {
    const writers = writersOf(kind, field);
    if (writers === undefined || writers.includes(role)) continue;
    const { label } = kind.fields[field]!.info;
    return { code: 'RIGHTS_FIELD', message: `“${label}”只能由${labels(writers)}填写。` };
  }
  return undefined;
}

interface Held extends Hold {
  readonly machine: StateMachine;
  readonly state: string;
  readonly label: string;
}

/** What holds a record fast now, by its states. */
function holdsOf({ kind, values }: Pick<Subject, 'kind' | 'values'>): readonly Held[] {
  return Object.entries(kind.fields).flatMap(([name, { info }]) => {
    const { machine } = info;
    if (!machine?.holds) return [];
    const state = String(values[name] ?? machine.initial);
    const hold = Object.hasOwn(machine.holds, state) ? machine.holds[state] : undefined;
    const label = machine.states.find(({ code }) => code === state)?.label ?? state;
    return hold ? [{ ...hold, machine, state, label }] : [];
  });
}

/** @param fields those that are written; undefined: the record as a whole */
function held(role: Role, subject: Subject, fields: readonly string[] | undefined): Refusal | undefined {
  const { kind } = subject;
  for (const hold of holdsOf(subject)) {
    if (hold.by === 'submission' && grantOf(kind, role).write === 'all') continue;
    if (fields !== undefined && fields.every((field) => hold.open?.includes(field))) continue;
    return { code: 'RIGHTS_HELD', message: heldWords(kind, hold) };
  }
  return undefined;
}

function heldWords({ label }: AnyKind, { by, machine, state, label: word }: Held): string {
  const way = wayOut(machine, state);
  const mayAll = ROLES.filter((role) => way.every(({ roles }) => !roles || roles.includes(role)));
  const who = way.some(({ roles }) => roles) ? labels(mayAll) : '有权的人';
  const steps = way.map((step) => `“${step.label}”`).join('、');
  const order = way.length > 1 ? `依次办理${steps}` : `先${steps}`;
  const advice = way.length > 0 ? `确需修改的，请${who}${order}并写明理由` : '如有变化，请另行登记';
  return by === 'submission'
    ? `这条“${label}”已提交（${word}），您现在不能修改。${advice}。`
    : `这条“${label}”${word}，内容已固定。${advice}。`;
}

/** The fewest steps from a state that holds a record fast to one that is no longer signed: steps back, else any with a reason. */
function wayOut(machine: StateMachine, from: string): readonly Step[] {
  const back = machine.steps.filter(({ reason, back, anew }) => reason && back && !anew);
  const asking = machine.steps.filter(({ reason, anew }) => reason && !anew);
  return fewest(machine, back, from) ?? fewest(machine, asking, from) ?? [];
}

function fewest({ holds }: StateMachine, steps: readonly Step[], from: string): readonly Step[] | undefined {
  const onFrom = (state: string, way: readonly Step[]) =>
    steps.filter((step) => step.from === state).map((step) => [...way, step]);
  const ways = onFrom(from, []);
  const reached = new Set([from]);
  // Breadth first: the list grows by what each way leads to.
  for (const way of ways) {
    const { to } = way.at(-1)!;
    if (holds?.[to]?.by !== 'signature') return way;
    if (!reached.has(to)) ways.push(...onFrom(to, way));
    reached.add(to);
  }
  return undefined;
}

/** Every kind that people write and that may hang beneath one, at any depth. */
function kindsBeneath(above: AnyKind, found = new Set<AnyKind>()): ReadonlySet<AnyKind> {
  for (const kind of Object.values(kinds) as AnyKind[]) {
    if (found.has(kind) || !kind.parents.includes(above.kind) || isWrittenByProgram(kind)) continue;
    found.add(kind);
    kindsBeneath(kind, found);
  }
  return found;
}

function removing(role: Role, subject: Subject): Refusal | undefined {
  const { kind, values } = subject;
  const refused = writing(role, subject, 'remove');
  if (refused) return refused;
  const beneath = beneathRefused(role, kind);
  if (beneath) return beneath;
  const holds = holdsOf(subject).filter(
    (hold) => hold.by === 'signature' || grantOf(kind, role).write !== 'all',
  );
  if (holds[0]) return { code: 'RIGHTS_HELD', message: `${heldWords(kind, holds[0])}现在不能删除。` };
  const kept = kind.kept?.(values as never);
  return kept === undefined
    ? undefined
    : { code: 'RIGHTS_HELD', message: `这条“${kind.label}”${kept}，不能删除。` };
}

/** Whoever removes or restores a record reads all that may hang beneath: else the answer would tell whether something does. */
function beneathRefused(role: Role, kind: AnyKind): Refusal | undefined {
  const readsAll = (other: Role) => [...kindsBeneath(kind)].every((beneath) => canReadKind(beneath, other));
  if (readsAll(role)) return undefined;
  const who = rolesThat((other) => readsAll(other) && grantOf(kind, other).remove === 'all');
  return { code: 'RIGHTS_REMOVE', message: `“${kind.label}”连同其下的全部记录，只能由${who}删除或恢复。` };
}

/** A step with roles belongs to these; one without, to whoever may write the record, held or not. */
function stepping(role: Role, subject: Subject, { roles, label }: Step): Refusal | undefined {
  if (roles && !roles.includes(role)) {
    return { code: 'RIGHTS_STEP', message: `“${label}”须由${labels(roles)}办理。` };
  }
  const grant = grantOf(subject.kind, role);
  if (roles && grant.read && grant.write !== 'own') return undefined;
  return writing(role, subject, 'write');
}
