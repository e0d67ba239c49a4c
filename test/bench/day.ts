/**
 * A long day in one run of the window: unlocking, papers, people, attachments and locking, round after round, and what the
 * processes hold at the same moment of each round. Used by `npm run bench:day` and, made small, by the window tests.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sampleRound from '../../assets/sample/sample-round.json';
import type { AppContract, CallName, InputOf, OutputOf } from '../../src-shared/contract';
import { processTree, untilRelocked, type Started, type WorkbenchWindow } from '../e2e/harness';
import { unlock, whenOpen } from '../e2e/pages/frame';
import { OWNER } from '../e2e/pages/prepared';

export interface Day {
  readonly rounds: number;
  /** Parts of one are allowed: 0.5 is one every second round. */
  readonly papersARound: number;
  readonly usersARound: number;
  readonly attachmentsARound: number;
  /** Of each attachment, in MiB. */
  readonly attachmentMiB: number;
}

/** What all processes of the application hold together, and how long the acts of one round took, in milliseconds. */
export interface Round {
  readonly processes: number;
  readonly threads: number;
  readonly files: number;
  readonly memoryMiB: number;
  readonly unlockMs: number;
  readonly paperMs: number;
  readonly userMs: number;
  readonly attachmentMs: number;
  readonly lockMs: number;
}

/** Whom the talk of the sample round is with that papers are made of and files are kept with. */
const SAMPLE_TALK = sampleRound.interviews[0]!.对象;

/** Calls through the page, as its own code does. */
export async function ask<K extends CallName<AppContract>>(
  { page }: Started,
  name: K,
  input: InputOf<AppContract, K>,
): Promise<OutputOf<AppContract, K>> {
  const answer = await page.evaluate(
    ([called, given]) =>
      (window as unknown as WorkbenchWindow).workbench.invoke(called as never, given as never),
    [name, input] as const,
  );
  if (!answer.ok) throw new Error(`${name}: ${(answer as { code: string }).code}`);
  return answer.value as OutputOf<AppContract, K>;
}

async function took(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

/** Milliseconds of one of so many acts; 0 for none. */
async function each(count: number, act: (index: number) => Promise<unknown>): Promise<number> {
  let total = 0;
  for (let index = 0; index < count; index += 1) total += await took(() => act(index));
  return count === 0 ? 0 : total / count;
}

/** How many acts fall into a round where there is a part of one in each. */
const share = (aRound: number, round: number): number =>
  Math.floor(aRound * (round + 1)) - Math.floor(aRound * round);

const count = (pid: number, what: 'task' | 'fd'): number => {
  try {
    return readdirSync(`/proc/${pid}/${what}`).length;
  } catch {
    return 0;
  }
};

function pssMiB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** What the application holds now (Linux). */
export function holds({ app }: Started): Pick<Round, 'processes' | 'threads' | 'files' | 'memoryMiB'> {
  const pids = processTree(app.process().pid ?? 0);
  return {
    processes: pids.length,
    threads: sum(pids.map((pid) => count(pid, 'task'))),
    files: sum(pids.map((pid) => count(pid, 'fd'))),
    memoryMiB: sum(pids.map(pssMiB)),
  };
}

/**
 * Works a day on a vault with the sample round, made by `preparedUserData`.
 * @param onRound told after each round
 */
export async function workDay(
  started: Started,
  day: Day,
  onRound: (round: Round) => void = () => undefined,
): Promise<Round[]> {
  const { page } = started;
  const folder = mkdtempSync(path.join(tmpdir(), 'long-day-'));
  const file = path.join(folder, '录像.bin');
  await started.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
  // Keys that come by a debugger are none to the system: after ten minutes the window would lock as left alone.
  await started.app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
  const rounds: Round[] = [];
  try {
    for (let number = 0; number < day.rounds; number += 1) {
      const unlockMs = await took(async () => {
        await unlock(
          page,
          OWNER.passphrase,
          Math.floor(number * day.usersARound) > 0 ? OWNER.name : undefined,
        );
        await whenOpen(page);
      });
      const found = await ask(started, 'search.find', { text: SAMPLE_TALK, limit: 50 });
      const talk = found.find(({ kind }) => kind === 'interview')!.id;
      const paperMs = await each(share(day.papersARound, number), () =>
        ask(started, 'document.preview', { paper: 'form', record: talk, layout: 'group' }),
      );
      const userMs = await each(share(day.usersARound, number), (index) =>
        ask(started, 'vault.addUser', {
          name: `借调${number}之${index}`,
          role: 'member',
          passphrase: `青山不老绿水长流第${number}回${index}`,
        }),
      );
      const attachmentMs = await each(share(day.attachmentsARound, number), async () => {
        writeFileSync(file, randomBytes(day.attachmentMiB << 20));
        const { paths } = await ask(started, 'shell.chooseOpenFiles', { title: '选择附件' });
        await ask(started, 'evidence.add', { id: talk, set: 'evidence', paths });
      });
      const held = holds(started);
      const lockMs = await took(() => untilRelocked(started, () => page.keyboard.press('Control+L')));
      const round = { ...held, unlockMs, paperMs, userMs, attachmentMs, lockMs };
      rounds.push(round);
      onRound(round);
    }
    return rounds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
