/** One thread for one kind of work, against real worker threads. */
import { Worker } from 'node:worker_threads';
import { oneWorker, type OneWorker } from '../../../src-main/one-worker';

/** Answers each order with its thread and itself; `die` ends the thread, `fail` throws in it, `spin` never answers. */
const TEXT = `
const { parentPort, threadId } = require('node:worker_threads');
parentPort.on('message', (order) => {
  if (order === 'die') process.exit(3);
  if (order === 'fail') throw new Error('no such work');
  if (order === 'spin') for (;;);
  parentPort.postMessage([threadId, order]);
});
`;

let started: Worker[];
let one: OneWorker<string, [number, string]>;
beforeEach(() => {
  started = [];
  one = oneWorker(() => {
    const worker = new Worker(TEXT, { eval: true, execArgv: [] });
    started.push(worker);
    return worker;
  });
});
afterEach(() => Promise.all(started.map((worker) => worker.terminate())));

test('does all work in one thread, in its order, whoever asks at once', async () => {
  one.prepare();
  const orders = Array.from({ length: 40 }, (_, i) => `order ${i}`);
  const answers = await Promise.all(orders.map((order) => one.run(order)));
  expect(answers.map(([, order]) => order)).toEqual(orders);
  expect(new Set(answers.map(([thread]) => thread)).size).toBe(1);
  expect(started).toHaveLength(1);
});

test.each(['die', 'fail'])(
  'a thread that ends (%s) fails its own work only; the next has a new one',
  async (end) => {
    const failing = one.run(end).then(
      () => 'answered',
      () => 'failed',
    );
    const next = one.run('after');
    expect(await failing).toBe('failed');
    expect((await next)[1]).toBe('after');
    expect(started).toHaveLength(2);
  },
);

test('work that is called off ends with the reason, its thread with it, and what waits goes on', async () => {
  const calling = new AbortController();
  const off = one.run('spin', calling.signal);
  const next = one.run('after');
  calling.abort(new Error('called off'));
  await expect(off).rejects.toThrow('called off');
  expect((await next)[1]).toBe('after');
});

test('work that is called off while it waits is never begun', async () => {
  const calling = new AbortController();
  const first = one.run('first');
  const off = one.run('second', calling.signal);
  calling.abort(new Error('called off'));
  await expect(off).rejects.toThrow('called off');
  await first;
  expect((await one.run('third'))[1]).toBe('third');
  expect(started).toHaveLength(1);
});
