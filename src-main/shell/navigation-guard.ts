/** The window shows the application's own page and nothing else; it opens no other window. */
import type { WebContents } from 'electron';
import { isAppPage } from './origin';
import type { Refusals } from './refusals';

/** Installs the guard on one web contents; call it for every one that is ever created. */
export function guardNavigation(contents: WebContents, refusals: Refusals): void {
  const refuse = (event: { preventDefault(): void }): void => {
    refusals.navigation++;
    event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    if (!isAppPage(event.url)) refuse(event);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse(event);
  });
  contents.on('will-redirect', (event) => {
    if (!isAppPage(event.url)) refuse(event);
  });
  contents.on('will-attach-webview', (event) => refuse(event));
  contents.setWindowOpenHandler(() => {
    refusals.navigation++;
    return { action: 'deny' };
  });
}
