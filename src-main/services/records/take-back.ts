/**
 * Takes an act on many records back as one (“撤销本次导入”), also days later: its changes stand in the log right before its
 * entry. Record by record it takes back what still stands as the act left it; what was changed since stays, and is told.
 */
import { cleanText } from '../../../src-shared/domain/cleaning';
import { isWrittenByProgram } from '../../../src-shared/domain/access';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { OPERATION_ACTS, type OperationAct } from '../../../src-shared/domain/operation-acts';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  type Change,
  type ChangeDraft,
  type RecordId,
  REMOVED_FIELD,
} from '../../../src-shared/merge/change';
import { draftRestore, isRemoved } from '../../../src-shared/merge/registers';
import { nameOf, operationDraft } from '../operations';
import { removedEntity } from '../removed';
import { notFound } from '../rights';
import { formerFields, type Held, isAsLeft, planFormer } from './former';
import { restedOn } from './holding';
import { demandRestore, removalDraft } from './removal';
import { writeTogether } from './together';
import { base, demandAllowed, demandKind, demandRight, type Workspace } from './workspace';

/** A record of the act that is not taken back, or not wholly, and why. */
export interface Kept {
  readonly record: RecordId;
  /** `整改事项 ZG-03`. */
  readonly title: string;
  readonly why: string;
}

/** What taking an act back would come to; nothing is written yet. */
export interface TakingBack {
  /** What the act was. */
  readonly words: string;
  /** How many records would go to 回收站, have their former values again, or come back from there. */
  readonly removed: number;
  readonly changedBack: number;
  readonly restored: number;
  readonly kept: readonly Kept[];
  /** Whether the act chose between versions, which are in dispute again. */
  readonly settles: boolean;
  readonly drafts: readonly ChangeDraft[];
}

interface Way {
  readonly action: 'undo' | 'redo';
  /** Whether the act chose between versions: then it was about every record in it, and these stand in dispute again. */
  readonly settles: boolean;
  /** The person's words; what is removed has some in any case. */
  readonly reason?: string;
}

const SINCE = '后来又有改动，保持不变';

/**
 * Plans the taking back of the changes of one act.
 * @param subject the kind that the act is about; changes of other records only went along and are passed over in silence
 *   where they no longer stand
 */
function planTakingBack(
  workspace: Workspace,
  changes: readonly Change[],
  words: string,
  subject: string,
  { action, reason, settles }: Way,
): TakingBack {
  const acts = new Map<RecordId, Change[]>();
  for (const change of changes) {
    if (isWrittenByProgram(demandKind(change.kind))) continue;
    const known = acts.get(change.recordId);
    if (known) known.push(change);
    else acts.set(change.recordId, [change]);
  }
  const kept: Kept[] = [];
  const drafts: ChangeDraft[] = [];
  const going = new Map<RecordId, Entity>();
  const back = new Map<RecordId, Entity>();
  let changedBack = 0;
  const isAbout = ({ kind }: Entity): boolean => settles || kind === subject;
  const keep = (entity: Entity, why: string): void => {
    if (isAbout(entity)) kept.push({ record: entity.id, title: nameOf(entity), why });
  };
  /** Runs a check; what it refuses is kept, with its words. */
  const unless = (entity: Entity, check: () => void): boolean => {
    try {
      check();
      return true;
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code.startsWith('STORE_')) throw error;
      keep(entity, error.message);
      return false;
    }
  };

  for (const [id, own] of acts) {
    const state = workspace.state(id);
    const removedNow = state !== undefined && isRemoved(state);
    const entity = workspace
      .sight()
      .view(removedNow ? removedEntity(workspace, id) : workspace.index.get(id));
    // What this person may not see is not told of, not even that it stays.
    if (!entity || !state) continue;
    const saidAgain = own.find(isRemovalSaidAgain);
    const wasRemoved = own.some(({ set }) => set[REMOVED_FIELD] === true);
    let edits: readonly Change[] = [];
    if (saidAgain) {
      // The versions stand again: what had been chosen between them is chosen once more.
      if (removedNow || !state.removals.includes(saidAgain.id)) keep(entity, SINCE);
      else if (own.some((change) => change !== saidAgain && lifts(change))) going.set(id, entity);
      else {
        back.set(id, entity);
        edits = own.filter((change) => change !== saidAgain);
      }
    } else if (wasRemoved) {
      const byUs = new Set(own.map((change) => change.id));
      if (removedNow && state.removals.every((change) => byUs.has(change))) back.set(id, entity);
      else keep(entity, '后来已恢复，保持不变');
    } else if (removedNow) keep(entity, '后来已删除，保持不变');
    else if (own.some((change) => MAKING.has(change.action))) {
      if (isAsLeft(workspace, own)) going.set(id, entity);
      else keep(entity, SINCE);
    } else edits = own;
    if (edits.length === 0) continue;
    const former: Record<string, Held> = {};
    const overtaken: string[] = [];
    for (const [field, found] of formerFields(workspace, edits))
      if (found.is === 'former') former[field] = found.held;
      else overtaken.push(field);
    if (overtaken.length > 0) keep(entity, `${labelsOf(demandKind(entity.kind), overtaken)}${SINCE}`);
    if (Object.keys(former).length === 0) continue;
    unless(entity, () => {
      const over = edits.map((change) => change.id);
      drafts.push(...planFormer(workspace, entity, former, { over, action, reason }));
      if (isAbout(entity)) changedBack += 1;
    });
  }

  for (const [id, entity] of going)
    if (!unless(entity, () => demandRemoval(workspace, entity))) going.delete(id);
  keepRestedOn(workspace, going, keep);
  // What stays beneath is in dispute again, as it was.
  if (!settles) keepWithChildren(workspace, going, keep);
  const gone = settles ? [...back.values()].flatMap(({ parent }) => parent ?? []) : [];
  const together = new Set([...back.keys(), ...gone]);
  for (const [id, entity] of back)
    if (!unless(entity, () => demandRestore(workspace, entity, together))) back.delete(id);

  const at = workspace.now().toISOString();
  const because = reason ?? `撤销：${words}`;
  for (const entity of inDepth(going).reverse()) {
    const removal = removalDraft(workspace, entity, { at, reason: because.slice(0, 500) });
    drafts.push(settles ? goingAgain(removal, acts.get(entity.id)!, action) : removal);
    if (demandKind(entity.kind).audit)
      drafts.push(operationDraft(workspace, { act: 'recordRemoved', entity, reason: because }));
  }
  for (const { id, kind } of inDepth(back)) {
    const again = removalAgain(workspace, { id, kind }, acts.get(id)!, action);
    drafts.push({
      ...base(workspace, kind, id),
      action: again.length > 0 ? action : 'restore',
      ...draftRestore(workspace.changesOf(id)),
    });
    drafts.push(...again);
  }
  return { words, removed: going.size, changedBack, restored: back.size, kept, settles, drafts };
}

/** Whether a change says a removal again, against which what others wrote stands as before. */
const isRemovalSaidAgain = ({ action, set, replaces }: Change): boolean =>
  (action === 'undo' || action === 'redo') &&
  set[REMOVED_FIELD] === true &&
  [...Object.keys(set), ...Object.keys(replaces)].every((field) => field === REMOVED_FIELD);

/** Whether a change lifts removals. */
const lifts = ({ set, replaces }: Change): boolean =>
  set[REMOVED_FIELD] === undefined && (replaces[REMOVED_FIELD] ?? []).length > 0;

/**
 * Where a removal settled what another removal and an edit had left in dispute, that is in dispute again: the earlier removal
 * is said once more, and does not see what comes back beside it.
 */
function removalAgain(
  workspace: Workspace,
  { id, kind }: Pick<Entity, 'id' | 'kind'>,
  own: readonly Change[],
  action: 'undo' | 'redo',
): ChangeDraft[] {
  const removals = new Set(
    workspace.changesOf(id).flatMap((change) => (change.set[REMOVED_FIELD] === true ? [change.id] : [])),
  );
  const settling = own.find(
    (change) =>
      change.set[REMOVED_FIELD] === true &&
      !isRemovalSaidAgain(change) &&
      (change.replaces[REMOVED_FIELD] ?? []).some((earlier) => removals.has(earlier)),
  );
  if (!settling) return [];
  const { id: over, reason } = settling;
  return [
    {
      ...base(workspace, kind, id),
      action,
      set: { [REMOVED_FIELD]: true },
      replaces: { [REMOVED_FIELD]: [over] },
      ...(reason === undefined ? {} : { reason }),
    },
  ];
}

/** A removal that takes back a bringing back: it names that, so that one finds who had removed the record first. */
const goingAgain = (removal: ChangeDraft, own: readonly Change[], action: 'undo' | 'redo'): ChangeDraft => ({
  ...removal,
  action,
  replaces: {
    ...removal.replaces,
    [REMOVED_FIELD]: [
      ...(removal.replaces[REMOVED_FIELD] ?? []),
      ...own.filter((change) => MAKING.has(change.action)).map((change) => change.id),
    ],
  },
});

/** What made a record, or brought it back. */
const MAKING: ReadonlySet<string> = new Set(['create', 'import', 'restore']);

const labelsOf = (kind: AnyKind, fields: readonly string[]): string =>
  fields
    .map((field) => kind.fields[field]?.info.label ?? kind.sets[field.split('/')[0]!] ?? field)
    .map((label) => `“${label}”`)
    .join('');

/** @throws WorkbenchError RIGHTS_*, RECORD_LOCKED */
function demandRemoval(workspace: Workspace, entity: Entity): void {
  const { id, parent, values: before } = entity;
  demandRight(workspace, entity, { act: 'remove' });
  demandAllowed(workspace, demandKind(entity.kind), { act: 'remove', id, parent, before, after: {} });
}

type Keep = (entity: Entity, why: string) => void;

function keepRestedOn(workspace: Workspace, going: Map<RecordId, Entity>, keep: Keep): void {
  if (going.size === 0) return;
  for (const [id, words] of restedOn(workspace, [...going.values()])) {
    keep(going.get(id)!, words);
    going.delete(id);
  }
}

/** A record beneath which something stays does not go either. */
function keepWithChildren({ index }: Workspace, going: Map<RecordId, Entity>, keep: Keep): void {
  for (const entity of inDepth(going).reverse()) {
    const stays = index
      .children(entity.id)
      .some((child) => !going.has(child.id) && !isWrittenByProgram(demandKind(child.kind)));
    if (!stays) continue;
    keep(entity, '其下已有内容，保持不变');
    going.delete(entity.id);
  }
}

/** Those above before those beneath. */
function inDepth(entities: ReadonlyMap<RecordId, Entity>): Entity[] {
  const depth = ({ parent }: Entity): number => {
    const above = parent === null ? undefined : entities.get(parent);
    return above === undefined ? 0 : 1 + depth(above);
  };
  return [...entities.values()].sort((a, b) => depth(a) - depth(b));
}

/** An act on many records as its entry in the 操作日志 tells it. */
interface Entered {
  readonly words: string;
  readonly subject: string;
  /** Whether it took back another, so that taking it back does that again. */
  readonly isTakingBack: boolean;
  /** Whether it chose between versions, or took such an act back. */
  readonly settles: boolean;
  readonly changes: readonly Change[];
}

/**
 * The entry of an act on many records, for whoever did it and for those who read the 操作日志: they lead the work.
 * @returns undefined where it is none, or neither his own nor to be seen
 */
export function entryOfTogether(workspace: Workspace, id: RecordId): Entity | undefined {
  const entry = workspace.index.get(id);
  if (entry?.kind !== 'operation' || typeof entry.values.changes !== 'number') return undefined;
  const { hidden, view } = workspace.sight();
  const isOwn = workspace.changesOf(id)[0]?.author === workspace.reader.userId;
  const mayKnow = isOwn && !hidden.has(entry.values.inspection as RecordId);
  return view(entry) ?? (mayKnow ? entry : undefined);
}

/** The entry of the act that this one took back or did again, at the end of however many. */
function rootOf(workspace: Pick<Workspace, 'index'>, entry: Entity): Entity {
  const before =
    typeof entry.values.takesBack === 'string' ? workspace.index.get(entry.values.takesBack) : undefined;
  return before ? rootOf(workspace, before) : entry;
}

/** @throws WorkbenchError RECORD_NOT_FOUND; UNDO_NOTHING where it was taken back */
function demandEntered(workspace: Workspace, id: RecordId): Entered {
  const entry = entryOfTogether(workspace, id);
  const [made] = workspace.changesOf(id);
  if (!entry || !made) throw notFound();
  if (workspace.index.list('operation').some(({ values }) => values.takesBack === id))
    throw new WorkbenchError('UNDO_NOTHING', '这项操作已经撤销，没有再次撤销。');
  const { act, detail, subject } = entry.values;
  return {
    isTakingBack: act === 'takenBack',
    settles: rootOf(workspace, entry).values.act === 'conflictsSettled',
    words: [OPERATION_ACTS[act as OperationAct], detail].filter(Boolean).join('：'),
    subject: String(subject ?? ''),
    changes: workspace.changesBefore(made.id, Number(entry.values.changes)),
  };
}

/** What taking back the act of an entry would come to; writes nothing. @throws as {@link takeBackTogether}, but UNDO_REASON */
export function planTogether(workspace: Workspace, entry: RecordId, reason?: string): TakingBack {
  const { changes, words, subject, isTakingBack, settles } = demandEntered(workspace, entry);
  const way = { action: isTakingBack ? 'redo' : 'undo', reason, settles } as const;
  const plan = planTakingBack(workspace, changes, words, subject, way);
  if (plan.drafts.length > 0) return plan;
  throw new WorkbenchError(
    'UNDO_OVERTAKEN',
    `没有撤销“${words}”：其中的内容后来都有改动，或您无权改动。需要原来内容的，请在“修改历史”中恢复。`,
  );
}

/**
 * Takes back the act of an entry as one act, whoever did it and whenever that was; of a taking back, it does the act again.
 * @throws WorkbenchError RECORD_NOT_FOUND, UNDO_NOTHING; UNDO_OVERTAKEN where nothing stands any more as the
 *   act left it; UNDO_REASON where records would be removed without a reason
 */
export function takeBackTogether(workspace: Workspace, id: RecordId, reason?: string): TakingBack {
  const said = reason === undefined ? undefined : cleanText(reason).trim();
  const plan = planTogether(workspace, id, said);
  const { words } = plan;
  // What a choice between versions brought back was in dispute before, and will be again: nothing is lost by it.
  if (plan.removed > 0 && !said && !plan.settles)
    throw new WorkbenchError('UNDO_REASON', `撤销“${words}”会移走${plan.removed}条记录，请写明理由。`, [
      { place: id, message: words },
    ]);
  const { subject, detail, inspection, act } = workspace.index.get(id)!.values;
  writeTogether(workspace, plan.drafts, {
    words: `撤销“${words}”`,
    operation: {
      act: act === 'takenBack' ? 'doneAgain' : 'takenBack',
      subject: String(subject),
      detail: String(detail ?? words),
      reason: said,
      inspection: (inspection ?? undefined) as RecordId | undefined,
      takesBack: id,
    },
  });
  return plan;
}
