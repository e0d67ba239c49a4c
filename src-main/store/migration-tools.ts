/** What the steps from one format of a store to the next work with. */
import type { Database } from 'node-sqlite3-wasm';
import type { SealedPartOf } from '../../src-shared/merge/change';
import type { ClueKeys } from '../keys';
import type { RowSealer } from './seal';

export interface MigrationTools {
  readonly db: Database;
  readonly sealer: RowSealer;
  /** What the compartment is made with, where a file has something to put there. */
  readonly clues?: ClueKeys;
  readonly sealedPartOf?: SealedPartOf;
  /** Seals evidence of the compartment anew. @returns the name that it had before */
  readonly reseal?: (hash: string) => string;
  /** Told what lies outside the compartment and must not stay: names of stored files; copies are the caller's to find. */
  readonly moved?: (stale: readonly string[]) => void;
  /** Looks through the file before what was done counts. @throws WorkbenchError where something is wrong */
  readonly check?: () => void;
}
