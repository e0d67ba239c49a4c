/**
 * Child of the benchmark: a table in or out in a process of its own, so that its memory can be told from everything else.
 * Arguments: what (`import`, `read`, `export`, `write`), rows. `read` and `write` are the libraries alone, at the same desk.
 * Prints `{ ms, peakMiB }`, the peak of the whole process during the act.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { read, utils, write } from '@e965/xlsx';
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import sampleRound from '../../assets/sample/sample-round.json';
import { importTable, previewTable } from '../../src-main/services/tables';
import { tableOf, type TableOut } from '../../src-main/services/tables/export';
import { workbookOf } from '../../src-main/services/tables/write-file';
import { openWorkspace, type OpenWorkspace } from '../../src-main/services/workspace';
import { createVault } from '../../src-main/vault/vault';
import type { AnyKind } from '../../src-shared/domain/define';
import { kindOf } from '../../src-shared/domain/kinds';
import { PARENT_FIELD } from '../../src-shared/merge/change';

const TALKS = kindOf('interview') as AnyKind;
const HEADS = '编号,谈话对象,性别,单位,职务,对象类别,日期,开始时间,结束时间,地点,谈话方式,谈话人次'.split(
  ',',
);

/** One talk as twelve cells; the day is a real one. */
function cellsOf(i: number): unknown[] {
  const talk = sampleRound.interviews[i % sampleRound.interviews.length]!;
  const serial = Date.parse(`${talk.日期}T00:00:00Z`) / 864e5 + 25_569;
  return [
    `TB-${i + 1}`,
    `${talk.对象}${i}`,
    '男',
    '县水务局机关',
    talk.职务,
    talk.类别,
    { t: 'n', v: serial, z: 'yyyy-mm-dd' },
    talk.起,
    talk.止,
    talk.地点,
    '个别谈话',
    1,
  ];
}

function ledger(rows: number): Uint8Array {
  const lines = [HEADS, ...Array.from({ length: rows }, (_, i) => cellsOf(i))];
  const book = { SheetNames: ['谈话'], Sheets: { 谈话: utils.aoa_to_sheet(lines) } };
  return new Uint8Array(write(book, { type: 'array', bookSST: true, compression: true }) as ArrayBuffer);
}

const unitOf = ({ index }: OpenWorkspace): string => index.list('inspection')[0]!.id;

function importing(workspace: OpenWorkspace, rows: number): () => unknown {
  const bytes = ledger(rows);
  const order = { kind: TALKS, inspection: unitOf(workspace) as never };
  return () => {
    const plan = previewTable(workspace, bytes, order);
    if (plan.preview.new.length !== rows)
      throw new Error(JSON.stringify(plan.preview.refused.slice(0, 3)) + plan.preview.new.length);
    importTable(workspace, TALKS, plan);
  };
}

/** The library with what a reader needs of it: formats of numbers, empty cells, hidden rows. */
function reading(rows: number): () => unknown {
  const bytes = ledger(rows);
  return () => read(bytes, { type: 'array', dense: true, cellNF: true, cellStyles: true, sheetStubs: true });
}

function filled(workspace: OpenWorkspace, rows: number): TableOut {
  const unit = unitOf(workspace);
  const drafts = Array.from({ length: rows }, (_, i) => {
    const [code, interviewee, , employer, post, category, , startedAt, endedAt, place] = cellsOf(
      i,
    ) as string[];
    const heldOn = sampleRound.interviews[i % sampleRound.interviews.length]!.日期;
    const set = { code, interviewee, employer, post, category, heldOn, startedAt, endedAt, place };
    return {
      author: 'user',
      at: '2026-03-20T09:00:00Z',
      kind: TALKS.kind,
      recordId: randomBytes(10).toString('hex'),
      action: 'create' as const,
      set: { ...(set as Record<string, string>), personTimes: 1, [PARENT_FIELD]: unit },
      replaces: {},
    };
  });
  workspace.commit(drafts as never);
  const made = new Set<string>(drafts.map(({ recordId }) => recordId));
  const records = workspace.index.list(TALKS.kind).filter(({ id }) => made.has(id));
  return tableOf(workspace, TALKS, records, unit as never);
}

/** The same cells handed to the library as they are: no look, no head, no lists. */
function writing(table: TableOut): () => unknown {
  const cells = table.rows.map(({ key, cells }, i): SheetCell[] => [
    { type: Number, value: i + 1 },
    ...cells.map((cell): SheetCell =>
      cell.is === 'number'
        ? { type: Number, value: cell.value }
        : cell.is === 'day'
          ? { type: Date, value: new Date(`${cell.day}T00:00:00Z`), format: 'yyyy-mm-dd' }
          : cell.is === 'empty'
            ? null
            : { type: String, value: cell.text },
    ),
    { type: String, value: key },
  ]);
  return () => writeXlsxFile(cells, { sheet: '表' }).toBuffer();
}

/** What was needed before the act is none of its peak (Linux: proc(5), clear_refs). */
function forgetPeak(): void {
  if (fs.existsSync('/proc/self/clear_refs')) fs.writeFileSync('/proc/self/clear_refs', '5');
}

async function main(): Promise<void> {
  const [what = '', count = ''] = process.argv.slice(2);
  const rows = Number(count);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-table-'));
  try {
    const person = { name: '闻知远', role: 'leader', passphrase: '清晨薄雾 2026 出发' } as const;
    const { session } = await createVault(dir, person);
    const workspace = openWorkspace({ dir, session, onTouched: () => undefined });
    workspace.importRound(JSON.stringify(sampleRound), 'asInFile');
    const acts: Record<string, () => () => unknown> = {
      import: () => importing(workspace, rows),
      read: () => reading(rows),
      export: () => {
        filled(workspace, rows);
        const records = workspace.index
          .list(TALKS.kind)
          .filter(({ inspection }) => inspection === unitOf(workspace));
        return () => workbookOf(tableOf(workspace, TALKS, records, unitOf(workspace) as never));
      },
      write: () => writing(filled(workspace, rows)),
    };
    const act = acts[what]!();
    globalThis.gc?.();
    forgetPeak();
    const started = performance.now();
    await act();
    const ms = performance.now() - started;
    process.stdout.write(JSON.stringify({ ms, peakMiB: process.resourceUsage().maxRSS / 1024 }));
    workspace.close();
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

void main();
