/** The one window: placed where it was, shown when it has something to show. */
import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';
import { GROUNDS, TEXT_SIZES } from '../../src-shared/contract/shell';
import { placeWindow, SMALLEST, type Bounds, type Settings } from './settings';

/** What the window shows where no page has painted yet, so that nothing flashes. */
const ground = (): string => (nativeTheme.shouldUseDarkColors ? GROUNDS.dark : GROUNDS.light);

/** @param screens work areas of the screens, the primary one first */
export function createMainWindow(
  settings: Settings,
  screens: readonly Bounds[],
  preferences: WebPreferences,
  icon: string,
): BrowserWindow {
  const window = new BrowserWindow({
    ...placeWindow(settings.window, screens),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: '巡察工作台',
    icon,
    backgroundColor: ground(),
    webPreferences: { ...preferences, zoomFactor: TEXT_SIZES[settings.textSize] },
  });
  window.once('ready-to-show', () => {
    if (settings.maximized) window.maximize();
    window.show();
  });
  nativeTheme.on('updated', () => window.setBackgroundColor(ground()));
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  return window;
}

/** What to remember of the window for the next start. */
export function windowState(window: BrowserWindow): Pick<Settings, 'window' | 'maximized'> {
  return { window: window.getNormalBounds(), maximized: window.isMaximized() };
}

/** Brings the window to the person: shown, restored, in front. */
export function revealWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
