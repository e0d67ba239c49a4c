/** What belongs to one open store file, shared by the modules that work on it. */
import type { Database } from 'node-sqlite3-wasm';
import type { KeyRing } from '../keys';
import type { Compartment } from './compartment';
import type { Statements } from './database';
import type { Evidence } from './evidence';
import type { Migration } from './migrations';
import type { OwnerLock } from './owner-lock';
import type { RowSealer } from './seal';
import type { SignatoryRules, Signer } from './signed';

export interface StoreParts {
  readonly dir: string;
  readonly keys: KeyRing;
  readonly db: Database;
  readonly sealer: RowSealer;
  readonly statements: Statements;
  readonly compartment: Compartment;
  readonly evidence: Evidence;
  readonly now: () => Date;
  /** Signs what is written here, where somebody is signed in. */
  readonly sign?: Signer;
  /** Whose signatures count. */
  readonly signatories?: SignatoryRules;
  /** The steps that lead to the format of this file. */
  readonly migrations: readonly Migration[];
  /** Which file on the disk was opened, see {@link fileIdentity}. */
  readonly file: string;
  readonly lock: OwnerLock;
}
