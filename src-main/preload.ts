/** The window's only door: one frozen `workbench` object that knows the names of the contract and nothing else. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { contract } from '../src-shared/contract';
import type { Workbench } from '../src-shared/contract/define';
import type { Result } from '../src-shared/errors';
import { callChannel, eventChannel } from './shell/channels';
import { CONTRACT_ARGUMENT } from './shell/web-preferences';

const names = JSON.parse(
  process.argv.find((argument) => argument.startsWith(CONTRACT_ARGUMENT))?.slice(CONTRACT_ARGUMENT.length) ??
    '{"calls":[],"events":[]}',
) as { calls: string[]; events: string[] };
const calls = new Set(names.calls);
const events = new Set(names.events);

function failure(code: string, message: string): Extract<Result<never>, { ok: false }> {
  return { ok: false, code, message, problems: [] };
}

async function invoke(name: string, input: unknown): Promise<Result<never>> {
  if (!calls.has(name)) {
    return failure('CONTRACT_UNKNOWN_NAME', '程序不认识这项操作，本次操作未执行。请重新启动程序后再试。');
  }
  try {
    return (await ipcRenderer.invoke(callChannel(name), input)) as Result<never>;
  } catch {
    return failure('CONTRACT_NOT_DELIVERED', '操作没有送达，未执行。请重试；仍不成功请重新启动程序。');
  }
}

function subscribe(name: string, listener: (payload: never) => void): () => void {
  if (!events.has(name)) return () => {};
  const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload as never);
  ipcRenderer.on(eventChannel(name), forward);
  return () => {
    ipcRenderer.removeListener(eventChannel(name), forward);
  };
}

const workbench = Object.freeze({ invoke, subscribe }) satisfies Workbench<typeof contract>;
contextBridge.exposeInMainWorld('workbench', workbench);

// The preload has the page's window, but this folder is compiled without the types of a browser.
declare const window: { addEventListener(type: string, listener: () => void): void };
for (const type of ['copy', 'cut']) {
  window.addEventListener(type, () => void invoke('shell.clipboardCopied', {}));
}
