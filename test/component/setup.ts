/** What a browser has and jsdom lacks. */
import '@testing-library/jest-dom';
import 'fake-indexeddb/auto';
import { configure } from '@testing-library/react';

// Component tests share two slow cores with everything else; polling ends as soon as the condition holds.
configure({ asyncUtilTimeout: 10_000, defaultHidden: true });
jest.setTimeout(60_000);

// The core answers in its own time. That the window draws what it then learns is no fault of a test that was not waiting.
const complain = console.error;
console.error = (...said: unknown[]) => {
  if (!String(said[0]).includes('was not wrapped in act(')) complain(...said);
};

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;

/** Enough of it for rc-select, which wants one turn of the event loop. */
class OneTurn {
  readonly port1: { onmessage?: () => void } = {};
  readonly port2 = { postMessage: () => setTimeout(() => this.port1.onmessage?.(), 0) };
}
globalThis.MessageChannel ??= OneTurn as unknown as typeof MessageChannel;

window.requestIdleCallback ??= (work) =>
  setTimeout(work, 0, { didTimeout: false, timeRemaining: () => 0 }) as unknown as number;
window.cancelIdleCallback ??= (handle) => clearTimeout(handle);

Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  }),
});

// No layout and no style sheets here: an element's computed style is its own, and what is measured is nothing. (jsdom
// would match every rule of antd for each look-up by role: 7 seconds a test.)
const measured = /width|height|padding|margin|border|size/;
window.getComputedStyle = (element: Element) =>
  new Proxy((element as HTMLElement).style, {
    get: (style, name) =>
      name === 'getPropertyValue'
        ? (property: string) => style.getPropertyValue(property) || (measured.test(property) ? '0px' : '')
        : (Reflect.get(style, name) as unknown),
  });
Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.scrollTo ??= () => undefined;
