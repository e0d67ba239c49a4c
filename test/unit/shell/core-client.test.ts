/** The shell's end of the core, against real processes. */
import { once } from 'node:events';
import type { MessagePortMain } from 'electron';
import { startCore, type CoreClient } from '../../../src-main/shell/core-client';
import { createCoreSessions } from '../../../src-main/shell/core-sessions';
import { coreChildren, type CoreChildren } from '../../fixtures/core-children';

let children: CoreChildren;
beforeEach(() => (children = coreChildren()));
afterEach(() => children.endAll());

/** Stands for Electron's port, which only Electron has; the fixture makes one of its own. */
const port = { close: () => undefined } as MessagePortMain;

describe('one core', () => {
  let core: CoreClient;
  /** Of the core of this test; that of the test before may still be ending. */
  let stop: { count: number; told: () => void };

  beforeEach(() => {
    const own = (stop = { count: 0, told: () => undefined });
    core = startCore({
      start: children.start,
      onStopped: () => {
        own.count++;
        own.told();
      },
    });
    core.free([]);
  });

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

  test('events go to the page in order, and none to the shell', async () => {
    core.servePage(port);
    await core.call('fixture.publish', { count: 3 });
    expect(children.told).toEqual([1, 2, 3].map((payload) => ({ type: 'event', name: 'counted', payload })));
  });

  test('when the process dies, pending and later calls say so, and it is told once', async () => {
    const told = new Promise<void>((resolve) => {
      stop.told = resolve;
    });
    const pending = core.call('fixture.hang', {});
    void core.call('fixture.die', {});
    expect(await pending).toMatchObject({ ok: false, code: 'CORE_STOPPED' });
    await told;
    expect(core.running).toBe(false);
    expect(await core.call('fixture.echo', { text: '好' })).toMatchObject({
      ok: false,
      code: 'CORE_STOPPED',
    });
    expect(stop.count).toBe(1);
  });

  test('closing tells the open records, ends the process and is not reported as a stop', async () => {
    await core.call('fixture.open', { record: 'T-01' });
    expect(await core.close('user')).toEqual([['user', { record: 'T-01' }]]);
    expect(children.all[0]!.signalCode ?? children.all[0]!.exitCode).not.toBeNull();
    expect([core.running, stop.count]).toEqual([false, 0]);
    expect(await core.call('fixture.echo', { text: '好' })).toMatchObject({
      ok: false,
      code: 'CORE_STOPPED',
    });
  });

  test('a call to a core that is stuck is answered with words, and the core can still be ended', async () => {
    const stuck = startCore({
      start: children.start,
      onStopped: () => undefined,
      silence: { everyMs: 20, looks: 3 },
    });
    expect(await stuck.call('fixture.spin', {})).toMatchObject({ ok: false, code: 'CORE_TIMEOUT' });
    expect(stuck.running).toBe(true);
    await stuck.close('user');
    expect(stuck.running).toBe(false);
  });

  test('a core that no longer hears is ended all the same, and calls under way are answered', async () => {
    const pending = core.call('fixture.spin', {});
    await core.close('user');
    expect(await pending).toMatchObject({ ok: false, code: 'CORE_STOPPED' });
    expect(children.all[0]!.signalCode).not.toBeNull();
  });
});

describe('one core after another', () => {
  const sessions = (onFault = (): void => undefined) =>
    createCoreSessions({
      start: children.start,
      onFault,
      now: Date.now,
      patience: { closing: 300, backup: 600_000, hurried: 300 },
    });

  test('after a lock another process serves, and the one before is gone before it opens the folder', async () => {
    const cores = sessions();
    const first = (await cores.call('fixture.pid', {})) as { value: number };
    await cores.call('fixture.open', { record: 'T-01' });
    const gone = once(children.all[0]!, 'exit');
    cores.renew('user');
    expect(await cores.call('fixture.open', { record: 'T-02' })).toEqual({ ok: true, value: ['T-01'] });
    await gone;
    const second = (await cores.call('fixture.pid', {})) as { value: number };
    expect(second.value).not.toBe(first.value);
    await cores.close();
    expect(children.all.map((child) => child.exitCode ?? child.signalCode)).not.toContain(null);
  });

  test('what one left open is handed on over a core that nobody opened', async () => {
    const cores = sessions();
    await cores.call('fixture.open', { record: 'T-01' });
    cores.renew('user');
    cores.renew('user');
    expect(await cores.call('fixture.open', { record: 'T-02' })).toEqual({ ok: true, value: ['T-01'] });
    await cores.close();
  });

  test('a page that loads anew is served by a core of its own', async () => {
    const cores = sessions();
    cores.serve(port);
    const first = await cores.call('fixture.pid', {});
    cores.serve(port);
    expect(await cores.call('fixture.pid', {})).not.toEqual(first);
    await cores.close();
  });

  test('who waits for the folder waits for a backup a while, not for ever', async () => {
    const cores = sessions();
    await cores.call('fixture.open', { record: 'slow' });
    cores.renew('user');
    expect(await cores.call('fixture.open', { record: 'T-02' })).toMatchObject({ ok: true });
    await cores.close();
  });

  test('a core that dies is told and replaced by a lock; one that keeps dying is given up', async () => {
    let faults = 0;
    let told = (): void => undefined;
    const cores = sessions(() => {
      faults += 1;
      told();
    });
    for (let death = 1; death <= 4; death += 1) {
      const fault = new Promise<void>((resolve) => (told = resolve));
      expect(await cores.call('fixture.die', {})).toMatchObject({ code: 'CORE_STOPPED' });
      await fault;
      cores.renew('fault');
      expect([faults, cores.running]).toEqual([death, death < 4]);
    }
    expect(await cores.call('fixture.echo', { text: '好' })).toMatchObject({ code: 'CORE_STOPPED' });
    await cores.close();
  });
});
