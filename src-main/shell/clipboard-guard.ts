/** Remembers what we put on the clipboard (its digest only) and takes it off again on lock, if it is still there. */
import { createHash } from 'node:crypto';

/** As much of Electron's clipboard as is used here; its answers became promises in newer versions. */
export interface ClipboardPort {
  readText(): string | Promise<string>;
  writeText(text: string): void | Promise<void>;
  clear(): void;
  /** Marked text that the system offers for pasting without a copy (X11 only). */
  readonly selection?: { clear(): void };
}

export interface ClipboardGuard {
  write(text: string): Promise<void>;
  /** An ordinary copy happened in our page: what is on the clipboard a moment later is ours. */
  copied(): Promise<void>;
  /** Empties the clipboard if it still holds ours, a copy of this very moment included, and marked text in any case. */
  clearOwn(): Promise<void>;
}

/** How long after a copy the clipboard is looked at, in milliseconds: the page reports it before Chromium writes it. */
const COPY_SETTLES_MS = 100;

export function createClipboardGuard(clipboard: ClipboardPort): ClipboardGuard {
  let own: string | undefined;
  let settling: Promise<void> = Promise.resolve();
  const current = async (): Promise<string> =>
    createHash('sha256')
      .update(await clipboard.readText())
      .digest('hex');
  return {
    async write(text) {
      await clipboard.writeText(text);
      own = await current();
    },
    copied() {
      settling = new Promise((settled) => setTimeout(settled, COPY_SETTLES_MS)).then(async () => {
        own = await current();
      });
      return settling;
    },
    async clearOwn() {
      await settling;
      if (own !== undefined && (await current()) === own) clipboard.clear();
      clipboard.selection?.clear();
      own = undefined;
    },
  };
}
