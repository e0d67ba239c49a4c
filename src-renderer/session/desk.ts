/**
 * Tells the core where the person is, so that the next unlocking leads back there. It is told when a place has stood for
 * a while: nothing is written while one only passes through, and a page that brings the window down never stood.
 */
import { useNavigation } from './navigation';
import { call } from './workbench';

/** How long a place stands before it is kept, in milliseconds. */
export const SETTLED_MS = 1000;

let timer: ReturnType<typeof setTimeout> | undefined;
let stopFollowing: (() => void) | undefined;

async function keep(): Promise<void> {
  const { page, round, inspection, record } = useNavigation.getState();
  // Whether it worked is nobody's concern: the next unlocking then begins with the place before.
  await call('desk.remember', { page, round, inspection, record }).catch(() => undefined);
}

/** From now on every place is kept in which the person settles. */
export function startRemembering(): void {
  stopRemembering();
  stopFollowing = useNavigation.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), SETTLED_MS);
  });
}

/** Ends it; what comes after is not the person's doing. */
export function stopRemembering(): void {
  clearTimeout(timer);
  stopFollowing?.();
  stopFollowing = undefined;
}

/** Keeps the place where the person is now, if anybody is there, before a lock. */
export async function rememberNow(): Promise<void> {
  if (stopFollowing !== undefined) await keep();
}
