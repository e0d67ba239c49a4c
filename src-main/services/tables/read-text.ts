/** Text files of tables: CSV and tabbed text in the encodings in which WPS, Excel and old programs save them. */
import Papa from 'papaparse';
import { EMPTY, type Cell, type Sheet, type TableFile } from './sheet';

/** How the bytes of a text were written. */
export interface Decoded {
  readonly encoding: 'UTF-8' | 'UTF-16' | 'GB18030';
  readonly text: string;
}

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether every other byte of the beginning is zero, as in UTF-16 without a mark. */
function zerosAt(bytes: Uint8Array, odd: 0 | 1): boolean {
  const beginning = bytes.subarray(0, 400);
  let zeros = 0;
  for (let i = odd; i < beginning.length; i += 2) if (beginning[i] === 0) zeros += 1;
  return zeros > 0 && zeros >= beginning.length / 8;
}

/**
 * The text of bytes, by their mark, else by what they can only be. GBK is part of GB18030, which takes nearly any bytes: so
 * it comes last, and what has zero bytes is no text of it.
 * @returns undefined where it is no text
 */
export function decodeText(bytes: Uint8Array): Decoded | undefined {
  const as = (encoding: Decoded['encoding'], text: string | undefined): Decoded | undefined =>
    text === undefined || text.includes('\0') ? undefined : { encoding, text: text.replace(/^\ufeff/, '') };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return as('UTF-16', decode('utf-16le', bytes));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return as('UTF-16', decode('utf-16be', bytes));
  const utf8 = as('UTF-8', decode('utf-8', bytes));
  if (utf8) return utf8;
  if (zerosAt(bytes, 1)) return as('UTF-16', decode('utf-16le', bytes));
  if (zerosAt(bytes, 0)) return as('UTF-16', decode('utf-16be', bytes));
  return as('GB18030', decode('gb18030', bytes));
}

const DELIMITERS = [',', '\t', ';', '；', '，', '|'];

/** Lines that are looked at to find out what stands between the cells. */
const LINES_TRIED = 40;

/** The sign by which most cells stand in lines of one width: a title above, or commas within the texts, are none of them. */
function delimiterOf(text: string): string {
  let best = { delimiter: ',', cells: 0 };
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, {
      delimiter,
      preview: LINES_TRIED,
      skipEmptyLines: 'greedy',
    });
    const lines = new Map<number, number>();
    for (const { length } of data) if (length > 1) lines.set(length, (lines.get(length) ?? 0) + 1);
    const cells = Math.max(0, ...[...lines].map(([width, count]) => width * count));
    if (cells > best.cells) best = { delimiter, cells };
  }
  return best.delimiter;
}

/** The apostrophe that keeps a text from being a formula is none of its own (export.ts puts it there). */
const withoutGuard = (text: string): string => (/^''*[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

const cellOf = (text: string): Cell =>
  text.trim() === '' ? EMPTY : { is: 'text', text: withoutGuard(text) };

/** The table of a text: every cell is text, so that “0002” stays what it is. */
export function readText({ encoding, text }: Decoded, limits: { readonly rows: number }): TableFile {
  const delimiter = delimiterOf(text);
  const { data } = Papa.parse<string[]>(text, { delimiter, preview: limits.rows + 1 });
  const rows = data
    .map((line, i) => ({ number: i + 1, hidden: false, cells: line.map(cellOf) }))
    .filter(({ cells }) => cells.some(({ is }) => is !== 'empty'));
  const sheet: Sheet = { name: '', hidden: false, rows, merges: [] };
  return { format: `${delimiter === '\t' ? '制表符分隔的文本' : 'CSV'}（${encoding}）`, sheets: [sheet] };
}
