/**
 * The messages between the shell and the core's worker thread, and the core's side of them. Calls carry an id; answers
 * are contract results, so no error object has to survive the crossing.
 */
import type { Result } from '../src-shared/errors';
import type { Dispatch } from '../src-shared/contract/define';

export type ToCore =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'close' };

export type FromCore =
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'closed' };

/** What the worker is started with. */
export interface CoreWorkerData {
  /** The folder of the vault, absolute. */
  readonly dataDir: string;
}

/** The worker's end of the channel to the shell (a MessagePort, as far as it is used here). */
export interface CorePort {
  postMessage(message: FromCore): void;
  on(event: 'message', listener: (message: ToCore) => void): unknown;
  close(): void;
}

export interface HostedCore {
  readonly dispatch: Dispatch;
  close(): Promise<void>;
}

/** Serves a core over a port until it is told to close; events go out in the order in which they were published. */
export function hostCore(
  port: CorePort,
  create: (publish: (event: string, payload: unknown) => void) => HostedCore,
): void {
  const core = create((name, payload) => port.postMessage({ type: 'event', name, payload }));
  port.on('message', (message) => {
    if (message.type === 'call') void answer(message.id, message.name, message.input);
    else void close();
  });

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    port.postMessage({ type: 'answer', id, result: await core.dispatch(name, input) });
  }

  async function close(): Promise<void> {
    await core.close();
    port.postMessage({ type: 'closed' });
    port.close();
  }
}
