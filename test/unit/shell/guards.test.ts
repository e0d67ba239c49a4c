/** The guards as small functions; that the real window obeys them is tested in test/e2e/shell-hardened. */
import { EventEmitter } from 'node:events';
import type { App, WebContents, WebFrameMain } from 'electron';
import { createCrashGuard } from '../../../src-main/shell/crash-guard';
import { guardNavigation } from '../../../src-main/shell/navigation-guard';
import { isAllowedRequest } from '../../../src-main/shell/network-guard';
import { isAppPage, isAppUrl } from '../../../src-main/shell/origin';
import { CONTENT_SECURITY_POLICY, resolvePageFile } from '../../../src-main/shell/page-protocol';
import { noRefusals } from '../../../src-main/shell/refusals';
import { isTrustedSender } from '../../../src-main/shell/sender-guard';
import { applySwitches, debugSwitch, tuneEngine } from '../../../src-main/shell/switches';
import { webPreferences } from '../../../src-main/shell/web-preferences';

const FOREIGN = [
  'https://workbench/index.html',
  'app://workbench.example.com/index.html',
  'app://workbench@example.com/index.html',
  'app://user@workbench/index.html',
  'app://workbench:80/index.html',
  'app2://workbench/index.html',
  'file:///index.html',
  'about:blank',
  'javascript:alert(1)',
  '',
];

describe('origin', () => {
  test.each(FOREIGN)('%s is not ours', (url) => expect(isAppUrl(url)).toBe(false));

  test('the page is ours with any route; another file of ours is no page', () => {
    expect(isAppPage('app://workbench/index.html?a=1#/units/3')).toBe(true);
    expect(isAppUrl('app://workbench/assets/a.js')).toBe(true);
    expect(isAppPage('app://workbench/assets/a.js')).toBe(false);
  });
});

describe('web preferences', () => {
  const names = { calls: ['a.b'], direct: [], events: [], shellEvents: [] };
  test('isolate the page and keep its session in memory', () => {
    expect(webPreferences('/p.js', true, names)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      partition: 'workbench',
    });
  });
  test('the installed application has no developer tools', () => {
    expect(webPreferences('/p.js', true, names).devTools).toBe(false);
    expect(webPreferences('/p.js', false, names).devTools).toBe(true);
  });
});

describe('network guard', () => {
  test.each([
    ...FOREIGN,
    'http://127.0.0.1/',
    'ws://localhost/',
    'wss://a/',
    'ftp://a/',
    'blob:https://a/1',
    'chrome://gpu',
  ])('refuses %s', (url) => expect(isAllowedRequest(url, false)).toBe(false));
  test.each(['app://workbench/index.html', 'blob:app://workbench/1-2', 'data:image/png;base64,AA=='])(
    'serves %s',
    (url) => expect(isAllowedRequest(url, false)).toBe(true),
  );
  test('serves the built-in inspector only where developer tools exist', () => {
    expect(isAllowedRequest('devtools://devtools/bundled/a.js', true)).toBe(true);
    expect(isAllowedRequest('devtools://devtools/bundled/a.js', false)).toBe(false);
  });
});

describe('navigation guard', () => {
  function guarded() {
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler(handler: () => unknown) {
        contents.open = handler;
      },
      open: (): unknown => undefined,
    });
    const refusals = noRefusals();
    guardNavigation(contents as unknown as WebContents, refusals);
    const prevented = (name: string, details: object): boolean => {
      let was = false;
      contents.emit(name, { ...details, preventDefault: () => (was = true) });
      return was;
    };
    return { contents, refusals, prevented };
  }

  test('refuses foreign pages, redirects, frames, webviews and windows, and counts them', () => {
    const { contents, refusals, prevented } = guarded();
    expect(prevented('will-navigate', { url: 'https://example.com/' })).toBe(true);
    expect(prevented('will-redirect', { url: 'https://example.com/' })).toBe(true);
    expect(prevented('will-frame-navigate', { url: 'app://workbench/index.html', isMainFrame: false })).toBe(
      true,
    );
    expect(prevented('will-attach-webview', {})).toBe(true);
    expect(contents.open()).toEqual({ action: 'deny' });
    expect(refusals.navigation).toBe(5);
  });

  test('lets the application load its own page', () => {
    const { refusals, prevented } = guarded();
    expect(prevented('will-navigate', { url: 'app://workbench/index.html#/today' })).toBe(false);
    expect(refusals.navigation).toBe(0);
  });
});

describe('sender guard', () => {
  const mainFrame = { url: 'app://workbench/index.html' } as WebFrameMain;
  const own = { mainFrame, isDestroyed: () => false } as WebContents;

  test('trusts the main frame of our window on our page', () => {
    expect(isTrustedSender({ sender: own, senderFrame: mainFrame }, own)).toBe(true);
  });
  test('refuses another window, a child frame, a gone frame, a foreign page and a time without a window', () => {
    const other = { mainFrame, isDestroyed: () => false } as WebContents;
    const child = { url: mainFrame.url } as WebFrameMain;
    const foreignFrame = { url: 'https://example.com/' } as WebFrameMain;
    const strayed = { mainFrame: foreignFrame, isDestroyed: () => false } as WebContents;
    expect([
      isTrustedSender({ sender: other, senderFrame: mainFrame }, own),
      isTrustedSender({ sender: own, senderFrame: child }, own),
      isTrustedSender({ sender: own, senderFrame: null }, own),
      isTrustedSender({ sender: strayed, senderFrame: foreignFrame }, strayed),
      isTrustedSender({ sender: own, senderFrame: mainFrame }, undefined),
    ]).toEqual([false, false, false, false, false]);
  });
});

describe('pages', () => {
  const folder = '/app/out/renderer';
  test('serves files of known types inside the folder', () => {
    expect(resolvePageFile(folder, 'app://workbench/index.html?x#y')).toBe('/app/out/renderer/index.html');
    expect(resolvePageFile(folder, 'app://workbench/assets/%E5%9B%BE.png')).toBe(
      '/app/out/renderer/assets/图.png',
    );
  });
  test.each([
    'app://workbench/..%2f..%2fpackage.json',
    'app://workbench/%2e%2e/%2e%2e/main/main.js',
    'app://workbench/assets/..%5c..%5cmain.js',
    'app://workbench/%00index.html',
    'app://workbench/C:%5cwindows.js',
    'app://workbench//etc/passwd.html',
    'app://workbench/%E0%A4%A.html',
    'app://workbench/',
    'app://workbench/index.map',
    'app://elsewhere/index.html',
  ])('refuses %s', (url) => {
    const file = resolvePageFile(folder, url);
    // A browser folds dot segments before they arrive; what is left may then name a file that is inside, and absent.
    expect(file === undefined || file.startsWith(`${folder}/`)).toBe(true);
    expect(file ?? '').not.toMatch(/package\.json|passwd|windows/);
  });
  test('the policy names no remote source and lets no script be evaluated', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self';/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/https?:|\*|unsafe-eval/);
  });
});

describe('command line', () => {
  function commandLine(given: readonly string[]) {
    const switches = new Map(given.map((name) => [name, '']));
    const app = {
      commandLine: {
        appendSwitch: (name: string, value = '') => void switches.set(name, value),
        hasSwitch: (name: string) => switches.has(name),
      },
    } as unknown as App;
    return { app, switches };
  }
  test('resolves no host and keeps Chromium silent', () => {
    const { app, switches } = commandLine([]);
    applySwitches(app);
    expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect(switches.has('disable-background-networking')).toBe(true);
    expect(debugSwitch(app)).toBeUndefined();
  });
  test('collects garbage in one stop where there are two cores or fewer', () => {
    const { app, switches } = commandLine([]);
    tuneEngine(app, 2);
    expect(switches.get('js-flags')).toBe('--no-incremental-marking');
    const wide = commandLine([]);
    tuneEngine(wide.app, 4);
    expect(wide.switches.has('js-flags')).toBe(false);
  });
  test('finds a switch that would open the window to another program', () => {
    expect(debugSwitch(commandLine(['remote-debugging-port']).app)).toBe('remote-debugging-port');
  });
});

test('a page that keeps dying is given up, one that dies now and then is loaded again', () => {
  let now = 0;
  const died = createCrashGuard(() => now);
  expect([died(), died(), died(), died()]).toEqual(['reload', 'reload', 'reload', 'give-up']);
  now = 120_000;
  expect(died()).toBe('reload');
});
