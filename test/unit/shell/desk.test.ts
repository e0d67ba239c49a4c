/** Leaving the desk: idle time, sleep, locking, clipboard, and what is remembered of the window. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClipboardGuard } from '../../../src-main/shell/clipboard-guard';
import { IDLE_CHECK_MS, watchDesk } from '../../../src-main/shell/idle';
import { createLock } from '../../../src-main/shell/lock';
import {
  bounds,
  placeWindow,
  nextTextSize,
  readSettings,
  SMALLEST,
  writeSettings,
} from '../../../src-main/shell/settings';
import { LOCK_GRACE_MS } from '../../../src-shared/contract/shell';

describe('idle', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function desk() {
    const listeners: Record<string, () => void> = {};
    const state = { idleSeconds: 0, minutes: 10 };
    const locks: string[] = [];
    const stop = watchDesk(
      {
        getSystemIdleTime: () => state.idleSeconds,
        on: (name, listener) => (listeners[name] = listener),
      },
      () => state.minutes,
      (reason) => locks.push(reason),
    );
    const look = (idleSeconds: number): void => {
      state.idleSeconds = idleSeconds;
      jest.advanceTimersByTime(IDLE_CHECK_MS);
    };
    return { listeners, state, locks, look, stop };
  }

  test('locks after the set minutes without input, once until someone comes back', () => {
    const { locks, look } = desk();
    look(599);
    expect(locks).toEqual([]);
    look(600);
    look(605);
    expect(locks).toEqual(['idle']);
    look(1);
    look(700);
    expect(locks).toEqual(['idle', 'idle']);
  });
  test('a changed setting counts at the next look', () => {
    const { locks, look, state } = desk();
    state.minutes = 1;
    look(60);
    expect(locks).toEqual(['idle']);
  });
  test('sleep and the lock screen lock at once', () => {
    const { locks, listeners } = desk();
    listeners['suspend']?.();
    listeners['lock-screen']?.();
    expect(locks).toEqual(['suspend', 'screen']);
  });
  test('stops watching when told', () => {
    const { locks, look, stop } = desk();
    stop();
    look(9999);
    expect(locks).toEqual([]);
  });
});

describe('lock', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function recorded(shown: Promise<void> = Promise.resolve()) {
    const steps: string[] = [];
    const lock = createLock({
      announce: (reason) => steps.push(`announce ${reason}`),
      lockCore: () => void steps.push('core'),
      wipe: async () => void steps.push('wipe'),
      show: async () => {
        steps.push('show');
        await shown;
      },
    });
    return { steps, lock };
  }

  test('announces first, and locks by itself when the window does not answer', async () => {
    const { steps, lock } = recorded();
    lock.request('idle');
    expect(steps).toEqual(['announce idle']);
    await jest.advanceTimersByTimeAsync(LOCK_GRACE_MS);
    expect(steps).toEqual(['announce idle', 'core', 'wipe', 'show']);
    expect(lock.lastReason).toBe('idle');
  });
  test('locks at once when the window answers, keeps the first reason, and only once', async () => {
    const { steps, lock } = recorded();
    lock.request('suspend');
    lock.request('screen');
    await Promise.all([lock.now('user'), lock.now('user')]);
    await jest.advanceTimersByTimeAsync(LOCK_GRACE_MS * 2);
    expect(steps).toEqual(['announce suspend', 'core', 'wipe', 'show']);
    expect(lock.lastReason).toBe('suspend');
  });
  test('is not held up by a page that is still loading: a lock meanwhile is one of its own', async () => {
    const { steps, lock } = recorded(new Promise(() => {}));
    void lock.now('user');
    await jest.advanceTimersByTimeAsync(0);
    void lock.now('screen');
    await jest.advanceTimersByTimeAsync(0);
    expect(steps).toEqual(['core', 'wipe', 'show', 'core', 'wipe', 'show']);
    expect(lock.lastReason).toBe('screen');
  });
  test('can be locked again after it has been locked', async () => {
    const { steps, lock } = recorded();
    await lock.now('user');
    await lock.now('fault');
    expect(steps).toEqual(['core', 'wipe', 'show', 'core', 'wipe', 'show']);
    expect(lock.lastReason).toBe('fault');
  });
});

describe('clipboard', () => {
  function board() {
    const state = { text: '', selection: '选中的字' };
    const guard = createClipboardGuard({
      readText: () => Promise.resolve(state.text),
      writeText: (text) => void (state.text = text),
      clear: () => void (state.text = ''),
      selection: { clear: () => void (state.selection = '') },
    });
    return { state, guard };
  }
  test('takes off what we wrote', async () => {
    const { state, guard } = board();
    await guard.write('谈话要点');
    await guard.clearOwn();
    expect(state).toEqual({ text: '', selection: '' });
  });
  test('takes off what was copied in our page', async () => {
    const { state, guard } = board();
    state.text = '从页面复制';
    await guard.copied();
    await guard.clearOwn();
    expect(state.text).toBe('');
  });
  test('takes off what is being copied while it locks', async () => {
    const { state, guard } = board();
    const copied = guard.copied();
    const cleared = guard.clearOwn();
    state.text = '从页面复制';
    await Promise.all([copied, cleared]);
    expect(state.text).toBe('');
  });
  test('leaves what another program put there, before or since', async () => {
    const { state, guard } = board();
    state.text = '别的程序';
    await guard.clearOwn();
    expect(state.text).toBe('别的程序');
    await guard.write('谈话要点');
    state.text = '别的程序';
    await guard.clearOwn();
    expect(state.text).toBe('别的程序');
  });
});

describe('settings', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'settings-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const standard = {
    window: undefined,
    maximized: false,
    appearance: 'system' as const,
    textSize: 'standard' as const,
    idleMinutes: 10,
  };

  test('come back as they were written, and leave one file', () => {
    const file = path.join(folder, 'settings.json');
    const settings = {
      window: { x: -5, y: 0, width: 1366, height: 768 },
      maximized: true,
      appearance: 'dark' as const,
      textSize: 'largest' as const,
      idleMinutes: 5,
    };
    writeSettings(file, settings);
    expect(readSettings(file)).toEqual(settings);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
  test.each([
    ['no file', undefined, standard],
    ['no JSON', '{"window":', standard],
    ['another shape', '[1,2]', standard],
    [
      'nonsense in one part',
      '{"window":{"x":"a"},"maximized":true,"appearance":"pink","textSize":9,"idleMinutes":0}',
      { ...standard, maximized: true },
    ],
    [
      'a window of no size',
      '{"window":{"x":0,"y":0,"width":0,"height":0},"idleMinutes":3}',
      { ...standard, idleMinutes: 3 },
    ],
  ])('survive %s', (_what, content, expected) => {
    const file = path.join(folder, 'settings.json');
    if (content !== undefined) writeFileSync(file, content);
    expect(readSettings(file)).toEqual(expected);
  });
});

describe('the size of the type', () => {
  test.each([
    ['standard', 'larger', 'large'],
    ['large', 'larger', 'largest'],
    ['largest', 'larger', 'largest'],
    ['large', 'smaller', 'standard'],
    ['standard', 'smaller', 'standard'],
    ['largest', 'standard', 'standard'],
  ] as const)('%s, %s: %s', (now, change, next) => expect(nextTextSize(now, change)).toBe(next));
});

describe('window place', () => {
  const laptop = { x: 0, y: 0, width: 1366, height: 728 };
  const second = { x: 1366, y: 0, width: 1920, height: 1040 };
  const there = { x: 1500, y: 100, width: 1600, height: 900 };

  test('the window returns to where it was', () => {
    expect(placeWindow(there, [laptop, second])).toEqual(there);
  });
  test('a window on a screen that is gone comes to the first screen, no larger than it', () => {
    expect(placeWindow(there, [laptop])).toEqual({ width: 1366, height: 728 });
  });
  test('a window whose title bar cannot be reached is rescued', () => {
    expect(placeWindow({ x: 0, y: -300, width: 1000, height: 700 }, [laptop])).toEqual({
      width: 1000,
      height: 700,
    });
    expect(placeWindow({ x: -950, y: 0, width: 1000, height: 700 }, [laptop])).toEqual({
      width: 1000,
      height: 700,
    });
  });
  test('the first start fits the screen, also a small one at 200 %', () => {
    const doubled = { x: 0, y: 0, width: 683, height: 344 };
    expect(placeWindow(undefined, [doubled])).toEqual({ width: 683, height: 344 });
    expect(SMALLEST.width).toBeLessThanOrEqual(doubled.width);
    expect(SMALLEST.height).toBeLessThanOrEqual(doubled.height);
    expect(bounds.safeParse(doubled).success).toBe(true);
    expect(placeWindow(undefined, [second])).toEqual({ width: 1366, height: 768 });
    expect(placeWindow(undefined, [])).toEqual({ width: 1366, height: 768 });
  });
});
