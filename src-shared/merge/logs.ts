/**
 * Logs of changes as they come from other laptops: read without losing anything unknown, united, and checked.
 */
import type { Problem } from '../errors';
import { FIRST_PREV, SHAPES, canonicalChange, changeSchema } from './change';
import type { Change, ChangeId } from './change';
import { compareChangeIds } from './registers';

export type LogProblemCode =
  | 'LOG_TWO_VERSIONS'
  | 'LOG_GAP'
  | 'LOG_BROKEN_LINK'
  | 'LOG_WRONG_HASH'
  | 'LOG_WRONG_ID'
  | 'LOG_OTHER_DEVICE'
  | 'LOG_FROM_FUTURE';

/** What is wrong with a log. `place` is the id of the change (for a gap: of the one that is missing). */
export interface LogProblem extends Problem {
  readonly code: LogProblemCode;
}

/** Deepest nesting accepted in a change from outside: far beyond any form, far below what a recursion can bear. */
const MAX_DEPTH = 100;

function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}

const isText = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'string' && value.length >= least && value.length <= most;

/** What fields hold nearly always: one word or number, or a list of such. */
const isSimple = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

function hasMembers(value: unknown, isMember: (member: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  for (const name of Object.keys(value))
    if (!isText(name, 1, 200) || !isMember((value as Record<string, unknown>)[name])) return false;
  return true;
}

/** `Array.from`, since `every` alone passes over holes. */
const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && Array.from<unknown>(value).every(isItem);

const isChangeId = (value: unknown): boolean => typeof value === 'string' && SHAPES.changeId.test(value);

/** Keys of a change without its reason and its signature. */
const KEYS = 12;

/**
 * Whether a change is sound at first sight: of this version, with simple values. It says yes to nothing that the schema
 * refuses, at a tenth of its time: a file of thousands of rows is thousands of these. What it says no to, the schema judges.
 */
export function isPlainlySound(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null) return false;
  const change = raw as Change;
  const { id, device, n, author, at, kind, recordId, set, replaces, action, reason, prev, sig, hash } =
    change;
  return (
    Object.keys(change).length === KEYS + (reason === undefined ? 0 : 1) + (sig === undefined ? 0 : 1) &&
    isChangeId(id) &&
    isText(device, 16, 16) &&
    SHAPES.device.test(device) &&
    Number.isSafeInteger(n) &&
    id === `${device}.${n}` &&
    isText(author, 0, 100) &&
    isText(at, 0, 40) &&
    isText(kind, 1, 60) &&
    isText(recordId, 1, 60) &&
    isText(action, 1, 30) &&
    (reason === undefined || isText(reason, 0, 2000)) &&
    isText(prev, 64, 64) &&
    SHAPES.hash.test(prev) &&
    (sig === undefined || (isText(sig, 88, 88) && SHAPES.sig.test(sig))) &&
    isText(hash, 64, 64) &&
    SHAPES.hash.test(hash) &&
    hasMembers(set, (value) => isSimple(value) || isList(value, isSimple)) &&
    hasMembers(replaces, (ids) => isList(ids, isChangeId))
  );
}

/**
 * Checks a change that comes from outside.
 * @param raw a value that `JSON.parse` gave.
 * @returns the very same value, so that nothing a newer version wrote is lost (zod's own output drops a key named
 *   `__proto__`), or what is wrong with it.
 */
export function parseChange(
  raw: unknown,
): { ok: true; change: Change } | { ok: false; problems: readonly Problem[] } {
  const refuse = (place: string, message: string) => ({ ok: false as const, problems: [{ place, message }] });
  if (isPlainlySound(raw)) return { ok: true, change: raw as Change };
  if (tooDeep(raw)) return refuse('', '内容嵌套过深，无法读取。');
  const parsed = changeSchema.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path }) => ({
      place: path.map(String).join('.'),
      message: '格式不正确，可能来自损坏的文件。',
    }));
    return { ok: false, problems };
  }
  const change = raw as Change;
  if (change.id !== `${change.device}.${change.n}`) return refuse('id', '编号与设备、序号不一致。');
  for (const field of Object.keys(change.replaces)) {
    if (!changeSchema.shape.replaces.valueType.safeParse(change.replaces[field]).success) {
      return refuse(`replaces.${field}`, '格式不正确，可能来自损坏的文件。');
    }
  }
  return { ok: true, change };
}

/**
 * Unites logs: the set union, ascending by id, each change once. Two different changes with one id (a cloned laptop,
 * a forged log) both stay and are reported: choosing one would hide the other.
 */
export function unionLogs(...logs: readonly Iterable<Change>[]): {
  changes: Change[];
  problems: LogProblem[];
} {
  const byId = new Map<ChangeId, Map<string, Change>>();
  for (const log of logs) {
    for (const change of log) {
      const text = `${change.hash} ${canonicalChange(change)}`;
      const versions = byId.get(change.id);
      if (versions === undefined) byId.set(change.id, new Map([[text, change]]));
      else if (!versions.has(text)) versions.set(text, change);
    }
  }
  const changes: Change[] = [];
  const problems: LogProblem[] = [];
  for (const id of [...byId.keys()].sort(compareChangeIds)) {
    const versions = byId.get(id)!;
    for (const text of [...versions.keys()].sort()) changes.push(versions.get(text)!);
    if (versions.size > 1) {
      problems.push({
        code: 'LOG_TWO_VERSIONS',
        place: id,
        message: '同一编号有两条不同的记录：可能有电脑被整机复制，或记录被改动。两条都已保留，请核对来源。',
      });
    }
  }
  return { changes, problems };
}

/**
 * Checks one device's log, given in any order: numbers from 1 without a gap, each linked to the one before, each hash
 * right, one version of each.
 * @param hashOf lower-case hex SHA-256 of a text's UTF-8 bytes.
 * @returns what is wrong, in order of place; empty for a sound log.
 */
export function validateChain(changes: Iterable<Change>, hashOf: (text: string) => string): LogProblem[] {
  const united = unionLogs(changes);
  const problems = [...united.problems];
  const report = (code: LogProblemCode, place: string, message: string) =>
    problems.push({ code, place, message });
  const device = united.changes[0]?.device;
  let previous: { n: number; hashes: string[] } = { n: 0, hashes: [FIRST_PREV] };

  for (const change of [...united.changes].sort((a, b) => a.n - b.n)) {
    const { id, n } = change;
    if (change.device !== device) {
      report('LOG_OTHER_DEVICE', id, '这条记录属于另一台电脑，不应出现在此日志中。');
      continue;
    }
    if (id !== `${device}.${n}`) report('LOG_WRONG_ID', id, '编号与设备、序号不一致，记录被改动过。');
    if (hashOf(canonicalChange(change)) !== change.hash) {
      report('LOG_WRONG_HASH', id, '校验值不符，这条记录被改动或已损坏。');
    }
    for (const replaced of Object.values(change.replaces).flat()) {
      if (replaced.startsWith(`${device}.`) && compareChangeIds(replaced, id) >= 0) {
        report('LOG_FROM_FUTURE', id, '这条记录声称替换了尚未产生的记录，不可信。');
        break;
      }
    }
    if (n > previous.n + 1) {
      const missing = n - previous.n - 1;
      report(
        'LOG_GAP',
        `${device}.${previous.n + 1}`,
        `从此处起缺少 ${missing} 条记录，请向该电脑重新索取。`,
      );
    } else if (n === previous.n + 1 && !previous.hashes.includes(change.prev)) {
      report('LOG_BROKEN_LINK', id, '与上一条记录接不上，其间的记录被改动或替换过。');
    }
    if (n === previous.n) previous.hashes.push(change.hash);
    else previous = { n, hashes: [change.hash] };
  }
  return problems;
}
