/** One step for several records at once: which ones, and what it asks, in one dialog; each record has its own step and history. */
import { Button, Checkbox } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AnyKind, Entity, Step } from '../../src-shared/domain/define';
import { withCode } from '../../src-shared/domain/words';
import { useJudge } from '../replica';
import { useCommands } from './commands';
import { infoOf } from './format';
import { StepDialog, wasTaken, type StepAnswers, type StepOutcome } from './step-dialog';
import './several-steps.css';

interface SeveralStepsProps {
  readonly kind: AnyKind;
  readonly rows: readonly Entity[];
  readonly field: string;
  /** The step by its label, from whatever state a record is in. */
  readonly label: string;
  /** Measure word of the records: 件, 份. */
  readonly measure: string;
  readonly icon?: ReactNode;
}

/** The step of that label that may be taken with a record now. */
function useStepsOf({ kind, field, label }: SeveralStepsProps): (record: Entity) => Step | undefined {
  const judge = useJudge();
  const machine = infoOf(kind, field)!.machine!;
  return (record) =>
    machine.steps.find(
      (step) =>
        step.label === label &&
        step.from === (record.values[field] ?? machine.initial) &&
        judge.may(record, { act: 'step', step }),
    );
}

/** A button for as many records as the step can be taken with; it is not there where that is none. */
export function SeveralSteps(props: SeveralStepsProps) {
  const { kind, rows, field, label, measure, icon } = props;
  const commands = useCommands();
  const stepOf = useStepsOf(props);
  const [left, setLeft] = useState<ReadonlySet<string>>();
  const open = rows.filter((row) => stepOf(row) !== undefined);
  const [first] = open;
  if (!first) return null;
  const chosen = open.filter(({ id }) => !left?.has(id));
  const take = async (answers: StepAnswers): Promise<StepOutcome> => {
    let outcome: StepOutcome = false;
    for (const record of chosen) {
      outcome = await commands.step(record, field, stepOf(record)!, answers);
      // What was done stays done, and is no longer in the list.
      if (!wasTaken(outcome)) return outcome;
    }
    return outcome;
  };
  const toggle = (id: string, on: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (on) next.delete(id);
      else next.add(id);
      return next;
    });
  return (
    <>
      <Button icon={icon} onClick={() => setLeft(new Set())}>
        {`一并${label}（${open.length}）…`}
      </Button>
      {left && (
        <StepDialog
          kind={kind}
          record={chosen[0] ?? first}
          step={stepOf(chosen[0] ?? first)!}
          action={`${label}${chosen.length}${measure}`}
          blocked={chosen.length === 0}
          onCancel={() => setLeft(undefined)}
          onTake={take}
        >
          <div className="pw-several" role="group" aria-label={`要${label}的${kind.label}`}>
            <Checkbox
              checked={chosen.length === open.length}
              indeterminate={chosen.length > 0 && chosen.length < open.length}
              onChange={({ target }) =>
                setLeft(target.checked ? new Set() : new Set(open.map(({ id }) => id)))
              }
            >
              全选
            </Checkbox>
            {open.map((row) => (
              <Checkbox
                key={row.id}
                checked={!left.has(row.id)}
                onChange={({ target }) => toggle(row.id, target.checked)}
              >
                {withCode(row)}
              </Checkbox>
            ))}
          </div>
        </StepDialog>
      )}
    </>
  );
}
