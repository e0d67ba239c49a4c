/** What the shell itself answers: dialogs, clipboard, printing, locking, facts about the program. */
import type { App, BrowserWindow, Dialog, Shell } from 'electron';
import type { Handlers } from '../../src-shared/contract/define';
import type { ShellContract } from '../../src-shared/contract/shell';
import { safeFileName } from '../../src-shared/file-name';
import type { ClipboardGuard } from './clipboard-guard';
import type { FileGrants } from './file-grants';
import type { Lock } from './lock';
import type { Refusals } from './refusals';
import type { Settings } from './settings';

export interface ShellParts {
  readonly app: Pick<App, 'getVersion' | 'isPackaged'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  readonly window: () => BrowserWindow;
  readonly clipboard: ClipboardGuard;
  readonly grants: FileGrants;
  readonly lock: Lock;
  readonly refusals: Refusals;
  readonly coreRunning: () => boolean;
  readonly settings: () => Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
}

export function shellHandlers(parts: ShellParts): Handlers<ShellContract> {
  const { dialog, grants, lock } = parts;
  return {
    'shell.appInfo': () => ({
      productName: '巡察工作台',
      version: parts.app.getVersion(),
      electronVersion: process.versions.electron ?? '',
      packaged: parts.app.isPackaged,
      appearance: parts.settings().appearance,
      textSize: parts.settings().textSize,
      idleMinutes: parts.settings().idleMinutes,
      lastLockReason: lock.lastReason,
      coreRunning: parts.coreRunning(),
      refused: { ...parts.refusals },
    }),
    'shell.chooseSaveFile': async ({ title, defaultName, filters }) => {
      const grant = grants.ask('save');
      const answer = await dialog.showSaveDialog(parts.window(), {
        title,
        defaultPath: safeFileName(defaultName),
        filters,
        properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
      });
      if (answer.canceled || answer.filePath === '') return { path: null };
      return { path: grant([answer.filePath]) ? answer.filePath : null };
    },
    'shell.chooseOpenFiles': async ({ title, multiple, filters }) => {
      const grant = grants.ask('open');
      const answer = await dialog.showOpenDialog(parts.window(), {
        title,
        filters,
        properties: ['openFile', 'dontAddToRecent', ...(multiple ? (['multiSelections'] as const) : [])],
      });
      if (answer.canceled) return { paths: [] };
      return { paths: grant(answer.filePaths) ? answer.filePaths : [] };
    },
    'shell.chooseFolder': async ({ title, use }) => {
      const grant = grants.ask(use);
      const answer = await dialog.showOpenDialog(parts.window(), {
        title,
        properties: [
          'openDirectory',
          'dontAddToRecent',
          ...(use === 'save' ? (['createDirectory'] as const) : []),
        ],
      });
      const [folder] = answer.filePaths;
      if (answer.canceled || folder === undefined || !grant([folder])) return { path: null };
      return { path: folder };
    },
    'shell.showInFolder': ({ path }) => {
      parts.shell.showItemInFolder(path);
      return {};
    },
    'shell.clipboardWrite': async ({ text }) => {
      await parts.clipboard.write(text);
      return {};
    },
    'shell.clipboardCopied': () => {
      void parts.clipboard.copied();
      return {};
    },
    'shell.printPage': () =>
      new Promise((resolve) => {
        // Without backgrounds: the window's own would tint the margins. A page asks for the shades it needs by itself.
        parts
          .window()
          .webContents.print({ silent: false, printBackground: false }, (printed) => resolve({ printed }));
      }),
    'shell.setAppearance': ({ appearance }) => {
      parts.changeSettings({ appearance });
      return {};
    },
    'shell.setTextSize': ({ textSize }) => {
      parts.changeSettings({ textSize });
      return {};
    },
    'shell.setIdleMinutes': ({ minutes }) => {
      parts.changeSettings({ idleMinutes: minutes });
      return {};
    },
    'shell.lock': () => {
      // Not awaited: the answer must leave before the page that asked is gone.
      setImmediate(() => void lock.now('user'));
      return {};
    },
  };
}
