/** What a screen asks of the core, with the answer to a refusal already given: the person reads the sentence. */
import { App } from 'antd';
import { useMemo } from 'react';
import type { AppContract, InputOf } from '../../src-shared/contract';
import type { AnyKind, Entity, Step } from '../../src-shared/domain/define';
import { flushAutosave, makeNow } from '../session/autosave';
import { call, CallFailed, outcomeOf, sentenceOf } from '../session/workbench';
import type { StepAnswers, StepOutcome } from './step-dialog';

type Values = InputOf<AppContract, 'record.save'>['set'];
type Sets = NonNullable<InputOf<AppContract, 'record.save'>['sets']>;

/** A choice between versions: one of them, or the person's own words. */
export type Choice = InputOf<AppContract, 'conflict.settle'>['choices'][number];

export interface Commands {
  /** Makes a record; the core adds the defaults of its kind and its number. @returns its id, undefined if refused */
  create(kind: AnyKind, parent: string | null, values?: Values): Promise<string | undefined>;
  /** Sets fields at once, without waiting for a pause. @returns whether it was done */
  save(kind: string, id: string, values: Values, sets?: Sets): Promise<boolean>;
  /** Takes a step. @returns the refusal where it is about what the step asks or the record lacks, for whoever can show it */
  step(
    record: Pick<Entity, 'id'>,
    field: string,
    step: Pick<Step, 'to' | 'name' | 'label'>,
    answers?: StepAnswers,
  ): Promise<StepOutcome>;
  remove(id: string, reason: string): Promise<boolean>;
  restore(id: string): Promise<boolean>;
  /** Chooses between versions in dispute, all or none. @returns the act, undefined where it was refused */
  settle(choices: readonly Choice[]): Promise<string | undefined>;
  /** Runs anything that may be refused and tells a refusal. @returns its value; undefined where it was refused */
  attempt<T>(action: () => Promise<T>): Promise<T | undefined>;
}

/** Values a new record begins with. States and derived fields are the core's to set. */
export function defaultsOf(kind: AnyKind): Values {
  const values: Values = {};
  for (const [name, { info }] of Object.entries(kind.fields)) {
    if (info.defaultValue !== undefined && info.type !== 'state' && !info.derived) {
      values[name] = info.defaultValue as Values[string];
    }
  }
  return values;
}

/** Refusals of a step that are told where it was taken: in its dialog, or at the fields of the form. */
const ASKING: ReadonlySet<string> = new Set(['RECORD_ASKED', 'RECORD_APART', 'RECORD_INCOMPLETE']);

/** Every complaint of a refusal, one a line. */
function complaint(error: unknown): string {
  const sentence = sentenceOf(error);
  const details = error instanceof CallFailed ? error.problems.map((p) => p.message) : [];
  return [sentence, ...details.filter((d) => !sentence.includes(d))].join('\n');
}

export function useCommands(): Commands {
  const { message } = App.useApp();
  return useMemo(() => {
    const attempt = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await action();
      } catch (error) {
        const { type } = outcomeOf(error);
        void message[type]({ content: complaint(error), style: { whiteSpace: 'pre-line' }, duration: 6 });
        return undefined;
      }
    };
    const done = async (action: () => Promise<unknown>): Promise<boolean> =>
      (await attempt(async () => (await action(), true))) ?? false;
    return {
      attempt,
      create: async (kind, parent, values = {}) => {
        const made = await attempt(async () => {
          const under = parent === null ? null : await makeNow(parent);
          return call('record.save', { kind: kind.kind, parent: under, set: values });
        });
        return made?.id;
      },
      save: (kind, id, set, sets) =>
        done(async () => call('record.save', { kind, id: await makeNow(id), set, sets })),
      step: async ({ id }, field, { to, name }, { reason, set } = {}) => {
        // A step looks at the whole record: what is still being typed goes first.
        await flushAutosave();
        try {
          const made = await makeNow(id);
          const { act } = await call('record.step', {
            id: made,
            field,
            to,
            name,
            reason,
            set: set as Values,
          });
          return { taken: true, ...(act === undefined ? {} : { act }) };
        } catch (error) {
          if (error instanceof CallFailed && ASKING.has(error.code)) return error;
          await attempt(() => Promise.reject(error as Error));
          return false;
        }
      },
      remove: (id, reason) => done(() => call('record.remove', { id, reason })),
      restore: (id) => done(() => call('record.restore', { id })),
      settle: async (choices) => {
        // What is still being typed would be one more version.
        await flushAutosave();
        return (await attempt(() => call('conflict.settle', { choices: [...choices] })))?.act;
      },
    };
  }, [message]);
}
