/** A vault made beforehand by the same core, in this process: what a test is not about need not be clicked. */
import path from 'node:path';
import { createCore, type Core } from '../../../src-main/core';
import { newUserData } from '../harness';

export const OWNER = { name: '闻知远', role: 'leader', passphrase: '青山不老绿水长流一九八四' } as const;

/** The folder of the vault inside the user data. */
export const vaultFolder = (userData: string): string => path.join(userData, 'vault');

/** User data with a vault of {@link OWNER}, filled by `fill`, which is waited for, while it is open. */
export async function preparedUserData(fill: (core: Core) => unknown): Promise<string> {
  const userData = newUserData();
  const core = createCore({ dataDir: vaultFolder(userData), publish: () => {} });
  await core.handlers['vault.create']({ ...OWNER, sample: false });
  await fill(core);
  await core.close();
  return userData;
}
