/** A state as a tag with a button for each step that this person may take from it. */
import { Button } from 'antd';
import { useState } from 'react';
import type { AnyKind, Entity, Step } from '../../src-shared/domain/define';
import { useJudge } from '../replica';
import { useCommands } from './commands';
import { StateTag } from './field-input';
import { infoOf } from './format';
import { ReasonDialog } from './reason-dialog';

interface StateStepsProps {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly field: string;
  /** Only steps forward, no withdrawals: for the rows of a table. */
  readonly forwardOnly?: boolean;
}

export function StateSteps({ kind, record, field, forwardOnly }: StateStepsProps) {
  const judge = useJudge();
  const commands = useCommands();
  const [asking, setAsking] = useState<Step>();
  const [busy, setBusy] = useState<string>();
  const info = infoOf(kind, field);
  if (!info?.machine) return null;
  const state = String(record.values[field] ?? info.machine.initial);
  const steps = info.machine.steps.filter(
    (step) =>
      step.from === state && judge.may(record, { act: 'step', step }) && !(forwardOnly && step.reason),
  );
  const take = async (step: Step, reason?: string): Promise<boolean> => {
    setBusy(step.to);
    const done = await commands.step(record.id, field, step.to, reason);
    setBusy(undefined);
    return done;
  };
  const ask = (step: Step) => (step.reason ? setAsking(step) : void take(step));
  const formButton = (step: Step) => (
    <Button
      key={step.to + step.label}
      size="small"
      disabled={busy !== undefined}
      loading={busy === step.to}
      onClick={() => ask(step)}
    >
      {step.label}
    </Button>
  );
  // A plain one: a ledger draws many of them while it scrolls.
  const rowButton = (step: Step) => (
    <button
      key={step.to + step.label}
      type="button"
      className="pw-step"
      disabled={busy !== undefined}
      onClick={() => ask(step)}
    >
      {step.label}
    </button>
  );
  return (
    <span className="pw-steps" onClick={(e) => e.stopPropagation()}>
      <StateTag info={info} value={record.values[field]} />
      {steps.map((step) => (forwardOnly ? rowButton(step) : formButton(step)))}
      {asking && (
        <ReasonDialog
          title={asking.label}
          action={asking.label}
          onCancel={() => setAsking(undefined)}
          onReason={(reason) => take(asking, reason)}
        />
      )}
    </span>
  );
}
