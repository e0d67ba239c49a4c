/** Many papers, people, attachments and unlockings in one run of the window: what the processes hold stays as it was. */
import { rmSync } from 'node:fs';
import { holds, workDay } from '../bench/day';
import { cleanUp, launch } from './harness';
import { preparedUserData } from './pages/prepared';

jest.setTimeout(600_000);
afterEach(cleanUp);

test('threads and open files are as many at the end of a day as after its first round', async () => {
  const started = await launch(await preparedUserData((core) => core.handlers['round.loadSample']({})));
  started.page.setDefaultTimeout(120_000);
  const rounds = await workDay(started, {
    rounds: 5,
    papersARound: 8,
    usersARound: 1,
    attachmentsARound: 1,
    attachmentMiB: 20,
  });
  const [, second] = rounds;
  const last = rounds.at(-1)!;
  // One process for the core, whatever the number of locks; a few threads come and go with the system's own pools.
  expect(last.processes).toBe(second!.processes);
  expect(last.threads).toBeLessThanOrEqual(second!.threads * 1.1);
  expect(last.files).toBeLessThanOrEqual(second!.files * 1.1);
  expect(holds(started).processes).toBe(second!.processes);
  const { userData } = started;
  await started.close();
  rmSync(userData, { recursive: true, force: true });
});
