/** How far long work of the core is. */
import { useEffect, useState } from 'react';
import type { AppContract, PayloadOf } from '../../src-shared/contract';
import { workbench } from './workbench';

export type Progress = PayloadOf<AppContract, 'progress'>;

/** The newest progress while `active`; undefined before the first word of it. */
export function useProgress(active: boolean): Progress | undefined {
  const [progress, setProgress] = useState<Progress>();
  useEffect(() => {
    if (!active) return;
    const stop = workbench().subscribe('progress', setProgress);
    return () => {
      stop();
      setProgress(undefined);
    };
  }, [active]);
  return progress;
}
