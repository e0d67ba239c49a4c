/** The manual by F1, on every screen: read in only when somebody asks for it. */
import { Suspense, useEffect } from 'react';
import { create } from 'zustand';
import { workbench } from '../../session/workbench';
import { readLater } from '../../ui/read-later';
import { Net } from '../net';

const panel = readLater(async () => ({ default: (await import('./help-panel')).HelpPanel }));

const useHelp = create<{
  readonly open: boolean;
  /** What had the cursor before, to give it back. */
  readonly before?: Element | null;
}>()(() => ({ open: false }));

export function openHelp(): void {
  useHelp.setState({ open: true, before: document.activeElement });
}

/** Closes the manual and gives the cursor back. */
export function closeHelp(): void {
  const { before } = useHelp.getState();
  useHelp.setState({ open: false, before: undefined });
  if (before instanceof HTMLElement && before.isConnected) before.focus();
}

export function Help() {
  const open = useHelp((state) => state.open);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      if (useHelp.getState().open) closeHelp();
      else openHelp();
    };
    window.addEventListener('keydown', onKey);
    const stop = workbench().subscribe('shell.helpWanted', openHelp);
    return () => {
      window.removeEventListener('keydown', onKey);
      stop();
    };
  }, []);
  if (!open) return null;
  return (
    <Net instead={() => null}>
      <Suspense fallback={null}>
        <panel.Part />
      </Suspense>
    </Net>
  );
}
