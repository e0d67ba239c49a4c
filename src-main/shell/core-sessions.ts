/**
 * One core after another, each for one page: the next is started ahead behind the unlock screen while the one before
 * closes its files, and takes the folder over when that has ended.
 */
import type { MessagePortMain } from 'electron';
import type { Dispatch } from '../../src-shared/contract/define';
import type { LockReason } from '../../src-shared/contract/shell';
import type { DeskMemory } from '../core-protocol';
import { STOPPED } from '../silence';
import { startCore, type CoreChild, type CoreClient, type Patience } from './core-client';
import { createCrashGuard } from './crash-guard';

export interface CoreSessionsOptions {
  readonly start: () => CoreChild;
  /** The core at work has ended by itself. */
  readonly onFault: () => void;
  readonly now: () => number;
  readonly patience?: Patience;
}

export interface CoreSessions {
  /** False once cores have died too often to start another. */
  readonly running: boolean;
  /** Calls the core at work; for what the shell must look at first. */
  readonly call: Dispatch;
  /**
   * Has a page that has just loaded served by a core of its own: what another page was served by is locked first.
   * @param port the core's end of the channel
   */
  serve(port: MessagePortMain): void;
  /** The lock: the core at work is told to close, its process ends, and the next is on its way. Does not wait. */
  renew(reason: LockReason): void;
  /** Ends everything; resolves when the last process is gone. */
  close(): Promise<void>;
}

export function createCoreSessions({ start, onFault, now, patience }: CoreSessionsOptions): CoreSessions {
  const afterDeath = createCrashGuard(now);
  let outgoing: CoreClient | undefined;
  let before: Promise<DeskMemory> = Promise.resolve([]);
  let isServing = false;
  let current: CoreClient | undefined = next();

  function next(): CoreClient {
    isServing = false;
    const core = startCore({
      start,
      patience,
      onStopped() {
        if (afterDeath() === 'give-up') current = undefined;
        onFault();
      },
      onWaiting: () => outgoing?.hurry(),
    });
    void before.then((desk) => core.free(desk));
    return core;
  }

  function retire(reason: LockReason): void {
    if (current === undefined) return;
    const leaving = current;
    outgoing = leaving;
    current = undefined;
    const left = leaving.close(reason);
    // After the one before it, whose open records are handed on where it has none to tell.
    before = before.then(() => left);
  }

  function renew(reason: LockReason): void {
    if (current === undefined) return;
    retire(reason);
    current = next();
  }

  return {
    get running() {
      return current?.running ?? false;
    },
    call: (name, input) => current?.call(name, input) ?? Promise.resolve(STOPPED),
    serve(port) {
      if (isServing) renew('fault');
      if (current === undefined) return port.close();
      isServing = true;
      current.servePage(port);
    },
    renew,
    async close() {
      retire('user');
      await before;
    },
  };
}
