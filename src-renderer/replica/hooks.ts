/** What screens read: live queries on the working copy, and the snapshot for rules and labels. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { KindName, Kinds } from '../../src-shared/domain/kinds';
import { homeOf, roundIn } from '../../src-shared/domain/ancestors';
import { localDay } from '../../src-shared/domain/dates';
import { byPosition } from '../../src-shared/domain/rows';
import { type Entity, type IsoDate, type RuleContext, type Values } from '../../src-shared/domain/define';
import { recusalOfMember } from '../../src-shared/domain/recused';
import type { Role } from '../../src-shared/domain/roles';
import { type Glossary, glossaryIn } from '../../src-shared/domain/glossary';
import { labelIn, withCode } from '../../src-shared/domain/words';
import { useSession } from '../session/session';
import { workingCopy } from './db';
import { useReplicaState } from './feed';
import {
  childrenOf,
  conflictCount,
  countAt,
  getRecord,
  recordsOfKinds,
  snapshotRevision,
  subscribeSnapshot,
} from './snapshot';

export { titleOf } from '../../src-shared/domain/words';

/** A record of a known kind, with the values of its definition. */
export type RecordOf<K extends KindName> = Entity<Values<Kinds[K]>>;

/** Narrows to the records of one parent or of one inspection; both absent: all of the kind. */
export interface Scope {
  readonly parent?: string;
  readonly inspection?: string;
}

/**
 * The records of a kind in a scope; undefined until the first answer. A screen that is opened while the working copy is
 * still being filled gets them from the snapshot until then, so that a list stands as soon as its records have arrived.
 */
export function useRecords<K extends KindName>(
  kind: K,
  { parent, inspection }: Scope = {},
): readonly RecordOf<K>[] | undefined {
  const status = useReplicaState((state) => state.status);
  const ready = status === 'ready';
  const [early] = useState(!ready);
  const live = useLiveQuery(async () => {
    if (!ready) return undefined;
    const rows = await workingCopy().of(kind, parent);
    return inspection === undefined ? rows : rows.filter((row) => row.inspection === inspection);
  }, [kind, parent, inspection, ready]);
  const waiting = early && live === undefined;
  const revision = useSyncExternalStore(subscribeSnapshot, () => (waiting ? snapshotRevision() : -1));
  const arrived = useMemo(
    () => (revision < 0 ? [] : fromSnapshot(kind, parent, inspection)),
    [revision, kind, parent, inspection],
  );
  const rows: readonly Entity[] | undefined = waiting && (ready || arrived.length > 0) ? arrived : live;
  return rows as readonly RecordOf<K>[] | undefined;
}

function fromSnapshot(kind: string, parent?: string, inspection?: string): readonly Entity[] {
  if (parent !== undefined) return childrenOf(parent, kind);
  const rows = recordsOfKinds([kind]);
  return inspection === undefined ? rows : rows.filter((row) => row.inspection === inspection);
}

/** The rows of a record, by `position` where they have one. */
export function useChildren<K extends KindName>(
  parent: string | undefined,
  kind: K,
): readonly RecordOf<K>[] | undefined {
  const rows = useRecords(kind, { parent: parent ?? '' });
  return useMemo(() => rows && [...rows].sort(byPosition), [rows]);
}

/** The local day that deadlines are counted from: the session's, so that the sample round has its own. */
export function useToday(): IsoDate {
  return useSession((state) => state.session?.today) ?? localDay(new Date());
}

/** The role of the person signed in; undefined while nobody is. */
export function useRole(): Role | undefined {
  return useSession((state) => state.session?.user.role);
}

/** How many records of each of these kinds lie at one of these places ({@link countAt}). */
export function useCounts<K extends string>(
  kinds: readonly K[],
  places: readonly string[],
): Readonly<Record<K, number>> {
  const look = () => kinds.map((kind) => places.reduce((sum, place) => sum + countAt(kind, place), 0)).join();
  const seen = useSyncExternalStore(subscribeSnapshot, look);
  return useMemo(() => {
    const numbers = seen.split(',');
    return Object.fromEntries(kinds.map((kind, at) => [kind, Number(numbers[at])])) as Record<K, number>;
  }, [seen, kinds]);
}

/** How many conflicts wait for a choice; none before everything has come. */
export function useConflictCount(): number {
  const ready = useReplicaState((state) => state.status === 'ready');
  const count = useSyncExternalStore(subscribeSnapshot, conflictCount);
  return ready ? count : 0;
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

/** @param kinds what the screen looks at, where that is little: then it is left alone by changes of anything else */
export function useRuleContext(kinds?: readonly string[]): ScreenContext {
  const revision = useSyncExternalStore(subscribeSnapshot, () => snapshotRevision(kinds));
  const today = useToday();
  return useMemo(() => contextOf(today, revision), [today, revision]);
}

/** @param _revision makes a context of its own for each state of the snapshot */
function contextOf(today: IsoDate, _revision: number): ScreenContext {
  return { get: getRecord, children: childrenOf, list: recordsOfKinds, label: labelOf, today };
}

/** Where records are looked up outside of a drawing. */
export const look = { get: getRecord, children: childrenOf } as const;

const WORDED = ['round', 'dictionaryEntry'] as const;

/** The words of the rounds; another one only when a dictionary changes. */
export function useGlossary(): Glossary {
  const revision = useSyncExternalStore(subscribeSnapshot, () => snapshotRevision(WORDED));
  return useMemo(() => glossaryAt(revision), [revision]);
}

/** @param _revision makes a glossary of its own for each state of the dictionaries */
const glossaryAt = (_revision: number): Glossary => glossaryIn(look);

/** The line that stands for a record, by its id. */
export const labelOf = labelIn(getRecord);

/** The round that a record belongs to, found along its parents. */
export const roundOf = (entity: Entity | undefined): Entity | undefined => roundIn(entity, getRecord);

/** Whether a record lies in a round: only then its papers have a log of exports to be entered in. */
export const hasHome = (entity: Entity): boolean => homeOf(entity, getRecord) !== undefined;

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
  const inspection = from.inspection === null ? undefined : context.get(from.inspection);
  const recusals = inspection && to.includes('member') ? context.list(['recusal']) : [];
  const stands = (id: string) => context.get(id) !== undefined;
  return context
    .list(to)
    .filter((e) => {
      if (inspection && recusalOfMember(e, inspection, recusals, context.get, stands)) return false;
      if (e.inspection !== null && from.inspection !== null) return e.inspection === from.inspection;
      const own = roundOf(e)?.id;
      return own === undefined || round === undefined || own === round;
    })
    .sort((a, b) =>
      String(a.values.code ?? '').localeCompare(String(b.values.code ?? ''), 'zh', { numeric: true }),
    )
    .map((e) => ({ value: e.id, label: withCode(e) }));
}
