/** 下一步: the steps of the unit's stage (from nothing: the way to the first talk), ticked off by the records. */
import { ArrowRightOutlined, CheckOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { guideFor, type NextStep } from '../../../src-shared/domain/next-steps';
import { ORGANISERS } from '../../../src-shared/domain/roles';
import { useReplicaState, type ScreenContext } from '../../replica';
import { mayOpen, useNavigation } from '../../session/navigation';
import { useSession } from '../../session/session';
import './today.css';

/** What the person may do of it: others set up rounds and move stages, and keep what one may not open. */
function useGuide(context: ScreenContext, inspection: string | undefined) {
  const role = useSession((state) => state.session?.user.role);
  return useMemo(() => {
    const unit = inspection === undefined ? undefined : context.get(inspection);
    const { get, children, today } = context;
    const guide = guideFor(unit, { get, children, today, list: (kind) => context.list([kind]) });
    const organiser = role !== undefined && ORGANISERS.includes(role);
    return {
      title: guide.title,
      ahead: organiser ? guide.ahead : undefined,
      steps: guide.steps.filter(({ page }) => (page === 'setup' ? organiser : mayOpen(page, role))),
    };
  }, [context, inspection, role]);
}

export function NextSteps({
  context,
  inspection,
}: {
  readonly context: ScreenContext;
  readonly inspection: string | undefined;
}) {
  // Until everything has come, a step may look undone that is done.
  const ready = useReplicaState((state) => state.status === 'ready');
  const open = useNavigation((state) => state.open);
  const { title, steps, ahead } = useGuide(context, inspection);
  const first = steps.find((step) => !step.done);
  if (!ready || (first === undefined && ahead === undefined)) return null;
  const line = (step: NextStep) => (
    <li key={step.label}>
      <button
        type="button"
        className={step.done ? 'task next done' : step === first ? 'task next first' : 'task next'}
        onClick={() => open(step.page)}
      >
        <span className="next-mark" aria-hidden="true">
          {step.done ? <CheckOutlined /> : steps.indexOf(step) + 1}
        </span>
        <span className="task-title">
          {step.label}
          {step.done && <span className="said">（已做）</span>}
        </span>
        {step === first && <ArrowRightOutlined aria-hidden="true" />}
      </button>
    </li>
  );
  return (
    <section className="card" aria-label="下一步">
      <h3>{title}</h3>
      <ol>{steps.map(line)}</ol>
      {ahead !== undefined && (
        <p className="next-ahead" role="status">
          {ahead.because}，可以{ahead.step}了。
          <button type="button" className="link" onClick={() => open('setup', inspection)}>
            去办理
          </button>
        </p>
      )}
    </section>
  );
}
