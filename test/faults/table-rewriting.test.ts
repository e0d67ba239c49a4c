/** Whatever stands in records of any kind goes out and comes in again without a difference, also rewritten by other hands. */
import fc from 'fast-check';
import { newRecordId } from '../../src-main/services/records';
import { tableOf } from '../../src-main/services/tables/export';
import { KEY, PLACE } from '../../src-main/services/tables/columns';
import { planImport } from '../../src-main/services/tables/import';
import { readTableFile } from '../../src-main/services/tables/read-file';
import { csvOf, workbookOf } from '../../src-main/services/tables/write-file';
import type { OpenWorkspace } from '../../src-main/services/workspace';
import { kindOf, kinds } from '../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import {
  PARENT_FIELD,
  type ChangeDraft,
  type FieldValue,
  type RecordId,
} from '../../src-shared/merge/change';
import { draftRemove } from '../../src-shared/merge/registers';
import { SAMPLE_TEXT, useDesk } from '../unit/services/desk';
import { linesOf, rewrite, rewriting, type Rewriting } from './rewriting';
import { valuesOf } from './table-records';

const LONG = process.env.LONG === '1';
const RUNS = LONG ? 100 : 4;
jest.setTimeout(LONG ? 1_800_000 : 300_000);

const desk = useDesk(SAMPLE_TEXT);
const all = Object.values(kinds) as unknown as AnyKind[];

type Values = Readonly<Record<string, FieldValue>>;
const by = { author: 'somebody', at: '2026-03-20T09:00:00.000Z' } as const;

function drafted(kind: AnyKind, values: Values, parent: RecordId | undefined): ChangeDraft {
  const set = { ...values, ...(parent ? { [PARENT_FIELD]: parent } : {}) };
  return { ...by, kind: kind.kind, recordId: newRecordId(), action: 'import', set, replaces: {} };
}

/** Records under which those of a kind may stand; one is made where there is none yet. */
function parentsOf(workspace: OpenWorkspace, kind: AnyKind): readonly RecordId[] {
  if (kind.parents.length === 0) return [];
  const standing = kind.parents.flatMap((name) => workspace.index.list(name)).map(({ id }) => id);
  if (standing.length > 0) return standing;
  const above = kindOf(kind.parents[0]!) as AnyKind;
  const [over] = parentsOf(workspace, above);
  const made = drafted(above, above.code ? { code: `${above.code}-1` } : {}, over);
  workspace.commit([made]);
  return [made.recordId];
}

let serial = 0;
/** Puts records into the vault as an import does; what the checks of a save would say of them is not asked here. */
function put(workspace: OpenWorkspace, kind: AnyKind, rows: readonly Values[], seed: number): RecordId[] {
  const parents = parentsOf(workspace, kind);
  const drafts = rows.map((values, i) =>
    drafted(
      kind,
      { ...values, ...(kind.code ? { code: `${kind.code}-${++serial + 1000}` } : {}) },
      parents[(seed + (seed % 3 === 0 ? i : 0)) % Math.max(parents.length, 1)],
    ),
  );
  workspace.commit(drafts);
  return drafts.map(({ recordId }) => recordId);
}

/** Takes them away again, so that what they decide (rights, words) is not decided for the next. */
const takeAway = (workspace: OpenWorkspace, kind: AnyKind, ids: readonly RecordId[]): void =>
  void workspace.commit(
    ids.map((recordId) => ({
      ...by,
      kind: kind.kind,
      recordId,
      action: 'remove',
      ...draftRemove(workspace.state(recordId)!),
    })),
  );

const nothingNew = { new: [], changed: [], refused: [], left: [], asked: [] };

/** Our own files, as they are. */
async function comesBackWhole(
  workspace: OpenWorkspace,
  kind: AnyKind,
  rows: readonly Entity[],
): Promise<void> {
  const table = tableOf(workspace, kind, rows);
  for (const [bytes, above] of [
    [await workbookOf(table), [1, 2]],
    [csvOf(table), []],
  ] as const) {
    const { preview, drafts } = planImport(workspace, readTableFile(bytes), { kind });
    expect(preview).toMatchObject({ ...nothingNew, left: above.map((row) => ({ row })) });
    expect(preview.same).toBe(rows.length);
    expect(drafts).toEqual([]);
  }
}

/** A file rewritten by others: no difference, or each named; never a value that nobody wrote. */
function comesBackRewritten(
  workspace: OpenWorkspace,
  kind: AnyKind,
  rows: readonly Entity[],
  how: Rewriting,
): void {
  const table = tableOf(workspace, kind, rows);
  const headings = [
    { label: PLACE, type: '' },
    ...table.columns.map((column) => ({
      label: column.label,
      type: kind.fields[column.name]?.info.type ?? '',
    })),
    { label: KEY, type: '' },
  ];
  const { bytes, kept, filled } = rewrite(headings, linesOf(csvOf(table)), how);
  const labels = kept.filter((label) => label !== PLACE);
  if (labels.length < 2) return;
  const { preview, drafts } = planImport(workspace, readTableFile(bytes), { kind });
  const isKnown = how.keepsKey || (kind.code !== undefined && labels.includes(kind.fields.code!.info.label));
  expect(preview.changed).toEqual([]);
  if (isKnown) {
    expect(preview).toMatchObject({ new: [], refused: [], asked: [], same: rows.length });
    expect(drafts).toEqual([]);
    return;
  }
  const refused = new Set(preview.refused.map(({ row }) => row)).size;
  expect(preview.same + preview.new.length + refused + preview.left.length).toBeGreaterThanOrEqual(filled);
  for (const { message } of preview.refused) expect(message).toMatch(/^第\d+行/);
}

test.each(all.map((kind) => [kind.kind, kind] as const))('%s: out and in again', async (_name, kind) => {
  const workspace = desk.open();
  await fc.assert(
    fc.asyncProperty(
      fc.array(valuesOf(kind, workspace), { minLength: 2, maxLength: 5 }),
      fc.array(rewriting, { minLength: 1, maxLength: 4 }),
      fc.nat(1000),
      async (values, hands, seed) => {
        const ids = put(workspace, kind, values, seed);
        try {
          const rows = ids.flatMap((id) => workspace.see(id) ?? []);
          if (rows.length === 0) return;
          await comesBackWhole(workspace, kind, rows);
          for (const how of hands) comesBackRewritten(workspace, kind, rows, how);
        } finally {
          takeAway(workspace, kind, ids);
        }
      },
    ),
    { numRuns: RUNS },
  );
});
