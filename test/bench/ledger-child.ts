/**
 * Child of the benchmark: one ledger in a process of its own, so that its memory can be told from everything else.
 * Arguments: maker (`ours` or `docxtemplater`), rows. Prints `{ ms, growthMiB, bytes }`.
 */
import { performance } from 'node:perf_hooks';
import { cellsOf, forbidden, longLedger } from './ledger-rows';
import { forInternal, tableDocument } from '../../src-main/word';
import { buildPaper } from '../../src-main/word/build';
import { INTERNAL_LAYOUT } from '../../src-main/word';
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';

/** The same paper for docxtemplater: our own table, formats and all, with a tag in each cell of its one row. */
async function template(): Promise<PizZip> {
  const columns = longLedger(1);
  const tags = cellsOf(columns.rows[0]!, 0).map((_, i, all) => {
    const tag = `{c${i}}`;
    return i === 0 ? `{#rows}${tag}` : i === all.length - 1 ? `${tag}{/rows}` : tag;
  });
  const width = 257 / tags.length;
  const paper = await tableDocument(
    forInternal({
      title: `${columns.unit}巡察整改台账`,
      notes: [],
      columns: tags.map((_, i) => ({ title: String(i), width })),
      rows: [tags],
      emptyText: '',
      signLine: [],
      date: columns.asOf,
    }),
  );
  return new PizZip(paper);
}

const makers: Record<string, (rows: number) => Promise<Buffer>> = {
  ours: (rows) =>
    buildPaper({
      paper: 'ledger',
      model: longLedger(rows),
      cleared: { clearance: 'unit', forbidden },
      frame: INTERNAL_LAYOUT,
    }),
  docxtemplater: async (rows) => {
    const document = new Docxtemplater(await template(), { paragraphLoop: true, linebreaks: true });
    document.render({
      rows: longLedger(rows).rows.map((row, i) =>
        Object.fromEntries(cellsOf(row, i).map((text, c) => [`c${c}`, text])),
      ),
    });
    return document.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer;
  },
};

async function main(): Promise<void> {
  const [maker = '', rows = ''] = process.argv.slice(2);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const bytes = await makers[maker]!(Number(rows));
  const ms = performance.now() - started;
  const growthMiB = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  process.stdout.write(JSON.stringify({ ms, growthMiB, bytes: bytes.length }));
}

void main();
