/** What a person does to records: save, step, remove, restore, resolve; and what was done to them. */
import { randomBytes } from 'node:crypto';
import type {
  AnyKind,
  Entity,
  Issue,
  IsoDate,
  RuleContext,
  StateMachine,
} from '../../src-shared/domain/define';
import { findStep } from '../../src-shared/domain/define';
import { kindOf } from '../../src-shared/domain';
import { ROLE_LABELS } from '../../src-shared/domain/roles';
import { checkValues, isBlank, issuesOf } from '../../src-shared/domain/validate';
import { WorkbenchError } from '../../src-shared/errors';
import {
  type Change,
  type ChangeDraft,
  type ChangeId,
  type FieldValue,
  PARENT_FIELD,
  type RecordId,
  REMOVED_FIELD,
} from '../../src-shared/merge/change';
import {
  draftEdit,
  draftRemove,
  draftResolve,
  draftRestore,
  type RecordState,
  valueOf,
} from '../../src-shared/merge/registers';
import { canReadField, demandWrite, memberIdsOf, notFound, type Reader, type Sight } from './rights';
import type { RecordIndex } from './index-of-records';
import { numberFor } from './numbering';

/** What the record services need of the open workspace. */
export interface Workspace {
  readonly reader: Reader;
  readonly index: RecordIndex;
  sight(): Sight;
  today(): IsoDate;
  now(): Date;
  state(id: RecordId): RecordState | undefined;
  /** Records that are removed and have no unseen edit. */
  removedStates(): Iterable<RecordState>;
  changesOf(id: RecordId): readonly Change[];
  /** Commits in one transaction, updates the index and publishes. */
  commit(drafts: readonly ChangeDraft[]): void;
}

export interface Saved {
  readonly id: RecordId;
  readonly issues: Issue[];
}

export interface SaveInput {
  readonly kind: string;
  readonly id?: RecordId;
  readonly parent?: RecordId | null;
  readonly set: Readonly<Record<string, FieldValue>>;
  readonly sets?: Readonly<
    Record<string, { readonly add: readonly string[]; readonly remove: readonly string[] }>
  >;
  /** What added members are called (file names of evidence). */
  readonly names?: Readonly<Record<string, string>>;
}

/** 80 random bits as 20 hex digits. */
export const newRecordId = (): RecordId => randomBytes(10).toString('hex') as RecordId;

export function ruleContext(workspace: Workspace): RuleContext {
  const sight = workspace.sight();
  return {
    get: (id) => sight.view(workspace.index.get(id)),
    children: (parent, kind) =>
      workspace.index.children(parent, kind).flatMap((e) => {
        const seen = sight.view(e);
        return seen ? [seen] : [];
      }),
    today: workspace.today(),
  };
}

function demandKind(name: string): AnyKind {
  const kind = kindOf(name);
  if (!kind)
    throw new WorkbenchError('RECORD_KIND', '程序不认识这类记录，可能由新版本建立。请更新程序后再打开。');
  return kind;
}

/** The record as the reader sees it. @throws WorkbenchError RECORD_NOT_FOUND */
export function demandVisible(workspace: Workspace, id: RecordId): Entity {
  const entity = workspace.sight().view(workspace.index.get(id));
  if (!entity) throw notFound();
  return entity;
}

function demandState(workspace: Workspace, id: RecordId): RecordState {
  const state = workspace.state(id);
  if (!state) throw notFound();
  return state;
}

const base = (workspace: Workspace, kind: string, recordId: RecordId) => ({
  author: workspace.reader.userId,
  at: workspace.now().toISOString(),
  kind,
  recordId,
});

function saved(workspace: Workspace, kind: AnyKind, id: RecordId): Saved {
  const entity = workspace.sight().view(workspace.index.get(id));
  // What one may write but not read (打探说情 goes to the leader only) answers with its id alone.
  return { id, issues: entity ? issuesOf(kind, entity, ruleContext(workspace)) : [] };
}

function demandParent(workspace: Workspace, kind: AnyKind, parent: RecordId | null): void {
  if (kind.parents.length === 0) {
    if (parent !== null) throw new WorkbenchError('RECORD_PARENT', `“${kind.label}”不能放在别的记录之下。`);
    return;
  }
  const above = parent === null ? undefined : workspace.sight().view(workspace.index.get(parent));
  if (!above || !kind.parents.includes(above.kind)) {
    throw new WorkbenchError(
      'RECORD_PARENT',
      `新建“${kind.label}”前，请先选择它所属的记录（如轮次、被巡察单位）。`,
    );
  }
}

/** A reference must point at a record of the right kind that the writer can see. */
function demandReferences(workspace: Workspace, kind: AnyKind, set: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(set)) {
    const info = kind.fields[name]?.info;
    if (info?.type !== 'reference' || isBlank(value)) continue;
    const target = workspace.sight().view(workspace.index.get(value as RecordId));
    if (!target || !info.to?.includes(target.kind)) {
      throw new WorkbenchError('RECORD_REFERENCE', `“${info.label}”指向的记录不存在，请重新选择。`);
    }
  }
}

function defaults(workspace: Workspace, kind: AnyKind, parent: RecordId | null): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [name, { info }] of Object.entries(kind.fields)) {
    if (info.defaultValue !== undefined) values[name] = info.defaultValue as FieldValue;
  }
  // Over every unit, also those the writer may not see.
  if (kind.code && 'code' in kind.fields) values.code = numberFor(workspace, kind, parent);
  return values;
}

/** Which members of a record's sets a writer may name: evidence hashes, or records he can see. */
function setChanges(
  workspace: Workspace,
  kind: AnyKind,
  input: SaveInput,
): { add: Record<string, FieldValue>; remove: string[] } {
  const add: Record<string, FieldValue> = {};
  const remove: string[] = [];
  for (const [name, change] of Object.entries(input.sets ?? {})) {
    if (!Object.hasOwn(kind.sets, name)) {
      throw new WorkbenchError('RECORD_SET', `“${kind.label}”没有这个清单。`);
    }
    for (const member of change.add) {
      const known =
        name === 'evidence'
          ? /^[0-9a-f]{64}$/.test(member)
          : workspace.sight().view(workspace.index.get(member));
      if (!known)
        throw new WorkbenchError('RECORD_REFERENCE', `“${kind.sets[name]}”中有一条记录不存在，请重新选择。`);
      add[`${name}/${member}`] = input.names?.[member] ?? true;
    }
    remove.push(...change.remove.map((member) => `${name}/${member}`));
  }
  return { add, remove };
}

/**
 * Creates or edits a record. Wrong values are refused; an incomplete record is kept and its issues returned.
 * @throws WorkbenchError RECORD_* with what to do, RIGHTS_WRITE
 */
export function save(workspace: Workspace, input: SaveInput): Saved {
  const kind = demandKind(input.kind);
  demandWrite(kind, workspace.reader.role);
  const problems = checkValues(kind, input.set);
  if (problems.length > 0) {
    throw new WorkbenchError('RECORD_INVALID', `未保存：${problems[0]!.message}。`, problems);
  }
  demandReferences(workspace, kind, input.set);
  const members = setChanges(workspace, kind, input);
  for (const name of Object.keys(input.set)) {
    const info = kind.fields[name]!.info;
    if (info.derived) throw new WorkbenchError('RECORD_DERIVED', `“${info.label}”由程序填写，不能直接修改。`);
  }
  if (input.id === undefined) {
    const parent = input.parent ?? null;
    demandParent(workspace, kind, parent);
    for (const [name, value] of Object.entries(input.set)) {
      const { machine, label } = kind.fields[name]!.info;
      if (machine && value !== machine.initial)
        throw new WorkbenchError(
          'RECORD_STEP',
          `“${label}”应从“${machine.states[0]!.label}”开始，再逐步办理。`,
        );
    }
    const id = newRecordId();
    const set: Record<string, FieldValue> = { ...defaults(workspace, kind, parent), ...dropNulls(input.set) };
    if (parent) set[PARENT_FIELD] = parent;
    Object.assign(set, members.add);
    const drafts: ChangeDraft[] = [
      { ...base(workspace, kind.kind, id), action: 'create', set, replaces: {} },
    ];
    drafts.push(...sideEffects(workspace, kind, parent, set));
    workspace.commit(drafts);
    return saved(workspace, kind, id);
  }
  const entity = demandVisible(workspace, input.id);
  if (entity.kind !== kind.kind) throw notFound();
  const state = demandState(workspace, entity.id);
  for (const name of Object.keys(input.set)) {
    const { info } = kind.fields[name]!;
    if (info.machine) throw new WorkbenchError('RECORD_STEP', `“${info.label}”请用办理按钮变更。`);
    if (!canReadField(kind, name, workspace.reader.role) && !isBlank(valueOf(state, name))) {
      throw new WorkbenchError(
        'RIGHTS_FIELD',
        `“${info.label}”已有内容且您无权查看，不能修改。请联系组长或联络员。`,
      );
    }
  }
  const set: Record<string, FieldValue> = { ...input.set };
  Object.assign(set, members.add);
  const cleared = Object.fromEntries(members.remove.map((name) => [name, undefined]));
  const edit = draftEdit(state, { ...set, ...cleared });
  const drafts: ChangeDraft[] = [{ ...base(workspace, kind.kind, entity.id), action: 'edit', ...edit }];
  drafts.push(...sideEffects(workspace, kind, entity.parent, input.set));
  workspace.commit(drafts);
  return saved(workspace, kind, entity.id);
}

const dropNulls = (set: Readonly<Record<string, FieldValue>>) =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null));

/** A progress entry is an update of its item: 呆账 counts the days since. */
function sideEffects(
  workspace: Workspace,
  kind: AnyKind,
  parent: RecordId | null,
  set: Readonly<Record<string, FieldValue>>,
): ChangeDraft[] {
  if (kind.kind !== 'progressEntry' || !parent || typeof set.happenedOn !== 'string') return [];
  const item = workspace.index.get(parent);
  const state = workspace.state(parent);
  if (!item || !state || String(item.values.lastUpdateOn ?? '') >= set.happenedOn) return [];
  const edit = draftEdit(state, { lastUpdateOn: set.happenedOn });
  return [{ ...base(workspace, item.kind, item.id), action: 'edit', ...edit }];
}

/** Takes one step of a state field. @throws WorkbenchError RECORD_STEP, RIGHTS_STEP, RECORD_REASON, RECORD_INCOMPLETE */
export function step(
  workspace: Workspace,
  input: { id: RecordId; field: string; to: string; reason?: string },
): Saved {
  const entity = demandVisible(workspace, input.id);
  const kind = demandKind(entity.kind);
  demandWrite(kind, workspace.reader.role);
  const info = Object.hasOwn(kind.fields, input.field) ? kind.fields[input.field]!.info : undefined;
  const machine = info?.machine as StateMachine | undefined;
  if (!info || !machine) throw new WorkbenchError('RECORD_STEP', '这个栏目不能这样办理。');
  const from = (entity.values[input.field] as string | undefined) ?? machine.initial;
  const taken = findStep(machine, from, input.to);
  const label = (code: string) => machine.states.find((s) => s.code === code)?.label ?? code;
  if (!taken) {
    throw new WorkbenchError(
      'RECORD_STEP',
      `不能从“${label(from)}”直接变为“${label(input.to)}”，请按顺序办理。`,
    );
  }
  if (taken.roles && !taken.roles.includes(workspace.reader.role)) {
    const who = taken.roles.map((role) => ROLE_LABELS[role]).join('、');
    throw new WorkbenchError('RIGHTS_STEP', `“${taken.label}”须由${who}办理。`);
  }
  const reason = input.reason?.trim();
  if (taken.reason && !reason) throw new WorkbenchError('RECORD_REASON', `办理“${taken.label}”须写明理由。`);
  const [memberId] = memberIdsOf(workspace.index, workspace.reader);
  const act = { today: workspace.today(), ...(memberId ? { memberId } : {}) };
  const effect = taken.effect?.(entity.values, act) ?? {};
  const set = { ...effect, [input.field]: input.to } as Record<string, FieldValue>;
  if (taken.complete) {
    const after = { ...entity, values: { ...entity.values, ...set } };
    const errors = issuesOf(kind, after, ruleContext(workspace)).filter((issue) => issue.level === 'error');
    if (errors.length > 0) {
      throw new WorkbenchError(
        'RECORD_INCOMPLETE',
        `还不能“${taken.label}”：${errors[0]!.message}${errors.length > 1 ? `等${errors.length}处` : ''}。请补齐后再办理。`,
        errors.map((issue) => ({ place: issue.field, message: issue.message })),
      );
    }
  }
  const edit = draftEdit(demandState(workspace, entity.id), set);
  workspace.commit([
    { ...base(workspace, kind.kind, entity.id), action: 'edit', ...edit, ...(reason ? { reason } : {}) },
  ]);
  return saved(workspace, kind, entity.id);
}

/**
 * Removes a record, with a reason; what it held stays in the log (R43). Records beneath it go with it, except entries
 * that only the program writes (the export register stays whatever becomes of the round).
 */
export function remove(workspace: Workspace, input: { id: RecordId; reason: string }): void {
  const drafts: ChangeDraft[] = [];
  // One time label for the whole act: restoring brings back together what went together.
  const at = workspace.now().toISOString();
  const visit = (id: RecordId): void => {
    const entity = demandVisible(workspace, id);
    const kind = demandKind(entity.kind);
    demandWrite(kind, workspace.reader.role);
    for (const child of workspace.index.children(id)) {
      if (demandKind(child.kind).access.write?.length !== 0) visit(child.id);
    }
    const part = draftRemove(demandState(workspace, id));
    drafts.push({ ...base(workspace, kind.kind, id), at, action: 'remove', ...part, reason: input.reason });
  };
  visit(input.id);
  workspace.commit(drafts);
}

/** Brings a removed record back as it was when it was removed, with the records beneath it that went at the same time. */
export function restore(workspace: Workspace, id: RecordId): Saved {
  const state = workspace.state(id);
  const kind = demandKind(state?.kind ?? '');
  demandWrite(kind, workspace.reader.role);
  if (!state || state.removals.length === 0) {
    throw new WorkbenchError('RECORD_NOT_REMOVED', '这条记录没有被删除，无需恢复。');
  }
  const back = draftRestore(workspace.changesOf(id));
  const parent = back.set[PARENT_FIELD];
  demandParent(workspace, kind, typeof parent === 'string' ? parent : null);
  const removal = state.removals[0]!;
  const together = removedWith(workspace, id, removal);
  workspace.commit([
    { ...base(workspace, kind.kind, id), action: 'restore', ...back },
    ...together.map(({ recordId, kind: beneath, changes }) => ({
      ...base(workspace, beneath, recordId),
      action: 'restore',
      ...draftRestore(changes),
    })),
  ]);
  return saved(workspace, kind, id);
}

/** Records beneath one that were removed in the same act: by the same person, with the same time label. */
function removedWith(workspace: Workspace, top: RecordId, removal: ChangeId) {
  const act = workspace.changesOf(top).find((change) => change.id === removal);
  const beneath: { recordId: RecordId; kind: string; parent: unknown; changes: readonly Change[] }[] = [];
  for (const { id, kind, removals } of workspace.removedStates()) {
    const changes = workspace.changesOf(id);
    const own = changes.find((change) => removals.includes(change.id));
    if (id === top || !act || own?.at !== act.at || own.author !== act.author) continue;
    beneath.push({ recordId: id, kind, parent: draftRestore(changes).set[PARENT_FIELD], changes });
  }
  const taken = new Set<unknown>([top]);
  for (let found = true; found;) {
    const more = beneath.filter(({ recordId, parent }) => !taken.has(recordId) && taken.has(parent));
    found = more.length > 0;
    for (const { recordId } of more) taken.add(recordId);
  }
  return beneath.filter(({ recordId }) => taken.has(recordId));
}

/** A person's choice for a field on which two people disagree. */
export function resolve(
  workspace: Workspace,
  input: { id: RecordId; field: string; value: FieldValue },
): Saved {
  const entity = demandVisible(workspace, input.id);
  const kind = demandKind(entity.kind);
  demandWrite(kind, workspace.reader.role);
  if (!entity.conflicts.includes(input.field)) {
    throw new WorkbenchError('RECORD_NO_CONFLICT', '这一栏已没有分歧，请刷新后查看。');
  }
  if (input.field !== REMOVED_FIELD) {
    const problems = checkValues(kind, { [input.field]: input.value });
    if (problems.length > 0)
      throw new WorkbenchError('RECORD_INVALID', `未保存：${problems[0]!.message}。`, problems);
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

/** Who did what to a record, newest last; fields the reader may not see are left out. */
export function history(workspace: Workspace, id: RecordId, nameOf: (userId: string) => string) {
  const entity = demandVisible(workspace, id);
  const kind = demandKind(entity.kind);
  return workspace.changesOf(id).map((change) => ({
    at: change.at,
    author: nameOf(change.author),
    action: change.action,
    ...(change.reason ? { reason: change.reason } : {}),
    set: Object.fromEntries(
      Object.entries(change.set).filter(
        ([name]) => !name.startsWith('$') && canReadField(kind, name.split('/')[0]!, workspace.reader.role),
      ),
    ),
  }));
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
