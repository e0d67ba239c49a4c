/** How far a long act is, and the ways to call it off: the button, or Esc; nothing while it is quick. */
import { Button } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { TASKS, type Task } from '../../src-shared/contract';
import { cancelTask, useTask } from '../session/progress';
import './task-progress.css';

interface TaskBarProps {
  /** What is being done, in words. */
  readonly words: string;
  /** Part that is done, 0 to 1; undefined before the first word of it. */
  readonly part: number | undefined;
  readonly onCancel: () => void;
}

/** The bar of everything that takes its time. */
export function TaskBar({ words, part, onCancel }: TaskBarProps) {
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // Not for the dialog or the form around it as well.
    event.preventDefault();
    event.stopImmediatePropagation();
    onCancel();
  });
  useEffect(() => {
    window.addEventListener('keydown', onEscape, true);
    return () => window.removeEventListener('keydown', onEscape, true);
  }, []);
  return (
    <div className="pw-task" role="status">
      <span>{part === undefined ? `${words}…` : `${words}，${Math.floor(part * 100)}%`}</span>
      {part !== undefined && <progress value={part} max={1} aria-label={words} />}
      <Button size="small" onClick={onCancel} title="Esc">
        取消
      </Button>
    </div>
  );
}

interface TaskProgressProps {
  readonly task: Task;
  readonly active: boolean;
}

export function TaskProgress({ task, active }: TaskProgressProps) {
  const progress = useTask(task, active);
  if (progress === undefined) return null;
  return <TaskBar words={`正在${TASKS[task]}`} part={progress.part} onCancel={() => cancelTask(task)} />;
}
