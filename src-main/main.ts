/** The application: switches and guards first, then the core's process, the window, and the contract that joins them. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  type BrowserWindow,
  type Session,
} from 'electron';
import { contract, coreContract } from '../src-shared/contract';
import {
  callNames,
  eventNames,
  type CallName,
  type Dispatch,
  type Publish,
} from '../src-shared/contract/define';
import { shellContract, TEXT_SIZES } from '../src-shared/contract/shell';
import { keepOutOfCoreDumps } from './core-dumps';
import { isDirect, type CoreProcessData } from './core-protocol';
import { bindCalls, bindPort, sendEvent } from './shell/bridge';
import { createClipboardGuard } from './shell/clipboard-guard';
import type { CoreChild } from './shell/core-client';
import { createCoreSessions } from './shell/core-sessions';
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

/** The core's command that locks; in the window it is the shell's, as the lock is the end of the core's process. */
const LOCK_CALL = 'vault.lock' satisfies CallName<typeof contract>;

const RENDERER = path.join(__dirname, '../renderer');
const PRELOAD = path.join(__dirname, '../preload/preload.js');
const CORE_PROCESS = path.join(__dirname, 'core-process.js');
const ICON = path.join(__dirname, '../../assets/icons/128x128.png');

const refusals = noRefusals();

/** What must stand before the application is ready; the exit code when it shall not start at all. */
function prepare(): number | undefined {
  keepOutOfCoreDumps();
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
  const cores = createCoreSessions({
    start: () => forkCore({ dataDir: path.join(userData, 'vault') }),
    onFault: () => void lock.now('fault'),
    now: Date.now,
  });

  const ownSession = session.fromPartition(APP_PARTITION);
  servePages(ownSession.protocol, RENDERER);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const window = createMainWindow(
    settings,
    [primary, ...others].map((display) => display.workArea),
    webPreferences(PRELOAD, app.isPackaged, {
      calls: callNames(contract),
      direct: callNames(coreContract).filter((name) => name !== LOCK_CALL && isDirect(coreContract, name)),
      events: eventNames(contract),
      shellEvents: eventNames(shellContract),
    }),
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
    lockCore(reason) {
      grants.clear();
      if (leaving === 'no') cores.renew(reason);
    },
    async wipe() {
      await clipboardGuard.clearOwn();
      if (leaving !== 'no') return leave();
      await load('about:blank');
      await ownSession.clearStorageData();
    },
    async show() {
      if (leaving !== 'no') return;
      await load(APP_PAGE);
      window.webContents.navigationHistory.clear();
    },
  });

  async function leave(): Promise<void> {
    await cores.close();
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
    coreRunning: () => cores.running,
    settings: () => settings,
    changeSettings,
  });
  const callCore: Dispatch = async (name, input) => {
    if (name !== LOCK_CALL) return cores.call(name, input);
    await handlers['shell.lock']({});
    return { ok: true, value: null };
  };
  bindCalls(ipcMain, contract, createDispatch(contract, handlers, callCore, grants), contents, refusals);
  bindPort(ipcMain, cores.serve, () => new MessageChannelMain(), contents, refusals);

  window.on('close', (event) => {
    if (leaving === 'done') return;
    event.preventDefault();
    if (leaving === 'locking') return;
    leaving = 'locking';
    changeSettings(windowState(window));
    lock.request('user');
    window.hide();
  });
  // The processes of pages descend from one that is older than this.
  window.webContents.on('did-finish-load', () => {
    for (const { pid } of app.getAppMetrics()) keepOutOfCoreDumps(pid);
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
        undo: (what) => publish('shell.undoWanted', { what }),
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
    ? reportSelfCheck(window, forkCore, app.isPackaged)
    : undefined;
  await load(APP_PAGE);
  if (check !== undefined) {
    const result = await check;
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await cores.close();
    app.exit(result.ok ? 0 : 1);
  }
}

/** Starts a core for a vault folder. */
function forkCore(data: CoreProcessData): CoreChild {
  return utilityProcess.fork(CORE_PROCESS, [JSON.stringify(data)], { serviceName: 'workbench-core' });
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
