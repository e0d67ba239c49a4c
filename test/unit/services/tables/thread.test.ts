/** The thread that reads table files, against real threads: what never ends in it ends by its limit or by a person. */
import fs from 'node:fs';
import path from 'node:path';
import { READ_LIMIT_MS, tableThread } from '../../../../src-main/services/tables/thread';
import { codeOf, newFolder } from '../desk';

const script = (body: string): string => {
  const file = path.join(newFolder(), 'worker.js');
  fs.writeFileSync(file, `const { parentPort } = require('node:worker_threads');\n${body}`);
  return file;
};
/** Says that it has begun and never answers; what is not one byte is answered. */
const spinning = () =>
  script(`parentPort.on('message', ({ bytes }) => {
  if (bytes.length === 1) for (;;);
  parentPort.postMessage({ ok: true, value: { format: 'read', sheets: [] } });
});`);
const STUCK = new Uint8Array(1);
const GOOD = new Uint8Array(2);

afterEach(() => jest.useRealTimers());

it('a file that it never comes to the end of is given up by the limit, and the next is read', async () => {
  const thread = tableThread(spinning());
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  const stuck = codeOf(() => thread.read(STUCK));
  await new Promise(setImmediate);
  jest.advanceTimersByTime(READ_LIMIT_MS + 1);
  expect(await stuck).toBe('TABLE_TOO_LONG');
  jest.useRealTimers();
  expect(await thread.read(GOOD)).toEqual({ format: 'read', sheets: [] });
});

it('or is called off, with the reason', async () => {
  const thread = tableThread(spinning());
  const off = new AbortController();
  const stuck = thread.read(STUCK, off.signal);
  off.abort(new Error('called off'));
  await expect(stuck).rejects.toThrow('called off');
  expect(await thread.read(GOOD)).toMatchObject({ format: 'read' });
});

it('a thread that dies, or takes all memory, is a sentence and not the end of the core', async () => {
  const dying = tableThread(script(`parentPort.on('message', () => process.exit(1));`));
  expect(await codeOf(() => dying.read(GOOD))).toBe('TABLE_STOPPED');
  const full = script(
    `parentPort.on('message', () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); });`,
  );
  expect(await codeOf(() => tableThread(full, 32).read(GOOD))).toBe('TABLE_STOPPED');
});
