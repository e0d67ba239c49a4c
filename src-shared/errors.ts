/**
 * The errors of the product: each has a code for programs and a Chinese sentence for people that says what
 * happened and what to do next. Everything that can go wrong on purpose throws a {@link WorkbenchError};
 * anything else that is thrown is a defect.
 */

/** A code is `AREA_WHAT`, upper case, for ever (tests, the contract and the manual name it). */
export type ErrorCode = `${Uppercase<string>}_${Uppercase<string>}`;

/** One complaint about one place in a larger input (an import, a form). */
export interface Problem {
  /** Where: a path a person can follow, e.g. `findings[3].单位`. */
  readonly place: string;
  /** What is wrong there, in Chinese. */
  readonly message: string;
}

/** An expected failure. `message` is shown to the user as it is; never put record text into it. */
export class WorkbenchError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Every complaint, where there is more than one; the dialog and the CLI list them. */
    readonly problems: readonly Problem[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'WorkbenchError';
  }
}

/** What crosses the contract: never a thrown error. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly problems: readonly Problem[];
    };

/** Turns whatever was thrown into the contract's answer; an unexpected error shows no internals. */
export function toFailure(error: unknown): Extract<Result<never>, { ok: false }> {
  if (error instanceof WorkbenchError) {
    return { ok: false, code: error.code, message: error.message, problems: error.problems };
  }
  return {
    ok: false,
    code: 'PROGRAM_FAULT',
    message: '程序遇到未预料的错误，本次操作未执行，已保存的内容不受影响。请重试；仍不成功请重新启动程序。',
    problems: [],
  };
}
