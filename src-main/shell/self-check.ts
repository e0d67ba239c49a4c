/**
 * `--self-check`: starts the whole application as usual, asks the page for a sign of life, and lets a core of its own
 * create, check and close a vault in a temporary folder. Prints one line of JSON and ends with 0 when all of it worked.
 * For the person who installs, and for the packaging test; the real vault is not touched.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserWindow, WebContents } from 'electron';
import type { CoreProcessData } from '../core-protocol';
import { startCore, type CoreChild } from './core-client';

type ForkCore = (data: CoreProcessData) => CoreChild;

export const SELF_CHECK = '--self-check';

export interface SelfCheck {
  readonly ok: boolean;
  readonly packaged: boolean;
  readonly electron: string;
  /** The page is there, with the contract and without Node. */
  readonly page: boolean;
  /** A sealed vault with the fictional sample round could be made and verified. */
  readonly vault: boolean;
  /** Developer tools could be opened; in the installed application that is a fault. */
  readonly devTools: boolean;
  /** Milliseconds from the start of the process until the page was loaded. */
  readonly loadedAfterMs: number;
}

/** Resolves with what was found; call it before the window is told to load its page. */
export async function reportSelfCheck(
  window: BrowserWindow,
  forkCore: ForkCore,
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
  const vault = await canKeepAVault(forkCore);
  const devTools = await opensDevTools(webContents);
  return {
    ok: page && vault && !(packaged && devTools),
    packaged,
    electron: process.versions.electron ?? '',
    page,
    vault,
    devTools,
    loadedAfterMs,
  };
}

async function canKeepAVault(forkCore: ForkCore): Promise<boolean> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patrol-workbench-check-'));
  const core = startCore({ start: () => forkCore({ dataDir }), onStopped: () => {} });
  core.free([]);
  try {
    const passphrase = randomBytes(24).toString('base64url');
    const created = await core.call('vault.create', {
      name: '自检',
      role: 'leader',
      passphrase,
      sample: true,
    });
    const verified = await core.call('store.verify', {});
    return created.ok && verified.ok && (verified.value as { ok: boolean }).ok;
  } finally {
    await core.close('user');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** How long developer tools that can be opened may take to show, in milliseconds; the wait where they are disabled. */
const TOOLS_SHOW_MS = 1000;

/** Tries to open the developer tools; where they are disabled nothing happens, so the wait has an end. */
export function opensDevTools(webContents: DevToolsOf): Promise<boolean> {
  return new Promise((resolve) => {
    // The window may be gone before the wait is over, so an answer ends the wait.
    const wait = setTimeout(() => answer(webContents.isDevToolsOpened()), TOOLS_SHOW_MS);
    const answer = (opened: boolean): void => {
      clearTimeout(wait);
      resolve(opened);
    };
    webContents.once('devtools-opened', () => answer(true));
    webContents.once('destroyed', () => answer(false));
    webContents.openDevTools({ mode: 'detach' });
  });
}

type DevToolsOf = Pick<WebContents, 'isDevToolsOpened' | 'once' | 'openDevTools'>;
