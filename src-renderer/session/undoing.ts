/** Takes back what the person did since unlocking, and does it again: the core knows what that was. */
import type { AppContract, OutputOf } from '../../src-shared/contract';
import { dropSaved, flushAutosave } from './autosave';
import { call } from './workbench';

export type Undone = OutputOf<AppContract, 'record.undo'>;

/** What is still being typed is an act too, and goes first. @throws CallFailed where it was refused */
async function after(act: () => Promise<Undone>): Promise<Undone> {
  await flushAutosave();
  const undone = await act();
  // What was just saved waits for its echo, which now never comes.
  dropSaved();
  return undone;
}

/**
 * @param act what to take back, also the entry of an act on many records; absent: the last act
 * @param reason why, where many records go
 */
export const takeBack = (act?: string, reason?: string): Promise<Undone> =>
  after(() => call('record.undo', { act, reason }));

export const doAgain = (): Promise<Undone> => after(() => call('record.redo', {}));

/** The field in which something was typed since it got the cursor: the browser can take that back itself. */
let typedIn: EventTarget | null = null;
window.addEventListener('focusin', () => (typedIn = null), true);
window.addEventListener('input', (e) => (typedIn = e instanceof InputEvent ? e.target : typedIn), true);

/** Whether 撤销 is the browser's: in a field in which one is typing; a box that was ticked or chosen in has nothing of it. */
export function isBrowsersUndo(): boolean {
  const field = document.activeElement;
  if (field === null || field !== typedIn) return false;
  if (field instanceof HTMLTextAreaElement) return true;
  return field instanceof HTMLInputElement && !['checkbox', 'radio'].includes(field.type);
}
