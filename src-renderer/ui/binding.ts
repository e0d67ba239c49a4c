/** A field of a record joined with the autosave: what every input of a field works on. */
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { getRecord } from '../replica';
import { commitField, dropField, editField, refuseField, useDraft } from '../session/autosave';
import { infoOf, type FieldInfo } from './format';

/** A field of a record, its current value, and what to do with what is typed. */
export interface Binding {
  /** The id of the input element, for its label. */
  readonly inputId: string;
  readonly record: Entity;
  readonly info: FieldInfo;
  readonly value: unknown;
  readonly status: '' | 'error' | 'warning';
  readonly disabled: boolean;
  /** Takes a value while typing. */
  type(value: unknown): void;
  /** Takes a value that is complete at once (chosen from a list). */
  choose(value: unknown): void;
  /** Saves what was typed: the field was left. */
  leave(): void;
  /** Keeps words that mean nothing yet, with what is wrong about them. */
  refuse(words: string, message: string): void;
  /** Throws away what was typed. */
  drop(): void;
}

/** Joins a field of a record with the autosave. */
export function useBinding(
  kind: AnyKind,
  record: Entity,
  field: string,
  { disabled = false, status = '' }: { disabled?: boolean; status?: Binding['status'] } = {},
): Binding | undefined {
  const draft = useDraft(record.id, field);
  const info = infoOf(kind, field);
  if (!info) return undefined;
  const target = { id: record.id, kind: kind.kind };
  return {
    inputId: `${record.id}-${field}`,
    record,
    info,
    // The page's own copy of the record may come a turn later than what the draft waited for.
    value: draft ? draft.value : (getRecord(record.id) ?? record).values[field],
    status: draft?.status === 'failed' ? 'error' : status,
    disabled: disabled || info.derived === true || info.fixed === true,
    type: (value) => editField(target, field, value),
    choose: (value) => {
      editField(target, field, value);
      void commitField(record.id, field);
    },
    leave: () => void commitField(record.id, field),
    refuse: (words, message) => refuseField(target, field, words, message),
    drop: () => dropField(record.id, field),
  };
}
