/**
 * What may stand in a store file beside its rows: our tables and indexes, and nothing else. A trigger or a view of
 * somebody else's would change what we write or read without a single sealed row being touched.
 */
import sqlite, { type Database } from 'node-sqlite3-wasm';
import type { Problem } from '../../src-shared/errors';
import { formatOf } from './database';
import type { Migration } from './migrations';
import type { RowSealer } from './seal';

/** The finding about a file with a schema that is not ours. */
export const FOREIGN_SCHEMA: Problem = {
  place: '数据文件',
  message: '含有不是本程序建立的内容（表、索引、视图或触发器），可能改动保存的记录',
};

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  /** Null for the indexes that SQLite makes by itself for PRIMARY KEY and UNIQUE. */
  readonly sql: string | null;
}

/** Everything in a file's schema, as one comparable line per entry. */
function schemaOf(db: Database): string[] {
  const rows = db.all('SELECT type, name, tbl_name, sql FROM sqlite_schema') as unknown as SchemaRow[];
  return rows.map(({ type, name, tbl_name, sql }) => JSON.stringify([type, name, tbl_name, sql])).sort();
}

/** The steps need a sealer to write their first facts; in the pattern nobody reads them. */
const unsealed: RowSealer = {
  seal: (_table, _row, _revision, clear) => Buffer.from(clear, 'utf8'),
  open: (_table, _row, _revision, sealed) => Buffer.from(sealed).toString('utf8'),
};

/** The schema of a format: what the steps up to it make of an empty file, in memory. */
function schemaOfFormat(format: number, steps: readonly Migration[]): string[] {
  const pattern = new sqlite.Database();
  try {
    for (const step of steps) if (step.to <= format) step.run({ db: pattern, sealer: unsealed });
    return schemaOf(pattern);
  } finally {
    pattern.close();
  }
}

/**
 * Whether the file has exactly the tables, columns and indexes of its format. Only reads, and runs nothing of what it
 * finds, so it comes before the first write.
 */
export function schemaIsOurs(db: Database, steps: readonly Migration[]): boolean {
  return schemaOf(db).join('\n') === schemaOfFormat(formatOf(db), steps).join('\n');
}
