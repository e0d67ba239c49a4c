/** The life of the window: started once, locked, crashed, closed; what is left behind on disk and on the network. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  canaryScan,
  cleanUp,
  filesUnder,
  internetSockets,
  isAlive,
  launch,
  lockNow,
  newUserData,
  processTree,
  screenshots,
  spawnPlain,
  until,
  untilRelocked,
  type InternetSocket,
  type Started,
  type WorkbenchWindow,
} from './harness';

jest.setTimeout(60_000);
afterEach(cleanUp);

const info = async ({ page }: Started) => {
  const answer = await page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.appInfo', {}),
  );
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
};

/** A text that nothing but the page ever holds. */
const CANARY = '巡察组长王大明与谈话对象李小红金丝雀一九八四';

test('the page shows at both screen sizes', async () => {
  const started = await launch();
  await screenshots(started, 'shell-start');
  expect(await started.page.title()).toBe('巡察工作台');
  expect(await info(started)).toMatchObject({
    productName: '巡察工作台',
    coreRunning: true,
    packaged: false,
  });
});

test('a second start ends at once and brings the first window to the front', async () => {
  const started = await launch();
  await started.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const shown = started.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => BrowserWindow.getAllWindows()[0]?.once('show', () => resolve())),
  );
  const second = spawnPlain(started.userData);
  const [code] = (await once(second, 'exit')) as [number];
  await shown;
  expect(code).toBe(0);
  expect(
    await started.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    ),
  ).toEqual([true]);
});

test('an undisturbed start listens on no port and opens no internet socket at all', async () => {
  const child = spawnPlain(newUserData(), ['--self-check']);
  const output: Buffer[] = [];
  child.stdout?.on('data', (part: Buffer) => output.push(part));
  const ended = once(child, 'exit');
  const seen: InternetSocket[] = [];
  let sawRenderer = false;
  while (child.exitCode === null) {
    seen.push(...internetSockets(child.pid ?? 0));
    sawRenderer ||= processTree(child.pid ?? 0).some((pid) => commandLine(pid).includes('--type=renderer'));
    // Looked at often, but not so often that the looking slows the start.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await ended;
  expect(sawRenderer).toBe(true);
  expect(seen).toEqual([]);
  expect(JSON.parse(Buffer.concat(output).toString('utf8'))).toMatchObject({
    ok: true,
    page: true,
    vault: true,
  });
});

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('what the page stored and showed is in no file after the process was killed', async () => {
  const started = await launch();
  await started.page.evaluate(async (text) => {
    document.body.append(text);
    localStorage.setItem('canary', text);
    sessionStorage.setItem('canary', text);
    history.replaceState(null, '', `#${encodeURIComponent(text)}`);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('canary', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('records');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    await new Promise((resolve, reject) => {
      const transaction = database.transaction('records', 'readwrite');
      for (let index = 0; index < 2000; index++) transaction.objectStore('records').put(text, index);
      transaction.oncomplete = resolve;
      transaction.onerror = reject;
    });
  }, CANARY);
  await started.kill();
  expect(canaryScan(started.userData, [CANARY, encodeURIComponent(CANARY).slice(0, 60)])).toEqual([]);
});

test('the canary scan does find a text that lies on disk, in each encoding', async () => {
  const folder = newUserData();
  writeFileSync(path.join(folder, 'a'), `x${CANARY}`, 'utf8');
  writeFileSync(path.join(folder, 'b'), `x${CANARY}`, 'utf16le');
  writeFileSync(path.join(folder, 'c'), Buffer.from(`x${CANARY}y`).toString('base64'));
  writeFileSync(path.join(folder, 'd'), 'nothing');
  const started = await launch(folder);
  await started.kill();
  expect(canaryScan(folder, [CANARY]).map((file) => path.basename(file))).toEqual(['a', 'b', 'c']);
});

test('locking loads the page anew: its storage, its variables and our clipboard text are gone', async () => {
  const started = await launch();
  const { page, app } = started;
  await page.evaluate(async (text) => {
    localStorage.setItem('canary', text);
    await (window as unknown as WorkbenchWindow).workbench.invoke('shell.clipboardWrite', { text });
  }, CANARY);
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(CANARY);

  await lockNow(started);

  expect(await page.evaluate(() => localStorage.getItem('canary'))).toBeNull();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
  expect((await info(started)).lastLockReason).toBe('user');
});

test('sleep announces the lock to the page, then locks', async () => {
  const started = await launch();
  const { page, app } = started;
  const announced: string[] = [];
  await page.exposeFunction('tell', (reason: string) => announced.push(reason));
  await page.evaluate(() => {
    const holder = window as unknown as WorkbenchWindow & { tell(reason: string): void };
    holder.workbench.subscribe('shell.lockPending', ({ reason }) => holder.tell(reason));
  });
  await untilRelocked(started, () => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend')));
  expect(announced).toEqual(['suspend']);
  expect((await info(started)).lastLockReason).toBe('suspend');
});

test('a text that someone else put on the clipboard survives the lock', async () => {
  const started = await launch();
  const { page, app } = started;
  await page.evaluate(async () => {
    await (window as unknown as WorkbenchWindow).workbench.invoke('shell.clipboardWrite', { text: '我们的' });
  });
  await app.evaluate(({ clipboard }) => void clipboard.writeText('别人的'));
  await lockNow(started);
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('别人的');
});

test('a page whose process dies comes back locked, and leaves no memory dump', async () => {
  const started = await launch();
  const { app } = started;
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.on('did-finish-load', () => {
          if (contents.getURL().startsWith('app:')) resolve();
        });
        contents?.forcefullyCrashRenderer();
      }),
  );
  const reason = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return (await contents?.executeJavaScript(
      "workbench.invoke('shell.appInfo', {}).then((answer) => answer.value.lastLockReason)",
    )) as string;
  });
  expect(reason).toBe('fault');
  expect(filesUnder(started.userData).filter((file) => file.endsWith('.dmp'))).toEqual([]);
});

test('a path is accepted by the shell once the save dialog returned it, and no longer after a lock', async () => {
  const started = await launch();
  const { page, app, userData } = started;
  const chosen = path.join(userData, '反馈意见.docx');
  await app.evaluate(({ dialog, shell }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    shell.showItemInFolder = () => {};
  }, chosen);
  const show = () =>
    page.evaluate(
      (filePath) =>
        (window as unknown as WorkbenchWindow).workbench.invoke('shell.showInFolder', { path: filePath }),
      chosen,
    );
  expect(await show()).toMatchObject({ ok: false, code: 'FILE_NOT_CHOSEN' });
  const answer = await page.evaluate(() => {
    return (window as unknown as WorkbenchWindow).workbench.invoke('shell.chooseSaveFile', {
      title: '导出',
      defaultName: '反馈意见.docx',
    });
  });
  expect(answer).toEqual({ ok: true, value: { path: chosen } });
  expect(await show()).toEqual({ ok: true, value: {} });
  await lockNow(started);
  expect(await show()).toMatchObject({ ok: false, code: 'FILE_NOT_CHOSEN' });
});

test('closing ends every process; size, look and idle time are remembered, and nothing else', async () => {
  const first = await launch();
  await first.page.evaluate(() =>
    (window as unknown as WorkbenchWindow).workbench.invoke('shell.setIdleMinutes', { minutes: 25 }),
  );
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 10, y: 20, width: 1200, height: 700 }),
  );
  const pids = processTree(first.app.process().pid ?? 0);
  const ended = once(first.app.process(), 'exit');
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  await until(() => !pids.some(isAlive));
  const kept: unknown = JSON.parse(readFileSync(path.join(first.userData, 'settings.json'), 'utf8'));
  expect(kept).toEqual({
    window: { x: 10, y: 20, width: 1200, height: 700 },
    maximized: false,
    appearance: 'system',
    textSize: 'standard',
    idleMinutes: 25,
  });

  const second = await first.relaunch();
  expect((await info(second)).idleMinutes).toBe(25);
  expect(
    await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds()),
  ).toEqual({ x: 10, y: 20, width: 1200, height: 700 });
});
