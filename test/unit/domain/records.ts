/** Records for the tests of the rules: made by hand, without a store. */
import type { Entity, IsoDate, RuleContext } from '../../../src-shared/domain/define';
import { kinds, type KindName } from '../../../src-shared/domain/kinds';
import { issuesOf } from '../../../src-shared/domain/validate';

let made = 0;

/** A record of a kind with these values; everything else is as a fresh one has it. */
export function recordOf<V extends object>(
  kind: string,
  values: V,
  rest: Partial<Omit<Entity, 'values' | 'kind'>> = {},
): Entity<V> {
  made += 1;
  return {
    id: `record-${made}`,
    kind,
    parent: null,
    inspection: 'inspection-1',
    sets: {},
    conflicts: [],
    updatedAt: '2026-03-20T09:00:00Z',
    ...rest,
    values,
  };
}

/** What a rule can look up: the records given. */
export function lookup(records: readonly Entity[] = [], today: IsoDate = '2026-03-20'): RuleContext {
  return {
    get: (id) => records.find((record) => record.id === id),
    children: (parent, kind) => records.filter((record) => record.parent === parent && record.kind === kind),
    today,
  };
}

/** The complaints of a kind about a record, as `field: message` by level. */
export function complaints(
  kind: KindName,
  values: Readonly<Record<string, unknown>>,
  options: { sets?: Entity['sets']; records?: readonly Entity[]; id?: string } = {},
) {
  const { sets = {}, records = [], id } = options;
  const record = recordOf(kind, values, { sets, ...(id ? { id } : {}) });
  const issues = issuesOf(kinds[kind], record, lookup(records));
  const of = (level: 'error' | 'hint') =>
    issues.filter((issue) => issue.level === level).map(({ field, message }) => `${field}: ${message}`);
  return { errors: of('error'), hints: of('hint') };
}
