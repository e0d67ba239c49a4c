/** The keyboard of forms: Enter goes to the next field, as on the number pad of an office clerk. */
import type { KeyboardEvent } from 'react';

const FIELDS = 'input:not([disabled]):not([type="hidden"]), textarea:not([disabled])';

/** A button among the fields: Enter stops there, since what it makes comes next on the paper. */
const STOPS = '[data-enter-stop]';

/** Milliseconds after the choice of a word in which an Enter still belongs to the input method (some send it afterwards). */
const WORD_CHOSEN_MS = 50;

let wordChosenAt = Number.NEGATIVE_INFINITY;
document.addEventListener('compositionend', (e) => void (wordChosenAt = e.timeStamp), true);

/** Whether a key belongs to the input method: it chooses a word with it, or has just chosen one. */
export function isForInputMethod({ nativeEvent: e }: KeyboardEvent): boolean {
  // 229: the key is the input method's, whatever it is (UI Events, “keyCode” for input method keys).
  if (e.isComposing || e.keyCode === 229) return true;
  return e.key === 'Enter' && e.timeStamp - wordChosenAt < WORD_CHOSEN_MS;
}

/** The input after this one inside a container, if there is one. */
function nextField(container: HTMLElement, from: HTMLElement): HTMLElement | undefined {
  const all = [...container.querySelectorAll<HTMLElement>(`${FIELDS}, ${STOPS}`)];
  return all[all.indexOf(from) + 1];
}

/** Puts the cursor into a field; in one of a single line its words are chosen, so that typing replaces them, as after Tab. */
export function focusField(field: HTMLElement): void {
  field.focus();
  if (field instanceof HTMLInputElement && field.type === 'text') field.select();
}

/** Puts the cursor into the first field of a container. @returns whether it has one */
export function focusFirst(container: Element | null | undefined): boolean {
  const first = container?.querySelector<HTMLElement>(FIELDS);
  if (!first) return false;
  focusField(first);
  return true;
}

/**
 * The cursor arrives in a form that has just been opened: in what is still to be filled in, else in the first field that may
 * be written; never out of sight, so that a form is seen from its top. Where nothing in sight may be written, the form itself
 * takes the cursor, and PageDown reads on.
 */
export function arriveIn(form: HTMLElement): void {
  const end = form.getBoundingClientRect().bottom;
  // Not into the paper number: the program gives it, and a stray key must not change it.
  const fields = [...form.querySelectorAll<HTMLElement>('[data-field]:not([data-field="code"])')].filter(
    (field) => field.querySelector(FIELDS) !== null && field.getBoundingClientRect().bottom <= end,
  );
  const first = fields.find((field) => field.matches('[data-empty]')) ?? fields[0];
  if (!focusFirst(first)) form.focus({ preventScroll: true });
}

/**
 * Enter in a single-line field goes to the next one; in the last one, `onEnd` is called. A choice that is open, an input
 * method at work, running text and Shift+Enter keep their Enter. For the capture phase of an element that carries
 * `data-enter-scope`, before the inputs see it.
 */
export function goOnEnter(e: KeyboardEvent<HTMLElement>, onEnd?: () => void): void {
  const target = e.target as HTMLElement;
  if (e.key !== 'Enter' || isForInputMethod(e) || e.ctrlKey || e.shiftKey) return;
  // Rows inside a form have their own Enter.
  if (target.closest('[data-enter-scope]') !== e.currentTarget) return;
  if (!(target instanceof HTMLInputElement) && target.dataset.enter !== 'next') return;
  // A list that is open picks with its Enter, unless nobody asked it for anything yet.
  if (target.getAttribute('aria-expanded') === 'true' && !target.closest('[data-unasked]')) return;
  e.preventDefault();
  e.stopPropagation();
  const next = nextField(e.currentTarget, target);
  if (next) focusField(next);
  else onEnd?.();
}

/** Whether a list, a calendar or a dialog is open over the page: Escape is then meant for it. */
export const isSomethingOpen = (): boolean =>
  document.querySelector(
    '.ant-popover:not(.ant-popover-hidden), .ant-select-dropdown:not(.ant-select-dropdown-hidden), [role="dialog"]',
  ) !== null;
