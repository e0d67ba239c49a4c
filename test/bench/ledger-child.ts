/**
 * Child of the benchmark: one ledger in a process of its own, so that its memory can be told from everything else.
 * Arguments: maker (`ours` or `docxtemplater`), rows. Prints `{ ms, growthMiB, bytes }`.
 */
import { performance } from 'node:perf_hooks';
import { cellsOf, forbidden, longLedger } from './ledger-rows';
import { buildPaper } from '../../src-main/documents/build';
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A table of thirteen columns with one repeated row: the least that docxtemplater needs. */
function template(): PizZip {
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
  const tags = Array.from({ length: 13 }, (_, i) => {
    const tag = `{c${i}}`;
    return cell(i === 0 ? `{#rows}${tag}` : i === 12 ? `${tag}{/rows}` : tag);
  });
  const zip = new PizZip();
  zip.file(
    '[Content_Types].xml',
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  );
  zip.file(
    '_rels/.rels',
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  );
  zip.file(
    'word/document.xml',
    `<?xml version="1.0" encoding="UTF-8"?><w:document ${W}><w:body><w:tbl><w:tr>${tags.join('')}</w:tr></w:tbl><w:p/></w:body></w:document>`,
  );
  return zip;
}

const makers: Record<string, (rows: number) => Promise<Buffer>> = {
  ours: (rows) => buildPaper({ document: 'ledger', model: longLedger(rows), forbidden }),
  docxtemplater: async (rows) => {
    const document = new Docxtemplater(template(), { paragraphLoop: true, linebreaks: true });
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
