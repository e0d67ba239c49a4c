/** The steps that a record has gone, and why it was sent back: each with who took it and when. */
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { isPlan } from '../session/autosave';
import { call } from '../session/workbench';
import { when } from './format';
import './step-trail.css';

type Entry = OutputOf<AppContract, 'record.history'>[number];

/** Steps of a record, oldest first; asked anew when one of its states has moved. */
export function useSteps(kind: AnyKind, record: Entity): readonly Entry[] {
  const states = Object.keys(kind.fields).filter((field) => kind.fields[field]!.info.machine);
  const at = states.map((field) => String(record.values[field] ?? '')).join();
  const [steps, setSteps] = useState<readonly Entry[]>([]);
  const asked = states.length > 0 && !isPlan(record.id);
  useEffect(() => {
    if (!asked) return;
    let here = true;
    // Without an answer the form stands as it is; 修改历史 tells what went wrong.
    void call('record.history', { id: record.id })
      .then((entries) => here && setSteps(entries.filter(({ step }) => step !== undefined)))
      .catch(() => undefined);
    return () => {
      here = false;
    };
  }, [record.id, at, asked]);
  return steps;
}

/** The last step that stands: one that was taken back led nowhere. */
function standing(steps: readonly Entry[]): Entry | undefined {
  let takenBack = 0;
  for (const step of [...steps].reverse()) {
    if (step.action === 'undo') takenBack += 1;
    else if (takenBack > 0) takenBack -= 1;
    else return step;
  }
  return undefined;
}

/** Why the record is where it is, where somebody said so with the last step. */
export function LastReason({ steps }: { readonly steps: readonly Entry[] }) {
  const last = standing(steps);
  if (!last?.reason) return null;
  return (
    <div className="pw-banner pw-reason" role="note">
      <span>
        {last.author} {when(last.at)} {last.step}：{last.reason}
      </span>
    </div>
  );
}

/** 办理经过: who took which step, and when. */
export function StepTrail({ steps }: { readonly steps: readonly Entry[] }) {
  if (steps.length === 0) return null;
  return (
    <fieldset className="pw-rows pw-trail">
      <legend>办理经过</legend>
      <ol>
        {steps.map((entry, i) => (
          <li key={i}>
            <span className="pw-words">{when(entry.at)}</span> {entry.author} {entry.step}
            {entry.reason && `：${entry.reason}`}
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
