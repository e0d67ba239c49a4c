/** When one who owes answers is silent, and when not. */
import { ALIVE_MS, saying, SILENCE, watchSilence } from '../../../src-main/silence';

const LIMIT_MS = SILENCE.everyMs * SILENCE.looks;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('silence is nothing heard for the limit while an answer is owed', () => {
  let silent = 0;
  const watch = watchSilence(() => (silent += 1));
  jest.advanceTimersByTime(LIMIT_MS * 2);
  expect(silent).toBe(0);
  watch.asked();
  jest.advanceTimersByTime(LIMIT_MS - 1);
  expect(silent).toBe(0);
  jest.advanceTimersByTime(1);
  expect(silent).toBe(1);
});

test('whoever is heard is not silent, and nothing is watched once all is answered', () => {
  let silent = 0;
  const watch = watchSilence(() => (silent += 1));
  watch.asked();
  watch.asked();
  for (let n = 0; n < 10; n += 1) {
    jest.advanceTimersByTime(LIMIT_MS - SILENCE.everyMs);
    watch.heard();
  }
  watch.answered();
  jest.advanceTimersByTime(LIMIT_MS - SILENCE.everyMs);
  watch.answered();
  jest.advanceTimersByTime(LIMIT_MS * 2);
  expect([silent, jest.getTimerCount()]).toEqual([0, 0]);
});

test('who works says so every few seconds, and stops when the last work ends', async () => {
  let said = 0;
  const under = saying(() => (said += 1));
  let end = (): void => undefined;
  const both = Promise.all([under(Promise.resolve(1)), under(new Promise<void>((done) => (end = done)))]);
  await jest.advanceTimersByTimeAsync(ALIVE_MS * 3);
  expect(said).toBe(3);
  end();
  await both;
  await jest.advanceTimersByTimeAsync(ALIVE_MS * 3);
  expect([said, jest.getTimerCount()]).toEqual([3, 0]);
});
