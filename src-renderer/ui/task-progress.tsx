/** How far a long act is, and the button that calls it off; nothing while it is quick. */
import { Button } from 'antd';
import { TASKS, type Task } from '../../src-shared/contract';
import { cancelTask, useTask } from '../session/progress';

interface TaskProgressProps {
  readonly task: Task;
  readonly active: boolean;
}

export function TaskProgress({ task, active }: TaskProgressProps) {
  const progress = useTask(task, active);
  if (progress === undefined) return null;
  const { part } = progress;
  return (
    <div className="pw-task" role="status">
      <span>{`正在${TASKS[task]}${part === undefined ? '…' : `，${Math.floor(part * 100)}%`}`}</span>
      {part !== undefined && <progress value={part} max={1} aria-label={TASKS[task]} />}
      <Button size="small" onClick={() => cancelTask(task)}>
        取消
      </Button>
    </div>
  );
}
