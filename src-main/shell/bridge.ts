/** Joins the window to the dispatcher: one IPC channel per call of the table, the sender checked on each message. */
import type { IpcMain, MessageChannelMain, MessagePortMain, WebContents } from 'electron';
import { callNames, type Contract, type Dispatch } from '../../src-shared/contract/define';
import { toFailure, WorkbenchError } from '../../src-shared/errors';
import { callChannel, eventChannel, PORT_CHANNEL } from './channels';
import type { Refusals } from './refusals';
import { isTrustedSender } from './sender-guard';

export function bindCalls(
  ipcMain: Pick<IpcMain, 'handle'>,
  table: Contract,
  dispatch: Dispatch,
  own: () => WebContents | undefined,
  refusals: Refusals,
): void {
  for (const name of callNames(table)) {
    ipcMain.handle(callChannel(name), (event, input: unknown) => {
      if (isTrustedSender(event, own())) return dispatch(name, input);
      refusals.sender++;
      return toFailure(
        new WorkbenchError(
          'CONTRACT_BAD_SENDER',
          '请求不是由本程序的窗口发出的，已拒绝执行。请重新启动程序；仍出现此提示请联系管理员。',
        ),
      );
    });
  }
}

/** Hands each page of ours that asks the port by which its core is reached. */
export function bindPort(
  ipcMain: Pick<IpcMain, 'on'>,
  serve: (core: MessagePortMain) => void,
  newChannel: () => MessageChannelMain,
  own: () => WebContents | undefined,
  refusals: Refusals,
): void {
  ipcMain.on(PORT_CHANNEL, (event) => {
    if (!isTrustedSender(event, own())) {
      refusals.sender++;
      return;
    }
    const { port1, port2 } = newChannel();
    serve(port1);
    event.sender.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

/** Sends an event to our window; without a window nobody is told. */
export function sendEvent(own: WebContents | undefined, name: string, payload: unknown): void {
  if (own !== undefined && !own.isDestroyed()) own.send(eventChannel(name), payload);
}
