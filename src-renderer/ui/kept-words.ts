/**
 * What is typed into a dialog outlives a lock and a change of the page: it is there again when the same dialog is opened
 * again by the same person. There is one place for it, since one dialog is open at a time. Who closes the dialog himself
 * is asked for nothing later.
 */
import { useEffect, useEffectEvent, useRef } from 'react';
import { flushJottings, forgetJotting, jot, jottingOf } from '../session/jottings';

const FORM = 'dialog';

/**
 * @param of which dialog it is, and of which record
 * @param typed what the person has typed, not what the dialog filled in; undefined while that is nothing
 * @param take puts what was kept into the dialog
 * @returns forgets it: it was handed over, or the person closed the dialog
 */
export function useKeptWords<T extends object>(
  of: string,
  typed: T | undefined,
  take: (kept: T) => void,
): () => void {
  const kept = useRef(false);
  const words = typed && JSON.stringify({ of, typed });
  const onKept = useEffectEvent((text: string | undefined) => {
    const found = text === undefined ? undefined : read<T>(text);
    // Whoever has begun to type means what he types.
    if (found?.of !== of || typed !== undefined) return;
    kept.current = true;
    take(found.typed);
  });
  useEffect(() => {
    let here = true;
    void jottingOf(FORM).then((text) => here && onKept(text));
    return () => {
      here = false;
      void flushJottings();
    };
  }, []);
  useEffect(() => {
    if (words === undefined) return;
    kept.current = true;
    jot(FORM, words);
  }, [words]);
  return () => {
    if (kept.current) void forgetJotting(FORM);
    kept.current = false;
  };
}

/** What was kept, as far as it can still be read. */
function read<T extends object>(text: string): { of: string; typed: T } | undefined {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null || !('of' in found) || !('typed' in found))
      return undefined;
    const { of, typed } = found;
    return typeof of === 'string' && typeof typed === 'object' && typed !== null
      ? { of, typed: typed as T }
      : undefined;
  } catch {
    return undefined;
  }
}
