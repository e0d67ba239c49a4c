import { EventEmitter } from 'node:events';
import { opensDevTools } from '../../../src-main/shell/self-check';

/** A page that can be gone, after which nobody may ask it anything. */
class Contents extends EventEmitter {
  gone = false;
  opened = false;

  constructor(private readonly disabled: boolean) {
    super();
  }
  openDevTools(): void {
    if (this.disabled) return;
    this.opened = true;
    this.emit('devtools-opened');
  }
  isDevToolsOpened(): boolean {
    if (this.gone) throw new TypeError('Object has been destroyed');
    return this.opened;
  }
  destroy(): void {
    this.gone = true;
    this.emit('destroyed');
  }
}

const asked = (contents: Contents) => opensDevTools(contents as unknown as Electron.WebContents);

describe('whether developer tools can be opened', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('is answered at once where they open, and the window may be gone before the wait would be over', async () => {
    const contents = new Contents(false);
    expect(await asked(contents)).toBe(true);
    contents.destroy();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is answered after the wait where they are disabled', async () => {
    const answer = asked(new Contents(true));
    await jest.advanceTimersByTimeAsync(1000);
    expect(await answer).toBe(false);
  });

  test('is no for a window that goes meanwhile', async () => {
    const contents = new Contents(true);
    const answer = asked(contents);
    contents.destroy();
    expect(await answer).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});
