/** What the record services need of the open workspace, and what they share: records as the reader may see them. */
import type { AnyKind, Entity, Intent, Issue, IsoDate, RuleContext } from '../../../src-shared/domain/define';
import { isSealedKind } from '../../../src-shared/domain/compartment';
import { kindOf } from '../../../src-shared/domain/kinds';
import {
  type Act,
  canReadKind,
  judge,
  newSubject,
  type Subject,
  subjectOf,
} from '../../../src-shared/domain/access';
import { refusedByRecusal } from '../../../src-shared/domain/recused';
import { issuesOf } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import type { Change, ChangeDraft, RecordId } from '../../../src-shared/merge/change';
import type { RecordState } from '../../../src-shared/merge/registers';
import type { Deeds } from './deeds';
import { notFound, type Reader, refuse, type Sight } from '../rights';
import type { Recorded } from '../recorded';
import { removedEntity } from '../removed';
import type { KeysOf, Signer } from '../signatures/proof';
import type { Steps } from '../../store/steps';

/** What the record services need of the open workspace. */
export interface Workspace extends Recorded {
  readonly reader: Reader;
  sight(): Sight;
  today(): IsoDate;
  now(): Date;
  /** Signs as the reader; absent where his own keys are not open. */
  readonly signer: Signer | undefined;
  /** By which keys signatures of a user are proved. */
  readonly keysOf: KeysOf;
  /** What the reader did since unlocking. */
  readonly deeds: Deeds;
  /** Commits in one transaction, updates the index and publishes. @returns the changes as they stand in the log */
  commit(drafts: readonly ChangeDraft[]): readonly Change[];
  /** {@link commit} in steps, each of which counts what it has written. */
  committing(drafts: readonly ChangeDraft[]): Steps<readonly Change[]>;
}

export interface Saved {
  readonly id: RecordId;
  readonly issues: Issue[];
  /** By which the act can be taken back; absent where there is nothing to. */
  readonly act?: string;
}

export function ruleContext(workspace: Workspace): RuleContext {
  const sight = workspace.sight();
  return {
    get: (id) => sight.view(workspace.index.get(id)),
    children: (parent, kind) =>
      workspace.index.children(parent, kind).flatMap((e) => {
        const seen = sight.view(e);
        return seen ? [seen] : [];
      }),
    get today() {
      return workspace.today();
    },
  };
}

export function demandKind(name: string): AnyKind {
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

/**
 * A record as far as rights look at it: seen whole, since a field kept from the reader may still hold it fast. A row follows
 * the right of its record also where somebody removed that meanwhile.
 */
function subjectIn(workspace: Workspace, entity: Entity): Subject {
  const ever = (id: RecordId) => workspace.index.get(id) ?? removedEntity(workspace, id);
  return subjectOf(ever(entity.id) ?? entity, workspace.reader, ever)!;
}

/** Refuses what the reader may not do with a record he sees. @throws WorkbenchError RIGHTS_* */
export function demandRight(workspace: Workspace, entity: Entity, asked: Act): void {
  refuse(judge(workspace.reader.role, asked, subjectIn(workspace, entity)));
  refuse(refusedByRecusal(entity, workspace.reader, workspace.sight().recusals));
}

/** @throws WorkbenchError RIGHTS_* */
export function demandCreate(
  workspace: Workspace,
  kind: AnyKind,
  parent: RecordId | null,
  fields: readonly string[],
): void {
  const { reader, index } = workspace;
  const seen = (id: RecordId) => workspace.sight().view(index.get(id)) && index.get(id);
  refuse(judge(reader.role, { act: 'create', fields }, newSubject(kind, parent, reader, seen)));
  if (workspace.holdsClues || !isSealedKind(kind) || !canReadKind(kind, reader.role)) return;
  throw new WorkbenchError(
    'RIGHTS_CLUES',
    `您还没有线索钥匙，看不到已有的“${kind.label}”，不能新建。请组长在“使用者”中发给您线索钥匙。`,
  );
}

/**
 * Refuses to whoever may not make records of a kind anywhere, whatever they stand under.
 * @throws WorkbenchError RIGHTS_WRITE
 */
export function demandRightToMake({ reader }: Pick<Workspace, 'reader'>, kind: AnyKind): void {
  const above = kind.access === 'row' ? kindOf(kind.parents[0]!)! : kind;
  refuse(
    judge(
      reader.role,
      { act: 'create' },
      newSubject(above, null, reader, () => undefined),
    ),
  );
}

export function demandState(workspace: Workspace, id: RecordId): RecordState {
  const state = workspace.state(id);
  if (!state) throw notFound();
  return state;
}

/** What every change of the reader's carries. */
export const base = (workspace: Workspace, kind: string, recordId: RecordId) => ({
  author: workspace.reader.userId,
  at: workspace.now().toISOString(),
  kind,
  recordId,
});

/** A record after a write, with what is still missing in it. */
export function saved(workspace: Workspace, kind: AnyKind, id: RecordId): Saved {
  const entity = workspace.sight().view(workspace.index.get(id));
  // What one may write but not read (打探说情 goes to the leader only) answers with its id alone.
  return { id, issues: entity ? issuesOf(kind, entity, ruleContext(workspace)) : [] };
}

/** A record stands beneath a record of the right kind that the writer can see. @throws WorkbenchError RECORD_PARENT */
export function demandParent(workspace: Workspace, kind: AnyKind, parent: RecordId | null): void {
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

/** @throws WorkbenchError RECORD_LOCKED with the reason that the kind gives, where others rest on the record as it is */
export function demandAllowed(workspace: Workspace, kind: AnyKind, intent: Intent): void {
  const reason = kind.guard?.(intent as Intent<never>, ruleContext(workspace));
  if (reason !== undefined) throw new WorkbenchError('RECORD_LOCKED', `未保存：${reason}。`);
}
