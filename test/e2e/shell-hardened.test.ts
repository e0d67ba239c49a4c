/** The window holds against its own page: what a hostile script in it could try is refused. */
import path from 'node:path';
import { webPreferences } from '../../src-main/shell/web-preferences';
import { cleanUp, launch, ROOT, type Started, type WorkbenchWindow } from './harness';

jest.setTimeout(60_000);

let started: Started;
beforeAll(async () => {
  started = await launch();
});
afterAll(cleanUp);

const refused = async () => {
  const info = await started.page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.appInfo', {}),
  );
  if (!info.ok) throw new Error(info.code);
  return info.value.refused;
};

test('the page has no Node: neither require, process, module, Buffer nor Electron', async () => {
  const types = await started.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname'].map(
      (name) => typeof (window as unknown as Record<string, unknown>)[name],
    ),
  );
  expect(types).toEqual(Array(7).fill('undefined'));
});

test('workbench has two functions and can be neither changed, extended nor replaced', async () => {
  const found = await started.page.evaluate(() => {
    'use strict';
    const holder = window as unknown as { workbench: Record<string, unknown> };
    const before = holder.workbench.invoke;
    const attempt = (act: () => void): string => {
      try {
        act();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    const outcomes = [
      attempt(() => {
        holder.workbench.invoke = () => 'forged';
      }),
      attempt(() => {
        holder.workbench.extra = 1;
      }),
      attempt(() => {
        holder.workbench = {};
      }),
      attempt(() => {
        delete (window as unknown as Record<string, unknown>).workbench;
      }),
    ];
    return { keys: Object.keys(holder.workbench).sort(), same: holder.workbench.invoke === before, outcomes };
  });
  expect(found).toEqual({ keys: ['invoke', 'subscribe'], same: true, outcomes: Array(4).fill('refused') });
});

test('a name outside the contract is answered as unknown, and main listens on no channel for it', async () => {
  for (const name of [
    'shell.runCommand',
    '__proto__',
    'constructor',
    'shell.lockPending',
    '../vault.status',
  ]) {
    const answer = await started.page.evaluate(
      (called) =>
        (
          window as unknown as { workbench: { invoke(name: string, input: unknown): Promise<unknown> } }
        ).workbench.invoke(called, {}),
      name,
    );
    expect(answer).toMatchObject({ ok: false, code: 'CONTRACT_UNKNOWN_NAME' });
  }
  const channels = await started.app.evaluate(({ ipcMain }) => ({
    listeners: ipcMain.eventNames().map(String),
    handlers: [
      ...((ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers?.keys() ?? []),
    ],
  }));
  expect(channels.handlers).toContain('workbench:call:shell.appInfo');
  expect(channels.handlers.every((name) => /^workbench:call:[a-z]+\.[a-zA-Z]+$/.test(name))).toBe(true);
  // Beside Electron's own guard against an unhandled 'error' event: where a page asks for its port to the core.
  expect(channels.listeners).toEqual(['error', 'workbench:port']);
});

test('input that does not fit the schema is refused with a sentence and without quoting it', async () => {
  const answer = await started.page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.setIdleMinutes', { minutes: 9999 }),
  );
  expect(answer).toMatchObject({ ok: false, code: 'CONTRACT_BAD_INPUT', problems: [{ place: 'minutes' }] });
  expect(JSON.stringify(answer)).not.toContain('9999');
});

test('a file that no dialog returned is neither shown nor read nor written', async () => {
  const answer = await started.page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.showInFolder', { path: '/etc/passwd' }),
  );
  expect(answer).toMatchObject({ ok: false, code: 'FILE_NOT_CHOSEN' });
});

test('inline and evaluated scripts do not run', async () => {
  const found = await started.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    // The page itself must not be able to evaluate; this function runs by the debugger, outside its policy.
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
        once: true,
      });
    });
    const second = document.createElement('script');
    second.textContent = 'window.inlineRan = true';
    document.head.append(second);
    return { directive: await blocked, ran: 'inlineRan' in window };
  });
  expect(found).toEqual({ directive: 'script-src-elem', ran: false });
});

test('navigation, new windows and frames are refused', async () => {
  const before = await refused();
  const frames = await started.page.evaluate(async () => {
    window.open('https://example.com/');
    window.open('app://workbench/index.html');
    location.href = 'https://example.com/';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    const settled = new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', resolve, { once: true });
    });
    document.body.append(frame);
    await settled;
    frame.remove();
    return window.frames.length;
  });
  expect(frames).toBe(0);
  expect((await refused()).navigation - before.navigation).toBe(3);
  expect(started.page.url()).toMatch(/^app:\/\/workbench\//);
  const windows = await started.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
});

test('a fetch, an image, a socket and a beacon of the page reach nothing', async () => {
  const outcomes = await started.page.evaluate(async () => {
    const failed = (made: Promise<unknown>) => made.then(() => 'sent').catch(() => 'refused');
    const image = new Promise((resolve, reject) => {
      const element = new Image();
      element.onload = resolve;
      element.onerror = reject;
      element.src = 'https://example.com/a.png';
    });
    const socket = new Promise((resolve, reject) => {
      const made = new WebSocket('wss://example.com/');
      made.onopen = resolve;
      made.onerror = reject;
    });
    return Promise.all([
      failed(fetch('https://example.com/')),
      failed(fetch('http://127.0.0.1:9/')),
      failed(fetch('file:///etc/passwd')),
      failed(image),
      failed(socket),
    ]);
  });
  expect(outcomes).toEqual(Array(5).fill('refused'));
});

test('even the main process can request nothing: the session layer cancels and counts each attempt', async () => {
  const before = await refused();
  const outcomes = await started.app.evaluate(async ({ session }) => {
    const made: string[] = [];
    for (const one of [session.fromPartition('workbench'), session.defaultSession]) {
      for (const url of ['https://example.com/', 'http://127.0.0.1:9/', 'http://[::1]:9/']) {
        made.push(
          await one.fetch(url).then(
            () => 'sent',
            (error: Error) => error.message,
          ),
        );
      }
    }
    return made;
  });
  expect(outcomes).toEqual(Array(6).fill('net::ERR_BLOCKED_BY_CLIENT'));
  expect((await refused()).network - before.network).toBe(6);
});

test('a host name resolves to nothing, and the proxy leads nowhere', async () => {
  const found = await started.app.evaluate(async ({ session, app }) => {
    const own = session.fromPartition('workbench');
    return {
      proxy: await own.resolveProxy('https://example.com/'),
      rules: app.commandLine.getSwitchValue('host-resolver-rules'),
      host: await own.resolveHost('localhost').then(
        () => 'resolved',
        () => 'refused',
      ),
    };
  });
  expect(found).toEqual({ proxy: 'PROXY 127.0.0.1:9', rules: 'MAP * ~NOTFOUND', host: 'refused' });
});

test('every permission is refused', async () => {
  const before = await refused();
  const outcomes = await started.page.evaluate(async () => {
    const name = async (made: Promise<unknown>) =>
      made.then((value) => String(value)).catch((error: Error) => error.name);
    return {
      notification: await Notification.requestPermission(),
      midi: await name(navigator.requestMIDIAccess()),
      clipboard: await name(navigator.clipboard.readText()),
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          (error) => resolve(error.code),
        ),
      ),
    };
  });
  expect(outcomes).toEqual({
    notification: 'denied',
    midi: 'NotAllowedError',
    clipboard: 'NotAllowedError',
    location: 1,
  });
  expect((await refused()).permission).toBeGreaterThan(before.permission);
});

test('a message from another window is refused, even with our page and our preload', async () => {
  const before = await refused();
  const preferences = webPreferences(path.join(ROOT, 'out/preload/preload.js'), false, {
    calls: ['shell.appInfo'],
    direct: [],
    events: [],
    shellEvents: [],
  });
  const answer = await started.app.evaluate(async ({ BrowserWindow }, given) => {
    const forged = new BrowserWindow({
      show: false,
      webPreferences: given as Electron.WebPreferences,
    });
    await forged.loadURL('app://workbench/index.html');
    const result: unknown = await forged.webContents.executeJavaScript(
      "workbench.invoke('shell.appInfo', {})",
    );
    forged.destroy();
    return result;
  }, preferences);
  expect(answer).toMatchObject({ ok: false, code: 'CONTRACT_BAD_SENDER' });
  expect((await refused()).sender).toBeGreaterThan(before.sender);
});

test('the window keeps its session in memory and has the settings that make it safe', async () => {
  const found = await started.app.evaluate(({ BrowserWindow, session }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Electron.WebPreferences;
      session: Electron.Session;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return {
      settings: { sandbox, contextIsolation, nodeIntegration, webSecurity },
      spellcheck: contents.session.isSpellCheckerEnabled(),
      own: contents.session === session.fromPartition('workbench'),
      persistent: contents.session.isPersistent(),
      path: contents.session.storagePath,
    };
  });
  expect(found).toEqual({
    settings: { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
    spellcheck: false,
    own: true,
    persistent: false,
    path: null,
  });
});
