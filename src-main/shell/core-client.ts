/** The shell's end of one core: its process, the calls and events, and the word when it is gone. */
import type { MessagePortMain } from 'electron';
import type { LockReason } from '../../src-shared/contract/shell';
import { toFailure, type Result } from '../../src-shared/errors';
import type { DeskMemory, FromCore, ToCore } from '../core-protocol';
import { SILENT, STOPPED, watchSilence, type SilenceLimit } from '../silence';

/** As much of a process as is used here; Electron's `UtilityProcess` is one. */
export interface CoreChild {
  readonly pid?: number | undefined;
  postMessage(message: ToCore, transfer?: MessagePortMain[]): void;
  on(event: 'message', listener: (message: FromCore) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  kill(): unknown;
}

export interface CoreClientOptions {
  readonly start: () => CoreChild;
  /** Called once when the process ends without having been closed. */
  readonly onStopped: () => void;
  /** Somebody unlocks and waits for the folder that an earlier core still has. */
  readonly onWaiting?: () => void;
  readonly patience?: Patience;
  /** When a call without an answer is answered CORE_TIMEOUT; a standard one if left out. */
  readonly silence?: SilenceLimit;
}

export interface CoreClient {
  readonly running: boolean;
  /** Never rejects; a stuck core answers CORE_TIMEOUT, one that is gone CORE_STOPPED. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** Hands over the port by which the page is served. */
  servePage(port: MessagePortMain): void;
  /** The folder of the vault is free; the open records are those of the core before. */
  free(desk: DeskMemory): void;
  /**
   * Lets the core finish and close its files, and ends the process; one that does not answer is ended all the same.
   * @returns the open records, as far as it still told them
   */
  close(reason: LockReason): Promise<DeskMemory>;
  /** Somebody waits: a core on its way out gets no more than {@link Patience.hurried} from now. */
  hurry(): void;
}

/** How long a core on its way out is waited for, in milliseconds; every commit is on the disk before that. */
export interface Patience {
  /** To close its files. */
  readonly closing: number;
  /** Once a backup has begun; one that is cut off is made at the next occasion. */
  readonly backup: number;
  /** For a backup while somebody waits for the folder. */
  readonly hurried: number;
}
const PATIENCE: Patience = { closing: 3000, backup: 30_000, hurried: 5000 };
/** A process that was told to end and has not after so many milliseconds is ended the hard way. */
const ENDING_MS = 1000;

export function startCore({
  start,
  onStopped,
  onWaiting,
  patience = PATIENCE,
  silence,
}: CoreClientOptions): CoreClient {
  const child = start();
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const ended = new Promise<void>((resolve) => child.on('exit', resolve));
  let state: 'running' | 'closing' | 'stopped' = 'running';
  let nextId = 1;
  let desk: DeskMemory = [];
  let closing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let finished = (): void => {};
  const waitAtMost = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(finished, ms);
  };

  const silent = watchSilence(() => answerAll(SILENT), silence);
  function answerAll(result: Result<unknown>): void {
    for (const settle of [...pending.values()]) settle(result);
  }

  child.on('message', (message) => {
    silent.heard();
    if (message.type === 'answer') pending.get(message.id)?.(message.result);
    else if (message.type === 'waiting') onWaiting?.();
    else if (message.type === 'backup') {
      if (state === 'closing') waitAtMost(patience.backup);
    } else if (message.type === 'closed') {
      desk = message.desk ?? desk;
      finished();
    }
  });
  void ended.then(() => {
    const unexpected = state === 'running';
    state = 'stopped';
    answerAll(STOPPED);
    finished();
    if (unexpected) onStopped();
  });

  async function end(reason: LockReason): Promise<void> {
    await new Promise<void>((resolve) => {
      finished = resolve;
      waitAtMost(patience.closing);
      child.postMessage({ type: 'close', reason });
    });
    clearTimeout(timer);
    child.kill();
    const stubborn = setTimeout(() => endHard(child.pid), ENDING_MS);
    await ended;
    clearTimeout(stubborn);
  }

  return {
    get running() {
      return state === 'running';
    },
    call(name, input) {
      if (state !== 'running') return Promise.resolve(STOPPED);
      return new Promise((resolve) => {
        const id = nextId++;
        silent.asked();
        const settle = (result: Result<unknown>): void => {
          pending.delete(id);
          silent.answered();
          resolve(result);
        };
        pending.set(id, settle);
        try {
          child.postMessage({ type: 'call', id, name, input });
        } catch (error) {
          settle(toFailure(error));
        }
      });
    },
    servePage(port) {
      if (state === 'running') child.postMessage({ type: 'page' }, [port]);
      else port.close();
    },
    free(before) {
      desk = before;
      if (state === 'running') child.postMessage({ type: 'free', desk: before });
    },
    async close(reason) {
      if (state === 'running') {
        state = 'closing';
        // Not within this turn: Electron runs what is waiting while a message is posted, and that may ask here again.
        closing = Promise.resolve().then(() => end(reason));
      }
      await closing;
      return desk;
    },
    hurry() {
      if (state === 'closing') waitAtMost(patience.hurried);
    },
  };
}

function endHard(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
