/**
 * The messages between the core's process, the shell and the page, and the core's side of them. Calls carry an id; answers
 * are contract results, so no error object has to survive the crossing.
 *
 * One process serves one page: it is started behind the unlock screen and ends with the lock. What the page says of
 * records and passphrases goes to it by a port of their own and never through the shell's process.
 */
import { findCall, unknownCall, type Contract, type Dispatch } from '../src-shared/contract/define';
import type { LockReason } from '../src-shared/contract/shell';
import { toFailure, WorkbenchError, type Result } from '../src-shared/errors';
import { saying } from './silence';

/** A record that is open, and where the cursor is in it. */
export interface OpenRecord {
  readonly record: string;
  readonly cursor?: { readonly input: string; readonly top: number };
}
/** The open record of each user by user id, as the shell keeps it from one core to the next: ids, no texts. */
export type DeskMemory = readonly (readonly [userId: string, open: OpenRecord])[];

export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export type ToCore =
  | CallMessage
  /** A port to the page comes with it: from now on the page is served. */
  | { readonly type: 'page' }
  /** The core before this one has ended: its folder is free. */
  | { readonly type: 'free'; readonly desk: DeskMemory }
  | { readonly type: 'close'; readonly reason: LockReason };

export interface AnswerMessage {
  readonly type: 'answer';
  readonly id: number;
  readonly result: Result<unknown>;
}

/** Said every few seconds while an answer is owed. */
interface AliveMessage {
  readonly type: 'alive';
}

export type ToPage =
  AnswerMessage | AliveMessage | { readonly type: 'event'; readonly name: string; readonly payload: unknown };

export type FromCore =
  | AnswerMessage
  | AliveMessage
  /** Somebody unlocks, and the folder is not free yet. */
  | { readonly type: 'waiting' }
  /** A backup has begun on the way out: it is worth some more patience. */
  | { readonly type: 'backup' }
  /** Without `desk` where it was closed before it had one. */
  | { readonly type: 'closed'; readonly desk?: DeskMemory };

/** What the core's process is started with, as its only argument, in JSON. */
export interface CoreProcessData {
  /** The folder of the vault, absolute. */
  readonly dataDir: string;
}

/** The core's end of the port to the page, as far as it is used here. */
export interface PagePort {
  postMessage(message: ToPage): void;
  /** Hears the page's calls. */
  listen(listener: (message: CallMessage) => void): void;
}

export interface HostedCore {
  readonly dispatch: Dispatch;
  /** The same for calls that come from the page directly. */
  readonly pageDispatch: Dispatch;
  close(reason: LockReason): Promise<void>;
}

/** What a hosted core is given by its host. */
export interface CoreHost {
  readonly publish: (event: string, payload: unknown) => void;
  /** Resolves once the folder of the vault is free. */
  readonly whenFree: () => Promise<void>;
  readonly backupBegins: () => void;
  /** The open record of each user; filled before {@link whenFree} resolves. */
  readonly openRecords: Map<string, OpenRecord>;
}

/**
 * Serves a core to the shell and to the page until it is told to close; events go out in the order in which they were
 * published, to the page.
 * @returns the function that takes the shell's messages
 */
export function hostCore(
  send: (message: FromCore) => void,
  create: (host: CoreHost) => HostedCore,
): (message: ToCore, page?: PagePort) => void {
  let page: PagePort | undefined;
  let isFree = false;
  let tellFree = (): void => {};
  const free = new Promise<void>((resolve) => (tellFree = resolve));
  const openRecords = new Map<string, OpenRecord>();
  const core = create({
    publish: (name, payload) => page?.postMessage({ type: 'event', name, payload }),
    whenFree() {
      if (!isFree) send({ type: 'waiting' });
      return free;
    },
    backupBegins: () => send({ type: 'backup' }),
    openRecords,
  });

  const toShell = saying(() => send({ type: 'alive' }));
  const toPage = saying(() => page?.postMessage({ type: 'alive' }));

  async function close(reason: LockReason): Promise<void> {
    await core.close(reason);
    send({ type: 'closed', ...(isFree ? { desk: [...openRecords] } : {}) });
  }

  return (message, port) => {
    switch (message.type) {
      case 'call':
        void toShell(answer(core.dispatch, message)).then(send);
        break;
      case 'page':
        page = port;
        port?.listen(
          (call) => void toPage(answer(core.pageDispatch, call)).then((said) => port.postMessage(said)),
        );
        break;
      case 'free':
        isFree = true;
        for (const [userId, open] of message.desk) openRecords.set(userId, open);
        tellFree();
        break;
      case 'close':
        void close(message.reason);
    }
  };
}

async function answer(dispatch: Dispatch, { id, name, input }: CallMessage): Promise<AnswerMessage> {
  return { type: 'answer', id, result: await dispatch(name, input) };
}

/** The calls that the page makes by its own port: those without a path, which the shell would have to have granted. */
export function isDirect(table: Contract, name: string): boolean {
  const call = findCall(table, name);
  return call !== undefined && Object.keys(call.files).length === 0;
}

/** Refuses what must pass the shell first, however the page came to ask here. */
export function onlyDirect(table: Contract, dispatch: Dispatch): Dispatch {
  return (name, input) => {
    if (findCall(table, name) === undefined) return Promise.resolve(unknownCall());
    if (isDirect(table, name)) return dispatch(name, input);
    return Promise.resolve(
      toFailure(
        new WorkbenchError(
          'FILE_NOT_CHOSEN',
          '该文件不是本次解锁后在对话框中选定的，未读写任何文件。请重新选择保存位置或文件。',
        ),
      ),
    );
  };
}

/**
 * Remembers the calls of some names that are under way, so that a lock can let them finish.
 * @returns the dispatch to use, and the end of all those calls
 */
export function finishing(
  names: readonly string[],
  dispatch: Dispatch,
): { readonly dispatch: Dispatch; finished(): Promise<unknown> } {
  const under = new Set<Promise<unknown>>();
  return {
    dispatch(name, input) {
      const call = dispatch(name, input);
      if (names.includes(name)) {
        under.add(call);
        void call.finally(() => under.delete(call));
      }
      return call;
    },
    finished: () => Promise.allSettled(under),
  };
}

/** Nobody has asked anything for so long, in milliseconds: hands are off the keyboard, and a pause is not noticed. */
export const QUIET_MS = 60_000;

/**
 * Runs an act in each pause of {@link QUIET_MS} between the calls, once a pause.
 * @returns the dispatch to use
 */
export function whenQuiet(dispatch: Dispatch, act: () => void): Dispatch {
  let timer: NodeJS.Timeout | undefined;
  let under = 0;
  return async (name, input) => {
    clearTimeout(timer);
    under += 1;
    try {
      return await dispatch(name, input);
    } finally {
      under -= 1;
      if (under === 0) {
        clearTimeout(timer);
        timer = setTimeout(act, QUIET_MS);
        timer.unref();
      }
    }
  };
}
