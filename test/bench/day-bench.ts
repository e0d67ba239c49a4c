/**
 * The long day at full length, beside two other busy programs: 500 papers, 200 unlockings, 100 people, 50 attachments of
 * 100 MiB in one run of the window. Adds "day" to out/bench.json and prints a table. Sizes by the environment:
 * `ROUNDS=20 MIB=10 xvfb-run -a npm run bench:day`
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cleanUp, electronRuntime, launch, ROOT } from '../e2e/harness';
import { preparedUserData } from '../e2e/pages/prepared';
import { workDay, type Round } from './day';

const fromEnvironment = (name: string, standard: number): number => Number(process.env[name] ?? standard);
const ROUNDS = fromEnvironment('ROUNDS', 200);
const PAPERS = fromEnvironment('PAPERS', 500);
const USERS = fromEnvironment('USERS', 100);
const ATTACHMENTS = fromEnvironment('ATTACHMENTS', 50);
const MIB = fromEnvironment('MIB', 100);
const BUSY = fromEnvironment('BUSY', 2);

const line = (number: number, round: Round): string =>
  [
    String(number).padStart(4),
    ...[round.processes, round.threads, round.files].map((value) => String(value).padStart(6)),
    ...[round.memoryMiB, round.unlockMs, round.paperMs, round.userMs, round.attachmentMs, round.lockMs].map(
      (value) => value.toFixed(0).padStart(7),
    ),
  ].join(' ');

async function main(): Promise<void> {
  const others = Array.from({ length: BUSY }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  try {
    const userData = await preparedUserData((core) => core.handlers['round.loadSample']({}));
    const started = await launch(userData);
    started.page.setDefaultTimeout(120_000);
    process.stdout.write(
      'round processes threads files memory/MiB  unlock  paper  person  attachment  lock (ms)\n',
    );
    let number = 0;
    const rounds = await workDay(
      started,
      {
        rounds: ROUNDS,
        papersARound: PAPERS / ROUNDS,
        usersARound: USERS / ROUNDS,
        attachmentsARound: ATTACHMENTS / ROUNDS,
        attachmentMiB: MIB,
      },
      (round) => process.stdout.write(`${line(++number, round)}\n`),
    ).catch(async (error: unknown) => {
      await started.page.screenshot({ path: path.join(ROOT, 'out/day-bench-stopped.png') });
      throw error;
    });
    await started.close();
    const file = path.join(ROOT, 'out/bench.json');
    const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as object) : {};
    const day = { at: new Date().toISOString(), electron: electronRuntime().version, busy: BUSY, rounds };
    fs.writeFileSync(file, `${JSON.stringify({ ...before, day }, null, 2)}\n`);
  } finally {
    others.forEach((other) => other.kill('SIGKILL'));
    await cleanUp();
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
