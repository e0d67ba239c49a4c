/** How a conflict is told: its field, what may stand there, and who said it. */
import type { ConflictShown, ConflictVersion } from '../../src-shared/contract';
import { glossaryIn } from '../../src-shared/domain/glossary';
import { kindOf } from '../../src-shared/domain/kinds';
import { PARENT_FIELD, REMOVED_FIELD } from '../../src-shared/merge/change';
import { getRecord, labelOf, look } from '../replica';
import { formatValue, infoOf, when } from './format';

type OfField = Pick<ConflictShown, 'record' | 'kind' | 'field'>;

export const infoOfConflict = ({ kind: name, field }: Pick<OfField, 'kind' | 'field'>) => {
  const kind = kindOf(name);
  return kind && infoOf(kind, field);
};

/** What the field is called. */
export function fieldWords(conflict: OfField): string {
  if (conflict.field === REMOVED_FIELD) return '一方删除、一方修改';
  if (conflict.field === PARENT_FIELD) return '所属';
  return infoOfConflict(conflict)?.label ?? conflict.field;
}

/** What a value says; `（空）` where it says nothing. */
export function versionWords(conflict: OfField, value: unknown): string {
  if (conflict.field === REMOVED_FIELD) return value === true ? '删除了这条记录' : '继续作了修改';
  if (conflict.field === PARENT_FIELD) return labelOf(String(value));
  const info = infoOfConflict(conflict);
  const words = glossaryIn(look).words(getRecord(conflict.record));
  return (info ? formatValue(info, value, labelOf, words) : String(value ?? '')) || '（空）';
}

/** Who said it, when and where; of a removal, why. */
export const saidBy = ({ by, at, laptop, reason }: ConflictVersion): string =>
  `${by} · ${when(at)} · ${laptop}${reason ? ` · 理由：${reason}` : ''}`;
