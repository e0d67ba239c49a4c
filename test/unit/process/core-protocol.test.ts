/** What the core's process does around the calls: which come from where, which finish before a lock, and what a pause is for. */
import { z } from 'zod';
import { finishing, onlyDirect, QUIET_MS, whenQuiet } from '../../../src-main/core-protocol';
import { command, query, type Dispatch } from '../../../src-shared/contract/define';
import { coreContract } from '../../../src-shared/contract';

const asked: string[] = [];
const dispatch: Dispatch = (name) => {
  asked.push(name);
  return Promise.resolve({ ok: true, value: name });
};
beforeEach(() => void asked.splice(0));

test('what names a path does not come by the page’s own port, nor does what is unknown', async () => {
  const table = {
    'a.read': query(z.object({}), z.null()),
    'a.write': command(z.object({ path: z.string() }), z.null(), { path: 'save' }),
  };
  const direct = onlyDirect(table, dispatch);
  expect(await direct('a.read', {})).toMatchObject({ ok: true });
  expect(await direct('a.write', { path: '/etc/passwd' })).toMatchObject({ code: 'FILE_NOT_CHOSEN' });
  expect(await direct('constructor', {})).toMatchObject({ code: 'CONTRACT_UNKNOWN_NAME' });
  expect(asked).toEqual(['a.read']);
});

test('every call of the core that takes a path passes the shell', async () => {
  const direct = onlyDirect(coreContract, dispatch);
  for (const [name, call] of Object.entries(coreContract)) {
    if (call.type === 'event') continue;
    const takesPath = JSON.stringify(z.toJSONSchema(call.input, { io: 'input', unrepresentable: 'any' }));
    if (/"paths?":/.test(takesPath))
      expect([name, await direct(name, {})]).toMatchObject([name, { code: 'FILE_NOT_CHOSEN' }]);
  }
});

test('a lock waits for the calls that are to finish, and for no others', async () => {
  let end = (): void => undefined;
  const slow: Dispatch = (name) =>
    new Promise((resolve) => {
      if (name === 'add') end = () => resolve({ ok: true, value: null });
    });
  const { dispatch: watched, finished } = finishing(['add'], slow);
  void watched('endless', {});
  await finished();
  const added = watched('add', {});
  let isFinished = false;
  const all = finished().then(() => (isFinished = true));
  await Promise.resolve();
  expect(isFinished).toBe(false);
  end();
  await Promise.all([added, all]);
  expect(isFinished).toBe(true);
});

describe('a pause', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('is used once it has lasted, and once only', async () => {
    let used = 0;
    const quiet = whenQuiet(dispatch, () => (used += 1));
    for (let call = 0; call < 5; call += 1) {
      await quiet('a', {});
      await jest.advanceTimersByTimeAsync(QUIET_MS - 1);
    }
    expect(used).toBe(0);
    await jest.advanceTimersByTimeAsync(QUIET_MS * 5);
    expect(used).toBe(1);
  });

  test('is none while a call is under way', async () => {
    let used = 0;
    let end = (): void => undefined;
    const quiet = whenQuiet(
      (name) =>
        name === 'slow' ? new Promise((r) => (end = () => r({ ok: true, value: 1 }))) : dispatch(name, {}),
      () => (used += 1),
    );
    const slow = quiet('slow', {});
    await quiet('a', {});
    await jest.advanceTimersByTimeAsync(QUIET_MS * 3);
    expect(used).toBe(0);
    end();
    await slow;
    await jest.advanceTimersByTimeAsync(QUIET_MS);
    expect(used).toBe(1);
  });
});
