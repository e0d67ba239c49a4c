/** Paper numbers that stand twice: two laptops gave them without knowing of each other. They are told, never changed. */
import type { RecordId } from '../../../src-shared/merge/change';
import { kindOf } from '../../../src-shared/domain/kinds';
import { nearestEver } from '../removed';
import type { OpenWorkspace } from '../workspace';

export interface SameNumber {
  readonly kind: string;
  readonly code: string;
  readonly records: readonly RecordId[];
}

/** Standing records of one kind and unit (or round) with one number, as far as the person at work sees them. */
export function sameNumbers(workspace: OpenWorkspace): SameNumber[] {
  const byNumber = new Map<string, { kind: string; code: string; records: RecordId[] }>();
  for (const { id, kind, values, inspection } of workspace.visible()) {
    const { code } = values;
    if (typeof code !== 'string' || code === '' || kindOf(kind)?.code === undefined) continue;
    const place = inspection ?? nearestEver(workspace, id, 'round') ?? '';
    const key = JSON.stringify([kind, place, code]);
    const known = byNumber.get(key);
    if (known === undefined) byNumber.set(key, { kind, code, records: [id] });
    else known.records.push(id);
  }
  return [...byNumber.values()].filter(({ records }) => records.length > 1);
}
