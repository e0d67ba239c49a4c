/** Creating and editing a record. */
import { canReadField } from '../../../src-shared/domain/access';
import { idsOf, type AnyKind, type Entity } from '../../../src-shared/domain/define';
import { cleanLine, cleanValues } from '../../../src-shared/domain/cleaning';
import { checkClosedLists, checkValues, isBlank } from '../../../src-shared/domain/validate';
import { formatValue, labelIn, titleOf } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  type Change,
  type ChangeDraft,
  CREATOR_FIELD,
  type FieldValue,
  PARENT_FIELD,
  type RecordId,
  sameValue,
} from '../../../src-shared/merge/change';
import { draftEdit, type RecordState, valueOf } from '../../../src-shared/merge/registers';
import { numberFor } from '../numbering';
import { newRecordId } from '../recorded';
import { nameOf, operationDraft } from '../operations';
import { isKeptOut, notFound } from '../rights';
import { wordsOf } from './deeds';
import {
  base,
  demandAllowed,
  demandCreate,
  demandKind,
  demandParent,
  demandRight,
  demandRightToMake,
  demandState,
  demandVisible,
  ruleContext,
  type Saved,
  saved,
  type Workspace,
} from './workspace';

export interface SaveInput {
  readonly kind: string;
  readonly id?: RecordId;
  /** The id that a new record shall have; without it, any. */
  readonly newId?: RecordId;
  readonly parent?: RecordId | null;
  readonly set: Readonly<Record<string, FieldValue>>;
  readonly sets?: Readonly<
    Record<string, { readonly add: readonly string[]; readonly remove: readonly string[] }>
  >;
  /** What added members are called (file names of evidence). */
  readonly names?: Readonly<Record<string, string>>;
  /** Hashes of files taken in for this very save; any other must stand on a record that the writer sees. */
  readonly stored?: ReadonlySet<string>;
}

/** A reference points at a record of the right kind that the writer can see; nobody is named anew where he is recused. */
export function demandReferences(
  workspace: Workspace,
  kind: AnyKind,
  set: Readonly<Record<string, unknown>>,
  place: RecordId | null | undefined,
  origin: Origin = 'written',
): void {
  for (const [name, value] of Object.entries(set)) {
    const info = kind.fields[name]?.info;
    if (info?.type !== 'reference' || isBlank(value)) continue;
    for (const id of idsOf(value)) {
      const target = workspace.sight().view(workspace.index.get(id));
      if (!target || !info.to?.includes(target.kind)) {
        throw new WorkbenchError('RECORD_REFERENCE', `“${info.label}”指向的记录不存在，请重新选择。`);
      }
      const inspection = place && workspace.index.get(place)?.inspection;
      const anew = origin === 'written' && target.kind === 'member';
      if (anew && inspection && isKeptOut(workspace, target, inspection)) {
        throw new WorkbenchError(
          'RECORD_RECUSED',
          `“${titleOf(target)}”须回避这个单位（或与回避人姓名相近、尚未确定），不能作为“${info.label}”。请选择其他组员。`,
        );
      }
    }
  }
}

/** The paper number that a new record gets; over every unit, also those the writer may not see. */
export type NumberFor = (kind: AnyKind, parent: RecordId | null) => string;

function defaults(
  kind: AnyKind,
  parent: RecordId | null,
  number: NumberFor,
  { given, origin }: { given: Readonly<Record<string, FieldValue>>; origin: Origin },
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [name, { info }] of Object.entries(kind.fields)) {
    // What a person would have seen and left as it is on a form nobody has said in a file.
    if (info.defaultValue !== undefined && (origin === 'written' || info.machine))
      values[name] = info.defaultValue as FieldValue;
  }
  const code = kind.code && 'code' in kind.fields && isBlank(given.code) ? number(kind, parent) : '';
  if (code !== '') values.code = code;
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
          ? input.stored?.has(member) || seesFile(workspace, member)
          : workspace.sight().view(workspace.index.get(member));
      if (!known)
        throw new WorkbenchError('RECORD_REFERENCE', `“${kind.sets[name]}”中有一条记录不存在，请重新选择。`);
      const called = input.names?.[member];
      add[`${name}/${member}`] = called === undefined ? true : cleanLine(called);
    }
    remove.push(...change.remove.map((member) => `${name}/${member}`));
  }
  return { add, remove };
}

/** Whether a file is kept with a record that the reader sees: its hash alone opens nothing and tells nothing. */
function seesFile({ index, sight }: Workspace, hash: string): boolean {
  for (const entity of index.all()) {
    if (entity.sets.evidence?.includes(hash) && sight().view(entity)) return true;
  }
  return false;
}

/** A save that has been checked and is not yet written. */
export interface PlannedSave {
  readonly kind: AnyKind;
  readonly id: RecordId;
  readonly drafts: readonly ChangeDraft[];
  /** As the record stands; absent where it is being made. */
  readonly before?: Entity;
  /** Fields and sets that are written. */
  readonly fields: readonly string[];
  readonly set: Readonly<Record<string, FieldValue>>;
}

/**
 * Creates or edits a record. Wrong values are refused; an incomplete record is kept and its issues returned.
 * @throws WorkbenchError RECORD_* with what to do, RIGHTS_WRITE
 */
export function save(workspace: Workspace, given: SaveInput): Saved {
  const planned = planSave(workspace, given);
  const changes = workspace.commit(planned.drafts);
  return { ...saved(workspace, planned.kind, planned.id), ...taken(workspace, planned, changes) };
}

/** Takes the save down among the acts that can be taken back. */
function taken(
  workspace: Workspace,
  { kind, id, before, fields, set }: PlannedSave,
  changes: readonly Change[],
): Pick<Saved, 'act'> {
  if (before) {
    // What was only said again is nothing to take back.
    const changed = fields.some(
      (name) => !Object.hasOwn(set, name) || !sameValue(before.values[name], set[name]),
    );
    const words = wordsOf('edit', kind, before, { fields });
    return changed ? { act: workspace.deeds.note({ how: 'edit', record: id, words, fields, changes }) } : {};
  }
  const made = workspace.sight().view(workspace.index.get(id));
  // What one may write but not read is out of one's hands.
  if (!made) return {};
  return {
    act: workspace.deeds.note({ how: 'create', record: id, words: wordsOf('create', kind, made), changes }),
  };
}

/**
 * How a record comes about. `takenOver`: it was worked on elsewhere, in a round file, and stands as it stood there: in a later
 * state, with what the program itself would have filled in on the way, and it is nobody's own. Everything else holds as for a
 * person's save: values, lists, references, what it stands under, numbers, and the right to make such records at all. Who took
 * part is told as it was, also where he is recused by now.
 */
export type Origin = 'written' | 'takenOver';

/**
 * Everything that is checked of a save, and the changes that it comes to; writes nothing.
 * @param number gives the numbers of new records; several that are written at once count on from each other
 * @throws WorkbenchError as {@link save}
 */
export function planSave(
  workspace: Workspace,
  given: SaveInput,
  number: NumberFor = (kind, parent) => numberFor(workspace, kind, parent),
  origin: Origin = 'written',
): PlannedSave {
  const written = origin === 'written';
  const kind = demandKind(given.kind);
  const input = { ...given, set: cleanValues(kind, given.set) };
  const fields = [...Object.keys(input.set), ...Object.keys(input.sets ?? {})];
  const entity = input.id === undefined ? undefined : demandVisible(workspace, input.id);
  if (entity && entity.kind !== kind.kind) throw notFound();
  if (!written) demandRightToMake(workspace, kind);
  else if (entity) demandRight(workspace, entity, { act: 'write', fields });
  else demandCreate(workspace, kind, input.parent ?? null, fields);
  demandValues(workspace, kind, input);
  demandReferences(workspace, kind, input.set, input.id ?? input.parent, origin);
  const members = setChanges(workspace, kind, input);
  for (const name of Object.keys(input.set)) {
    const { derived, label } = kind.fields[name]!.info;
    if (derived && written)
      throw new WorkbenchError('RECORD_DERIVED', `“${label}”由程序填写，不能直接修改。`);
  }
  demandUnfixed(kind, entity, input.set);
  if (!entity) {
    const parent = input.parent ?? null;
    demandParent(workspace, kind, parent);
    for (const [name, value] of Object.entries(input.set)) {
      const { machine, label } = kind.fields[name]!.info;
      if (written && machine && value !== machine.initial)
        throw new WorkbenchError(
          'RECORD_STEP',
          `“${label}”应从“${machine.states[0]!.label}”开始，再逐步办理。`,
        );
    }
    demandAllowed(workspace, kind, { act: 'create', parent, before: {}, after: input.set });
    const id = input.newId ?? newRecordId();
    if (workspace.state(id)) throw new WorkbenchError('RECORD_EXISTS', '这条记录已经保存，没有重复新建。');
    const given = dropNulls(input.set);
    const set: Record<string, FieldValue> = {
      ...defaults(kind, parent, number, { given, origin }),
      ...given,
    };
    if (parent) set[PARENT_FIELD] = parent;
    if (written) set[CREATOR_FIELD] = workspace.reader.userId;
    Object.assign(set, members.add);
    const drafts: ChangeDraft[] = [
      { ...base(workspace, kind.kind, id), action: written ? 'create' : 'import', set, replaces: {} },
    ];
    drafts.push(...sideEffects(workspace, kind, parent, set));
    // What was taken over is told as one act.
    if (written) drafts.push(...audit(workspace, kind, { id, values: set }, set));
    return { kind, id, drafts, fields, set };
  }
  const state = demandState(workspace, entity.id);
  for (const name of Object.keys(input.set)) {
    const { info } = kind.fields[name]!;
    if (info.machine) throw new WorkbenchError('RECORD_STEP', `“${info.label}”请用办理按钮变更。`);
  }
  demandReadable(workspace, kind, entity.id, Object.keys(input.set));
  const { id, parent, values: before } = entity;
  demandAllowed(workspace, kind, { act: 'edit', id, parent, before, after: { ...before, ...input.set } });
  const set: Record<string, FieldValue> = { ...input.set };
  Object.assign(set, members.add);
  const cleared = Object.fromEntries(members.remove.map((name) => [name, undefined]));
  const edit = draftEdit(state, { ...set, ...cleared });
  const drafts: ChangeDraft[] = [{ ...base(workspace, kind.kind, entity.id), action: 'edit', ...edit }];
  drafts.push(...sideEffects(workspace, kind, entity.parent, input.set));
  drafts.push(...audit(workspace, kind, entity, input.set, input.sets));
  return { kind, id: entity.id, drafts, before: entity, fields, set: input.set };
}

/** What is laid down when a record is made stays. @throws WorkbenchError RECORD_FIXED */
export function demandUnfixed(
  kind: AnyKind,
  entity: Entity | undefined,
  set: Readonly<Record<string, FieldValue>>,
): void {
  for (const [name, value] of Object.entries(set)) {
    const { fixed, label } = kind.fields[name]!.info;
    const before = entity?.values[name];
    if (fixed && !isBlank(before) && before !== value)
      throw new WorkbenchError('RECORD_FIXED', `“${label}”在新建时定下，以后不再改变。`);
  }
}

/** Nobody overwrites what he may not read. @throws WorkbenchError RIGHTS_FIELD */
export function demandReadable(
  workspace: Workspace,
  kind: AnyKind,
  id: RecordId,
  fields: readonly string[],
): void {
  const state = demandState(workspace, id);
  for (const name of fields) {
    const unseen = !canReadField(kind, name, workspace.reader.role) && !isBlank(valueOf(state, name));
    if (!unseen || isOwnWord(workspace, state, name)) continue;
    throw new WorkbenchError(
      'RIGHTS_FIELD',
      `“${kind.fields[name]!.info.label}”已有内容且您无权查看，不能修改。请联系组长或联络员。`,
    );
  }
}

/** Whether all that a field holds was written by the writer himself: a slip of his own he may mend, unread. */
function isOwnWord({ reader, changesOf }: Workspace, state: RecordState, field: string): boolean {
  const held = new Set((state.fields[field] ?? []).map(({ change }) => change));
  return changesOf(state.id).every(({ id, author }) => !held.has(id) || author === reader.userId);
}

/** @throws WorkbenchError RECORD_INVALID with every value that its field cannot hold */
function demandValues(workspace: Workspace, kind: AnyKind, { id, parent, set }: SaveInput): void {
  const { index } = workspace;
  const before = id === undefined ? undefined : workspace.sight().view(index.get(id));
  const place = before ?? (parent ? index.get(parent) : undefined);
  const problems = [
    ...checkValues(kind, set),
    ...checkClosedLists(kind, set, { place, values: before?.values, look: ruleContext(workspace) }),
  ];
  if (problems.length > 0) {
    throw new WorkbenchError('RECORD_INVALID', `未保存：${problems[0]!.message}。`, problems);
  }
}

const dropNulls = (set: Readonly<Record<string, FieldValue>>) =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null));

/** What a record writes into the one above it, in the same transaction: its kind says what (`tells`). */
function sideEffects(
  workspace: Workspace,
  kind: AnyKind,
  parent: RecordId | null,
  set: Readonly<Record<string, FieldValue>>,
): ChangeDraft[] {
  const above = parent === null ? undefined : workspace.index.get(parent);
  const state = parent === null ? undefined : workspace.state(parent);
  const told = above && state && kind.tells?.(set, above, ruleContext(workspace));
  if (!told) return [];
  return [{ ...base(workspace, above.kind, above.id), action: 'edit', ...draftEdit(state, told) }];
}

/** The entry in the 操作日志 for a change of a kind that demands one: which record, and what each field says now. */
export function audit(
  workspace: Workspace,
  kind: AnyKind,
  before: Pick<Entity, 'id' | 'values'>,
  set: Readonly<Record<string, FieldValue>>,
  sets: SaveInput['sets'] = {},
): ChangeDraft[] {
  if (!kind.audit) return [];
  const after = { ...before, kind: kind.kind, values: { ...before.values, ...set } };
  const fields = Object.keys(set).filter((name) => Object.hasOwn(kind.fields, name));
  const context = ruleContext(workspace);
  const said = fields.map((name) => {
    const { info } = kind.fields[name]!;
    return `${info.label}：${formatValue(info, set[name], labelIn(context.get)) || '（空）'}`;
  });
  const told = (ids: readonly string[]) => ids.map(labelIn(context.get)).join('、');
  for (const [name, { add, remove }] of Object.entries(sets)) {
    if (add.length > 0) said.push(`${kind.sets[name]}：加入${told(add)}`);
    if (remove.length > 0) said.push(`${kind.sets[name]}：移出${told(remove)}`);
  }
  const detail = [nameOf(after), ...said].join('；');
  return [operationDraft(workspace, { act: kind.audit, subject: kind.kind, record: before.id, detail })];
}
