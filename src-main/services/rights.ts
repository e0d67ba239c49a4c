/**
 * Who may read and write what. Enforced here, for every command, query and feed; a screen only mirrors it.
 * Sources: domain.md R39 (recusal), R41, §0.4 (clues), §2.2 m (informants), §2.2 p (打探说情).
 */
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { kindOf } from '../../src-shared/domain';
import { canReadField, canReadKind, type Refusal } from '../../src-shared/domain/access';
import { hidesUnit } from '../../src-shared/domain/recusal';
import type { Role } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import type { RecordIndex } from './index-of-records';

export interface Reader {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly memberId?: string;
}

/** The reader's own member records: by id, or by name where the account is not tied to one. */
export function memberIdsOf(index: RecordIndex, reader: Reader): ReadonlySet<RecordId> {
  const own = index.list('member').filter((m) => m.id === reader.memberId || m.values.name === reader.name);
  return new Set(own.map((m) => m.id));
}

/** Inspections that recusal takes out of the reader's sight: the unit's, in the round of the recusal. */
export function hiddenInspections(index: RecordIndex, reader: Reader): ReadonlySet<RecordId> {
  const members = memberIdsOf(index, reader);
  const hidden = new Set<RecordId>();
  for (const recusal of index.list('recusal')) {
    const { member, unit } = recusal.values as { member?: string; unit?: string };
    if (!member || !members.has(member) || !hidesUnit(recusal.values)) continue;
    for (const inspection of index.list('inspection')) {
      if (inspection.values.unit === unit && inspection.parent === recusal.parent) hidden.add(inspection.id);
    }
  }
  return hidden;
}

export interface Sight {
  /** The record as this reader may see it, or undefined where he may not. */
  view(entity: Entity | undefined): Entity | undefined;
  /** Inspections that are closed to this reader. */
  readonly hidden: ReadonlySet<RecordId>;
  /** Whether anything is closed to this reader by a recusal. */
  readonly recused: boolean;
}

/** What a reader sees now. Made anew after every change to members or recusals. */
export function sightOf(index: RecordIndex, reader: Reader): Sight {
  const hidden = hiddenInspections(index, reader);
  const secret = new Map<string, readonly string[]>();
  const secretFields = (kind: AnyKind): readonly string[] => {
    let names = secret.get(kind.kind);
    if (!names) {
      names = Object.keys(kind.fields).filter((name) => !canReadField(kind, name, reader.role));
      secret.set(kind.kind, names);
    }
    return names;
  };
  /** A row that points at an inspection without hanging under it (a question's batch does hang; a log entry may not). */
  const pointsAtHidden = (entity: Entity): boolean =>
    typeof entity.values.inspection === 'string' && hidden.has(entity.values.inspection);
  /** A log must not tell of records that are kept from the reader (clues, 打探说情). */
  const tellsOfUnreadable = (kind: AnyKind, { values }: Entity): boolean => {
    const told = kind.tellsOf === undefined ? undefined : values[kind.tellsOf];
    return typeof told === 'string' && !canReadKind(kindOf(told), reader.role);
  };
  return {
    hidden,
    recused: hidden.size > 0,
    view(entity) {
      if (!entity) return undefined;
      const kind = kindOf(entity.kind);
      if (!kind || !canReadKind(kind, reader.role)) return undefined;
      if ((entity.inspection && hidden.has(entity.inspection)) || pointsAtHidden(entity)) return undefined;
      if (tellsOfUnreadable(kind, entity)) return undefined;
      const fields = secretFields(kind).filter(
        (name) => name in entity.values || entity.conflicts.includes(name),
      );
      if (fields.length === 0) return entity;
      const values = { ...entity.values };
      for (const name of fields) delete values[name];
      return { ...entity, values, conflicts: entity.conflicts.filter((name) => !fields.includes(name)) };
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
