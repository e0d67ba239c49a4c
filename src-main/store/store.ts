/**
 * The store: the sealed change log and its projection in one SQLite file, one owner at a time.
 *
 * After a failed write the store stays usable: the transaction is rolled back (again, at the next write, should the
 * disk have refused even that), nothing in memory has moved, and the next write simply tries anew.
 */
import fs from 'node:fs';
import path from 'node:path';
import { isThere } from '../is-there';
import type { KeyRing } from '../keys';
import { WorkbenchError } from '../../src-shared/errors';
import { FIRST_PREV, isSealed } from '../../src-shared/merge/change';
import type {
  Change,
  ChangeDraft,
  ChangeId,
  DeviceId,
  RecordId,
  SealedPartOf,
} from '../../src-shared/merge/change';
import { applyLocal, project, type RecordState } from '../../src-shared/merge/registers';
import { discardUnfinishedBackups, listBackups, makingBackup, type BackupInfo } from './backup';
import { Compartment, joined, type SealedEntries, type SealedEntry } from './compartment';
import { checkpoint, closeQuietly, formatOf, openDatabase, Statements } from './database';
import { openEvidence, type Evidence } from './evidence';
import {
  inspectSeal,
  markClosed,
  markInUse,
  SEAL_FILE,
  STORE_FILE,
  STORE_LOG,
  UNSEALED_FILE,
} from './file-seal';
import { fileIdentity, namesIn, removeAll, syncFolder } from './files';
import { backingUpOutside, type ExternalBackup } from './external';
import { boxed, type OpenedChange, type SealedDraft } from './sealed-change';
import { demandLocalFolder } from './local-folder';
import {
  advance,
  chain,
  changeById,
  changesBefore,
  changesInOrder,
  changesOf,
  changesSince,
  haveOf,
  insertChange,
  placeOf,
  promisedCount,
} from './log';
import type { Have, LoggedChange, Prepared } from './log';
import {
  readMeta,
  writeMeta,
  type Fact,
  type Head,
  type HeaderSeen,
  type Heads,
  type LastPlace,
  type Meta,
} from './meta';
import { migrate, MIGRATIONS, newDeviceId, newestFormat, refuseNewer, type Migration } from './migrations';
import { acquireOwnerLock, type OwnerLock } from './owner-lock';
import { checkPacket } from './packet';
import type { StoreParts } from './parts';
import { encodeRecord } from './record-codec';
import { BACKUPS_FOLDER, finishOrDrop, finishRestore, REPLACED_FOLDER } from './restore-steps';
import type { BackupLabel } from './rotation';
import { FOREIGN_SCHEMA, schemaIsOurs } from './schema';
import { rowSealer, type RowSealer } from './seal';
import type { SignatoryRules, Signer } from './signed';
import { dropSnapshot, isWorthWriting, loadRecords, writeSnapshot } from './snapshot';
import { atOnce, inTurns, type Steps, type Turns, type Work } from './steps';
import { damaged, readError, STORE_PROBE, writing, writingSteps } from './store-errors';
import { logSteps, verifying, type VerifyReport } from './verify';

export interface OpenStoreOptions {
  /** Vault folder; the store's files are made in it if it has none. */
  readonly dir: string;
  readonly keys: KeyRing;
  /** Clock for the names of backups; never an order. */
  readonly now?: () => Date;
  /** The steps to the current format; only tests of the migrations give others. */
  readonly migrations?: readonly Migration[];
  /** The vault's header, and whether it says that this folder has had a store; tests of the store alone have none. */
  readonly header?: HeaderSeen & { readonly hasStore: boolean };
  /** What of a change goes into the compartment; nothing of any where it is left out (tests of the store alone). */
  readonly sealedPartOf?: SealedPartOf;
  /** Under which id a new store writes its changes, where that was laid down for this laptop; else one of its own. */
  readonly device?: DeviceId;
  /** Signs what is written here, as the person who is signed in; nothing is signed in tests of the store alone. */
  readonly sign?: Signer;
  /** Whose signatures count, for a verification. */
  readonly signatories?: SignatoryRules;
  /** Open files that changed since they were closed, if (and only if) a full verification finds them whole. */
  readonly acceptAltered?: boolean;
}

/** What a commit did: the changes as they stand in the log, the records they touched as they are now. */
export interface Committed {
  readonly changes: readonly Change[];
  readonly records: readonly RecordState[];
}

/** A record that a packet would touch, as it is here and as it would be. */
export interface TouchedRecord {
  readonly before: RecordState | undefined;
  readonly after: RecordState | undefined;
}

export interface MergePreview {
  readonly added: readonly Change[];
  readonly duplicates: number;
  readonly records: readonly TouchedRecord[];
}

export interface Merged {
  readonly added: readonly Change[];
  readonly duplicates: number;
  readonly records: readonly RecordState[];
}

const NEW_FILE = `${STORE_FILE}.new`;
/** Changes, and records, that are written in one step: a few milliseconds. */
const CHANGES_A_STEP = 50;

/**
 * Opens the store of a vault folder, creating it in a folder that has none.
 * @throws WorkbenchError STORE_IN_USE, STORE_IN_USE_ELSEWHERE (another process has it), STORE_NETWORK_FOLDER, STORE_TOO_NEW (format of a newer version),
 *   STORE_ALTERED (bytes changed since the last clean close), STORE_MISSING (its file is gone), STORE_DAMAGED,
 *   STORE_ROW_DAMAGED, STORE_READ_FAILED, STORE_DISK_FULL, STORE_WRITE_FAILED. Nothing is changed or deleted then.
 */
export function openStore(options: OpenStoreOptions): Store {
  const { dir } = options;
  const lock = writing(dir, () => {
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    demandLocalFolder(dir);
    return acquireOwnerLock(dir);
  });
  try {
    const sealer = rowSealer(options.keys);
    const migrations = options.migrations ?? MIGRATIONS;
    writing(dir, () => {
      if (options.acceptAltered === true) finishOrDrop(dir, options.keys);
      else finishRestore(dir, options.keys);
      discardUnfinishedBackups(dir);
      removeAll(path.join(dir, STORE_PROBE));
      createIfFresh(options, sealer, migrations);
    });
    const altered = inspectSeal(options.keys, dir) === 'altered';
    if (altered && options.acceptAltered !== true) throw alteredError();
    return openFile(options, sealer, migrations, altered, lock);
  } catch (error) {
    writing(dir, () => lock.release());
    throw readError(error, dir);
  }
}

const alteredError = (problems: VerifyReport['problems'] = []): WorkbenchError =>
  new WorkbenchError(
    'STORE_ALTERED',
    problems.length === 0
      ? '数据文件自上次关闭后被改动或损坏，没有打开。请从备份恢复；如确知文件无误（例如刚从别处复制回来），可选择先核验、核验无误再打开。'
      : '数据文件自上次关闭后被改动或损坏，核验发现问题，没有打开。请从备份恢复；恢复时现有文件会另存保留。',
    problems,
  );

/**
 * Builds the first file under another name and moves it into place whole, so that a crash leaves either a new store or
 * one that is simply made again.
 */
function createIfFresh(
  { dir, header, device }: OpenStoreOptions,
  sealer: RowSealer,
  migrations: readonly Migration[],
): void {
  const at = (name: string) => path.join(dir, name);
  if (isThere(at(STORE_FILE))) return;
  const unfinished = isThere(at(NEW_FILE));
  const traces = [SEAL_FILE, UNSEALED_FILE, STORE_LOG].some((name) => isThere(at(name)));
  if (header?.hasStore === true || (!unfinished && (traces || listBackups(dir).length > 0))) {
    throw new WorkbenchError(
      'STORE_MISSING',
      '数据文件 store.db 不见了。没有新建空白数据。请找回该文件，或从备份恢复。',
    );
  }
  removeAll(at(UNSEALED_FILE));
  for (const name of namesIn(dir)) if (name.startsWith(NEW_FILE)) removeAll(at(name));
  const db = openDatabase(at(NEW_FILE));
  try {
    migrate({ db, sealer }, migrations);
    if (device !== undefined) writeMeta(db, sealer, 'device', device, 0);
    checkpoint(db);
    db.close();
  } catch (error) {
    closeQuietly(db);
    throw error;
  }
  markInUse(dir);
  fs.renameSync(at(NEW_FILE), at(STORE_FILE));
  syncFolder(dir);
}

function openFile(
  options: OpenStoreOptions,
  sealer: RowSealer,
  migrations: readonly Migration[],
  altered: boolean,
  lock: OwnerLock,
): Store {
  const { dir, keys } = options;
  const db = openDatabase(path.join(dir, STORE_FILE));
  try {
    const format = formatOf(db);
    refuseNewer(format, migrations);
    if (format === 0) throw damaged();
    if (!schemaIsOurs(db, migrations)) throw alteredError([FOREIGN_SCHEMA]);
    if (readMeta(db, sealer, 'format') !== format) throw damaged();
    refuseOlderHeader(readMeta(db, sealer, 'heads')?.header, options.header);
    const evidence = openEvidence({ dir, keys });
    evidence.sweepTemp();
    const parts: StoreParts = {
      dir,
      keys,
      db,
      sealer,
      evidence,
      statements: new Statements(db),
      compartment: new Compartment(keys, options.sealedPartOf ?? (() => [])),
      now: options.now ?? (() => new Date()),
      migrations,
      ...(options.sign ? { sign: options.sign } : {}),
      ...(options.signatories ? { signatories: options.signatories } : {}),
      lock,
      file: fileIdentity(path.join(dir, STORE_FILE)),
    };
    // A vault of an older format that is only looked into stays as it is: its keys do not suffice for the newest.
    const outdated =
      format < newestFormat(migrations) && (keys.clues !== undefined || options.migrations !== undefined);
    if (altered) {
      if (outdated) throw alteredError();
      const { problems } = atOnce(logSteps(db, sealer, keys, { rules: options.signatories }));
      if (problems.length > 0) throw alteredError(problems);
    }
    if (outdated) {
      writing(dir, () => {
        markInUse(dir);
        atOnce(makingBackup(parts, 'before-migration').steps);
        upgrade(parts, options.sealedPartOf);
      });
    }
    const store = new Store(parts);
    writing(dir, () => markInUse(dir));
    if (options.header !== undefined) store.noteHeader(options.header);
    store.catchUp();
    return store;
  } catch (error) {
    closeQuietly(db);
    throw error;
  }
}

/**
 * Brings the file to the newest format. Where something went into the compartment, what lies about it elsewhere under the
 * vault key goes: the copies from before, once there is one of what is now, and the evidence as it was sealed.
 */
function upgrade(parts: StoreParts, sealedPartOf: SealedPartOf | undefined): void {
  const { dir, db, sealer, keys, evidence, migrations } = parts;
  let stale: readonly string[] | undefined;
  const check = (): void => {
    const { problems } = atOnce(logSteps(db, sealer, keys));
    if (problems.length > 0) throw damaged();
  };
  migrate(
    {
      db,
      sealer,
      clues: keys.clues,
      sealedPartOf,
      reseal(hash) {
        const before = evidence.tagOf(hash);
        if (evidence.has(hash)) evidence.reseal(hash);
        return before;
      },
      moved: (tags) => (stale = tags),
      check,
    },
    migrations,
  );
  db.exec('VACUUM');
  checkpoint(db);
  if (stale === undefined) return;
  const saved = openEvidence({ dir: path.join(dir, BACKUPS_FOLDER), keys });
  for (const tag of stale) for (const from of [evidence, saved]) from.remove(tag);
  const { name } = atOnce(makingBackup(parts, 'before-migration').steps);
  for (const backup of listBackups(dir)) {
    if (backup.name !== name) removeAll(path.join(dir, BACKUPS_FOLDER, backup.name));
  }
  removeAll(path.join(dir, REPLACED_FOLDER));
}

/** An older header brings back the users and passphrases of its day; backups hold such ones, so it is an easy trick. */
function refuseOlderHeader(seen: HeaderSeen | undefined, header: HeaderSeen | undefined): void {
  if (seen === undefined || header === undefined || header.generation > seen.generation) return;
  if (header.generation === seen.generation && (header.generation === 0 || header.mac === seen.mac)) return;
  throw new WorkbenchError(
    'VAULT_HEADER_OLD',
    '钥匙文件 vault.header 比数据旧：它被换成了从前的一份，使用者和口令会退回当时，没有打开。请找回现在的钥匙文件；找不到的，用恢复码重设口令，或从备份恢复。',
  );
}

/** What a transaction is about to make true in memory as well. */
interface Draft {
  device: DeviceId;
  lastSeq: number;
  readonly devices: { [device: DeviceId]: Head };
  readonly touched: Map<RecordId, RecordState | undefined>;
  header: HeaderSeen | undefined;
  readonly sealed: Map<RecordId, SealedEntry>;
  readonly told: Set<string>;
  /** Records of which something was written that the writer does not read: they look different to him all the same. */
  readonly blindly: Set<RecordId>;
}

/** An open store; see {@link openStore}. Its methods are synchronous, or in steps (`steps.ts`). */
export class Store {
  readonly #parts: StoreParts;
  #states: Map<RecordId, RecordState>;
  #heads: Heads;
  #device: DeviceId;
  #changeCount: number;
  /** Place of the log of the newest snapshot; -1 without one. */
  #snapshotSeq: number;
  #open = true;
  /** What others added to the compartment since its rows were last written. */
  #unwritten: SealedEntries;
  #told: ReadonlySet<string> = new Set();
  /** A transaction is under way. */
  #unfinished = false;

  /** @internal Use {@link openStore}. */
  constructor(parts: StoreParts) {
    this.#parts = parts;
    const { db, sealer } = parts;
    const device = readMeta(db, sealer, 'device');
    const heads = readMeta(db, sealer, 'heads');
    if (device === undefined || heads === undefined) throw damaged();
    this.#device = device;
    this.#heads = heads;
    this.#changeCount = promisedCount(heads);
    const { states, snapshotSeq } = loadRecords(db, sealer, heads);
    this.#states = states;
    this.#snapshotSeq = snapshotSeq;
    this.#unwritten = parts.compartment.load(db, parts.statements, sealer);
  }

  /** Id under which this installation writes changes; a restore or the return of own lost changes renews it. */
  get deviceId(): DeviceId {
    return this.#device;
  }

  get changeCount(): number {
    return this.#changeCount;
  }

  /** Records that the signed-in person's keys open. */
  get recordCount(): number {
    let count = this.#states.size;
    for (const { part } of this.#parts.compartment.entries().values()) if (!part) count += 1;
    return count;
  }

  /** Whether the signed-in person's keys open what is in the compartment. */
  get holdsClues(): boolean {
    return this.#parts.compartment.held;
  }

  /** Place in the log of the newest change; 0 for an empty log. */
  get lastSeq(): number {
    return this.#heads.lastSeq;
  }

  /** Evidence files of this vault. */
  get evidence(): Evidence {
    return this.#parts.evidence;
  }

  /** A record as it is now; removed ones included. */
  record(id: RecordId): RecordState | undefined {
    return joined(this.#states.get(id), this.#parts.compartment.entry(id));
  }

  /** All records as they are now; removed ones included. */
  *records(): Iterable<RecordState> {
    const { compartment } = this.#parts;
    for (const [id, state] of this.#states) yield joined(state, compartment.entry(id)) ?? state;
    for (const { part, state } of compartment.entries().values()) if (!part) yield state;
  }

  /**
   * Appends changes of this device, all or none. They are on the disk when it returns.
   * @throws WorkbenchError STORE_DISK_FULL or STORE_WRITE_FAILED (nothing was kept, try again), STORE_CHANGE_INVALID.
   */
  commit(drafts: readonly ChangeDraft[]): Committed {
    return atOnce(this.committing(drafts));
  }

  /**
   * {@link commit} in steps of many changes, each of which counts 1. Nothing else is written until it has come to its end
   * (STORE_BUSY), and nothing of it is kept where it is called off.
   */
  *committing(drafts: readonly ChangeDraft[]): Steps<Committed> {
    this.#assertOpen();
    if (drafts.length === 0) return { changes: [], records: [] };
    return yield* this.#writing((draft) => this.#appending(draft, drafts));
  }

  *#appending(draft: Draft, drafts: readonly ChangeDraft[]): Steps<Committed> {
    const changes: Change[] = [];
    let done = 0;
    for (const wanted of drafts) {
      const outside = draft.touched.get(wanted.recordId) ?? this.#states.get(wanted.recordId);
      const { open, sealed } = this.#parts.compartment.split(wanted, outside);
      if (open !== undefined) changes.push(this.#appendOpen(draft, open, outside));
      if (sealed !== undefined) changes.push(this.#appendSealed(draft, sealed));
      done += 1;
      if (done % CHANGES_A_STEP === 0) yield CHANGES_A_STEP;
    }
    return { changes, records: yield* this.#writingRecords(draft) };
  }

  #appendOpen(draft: Draft, wanted: ChangeDraft, before: RecordState | undefined): Change {
    const prepared = chain(wanted, draft.device, draft.devices[draft.device], this.#parts.sign);
    this.#append(draft, prepared);
    const { change } = prepared;
    const id = change.recordId;
    draft.touched.set(id, applyLocal(before, change) ?? project(this.#openChangesOf(id)));
    return change;
  }

  /** @returns the change as it was before it was boxed: who wrote it knows it */
  #appendSealed(draft: Draft, wanted: SealedDraft): OpenedChange {
    const { compartment, statements, sealer, sign } = this.#parts;
    const { device: own } = draft;
    const head = draft.devices[own];
    const place = { device: own, n: (head?.n ?? 0) + 1, prev: head?.hash ?? FIRST_PREV };
    const prepared = chain(boxed(compartment.clues, wanted, place, sign), own, head);
    this.#append(draft, prepared);
    const { id, device, n, prev, hash } = prepared.change;
    const change: OpenedChange = { ...wanted, id, device, n, prev, hash };
    if (!compartment.held) this.#tell(draft, wanted);
    else {
      const before = draft.sealed.get(wanted.recordId) ?? compartment.entry(wanted.recordId);
      const opened = (one: ChangeId) => compartment.openedById(statements, sealer, one);
      draft.sealed.set(wanted.recordId, compartment.with(before, change, opened));
    }
    return change;
  }

  /**
   * Takes in changes of other laptops: unknown ones are added, known ones ignored, gaps allowed.
   * @throws WorkbenchError STORE_PACKET_* (see {@link checkPacket}; nothing of the packet is taken), STORE_DISK_FULL,
   *   STORE_WRITE_FAILED.
   */
  mergeChanges(changes: readonly unknown[]): Merged {
    return atOnce(this.merging(changes));
  }

  /** {@link mergeChanges} in steps of many changes, each of which counts 1; as {@link committing} is to {@link commit}. */
  merging(changes: readonly unknown[]): Steps<Merged> {
    return this.#writing((draft) => this.#merged(draft, changes));
  }

  /**
   * What {@link mergeChanges} would do: the changes that it would add, and the records as they are and as they would be.
   * @throws WorkbenchError STORE_PACKET_*, STORE_ROW_DAMAGED, STORE_READ_FAILED
   */
  previewMerge(changes: readonly unknown[]): MergePreview {
    return this.#read(() => {
      const { added, duplicates, states, sealed } = this.#planMerge(changes);
      const ids = new Set([...states.keys(), ...sealed.keys()]);
      const records = [...ids].map((id) => ({
        before: this.record(id),
        after: joined(
          states.has(id) ? states.get(id) : this.#states.get(id),
          sealed.get(id) ?? this.#parts.compartment.entry(id),
        ),
      }));
      return { added: added.map(({ change }) => change), duplicates, records };
    });
  }

  *#merged(draft: Draft, changes: readonly unknown[]): Steps<Merged> {
    const { added, duplicates, states, sealed } = this.#planMerge(changes);
    for (const [i, prepared] of added.entries()) {
      this.#append(draft, prepared);
      if ((i + 1) % CHANGES_A_STEP === 0) yield CHANGES_A_STEP;
    }
    for (const [id, state] of states) draft.touched.set(id, state);
    for (const [id, entry] of sealed) draft.sealed.set(id, entry);
    // Changes of our own that we do not know: this folder is an older copy of itself. Continuing under the same
    // id could give one id to two changes.
    if (added.some(({ change }) => change.device === draft.device)) draft.device = newDeviceId();
    return {
      added: added.map(({ change }) => change),
      duplicates,
      records: yield* this.#writingRecords(draft),
    };
  }

  /** Checks foreign changes and works out the records that they make; writes nothing. */
  #planMerge(changes: readonly unknown[]): {
    readonly added: readonly Prepared[];
    readonly duplicates: number;
    readonly states: ReadonlyMap<RecordId, RecordState | undefined>;
    readonly sealed: SealedEntries;
  } {
    const { statements, sealer } = this.#parts;
    const { added, duplicates } = checkPacket(changes, {
      heads: this.#heads,
      find: (id) => changeById(statements, sealer, id),
    });
    const byRecord = new Map<RecordId, Change[]>();
    const boxes: Change[] = [];
    for (const { change } of added) {
      if (isSealed(change)) boxes.push(change);
      else listed(byRecord, change.recordId).push(change);
    }
    const states = new Map<RecordId, RecordState | undefined>();
    for (const [id, fresh] of byRecord) {
      states.set(id, project(this.#states.has(id) ? [...this.#openChangesOf(id), ...fresh] : fresh));
    }
    return { added, duplicates, states, sealed: this.#openedBoxes(boxes) };
  }

  /** All changes of a record, in the order of the log. @throws WorkbenchError STORE_ROW_DAMAGED, STORE_READ_FAILED */
  changesOf(record: RecordId): Change[] {
    const { statements, sealer, compartment } = this.#parts;
    const entry = compartment.entry(record);
    const open = this.#openChangesOf(record);
    if (entry === undefined) return open;
    return this.#read(() => {
      const boxed = entry.changes.flatMap((id) => {
        const found = placeOf(statements, sealer, id);
        const change = found && compartment.opened(found.change);
        return change ? [{ seq: found.seq, change }] : [];
      });
      const outside = open.map((change) => ({ seq: placeOf(statements, sealer, change.id)!.seq, change }));
      return [...boxed, ...outside].sort((a, b) => a.seq - b.seq).map(({ change }) => change);
    });
  }

  /** All changes of the records of some kinds, removed ones included, in the order of the log; of kinds outside the compartment. */
  changesOfKinds(kinds: ReadonlySet<string>): Change[] {
    const { statements, sealer } = this.#parts;
    const ids = [...this.#states.values()].flatMap(({ id, kind }) => (kinds.has(kind) ? [id] : []));
    return this.#read(() => changesInOrder(statements, sealer, ids));
  }

  /** The newest change of each device. */
  get ends(): { readonly [device: DeviceId]: Head } {
    return this.#heads.devices;
  }

  /** Those that stand outside the compartment. */
  #openChangesOf(record: RecordId): Change[] {
    return this.#read(() => changesOf(this.#parts.statements, this.#parts.sealer, record));
  }

  /** The records of the compartment as they are with these boxes, as far as the keys at hand open them. */
  #openedBoxes(boxes: readonly Change[]): SealedEntries {
    const { compartment, statements, sealer } = this.#parts;
    const entries = new Map<RecordId, SealedEntry>();
    const fresh = new Map<ChangeId, OpenedChange>();
    const opened = (id: ChangeId) => fresh.get(id) ?? compartment.openedById(statements, sealer, id);
    for (const box of boxes) {
      const change = compartment.opened(box);
      if (change === undefined) continue;
      fresh.set(change.id, change);
      const before = entries.get(change.recordId) ?? compartment.entry(change.recordId);
      entries.set(change.recordId, compartment.with(before, change, opened));
    }
    return entries;
  }

  /** A boxed change as it was before it was boxed, for who holds the key; undefined for who does not. */
  openedBox(change: Change): Change | undefined {
    return this.#parts.compartment.opened(change);
  }

  /** Which changes are here, by device. */
  have(): Have {
    return this.#read(() => haveOf(this.#parts.statements));
  }

  /**
   * The changes that stand right before one in its device's chain, in order; fewer where some are not known here.
   * @throws WorkbenchError STORE_ROW_DAMAGED, STORE_READ_FAILED
   */
  changesBefore(id: ChangeId, count: number): Change[] {
    return this.#read(() => changesBefore(this.#parts.statements, this.#parts.sealer, id, count));
  }

  /** The changes after a place in the log (0: all), in its order. */
  changesSince(seq: number): IterableIterator<LoggedChange> {
    this.#assertOpen();
    return changesSince(this.#parts.statements, this.#parts.sealer, seq);
  }

  /** Where a user left off on this laptop. @throws WorkbenchError STORE_ROW_DAMAGED, STORE_READ_FAILED */
  lastPlace(userId: string): LastPlace | undefined {
    return this.#read(() => readMeta(this.#parts.db, this.#parts.sealer, `place/${userId}`));
  }

  /**
   * Keeps where a user is, sealed as everything else, but as no change: it is nobody else's.
   * @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED
   */
  keepPlace(userId: string, place: LastPlace): void {
    const { db, sealer } = this.#parts;
    this.#write((draft) => writeMeta(db, sealer, `place/${userId}`, place, draft.lastSeq));
  }

  /**
   * What the signed-in user typed into a form and has not handed over yet; undefined also for what was typed under keys
   * that he no longer has.
   * @throws WorkbenchError STORE_READ_FAILED
   */
  jotting(userId: string, form: string): string | undefined {
    const { db, keys, sealer } = this.#parts;
    const key = `jotting/${userId}/${form}` as const;
    return this.#read(() => {
      for (const one of keys.own === undefined ? [sealer] : [rowSealer(keys.own), sealer]) {
        try {
          return readMeta(db, one, key) ?? undefined;
        } catch (error) {
          if (!(error instanceof WorkbenchError) || error.code !== 'STORE_ROW_DAMAGED') throw error;
        }
      }
      return undefined;
    });
  }

  /**
   * Keeps what the signed-in user is typing, sealed for himself and durable, but as no change: nobody else is to have it
   * yet, not even with the vault key.
   * @param text null: nothing any more
   * @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED
   */
  keepJotting(userId: string, form: string, text: string | null): void {
    const { db, keys } = this.#parts;
    const sealer = keys.own === undefined ? this.#parts.sealer : rowSealer(keys.own);
    this.#write((draft) => writeMeta(db, sealer, `jotting/${userId}/${form}`, text, draft.lastSeq));
  }

  /** A fact that the services keep. @throws WorkbenchError STORE_ROW_DAMAGED, STORE_READ_FAILED */
  fact<K extends Fact>(key: K): Meta[K] | undefined {
    return this.#read(() => readMeta(this.#parts.db, this.#parts.sealer, key));
  }

  /** Keeps such a fact, sealed and durable, but as no change. @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED */
  keepFact<K extends Fact>(key: K, value: Meta[K]): void {
    const { db, sealer } = this.#parts;
    this.#write((draft) => writeMeta(db, sealer, key, value, draft.lastSeq));
  }

  /** Remembers a header of the vault that was written, so that no older one opens this store again. */
  noteHeader({ generation, mac }: HeaderSeen): void {
    const { header } = this.#heads;
    if (header?.generation === generation && header.mac === mac) return;
    this.#write((draft) => (draft.header = { generation, mac }));
  }

  /** Throws the projection away and makes it anew from the log, in one transaction. */
  rebuild(): void {
    const states = this.#write((draft) => {
      const { db, compartment, statements, sealer } = this.#parts;
      db.exec('DELETE FROM records');
      dropSnapshot(db);
      compartment.drop(db);
      const byRecord = new Map<RecordId, Change[]>();
      for (const { change } of this.changesSince(0)) {
        if (!isSealed(change)) listed(byRecord, change.recordId).push(change);
      }
      for (const [id, changes] of byRecord) draft.touched.set(id, project(changes));
      for (const [id, entry] of compartment.load(db, statements, sealer)) draft.sealed.set(id, entry);
      atOnce(this.#writingRecords(draft));
      return new Map([...draft.touched].flatMap(([id, state]) => (state ? [[id, state] as const] : [])));
    });
    this.#states = states;
    this.#snapshotSeq = -1;
  }

  /**
   * Checks everything: SQLite's structure, every row, the hash chains and their ends, each record against the log, the
   * evidence and the backups. Changes nothing, and commits made meanwhile do not disturb it.
   * @param turns others' turns and its progress; without it the check is done in one go
   */
  async verify(turns?: Turns): Promise<VerifyReport> {
    this.#assertOpen();
    try {
      const work = verifying(this.#parts);
      return turns === undefined ? atOnce(work.steps) : await inTurns(work, turns);
    } catch (error) {
      throw readError(error, this.#parts.dir);
    }
  }

  /**
   * Makes a sealed backup, opens and counts it, then drops the backups that the rotation no longer keeps. Commits made
   * between its steps are not in it.
   * @param label why, if not by routine; part of the folder's name.
   * @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED, STORE_BACKUP_DAMAGED; older backups stay then.
   */
  backingUp(label?: BackupLabel): Work<BackupInfo> {
    this.#assertOpen();
    const { total, steps } = writing(this.#parts.dir, () => makingBackup(this.#parts, label));
    return { total, steps: writingSteps(this.#parts.dir, this.#copied(steps)) };
  }

  /** {@link backingUp} at once: where nobody waits for a turn. */
  backup(label?: BackupLabel): BackupInfo {
    return atOnce(this.backingUp(label).steps);
  }

  /**
   * Makes a sealed backup in a folder outside the vault, and reads it back.
   * @param chosen folder that a person chose; the backup gets one of its own in it, named after the vault.
   * @throws WorkbenchError BACKUP_PLACE, BACKUP_NO_SPACE, BACKUP_WRITE_FAILED, STORE_BACKUP_DAMAGED, VAULT_LOCKED
   */
  backingUpTo(chosen: string): Work<ExternalBackup> {
    this.#assertOpen();
    const { total, steps } = backingUpOutside(this.#parts, chosen);
    return { total, steps: this.#copied(steps) };
  }

  /** What is copied must be the file that is open, with nothing half read that would keep SQLite's log from being emptied. */
  *#copied<T>(steps: Steps<T>): Steps<T> {
    this.#assertOpen();
    this.#endUnfinished();
    this.#assertOnDisk();
    this.#parts.statements.drop();
    return yield* steps;
  }

  /** Backups of this vault, oldest first. */
  listBackups(): BackupInfo[] {
    return listBackups(this.#parts.dir);
  }

  /**
   * Empties SQLite's log into the file, closes and seals it, and lets the next owner in. A second call does nothing.
   * @throws WorkbenchError STORE_DISK_FULL or STORE_WRITE_FAILED; all commits are safe nevertheless, the store is closed
   *   and the next open picks up what is left. STORE_GONE: the file was taken away meanwhile; closed all the same.
   */
  close(): void {
    if (!this.#open) return;
    this.#endUnfinished();
    this.#keepSnapshot();
    this.#open = false;
    const { dir, db, keys, statements, lock } = this.#parts;
    this.#states = new Map();
    try {
      writing(dir, () => {
        statements.drop();
        try {
          checkpoint(db);
        } finally {
          db.close();
        }
        this.#assertOnDisk();
        if (!isThere(path.join(dir, STORE_LOG))) markClosed(keys, dir);
      });
    } finally {
      writing(dir, () => lock.release());
    }
  }

  /** What a lock finds half written is nobody's any more. */
  #endUnfinished(): void {
    if (!this.#unfinished) return;
    this.#rollBack();
    this.#unfinished = false;
  }

  /** Makes the next opening quick. Everything in it is in the rows as well, so a disk that refuses it loses nothing. */
  #keepSnapshot(): void {
    if (!isWorthWriting(this.#snapshotSeq, this.#heads)) return;
    const { db, sealer } = this.#parts;
    try {
      this.#write(({ lastSeq }) => writeSnapshot(db, sealer, lastSeq, this.#states.values()));
    } catch {
      // What keeps the disk from writing shows itself in what follows, and is reported there.
    }
  }

  #assertOpen(): void {
    if (!this.#open) throw new WorkbenchError('STORE_CLOSED', '数据已关闭或已锁定。请重新解锁后再操作。');
  }

  /** What is written into a file that nobody will find again is lost, however well it is written. */
  #assertOnDisk(): void {
    const { dir, file, lock } = this.#parts;
    if (fileIdentity(path.join(dir, STORE_FILE)) === file) {
      if (lock.isOurs()) return;
      throw new WorkbenchError(
        'STORE_TAKEN_OVER',
        '这个保密库已被另一个程序或另一台电脑接管，本次操作没有保存。请立即锁定，不要再在这里录入；改到接管的那一边继续。',
      );
    }
    throw new WorkbenchError(
      'STORE_GONE',
      '数据文件 store.db 在使用中被删除、移走或替换，本次操作没有保存。请立即停止录入并锁定，检查数据文件夹；找不回的，请从备份恢复。',
    );
  }

  #read<T>(work: () => T): T {
    this.#assertOpen();
    try {
      return work();
    } catch (error) {
      this.#parts.statements.drop();
      throw readError(error, this.#parts.dir);
    }
  }

  /** One transaction at once. */
  #write<T>(work: (draft: Draft) => T): T {
    // eslint-disable-next-line require-yield
    const step = function* (draft: Draft): Steps<T> {
      return work(draft);
    };
    return atOnce(this.#writing(step));
  }

  /** One transaction; memory follows only once it is on the disk. */
  #writing<T>(work: (draft: Draft) => Steps<T>): Steps<T> {
    return writingSteps(this.#parts.dir, this.#transaction(work));
  }

  *#transaction<T>(work: (draft: Draft) => Steps<T>): Steps<T> {
    this.#assertOpen();
    if (this.#unfinished) {
      throw new WorkbenchError(
        'STORE_BUSY',
        '正在导入轮次，这次修改还没有保存，导入完成后会再保存。请稍候。',
      );
    }
    const { db, sealer } = this.#parts;
    const draft: Draft = {
      device: this.#device,
      lastSeq: this.#heads.lastSeq,
      devices: { ...this.#heads.devices },
      touched: new Map(),
      header: this.#heads.header,
      sealed: new Map(),
      told: new Set(),
      blindly: new Set(),
    };
    this.#assertOnDisk();
    this.#unfinished = true;
    try {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.exec('BEGIN IMMEDIATE');
      const result = yield* work(draft);
      const heads: Heads = {
        lastSeq: draft.lastSeq,
        devices: draft.devices,
        ...(draft.header === undefined ? {} : { header: draft.header }),
      };
      writeMeta(db, sealer, 'heads', heads, draft.lastSeq);
      if (draft.device !== this.#device) writeMeta(db, sealer, 'device', draft.device, draft.lastSeq);
      db.exec('COMMIT');
      this.#assertOnDisk();
      this.#changeCount += draft.lastSeq - this.#heads.lastSeq;
      this.#heads = heads;
      this.#device = draft.device;
      for (const [id, state] of draft.touched) {
        if (state === undefined) this.#states.delete(id);
        else this.#states.set(id, state);
      }
      this.#parts.compartment.take(draft.sealed);
      if (draft.told.size > 0) this.#told = draft.told;
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#unfinished = false;
    }
  }

  /** Writes the rows of the compartment. @returns the records that were touched by nothing else */
  #writeSealed(draft: Draft): RecordState[] {
    const { db, compartment } = this.#parts;
    compartment.write(db, draft.sealed, draft.lastSeq);
    return [...draft.sealed].flatMap(([id, entry]) =>
      draft.touched.has(id) ? [] : (joined(this.#states.get(id), entry) ?? []),
    );
  }

  /** What the signed-in person wrote here into the compartment without reading it again: `<record>/<field>`. */
  get told(): ReadonlySet<string> {
    return this.#told;
  }

  /** Remembers for its writer alone what he can no longer see. */
  #tell(draft: Draft, { author, recordId, set, part }: SealedDraft): void {
    const { db, keys } = this.#parts;
    const fields = Object.keys(set);
    if (part !== true || fields.length === 0 || keys.own === undefined) return;
    const all = new Set([...this.#told, ...draft.told, ...fields.map((field) => `${recordId}/${field}`)]);
    for (const one of all) draft.told.add(one);
    draft.blindly.add(recordId);
    writeMeta(db, rowSealer(keys.own), `told/${author}`, [...all], draft.lastSeq);
  }

  /** Reads {@link told} of a user; what is there under keys that he no longer has is as good as forgotten. */
  recall(userId: string): void {
    const { db, keys } = this.#parts;
    if (keys.own === undefined) return;
    try {
      this.#told = new Set(readMeta(db, rowSealer(keys.own), `told/${userId}`) ?? []);
    } catch {
      this.#told = new Set();
    }
  }

  /** Writes what others added to the compartment, for which their keys did not suffice. */
  catchUp(): void {
    const unwritten = this.#unwritten;
    if (unwritten.size === 0) return;
    this.#write((draft) => this.#parts.compartment.write(this.#parts.db, unwritten, draft.lastSeq));
    this.#unwritten = new Map();
  }

  #rollBack(): void {
    const { db, statements } = this.#parts;
    statements.drop();
    try {
      if (db.isOpen && db.inTransaction) db.exec('ROLLBACK');
    } catch {
      // The next write rolls back before it begins; the first error is the one worth telling.
    }
  }

  #append(draft: Draft, prepared: Prepared): void {
    const { device } = prepared.change;
    draft.lastSeq += 1;
    insertChange(this.#parts.statements, this.#parts.sealer, draft.lastSeq, prepared);
    draft.devices[device] = advance(draft.devices[device], prepared.change);
  }

  /** Writes the projection rows of the touched records, with the place of the log they stand for as revision. */
  *#writingRecords(draft: Draft): Steps<RecordState[]> {
    const { statements, sealer } = this.#parts;
    const revision = draft.lastSeq;
    const written: RecordState[] = [];
    for (const [id, state] of draft.touched) {
      if (state === undefined) {
        statements.use('DELETE FROM records WHERE id = ?').run([id]);
        continue;
      }
      statements
        .use('INSERT OR REPLACE INTO records (id, revision, sealed) VALUES (?, ?, ?)')
        .run([id, revision, sealer.seal('records', id, revision, encodeRecord(state))]);
      const { compartment } = this.#parts;
      written.push(joined(state, draft.sealed.get(id) ?? compartment.entry(id)) ?? state);
      if (written.length % CHANGES_A_STEP === 0) yield CHANGES_A_STEP;
    }
    if (draft.sealed.size > 0) written.push(...this.#writeSealed(draft));
    for (const id of draft.blindly) {
      const state = draft.touched.has(id) ? undefined : this.#states.get(id);
      if (state !== undefined) written.push(state);
    }
    return written;
  }
}

/** The list of a key, made where there is none yet. */
function listed<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}
