/** The window's door to everything behind it, with failures as errors that carry a Chinese sentence. */
import { create } from 'zustand';
import type { AppContract, CallName, InputOf, OutputOf, Workbench } from '../../src-shared/contract';
import type { Problem } from '../../src-shared/errors';

declare global {
  interface Window {
    readonly workbench: Workbench<AppContract>;
  }
}

/** A call that was answered with a failure. `message` is shown to the person as it is. */
export class CallFailed extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[],
  ) {
    super(message);
    this.name = 'CallFailed';
  }
}

/** Whether the core has left a call without an answer, and the person has not yet said what to do. */
export const useCoreSilence = create<{ readonly silent: boolean }>()(() => ({ silent: false }));

/** What the preload exposed. */
export const workbench = (): Workbench<AppContract> => window.workbench;

/**
 * Calls a command or a query and gives its value.
 * @throws CallFailed where the answer is a failure
 */
export async function call<K extends CallName<AppContract>>(
  name: K,
  input: InputOf<AppContract, K>,
): Promise<OutputOf<AppContract, K>> {
  const answer = await workbench().invoke(name, input);
  if (answer.ok) return answer.value;
  if (answer.code === 'CORE_TIMEOUT') useCoreSilence.setState({ silent: true });
  throw new CallFailed(answer.code, answer.message, answer.problems);
}

/** The sentence to show for whatever was thrown; never an internal text. */
export function sentenceOf(error: unknown): string {
  return error instanceof CallFailed
    ? error.message
    : '程序遇到未预料的错误，本次操作未执行，已保存的内容不受影响。请重试；仍不成功请重新启动程序。';
}

/** How what was thrown is told. */
export interface Outcome {
  readonly type: 'info' | 'error';
  readonly title: string;
}

/** That a person called it off himself is no fault. */
export const outcomeOf = (error: unknown): Outcome => ({
  type: error instanceof CallFailed && error.code === 'TASK_CANCELLED' ? 'info' : 'error',
  title: sentenceOf(error),
});
