/** The application's own page: the one origin that may exist in the window. */

export const APP_SCHEME = 'app';
const APP_HOST = 'workbench';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;
/** Without the `persist:` prefix Chromium keeps the whole session in memory. */
export const APP_PARTITION = 'workbench';

/** Whether a URL belongs to the application itself; compares parsed parts, never string beginnings. */
export function isAppUrl(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed !== undefined &&
    parsed.protocol === `${APP_SCHEME}:` &&
    parsed.host === APP_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Whether a URL is the application's page (its query and fragment are free, as routes). */
export function isAppPage(url: string): boolean {
  return isAppUrl(url) && new URL(url).pathname === new URL(APP_PAGE).pathname;
}

export function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
