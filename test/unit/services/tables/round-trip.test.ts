/** Whatever stands in records of any kind goes out and comes in again without a difference, also rewritten by other hands. */
import { read, utils, write, type WorkBook } from '@e965/xlsx';
import fc from 'fast-check';
import { newRecordId } from '../../../../src-main/services/records';
import { csvOf, tableOf, workbookOf } from '../../../../src-main/services/tables/export';
import { planImport } from '../../../../src-main/services/tables/import';
import { readTableFile } from '../../../../src-main/services/tables/read-file';
import type { OpenWorkspace } from '../../../../src-main/services/workspace';
import { kinds } from '../../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../../src-shared/domain/define';
import { PARENT_FIELD, type ChangeDraft, type FieldValue } from '../../../../src-shared/merge/change';
import { SAMPLE_TEXT, useDesk } from '../desk';
import { valuesOf } from './records';

const RUNS = process.env.LONG === '1' ? 40 : 3;
jest.setTimeout(process.env.LONG === '1' ? 900_000 : 120_000);

const desk = useDesk(SAMPLE_TEXT);

/** Kinds that decide who sees what: records of them made at random would hide the rest. */
const OF_RIGHTS = new Set([
  'recusal',
  'member',
  'unit',
  'inspection',
  'round',
  'team',
  'term',
  'dictionaryEntry',
]);
const ofWork = (Object.values(kinds) as unknown as AnyKind[]).filter(({ kind }) => !OF_RIGHTS.has(kind));

let serial = 0;
/** Puts records into the vault as an import does; what the checks of a save would say of them is not asked here. */
function put(
  workspace: OpenWorkspace,
  kind: AnyKind,
  rows: readonly Readonly<Record<string, FieldValue>>[],
): Entity[] {
  const parent = kind.parents.flatMap((name) => workspace.index.list(name))[0];
  if (kind.parents.length > 0 && !parent) return [];
  const drafts = rows.map((values): ChangeDraft => ({
    author: 'somebody',
    at: '2026-03-20T09:00:00.000Z',
    kind: kind.kind,
    recordId: newRecordId(),
    action: 'import',
    set: {
      ...values,
      ...(kind.code ? { code: `${kind.code}-${++serial + 1000}` } : {}),
      ...(parent ? { [PARENT_FIELD]: parent.id } : {}),
    },
    replaces: {},
  }));
  workspace.commit(drafts);
  return drafts.flatMap(({ recordId }) => workspace.see(recordId) ?? []);
}

/** As somebody gives it back who worked on it in WPS: other order, a column less, one more, days as text, rows turned. */
function rewritten(bytes: Buffer, kept: (head: string) => boolean, seed: number): Uint8Array {
  const book: WorkBook = read(bytes, { type: 'buffer', cellNF: true });
  const sheet = book.Sheets[book.SheetNames[0]!]!;
  const lines = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, defval: null });
  const shown = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, defval: null });
  const isXlsx = seed % 2 === 1;
  // The library that plays the other program does not know that `_x0041_` must be written as `_x005F_x0041_`.
  const said = (value: unknown): unknown =>
    isXlsx && typeof value === 'string' ? value.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_') : value;
  const [title, note, heads = [], ...rows] = lines as [unknown[], unknown[], string[], ...unknown[][]];
  const isDay = (row: number, column: number): boolean =>
    /^\d{4}-\d{2}-\d{2}$/.test(String(shown[row + 3]?.[column] ?? '')) &&
    typeof rows[row]![column] === 'number';
  const order = heads
    .map((head, column) => ({ head, column, rank: (column * 7919 + seed) % 31 }))
    .filter(({ head }) => kept(head))
    .sort((a, b) => a.rank - b.rank);
  const out = [
    [String(title[0])],
    [String(note[0])],
    [],
    ['经办人意见', ...order.map(({ head }) => head)],
    ...rows
      .map((row, i) => [
        '已阅',
        ...order.map(({ column }) => said(isDay(i, column) ? shown[i + 3]![column] : row[column])),
      ])
      .reverse(),
    ['合计', `${rows.length}条`],
    ['填表人：', '审核人：'],
  ];
  const changed = utils.aoa_to_sheet(out);
  changed['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: order.length } }];
  const again: WorkBook = { SheetNames: ['Sheet1'], Sheets: { Sheet1: changed } };
  return new Uint8Array(
    write(again, { type: 'array', bookSST: true, bookType: isXlsx ? 'xlsx' : 'biff8' }) as ArrayBuffer,
  );
}

const nothingNew = { new: [], changed: [], refused: [], asked: [] };

test.each(ofWork.map((kind) => [kind.kind, kind] as const))('%s: out and in again', async (_name, kind) => {
  const workspace = desk.open();
  await fc.assert(
    fc.asyncProperty(
      fc.array(valuesOf(kind, workspace), { minLength: 2, maxLength: 4 }),
      fc.nat(1000),
      async (values, seed) => {
        const rows = put(workspace, kind, values);
        if (rows.length === 0) return;
        const table = tableOf(workspace, kind, rows);
        const labels = table.columns.map(({ label }) => label);
        const left = labels[seed % labels.length];
        const files = [
          await workbookOf(table),
          csvOf(table),
          rewritten(await workbookOf(table), (head) => head !== left && head !== '序号', seed),
        ];
        for (const bytes of files) {
          const { preview, drafts } = planImport(workspace, readTableFile(bytes), { kind });
          expect(preview).toMatchObject(nothingNew);
          expect(preview.same).toBe(rows.length);
          expect(drafts).toEqual([]);
        }
      },
    ),
    { numRuns: RUNS },
  );
});
