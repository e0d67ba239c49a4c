/** How a store file comes to the current format: one step per format, all needed steps in one transaction. */
import { randomBytes } from 'node:crypto';
import { WorkbenchError } from '../../src-shared/errors';
import { formatOf } from './database';
import { moveIntoCompartment } from './into-compartment';
import { readMeta, writeMeta } from './meta';
import type { MigrationTools } from './migration-tools';

/** A step brings a file from format `to - 1` to format `to`; it runs inside a transaction and must not end it. */
export interface Migration {
  readonly to: number;
  readonly run: (tools: MigrationTools) => void;
}

/** A random id for one installation of a vault. */
export const newDeviceId = (): string => randomBytes(8).toString('hex');

/**
 * Format 1. Only opaque ids and counters stand in the clear; what they mean is in the sealed columns. A change's
 * sealed text is its canonical JSON without the hash: the hash is taken anew whenever it is read.
 */
const createTables: Migration = {
  to: 1,
  run: ({ db, sealer }) => {
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, value BLOB NOT NULL);
      CREATE TABLE changes (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, sealed BLOB NOT NULL);
      CREATE INDEX changes_of_record ON changes (record);
      CREATE TABLE records (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL);
    `);
    writeMeta(db, sealer, 'device', newDeviceId(), 0);
    writeMeta(db, sealer, 'heads', { lastSeq: 0, devices: {} }, 0);
  },
};

/**
 * Format 2. The heads also say which header of the vault the store has seen; a store that came from format 1 has seen
 * none. No table changes: the number keeps programs out that would forget what the heads say.
 */
const headsKnowHeader: Migration = {
  to: 2,
  run: ({ db, sealer }) => {
    const heads = readMeta(db, sealer, 'heads')!;
    writeMeta(db, sealer, 'heads', { ...heads, header: { generation: 0, mac: '' } }, heads.lastSeq);
  },
};

/** Format 3. What only holders of the 线索钥匙 may know goes into a compartment of its own (decision 0024). */
const compartment: Migration = {
  to: 3,
  run: (tools) => {
    tools.db.exec(
      'CREATE TABLE sealed_records (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL)',
    );
    moveIntoCompartment(tools);
  },
};

/** Every step, ascending, without a gap. */
export const MIGRATIONS: readonly Migration[] = [createTables, headsKnowHeader, compartment];

/** The format that these steps lead to. */
export const newestFormat = (steps: readonly Migration[]): number => steps.at(-1)!.to;

/**
 * Refuses a file that this version cannot read.
 * @throws WorkbenchError STORE_TOO_NEW
 */
export function refuseNewer(format: number, steps: readonly Migration[]): void {
  const known = newestFormat(steps);
  if (format <= known) return;
  throw new WorkbenchError(
    'STORE_TOO_NEW',
    `这份数据由更新版本的程序写成（格式 ${format}，本程序支持到格式 ${known}），没有打开，也没有改动。请安装新版程序后再打开，不要删除文件。`,
  );
}

/**
 * Runs the missing steps in one transaction; after an error the file is as before.
 * @returns the format before
 */
export function migrate(tools: MigrationTools, steps: readonly Migration[]): number {
  const { db, sealer } = tools;
  const before = formatOf(db);
  const missing = steps.filter((step) => step.to > before);
  if (missing.length === 0) return before;
  // What a step rewrites must not stay behind in the free pages of the file.
  db.exec('PRAGMA secure_delete = ON');
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of missing) {
      step.run(tools);
      db.exec(`PRAGMA user_version = ${step.to}`);
      writeMeta(db, sealer, 'format', step.to, step.to);
    }
    tools.check?.();
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
  return before;
}
