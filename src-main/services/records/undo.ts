/**
 * 撤销: takes back what the person did since unlocking, by changes of its own, so that nothing of the history is lost. Each
 * is checked as the write it is, and refused where somebody else's or a later change stands on what it would take back.
 */
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import { withdrawalOf, type AnyKind } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  canonicalJson,
  type Change,
  type ChangeDraft,
  type FieldValue,
  type RecordId,
} from '../../../src-shared/merge/change';
import { conflictsOf, draftEdit, heads, isRemoved, valueOf } from '../../../src-shared/merge/registers';
import { notFound } from '../rights';
import type { Deed } from './deeds';
import { remove, restore } from './removal';
import { audit, demandReadable, demandReferences, demandUnfixed, type SaveInput } from './save';
import { liftedHold, step, stepAbove } from './steps';
import {
  base,
  demandAllowed,
  demandKind,
  demandRight,
  demandState,
  demandVisible,
  ruleContext,
  type Workspace,
} from './workspace';

export interface Undone {
  /** What was done, in a sentence. */
  readonly said: string;
  /** The record it was done to. */
  readonly record: RecordId;
}

/**
 * Takes back one act.
 * @param act its id; absent: the last one
 * @throws WorkbenchError UNDO_*, and whatever such a write throws. What can no longer be taken back leaves the list.
 */
export function undo(workspace: Workspace, { act }: { act?: string }): Undone {
  const { deeds } = workspace;
  const deed = deeds.find(act);
  if (!deed) {
    throw new WorkbenchError(
      'UNDO_NOTHING',
      act === undefined ? '自解锁以来没有可以撤销的操作。' : '这项操作已经撤销，或不能再撤销。',
    );
  }
  const inverse = orForget(
    () => deeds.aside(() => takeBack(workspace, deed, 'undo')),
    () => deeds.drop(deed),
  );
  deeds.drop(deed, inverse);
  return { said: `已撤销：${deed.words}`, record: deed.record };
}

/** Does again what was taken back last. @throws WorkbenchError UNDO_*, and whatever such a write throws */
export function redo(workspace: Workspace): Undone {
  const { deeds } = workspace;
  const last = deeds.lastTakenBack();
  if (!last) throw new WorkbenchError('UNDO_NOTHING', '没有可以重做的操作。');
  const { deed, inverse } = last;
  const again = orForget(
    () =>
      deeds.aside(() =>
        // A step is taken again by its own rules, as on the first time.
        deed.how === 'step' ? step(workspace, deed.input) : takeBack(workspace, inverse, 'redo'),
      ),
    () => deeds.forgetTakenBack(),
  );
  if (again) deeds.doneAgain({ ...deed, at: again.at, changes: again.changes });
  return { said: `已重做：${deed.words}`, record: deed.record };
}

/** Runs an act; where it is refused for good, not by the disk, it is forgotten, so that the next try meets another. */
function orForget<T>(act: () => T, forget: () => void): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof WorkbenchError && !error.code.startsWith('STORE_')) forget();
    throw error;
  }
}

function takeBack(workspace: Workspace, deed: Deed, action: 'undo' | 'redo'): void {
  const { record } = deed;
  switch (deed.how) {
    case 'edit':
      return takeBackEdit(workspace, deed, action);
    case 'step':
      return takeBackStep(workspace, deed);
    case 'create':
      demandAlone(workspace, record, deed.words);
      demandOwn(workspace, record, deed.words);
      return remove(workspace, { id: record, reason: '撤销新建' }, alongside(workspace, deed, action));
    case 'restore':
      demandOwn(workspace, record, deed.words);
      return remove(workspace, {
        id: record,
        reason: action === 'undo' ? '撤销恢复' : removalReason(workspace, record),
      });
    case 'remove':
      return void restore(workspace, record, alongside(workspace, deed, action));
  }
}

/** Why the record had been removed before. */
const removalReason = (workspace: Workspace, record: RecordId): string =>
  workspace
    .changesOf(record)
    .filter(({ action, reason }) => action === 'remove' && reason)
    .at(-1)?.reason ?? '重做删除';

const overtaken = (words: string): WorkbenchError =>
  new WorkbenchError(
    'UNDO_OVERTAKEN',
    `没有撤销${words}：后来又有改动。需要原来内容的，请在“修改历史”中恢复。`,
  );

/** @throws WorkbenchError UNDO_BENEATH where something was entered beneath a record that is to be as if never made */
function demandAlone({ index }: Workspace, record: RecordId, words: string): void {
  if (index.children(record).every((child) => isWrittenByProgram(demandKind(child.kind)))) return;
  throw new WorkbenchError(
    'UNDO_BENEATH',
    `没有撤销${words}：其下已有内容。不再需要的，请打开记录用“删除”。`,
  );
}

/** @throws WorkbenchError UNDO_OVERTAKEN where a change of somebody else stands in a record or beneath it */
function demandOwn(workspace: Workspace, record: RecordId, words: string): void {
  const state = workspace.state(record);
  if (!state || isRemoved(state)) throw notFound();
  const foreign = Object.keys(state.fields).some((field) =>
    heads(state, field).some((id) => !workspace.deeds.isOwn(id)),
  );
  if (foreign || conflictsOf(state).length > 0) throw overtaken(words);
  for (const child of workspace.index.children(record)) {
    if (!isWrittenByProgram(demandKind(child.kind))) demandOwn(workspace, child.id, words);
  }
}

type Values = Readonly<Record<string, FieldValue | undefined>>;

/**
 * What the fields that these changes of one record touched held before the first of them.
 * @throws WorkbenchError UNDO_OVERTAKEN where a field no longer holds what they left there; UNDO_CHOSEN where they chose
 *   between two values
 */
function formerValues(workspace: Workspace, changes: readonly Change[], words: string): Values {
  const id = changes[0]!.recordId;
  const state = demandState(workspace, id);
  const disputed = conflictsOf(state);
  const all = new Map(workspace.changesOf(id).map((change) => [change.id, change]));
  const former: Record<string, FieldValue | undefined> = {};
  const touched = new Set(
    changes.flatMap(({ set, replaces }) => [...Object.keys(set), ...Object.keys(replaces)]),
  );
  for (const field of touched) {
    const mine = changes.filter(
      ({ set, replaces }) => Object.hasOwn(set, field) || Object.hasOwn(replaces, field),
    );
    const left = mine.at(-1)!.set[field];
    const standing = heads(state, field).every((head) => workspace.deeds.isOwn(head));
    if (!standing || disputed.includes(field) || !same(valueOf(state, field), left)) throw overtaken(words);
    const before = (mine[0]!.replaces[field] ?? []).map((one) => all.get(one)?.set[field]);
    if (before.some((value) => !same(value, before[0]))) {
      throw new WorkbenchError(
        'UNDO_CHOSEN',
        `没有撤销${words}：原来有两人填写的不同内容。需要其中之一的，请在“修改历史”中恢复。`,
      );
    }
    if (!same(before[0], left)) former[field] = before[0];
  }
  return former;
}

const same = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** The changes of a deed to one record. */
const changesTo = ({ changes }: Deed, record: RecordId): Change[] =>
  changes.filter(({ recordId }) => recordId === record);

const EDITS: ReadonlySet<string> = new Set(['edit', 'undo', 'redo']);

/** What went along in the same act (最近更新 of the item above a 进展); what was changed since stays as it is. */
function alongside(workspace: Workspace, deed: Deed, action: 'undo' | 'redo'): ChangeDraft[] {
  const others = new Set(
    deed.changes
      .filter(({ action: word, recordId }) => EDITS.has(word) && recordId !== deed.record)
      .map(({ recordId }) => recordId),
  );
  return [...others].flatMap((id) => {
    const state = workspace.state(id);
    if (!state) return [];
    try {
      const former = formerValues(workspace, changesTo(deed, id), deed.words);
      return [{ ...base(workspace, state.kind, id), action, ...draftEdit(state, former) }];
    } catch (error) {
      if (error instanceof WorkbenchError && error.code.startsWith('UNDO_')) return [];
      throw error;
    }
  });
}

function takeBackEdit(
  workspace: Workspace,
  deed: Deed & { readonly how: 'edit' },
  action: 'undo' | 'redo',
): void {
  const entity = demandVisible(workspace, deed.record);
  const kind = demandKind(entity.kind);
  const former = formerValues(workspace, changesTo(deed, entity.id), deed.words);
  const { set, sets } = asInput(kind, former);
  demandRight(workspace, entity, { act: 'write', fields: [...Object.keys(set), ...Object.keys(sets)] });
  demandReadable(workspace, kind, entity.id, Object.keys(set));
  demandUnfixed(kind, entity, set);
  demandReferences(workspace, kind, set, entity.id);
  demandMembers(workspace, sets);
  const { id, parent, values: before } = entity;
  demandAllowed(workspace, kind, { act: 'edit', id, parent, before, after: { ...before, ...set } });
  const changes = workspace.commit([
    { ...base(workspace, kind.kind, id), action, ...draftEdit(demandState(workspace, id), former) },
    ...alongside(workspace, deed, action),
    ...audit(workspace, kind, entity, set, sets),
  ]);
  workspace.deeds.note({ how: 'edit', record: id, words: deed.words, fields: deed.fields, changes });
}

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

/** A step is 撤回 as its own withdrawal would: by whoever may take that, and with all that the step filled in. */
function takeBackStep(workspace: Workspace, deed: Deed & { readonly how: 'step' }): void {
  const entity = demandVisible(workspace, deed.record);
  const kind = demandKind(entity.kind);
  const { taken, input } = deed;
  const machine = kind.fields[input.field]!.info.machine!;
  const way = withdrawalOf(machine, taken);
  if (taken.back) {
    throw new WorkbenchError(
      'UNDO_STEP',
      `“${taken.label}”本身就是更正，不能再撤销。请按现在的状态重新办理。`,
    );
  }
  if (taken.outside && way) {
    throw new WorkbenchError(
      'UNDO_STEP',
      `“${taken.label}”已涉及组外，不能直接撤销。确属误办的，请用“更正…”中的“${way.label}”并写明理由。`,
    );
  }
  if (!way) {
    throw new WorkbenchError(
      'UNDO_STEP',
      `“${taken.label}”办理后没有撤回这一步，不能撤销。请按现在的状态继续办理。`,
    );
  }
  const former = formerValues(workspace, changesTo(deed, entity.id), deed.words);
  demandRight(workspace, entity, { act: 'step', step: way });
  const notYet = way.refuses?.(entity, ruleContext(workspace));
  if (notYet) throw new WorkbenchError('UNDO_STEP', notYet);
  const { id } = entity;
  const changes = workspace.commit([
    { ...base(workspace, kind.kind, id), action: 'undo', ...draftEdit(demandState(workspace, id), former) },
    ...stepAbove(workspace, entity, way),
    ...liftedHold(
      workspace,
      kind,
      entity,
      input.field,
      { ...way, to: taken.from },
      `撤销刚办理的“${taken.label}”`,
    ),
  ]);
  workspace.deeds.note({ how: 'edit', record: id, words: deed.words, fields: [input.field], changes });
}
