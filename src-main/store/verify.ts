/** Checks a store through and through; see {@link verifying}. */
import path from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import { WorkbenchError, type Problem } from '../../src-shared/errors';
import type { KeyRing } from '../keys';
import { FIRST_PREV, isSealed, SEALED_RECORD } from '../../src-shared/merge/change';
import type { Change, ChangeId, DeviceId, RecordId } from '../../src-shared/merge/change';
import { parseChange } from '../../src-shared/merge/logs';
import { project, type RecordState } from '../../src-shared/merge/registers';
import { backupIsWhole, listBackups, missingEvidence } from './backup';
import { checkCompartment } from './compartment';
import { eachRow, formatOf, Statements } from './database';
import { openEvidence, type Evidence } from './evidence';
import { STORE_FILE, STORE_LOG } from './file-seal';
import { sizeOf } from './files';
import { changeById, changesInOrder, openChange } from './log';
import { readMeta, type Head, type Heads } from './meta';
import type { StoreParts } from './parts';
import { encodeRecord } from './record-codec';
import { BACKUPS_FOLDER } from './restore-steps';
import { FOREIGN_SCHEMA, schemaIsOurs } from './schema';
import type { RowSealer } from './seal';
import { SignatureCheck, type SignatoryRules } from './signed';
import { readSnapshot } from './snapshot';
import type { Steps, Work } from './steps';

/** Changes of another laptop that have not arrived here: no damage, but something is still to be exchanged. */
export interface Gap {
  readonly device: DeviceId;
  /** How many changes below the newest known one are missing. */
  readonly missing: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly counts: {
    readonly changes: number;
    readonly records: number;
    readonly devices: number;
    readonly evidence: number;
    readonly backups: number;
  };
  /** Damage: each with its place and a Chinese sentence; never text of a record. */
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
}

/** What is found in the log and the projection, and which evidence the records point to. */
export interface LogReport {
  readonly changes: number;
  readonly records: number;
  readonly devices: number;
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  readonly evidence: ReadonlySet<string>;
}

const EVIDENCE_FIELD = 'evidence/';

/**
 * Checks everything in a vault folder that the store is answerable for: SQLite's structure, every row, the hash chains
 * and where they end, each projected record against the log, every evidence file, every backup. Changes nothing.
 */
export function verifying(parts: StoreParts): Work<VerifyReport> {
  const { dir, keys, evidence } = parts;
  const folder = path.join(dir, BACKUPS_FOLDER);
  const saved = openEvidence({ dir: folder, keys });
  const all = (from: Evidence) => from.list().reduce((sum, tag) => sum + from.sizeOf(tag), 0);
  const backups = listBackups(dir).reduce((sum, { bytes }) => sum + bytes, 0);
  const log = sizeOf(path.join(dir, STORE_FILE)) + sizeOf(path.join(dir, STORE_LOG));
  return { total: log + all(evidence) + backups + all(saved), steps: verifySteps(parts, saved, log) };
}

function* verifySteps(parts: StoreParts, saved: Evidence, bytesOfLog: number): Steps<VerifyReport> {
  const { dir, keys, evidence } = parts;
  const log = yield* logSteps(parts.db, parts.sealer, parts.keys, {
    bytes: bytesOfLog,
    rules: parts.signatories,
  });
  const problems: Problem[] = [...log.problems];
  if (!schemaIsOurs(parts.db, parts.migrations)) problems.push(FOREIGN_SCHEMA);

  const stored = evidence.list();
  for (const tag of stored) {
    const problem = yield* evidence.checking(tag);
    if (problem !== undefined) problems.push(problem);
  }
  for (const hash of log.evidence) {
    if (!evidence.has(hash)) {
      problems.push({ place: `evidence/${hash}`, message: '记录引用的佐证材料不见了，请从备份找回。' });
    }
  }

  const backups = listBackups(dir);
  for (const { name } of backups) {
    const place = `${BACKUPS_FOLDER}/${name}`;
    if (!(yield* backupIsWhole(keys, dir, name))) {
      problems.push({ place, message: '这份备份已损坏，不能用于恢复，请重新备份。' });
      continue;
    }
    const missing = missingEvidence(dir, name).length;
    if (missing > 0) {
      problems.push({ place, message: `这份备份缺少${missing}份佐证材料，恢复后会打不开，请重新备份。` });
    }
  }
  for (const tag of saved.list()) {
    const problem = yield* saved.checking(tag);
    if (problem !== undefined) problems.push({ ...problem, place: `${BACKUPS_FOLDER}/${problem.place}` });
  }

  const { changes, records, devices, gaps } = log;
  const counts = { changes, records, devices, evidence: stored.length, backups: backups.length };
  return { ok: problems.length === 0, counts, problems, gaps };
}

interface ChangeRow {
  readonly seq: number;
  readonly id: ChangeId;
  readonly record: RecordId;
  readonly sealed: Uint8Array;
}

/** What `meta` holds beside the facts about the store. */
const OTHER_META = `SELECT key, revision, value FROM meta
  WHERE key NOT IN ('format', 'device', 'heads', 'snapshot', 'compartment') AND key NOT LIKE 'jotting/%' AND key NOT LIKE 'told/%'`;

interface MetaRow {
  readonly key: string;
  readonly revision: number;
  readonly value: Uint8Array;
}

/** Since this format a store has a compartment. */
const COMPARTMENT_FORMAT = 3;

/** Records that are checked in one step: a few milliseconds. */
const RECORDS_A_STEP = 50;

/**
 * The part of {@link verifying} that looks at one store file only, into the compartment as far as the keys reach. Between its steps the store may be written: what is
 * newer than the start counts as part of its record, and as nothing else.
 * @param options.bytes what all its steps together tell as done
 * @param options.rules how the log says whose signatures count; without them none is checked
 */
export function* logSteps(
  db: Database,
  sealer: RowSealer,
  keys: KeyRing,
  { bytes = 0, rules }: { readonly bytes?: number; readonly rules?: SignatoryRules } = {},
): Steps<LogReport> {
  const problems: Problem[] = [];
  const complain = (place: string, message: string) => problems.push({ place, message });
  /** Runs one check; an error that it throws is a finding about its place. */
  const attempt = <T>(place: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      complain(place, error instanceof WorkbenchError ? error.message : '内容无法读取或识别，可能已损坏。');
      return undefined;
    }
  };

  attempt('数据文件', () => {
    for (const row of eachRow<{ integrity_check: string }>(db, 'PRAGMA integrity_check')) {
      if (row.integrity_check !== 'ok') complain('数据文件', '文件内部结构损坏');
    }
  });
  const heads = attempt('数据文件', () => readMeta(db, sealer, 'heads'));
  const own = attempt('数据文件', () => readMeta(db, sealer, 'device'));
  const format = attempt('数据文件', () => readMeta(db, sealer, 'format'));
  if (heads === undefined || own === undefined || format !== formatOf(db)) {
    complain('数据文件', '登记信息缺失或不符');
  }

  attempt('数据文件', () => {
    for (const { key, revision, value } of eachRow<MetaRow>(db, OTHER_META)) {
      attempt('数据文件', () => sealer.open('meta', key, revision, value));
    }
  });

  const chains = new Chains(complain);
  const evidence = new Set<string>();
  let changes = 0;
  let lastSeq = 0;
  const statements = new Statements(db);
  const start = heads?.lastSeq ?? Number.MAX_SAFE_INTEGER;
  const unmatched = new Set<RecordId>();
  let boxes: readonly Change[] | undefined = [];
  attempt('记录', () => {
    for (const { id } of eachRow<{ id: RecordId }>(db, 'SELECT id FROM records')) unmatched.add(id);
  });
  const records = unmatched.size;

  const signatures =
    rules && new SignatureCheck(rules.read(yield* changesOfKinds(statements, sealer, rules.kinds)), complain);
  const snapshot = attempt('数据文件', () => readSnapshot(db, sealer));
  /** @param known its changes; undefined where one of them cannot be opened, which has been reported */
  const checkRecord = (id: RecordId, known: readonly Change[] | undefined): void => {
    unmatched.delete(id);
    const [row] = statements
      .use('SELECT revision, sealed FROM records WHERE id = ?')
      .all([id]) as unknown as readonly { revision: number; sealed: Uint8Array }[];
    const text = row && attempt(`记录 ${id}`, () => sealer.open('records', id, row.revision, row.sealed));
    // A row that was written since then counts in the snapshot's place.
    if (snapshot !== undefined && row !== undefined && text !== undefined && row.revision <= snapshot.seq) {
      if (text !== snapshot.texts.get(id)) complain(`记录 ${id}`, '快速打开用的副本与记录不符');
    }
    // What remains without the change that cannot be opened says nothing about the record.
    if (known === undefined) return;
    const state = attempt(`记录 ${id}`, () => project(known));
    if (state === undefined) return;
    for (const hash of evidenceOf(state)) evidence.add(hash);
    if (row === undefined) complain(`记录 ${id}`, '记录不见了，可由变更日志重建');
    else if (text !== undefined && text !== encodeRecord(state)) {
      complain(`记录 ${id}`, '记录与变更日志不符，可由变更日志重建');
    }
  };

  const checkChanges = (record: RecordId): readonly Change[] | undefined => {
    const known: Change[] = [];
    let sound = true;
    const rows = statements
      .use('SELECT seq, id, record, sealed FROM changes WHERE record = ? ORDER BY seq')
      .all([record]) as unknown as readonly ChangeRow[];
    for (const row of rows) {
      const isNew = row.seq > start;
      if (!isNew) {
        changes += 1;
        lastSeq = Math.max(lastSeq, row.seq);
      }
      const change = attempt(`变更 ${row.id}`, () => openChange(sealer, row));
      if (change === undefined) sound = false;
      else if (!parseChange(change).ok) {
        complain(`变更 ${row.id}`, '不是本程序能识别的变更');
        sound = false;
      } else if (change.id !== row.id || change.recordId !== row.record) {
        complain(`变更 ${row.id}`, '变更被放错了位置');
        sound = false;
      } else {
        known.push(change);
        if (!isNew) {
          chains.add(change);
          if (!isSealed(change)) signatures?.add(change);
        }
      }
    }
    return sound ? known : undefined;
  };

  const total =
    heads === undefined ? 0 : Object.values(heads.devices).reduce((sum, head) => sum + head.count, 0);
  let told = 0;
  try {
    // The changes are read by the index of their records: an index that lacks some is a damage that SQLite reports.
    for (let after: RecordId | undefined = ''; after !== undefined;) {
      const from: RecordId = after;
      after = attempt('变更日志', () => {
        const step = statements
          .use('SELECT DISTINCT record FROM changes WHERE record > ? ORDER BY record LIMIT ?')
          .all([from, RECORDS_A_STEP]) as unknown as readonly { record: RecordId }[];
        for (const { record } of step) {
          const known = checkChanges(record);
          if (record === SEALED_RECORD) boxes = known;
          else checkRecord(record, known);
        }
        return step.at(-1)?.record;
      });
      yield ((changes - told) / Math.max(total, changes, 1)) * bytes;
      told = changes;
    }
  } finally {
    statements.drop();
  }
  for (const id of unmatched) complain(`记录 ${id}`, '变更日志中没有这条记录的来历');
  let sealed = 0;
  if (formatOf(db) >= COMPARTMENT_FORMAT) {
    attempt('密封的记录', () => {
      // What remains without the change that cannot be opened says nothing about the records.
      if (boxes === undefined) return;
      const found = checkCompartment(db, keys, boxes, complain, (opened) => signatures?.add(opened));
      sealed = found.records;
      for (const state of found.states) for (const hash of evidenceOf(state)) evidence.add(hash);
    });
  }
  signatures?.end((id) => attempt(`变更 ${id}`, () => changeById(statements, sealer, id)?.hash));
  statements.drop();
  if (heads !== undefined && own !== undefined) {
    if (heads.lastSeq !== lastSeq) complain('变更日志', '日志末尾与登记不符，最新的变更可能被删去');
    chains.compare(heads, own);
  }
  return {
    changes,
    records: records + sealed,
    devices: chains.devices.size,
    problems,
    gaps: chains.gaps(own),
    evidence,
  };
}

/** All changes of the records of some kinds, in the order of the log; what cannot be opened is reported by the check itself. */
function* changesOfKinds(
  statements: Statements,
  sealer: RowSealer,
  kinds: ReadonlySet<string>,
): Steps<Change[]> {
  const legible = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const records: RecordId[] = [];
  for (let after: RecordId | undefined = ''; after !== undefined;) {
    const from: RecordId = after;
    const firsts = legible(() => statements.use(FIRST_CHANGES).all([from, RECORDS_A_STEP])) ?? [];
    for (const row of firsts as unknown as readonly ChangeRow[]) {
      const kind = legible(() => openChange(sealer, row).kind);
      if (kind !== undefined && kinds.has(kind)) records.push(row.record);
    }
    after = (firsts as unknown as readonly ChangeRow[]).at(-1)?.record;
    yield 0;
  }
  const sound = records.filter((record) => legible(() => changesInOrder(statements, sealer, [record])));
  return changesInOrder(statements, sealer, sound);
}

/** The first change of each record, so many records from one on. */
const FIRST_CHANGES = `SELECT min(seq) AS seq, id, record, sealed FROM changes
  WHERE record > ? GROUP BY record ORDER BY record LIMIT ?`;

/** Content hashes of the evidence that a record holds. */
function* evidenceOf(state: RecordState): Generator<string> {
  for (const [field, held] of Object.entries(state.fields)) {
    if (field.startsWith(EVIDENCE_FIELD) && held.length > 0) yield field.slice(EVIDENCE_FIELD.length);
  }
}

/** The hash chains of all devices, fed in any order; only loose ends are kept in memory. */
class Chains {
  readonly devices = new Map<DeviceId, { n: number; hash: string; count: number }>();
  /** Hash of a change whose successor has not come yet. */
  readonly #open = new Map<ChangeId, string>();
  /** What a change that has not come yet must hash to, by its id. */
  readonly #awaited = new Map<ChangeId, string>();

  constructor(private readonly complain: (place: string, message: string) => void) {}

  add(change: Change): void {
    const { id, device, n, prev, hash } = change;
    const known = this.devices.get(device);
    if (known === undefined) this.devices.set(device, { n, hash, count: 1 });
    else {
      known.count += 1;
      if (n > known.n) Object.assign(known, { n, hash });
    }
    if (n === 1) this.#fit(id, prev, FIRST_PREV);
    else this.#link(`${device}.${n - 1}`, id, prev);

    const awaited = this.#awaited.get(id);
    if (awaited === undefined) this.#open.set(id, hash);
    else {
      this.#awaited.delete(id);
      this.#fit(id, awaited, hash);
    }
  }

  #link(before: ChangeId, id: ChangeId, prev: string): void {
    const hash = this.#open.get(before);
    if (hash === undefined) this.#awaited.set(before, prev);
    else {
      this.#open.delete(before);
      this.#fit(id, prev, hash);
    }
  }

  #fit(id: ChangeId, expected: string, actual: string): void {
    if (expected !== actual) this.complain(`变更 ${id}`, '与前一条变更接不上，日志可能被改动');
  }

  /** The log must end where the sealed heads say, hold as many changes, and be whole for the own device. */
  compare(heads: Heads, own: DeviceId): void {
    for (const device of new Set([...this.devices.keys(), ...Object.keys(heads.devices)])) {
      const found = this.devices.get(device);
      const promised: Head | undefined = heads.devices[device];
      if (found?.n !== promised?.n || found?.hash !== promised?.hash || found?.count !== promised?.count) {
        this.complain(`设备 ${device}`, '变更日志的数目或末尾与登记不符，可能有变更被删去或替换');
      }
    }
    const mine = this.devices.get(own);
    if (mine !== undefined && mine.count !== mine.n) {
      this.complain(`设备 ${own}`, '本机的变更编号不连续，有变更缺失');
    }
  }

  gaps(own: DeviceId | undefined): Gap[] {
    return [...this.devices]
      .filter(([device, { n, count }]) => device !== own && count < n)
      .map(([device, { n, count }]) => ({ device, missing: n - count }));
  }
}
