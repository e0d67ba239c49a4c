/**
 * `--self-check`: starts the whole application as usual, asks the page and the core for a sign of life, prints one line
 * of JSON and ends with 0 when both answered. For the person who installs, and for the packaging test.
 */
import type { BrowserWindow } from 'electron';
import type { CoreClient } from './core-client';

export const SELF_CHECK = '--self-check';

export interface SelfCheck {
  readonly ok: boolean;
  readonly packaged: boolean;
  readonly electron: string;
  readonly page: boolean;
  readonly core: boolean;
  readonly devTools: boolean;
  /** Milliseconds from the start of the process until the page was loaded. */
  readonly loadedAfterMs: number;
}

/** Resolves with what was found; call it once the window has been told to load its page. */
export async function reportSelfCheck(
  window: BrowserWindow,
  core: CoreClient,
  packaged: boolean,
): Promise<SelfCheck> {
  const { webContents } = window;
  const loaded = await new Promise<boolean>((resolve) => {
    webContents.once('did-finish-load', () => resolve(true));
    webContents.once('did-fail-load', () => resolve(false));
  });
  const loadedAfterMs = Math.round(performance.now());
  const page =
    loaded &&
    ((await webContents.executeJavaScript(
      "typeof window.workbench?.invoke === 'function' && typeof window.require === 'undefined'",
    )) as boolean);
  // A name that no table has: only a living core can say that it does not know it.
  const answer = await core.call('self-check', {});
  const alive = !answer.ok && answer.code === 'CONTRACT_UNKNOWN_NAME';
  const devTools = await opensDevTools(window);
  return {
    ok: page && alive && !(packaged && devTools),
    packaged,
    electron: process.versions.electron ?? '',
    page,
    core: alive,
    devTools,
    loadedAfterMs,
  };
}

/** Tries to open the developer tools; where they are disabled nothing happens, so the wait has an end. */
function opensDevTools({ webContents }: BrowserWindow): Promise<boolean> {
  return new Promise((resolve) => {
    webContents.once('devtools-opened', () => resolve(true));
    setTimeout(() => resolve(webContents.isDevToolsOpened()), 1000);
    webContents.openDevTools({ mode: 'detach' });
  });
}
