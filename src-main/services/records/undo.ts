/**
 * 撤销: takes back what the person did since unlocking, by changes of its own, so that nothing of the history is lost. Each
 * is checked as the write it is, and refused where somebody else's or a later change stands on what it would take back.
 */
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import { withdrawalOf } from '../../../src-shared/domain/define';
import { WorkbenchError } from '../../../src-shared/errors';
import type { Change, ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import { conflictsOf, heads, isRemoved } from '../../../src-shared/merge/registers';
import { notFound } from '../rights';
import { lifted } from '../signatures/act';
import type { Deed } from './deeds';
import { againDrafts, formerFields, planFormer, type Former, type Held } from './former';
import { remove, restore } from './removal';
import { liftedHold, step, stepAbove } from './steps';
import { entryOfTogether, takeBackTogether, type TakingBack } from './take-back';
import { demandKind, demandRight, demandVisible, ruleContext, type Workspace } from './workspace';

export interface Undone {
  /** What was done, in a sentence. */
  readonly said: string;
  /** The record it was done to. */
  readonly record: RecordId;
}

/**
 * Takes back one act.
 * @param act its id, or the entry in the 操作日志 of an act on many records, also of an earlier day; absent: the last one
 * @param reason why: demanded where an act on many records would remove some
 * @throws WorkbenchError UNDO_*, and whatever such a write throws. What can no longer be taken back leaves the list.
 */
export function undo(workspace: Workspace, { act, reason }: { act?: string; reason?: string }): Undone {
  const { deeds } = workspace;
  const deed = deeds.find(act);
  if (!deed && act !== undefined && entryOfTogether(workspace, act))
    return { said: saidOf(takeBackTogether(workspace, act, reason)), record: act };
  if (!deed) {
    throw new WorkbenchError(
      'UNDO_NOTHING',
      act === undefined ? '自解锁以来没有可以撤销的操作。' : '这项操作已经撤销，或不能再撤销。',
    );
  }
  let said = `已撤销：${deed.words}`;
  const inverse = orForget(
    () =>
      deeds.aside(() => {
        const plan = takeBack(workspace, deed, 'undo', reason);
        if (plan) said = saidOf(plan);
      }),
    () => deeds.drop(deed),
  );
  deeds.drop(deed, inverse);
  return { said, record: deed.record };
}

/** What of an act on many records was taken back, and that some of it was not. */
const saidOf = ({ words, kept }: TakingBack): string =>
  `已撤销：${words}${kept.length > 0 ? `。其中${kept.length}条后来有变动，保持不变` : ''}`;

/**
 * Does again what was taken back last.
 * @param reason as of {@link undo}
 * @throws WorkbenchError UNDO_*, and whatever such a write throws
 */
export function redo(workspace: Workspace, { reason }: { reason?: string } = {}): Undone {
  const { deeds } = workspace;
  const last = deeds.lastTakenBack();
  if (!last) throw new WorkbenchError('UNDO_NOTHING', '没有可以重做的操作。');
  const { deed, inverse } = last;
  const again = orForget(
    () =>
      deeds.aside(() =>
        // A step is taken again by its own rules, as on the first time.
        deed.how === 'step' ? step(workspace, deed.input) : takeBack(workspace, inverse, 'redo', reason),
      ),
    () => deeds.forgetTakenBack(),
  );
  if (again) deeds.doneAgain({ ...deed, at: again.at, changes: again.changes, record: again.record });
  return { said: `已重做：${deed.words}`, record: deed.record };
}

/** Runs an act; where it is refused for good, not by the disk, it is forgotten, so that the next try meets another. */
function orForget<T>(act: () => T, forget: () => void): T {
  try {
    return act();
  } catch (error) {
    const mayFollow = error instanceof WorkbenchError && /^(?:STORE_|UNDO_REASON$)/.test(error.code);
    if (error instanceof WorkbenchError && !mayFollow) forget();
    throw error;
  }
}

/** @returns what an act on many records came to */
function takeBack(
  workspace: Workspace,
  deed: Deed,
  action: 'undo' | 'redo',
  reason?: string,
): TakingBack | void {
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
    case 'together':
      return takeBackTogether(workspace, record, reason);
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

/**
 * What the fields that these changes of one record touched held before the first of them.
 * @throws WorkbenchError UNDO_OVERTAKEN where a field no longer holds what they left there
 */
function formerValues(workspace: Workspace, changes: readonly Change[], words: string): Former {
  const former: Record<string, Held> = {};
  for (const [field, found] of formerFields(workspace, changes)) {
    if (found.is === 'overtaken') throw overtaken(words);
    former[field] = found.held;
  }
  return former;
}

const idsOf = (changes: readonly Change[]) => changes.map(({ id }) => id);

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
      const changes = changesTo(deed, id);
      const former = formerValues(workspace, changes, deed.words);
      return againDrafts(workspace, state.kind, id, { former, over: idsOf(changes), action });
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
  const own = changesTo(deed, entity.id);
  const former = formerValues(workspace, own, deed.words);
  const along = alongside(workspace, deed, action);
  const way = { over: idsOf(own), action, along };
  const changes = workspace.commit(planFormer(workspace, entity, former, way));
  const { words, fields } = deed;
  workspace.deeds.note({ how: 'edit', record: entity.id, words, fields, changes });
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
  const own = changesTo(deed, entity.id);
  const former = formerValues(workspace, own, deed.words);
  demandRight(workspace, entity, { act: 'step', step: way });
  const notYet = way.refuses?.(entity, ruleContext(workspace));
  if (notYet) throw new WorkbenchError('UNDO_STEP', notYet);
  const { id } = entity;
  const because = `撤销刚办理的“${taken.label}”`;
  const changes = workspace.commit([
    ...againDrafts(workspace, kind.kind, id, { former, over: idsOf(own), action: 'undo' }),
    ...lifted(workspace, kind, entity, former, { label: because }),
    ...stepAbove(workspace, entity, way),
    ...liftedHold(workspace, kind, entity, input.field, { ...way, to: taken.from }, because),
  ]);
  workspace.deeds.note({ how: 'edit', record: id, words: deed.words, fields: [input.field], changes });
}
