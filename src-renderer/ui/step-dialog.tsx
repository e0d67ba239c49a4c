/** What a step asks for, in one small dialog: its fields filled in as far as the program knows, and a reason. */
import { Modal } from 'antd';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { filledIn, type AnyKind, type Entity, type Step } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { useRuleContext, useToday } from '../replica';
import { useMyMember } from './my-member';
import type { CallFailed } from '../session/workbench';
import type { Binding } from './binding';
import { FieldInput } from './field-input';
import { infoOf } from './format';
import { GrowingText } from './growing-text';
import { useKeptWords } from './kept-words';
import { goOnEnter } from './keyboard';
import './step-dialog.css';
import './field.css';

export interface StepAnswers {
  readonly reason?: string;
  readonly set?: Readonly<Record<string, unknown>>;
}

/** How a step went: taken, or what is to be told in the dialog; false where the person has been told. */
export type StepOutcome = StepTaken | false | CallFailed;
export interface StepTaken {
  readonly taken: true;
  /** By which it can be taken back. */
  readonly act?: string;
}
export const wasTaken = (outcome: StepOutcome): outcome is StepTaken =>
  outcome !== false && 'taken' in outcome;

interface StepDialogProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly step: Step;
  /** Why the step was refused at first, where a reason can let it pass. */
  readonly refusal?: CallFailed;
  /** What the person should know before, where nothing is asked. */
  readonly warning?: string;
  /** The words of its button, where they are not those of the step, and why it cannot be pressed. */
  readonly action?: string;
  readonly blocked?: boolean;
  /** What stands above the fields. */
  readonly children?: ReactNode;
  readonly onCancel: () => void;
  readonly onTake: (answers: StepAnswers) => Promise<StepOutcome>;
}

/** What a step is filled in with before the person has looked at it: the day, and the person as the services find him. */
export function useFilledIn(): (record: Entity, step: Step) => Readonly<Record<string, unknown>> {
  const today = useToday();
  const context = useRuleContext(['round', 'member']);
  const memberId = useMyMember();
  return (record, step) => filledIn(step, record, { today, ...(memberId ? { memberId } : {}) }, context);
}

export function StepDialog(props: StepDialogProps) {
  const { kind, record, step, refusal, warning, blocked = false, onCancel, onTake } = props;
  const fill = useFilledIn();
  const [filled] = useState(() => fill(record, step));
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({});
  const values = useMemo(() => ({ ...filled, ...typed }), [filled, typed]);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>(() => problemsOf(refusal));
  const [reason, setReason] = useState('');
  const forget = useKeptWords(
    `${record.id}/${step.from}/${step.to}/${step.name ?? ''}`,
    reason === '' && Object.keys(typed).length === 0 ? undefined : { reason, typed },
    (kept) => {
      setReason(kept.reason);
      setTyped(kept.typed);
    },
  );
  const close = () => {
    forget();
    onCancel();
  };
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const asks = step.asks ?? [];
  const reasoned = step.reason === true || refusal?.code === 'RECORD_APART';
  /** What is missing outside the dialog, in the form. */
  const elsewhere = Object.entries(refused).flatMap(([place, message]) =>
    asks.some(({ field }) => field === place) ? [] : [message],
  );
  const empty = reasoned && reason.trim() === '';
  const shown = useMemo(() => ({ ...record, values: { ...record.values, ...values } }), [record, values]);
  const put = (field: string, value: unknown) => {
    setTyped((before) => ({ ...before, [field]: value }));
    setRefused(({ [field]: _gone, ...others }) => others);
  };
  const bindingOf = (field: string): Binding => ({
    inputId: `step-${field}`,
    record: shown,
    info: infoOf(kind, field)!,
    value: values[field],
    status: refused[field] ? 'error' : '',
    disabled: busy,
    type: (value) => put(field, value),
    choose: (value) => put(field, value),
    leave: () => undefined,
    refuse: (words, message) => {
      put(field, words);
      setRefused((before) => ({ ...before, [field]: message }));
    },
    drop: () => put(field, undefined),
  });
  // The cursor goes to the first thing that is still to be filled in.
  const focusBlank = () => {
    const blank = asks.find(({ field }) => isBlank(values[field])) ?? (reasoned ? undefined : asks[0]);
    body.current?.querySelector<HTMLElement>(blank ? `#step-${blank.field}` : '[data-reason]')?.focus();
  };
  const submit = async () => {
    if (empty || blocked || busy) return;
    setBusy(true);
    const set = Object.fromEntries(asks.map(({ field }) => [field, values[field] ?? null]));
    const outcome = await onTake({
      ...(reasoned ? { reason: reason.trim() } : {}),
      ...(asks.length > 0 ? { set } : {}),
    });
    setBusy(false);
    if (wasTaken(outcome)) close();
    else if (outcome !== false) setRefused(problemsOf(outcome));
  };
  return (
    <Modal
      open
      title={step.label}
      okText={props.action ?? step.label}
      cancelText="取消"
      okButtonProps={{ disabled: empty || blocked, loading: busy }}
      onOk={() => void submit()}
      onCancel={close}
      width={560}
      afterOpenChange={(opened) => opened && focusBlank()}
    >
      {refusal?.code === 'RECORD_APART' && (
        <div className="pw-banner" role="alert">
          {refusal.message}
        </div>
      )}
      {warning && <p>{warning}</p>}
      {elsewhere.length > 0 && (
        <div className="pw-banner" role="alert">
          {`还不能“${step.label}”：${elsewhere.join('；')}。`}
        </div>
      )}
      {props.children}
      <div
        ref={body}
        data-enter-scope
        onKeyDownCapture={(e) => goOnEnter(e, () => void submit())}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && e.ctrlKey) void submit();
        }}
      >
        <div className="pw-asks">
          {asks.map(({ field, required }) => (
            <div key={field} className={`pw-field ${infoOf(kind, field)!.span > 2 ? 'pw-ask-wide' : ''}`}>
              <div className="pw-label">
                <label htmlFor={`step-${field}`}>
                  {required && (
                    <span className="pw-required" aria-hidden>
                      *
                    </span>
                  )}
                  {infoOf(kind, field)!.label}
                </label>
              </div>
              <div className="pw-control">
                <FieldInput binding={bindingOf(field)} />
              </div>
              {refused[field] && (
                <div className="pw-words pw-error" role="alert">
                  {refused[field]}
                </div>
              )}
            </div>
          ))}
        </div>
        {reasoned && (
          <GrowingText
            data-reason
            aria-label="理由"
            placeholder="请写明理由（记入修改历史）"
            value={reason}
            maxLength={500}
            lines={[3, 8]}
            onChange={(e) => setReason(e.target.value)}
          />
        )}
      </div>
    </Modal>
  );
}

/** Complaints by the field they are about. */
function problemsOf(failed: CallFailed | undefined): Record<string, string> {
  return Object.fromEntries((failed?.problems ?? []).map(({ place, message }) => [place, message]));
}
