/** The keyboard of a page: its shortcuts wherever the cursor is, and a cursor that is never nowhere. */
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { useNavigation } from '../session/navigation';
import { focusField } from './keyboard';
import './page-keyboard.css';

/** What a page does by Ctrl and a key, and by Escape; absent: nothing. */
export type Shortcuts = Readonly<
  Partial<Record<'Enter' | 's' | 'p' | 'b' | 'Escape', (() => void) | undefined>>
>;

/** Dialogs and what opens over the page have keys of their own. */
const OVER = '[role="dialog"], .ant-drawer, .ant-popover, .ant-select-dropdown';

/** Shortcuts of the page that is shown: in the whole window, also where nothing on the page has the cursor. */
export function useShortcuts(page: RefObject<HTMLElement | null>, shortcuts: Shortcuts): void {
  const onKey = useEffectEvent((e: KeyboardEvent) => {
    const target = e.target instanceof Element ? e.target : undefined;
    if (e.defaultPrevented || e.isComposing || e.keyCode === 229 || target?.closest(OVER)) return;
    if (!page.current || document.querySelector('[role="dialog"]')) return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const act =
      key === 'Escape' || (e.ctrlKey && !e.shiftKey && !e.altKey)
        ? shortcuts[key as keyof Shortcuts]
        : undefined;
    if (!act || (key === 'Escape' && e.ctrlKey)) return;
    e.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (e: KeyboardEvent): void => onKey(e);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** The list takes the cursor when its page is shown and when a form over it is closed; an empty page takes it itself. */
export function useListFocus(page: RefObject<HTMLElement | null>, shown: boolean): void {
  useEffect(() => {
    if (!shown || document.querySelector('[role="dialog"]') || useNavigation.getState().target) return;
    const list = page.current?.querySelector<HTMLElement>('[role="grid"]') ?? page.current;
    list?.focus({ preventScroll: true });
  }, [page, shown]);
}

/** How long what a search found stays marked, in milliseconds. */
const MARKED_MS = 4000;

/**
 * Brings the cursor to the field that was asked for, once it is drawn, and marks it. Any key or click before that calls it
 * off: whoever goes elsewhere is not called back.
 */
export function useCursorTarget(page: RefObject<HTMLElement | null>): void {
  const target = useNavigation((state) => state.target);
  useEffect(() => {
    const here = page.current;
    if (!target || !here) return;
    const done = (): void => useNavigation.setState({ target: undefined });
    const look = (): boolean => {
      const field = document.getElementById(target.input);
      if (!field || !here.contains(field)) return false;
      if (target.top === undefined) {
        focusField(field);
        chooseWords(field, target.words);
        field.scrollIntoView({ block: 'center' });
      } else comeBack(field, target.top);
      if (target.words !== undefined) mark(field);
      return true;
    };
    if (look()) return done();
    const watch = new MutationObserver(() => look() && done());
    watch.observe(here, { childList: true, subtree: true });
    const calledOff = ['keydown', 'pointerdown'] as const;
    for (const event of calledOff) window.addEventListener(event, done, { once: true });
    return () => {
      watch.disconnect();
      for (const event of calledOff) window.removeEventListener(event, done);
    };
  }, [page, target]);
}

/** The cursor behind the last word, as one goes on writing: nothing is chosen, so that no key replaces it. */
function comeBack(field: HTMLElement, top: number): void {
  field.focus({ preventScroll: true });
  if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text'))
    field.setSelectionRange(field.value.length, field.value.length);
  const form = field.closest('.pw-form-body');
  if (form) form.scrollTop = top;
}

/** Chooses the words in a text, so that they are seen. */
function chooseWords(field: HTMLElement, words: string | undefined): void {
  if (words === undefined || !(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
    return;
  const at = field.value.indexOf(words);
  if (at >= 0 && field.type !== 'checkbox') field.setSelectionRange(at, at + words.length);
}

function mark(field: HTMLElement): void {
  const around = field.closest('.pw-field, .pw-cell');
  around?.classList.add('pw-found');
  setTimeout(() => around?.classList.remove('pw-found'), MARKED_MS);
}
