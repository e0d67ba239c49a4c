/**
 * What belongs into the compartment of the 线索钥匙 (decision 0024): whatever nobody but its holders by role may read. It is
 * read off the rights, so that a new kind or field of that sort is sealed without anybody remembering it.
 */
import type { SealedPart, SealedPartOf } from '../merge/change';
import { grantOf } from './access';
import type { AnyKind } from './define';
import { POLICIES } from './define/policy';
import { kindOf } from './kinds';
import { ROLES, type Role } from './roles';

/** Who holds the 线索钥匙 by role: who reads clues at all (domain.md §0.4). */
const CLUE_HOLDERS: readonly Role[] = ROLES.filter((role) => POLICIES.clues[role].read);

export const holdsByRole = (role: Role): boolean => CLUE_HOLDERS.includes(role);

const only = (readers: readonly Role[]): boolean => readers.every(holdsByRole);

/** Whether all records of a kind belong there. */
const readByHoldersOnly = (kind: AnyKind): boolean => only(ROLES.filter((role) => grantOf(kind, role).read));

const parts = new Map<string, SealedPart>();
function partOfKind(kind: AnyKind): SealedPart {
  let part = parts.get(kind.kind);
  if (part === undefined) {
    const fields = Object.entries(kind.fields).flatMap(([name, { info }]) =>
      info.readers !== undefined && only(info.readers) ? [name] : [],
    );
    parts.set(kind.kind, (part = readByHoldersOnly(kind) ? 'all' : fields));
  }
  return part;
}

/** A log that tells of a record kept there is kept there itself. */
export const sealedPartOf: SealedPartOf = ({ kind: name, set }) => {
  const kind = kindOf(name);
  if (kind === undefined) return [];
  const told = kind.tellsOf === undefined ? undefined : set[kind.tellsOf];
  const about = typeof told === 'string' ? kindOf(told) : undefined;
  return about !== undefined && partOfKind(about) === 'all' ? 'all' : partOfKind(kind);
};

/** Whether a kind is kept there whole. */
export const isSealedKind = (kind: AnyKind): boolean => partOfKind(kind) === 'all';

/** The fields of a kind of which only holders read what is written. */
export const sealedFieldsOf = (kind: AnyKind): readonly string[] => {
  const part = partOfKind(kind);
  return part === 'all' ? Object.keys(kind.fields) : part;
};
