/** What taking in a packet would do to the records, by kind and record, for the person who takes it in. */
import { kindOf } from '../../../src-shared/domain/kinds';
import { canReadKind } from '../../../src-shared/domain/access';
import type { Role } from '../../../src-shared/domain/roles';
import type { RecordId } from '../../../src-shared/merge/change';
import { conflictsOf, isRemoved, type RecordState } from '../../../src-shared/merge/registers';
import type { TouchedRecord } from '../../store/store';

export interface KindPreview {
  new: number;
  changed: number;
  removed: number;
  /** Records with a field that two wrote without knowing of each other, and that none has settled. */
  conflicts: number;
}

export interface Preview {
  readonly kinds: Readonly<Record<string, KindPreview>>;
  /** Records to look at: those that come into conflict. */
  readonly conflicts: readonly { readonly record: RecordId; readonly kind: string }[];
}

const stands = (state: RecordState | undefined): state is RecordState =>
  state !== undefined && !isRemoved(state);

const openConflicts = (state: RecordState | undefined): readonly string[] =>
  stands(state) ? conflictsOf(state).filter((name) => !name.startsWith('$') && !name.includes('/')) : [];

/**
 * @param role of the reader: what he may not read at all is not counted for him
 * @param isHidden whether a record lies in, or tells of, a unit that is closed to him: nor is that
 */
export function previewOf(
  records: readonly TouchedRecord[],
  role: Role,
  isHidden: (id: RecordId) => boolean,
): Preview {
  const kinds: Record<string, KindPreview> = {};
  const conflicts: { record: RecordId; kind: string }[] = [];
  for (const { before, after } of records) {
    const state = after ?? before;
    const kind = state && kindOf(state.kind);
    if (!state || !kind || !canReadKind(kind, role) || isHidden(state.id)) continue;
    const line = (kinds[kind.kind] ??= { new: 0, changed: 0, removed: 0, conflicts: 0 });
    if (stands(after)) line[stands(before) ? 'changed' : 'new'] += 1;
    else if (stands(before)) line.removed += 1;
    const stood = openConflicts(before);
    if (openConflicts(after).some((field) => !stood.includes(field))) {
      line.conflicts += 1;
      conflicts.push({ record: state.id, kind: kind.kind });
    }
  }
  const told = Object.entries(kinds).filter(([, line]) => Object.values(line).some((n: number) => n > 0));
  return { kinds: Object.fromEntries(told), conflicts };
}
