/** The keyboard of forms: Enter goes to the next field, as on the number pad of an office clerk. */
import type { KeyboardEvent } from 'react';

const FIELDS = 'input:not([disabled]):not([type="hidden"]), textarea:not([disabled])';

/** The input after this one inside a container, if there is one. */
function nextField(container: HTMLElement, from: HTMLElement): HTMLElement | undefined {
  const all = [...container.querySelectorAll<HTMLElement>(FIELDS)];
  return all[all.indexOf(from) + 1];
}

/** Puts the cursor into the first field of a container. @returns whether it has one */
export function focusFirst(container: Element | null | undefined): boolean {
  const first = container?.querySelector<HTMLElement>(FIELDS);
  first?.focus();
  return first !== undefined && first !== null;
}

/** Whether a key press happened in the element itself, not in a dialog that React counts among its children. */
export const isInside = (e: KeyboardEvent<HTMLElement>): boolean =>
  e.currentTarget.contains(e.target as Node);

/**
 * Enter in a single-line field goes to the next one; in the last one, `onEnd` is called. A choice that is open, an input
 * method at work, running text and Shift+Enter keep their Enter. For the capture phase of an element that carries
 * `data-enter-scope`, before the inputs see it.
 */
export function goOnEnter(e: KeyboardEvent<HTMLElement>, onEnd?: () => void): void {
  const target = e.target as HTMLElement;
  if (e.key !== 'Enter' || e.nativeEvent.isComposing || e.ctrlKey || e.shiftKey) return;
  // Rows inside a form have their own Enter.
  if (target.closest('[data-enter-scope]') !== e.currentTarget) return;
  if (!(target instanceof HTMLInputElement) && target.dataset.enter !== 'next') return;
  if (target.getAttribute('aria-expanded') === 'true') return;
  e.preventDefault();
  e.stopPropagation();
  const next = nextField(e.currentTarget, target);
  if (next) next.focus();
  else onEnd?.();
}

/** Whether a list, a calendar or a dialog is open over the page: Escape is then meant for it. */
export const isSomethingOpen = (): boolean =>
  document.querySelector(
    '.ant-popover:not(.ant-popover-hidden), .ant-select-dropdown:not(.ant-select-dropdown-hidden), [role="dialog"]',
  ) !== null;
