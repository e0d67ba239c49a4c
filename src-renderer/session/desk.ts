/**
 * Tells the core where the person is, down to the field with the cursor, so that the next unlocking leads back there. It is told when a place has stood for
 * a while: nothing is written while one only passes through, and a page that brings the window down never stood.
 */
import type { DeskPlace } from '../../src-shared/contract';
import { useNavigation } from './navigation';
import { call } from './workbench';

/** How long a place stands before it is kept, in milliseconds. */
const SETTLED_MS = 1000;

let timer: ReturnType<typeof setTimeout> | undefined;
let stopFollowing: (() => void) | undefined;

/** The field of the open form that had the cursor last, though a button may have it by now. */
let lastField: HTMLElement | undefined;

const noteField = ({ target }: FocusEvent): void => {
  if (target instanceof HTMLElement && target.id !== '' && target.closest('.pw-form-body'))
    lastField = target;
};

function cursorNow(): DeskPlace['cursor'] {
  const form = lastField?.isConnected ? lastField.closest('.pw-form-body') : undefined;
  return form && lastField
    ? { input: lastField.id, top: Math.max(0, Math.round(form.scrollTop)) }
    : undefined;
}

async function keep(): Promise<void> {
  const { page, round, inspection, record, folded } = useNavigation.getState();
  const cursor = record === undefined ? undefined : cursorNow();
  const place = { page, round, inspection, record, folded, ...(cursor ? { cursor } : {}) };
  // Whether it worked is nobody's concern: the next unlocking then begins with the place before.
  await call('desk.remember', place).catch(() => undefined);
}

/** From now on every place is kept in which the person settles. */
export function startRemembering(): void {
  stopRemembering();
  stopFollowing = useNavigation.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), SETTLED_MS);
  });
  window.addEventListener('focusin', noteField);
}

/** Ends it; what comes after is not the person's doing. */
export function stopRemembering(): void {
  clearTimeout(timer);
  stopFollowing?.();
  stopFollowing = undefined;
  window.removeEventListener('focusin', noteField);
  lastField = undefined;
}

/** Keeps the place where the person is now, if anybody is there, before a lock. */
export async function rememberNow(): Promise<void> {
  if (stopFollowing !== undefined) await keep();
}
