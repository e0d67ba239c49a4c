/** Says when the desk has been left: no input for a while, sleep, or the system's own lock screen. */
import type { LockReason } from '../../src-shared/contract/shell';

/** As much of Electron's powerMonitor as is used here. */
export interface PowerPort {
  /** Seconds since the last keyboard or mouse input on this computer. */
  getSystemIdleTime(): number;
  on(event: 'suspend' | 'lock-screen', listener: () => void): unknown;
}

/** How often the idle time is looked at, in milliseconds: a lock comes at most this much late. */
export const IDLE_CHECK_MS = 5000;

/**
 * Locks once each time the desk is left; a desk that stays empty is not locked again and again.
 * @param idleMinutes asked at every look, so a changed setting counts at once
 * @returns the function that stops watching the idle time
 */
export function watchDesk(
  power: PowerPort,
  idleMinutes: () => number,
  lock: (reason: LockReason) => void,
): () => void {
  power.on('suspend', () => lock('suspend'));
  power.on('lock-screen', () => lock('screen'));
  let left = false;
  const timer = setInterval(() => {
    const before = left;
    left = power.getSystemIdleTime() >= idleMinutes() * 60;
    if (left && !before) lock('idle');
  }, IDLE_CHECK_MS);
  timer.unref?.();
  return () => clearInterval(timer);
}
