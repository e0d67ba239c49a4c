/** What this computer remembers of the window, its look and locking: never a word of a record. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { APPEARANCES, IDLE_MINUTES, textSize, type TextSize } from '../../src-shared/contract/shell';

/**
 * The smallest window, in CSS pixels: a 1366 × 768 screen at 200 % has 683 × 384, of which the task bar takes 40. A
 * smallest size above that would push the lower edge, and the buttons there, off the screen.
 */
export const SMALLEST = { width: 640, height: 320 } as const;

export const bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(SMALLEST.width).max(16_384),
  height: z.number().int().min(SMALLEST.height).max(16_384),
});
export type Bounds = z.infer<typeof bounds>;

const schema = z.object({
  window: bounds.optional().catch(undefined),
  maximized: z.boolean().catch(false),
  appearance: z.enum(APPEARANCES).catch('system'),
  textSize: textSize.catch('standard'),
  idleMinutes: z.number().int().min(IDLE_MINUTES.min).max(IDLE_MINUTES.max).catch(IDLE_MINUTES.standard),
});
export type Settings = z.infer<typeof schema>;

/** Reads the file part by part: what is missing or nonsense takes its default, so a broken file never stops the start. */
export function readSettings(file: string): Settings {
  let raw: unknown = {};
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No file yet, or not JSON: the defaults below.
  }
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : schema.parse({});
}

/** Replaces the file in one step, so that a crash leaves the old one or the new one. */
export function writeSettings(file: string, settings: Settings): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, JSON.stringify(settings));
  renameSync(temporary, file);
}

const SIZES = textSize.options;

/** The size to go to from another; at the end of the row it stays. */
export function nextTextSize(now: TextSize, change: 'larger' | 'smaller' | 'standard'): TextSize {
  if (change === 'standard') return 'standard';
  const at = SIZES.indexOf(now) + (change === 'larger' ? 1 : -1);
  return SIZES[Math.min(Math.max(at, 0), SIZES.length - 1)]!;
}

/** How much of a window must lie on a screen so that it can be seen and moved, in pixels. */
const VISIBLE = { width: 200, height: 100 };

/**
 * Where to put the window: where it was, if its title bar can still be reached; otherwise centred on the first screen,
 * and never larger than it.
 * @param screens the work areas of the screens, the primary one first
 */
export function placeWindow(wanted: Bounds | undefined, screens: readonly Bounds[]): Partial<Bounds> & Size {
  const standard = { width: 1366, height: 768 };
  const primary = screens[0];
  if (primary === undefined) return standard;
  if (wanted !== undefined && screens.some((screen) => reachable(wanted, screen))) return wanted;
  const { width, height } = wanted ?? standard;
  return { width: Math.min(width, primary.width), height: Math.min(height, primary.height) };
}

interface Size {
  width: number;
  height: number;
}

function reachable(window: Bounds, screen: Bounds): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const titleBarInside = window.y >= screen.y && window.y + VISIBLE.height <= screen.y + screen.height;
  return across >= VISIBLE.width && titleBarInside;
}
