/** Workbooks of Excel and WPS, old and new, and pages that call themselves .xls: read by SheetJS, day by day as they stand. */
import { read, SSF, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { isIsoDate, type ClockTime } from '../../../src-shared/domain/define';
import { EMPTY, type Cell, type Merge, type Sheet, type SheetRow } from './sheet';

const READING = {
  dense: true,
  // Serial numbers as they stand: a Date would be in the time zone of this computer, and off by a day in some of them.
  cellDates: false,
  cellNF: true,
  cellStyles: true,
  cellHTML: false,
  sheetStubs: true,
  bookVBA: false,
} as const;

/** Days from 1904-01-01 as numbered from 1900 (old Macs and some converters count from there). */
const DAYS_TO_1904 = 1462;

const two = (value: number): string => String(value).padStart(2, '0');

/** A serial number of a workbook as a day and a time; nothing where it is none. */
function whenOf(serial: number, from1904: boolean): { day?: string; time?: ClockTime } {
  const whole = serial + (from1904 ? DAYS_TO_1904 : 0);
  // Rounded to the second: 23:59:59.9 is the day after, in a workbook as well.
  const parts = SSF.parse_date_code(Math.round(whole * 86_400) / 86_400);
  if (!parts) return {};
  const time = `${two(parts.H)}:${two(parts.M)}`;
  return {
    ...(whole >= 1 ? { day: `${parts.y}-${two(parts.m)}-${two(parts.d)}` } : {}),
    ...(parts.H + parts.M + parts.S > 0 ? { time } : {}),
  };
}

function numberCell(cell: CellObject, value: number, from1904: boolean): Cell {
  const text = (cell.w ?? String(value)).trim();
  if (typeof cell.z === 'string' && SSF.is_date(cell.z)) {
    const { day, time } = whenOf(value, from1904);
    if (day !== undefined && isIsoDate(day)) return { is: 'day', text, day, ...(time ? { time } : {}) };
    if (day === undefined && time !== undefined) return { is: 'time', text, time };
  }
  // What one sees of a long number may be 6.2E+17; its figures are what was meant.
  return { is: 'number', text: Number.isSafeInteger(value) ? String(value) : text, value };
}

function cellOf(cell: CellObject | undefined, from1904: boolean): Cell {
  if (cell === undefined) return EMPTY;
  if (cell.f !== undefined && (cell.t === 'z' || cell.v === undefined))
    return { is: 'uncounted', text: `=${String(cell.f)}` };
  switch (cell.t) {
    case 'n':
      return numberCell(cell, Number(cell.v), from1904);
    case 'b':
      return { is: 'flag', text: cell.v === true ? '是' : '否', value: cell.v === true };
    case 'e':
      return { is: 'fault', text: cell.w ?? '#错误' };
    case 's': {
      const text = String(cell.v ?? '');
      return text.trim() === '' ? EMPTY : { is: 'text', text };
    }
    default:
      return EMPTY;
  }
}

/** Fills what a merge covers with what its first cell has, as far as the sheet has rows. */
function spread(rows: (Cell[] | undefined)[], { top, left, bottom, right }: Merge): void {
  const first = rows[top]?.[left] ?? EMPTY;
  if (first.is === 'empty') return;
  for (let row = top; row <= Math.min(bottom, rows.length - 1); row += 1) {
    const cells = (rows[row] ??= []);
    for (let column = left; column <= Math.min(right, left + 255); column += 1) cells[column] = first;
  }
}

function sheetOf(name: string, sheet: WorkSheet, hidden: boolean, from1904: boolean): Sheet {
  const data = (sheet['!data'] ?? []) as (CellObject[] | undefined)[];
  const cells = Array.from(data, (row) => row && Array.from(row, (cell) => cellOf(cell, from1904)));
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r,
    left: s.c,
    bottom: e.r,
    right: e.c,
  }));
  for (const merge of merges) spread(cells, merge);
  const rows: SheetRow[] = [];
  cells.forEach((row, i) => {
    if (!row?.some((cell) => cell !== undefined && cell.is !== 'empty')) return;
    rows.push({
      number: i + 1,
      hidden: sheet['!rows']?.[i]?.hidden === true,
      cells: Array.from(row, (cell) => cell ?? EMPTY),
    });
  });
  return { name, hidden, rows, merges };
}

/**
 * The sheets of a workbook.
 * @param source bytes, or the text of a page
 * @throws whatever the library throws, in its own words
 */
export function readWorkbook(
  source: Uint8Array | string,
  limits: { readonly rows: number },
): readonly Sheet[] {
  const options = { ...READING, sheetRows: limits.rows + 1 };
  const book: WorkBook =
    typeof source === 'string'
      ? read(source, { ...options, type: 'string', raw: true })
      : read(source, { ...options, type: 'array' });
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.map((name, i) =>
    sheetOf(name, book.Sheets[name]!, (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0, from1904),
  );
}
