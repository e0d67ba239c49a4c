/** What the shell itself does: dialogs, clipboard, locking, printing. Joined with the core's table in index.ts. */
import { z } from 'zod';
import { filePath } from './common';
import { command, event, query } from './define';

const nothing = z.strictObject({});
const title = z.string().min(1).max(100);
const filters = z
  .array(
    z.strictObject({
      name: z.string().max(40),
      extensions: z.array(z.string().regex(/^(?:\*|[a-z0-9]{1,10})$/)).max(20),
    }),
  )
  .max(10)
  .default([]);

/** Minutes without keyboard or mouse before the application locks itself. */
export const IDLE_MINUTES = { min: 1, max: 60, standard: 10 } as const;
const idleMinutes = z.number().int().min(IDLE_MINUTES.min).max(IDLE_MINUTES.max);

/** How the windows look: light, dark, or as the system says. */
export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];
const appearance = z.enum(APPEARANCES);
/** What the window shows where no page has painted yet, and under every page. */
export const GROUNDS = { light: '#f4f3f0', dark: '#141517' } as const;

/** How large everything in the window is, as a factor of the ordinary size; 1366 × 768 still shows every page at 1.3. */
export const TEXT_SIZES = { standard: 1, large: 1.15, largest: 1.3 } as const;
export type TextSize = keyof typeof TEXT_SIZES;
export const TEXT_SIZE_LABELS: Readonly<Record<TextSize, string>> = {
  standard: '标准',
  large: '大',
  largest: '特大',
};
export const textSize = z.enum(Object.keys(TEXT_SIZES) as [TextSize, ...TextSize[]]);

/** Why the application locks or locked: the button or menu, no input, sleep, the system's lock screen, a fault. */
const lockReason = z.enum(['user', 'idle', 'suspend', 'screen', 'fault']);
export type LockReason = z.infer<typeof lockReason>;

export const shellContract = {
  /** Facts for the 关于 box, the settings page and the sign of “离线 · 已加密”. */
  'shell.appInfo': query(
    nothing,
    z.object({
      productName: z.string(),
      version: z.string(),
      electronVersion: z.string(),
      packaged: z.boolean(),
      appearance,
      textSize,
      idleMinutes,
      /** Why the page in the window was last locked; undefined after a plain start. */
      lastLockReason: lockReason.optional(),
      /** False once the core has stopped unexpectedly: every core call then fails with CORE_STOPPED. */
      coreRunning: z.boolean(),
      /** What the guards have refused since the start; all zero in ordinary use. */
      refused: z.object({
        network: z.number().int(),
        navigation: z.number().int(),
        permission: z.number().int(),
        sender: z.number().int(),
      }),
    }),
  ),
  /** Asks where to write one file. The path may then be used by core calls until the next lock. */
  'shell.chooseSaveFile': command(
    z.strictObject({ title, defaultName: z.string().min(1).max(400), filters }),
    z.object({ path: z.string().nullable() }),
  ),
  /** Asks which file or files to read; an empty list when the person cancelled. */
  'shell.chooseOpenFiles': command(
    z.strictObject({ title, multiple: z.boolean().default(false), filters }),
    z.object({ paths: z.array(z.string()) }),
  ),
  /** Asks for a folder, to write a backup into or to look for one in. */
  'shell.chooseFolder': command(
    z.strictObject({ title, use: z.enum(['save', 'open']) }),
    z.object({ path: z.string().nullable() }),
  ),
  /** 打开所在文件夹: only for a file the person chose in a save dialog. */
  'shell.showInFolder': command(z.strictObject({ path: filePath }), nothing, { path: 'save' }),
  /** Puts text on the clipboard; on lock it is taken off again if it is still there. */
  'shell.clipboardWrite': command(z.strictObject({ text: z.string().max(1_000_000) }), nothing),
  /** The preload reports an ordinary copy or cut, so that it too is taken off the clipboard on lock. */
  'shell.clipboardCopied': command(nothing, nothing),
  /** Opens the system's print dialog for the page as it is shown. */
  'shell.printPage': command(nothing, z.object({ printed: z.boolean() })),
  /** Sets the look, at once and for this computer: the page learns it by `prefers-color-scheme`. */
  'shell.setAppearance': command(z.strictObject({ appearance }), nothing),
  /** Sets how large the window's text is, at once and for this computer. */
  'shell.setTextSize': command(z.strictObject({ textSize }), nothing),
  /** Sets the idle time (minutes, 1–60) before the application locks; kept for this computer. */
  'shell.setIdleMinutes': command(z.strictObject({ minutes: idleMinutes }), nothing),
  /**
   * Locks now: core locked, clipboard, previews and working copy gone, page reloaded. The window calls it for the lock
   * button and, after saving what is being typed, in answer to `shell.lockPending`.
   */
  'shell.lock': command(nothing, nothing),
  /** The menu asks for the manual. */
  'shell.helpWanted': event(nothing),
  /** The menu asks to take something back, or to do it again. */
  'shell.undoWanted': event(z.object({ what: z.enum(['undo', 'redo']) })),
  /** A lock is coming in {@link LOCK_GRACE_MS}: save what is being typed, then call `shell.lock`. */
  'shell.lockPending': event(z.object({ reason: lockReason })),
} as const;

/** Milliseconds the window has to save what is being typed before a lock happens without its answer. */
export const LOCK_GRACE_MS = 1500;

export type ShellContract = typeof shellContract;
