/** Opening the SQLite file the one way that works and lasts, and keeping its prepared statements. */
import fs from 'node:fs';
import sqlite, { type Database, type Statement } from 'node-sqlite3-wasm';

/**
 * Opens a store file; the caller must own its folder.
 * The order of the pragmas matters: exclusive WAL needs no shared memory, which the wasm build lacks, but only if the
 * exclusive mode comes first (docs/architecture.md, "The store").
 */
export function openDatabase(file: string): Database {
  // A killed process leaves the VFS's lock folder behind; whoever holds the owner lock may remove it.
  fs.rmSync(`${file}.lock`, { recursive: true, force: true });
  const db = new sqlite.Database(file);
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA temp_store = MEMORY');
    db.exec('PRAGMA trusted_schema = OFF');
    db.exec('PRAGMA cell_size_check = ON');
  } catch (error) {
    closeQuietly(db);
    throw error;
  }
  return db;
}

/** Has SQLite's code compiled and run once, in memory, so that the first real opening is not the one that waits for it. */
export function prepareDatabase(): void {
  const db = new sqlite.Database();
  try {
    db.exec('CREATE TABLE t (id TEXT PRIMARY KEY, value BLOB)');
    db.run('INSERT INTO t VALUES (?, ?)', ['a', new Uint8Array(1)]);
    db.get('SELECT value FROM t WHERE id = ?', ['a']);
  } finally {
    db.close();
  }
}

/** Closes after a failure that is already being reported. */
export function closeQuietly(db: Database): void {
  try {
    db.close();
  } catch {
    // The first error is the one worth telling; the log file is still there for the next open.
  }
}

/** Moves SQLite's log into the file and empties it. @throws Error if the log could not be emptied. */
export function checkpoint(db: Database): void {
  const row = db.get('PRAGMA wal_checkpoint(TRUNCATE)') as { busy: number } | null;
  if (row?.busy !== 0) throw new sqlite.SQLite3Error('checkpoint blocked');
}

/** Pages in SQLite's log after which it moves them into the file by itself (sqlite.org, “wal_autocheckpoint”). */
const AUTO_CHECKPOINT = 1000;

/** Keeps SQLite from moving its log into the file, so that the file stays as it is. @returns ends it */
export function holdCheckpoints(db: Database): () => void {
  db.exec('PRAGMA wal_autocheckpoint = 0');
  return () => {
    // A lock may have closed it meanwhile.
    if (db.isOpen) db.exec(`PRAGMA wal_autocheckpoint = ${AUTO_CHECKPOINT}`);
  };
}

/** Format number of a file; 0 for one without tables. */
export function formatOf(db: Database): number {
  return (db.get('PRAGMA user_version') as { user_version: number }).user_version;
}

/**
 * Prepared statements by their text. Only `all` and `run` may be used on them: a half-read statement keeps a read
 * transaction open, and a failed one must be dropped before it can be used again.
 */
export class Statements {
  readonly #cache = new Map<string, Statement>();

  constructor(private readonly db: Database) {}

  use(sql: string): Statement {
    let statement = this.#cache.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      this.#cache.set(sql, statement);
    }
    return statement;
  }

  drop(): void {
    for (const statement of this.#cache.values()) {
      try {
        statement.finalize();
      } catch {
        // Finalising repeats the error of the statement's last step, which has been reported already.
      }
    }
    this.#cache.clear();
  }
}

/** Reads all rows of a query one by one; the statement is finalised however the loop ends. */
export function* eachRow<T>(db: Database, sql: string, values: (string | number)[] = []): Generator<T> {
  const statement = db.prepare(sql);
  try {
    for (const row of statement.iterate(values)) yield row as T;
  } finally {
    try {
      statement.finalize();
    } catch {
      // As above.
    }
  }
}
