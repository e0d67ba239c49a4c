/** What the command line tools say: plain Chinese, no record text beyond what was asked for. */
import { toFailure, WorkbenchError } from '../../src-shared/errors';

export const say = (line = ''): void => void process.stdout.write(`${line}\n`);

/**
 * Prints an error as a person can use it; returns the exit code.
 * @param json whether another program asked: then standard output says `{ code, message, problems }`
 */
export function complain(error: unknown, json = false): number {
  if (json) {
    const { code, message, problems } = toFailure(error);
    say(JSON.stringify({ code, message, problems }));
  }
  if (error instanceof WorkbenchError) {
    process.stderr.write(`错误 ${error.code}：${error.message}\n`);
    for (const { place, message } of error.problems) process.stderr.write(`  ${place}：${message}\n`);
    return 1;
  }
  process.stderr.write('错误 PROGRAM_FAULT：程序遇到未预料的错误，本次操作未执行。\n');
  // A developer needs the stack; it holds places in the program, not records.
  if (process.env.WORKBENCH_DEBUG) process.stderr.write(`${(error as Error)?.stack ?? String(error)}\n`);
  return 2;
}
