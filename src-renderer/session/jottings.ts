/**
 * What is typed into a form that is handed over in one go (打探说情) outlives a lock and a change of the page: the core
 * keeps it sealed, for this person alone, until it was handed over.
 */
import type { JottingForm } from '../../src-shared/contract/core';
import { call } from './workbench';

/** How long after the last key it is kept, in milliseconds. */
const PAUSE_MS = 600;

const waiting = new Map<JottingForm, { text: string; timer: ReturnType<typeof setTimeout> }>();

// Whether it worked is said where the form is handed over: that one is not lost unseen.
const keep = (form: JottingForm, text: string | null): Promise<unknown> =>
  call('desk.jot', { form, text }).catch(() => undefined);

/** Keeps the words of a form once the person pauses. */
export function jot(form: JottingForm, text: string): void {
  clearTimeout(waiting.get(form)?.timer);
  const timer = setTimeout(() => void flushJotting(form), PAUSE_MS);
  waiting.set(form, { text, timer });
}

async function flushJotting(form: JottingForm): Promise<void> {
  const last = waiting.get(form);
  if (last === undefined) return;
  clearTimeout(last.timer);
  waiting.delete(form);
  await keep(form, last.text);
}

/** Keeps what is still waiting, before a lock or when the form goes. */
export async function flushJottings(): Promise<void> {
  await Promise.all([...waiting.keys()].map(flushJotting));
}

/** The words were handed over: nothing of them is kept any more. */
export async function forgetJotting(form: JottingForm): Promise<void> {
  clearTimeout(waiting.get(form)?.timer);
  waiting.delete(form);
  await keep(form, null);
}

/** What this person had typed into a form; undefined where there is nothing. */
export async function jottingOf(form: JottingForm): Promise<string | undefined> {
  const waits = waiting.get(form);
  if (waits) return waits.text;
  const kept = await call('desk.jotting', { form }).catch(() => undefined);
  return kept?.text ?? undefined;
}
