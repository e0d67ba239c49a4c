/** A state as a tag with a button for each step that this person may take from it. */
import { App, Button, Dropdown } from 'antd';
import { useContext, useRef, useState } from 'react';
import { withdrawalOf, type AnyKind, type Entity, type Step } from '../../src-shared/domain/define';
import { isBlank } from '../../src-shared/domain/validate';
import { titleOf, useJudge } from '../replica';
import { typedValues, useAutosave } from '../session/autosave';
import type { CallFailed } from '../session/workbench';
import { useCommands } from './commands';
import { StateTag } from './field-input';
import { MarkGaps } from './gaps';
import { infoOf } from './format';
import { StepDialog, useFilledIn, wasTaken, type StepAnswers, type StepOutcome } from './step-dialog';
import { useUndo } from './undo';
import './state-steps.css';

interface StateStepsProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly field: string;
  /** Only steps forward, no withdrawals: for the rows of a table. */
  readonly forwardOnly?: boolean;
}

/** A step that asks, of the record as it stood on the screen when the step was begun. */
interface Asking {
  readonly record: Entity;
  readonly step: Step;
  readonly refusal?: CallFailed;
  readonly warning?: string;
}

/** The record with what has just been typed: a step may be clicked before that is saved. */
const asTyped = (record: Entity): Entity => ({
  ...record,
  values: { ...record.values, ...typedValues(useAutosave.getState(), record.id) },
});

const keyOf = (step: Step): string => `${step.to}/${step.name ?? ''}`;

export function StateSteps({ kind, record, field, forwardOnly }: StateStepsProps) {
  const judge = useJudge();
  const commands = useCommands();
  const [asking, setAsking] = useState<Asking>();
  const [busy, setBusy] = useState<string>();
  const tag = useRef<HTMLSpanElement>(null);
  const fill = useFilledIn();
  const markGaps = useContext(MarkGaps);
  const { message } = App.useApp();
  const { offer } = useUndo();
  const info = infoOf(kind, field);
  if (!info?.machine) return null;
  const state = String(record.values[field] ?? info.machine.initial);
  const steps = info.machine.steps.filter(
    (step) => step.from === state && judge.may(record, { act: 'step', step }),
  );
  const forward = steps.filter((step) => !step.back && !(forwardOnly && step.reason && !step.asks));
  const back = steps.filter((step) => step.back);
  const { machine } = info;
  /** Whether one who took the step by mistake may take it back without further ado. */
  const isCheap = (step: Step): boolean => {
    const way = withdrawalOf(machine, step);
    return way !== undefined && !step.outside && judge.may(record, { act: 'step', step: way });
  };
  const take = async (step: Step, answers: StepAnswers = {}): Promise<StepOutcome> => {
    setBusy(keyOf(step));
    const outcome = await commands.step(record, field, step, answers);
    setBusy(undefined);
    if (outcome !== false && !wasTaken(outcome) && outcome.code === 'RECORD_INCOMPLETE') markGaps?.();
    if (!wasTaken(outcome)) return outcome;
    // A second Enter must not take whatever step comes next.
    tag.current?.focus();
    const { act } = outcome;
    if (forwardOnly && act !== undefined && isCheap(step))
      offer(`已办理“${step.label}”：${titleOf(record)}`, act);
    return outcome;
  };
  const atOnce = async (step: Step) => {
    const outcome = await take(step);
    if (outcome === false || wasTaken(outcome)) return;
    if (outcome.code !== 'RECORD_INCOMPLETE') setAsking({ record: asTyped(record), step, refusal: outcome });
    else if (markGaps) void message.error(`还不能“${step.label}”：需完善之处已在表中标红。`);
    else void message.error(outcome.message);
  };
  const begin = (step: Step) => {
    const now = asTyped(record);
    const known = fill(now, step);
    const missing = (step.asks ?? []).filter((ask) => ask.required && isBlank(known[ask.field]));
    // In a row only what the program cannot know is asked; a form shows everything that the step fills in.
    const asks = forwardOnly ? missing.length > 0 : (step.asks ?? []).length > 0;
    if (step.reason || asks) setAsking({ record: now, step });
    // A row never does in one click what cannot be undone.
    else if (forwardOnly && !isCheap(step))
      setAsking({ record: now, step, warning: `“${step.label}”办理后不能直接撤销，请确认：${titleOf(now)}` });
    else void atOnce(step);
  };
  const formButton = (step: Step) => (
    <Button
      key={keyOf(step)}
      size="small"
      disabled={busy !== undefined}
      loading={busy === keyOf(step)}
      onClick={() => begin(step)}
    >
      {step.label}
    </Button>
  );
  // A plain one: a ledger draws many of them while it scrolls.
  const rowButton = (step: Step) => (
    <button
      key={keyOf(step)}
      type="button"
      className="pw-step"
      disabled={busy !== undefined}
      onClick={() => begin(step)}
    >
      {step.label}
    </button>
  );
  return (
    <span className="pw-steps" onClick={(e) => e.stopPropagation()}>
      <span ref={tag} tabIndex={-1} className="pw-steps-tag">
        <StateTag info={info} value={record.values[field]} />
      </span>
      {forward.map((step) => (forwardOnly ? rowButton(step) : formButton(step)))}
      {!forwardOnly && back.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: back.map((step) => ({ key: keyOf(step), label: step.label })),
            onClick: ({ key }) => begin(back.find((step) => keyOf(step) === key)!),
          }}
        >
          <Button size="small" type="text" disabled={busy !== undefined}>
            更正…
          </Button>
        </Dropdown>
      )}
      {asking && (
        <StepDialog
          kind={kind}
          {...asking}
          onCancel={() => setAsking(undefined)}
          onTake={(answers) => take(asking.step, answers)}
        />
      )}
    </span>
  );
}
