/**
 * The one typed table between the core, the shell and the window. A table maps a name to a command (changes
 * something), a query (asks something) or an event (the main process tells something). Everything else is derived
 * from it: the preload's `Workbench`, the handlers that must exist, and the dispatcher that serves them.
 */
import type { z } from 'zod';
import { toFailure, WorkbenchError, type Problem, type Result } from '../errors';

type Schema = z.ZodType;

/** What a native dialog must have answered before a path is accepted: a file to write, or a file to read. */
export type FileUse = 'save' | 'open';

/** The top-level input fields that hold file paths; the shell forwards the call only with paths a person chose. */
export type FileFields<I extends Schema> = { readonly [K in keyof z.input<I>]?: FileUse };

export interface Call<T extends 'command' | 'query', I extends Schema, O extends Schema> {
  readonly type: T;
  readonly input: I;
  readonly output: O;
  readonly files: FileFields<I>;
}
export type Command<I extends Schema, O extends Schema> = Call<'command', I, O>;
export type Query<I extends Schema, O extends Schema> = Call<'query', I, O>;
export interface Event<P extends Schema> {
  readonly type: 'event';
  readonly payload: P;
}

/** Any call, as far as it is known while it is only looked up by name. */
export interface AnyCall {
  readonly type: 'command' | 'query';
  readonly input: Schema;
  readonly output: Schema;
  readonly files: Readonly<Record<string, FileUse | undefined>>;
}
export type Contract = Readonly<Record<string, AnyCall | Event<Schema>>>;

/** A call that changes something. `files` names the input fields that hold a path (one path, or a list of them). */
export function command<I extends Schema, O extends Schema>(
  input: I,
  output: O,
  files: FileFields<I> = {},
): Command<I, O> {
  return { type: 'command', input, output, files };
}

/** A call that only asks. */
export function query<I extends Schema, O extends Schema>(
  input: I,
  output: O,
  files: FileFields<I> = {},
): Query<I, O> {
  return { type: 'query', input, output, files };
}

/** Something the main process tells the window. */
export function event<P extends Schema>(payload: P): Event<P> {
  return { type: 'event', payload };
}

type NamesOf<T extends Contract, Kind extends string> = {
  [K in keyof T & string]: T[K] extends { readonly type: Kind } ? K : never;
}[keyof T & string];

export type CallName<T extends Contract> = NamesOf<T, 'command' | 'query'>;
export type EventName<T extends Contract> = NamesOf<T, 'event'>;

/** What a caller passes (before the schema fills in defaults). */
export type InputOf<T extends Contract, K extends CallName<T>> = T[K] extends {
  readonly input: infer I extends Schema;
}
  ? z.input<I>
  : never;
/** What a handler receives (after the schema parsed it). */
export type ParsedInputOf<T extends Contract, K extends CallName<T>> = T[K] extends {
  readonly input: infer I extends Schema;
}
  ? z.output<I>
  : never;
export type OutputOf<T extends Contract, K extends CallName<T>> = T[K] extends {
  readonly output: infer O extends Schema;
}
  ? z.output<O>
  : never;
export type PayloadOf<T extends Contract, K extends EventName<T>> = T[K] extends {
  readonly payload: infer P extends Schema;
}
  ? z.output<P>
  : never;

/** One handler for each call of the table: a missing one does not compile. */
export type Handlers<T extends Contract> = {
  readonly [K in CallName<T>]: (input: ParsedInputOf<T, K>) => OutputOf<T, K> | Promise<OutputOf<T, K>>;
};

/** What the preload exposes as `window.workbench`, and what a test bridge offers in its place. */
export interface Workbench<T extends Contract> {
  /** Calls a command or a query; never rejects: what goes wrong is the answer. */
  invoke<K extends CallName<T>>(name: K, input: InputOf<T, K>): Promise<Result<OutputOf<T, K>>>;
  /** Listens to an event; returns the function that stops listening. */
  subscribe<K extends EventName<T>>(name: K, listener: (payload: PayloadOf<T, K>) => void): () => void;
}

/** Tells an event of the table to whoever listens. */
export type Publish<T extends Contract> = <K extends EventName<T>>(name: K, payload: PayloadOf<T, K>) => void;

/** Answers a call by name with untrusted input; never rejects. */
export type Dispatch = (name: string, input: unknown) => Promise<Result<unknown>>;

/** The names of a table's commands and queries. */
export function callNames<T extends Contract>(table: T): CallName<T>[] {
  return Object.keys(table).filter((name) => table[name]?.type !== 'event') as CallName<T>[];
}

/** The names of a table's events. */
export function eventNames<T extends Contract>(table: T): EventName<T>[] {
  return Object.keys(table).filter((name) => table[name]?.type === 'event') as EventName<T>[];
}

/** The call of that name, own entries only: `__proto__` and `constructor` are no calls. */
export function findCall(table: Contract, name: string): AnyCall | undefined {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  return entry === undefined || entry.type === 'event' ? undefined : entry;
}

/** The answer to a name that the table does not have. */
export function unknownCall(): Extract<Result<never>, { ok: false }> {
  return toFailure(
    new WorkbenchError('CONTRACT_UNKNOWN_NAME', '程序不认识这项操作，本次操作未执行。请重新启动程序后再试。'),
  );
}

/**
 * Joins a table and its handlers into a dispatcher: parses the input by the table's schema, calls the handler, and
 * turns whatever it throws into a failure.
 */
export function serve<T extends Contract>(table: T, handlers: Handlers<T>): Dispatch {
  const byName = handlers as Readonly<Record<string, (input: unknown) => unknown>>;
  return async (name, input) => {
    const call = findCall(table, name);
    const handler = byName[name];
    if (call === undefined || handler === undefined) return unknownCall();
    const parsed = call.input.safeParse(input);
    if (!parsed.success) return toFailure(badInput(parsed.error));
    try {
      return { ok: true, value: await handler(parsed.data) };
    } catch (error) {
      return toFailure(error);
    }
  };
}

/** Names the places and the kind of fault only: zod's own sentences may quote what was typed. */
function badInput(error: z.ZodError): WorkbenchError {
  const problems: Problem[] = error.issues.map((issue) => ({
    place: issue.path.map(String).join('.') || '输入',
    message: INPUT_FAULT[issue.code] ?? '内容不符合要求',
  }));
  return new WorkbenchError(
    'CONTRACT_BAD_INPUT',
    '提交的内容不符合要求，本次操作未执行。请检查所填内容后重试。',
    problems,
  );
}

const INPUT_FAULT: Readonly<Record<string, string>> = {
  invalid_type: '缺少内容或内容类型不对',
  too_big: '内容太长或数值太大',
  too_small: '内容太短或数值太小',
  invalid_format: '格式不对',
  invalid_value: '不在可选范围内',
  unrecognized_keys: '含有多余的内容',
};
