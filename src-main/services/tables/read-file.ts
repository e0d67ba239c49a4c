/** Reads a table file from its bytes, told apart by what it holds and never by its name. */
import { unzipSync, zipSync } from 'fflate';
import { WorkbenchError } from '../../../src-shared/errors';
import { LIMITS, tooLarge } from './limits';
import { decodeText, readText } from './read-text';
import { readWorkbook } from './read-workbook';
import type { TableFile } from './sheet';

type Code = 'TABLE_EMPTY' | 'TABLE_DAMAGED' | 'TABLE_LOCKED' | 'TABLE_UNREADABLE';

const refused = (code: Code, message: string, cause?: unknown): WorkbenchError =>
  new WorkbenchError(code, message, [], { cause });

const NO_TABLE = '这个文件不是能读的表格，未导入。请用WPS或Excel打开它，另存为“.xlsx”后再选。';

const begins = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

const FORMULA_TEXT = /(<c [^>]*\bt="str"[^>]*>(?:<f\b[^>]*?(?:\/>|>[^<]*<\/f>))?<v[^>]*>)([^<]*)/g;

/** The library takes the signs of XML out of what a formula says twice: here they are put in once more. */
function twiceWritten(sheet: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength);
  if (!bytes.includes('t="str"') || !(bytes.includes('&') || bytes.includes('_x'))) return sheet;
  const text = bytes.toString('latin1');
  return Buffer.from(
    text.replace(
      FORMULA_TEXT,
      (_, before: string, said: string) => before + withoutCodes(said.replaceAll('&', '&amp;')),
    ),
    'latin1',
  );
}

/** A text that says `_x0041_` and means no A by it. */
const withoutCodes = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');

/**
 * The archive packed anew without compression: unpacked by a library that refuses what is broken and takes no more room than
 * the archive says it needs. (The one that reads workbooks turns for ever on some broken archives.)
 */
function unpacked(bytes: Uint8Array): Uint8Array {
  let size = 0;
  let isWorkbook = false;
  const within = (): boolean => size <= LIMITS.unpacked;
  let files;
  try {
    files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        size += originalSize;
        isWorkbook ||= /^\/?(xl\/|content\.xml$|Index\/)/.test(name);
        return within();
      },
    });
  } catch (cause) {
    throw refused('TABLE_DAMAGED', '文件不完整或已损坏，未导入。请重新复制或另存一份后再选。', cause);
  }
  if (!within()) throw tooLarge();
  if (!isWorkbook) throw refused('TABLE_UNREADABLE', NO_TABLE);
  for (const [name, bytes] of Object.entries(files))
    if (/^\/?xl\/worksheets\/[^/]+\.xml$/i.test(name)) files[name] = twiceWritten(bytes);
  return zipSync(files, { level: 0 });
}

/** An entry of the directory of an old workbook takes so many bytes, and stands at a multiple of them ([MS-CFB] 2.6.1). */
const ENTRY = 128;
/** Where an entry says what it is (2: a stream) and how long. */
const [ENTRY_TYPE, ENTRY_SIZE] = [0x42, 0x78];

/**
 * An old workbook without its author, title and the like: nobody reads them here, and the library believes a broken one that it has
 * thousands of millions of them.
 */
function withoutProperties(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + ENTRY <= copy.length; at += ENTRY) {
    if (copy[at + ENTRY_TYPE] !== 2) continue;
    const name = copy.toString('utf16le', at + 2, at + 64);
    if (/^(Document)?SummaryInformation\0/i.test(name)) copy.writeUInt32LE(0, at + ENTRY_SIZE);
  }
  return copy;
}

/** Words of the library, as far as they tell a person what to do. */
function fromLibrary(cause: unknown): WorkbenchError {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/password|encrypt/i.test(said))
    return refused('TABLE_LOCKED', '文件加了打开密码，未导入。请在WPS或Excel中取消密码后另存，再选。', cause);
  return refused('TABLE_UNREADABLE', NO_TABLE, cause);
}

function workbook(format: string, source: Uint8Array | string): TableFile {
  try {
    return { format, sheets: readWorkbook(source, LIMITS) };
  } catch (cause) {
    throw fromLibrary(cause);
  }
}

function textTable(bytes: Uint8Array): TableFile {
  const decoded = decodeText(bytes);
  if (!decoded) throw refused('TABLE_UNREADABLE', NO_TABLE);
  const { text } = decoded;
  if (/^\s*</.test(text)) {
    if (/urn:schemas-microsoft-com:office:spreadsheet/.test(text))
      return workbook('XML表格', withoutCodes(text));
    if (/<table[\s>]/i.test(text)) return workbook('网页格式的表格', text);
    throw refused('TABLE_UNREADABLE', NO_TABLE);
  }
  return readText(decoded, LIMITS);
}

/**
 * The table of a file: .xlsx, .xls, WPS .et, CSV and tabbed text, whatever it is called.
 * @throws WorkbenchError TABLE_EMPTY, TABLE_TOO_LARGE, TABLE_DAMAGED, TABLE_LOCKED, TABLE_UNREADABLE: a sentence each
 */
export function readTableFile(bytes: Uint8Array): TableFile {
  if (bytes.length > LIMITS.bytes) throw tooLarge();
  if (bytes.every((byte) => byte === 0))
    throw refused('TABLE_EMPTY', '文件是空的，未导入。请确认选对了文件。');
  const file = begins(bytes, 0x50, 0x4b)
    ? workbook('Excel或WPS工作簿', unpacked(bytes))
    : begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)
      ? workbook('Excel 97—2003或WPS工作簿', withoutProperties(bytes))
      : textTable(bytes);
  if (file.sheets.every(({ rows }) => rows.length === 0))
    throw refused('TABLE_EMPTY', '表格里没有内容，未导入。请确认选对了文件。');
  if (file.sheets.some(({ rows }) => rows.length > LIMITS.rows)) throw tooLarge();
  return file;
}
