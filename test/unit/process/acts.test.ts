/** Long acts: their progress, their limit, and how they end before their time. */
import { createActs, STANDSTILL_MS, type Act } from '../../../src-main/acts';
import { WorkbenchError } from '../../../src-shared/errors';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof WorkbenchError ? error.code : String(error)),
  );

/** Works until it is told to stop. */
async function endless({ breathe }: Act): Promise<void> {
  for (;;) await breathe();
}

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield new Uint8Array(10);
}

const told: [string, number, number][] = [];
const acts = createActs((...progress) => told.push(progress));
beforeEach(() => void told.splice(0));

test('bytes pass through whole and in order, and the last word of progress is the total', async () => {
  const passed: number[] = [];
  await acts.run('addEvidence', async ({ through }) => {
    for await (const piece of through(pieces(3), 50, 20)) passed.push(piece.length);
  });
  expect(passed).toEqual([10, 10, 10]);
  expect(told.at(-1)).toEqual(['addEvidence', 50, 50]);
});

test('an act is called off by its name, others go on, and one that is over cannot be', async () => {
  let stop = false;
  const verify = codeOf(acts.run('verify', endless));
  const paper = codeOf(
    acts.run('paper', async ({ breathe }) => {
      while (!stop) await breathe();
    }),
  );
  expect(acts.cancel('verify')).toBe(true);
  expect(await verify).toBe('TASK_CANCELLED');
  stop = true;
  expect(await paper).toBe('done');
  expect([acts.cancel('verify'), acts.cancel('paper')]).toEqual([false, false]);
});

test('what goes through the whole store waits for the other to end, papers do not', async () => {
  const verify = codeOf(acts.run('verify', endless));
  expect(await codeOf(acts.run('externalBackup', endless))).toBe('TASK_RUNNING');
  expect(await codeOf(acts.run('paper', ({ breathe }) => breathe()))).toBe('done');
  acts.cancel('verify');
  expect(await verify).toBe('TASK_CANCELLED');
  expect(await codeOf(acts.run('externalBackup', ({ breathe }) => breathe()))).toBe('done');
});

test('a source is let go of when its act is called off', async () => {
  let isOpen = true;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces(1_000_000);
    } finally {
      isOpen = false;
    }
  }
  const act = codeOf(
    acts.run('saveEvidence', async ({ through }) => {
      for await (const piece of through(source(), 1)) if (piece.length > 0) acts.cancel('saveEvidence');
    }),
  );
  expect(await act).toBe('TASK_CANCELLED');
  expect(isOpen).toBe(false);
});

test('a lock ends them all', async () => {
  const running = (['verify', 'paper'] as const).map((task) => codeOf(acts.run(task, endless)));
  acts.endAll(new WorkbenchError('VAULT_LOCKED', '已锁定。'));
  expect(await Promise.all(running)).toEqual(['VAULT_LOCKED', 'VAULT_LOCKED']);
});

test('an act that stands still is ended with words even where it does not listen; progress is a sign of life', async () => {
  jest.useFakeTimers();
  try {
    let act!: Act;
    const code = codeOf(
      acts.run('saveEvidence', (given) => {
        act = given;
        return new Promise(() => {});
      }),
    );
    await jest.advanceTimersByTimeAsync(STANDSTILL_MS - 1);
    act.progress(1, 2);
    await jest.advanceTimersByTimeAsync(STANDSTILL_MS - 1);
    expect(act.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await code).toBe('TASK_TIMEOUT');
  } finally {
    jest.useRealTimers();
  }
});
