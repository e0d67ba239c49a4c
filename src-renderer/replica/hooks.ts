/** What screens read: live queries on the working copy, and the snapshot for rules and labels. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo, useSyncExternalStore } from 'react';
import { kindOf, type KindName, type Kinds } from '../../src-shared/domain';
import { localDay } from '../../src-shared/domain/dates';
import type { Entity, IsoDate, RuleContext, Values } from '../../src-shared/domain/define';
import type { Role } from '../../src-shared/domain/roles';
import { useSession } from '../session/session';
import { workingCopy } from './db';
import { childrenOf, getRecord, recordsOfKinds, snapshotRevision, subscribeSnapshot } from './snapshot';

/** A record of a known kind, with the values of its definition. */
export type RecordOf<K extends KindName> = Entity<Values<Kinds[K]>>;

/** Narrows to the records of one parent or of one inspection; both absent: all of the kind. */
export interface Scope {
  readonly parent?: string;
  readonly inspection?: string;
}

/** The records of a kind in a scope; undefined until the first answer. */
export function useRecords<K extends KindName>(
  kind: K,
  { parent, inspection }: Scope = {},
): readonly RecordOf<K>[] | undefined {
  return useLiveQuery(async () => {
    const { records } = workingCopy();
    const found =
      parent !== undefined
        ? records.where({ kind, parent })
        : inspection !== undefined
          ? records.where({ kind, inspection })
          : records.where({ kind });
    return (await found.toArray()) as readonly unknown[] as readonly RecordOf<K>[];
  }, [kind, parent, inspection]);
}

/** The rows of a record, by `position` where they have one. */
export function useChildren<K extends KindName>(
  parent: string | undefined,
  kind: K,
): readonly RecordOf<K>[] | undefined {
  const rows = useRecords(kind, { parent: parent ?? '' });
  return useMemo(() => rows && [...rows].sort(byPosition), [rows]);
}

const byPosition = (a: Entity, b: Entity): number =>
  Number(a.values.position ?? Number.MAX_SAFE_INTEGER) -
    Number(b.values.position ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? -1 : 1);

/** The local day that deadlines are counted from: the session's, so that the sample round has its own. */
export function useToday(): IsoDate {
  return useSession((state) => state.session?.today) ?? localDay(new Date());
}

/** The role of the person signed in; undefined while nobody is. */
export function useRole(): Role | undefined {
  return useSession((state) => state.session?.user.role);
}

/** Whether a record is there, or has not come yet. */
export const useIsThere = (id: string | undefined): boolean =>
  useSyncExternalStore(subscribeSnapshot, () => id !== undefined && getRecord(id) !== undefined);

/** A rule context over everything read so far, with labels for references. Changes whenever a record does. */
export interface ScreenContext extends RuleContext {
  /** The line that stands for a record; a word for one that is not (or no longer) there. */
  label(id: string): string;
  /** Every record of these kinds. */
  list(kinds: readonly string[]): readonly Entity[];
}

export function useRuleContext(): ScreenContext {
  const revision = useSyncExternalStore(subscribeSnapshot, snapshotRevision);
  const today = useToday();
  return useMemo(() => contextOf(today, revision), [today, revision]);
}

/** @param _revision makes a context of its own for each state of the snapshot */
function contextOf(today: IsoDate, _revision: number): ScreenContext {
  return { get: getRecord, children: childrenOf, list: recordsOfKinds, label: labelOf, today };
}

/** The line that stands for a record, by its id. */
export function labelOf(id: string): string {
  const entity = getRecord(id);
  if (!entity) return '（记录不存在）';
  const unit = entity.kind === 'inspection' ? (entity.values.unit as string | undefined) : undefined;
  return unit ? labelOf(unit) : titleOf(entity);
}

/** The line that stands for a record. */
export function titleOf(entity: Entity): string {
  const kind = kindOf(entity.kind);
  return kind ? (kind.title as (values: object) => string)(entity.values) : '（新版本的记录）';
}

/** The round that a record belongs to, found along its parents. */
export function roundOf(entity: Entity | undefined): Entity | undefined {
  let here = entity;
  // Records nest four deep at most; the bound only guards against a damaged parent chain.
  for (let depth = 0; here && depth < 10; depth += 1) {
    if (here.kind === 'round') return here;
    here = here.parent ? getRecord(here.parent) : undefined;
  }
  return undefined;
}

/**
 * The records a reference may point to: of the same round and, where both have one, of the same inspection.
 * @returns options in the order of their paper numbers
 */
export function referenceOptions(
  context: ScreenContext,
  to: readonly string[],
  from: Entity,
): { readonly value: string; readonly label: string }[] {
  const round = roundOf(from)?.id;
  return context
    .list(to)
    .filter((e) => {
      if (e.inspection !== null && from.inspection !== null) return e.inspection === from.inspection;
      const own = roundOf(e)?.id;
      return own === undefined || round === undefined || own === round;
    })
    .sort((a, b) =>
      String(a.values.code ?? '').localeCompare(String(b.values.code ?? ''), 'zh', { numeric: true }),
    )
    .map((e) => ({ value: e.id, label: withCode(e) }));
}

function withCode(entity: Entity): string {
  const { code } = entity.values;
  const title = titleOf(entity);
  return typeof code === 'string' && code !== '' && entity.kind !== 'member' ? `${code} ${title}` : title;
}
