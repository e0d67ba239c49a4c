/** A field with everything around its input: label above, required mark, errors and hints under it, conflict marker. */
import { Button } from 'antd';
import { memo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { AnyKind, Entity, Issue } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { ROLE_LABELS, type Role } from '../../src-shared/domain/roles';
import { commitField, useDraft } from '../session/autosave';
import { ConflictChooser } from './conflict-chooser';
import { useBinding } from './binding';
import { FieldInput } from './field-input';
import { infoOf, type FieldInfo } from './format';
import { StateSteps } from './state-steps';
import './field.css';

export interface FieldProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly field: string;
  /** Complaints about this field to show. */
  readonly issues: readonly Issue[];
  readonly readOnly: boolean;
  readonly onTouched: (field: string) => void;
}

/** Whether a person of this role is shown the field at all. */
export function mayRead(kind: AnyKind, field: string, role: Role | undefined): boolean {
  const readers = infoOf(kind, field)?.readers;
  return !readers || (role !== undefined && readers.includes(role));
}

/**
 * Whether a form has a place for the field: he reads it, or writes it down without reading it back.
 * @param mayWrite whether he may write this field of this record
 */
export function hasPlace(
  kind: AnyKind,
  { withheld }: Entity,
  field: string,
  role: Role | undefined,
  mayWrite: (field: string) => boolean,
): boolean {
  return mayRead(kind, field, role) || (withheld?.[field] !== 'untold' && mayWrite(field));
}

const sameIssues = (a: readonly Issue[], b: readonly Issue[]): boolean =>
  a.length === b.length &&
  a.every(({ level, message }, i) => level === b[i]!.level && message === b[i]!.message);

/** Whether a field shows the same of two states of a record: its value, and where a reference may lead from there. */
function sameShown(before: FieldProps, after: FieldProps): boolean {
  const { kind, field, record } = after;
  if (before.kind !== kind || before.field !== field) return false;
  if (before.readOnly !== after.readOnly || before.onTouched !== after.onTouched) return false;
  if (!sameIssues(before.issues, after.issues)) return false;
  if (before.record === record) return true;
  // What may be done next depends on the whole record, and so does the choice between two values.
  const own = infoOf(kind, field)?.type !== 'state' && !record.conflicts.includes(field);
  return (
    own &&
    !before.record.conflicts.includes(field) &&
    before.record.id === record.id &&
    before.record.parent === record.parent &&
    before.record.inspection === record.inspection &&
    before.record.withheld?.[field] === record.withheld?.[field] &&
    JSON.stringify(before.record.values[field]) === JSON.stringify(record.values[field])
  );
}

/** One field of a form. */
export const Field = memo(function Field({ kind, record, field, issues, readOnly, onTouched }: FieldProps) {
  const draft = useDraft(record.id, field);
  const [again, setAgain] = useState(false);
  const error = issues.find((issue) => issue.level === 'error');
  const hint = issues.find((issue) => issue.level === 'hint');
  const status = error ? 'error' : hint ? 'warning' : '';
  const binding = useBinding(kind, record, field, { disabled: readOnly, status });
  if (!binding) return null;
  const { info, inputId } = binding;
  const refused = draft?.status === 'failed' ? draft.message : undefined;
  const conflict = record.conflicts.includes(field);
  const writeAgain = () => {
    flushSync(() => setAgain(true));
    document.getElementById(inputId)?.focus();
  };
  const unread = record.withheld?.[field] === 'filled' && !draft && !again;
  return (
    <div
      className={`pw-field pw-span-${info.span}`}
      data-field={field}
      data-empty={isBlank(binding.value) && !binding.disabled ? '' : undefined}
      data-save={draft?.status}
      onBlur={({ target }) => {
        if (target.id === inputId) setAgain(false);
        onTouched(field);
      }}
    >
      <div className="pw-label">
        {info.type === 'flag' ? (
          // The words stand beside the box; the empty line above keeps it level with its neighbours.
          <span aria-hidden>&nbsp;</span>
        ) : (
          <label htmlFor={inputId} title={info.label}>
            {info.required && (
              <span className="pw-required" aria-hidden>
                *
              </span>
            )}
            {info.label}
          </label>
        )}
        {conflict && <ConflictChooser kind={kind} record={record} field={field} />}
      </div>
      <div className="pw-control">
        {info.type === 'state' ? (
          <StateSteps kind={kind} record={record} field={field} />
        ) : unread ? (
          <Unread info={info} onAgain={readOnly ? undefined : writeAgain} />
        ) : (
          <FieldInput binding={binding} />
        )}
      </div>
      <FieldWords
        refused={refused}
        error={error?.message}
        hint={hint?.message ?? info.help}
        hinted={hint !== undefined}
        onRetry={() => void commitField(record.id, field)}
      />
    </div>
  );
}, sameShown);

/** In place of what the person wrote down and is not shown again. */
function Unread({ info, onAgain }: { info: FieldInfo; onAgain: (() => void) | undefined }): ReactNode {
  const readers = (info.readers ?? []).map((role) => ROLE_LABELS[role]).join('、');
  return (
    <span className="pw-unread">
      {`已登记${info.label}，仅${readers}可见`}
      {onAgain && (
        <Button type="link" size="small" onClick={onAgain}>
          重新填写
        </Button>
      )}
    </span>
  );
}

function FieldWords(props: {
  refused?: string;
  error?: string;
  hint?: string;
  hinted: boolean;
  onRetry: () => void;
}): ReactNode {
  if (props.refused) {
    return (
      <div className="pw-words pw-error" role="alert">
        {props.refused}
        <Button type="link" size="small" onClick={props.onRetry}>
          重试保存
        </Button>
      </div>
    );
  }
  if (props.error) return <div className="pw-words pw-error">{props.error}</div>;
  if (props.hint) return <div className={`pw-words ${props.hinted ? 'pw-hint' : ''}`}>{props.hint}</div>;
  return null;
}
