/** How far long acts of the core are, and the way to call them off. */
import { useEffect, useState } from 'react';
import type { Task } from '../../src-shared/contract';
import { call, workbench } from './workbench';

/** A quicker act shows no progress: it would only flicker. In milliseconds. */
const PROGRESS_SHOWN_MS = 500;

export interface TaskProgress {
  /** Part that is done, 0 to 1; undefined before the first word of it. */
  readonly part?: number;
}

/** How far an act is while `active`; undefined until it has taken {@link PROGRESS_SHOWN_MS}. */
export function useTask(task: Task, active: boolean): TaskProgress | undefined {
  const [shown, setShown] = useState(false);
  const [part, setPart] = useState<number>();
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setShown(true), PROGRESS_SHOWN_MS);
    const stop = workbench().subscribe('progress', (progress) => {
      if (progress.task === task && progress.total > 0) setPart(progress.done / progress.total);
    });
    return () => {
      clearTimeout(timer);
      stop();
      setShown(false);
      setPart(undefined);
    };
  }, [task, active]);
  return active && shown ? { part } : undefined;
}

/** Calls an act off; who waits for it is told so. */
export function cancelTask(task: Task): void {
  void call('task.cancel', { task }).catch(() => undefined);
}
