/**
 * A person's choices between versions: each is checked as the write it is, and all are written as one act. What is chosen is
 * a change with an author (`resolve`), and the act is taken back as one: then the versions stand again.
 */
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { canReadKind } from '../../../src-shared/domain/access';
import { ROLES } from '../../../src-shared/domain/roles';
import { checkValues } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import {
  type ChangeDraft,
  type ChangeId,
  type FieldValue,
  PARENT_FIELD,
  type RecordId,
  REMOVED_FIELD,
} from '../../../src-shared/merge/change';
import { draftResolve, draftRestore, isRemoved } from '../../../src-shared/merge/registers';
import { nameOf, operationDraft } from '../operations';
import { beneathIn, removalActs, removedEntity, type RemovalAct } from '../removed';
import { planSave, writeTogether, type Workspace } from '../records';
import { demandNothingRests } from '../records/holding';
import { demandRestore, goingWith, removalDraft } from '../records/removal';
import { audit } from '../records/save';
import {
  base,
  demandAllowed,
  demandKind,
  demandParent,
  demandRight,
  demandState,
} from '../records/workspace';
import { conflictsOfRecord, disputedEntity, lostBeneath, type Conflict } from './list';

/** What is to stand in one field: a version as it is, or the person's own words. */
export type Choice = { readonly id: RecordId; readonly field: string } & (
  { readonly take: ChangeId } | { readonly value: FieldValue }
);

/** A choice that cannot be carried out, and why. */
export interface Refused {
  readonly record: RecordId;
  readonly field: string;
  readonly title: string;
  readonly error: WorkbenchError;
}

/** What choices would come to; nothing is written yet. */
export interface Plan {
  /** The conflicts that would be settled. */
  readonly settled: readonly { readonly record: RecordId; readonly field: string }[];
  /** Records that would go, and come back, with those along with them. */
  readonly removed: number;
  readonly restored: number;
  readonly refused: readonly Refused[];
  readonly drafts: readonly ChangeDraft[];
}

/** @throws WorkbenchError RECORD_NOT_FOUND, RECORD_NO_CONFLICT where none stands there, or not that version any more */
function demandConflict(workspace: Workspace, { id, field }: Choice): Conflict {
  const found = conflictsOfRecord(workspace, id).find((one) => one.field === field);
  if (found) return found;
  throw new WorkbenchError('RECORD_NO_CONFLICT', '这一栏已没有冲突，可能已经处理，请刷新后查看。');
}

/** What a choice gives the field. */
function valueOf(conflict: Conflict, choice: Choice): FieldValue {
  if (!('take' in choice)) return choice.value;
  const version = conflict.versions.find(({ change }) => change === choice.take);
  if (version) return version.value;
  throw new WorkbenchError('RECORD_NO_CONFLICT', '所选的内容后来又有变动，没有处理。请刷新后重新选择。');
}

/** The changes that settle a field of a record that stands. @throws WorkbenchError RECORD_*, RIGHTS_* */
function fieldDrafts(workspace: Workspace, entity: Entity, choice: Choice, value: FieldValue): ChangeDraft[] {
  const { id, field } = choice;
  const kind = demandKind(entity.kind);
  if (!('take' in choice)) {
    // Words of one's own are an edit like any other, of a field that could be edited.
    const { drafts } = planSave(workspace, { kind: kind.kind, id, set: { [field]: value } });
    return drafts.map((draft) => (draft.recordId === id ? { ...draft, action: 'resolve' } : draft));
  }
  demandRight(workspace, entity, { act: 'write', fields: [field] });
  if (field === PARENT_FIELD) demandParent(workspace, kind, value as RecordId);
  else {
    const problems = checkValues(kind, { [field]: value });
    if (problems.length > 0)
      throw new WorkbenchError('RECORD_INVALID', `未保存：${problems[0]!.message}。`, problems);
  }
  return [
    {
      ...base(workspace, kind.kind, id),
      action: 'resolve',
      ...draftResolve(demandState(workspace, id), field, value),
    },
    ...audit(workspace, kind, entity, { [field]: value }),
  ];
}

/** Records that a removal takes, each once, whichever choice it was of. */
class Going {
  readonly #all = new Map<
    RecordId,
    { readonly entity: Entity; readonly top: boolean; readonly reason: string }
  >();

  /** @throws WorkbenchError RIGHTS_*, RECORD_LOCKED, RECORD_RESTED_ON */
  add(workspace: Workspace, conflict: Conflict): void {
    const reason =
      conflict.versions.find(({ value, reason }) => value === true && reason)?.reason ??
      '冲突处理：按删除办理';
    const gone = workspace.index.get(conflict.record) === undefined;
    const tops = gone
      ? (lostBeneath(workspace).get(conflict.record) ?? [])
      : [workspace.index.get(conflict.record)!];
    const going = tops.flatMap((top) => {
      const { id, parent, values: before } = top;
      demandAllowed(workspace, demandKind(top.kind), { act: 'remove', id, parent, before, after: {} });
      return goingWith(workspace, top);
    });
    demandNothingRests(workspace, going);
    for (const entity of going) {
      const top = tops.some(({ id }) => id === entity.id);
      if (top || !this.#all.has(entity.id)) this.#all.set(entity.id, { entity, top, reason });
    }
  }

  has(id: RecordId): boolean {
    return this.#all.has(id);
  }

  get size(): number {
    return this.#all.size;
  }

  /** One time label for all: restoring brings back together what went together. */
  drafts(workspace: Workspace): ChangeDraft[] {
    const at = workspace.now().toISOString();
    return [...this.#all.values()].flatMap(({ entity, top, reason }) => {
      const removal = removalDraft(workspace, entity, { at, reason });
      const told =
        top && demandKind(entity.kind).access !== 'row'
          ? [operationDraft(workspace, { act: 'recordRemoved', entity, reason })]
          : [];
      return [{ ...removal, action: top ? 'resolve' : 'remove' }, ...told];
    });
  }
}

/**
 * What comes back with a record that is kept: what went in the same act beneath it, and what it stands beneath with all that
 * went along there. A record in which somebody went on is of use only in its place.
 */
function comingBack(workspace: Workspace, conflict: Conflict, acts: readonly RemovalAct[]): Entity[] {
  const back = new Map<RecordId, Entity>();
  const { index } = workspace;
  const state = demandState(workspace, conflict.record);
  const take = (entities: readonly Entity[]) => entities.forEach((entity) => back.set(entity.id, entity));
  const removals = workspace.changesOf(conflict.record).filter(({ id }) => state.removals.includes(id));
  for (const act of acts) {
    const isOfIt = removals.some(({ at, author }) => act.removal.at === at && act.removal.author === author);
    if (isOfIt) take(beneathIn(act, conflict.record));
  }
  let here: Entity | undefined = index.get(conflict.record) ?? removedEntity(workspace, conflict.record);
  if (isRemoved(state)) take([here!]);
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let depth = 0; here && here.parent !== null && depth < 10; depth += 1) {
    const above = removedEntity(workspace, here.parent);
    const act = above && acts.find(({ records }) => records.some(({ id }) => id === above.id));
    if (above && act) take([above, ...beneathIn(act, above.id)]);
    here = above ?? index.get(here.parent);
  }
  return [...back.values()];
}

/** Records that come back, each once. */
class Returning {
  readonly #chosen = new Map<RecordId, Entity>();
  readonly #along = new Map<RecordId, Entity>();
  #acts: readonly RemovalAct[] | undefined;

  /** @throws WorkbenchError RIGHTS_*, RECORD_PARENT, RECORD_LOCKED */
  add(workspace: Workspace, conflict: Conflict, entity: Entity): void {
    this.#acts ??= removalActs(workspace);
    const stands = workspace.index.get(conflict.record) !== undefined;
    if (stands) demandRight(workspace, entity, { act: 'write' });
    const back = comingBack(workspace, conflict, this.#acts);
    const together = new Set([...back.map(({ id }) => id), ...this.#along.keys()]);
    for (const one of back) {
      const seen = workspace.sight().view(one);
      // What he may not see he does not bring back, and is not told of.
      if (!seen) continue;
      demandRestore(workspace, seen, together);
      this.#along.set(one.id, one);
    }
    if (stands) this.#chosen.set(conflict.record, entity);
  }

  get size(): number {
    return this.#along.size;
  }

  drafts(workspace: Workspace): ChangeDraft[] {
    const restored =
      (action: string) =>
      (entity: Entity): ChangeDraft => ({
        ...base(workspace, entity.kind, entity.id),
        action,
        ...draftRestore(workspace.changesOf(entity.id)),
      });
    const told = [...this.#chosen.values(), ...this.#along.values()].filter(
      ({ kind, parent }) =>
        demandKind(kind).access !== 'row' && !(parent !== null && this.#along.has(parent)),
    );
    return [
      ...[...this.#along.values()].map(restored('restore')),
      ...[...this.#chosen.values()].map(restored('resolve')),
      ...told.map((entity) => operationDraft(workspace, { act: 'recordRestored', entity })),
    ];
  }
}

/** What choices would come to. @throws WorkbenchError STORE_* only: what cannot be done is among `refused` */
export function planChoices(workspace: Workspace, choices: readonly Choice[]): Plan {
  const refused: Refused[] = [];
  const settled: { record: RecordId; field: string }[] = [];
  const drafts: ChangeDraft[] = [];
  const going = new Going();
  const returning = new Returning();
  const each = (
    some: readonly Choice[],
    plan: (choice: Choice, conflict: Conflict, entity: Entity) => void,
  ) => {
    for (const choice of some) {
      const { id: record, field } = choice;
      const entity = disputedEntity(workspace, record);
      try {
        plan(choice, demandConflict(workspace, choice), entity!);
        settled.push({ record, field });
      } catch (error) {
        if (!(error instanceof WorkbenchError) || error.code.startsWith('STORE_')) throw error;
        refused.push({ record, field, title: entity ? nameOf(entity) : '', error });
      }
    }
  };
  const wanted = distinct(choices);
  const ofRemoval = ({ field }: Choice) => field === REMOVED_FIELD;
  each(wanted.filter(ofRemoval), (choice, conflict, entity) => {
    if (valueOf(conflict, choice) === true) going.add(workspace, conflict);
    else returning.add(workspace, conflict, entity);
  });
  each(
    wanted.filter((choice) => !ofRemoval(choice)),
    (choice, conflict, entity) => {
      const value = valueOf(conflict, choice);
      // What goes has no fields left to choose for.
      if (!going.has(choice.id)) drafts.push(...fieldDrafts(workspace, entity, choice, value));
    },
  );
  return {
    settled,
    removed: going.size,
    restored: returning.size,
    refused,
    drafts: [...drafts, ...returning.drafts(workspace), ...going.drafts(workspace)],
  };
}

/** The last choice for each field. */
const distinct = (choices: readonly Choice[]): Choice[] => [
  ...new Map(choices.map((choice) => [`${choice.id}/${choice.field}`, choice])).values(),
];

/** What was settled, and by which act it is taken back. */
export interface Settled {
  readonly act: string;
  readonly settled: number;
}

/**
 * Carries out choices, all of them or none, as one act.
 * @throws WorkbenchError the refusal itself where it is one choice; CONFLICT_REFUSED where one of several cannot be carried
 *   out; STORE_* of a commit
 */
export function resolveMany(workspace: Workspace, choices: readonly Choice[]): Settled {
  const { refused, drafts, settled } = planChoices(workspace, choices);
  const [first] = refused;
  if (first && choices.length === 1) throw first.error;
  if (first)
    throw new WorkbenchError(
      'CONFLICT_REFUSED',
      `有${refused.length}处不能处理（${first.title || '记录'}：${first.error.message.replace(/。$/, '')}），没有改动任何记录。请重新预览。`,
    );
  const { act } = writeTogether(workspace, drafts, toldOf(workspace, choices));
  return { act, settled: settled.length };
}

/** What the act is called, and what of it everybody who reads the 操作日志 may know. */
function toldOf(workspace: Workspace, choices: readonly Choice[]) {
  const entities = choices.flatMap(({ id }) => disputedEntity(workspace, id) ?? []);
  const kinds = [...new Set(entities.map(({ kind }) => kind))].map(demandKind);
  const places = [...new Set(entities.map(({ inspection }) => inspection))];
  const [inspection] = places.length === 1 ? places : [];
  const [one] = choices;
  const [entity] = entities;
  const label =
    choices.length === 1 && entity && one ? fieldLabel(demandKind(entity.kind), one.field) : undefined;
  const what = label && entity ? `${nameOf(entity)}${label}` : `${choices.length}处`;
  // Whoever may not see one of several units must not learn by a count that there was something in it.
  const count = places.length > 1 ? '多个单位' : what;
  return {
    words: `冲突处理（${what}）`,
    operation: {
      act: 'conflictsSettled',
      subject: fewestReaders(kinds).kind,
      detail: count,
      ...(inspection ? { inspection } : {}),
    },
  } as const;
}

const fieldLabel = (kind: AnyKind, field: string): string =>
  field === REMOVED_FIELD ? '的删除' : `“${kind.fields[field]?.info.label ?? '所属'}”`;

/** Of several kinds the one that the fewest may read: who does not, does not read of the act either. */
const fewestReaders = (kinds: readonly AnyKind[]): AnyKind => {
  const readers = (kind: AnyKind) => ROLES.filter((role) => canReadKind(kind, role)).length;
  return [...kinds].sort((a, b) => readers(a) - readers(b))[0]!;
};
