/**
 * The session layer lets nothing out: every request but the application's own files is cancelled before it has a
 * socket, the proxy leads nowhere, downloads are refused.
 */
import type { Session } from 'electron';
import { APP_ORIGIN, isAppUrl, parse } from './origin';
import type { Refusals } from './refusals';

/** A proxy that can't be reached: with `MAP * ~NOTFOUND` even this address resolves to nothing. */
const DEAD_END = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:9',
  proxyBypassRules: '<-loopback>',
} as const;

/**
 * Whether a request may be served: the application's own files, and bytes that are already in the page (`blob:` of
 * our origin, `data:`). `devTools` admits Chromium's built-in inspector pages, which are part of the binary.
 */
export function isAllowedRequest(url: string, devTools: boolean): boolean {
  if (isAppUrl(url)) return true;
  const parsed = parse(url);
  if (parsed === undefined) return false;
  if (parsed.protocol === 'blob:') return isAppUrl(parsed.pathname);
  if (parsed.protocol === 'data:') return true;
  return devTools && parsed.protocol === 'devtools:';
}

/** Installs the guard; resolves when the proxy is in force. */
export async function guardNetwork(session: Session, devTools: boolean, refusals: Refusals): Promise<void> {
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isAllowedRequest(details.url, devTools);
    if (!allowed) refusals.network++;
    answer({ cancel: !allowed });
  });
  session.on('will-download', (event) => {
    refusals.network++;
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerDictionaryDownloadURL(`${APP_ORIGIN}/no-dictionaries/`);
  await session.setProxy(DEAD_END);
}
