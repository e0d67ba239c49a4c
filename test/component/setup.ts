/** What a browser has and jsdom lacks. */
import '@testing-library/jest-dom';
// Records are JSON, so a JSON copy is the structured clone that fake-indexeddb asks for.
globalThis.structuredClone ??= <T>(value: T): T =>
  value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
import 'fake-indexeddb/auto';
import { configure } from '@testing-library/react';

// Component tests share two slow cores with everything else; polling ends as soon as the condition holds.
configure({ asyncUtilTimeout: 5000 });
jest.setTimeout(30_000);

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;

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

// antd measures scroll bars by a pseudo-element, which jsdom answers with a page of complaint.
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element: Element) => computed(element);
Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.scrollTo ??= () => undefined;
