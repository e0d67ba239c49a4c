/** What columns of table files mean, kept by name in the sealed store: of this laptop, no record and no change. */
import { WorkbenchError } from '../../../src-shared/errors';
import type { KeptMapping } from '../../store/meta';
import type { Store } from '../../store/store';
import { plainHead } from './columns';
import type { Head } from './head';

/** As many as are kept; the oldest gives way. */
const MOST = 100;

const headsOf = (heads: readonly string[]): string => [...new Set(heads.map(plainHead))].sort().join('\n');

/** Those of a kind, the newest first. A row that cannot be opened costs nobody an import. */
export function mappingsOf(store: Store, kind: string): readonly KeptMapping[] {
  try {
    return (store.fact('mappings') ?? []).filter((one) => one.kind === kind);
  } catch (error) {
    if (error instanceof WorkbenchError) return [];
    throw error;
  }
}

/** Whether a mapping was made for a file with this head. */
export const fits = (mapping: KeptMapping, { columns }: Head): boolean =>
  headsOf(mapping.heads) === headsOf(columns.map(({ head }) => head));

/** Keeps one; one of the same name and kind gives way. @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED */
export function keepMapping(store: Store, mapping: KeptMapping): void {
  const others = (store.fact('mappings') ?? []).filter(
    ({ name, kind }) => name !== mapping.name || kind !== mapping.kind,
  );
  store.keepFact('mappings', [mapping, ...others].slice(0, MOST));
}
