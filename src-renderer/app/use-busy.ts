import { useCallback, useState } from 'react';
import { outcomeOf, type Outcome } from '../session/workbench';

/** Whether work is under way, and the function that runs work; a second start while busy does nothing. */
export function useBusy(): [boolean, (work: () => Promise<void>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (work: () => Promise<void>) => {
      if (busy) return;
      setBusy(true);
      try {
        await work();
      } finally {
        setBusy(false);
      }
    },
    [busy],
  );
  return [busy, run];
}

export interface Attempting {
  readonly busy: boolean;
  /** Why the last attempt came to nothing. */
  readonly fault: Outcome | undefined;
  attempt(work: () => Promise<void>): Promise<void>;
}

/** {@link useBusy} for work that may be refused. */
export function useAttempt(): Attempting {
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<Outcome>();
  const attempt = (work: () => Promise<void>) =>
    run(async () => {
      setFault(undefined);
      try {
        await work();
      } catch (error) {
        setFault(outcomeOf(error));
      }
    });
  return { busy, fault, attempt };
}
