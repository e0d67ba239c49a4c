/** Signatures that 组长 should look at: the services compare what was signed with what stands there now. */
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../../src-shared/contract';
import { useRole, type ScreenContext } from '../../replica';
import { call } from '../../session/workbench';

export type DoubtfulSignature = OutputOf<AppContract, 'record.doubtfulSignatures'>[number];

const NONE: readonly DoubtfulSignature[] = [];

/** @param context asked anew whenever it changes */
export function useDoubtfulSignatures(context: ScreenContext): readonly DoubtfulSignature[] {
  const asks = useRole() === 'leader';
  const [found, setFound] = useState(NONE);
  useEffect(() => {
    if (!asks) return;
    let here = true;
    // Without an answer 今日 stands without this group.
    void call('record.doubtfulSignatures', {})
      .then((answer) => here && setFound(answer.length > 0 ? answer : NONE))
      .catch(() => undefined);
    return () => {
      here = false;
    };
  }, [asks, context]);
  return found;
}
