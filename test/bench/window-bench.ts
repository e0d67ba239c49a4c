/**
 * What the window costs, beside an empty window of the same Electron in the same run. Records only, no limits. Adds
 * "window" to out/bench.json and prints a table:
 * `xvfb-run -a -s '-screen 0 1920x1200x24' npx tsx test/bench/window-bench.ts` (after `npm run build`)
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import sampleRound from '../../assets/sample/sample-round.json';
import {
  cleanUp,
  electronRuntime,
  launch,
  newUserData,
  processTree,
  ROOT,
  type Started,
} from '../e2e/harness';
import { goTo, rail, railEntry } from '../e2e/pages/frame';
import { OWNER, preparedUserData } from '../e2e/pages/prepared';
import { field, newRecord } from '../e2e/pages/records';
import { median, percentile, table, timed, type Measure } from './measure';

const STARTS = 7;
const KEYSTROKES = 60;
const WHEELS = 150;
const LEDGER_ROWS = 10_000;
/** Milliseconds between two keys of a quick typist: the window reads what it needs next while one types. */
const KEY_MS = 120;
/** Items of the first unit in the sample round. */
const ITEMS_OF_UNIT = 10;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'window-bench-'));

/** User data with the sample round and `more` of one of its lists. */
function userDataWith(more: Partial<typeof sampleRound>): Promise<string> {
  const file = path.join(folder, 'round.json');
  fs.writeFileSync(file, JSON.stringify({ ...sampleRound, ...more }));
  return preparedUserData((core) => core.handlers['round.import']({ path: file }));
}

/** Talks with one answer each: with the rest of the sample round about 10,000 records. */
function talks(count: number): typeof sampleRound.interviews {
  const first = sampleRound.interviews.find((one) => one.单位 === 'U1')!;
  const more = Array.from({ length: count - sampleRound.interviews.length }, (_, i) => ({
    ...first,
    编号: `T${1000 + i}`,
    要点: first.要点.slice(0, 1),
  }));
  return [...sampleRound.interviews, ...more];
}

/** The sample's rectification items, and so many more of its first unit, with one measure each. */
function items(more: number): typeof sampleRound.rectification {
  const added = Array.from({ length: more }, (_, i) => ({
    ...sampleRound.rectification[i % 10]!,
    编号: `ZG-${10_000 + i}`,
    问题: 'WT-01',
    措施: '修订实施细则',
  }));
  return [...sampleRound.rectification, ...added];
}

/** An Electron window with nothing in it, by the same arguments and the same launcher. */
async function emptyWindow(): Promise<number> {
  const own = path.join(folder, 'empty');
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.js"}');
  fs.writeFileSync(
    path.join(own, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1366, height: 768 }).loadFile('index.html'));`,
  );
  fs.writeFileSync(path.join(own, 'index.html'), '<p id="here">here</p>');
  process.env.ELECTRON_OVERRIDE_DIST_PATH = path.dirname(electronRuntime().path);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const started = performance.now();
  const app = await _electron.launch({
    args: [...sandbox, own, `--user-data-dir=${path.join(own, 'data')}`],
  });
  const page = await app.firstWindow();
  await page.locator('#here').waitFor();
  const taken = performance.now() - started;
  await app.close();
  return taken;
}

async function startOf(userData: string): Promise<number> {
  const started = performance.now();
  const one = await launch(userData);
  await one.page.getByLabel('口令', { exact: true }).click();
  const taken = performance.now() - started;
  await one.close();
  return taken;
}

async function starts(userData: string): Promise<Measure> {
  await emptyWindow();
  await startOf(userData);
  const empty: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    empty.push(await emptyWindow());
    ours.push(await startOf(userData));
  }
  return {
    name: 'start to unlock screen taking the passphrase',
    unit: 'ms',
    value: median(ours),
    p50: median(ours),
    p95: percentile(ours, 0.95),
    runs: STARTS,
    yardstick: { name: 'empty window, ms', value: median(empty) },
    goal: '≤ ×1.5',
  };
}

/** Times of one unlock in ms from Enter: today's list on the screen, then the first row of a page, then every record. */
async function opened(started: Started, label: string, count: number) {
  const { page } = started;
  // The hand that types the passphrase is no part of it, but it takes its time.
  const box = page.getByLabel('口令', { exact: true });
  await box.click();
  await page.keyboard.type(OWNER.passphrase, { delay: KEY_MS });
  const from = performance.now();
  await page.keyboard.press('Enter');
  await rail(page).waitFor();
  const frame = performance.now() - from;
  await page.locator('.task').first().waitFor();
  const today = performance.now() - from;
  await railEntry(page, label).click();
  await page.locator('.pw-table .pw-table-row').first().waitFor();
  const firstRow = performance.now() - from;
  await railEntry(page, label)
    .filter({ hasText: String(count) })
    .waitFor();
  const everything = performance.now() - from;
  return { frame, today, firstRow, everything };
}

async function unlocks(userData: string, label: string, count: number, words: string): Promise<Measure[]> {
  const found: Awaited<ReturnType<typeof opened>>[] = [];
  for (let run = 0; run < 3; run += 1) {
    // A copy each time: an unlocking leads back to where one left, and it is 今日 that is waited for.
    const copy = newUserData();
    fs.cpSync(userData, copy, { recursive: true });
    const started = await launch(copy);
    found.push(await opened(started, label, count));
    await started.kill();
  }
  const of = (name: string, key: keyof (typeof found)[number], goal?: string): Measure => ({
    name: `${words}: passphrase entered to ${name}`,
    unit: 'ms',
    value: median(found.map((one) => one[key])),
    runs: found.length,
    goal,
  });
  return [
    of('frame (key derivation included)', 'frame'),
    of('list of 今日', 'today', '≤ 1500 ms'),
    of(`first row of ${label}, clicked at once`, 'firstRow'),
    of('every record in the working copy', 'everything'),
  ];
}

/** From leaving a field in which one character was typed to the sign 已保存; and the same by pausing, without the pause. */
async function keystrokes(started: Started): Promise<Measure[]> {
  const { page } = started;
  await goTo(page, '谈话记录');
  const form = await newRecord(page, '谈话记录');
  const box = field(form, '提到的事');
  await box.click();
  await page.evaluate(() => {
    const holder = window as unknown as { saves: number[]; left: number; told: () => void };
    holder.saves = [];
    holder.left = 0;
    document.addEventListener(
      'keydown',
      ({ key }) => key === 'Tab' && (holder.left = performance.now()),
      true,
    );
    const sign = document.querySelector('header .sign[role="status"]')!;
    new MutationObserver(() => {
      if (!sign.classList.contains('save-saved') || holder.left === 0) return;
      holder.saves.push(performance.now() - holder.left);
      holder.left = 0;
      holder.told();
    }).observe(sign, { attributes: true });
  });
  for (let stroke = 1; stroke <= KEYSTROKES; stroke += 1) {
    await box.press('End');
    await page.keyboard.insertText('字');
    // Waited for in the page, from before the key: asking it again and again would be measured too.
    const told = page.evaluate(
      () => new Promise<void>((saved) => ((window as unknown as { told: () => void }).told = saved)),
    );
    await page.keyboard.press('Tab');
    await told;
    await page.keyboard.press('Shift+Tab');
  }
  const saves = await page.evaluate(() => (window as unknown as { saves: number[] }).saves);
  return [
    {
      name: 'field left to 已保存 on the screen',
      unit: 'ms',
      value: median(saves),
      p50: median(saves),
      p95: percentile(saves, 0.95),
      runs: saves.length,
      goal: 'p95 ≤ 50 ms',
    },
  ];
}

/** What Chromium's compositor says of one frame that was due. */
interface FrameReport {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly args: {
    readonly chrome_frame_reporter?: { readonly frame_sequence: number; readonly state: string };
  };
}

/** Milliseconds between two frames at 60 a second. */
const FRAME_MS = 1000 / 60;

/** Collects what the compositor says of its frames, until the function it gives is called. */
async function watchFrames(page: Started['page']): Promise<() => Promise<readonly FrameReport[]>> {
  const session = await page.context().newCDPSession(page);
  const reports: FrameReport[] = [];
  session.on('Tracing.dataCollected', ({ value }) => reports.push(...(value as unknown as FrameReport[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame'] },
  });
  return async () => {
    const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    return reports.filter(({ name, ph }) => name === 'PipelineReporter' && ph === 'b');
  };
}

/** Frames shown and dropped, and the longest row of dropped ones: a frame is dropped where none of its tries was shown. */
function drops(reports: readonly FrameReport[]) {
  const states = new Map<string, string[]>();
  for (const { pid, args } of reports) {
    const { frame_sequence: sequence = 0, state = '' } = args.chrome_frame_reporter ?? {};
    const key = `${pid}/${String(sequence).padStart(9, '0')}`;
    states.set(key, [...(states.get(key) ?? []), state]);
  }
  let shown = 0;
  let dropped = 0;
  let row = 0;
  let longest = 0;
  for (const key of [...states.keys()].sort()) {
    const own = states.get(key)!;
    const isShown = own.some((state) => state.startsWith('STATE_PRESENTED'));
    const isDropped = !isShown && own.includes('STATE_DROPPED');
    shown += isShown ? 1 : 0;
    dropped += isDropped ? 1 : 0;
    row = isDropped ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return { shown, dropped, longest };
}

/**
 * The wheel turns over the ledger: the frames that the compositor dropped, by its own account, and how long the page's own
 * thread was held up. The compositor scrolls what is drawn while the thread is busy.
 */
async function scrolling(started: Started, when: string): Promise<Measure[]> {
  const { page } = started;
  // Away and back: the list that stood while records came is read anew when the last one is there.
  await goTo(page, '今日');
  await goTo(page, '整改台账');
  await page
    .locator('.pw-table .pw-table-row')
    .first()
    .hover({ position: { x: 60, y: 10 } });
  await page.evaluate(() => {
    // A property, not a constant: tsx names functions through a helper that the page does not have.
    const holder = window as unknown as {
      frames: number[];
      scrolling: boolean;
      onFrame: (now: number) => void;
    };
    holder.frames = [];
    holder.scrolling = true;
    let before = performance.now();
    holder.onFrame = (now) => {
      holder.frames.push(now - before);
      before = now;
      if (holder.scrolling) requestAnimationFrame(holder.onFrame);
    };
    requestAnimationFrame(holder.onFrame);
  });
  const top = () => page.locator('.pw-table .pw-table-row').first().innerText();
  const before = await top();
  const reported = await watchFrames(page);
  for (let wheel = 0; wheel < WHEELS; wheel += 1) await page.mouse.wheel(0, 400);
  const { shown, dropped, longest } = drops(await reported());
  const frames = await page.evaluate(() => {
    const holder = window as unknown as { frames: number[]; scrolling: boolean };
    holder.scrolling = false;
    return holder.frames.slice(1);
  });
  if ((await top()) === before) throw new Error('the ledger did not scroll');
  if (shown === 0) throw new Error('the compositor reported no frame');
  const over = frames.filter((ms) => ms > 50).length;
  return [
    {
      name: `scrolling 10,000 ledger rows, ${when}: longest time to the next frame shown`,
      unit: 'ms',
      value: (longest + 1) * FRAME_MS,
      runs: shown + dropped,
      goal: 'none over 50 ms',
    },
    { name: 'frames dropped in that', unit: 'frames', value: dropped, runs: shown + dropped },
    {
      name: `longest time between two drawings by the page's thread in that (${over} over 50 ms)`,
      unit: 'ms',
      value: Math.max(...frames),
      p50: median(frames),
      p95: percentile(frames, 0.95),
      runs: frames.length,
    },
  ];
}

/** Proportional set size of every process in MiB: memory shared between them counted once. */
function memory(started: Started, name: string): Measure {
  const kib = processTree(started.app.process().pid ?? 0).map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0),
  );
  return { name, unit: 'MiB', value: kib.reduce((a, b) => a + b, 0) / 1024, runs: 1 };
}

async function main(): Promise<void> {
  try {
    const small = await userDataWith({});
    const mixed = await userDataWith({ interviews: talks(4880) });
    const ledger = await userDataWith({ rectification: items(LEDGER_ROWS - ITEMS_OF_UNIT) });
    const talksOfUnit = talks(4880).filter((one) => one.单位 === 'U1').length;
    const measures: Measure[] = [
      await starts(small),
      ...(await unlocks(small, '谈话记录', 5, 'sample round')),
      ...(await unlocks(mixed, '谈话记录', talksOfUnit, '10,000 records')),
    ];
    const started = await launch(ledger);
    measures.push({
      name: 'ledger of 10,000 rows (20,000 records): to every record in the working copy',
      unit: 'ms',
      value: await timed(() => opened(started, '整改台账', LEDGER_ROWS)),
      runs: 1,
    });
    await started.page.locator('.sign-reading').waitFor({ state: 'detached' });
    measures.push(memory(started, 'memory of all processes after that (PSS)'));
    // The first time the code for it is still cold.
    for (const when of ['the first time', 'again']) measures.push(...(await scrolling(started, when)));
    measures.push(...(await keystrokes(started)));
    await started.kill();

    const window = {
      at: new Date().toISOString(),
      electron: electronRuntime().version,
      cores: os.cpus().length,
      load: os.loadavg()[0],
      measures,
    };
    const file = path.join(ROOT, 'out/bench.json');
    const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as object) : {};
    fs.writeFileSync(file, `${JSON.stringify({ ...before, window }, null, 2)}\n`);
    process.stdout.write(`${table(measures)}\n`);
  } finally {
    await cleanUp();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
