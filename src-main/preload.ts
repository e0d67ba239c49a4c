/** The window's only door: one frozen `workbench` object that knows the names of the contract and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import type { contract } from '../src-shared/contract';
import type { Workbench } from '../src-shared/contract/define';
import type { Result } from '../src-shared/errors';
import type { CallMessage, ToPage } from './core-protocol';
import { callChannel, eventChannel, PORT_CHANNEL } from './shell/channels';
import { APP_SCHEME } from './shell/origin';
import { SILENT, STOPPED, watchSilence } from './silence';
import { CONTRACT_ARGUMENT, type ContractNames } from './shell/web-preferences';

const names = JSON.parse(
  process.argv.find((argument) => argument.startsWith(CONTRACT_ARGUMENT))?.slice(CONTRACT_ARGUMENT.length) ??
    '{"calls":[],"direct":[],"events":[],"shellEvents":[]}',
) as ContractNames;
const calls = new Set(names.calls);
const direct = new Set(names.direct);
const events = new Set(names.events);

/** The door to the core's process, as far as it is used here: the types of a browser are not those of this folder. */
interface PortToCore {
  onmessage: ((message: { readonly data: ToPage }) => void) | null;
  postMessage(message: CallMessage): void;
  addEventListener(type: 'close', listener: () => void): void;
}

const listeners = new Map<string, Set<(payload: never) => void>>();
const pending = new Map<number, (result: Result<never>) => void>();
let nextId = 1;
let isGone = false;
const silence = watchSilence(() => answerAll(SILENT));

function answerAll(result: Result<never>): void {
  for (const settle of [...pending.values()]) settle(result);
}

const port = new Promise<PortToCore>((resolve) => {
  ipcRenderer.once(PORT_CHANNEL, (event) => {
    const given = event.ports[0] as unknown as PortToCore;
    given.onmessage = ({ data }) => {
      silence.heard();
      if (data.type === 'event') tell(data.name, data.payload);
      else if (data.type === 'answer') pending.get(data.id)?.(data.result as Result<never>);
    };
    given.addEventListener('close', () => {
      isGone = true;
      answerAll(STOPPED);
    });
    resolve(given);
  });
});
// The preload has the page's window, but this folder is compiled without the types of a browser.
declare const window: {
  readonly location: { readonly protocol: string };
  addEventListener(type: string, listener: () => void): void;
};
// The empty page between a lock and the next unlock screen has no core.
if (window.location.protocol === `${APP_SCHEME}:`) ipcRenderer.send(PORT_CHANNEL);

function failure(code: string, message: string): Extract<Result<never>, { ok: false }> {
  return { ok: false, code, message, problems: [] };
}

function tell(name: string, payload: unknown): void {
  for (const listener of [...(listeners.get(name) ?? [])]) listener(payload as never);
}

async function askCore(name: string, input: unknown): Promise<Result<never>> {
  const core = await port;
  if (isGone) return STOPPED;
  return new Promise((resolve) => {
    const id = nextId++;
    core.postMessage({ type: 'call', id, name, input });
    silence.asked();
    pending.set(id, (result) => {
      pending.delete(id);
      silence.answered();
      resolve(result);
    });
  });
}

async function invoke(name: string, input: unknown): Promise<Result<never>> {
  if (!calls.has(name)) {
    return failure('CONTRACT_UNKNOWN_NAME', '程序不认识这项操作，本次操作未执行。请重新启动程序后再试。');
  }
  try {
    if (direct.has(name)) return await askCore(name, input);
    return (await ipcRenderer.invoke(callChannel(name), input)) as Result<never>;
  } catch {
    return failure('CONTRACT_NOT_DELIVERED', '操作没有送达，未执行。请重试；仍不成功请重新启动程序。');
  }
}

function subscribe(name: string, listener: (payload: never) => void): () => void {
  if (!events.has(name)) return () => {};
  const own = listeners.get(name) ?? new Set();
  listeners.set(name, own);
  const each = (payload: never): void => listener(payload);
  own.add(each);
  return () => void own.delete(each);
}

for (const name of names.shellEvents) {
  ipcRenderer.on(eventChannel(name), (_event, payload: unknown) => tell(name, payload));
}

const workbench = Object.freeze({ invoke, subscribe }) satisfies Workbench<typeof contract>;
contextBridge.exposeInMainWorld('workbench', workbench);

for (const type of ['copy', 'cut']) {
  window.addEventListener(type, () => void invoke('shell.clipboardCopied', {}));
}
