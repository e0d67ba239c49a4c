/**
 * The commands, queries and events of the core, one file an area. Main validates every input by these schemas; the replica,
 * the preload bridge and the tests are typed by the same table.
 */
import type { Contract } from './define';
import { conflictsContract } from './conflicts';
import { deskContract } from './desk';
import { evidenceContract } from './evidence';
import { feedContract } from './feed';
import { packetsContract } from './packets';
import { papersContract } from './papers';
import { recordsContract } from './records';
import { storeContract } from './store';
import { tablesContract } from './tables';
import { tasksContract } from './tasks';
import { vaultContract } from './vault';

export const coreContract = {
  ...vaultContract,
  ...deskContract,
  ...feedContract,
  ...recordsContract,
  ...conflictsContract,
  ...packetsContract,
  ...papersContract,
  ...evidenceContract,
  ...tablesContract,
  ...storeContract,
  ...tasksContract,
} satisfies Contract;

export * from './vault';
export * from './desk';
export * from './feed';
export * from './records';
export * from './conflicts';
export * from './packets';
export * from './papers';
export * from './evidence';
export * from './tables';
export * from './store';
export * from './tasks';
