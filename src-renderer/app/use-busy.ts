import { useCallback, useState } from 'react';

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
