/** The shell's end of the core, against a real worker thread. */
import path from 'node:path';
import { startCore, type CoreClient } from '../../../src-main/shell/core-client';

const events: [string, unknown][] = [];
let stopped = 0;
let onStopped = (): void => {};
let core: CoreClient;

beforeEach(() => {
  events.length = 0;
  stopped = 0;
  core = startCore({
    workerFile: path.resolve(__dirname, '../../fixtures/fixture-core-worker.ts'),
    data: { dataDir: '/vault' },
    onEvent: (name, payload) => events.push([name, payload]),
    onStopped: () => {
      stopped++;
      onStopped();
    },
    workerOptions: { execArgv: ['--require', 'tsx/cjs'] },
  });
});
afterEach(() => core.close());

test('forwards a call with its input and hands back the answer', async () => {
  expect(await core.call('fixture.echo', { text: '谈话' })).toEqual({ ok: true, value: '谈话' });
  expect(await core.call('fixture.where', {})).toEqual({ ok: true, value: '/vault' });
});

test('answers belong to their calls, however many are under way', async () => {
  const texts = Array.from({ length: 50 }, (_, index) => `第${index}条`);
  const answers = await Promise.all(texts.map((text) => core.call('fixture.echo', { text })));
  expect(answers).toEqual(texts.map((value) => ({ ok: true, value })));
});

test('a refusal, bad input and an unknown name come back as failures', async () => {
  expect(await core.call('fixture.refuse', {})).toMatchObject({
    ok: false,
    code: 'FIXTURE_REFUSED',
    message: '样例拒绝了这项操作。',
  });
  expect(await core.call('fixture.echo', { text: 5 })).toMatchObject({
    ok: false,
    code: 'CONTRACT_BAD_INPUT',
  });
  expect(await core.call('constructor', {})).toMatchObject({ ok: false, code: 'CONTRACT_UNKNOWN_NAME' });
});

test('an input that cannot cross to the worker is a failure, and the next call works', async () => {
  expect(await core.call('fixture.echo', { text: () => 1 })).toMatchObject({
    ok: false,
    code: 'PROGRAM_FAULT',
  });
  expect(await core.call('fixture.echo', { text: '好' })).toEqual({ ok: true, value: '好' });
});

test('events arrive in order, before the answer of the call that made them', async () => {
  await core.call('fixture.publish', { count: 3 });
  expect(events).toEqual([
    ['counted', 1],
    ['counted', 2],
    ['counted', 3],
  ]);
});

test('when the worker dies, pending and later calls say so, and it is told once', async () => {
  const told = new Promise<void>((resolve) => {
    onStopped = resolve;
  });
  const pending = core.call('fixture.hang', {});
  void core.call('fixture.die', {});
  expect(await pending).toMatchObject({ ok: false, code: 'CORE_STOPPED' });
  await told;
  expect(core.running).toBe(false);
  expect(await core.call('fixture.echo', { text: '好' })).toMatchObject({ ok: false, code: 'CORE_STOPPED' });
  expect(stopped).toBe(1);
});

test('closing lets the core finish first and is not reported as a stop', async () => {
  await core.call('fixture.echo', { text: '好' });
  await core.close();
  expect(events).toEqual([['counted', -1]]);
  expect([core.running, stopped]).toEqual([false, 0]);
});
