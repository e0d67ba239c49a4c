/**
 * Who may read and write what. Enforced here, for every command, query and feed; a screen only mirrors it.
 * Sources: domain.md R39 (recusal), R41, §0.4 (clues), §2.2 m (informants), §2.2 p (打探说情).
 */
import { canReadField, canReadKind, isOwn, type Refusal } from '../../src-shared/domain/access';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { sealedFieldsOf } from '../../src-shared/domain/compartment';
import { kindOf } from '../../src-shared/domain/kinds';
import {
  type Account,
  type Ever,
  isAbout,
  recusalOfMember,
  recusalsOf,
  type Review,
  reviewOf,
} from '../../src-shared/domain/recused';
import { ORGANISERS, type Role } from '../../src-shared/domain/roles';
import { isBlank } from '../../src-shared/domain/validate';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import type { RecordIndex } from './index-of-records';
import type { Recorded } from './recorded';
import { removedEntity } from './removed';

export interface Reader {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly memberId?: string;
}

/** The reader's own member record: the one his account is tied to, else the only one of exactly his name. */
export function memberIdOf(index: RecordIndex, reader: Reader): RecordId | undefined {
  if (reader.memberId !== undefined) return reader.memberId;
  const named = index.list('member').filter((member) => member.values.name === reader.name);
  return named.length === 1 ? named[0]!.id : undefined;
}

/** What sight is made from. */
export type Records = Pick<Recorded, 'index' | 'state' | 'changesOf' | 'holdsClues' | 'told'>;

/** Records as they stand or, removed, as they were: a recusal holds though its member or its unit was removed. */
const everOf =
  (records: Records): Ever =>
  (id) =>
    records.index.get(id) ?? removedEntity(records, id);

/** The recusals in force that mean, or could mean, this account. */
export const recusalsOfAccount = (records: Records, account: Account): readonly Entity[] =>
  recusalsOf(records.index.list('recusal'), account, everOf(records));

/** Inspections that recusals take out of sight. */
function closedBy(records: Records, recusals: readonly Entity[]): ReadonlySet<RecordId> {
  const closed = new Set<RecordId>();
  if (recusals.length === 0) return closed;
  const { index } = records;
  const stands = (id: RecordId) => index.get(id) !== undefined;
  for (const inspection of index.list('inspection')) {
    if (recusals.some((recusal) => isAbout(recusal, inspection, everOf(records), stands)))
      closed.add(inspection.id);
  }
  return closed;
}

/** The inspections, standing or removed, that recusals in force keep from some accounts. */
export function closedEverTo(
  records: Records & Pick<Recorded, 'removedStates'>,
  accounts: readonly Account[],
): ReadonlySet<RecordId> {
  const recusals = accounts.flatMap((account) => recusalsOfAccount(records, account));
  const closed = new Set<RecordId>();
  if (recusals.length === 0) return closed;
  const { index } = records;
  const stands = (id: RecordId) => index.get(id) !== undefined;
  const removed = [...records.removedStates()].flatMap(({ id, kind }) =>
    kind === 'inspection' ? (removedEntity(records, id) ?? []) : [],
  );
  for (const inspection of [...index.list('inspection'), ...removed]) {
    if (recusals.some((recusal) => isAbout(recusal, inspection, everOf(records), stands)))
      closed.add(inspection.id);
  }
  return closed;
}

/** What the recusals leave unsettled, for those who keep them. */
export const reviewRecusals = (records: Records, accounts: readonly Account[]): readonly Review[] =>
  reviewOf(records.index.list('recusal'), accounts, everOf(records));

/** Whether a recusal keeps a member out of an inspection. */
export function isKeptOut(records: Records, member: Entity, inspection: RecordId): boolean {
  const { index } = records;
  const place = index.get(inspection);
  const stands = (id: RecordId) => index.get(id) !== undefined;
  return (
    place !== undefined &&
    recusalOfMember(member, place, index.list('recusal'), everOf(records), stands) !== undefined
  );
}

export interface Sight {
  /** The record as this reader may see it, or undefined where he may not. */
  view(entity: Entity | undefined): Entity | undefined;
  /** Inspections that are closed to this reader. */
  readonly hidden: ReadonlySet<RecordId>;
  /** The recusals in force that mean, or could mean, this reader. */
  readonly recusals: readonly Entity[];
}

/** Kinds whose change may alter what somebody sees. */
export const SIGHT_KINDS: ReadonlySet<string> = new Set(['member', 'recusal', 'inspection', 'unit', 'round']);

/** What a reader sees now. Made anew after every change to members, units, inspections or recusals. */
export function sightOf(records: Records, reader: Reader): Sight {
  const { index } = records;
  const recusals = recusalsOfAccount(records, reader);
  const hidden = closedBy(records, recusals);
  const secret = new Map<string, readonly string[]>();
  const secretFields = (kind: AnyKind): readonly string[] => {
    let names = secret.get(kind.kind);
    if (!names) {
      names = Object.keys(kind.fields).filter((name) => !canReadField(kind, name, reader.role));
      secret.set(kind.kind, names);
    }
    return names;
  };
  /** Nobody can say whose these are: for organisers, and among them only for those to whom nothing is closed. */
  const seesStray = ORGANISERS.includes(reader.role) && recusals.length === 0;
  const closed = (inspection: unknown): boolean =>
    typeof inspection === 'string' &&
    (hidden.has(inspection) || (!seesStray && index.get(inspection) === undefined));
  /** Something above it is gone; of a removed record, of what it hung beneath. */
  const isStray = ({ parent }: Entity): boolean =>
    parent !== null && (index.get(parent) === undefined || index.isOrphan(parent));
  /** A log must not tell of records that are kept from the reader (clues, 打探说情). */
  const tellsOfUnreadable = (kind: AnyKind, { values }: Entity): boolean => {
    const told = kind.tellsOf === undefined ? undefined : values[kind.tellsOf];
    return typeof told === 'string' && !canReadKind(kindOf(told), reader.role);
  };
  /** Members of sets that point at records which stand and are kept from the reader. */
  const withoutHidden = (entity: Entity): Entity => {
    const names = Object.keys(entity.sets).filter((name) => name !== 'evidence');
    const kept = (id: RecordId): boolean => {
      const target = index.get(id);
      return !target || mayRead(target);
    };
    if (names.every((name) => entity.sets[name]!.every(kept))) return entity;
    const sets = { ...entity.sets };
    for (const name of names) sets[name] = sets[name]!.filter(kept);
    return { ...entity, sets };
  };
  const mayRead = (entity: Entity): boolean => {
    const kind = kindOf(entity.kind);
    if (!kind || !canReadKind(kind, reader.role)) return false;
    // An entry of a log points at its inspection without hanging under it.
    if (closed(entity.inspection) || closed(entity.values.inspection)) return false;
    if (!seesStray && isStray(entity)) return false;
    return !tellsOfUnreadable(kind, entity);
  };
  return {
    hidden,
    recusals,
    view(whole) {
      if (!whole || !mayRead(whole)) return undefined;
      const entity = withoutHidden(whole);
      const kind = kindOf(entity.kind)!;
      const fields = secretFields(kind);
      if (fields.length === 0) return entity;
      const own = isOwn(kind, entity, reader);
      const boxed = records.holdsClues ? [] : sealedFieldsOf(kind);
      const values = { ...entity.values };
      const withheld: Record<string, 'filled' | 'untold'> = {};
      for (const name of fields) {
        // Of his own record he knows that he has written it down; of others' not even that.
        if (!own) withheld[name] = 'untold';
        else if (boxed.includes(name)) {
          const known = records.told(entity.id, name);
          if (known !== 'blank') withheld[name] = known;
        } else if (!isBlank(values[name]) || entity.conflicts.includes(name)) withheld[name] = 'filled';
        delete values[name];
      }
      const conflicts = entity.conflicts.filter((name) => !fields.includes(name));
      return { ...entity, values, conflicts, withheld };
    },
  };
}

/** @throws WorkbenchError with the code and the words of the refusal */
export function refuse(refusal: Refusal | undefined): void {
  if (refusal) throw new WorkbenchError(refusal.code, refusal.message);
}

/** The same words whether a record does not exist or may not be seen: the answer must not tell which. */
export function notFound(): WorkbenchError {
  return new WorkbenchError(
    'RECORD_NOT_FOUND',
    '没有找到这条记录，可能已被删除，或您无权查看。请返回列表重新选择。',
  );
}
