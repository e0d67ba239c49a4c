/** One thing of the exchange at a time, and why the last was not done. */
import { useState } from 'react';
import { flushAutosave } from '../../session/autosave';
import { outcomeOf, type Outcome } from '../../session/workbench';

export interface Acting {
  readonly busy: boolean;
  readonly fault: Outcome | undefined;
  /** Runs work once everything that was typed is kept. */
  run(work: () => Promise<void>): Promise<void>;
}

export function useAct(): Acting {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Outcome>();
  return {
    busy,
    fault,
    async run(work) {
      setBusy(true);
      setFault(undefined);
      try {
        await flushAutosave();
        await work();
      } catch (error) {
        setFault(outcomeOf(error));
      } finally {
        setBusy(false);
      }
    },
  };
}

/** What the files of the exchange are called in dialogs of the system. */
export const PACKET_FILES = [{ name: '巡察工作台数据包', extensions: ['xcpack'] }];
