/** The program over a vault that was made beforehand, unlocked. */
import { launch, type Started } from '../harness';
import { unlock, whenOpen } from './frame';
import { OWNER, preparedUserData } from './prepared';

/** @param fill what the vault holds: the sample round where nothing is said */
export async function openPrepared(
  fill: Parameters<typeof preparedUserData>[0] = (core) => core.handlers['round.loadSample']({}),
): Promise<Started> {
  const started = await launch(await preparedUserData(fill));
  started.page.setDefaultTimeout(10_000);
  await unlock(started.page, OWNER.passphrase);
  await whenOpen(started.page);
  return started;
}
