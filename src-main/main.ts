/** The application: switches and guards first, then the core's worker, the window, and the contract that joins them. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  type BrowserWindow,
  type Session,
} from 'electron';
import { contract } from '../src-shared/contract';
import { TEXT_SIZES } from '../src-shared/contract/shell';
import { callNames, eventNames, type CallName, type Publish } from '../src-shared/contract/define';
import { bindCalls, sendEvent } from './shell/bridge';
import { createClipboardGuard } from './shell/clipboard-guard';
import { startCore, type CoreClient } from './shell/core-client';
import { createCrashGuard } from './shell/crash-guard';
import { createFileGrants } from './shell/file-grants';
import { watchDesk } from './shell/idle';
import { createLock } from './shell/lock';
import { createMainWindow, revealWindow, windowState } from './shell/main-window';
import { contextMenuTemplate, menuTemplate } from './shell/menu';
import { guardNavigation } from './shell/navigation-guard';
import { guardNetwork } from './shell/network-guard';
import { APP_PAGE, APP_PARTITION } from './shell/origin';
import { APP_SCHEME_PRIVILEGES, servePages } from './shell/page-protocol';
import { refusePermissions } from './shell/permissions';
import { noRefusals } from './shell/refusals';
import { reportSelfCheck, SELF_CHECK } from './shell/self-check';
import { nextTextSize, readSettings, writeSettings, type Settings } from './shell/settings';
import { shellHandlers } from './shell/shell-handlers';
import { applySwitches, debugSwitch, tuneEngine } from './shell/switches';
import { webPreferences } from './shell/web-preferences';
import { createDispatch } from './shell/workbench-dispatch';

/** The core's command that forgets the keys. */
const LOCK_CALL = 'vault.lock' satisfies CallName<typeof contract>;

const RENDERER = path.join(__dirname, '../renderer');
const PRELOAD = path.join(__dirname, '../preload/preload.js');
const CORE_WORKER = path.join(__dirname, 'core-worker.js');
const ICON = path.join(__dirname, '../../assets/icons/128x128.png');

const refusals = noRefusals();

/** What must stand before the application is ready; the exit code when it shall not start at all. */
function prepare(): number | undefined {
  const ownData = app.isPackaged ? undefined : process.env.WORKBENCH_USER_DATA;
  if (ownData !== undefined) app.setPath('userData', path.resolve(ownData));
  else if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', path.join(app.getPath('appData'), 'patrol-workbench'));
  }
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const refused = app.isPackaged ? debugSwitch(app) : undefined;
  if (refused !== undefined) {
    dialog.showErrorBox(
      '巡察工作台没有启动',
      `启动参数 --${refused} 会让其他程序读取窗口内容，已拒绝。请去掉该参数后重新启动。`,
    );
    return 1;
  }
  if (!app.requestSingleInstanceLock()) return 0;
  applySwitches(app);
  tuneEngine(app, availableParallelism());
  // As root on Linux Chromium has no sandbox to enable; the tests then pass --no-sandbox, the product never does.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  app.on('session-created', protect);
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, refusals));
  return undefined;
}

function protect(created: Session): void {
  refusePermissions(created, refusals);
  void guardNetwork(created, !app.isPackaged, refusals);
}

/** A defect of ours: no stack trace, no half-alive program. What was saved is on the disk already. */
function fail(error: unknown): void {
  if (process.argv.includes(SELF_CHECK)) {
    // Nobody sits in front of it: the person who installs gets the cause, and no dialog waits for a click.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
    return;
  }
  dialog.showErrorBox(
    '巡察工作台出现故障',
    '程序遇到未预料的错误，必须关闭。此前已保存的内容不受影响。请重新打开程序；反复出现请联系管理员。',
  );
  app.exit(1);
}

async function start(): Promise<void> {
  await app.whenReady();
  const userData = app.getPath('userData');
  const settingsFile = path.join(userData, 'settings.json');
  let settings: Settings = readSettings(settingsFile);
  nativeTheme.themeSource = settings.appearance;
  const changeSettings = (change: Partial<Settings>): void => {
    settings = { ...settings, ...change };
    nativeTheme.themeSource = settings.appearance;
    contents()?.setZoomFactor(TEXT_SIZES[settings.textSize]);
    writeSettings(settingsFile, settings);
  };

  const grants = createFileGrants();
  const clipboardGuard = createClipboardGuard(clipboard);
  const publish: Publish<typeof contract> = (name, payload) => sendEvent(contents(), name, payload);
  const core: CoreClient = startCore({
    workerFile: CORE_WORKER,
    data: { dataDir: path.join(userData, 'vault') },
    onEvent: (name, payload) => sendEvent(contents(), name, payload),
    onStopped: () => void lock.now('fault'),
  });

  const ownSession = session.fromPartition(APP_PARTITION);
  servePages(ownSession.protocol, RENDERER);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const window = createMainWindow(
    settings,
    [primary, ...others].map((display) => display.workArea),
    webPreferences(PRELOAD, app.isPackaged, { calls: callNames(contract), events: eventNames(contract) }),
    ICON,
  );
  const contents = () => (window.isDestroyed() ? undefined : window.webContents);

  // A load that another one overtakes (a lock while the page is still loading) is rejected, and is no fault.
  const load = (url: string): Promise<void> => window.loadURL(url).catch(() => {});

  let leaving: 'no' | 'locking' | 'done' = 'no';
  const lock = createLock({
    announce(reason) {
      publish('shell.lockPending', { reason });
    },
    async lockCore() {
      await core.call(LOCK_CALL, {});
    },
    async wipe() {
      grants.clear();
      await clipboardGuard.clearOwn();
      if (leaving !== 'no') return leave();
      await load('about:blank');
      await ownSession.clearStorageData();
      await load(APP_PAGE);
      window.webContents.navigationHistory.clear();
    },
  });

  async function leave(): Promise<void> {
    await core.close();
    leaving = 'done';
    app.quit();
  }

  const handlers = shellHandlers({
    app,
    dialog,
    shell,
    window: () => window,
    clipboard: clipboardGuard,
    grants,
    lock,
    refusals,
    coreRunning: () => core.running,
    settings: () => settings,
    changeSettings,
  });
  bindCalls(ipcMain, contract, createDispatch(contract, handlers, core.call, grants), contents, refusals);

  window.on('close', (event) => {
    if (leaving === 'done') return;
    event.preventDefault();
    if (leaving === 'locking') return;
    leaving = 'locking';
    changeSettings(windowState(window));
    lock.request('user');
    window.hide();
  });
  window.webContents.on('page-title-updated', (event) => event.preventDefault());
  window.webContents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
  const afterCrash = createCrashGuard(Date.now);
  window.webContents.on('render-process-gone', () => {
    if (afterCrash() === 'reload') void lock.now('fault');
    else fail(new Error('the page keeps dying'));
  });
  app.on('second-instance', () => revealWindow(window));
  app.on('window-all-closed', () => app.quit());
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        lock: () => lock.request('user'),
        about: () => void showAbout(window),
        help: () => publish('shell.helpWanted', {}),
        changeTextSize: (change) => changeSettings({ textSize: nextTextSize(settings.textSize, change) }),
      }),
    ),
  );
  watchDesk(
    powerMonitor,
    () => settings.idleMinutes,
    (reason) => lock.request(reason),
  );

  const check = process.argv.includes(SELF_CHECK)
    ? reportSelfCheck(window, CORE_WORKER, app.isPackaged)
    : undefined;
  await load(APP_PAGE);
  if (check !== undefined) {
    const result = await check;
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await core.close();
    app.exit(result.ok ? 0 : 1);
  }
}

async function showAbout(window: BrowserWindow): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'info',
    title: '关于',
    message: `巡察工作台 ${app.getVersion()}`,
    detail: `完全离线运行，数据加密保存在本机。\n本次运行拦截联网 ${refusals.network} 次。`,
    buttons: ['确定'],
  });
}

const refusedToStart = prepare();
if (refusedToStart === undefined) void start();
else app.exit(refusedToStart);
