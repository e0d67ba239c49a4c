/** Serves the built renderer as `app://workbench/…`: one folder, known file types, one strict policy. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';
import { APP_SCHEME, isAppUrl } from './origin';

/**
 * Scripts only from the application itself; nothing remote, no frames, no forms, no plugins. (Peer
 * connections have no directive in the pinned Chromium; switches.ts takes their network away.)
 * Inline styles are allowed: antd and the document preview make style elements at run time, and a style can load
 * nothing here.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** To be passed to `protocol.registerSchemesAsPrivileged` before the application is ready. */
export const APP_SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

/**
 * The file that a URL stands for, or undefined when it is not a file of a known type inside the folder.
 * @param folder the built renderer, absolute
 */
export function resolvePageFile(folder: string, url: string): string | undefined {
  if (!isAppUrl(url)) return undefined;
  let relative: string;
  try {
    relative = decodeURIComponent(new URL(url).pathname).slice(1);
  } catch {
    return undefined;
  }
  if (/[\0\\:]/.test(relative) || relative.split('/').includes('..')) return undefined;
  const file = path.resolve(folder, relative);
  if (!file.startsWith(folder + path.sep)) return undefined;
  return path.extname(file) in CONTENT_TYPES ? file : undefined;
}

/** Answers the scheme in a session. */
export function servePages(protocol: Protocol, folder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = request.method === 'GET' ? resolvePageFile(folder, request.url) : undefined;
    const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
    if (file === undefined || body === undefined)
      return new Response(null, { status: 404, headers: HEADERS });
    const type = CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream';
    return new Response(new Uint8Array(body), { headers: { ...HEADERS, 'Content-Type': type } });
  });
}

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
