/**
 * Locking: the window gets a moment to save what is being typed, then the core ends and everything readable that the
 * shell holds is wiped. It happens even if the window or the core does not answer.
 */
import { LOCK_GRACE_MS, type LockReason } from '../../src-shared/contract/shell';

export interface LockSteps {
  /** Tells the window that a lock is coming. */
  announce(reason: LockReason): void;
  /** Has the core end and the keys with it; waits for nothing. */
  lockCore(reason: LockReason): void;
  /** Takes everything readable off the window, the clipboard and the session's storage; never rejects. */
  wipe(): Promise<void>;
  /** Loads the page anew; never rejects. A lock that comes meanwhile is one of its own. */
  show(): Promise<void>;
}

export interface Lock {
  /** Why the page was last locked; undefined before the first lock. */
  readonly lastReason: LockReason | undefined;
  /** Announces, then locks after the grace time; a lock that is already under way is not started twice. */
  request(reason: LockReason): void;
  /** Locks at once: the window has saved, or there is nothing to wait for. */
  now(reason: LockReason): Promise<void>;
}

export function createLock(steps: LockSteps): Lock {
  let lastReason: LockReason | undefined;
  let announced: { reason: LockReason; timer: NodeJS.Timeout } | undefined;
  let running: Promise<void> | undefined;

  async function run(reason: LockReason): Promise<void> {
    lastReason = reason;
    steps.lockCore(reason);
    await steps.wipe();
    running = undefined;
    await steps.show();
  }

  function now(reason: LockReason): Promise<void> {
    if (running !== undefined) return running;
    const first = announced;
    clearTimeout(announced?.timer);
    announced = undefined;
    running = run(first?.reason ?? reason);
    return running;
  }

  return {
    get lastReason() {
      return lastReason;
    },
    request(reason) {
      if (announced !== undefined || running !== undefined) return;
      announced = { reason, timer: setTimeout(() => void now(reason), LOCK_GRACE_MS) };
      steps.announce(reason);
    },
    now,
  };
}
