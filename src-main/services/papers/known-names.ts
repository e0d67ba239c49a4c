/** Everybody whom records name, and every text that must not be found outside: read as the definitions of kinds say. */
import { readPeople } from '../../clearance/people';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { NAME_ROLES, type NameRole, type NameRoleName } from '../../../src-shared/domain/name-roles';
import type { RecordId } from '../../../src-shared/merge/change';
import type { RecordIndex } from '../index-of-records';

export interface KnownNames {
  /** Names by what they are named as, in the records that count for this inspection. */
  readonly byRole: ReadonlyMap<NameRoleName, ReadonlySet<string>>;
  readonly texts: readonly string[];
  /** Numbers of records that are kept from the unit. */
  readonly codes: readonly string[];
}

interface NamingField {
  readonly field: string;
  readonly as: NameRoleName;
  readonly role: NameRole;
}
interface Naming {
  readonly kind: AnyKind;
  readonly people: readonly NamingField[];
  readonly secrets: readonly string[];
  readonly coded: boolean;
}

/** The kinds that name people or hold secrets, with the fields that do. */
const NAMING: readonly Naming[] = (Object.values(kinds) as readonly AnyKind[]).flatMap((kind) => {
  const fields = Object.entries(kind.fields);
  const people = fields.flatMap(([field, { info }]) =>
    info.names && info.names !== 'nobody' ? [{ field, as: info.names, role: NAME_ROLES[info.names] }] : [],
  );
  const secrets = fields.flatMap(([field, { info }]) => (info.secret && field !== 'code' ? [field] : []));
  const coded = kind.fields.code?.info.secret === true;
  return people.length > 0 || secrets.length > 0 || coded ? [{ kind, people, secrets, coded }] : [];
});

const textOf = ({ values }: Entity, field: string): string => {
  const value = values[field];
  return typeof value === 'string' ? value : '';
};

/** What was read of a field before: the same rosters are read for every paper. */
const readBefore = new Map<string, readonly string[]>();
function peopleIn(text: string, { how }: NameRole): readonly string[] {
  const key = `${how} ${text}`;
  let people = readBefore.get(key);
  if (!people) {
    people = readPeople(text, how);
    if (readBefore.size > 10_000) readBefore.clear();
    readBefore.set(key, people);
  }
  return people;
}

/**
 * Read over every unit of the vault, without a reader's blinkers: what must stay out of a paper has to be known.
 * @param inspection whose paper it is: names that only concern their own unit count where the record is of this one
 */
export function knownNames(index: RecordIndex, inspection: RecordId): KnownNames {
  const byRole = new Map<NameRoleName, Set<string>>();
  const texts = new Set<string>();
  const codes = new Set<string>();
  for (const { kind, people, secrets, coded } of NAMING) {
    for (const entity of index.list(kind.kind)) {
      const near = entity.inspection === null || entity.inspection === inspection;
      for (const { field, as, role } of people) {
        if (!near && !role.everywhere) continue;
        const names = byRole.get(as) ?? new Set();
        for (const name of peopleIn(textOf(entity, field), role)) names.add(name);
        byRole.set(as, names);
      }
      for (const field of secrets) {
        const text = textOf(entity, field);
        if (text !== '') texts.add(text);
      }
      const code = coded ? textOf(entity, 'code') : '';
      if (code !== '') codes.add(code);
    }
  }
  return { byRole, texts: [...texts], codes: [...codes] };
}
