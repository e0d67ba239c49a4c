/**
 * Moves what belongs into the compartment there, in a log that was written before there was one. The log is chained, so
 * every change after the first that is boxed gets a new hash; nobody else has seen the old ones, since a store of that
 * format had never exchanged anything. Ids stay: what was boxed whole keeps its place, and of what was parted the boxed
 * halves follow at the end, in a chain of their own.
 */
import { randomBytes } from 'node:crypto';
import {
  canonicalChange,
  FIRST_PREV,
  REMOVED_FIELD,
  type Change,
  type ChangeDraft,
  type ChangeId,
  type DeviceId,
  type RecordId,
  type SealedChange,
} from '../../src-shared/merge/change';
import { project } from '../../src-shared/merge/registers';
import { eachRow } from './database';
import { advance, chain, hashText, openChange, type ChangeRow, type Prepared } from './log';
import { readMeta, writeMeta, type Head } from './meta';
import type { MigrationTools } from './migration-tools';
import { encodeRecord } from './record-codec';
import { boxed, type SealedDraft } from './sealed-change';
import { dropSnapshot } from './snapshot';

type Sealable = ChangeDraft & Partial<Pick<SealedChange, 'sealed'>>;

/** Inside the caller's transaction. Nothing is touched where nothing belongs into the compartment. */
export function moveIntoCompartment(tools: MigrationTools): void {
  const { db, sealer, clues, sealedPartOf, reseal, moved } = tools;
  if (clues === undefined || sealedPartOf === undefined) return;
  const rows = [...eachRow<ChangeRow>(db, 'SELECT seq, id, record, sealed FROM changes ORDER BY seq')];
  const log = rows.map((row) => ({ seq: row.seq, change: openChange(sealer, row) }));

  const whole = new Set<RecordId>();
  const seen = new Set<RecordId>();
  const parted = new Map<RecordId, readonly string[]>();
  for (const { change } of log) {
    const { recordId } = change;
    if (whole.has(recordId)) continue;
    const part = sealedPartOf(change);
    if (part === 'all' && !seen.has(recordId)) whole.add(recordId);
    else if (part !== 'all' && part.length > 0) parted.set(recordId, part);
    seen.add(recordId);
  }
  if (whole.size === 0 && parted.size === 0) return;

  const halves: { readonly of: ChangeId; readonly draft: SealedDraft }[] = [];
  const outside = new Map<RecordId, Change[]>();
  const heads: { [device: DeviceId]: Head } = {};
  const rewritten = new Map<number, Prepared>();
  const chains = [...log].sort((a, b) =>
    a.change.device === b.change.device
      ? a.change.n - b.change.n
      : a.change.device < b.change.device
        ? -1
        : 1,
  );
  const first = new Set<RecordId>();
  for (const { seq, change } of chains) {
    const { device, n, recordId } = change;
    const before = heads[device];
    const prev = before?.n === n - 1 ? before.hash : n === 1 ? FIRST_PREV : change.prev;
    const fields = parted.get(recordId);
    let draft: Sealable = change;
    if (whole.has(recordId)) {
      draft = boxed(clues, change, { device, n, prev });
    } else if (fields !== undefined) {
      const half = halfOf(change, fields, !first.has(recordId));
      if (half !== undefined) halves.push({ of: change.id, draft: half });
      draft = { ...change, set: without(change.set, fields), replaces: without(change.replaces, fields) };
      first.add(recordId);
    }
    const prepared = placed(draft, change, prev);
    rewritten.set(seq, prepared);
    heads[device] = advance(before, prepared.change);
    if (!whole.has(recordId)) {
      const list = outside.get(recordId);
      if (list === undefined) outside.set(recordId, [prepared.change]);
      else list.push(prepared.change);
    }
  }

  const write = db.prepare('UPDATE changes SET record = ?, sealed = ? WHERE seq = ?');
  const add = db.prepare('INSERT INTO changes (seq, id, record, sealed) VALUES (?, ?, ?, ?)');
  let lastSeq = readMeta(db, sealer, 'heads')!.lastSeq;
  try {
    for (const [seq, { change, text }] of rewritten) {
      write.run([change.recordId, sealer.seal('changes', change.id, seq, text), seq]);
    }
    const device: DeviceId = randomBytes(8).toString('hex');
    const halfOfChange = new Map(halves.map(({ of }, at) => [of, `${device}.${at + 1}`]));
    for (const { draft } of halves) {
      const head = heads[device];
      const replaces = Object.fromEntries(
        Object.entries(draft.replaces).map(([field, ids]) => [
          field,
          ids.flatMap((id) => halfOfChange.get(id) ?? []),
        ]),
      );
      const place = { device, n: (head?.n ?? 0) + 1, prev: head?.hash ?? FIRST_PREV };
      const box = boxed(clues, { ...draft, replaces }, place);
      const { change, text } = chain(box, device, head);
      lastSeq += 1;
      add.run([lastSeq, change.id, change.recordId, sealer.seal('changes', change.id, lastSeq, text)]);
      heads[device] = advance(head, change);
    }
  } finally {
    write.finalize();
    add.finalize();
  }

  for (const id of whole) db.run('DELETE FROM records WHERE id = ?', [id]);
  for (const id of parted.keys()) {
    const state = project(outside.get(id) ?? []);
    if (state === undefined) continue;
    const { revision } = db.get('SELECT revision FROM records WHERE id = ?', [id]) as { revision: number };
    const sealed = sealer.seal('records', id, revision, encodeRecord(state));
    db.run('UPDATE records SET sealed = ? WHERE id = ?', [sealed, id]);
  }
  dropSnapshot(db);
  const inside = evidenceIn(
    log.filter(({ change }) => whole.has(change.recordId)).map(({ change }) => change),
  );
  const shared = evidenceIn([...outside.values()].flat());
  const stale = [...inside].flatMap((hash) => {
    const before = reseal?.(hash);
    return before === undefined || shared.has(hash) ? [] : [before];
  });
  // Should the program end before they are removed, the next opening removes them.
  writeMeta(db, sealer, 'adding', [...(readMeta(db, sealer, 'adding') ?? []), ...stale], lastSeq);
  moved?.(stale);
  const { header } = readMeta(db, sealer, 'heads')!;
  writeMeta(db, sealer, 'heads', { lastSeq, devices: heads, ...(header ? { header } : {}) }, lastSeq);
}

/** Hashes of the evidence that changes name. */
function evidenceIn(changes: readonly Change[]): Set<string> {
  const hashes = new Set<string>();
  for (const { set } of changes) {
    for (const field of Object.keys(set)) {
      const hash = /^evidence\/([0-9a-f]{64})$/.exec(field)?.[1];
      if (hash !== undefined) hashes.add(hash);
    }
  }
  return hashes;
}

/** The half of a change that is boxed: always of a record's first, else where it says something of these fields. */
function halfOf(change: Change, fields: readonly string[], isFirst: boolean): SealedDraft | undefined {
  const { author, at, kind, recordId, action } = change;
  const set = only(change.set, fields);
  const replaces = only(change.replaces, fields);
  const removal = Object.hasOwn(change.set, REMOVED_FIELD) || action === 'restore';
  const says = !removal && (Object.keys(set).length > 0 || Object.keys(replaces).length > 0);
  return isFirst || says ? { author, at, kind, recordId, action, set, replaces, part: true } : undefined;
}

/** A change at the place that it has, after one that may have another hash now. Keys of newer versions stay. */
function placed(draft: Sealable, { id, device, n, hash: _old, ...rest }: Change, prev: string): Prepared {
  const { sealed } = draft;
  const body = sealed === undefined ? { ...rest, ...draft, prev } : { ...draft, id, device, n, prev };
  const { hash: _hash, ...whole } = { id, device, n, ...body } as Change;
  const text = canonicalChange(whole);
  return { change: { ...whole, hash: hashText(text) }, text };
}

type Fields<T> = { readonly [field: string]: T };

const only = <T>(all: Fields<T>, fields: readonly string[]): Fields<T> =>
  filtered(all, (field) => fields.includes(field));
const without = <T>(all: Fields<T>, fields: readonly string[]): Fields<T> =>
  filtered(all, (field) => !fields.includes(field));

function filtered<T>(all: Fields<T>, keep: (field: string) => boolean): Fields<T> {
  const some: { [field: string]: T } = Object.create(null);
  for (const field of Object.keys(all)) if (keep(field)) some[field] = all[field]!;
  return some;
}
