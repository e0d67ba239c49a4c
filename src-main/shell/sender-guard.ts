/** A message counts only when the main frame of our own window sent it from the application's own page. */
import type { WebContents, WebFrameMain } from 'electron';
import { isAppPage } from './origin';

export interface Sender {
  readonly sender: WebContents;
  /** Null once the frame has gone. */
  readonly senderFrame: WebFrameMain | null;
}

/** @param own the web contents of our window; undefined while there is none, and then nobody is trusted */
export function isTrustedSender(event: Sender, own: WebContents | undefined): boolean {
  const frame = event.senderFrame;
  return (
    own !== undefined &&
    !own.isDestroyed() &&
    event.sender === own &&
    frame !== null &&
    frame === own.mainFrame &&
    isAppPage(frame.url)
  );
}
