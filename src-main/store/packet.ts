/** Checks changes that come from other laptops before any of them enters the log. */
import { WorkbenchError, type ErrorCode, type Problem } from '../../src-shared/errors';
import { canonicalChange, FIRST_PREV } from '../../src-shared/merge/change';
import type { Change, ChangeId } from '../../src-shared/merge/change';
import { parseChange } from '../../src-shared/merge/logs';
import { hashText, type Prepared } from './log';
import type { Heads } from './meta';

/** More complaints than this say nothing more. */
const MOST_PROBLEMS = 100;

/** What the packet is checked against. */
export interface KnownLog {
  readonly heads: Heads;
  readonly find: (id: ChangeId) => Change | undefined;
}

export interface CheckedPacket {
  /** Unknown changes in the packet's order, each once. */
  readonly added: readonly Prepared[];
  readonly duplicates: number;
}

const REASONS: { readonly [code: string]: string } = {
  STORE_PACKET_SHAPE: '不是本程序能识别的变更',
  STORE_PACKET_HASH: '内容与校验值不符，可能被改动或损坏',
  STORE_PACKET_FORK: '编号与已有变更相同而内容不同',
  STORE_PACKET_CHAIN: '与前后变更接不上，可能被改动、替换',
};

/**
 * Checks shape, hashes and chains. Any subset of a device's chain is accepted, as packets may be lost; what is next to
 * each other must fit.
 * @throws WorkbenchError STORE_PACKET_SHAPE, STORE_PACKET_HASH, STORE_PACKET_FORK or STORE_PACKET_CHAIN (that of the
 *   first problem, with all of them listed by place in the packet): nothing of a damaged packet is taken.
 */
export function checkPacket(changes: readonly unknown[], known: KnownLog): CheckedPacket {
  const problems: Problem[] = [];
  let first: ErrorCode | undefined;
  const complain = (index: number, code: ErrorCode) => {
    first ??= code;
    if (problems.length < MOST_PROBLEMS)
      problems.push({ place: `第 ${index + 1} 条变更`, message: REASONS[code]! });
  };
  const inLog = (device: string, n: number): Change | undefined =>
    n <= (known.heads.devices[device]?.n ?? 0) ? known.find(`${device}.${n}`) : undefined;

  const fresh = new Map<ChangeId, { index: number; prepared: Prepared }>();
  let duplicates = 0;
  changes.forEach((candidate, index) => {
    const parsed = parseChange(candidate);
    if (!parsed.ok) return complain(index, 'STORE_PACKET_SHAPE');
    const { change } = parsed;
    const text = canonicalChange(change);
    if (hashText(text) !== change.hash) return complain(index, 'STORE_PACKET_HASH');
    const twin = fresh.get(change.id)?.prepared.change ?? inLog(change.device, change.n);
    if (twin === undefined) fresh.set(change.id, { index, prepared: { change, text } });
    else if (twin.hash === change.hash) duplicates += 1;
    else complain(index, 'STORE_PACKET_FORK');
  });

  for (const { index, prepared } of fresh.values()) {
    const { device, n, prev, hash } = prepared.change;
    const at = (place: number) => fresh.get(`${device}.${place}`)?.prepared.change ?? inLog(device, place);
    const before = n === 1 ? FIRST_PREV : at(n - 1)?.hash;
    const after = at(n + 1)?.prev;
    if ((before !== undefined && before !== prev) || (after !== undefined && after !== hash)) {
      complain(index, 'STORE_PACKET_CHAIN');
    }
  }

  if (first !== undefined) {
    throw new WorkbenchError(
      first,
      '数据包已损坏或被改动，没有并入任何内容。请让对方重新导出一份，再导入；仍不行请改用另一个 U 盘。',
      problems,
    );
  }
  return { added: [...fresh.values()].map(({ prepared }) => prepared), duplicates };
}
