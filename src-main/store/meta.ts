/**
 * The few facts about the store itself, and where each user left off: kept beside the log, because no other laptop is to
 * have it. The table `meta(key, revision, value)` keeps this shape in every format, so
 * that a backup of any format can be checked before a migration.
 */
import type { Database } from 'node-sqlite3-wasm';
import type { DeviceId, FieldValue, RecordId } from '../../src-shared/merge/change';
import type { RowSealer } from './seal';

/** The newest change of a device, and how many of its changes are here (a packet may have been lost). */
export interface Head {
  readonly n: number;
  readonly hash: string;
  readonly count: number;
}

/** A header of the vault, `vault.header`, as the store remembers it. */
export interface HeaderSeen {
  /** Counts up with every header written; 0 where the header has no number yet. */
  readonly generation: number;
  /** Its signature: two headers of one number differ in it. */
  readonly mac: string;
}

/**
 * Where the log ends: what it must contain, so that a shortened log shows. And the newest header seen, kept in the one
 * row that no older copy can replace unnoticed.
 */
export interface Heads {
  readonly lastSeq: number;
  readonly devices: { readonly [device: DeviceId]: Head };
  /** Since format 2. */
  readonly header?: HeaderSeen;
}

/** Where a user left off; which round, unit and page those are is the services' to know. */
export interface LastPlace {
  readonly page: string;
  readonly round?: RecordId;
  readonly inspection?: RecordId;
  readonly folded?: boolean;
}

/** A file that is being written outside the vault, in the clear and under a passing name. */
export interface Unfinished {
  readonly temporary: string;
  /** Its entry in the log of exports, which may not have been written yet. */
  readonly entry: RecordId;
}

/** What columns of table files mean, as a person said once: offered again for files with the same heads. */
export interface KeptMapping {
  readonly name: string;
  readonly kind: string;
  /** The heads of the file that it was made for. */
  readonly heads: readonly string[];
  /** By the head in the file: the name of a column, or `-` for none. */
  readonly columns: Readonly<Record<string, string>>;
}

/** When copies were made, and when the store was last in use: by the laptop's clock, which may be wrong. */
export interface Care {
  /** First time that anybody looked after it. */
  readonly since: string;
  /** Last time it was closed. */
  readonly lastSeen?: string;
  readonly backup?: { readonly at: string; readonly changes: number };
  readonly external?: { readonly at: string; readonly changes: number; readonly folder: string };
}

/** What another laptop of the group is known to have, and what went to and fro; by the clocks of the day. */
export interface KnownLaptop {
  /** As it said of itself in its newest packet. */
  readonly have: Readonly<Record<DeviceId, readonly (readonly [number, number])[]>>;
  readonly boxes: readonly string[];
  readonly wants: readonly string[];
  /** The day and time of that packet, by its clock; and of its taking in, by this one's. */
  readonly saidAt?: string;
  readonly takenAt?: string;
  /** Number of the newest packet that was made for it, and when. */
  readonly sent?: number;
  readonly sentAt?: string;
  /** Numbers of its packets that were taken in, ascending. */
  readonly taken: readonly number[];
}

export interface Meta {
  /** Same number as `user_version`, but sealed. */
  format: number;
  device: DeviceId;
  heads: Heads;
  /** Files on their way out of the vault. */
  leaving: readonly Unfinished[];
  /** Names of stored files that no record may name yet. */
  adding: readonly string[];
  care: Care;
  mappings: readonly KeptMapping[];
  /** By the id of its record. A restore forgets it, and then everything is sent once more. */
  packets: Readonly<Record<RecordId, KnownLaptop>>;
  /** By user id: what of the vault's users was last written into the log from here, so that what changed since shows. */
  accounts: Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;
  /** Seed of what this laptop signs and is sent packets with, 32 bytes in hex. */
  laptopKeys: { readonly seed: string };
  /** By user id. A file without any, or with one of a user who is gone, is as good: no format of its own. */
  [place: `place/${string}`]: LastPlace;
  /** By user id: `<record>/<field>` of what he wrote into the compartment without being able to read it again. */
  [told: `told/${string}`]: readonly string[];
  /** By user id and form: what was typed into a form that is handed over in one go; null once it was. */
  [jotting: `jotting/${string}`]: string | null;
}

/** Facts that the services keep here; they are nobody else's, and lost by a restore. */
export type Fact = 'leaving' | 'adding' | 'care' | 'mappings' | 'accounts' | 'laptopKeys' | 'packets';

/** Reads one fact; `undefined` if it was never written. @throws WorkbenchError STORE_ROW_DAMAGED */
export function readMeta<K extends keyof Meta>(db: Database, sealer: RowSealer, key: K): Meta[K] | undefined {
  const text = readMetaText(db, sealer, key);
  return text === undefined ? undefined : (JSON.parse(text) as Meta[K]);
}

/** The text of an entry, for one that is not JSON. @throws WorkbenchError STORE_ROW_DAMAGED */
export function readMetaText(db: Database, sealer: RowSealer, key: string): string | undefined {
  const row = db.get('SELECT revision, value FROM meta WHERE key = ?', [key]) as {
    revision: number;
    value: Uint8Array;
  } | null;
  return row === null ? undefined : sealer.open('meta', key, row.revision, row.value);
}

/** Writes one fact inside the caller's transaction. */
export function writeMeta<K extends keyof Meta>(
  db: Database,
  sealer: RowSealer,
  key: K,
  value: Meta[K],
  revision: number,
): void {
  writeMetaText(db, sealer, key, JSON.stringify(value), revision);
}

/** Writes the text of an entry inside the caller's transaction. */
export function writeMetaText(
  db: Database,
  sealer: RowSealer,
  key: string,
  text: string,
  revision: number,
): void {
  db.run('INSERT OR REPLACE INTO meta (key, revision, value) VALUES (?, ?, ?)', [
    key,
    revision,
    sealer.seal('meta', key, revision, text),
  ]);
}
