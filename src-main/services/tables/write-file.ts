/** A table as a file: an Excel workbook ready for the printer, or CSV. */
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import Papa from 'papaparse';
import writeXlsxFile, { type Cell as SheetCell, type Feature } from 'write-excel-file/node';
import { KEY, PLACE } from './columns';
import { columnName, dressed, specimens, type Look } from './dress';
import type { TableFormat, TableOut } from './export';
import type { Cell } from './sheet';

const DAY_FORMAT = 'yyyy-mm-dd';
export const FONT = { fontFamily: '宋体', fontSize: 10 } as const;
const FRAME = { borderStyle: 'thin', borderColor: '#808080' } as const;

/** The cells above the rows. */
export const HEAD = {
  ...FONT,
  ...FRAME,
  fontWeight: 'bold',
  align: 'center',
  alignVertical: 'center',
  wrap: true,
} as const;

/** A character as a workbook may write any (ECMA-376, ST_Xstring): `_x0074_`. */
const written = (sign: string): string =>
  `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/**
 * A text as the cells of a workbook hold it. `_x0041_` would be read as an A; the library leaves out the sign of a lost
 * character; and it keeps the texts in a plain object, which has a `toString` before anybody wrote one.
 */
function escaped(text: string): string {
  const whole = text.replace(/_(?=x[0-9a-f]{4}_)|\ufffd/gi, written);
  return whole in Object.prototype ? written(whole) + whole.slice(1) : whole;
}

/** How cells look; the font is that of the whole book. */
const LOOK = { ...FRAME, alignVertical: 'center', wrap: true } as const;
const BLANK: SheetCell = LOOK;

/** Before that a workbook counts a day that never was (29 February 1900). */
const FIRST_DAY = '1900-03-01';

/** A cell in the look of a list, for a book whose font is {@link FONT}. */
export function sheetCell(cell: Cell): SheetCell {
  switch (cell.is) {
    case 'empty':
      return BLANK;
    case 'number':
      return { ...LOOK, type: Number, value: cell.value };
    case 'day': {
      if (cell.day < FIRST_DAY) return sheetCell({ is: 'text', text: cell.day });
      const [year, month, day] = cell.day.split('-').map(Number) as [number, number, number];
      // Without a zone, as on paper: the library counts the days of UTC.
      return {
        ...LOOK,
        type: Date,
        value: new Date(Date.UTC(year, month - 1, day)),
        format: DAY_FORMAT,
        align: 'center',
      };
    }
    default:
      // A text stays one: “0002”, eighteen digits, “=1+1”.
      return { ...LOOK, type: String, value: escaped(cell.text), format: '@' };
  }
}

const MS_A_DAY = 864e5;
/** 1970-01-01 as a workbook numbers its days. */
const EPOCH = 25_569;

/** What {@link sheetCell} holds, without its look. */
function bareCell(cell: Cell): SheetCell {
  switch (cell.is) {
    case 'empty':
      return null;
    case 'number':
      return { type: Number, value: cell.value };
    case 'day':
      return cell.day < FIRST_DAY
        ? { type: String, value: cell.day }
        : { type: Number, value: Date.parse(cell.day) / MS_A_DAY + EPOCH };
    default:
      return cell.text === '' ? null : { type: String, value: escaped(cell.text) };
  }
}

/** The look of {@link sheetCell}. */
function lookOf(cell: Cell): Look {
  if (cell.text === '') return 'blank';
  if (cell.is === 'number') return 'number';
  return cell.is === 'day' && cell.day >= FIRST_DAY ? 'day' : 'text';
}

/** Characters of half width that still read well across a sheet of A4 landscape. */
const PAGE = 160;
const NARROWEST = 8;

const widthOf = (text: string): number =>
  Math.max(
    ...text.split('\n').map((line) => [...line].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)),
  );

/** What each column takes, in characters of half width: what stands in it, the printed ones together no more than a page. */
export function widthsOf(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  printed: number,
): readonly number[] {
  const widths = heads.map((head, i) => {
    const widest = Math.max(
      widthOf(head),
      ...rows.slice(0, 200).map((cells) => widthOf(cells[i]?.text ?? '')),
    );
    return Math.min(Math.max(widest + 2, NARROWEST), 48);
  });
  // The widest give first: a number or a day keeps its line, a text is broken.
  for (let limit = 48; limit > 12; limit -= 2) {
    const sum = widths.slice(0, printed).reduce((all, one) => all + Math.min(one, limit), 0);
    if (sum <= PAGE || limit === 14)
      return widths.map((one, i) => (i < printed ? Math.min(one, limit) : one));
  }
  return widths;
}

/** One line of a row, in points, and as many as a row may have (Excel: 409 points). */
const LINE = 13.5;
const MOST_LINES = 30;

/** What a row takes, in points: the most lines that a printed cell is broken into. */
function heightOf(cells: readonly Cell[], widths: readonly number[], printed: number): number {
  const lines = cells.slice(0, printed).map(({ text }, i) => {
    const room = Math.max((widths[i] ?? NARROWEST) - 1, 1);
    return text.split('\n').reduce((sum, line) => sum + Math.max(Math.ceil(widthOf(line) / room), 1), 0);
  });
  return Math.min(Math.max(...lines, 1), MOST_LINES) * LINE + 4;
}

const xml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

/** The rows above the records: title, note, heads. */
const HEAD_ROWS = 3;

/** Rows below the last one in which a choice is offered as well, for whoever adds some. */
const ROOM_BELOW = 200;

const validation = (cells: string, choices: readonly string[]): string =>
  `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${cells}">` +
  `<formula1>"${xml(choices.join(',').replaceAll('"', '""'))}"</formula1></dataValidation>`;

/**
 * What the writing library leaves to others: lists to choose from, the head on every printed page, the list's own columns
 * on the width of a page, the hidden key; and the look of the rows ({@link dressed}).
 */
function printing(
  table: TableOut,
  sheetName: string,
  looks: readonly (readonly Look[])[],
): Feature<Stream | Buffer | Blob> {
  const last = HEAD_ROWS + table.rows.length;
  const lists = table.columns.flatMap((column, i) => {
    const { choices } = column;
    const at = columnName(i + 1);
    return choices.length === 0
      ? []
      : [validation(`${at}${HEAD_ROWS + 1}:${at}${last + ROOM_BELOW}`, choices)];
  });
  const validations =
    lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
  const sheet = `'${sheetName.replaceAll("'", "''")}'!`;
  const names =
    `<definedName name="_xlnm.Print_Area" localSheetId="0">${xml(`${sheet}$A$1:$${columnName(table.printed - 1)}$${last}`)}</definedName>` +
    `<definedName name="_xlnm.Print_Titles" localSheetId="0">${xml(`${sheet}$1:$${HEAD_ROWS}`)}</definedName>`;
  return {
    files: {
      transform: {
        'xl/workbook.xml': {
          transform: (content) => content.replace('<definedNames/>', `<definedNames>${names}</definedNames>`),
        },
        'xl/styles.xml': {
          // The font of the whole book. Told to the library it would be looked up for every cell.
          transform: (content) =>
            content.replace(
              /(<fonts [^>]*>)<font>.*?<\/font>/,
              `$1<font><name val="${FONT.fontFamily}"/><sz val="${FONT.fontSize}"/><family val="2"/><color theme="1"/></font>`,
            ),
        },
        'xl/worksheets/sheet{id}.xml': {
          transform: (content) =>
            dressed(content, HEAD_ROWS, looks)
              .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
              .replace('<pageMargins', `${validations}<pageMargins`)
              .replace(
                '</worksheet>',
                '<headerFooter><oddFooter>&amp;C第&amp;P页 共&amp;N页</oddFooter></headerFooter></worksheet>',
              ),
          transformElementAttributes(tag, attributes) {
            if (tag === 'pageSetup') return { ...attributes, fitToWidth: 1, fitToHeight: 0 };
            if (tag === 'col' && Number(attributes.min) === table.columns.length + 2)
              return { ...attributes, hidden: 1 };
            return attributes;
          },
        },
      },
    },
  };
}

/** What may not stand in the name of a sheet (Excel: 31 characters, none of these). */
export const sheetNameOf = (title: string): string =>
  title.replace(/[\\/?*[\]:'"]/g, '').slice(0, 31) || '表格';

/** The bytes of a table file. @throws whatever the writing library throws */
export const bytesOf = async (table: TableOut, format: TableFormat): Promise<Buffer> =>
  format === 'csv' ? csvOf(table) : workbookOf(table);

/** The workbook: title and note, a frozen head, one row a record, A4 landscape. */
export async function workbookOf(table: TableOut): Promise<Buffer> {
  const heads = [PLACE, ...table.columns.map(({ label }) => label), KEY];
  const width = heads.length;
  const blank = (count: number): null[] => Array.from({ length: count }, () => null);
  const shown = Math.max(table.printed, 1);
  const widths = widthsOf(
    table.columns.map(({ label }) => label),
    table.rows.map(({ cells }) => cells),
    table.printed - 1,
  );
  const data: SheetCell[][] = [
    [
      {
        type: String,
        value: table.title,
        fontFamily: '黑体',
        fontSize: 16,
        align: 'center',
        columnSpan: shown,
        height: 30,
      },
      ...blank(width - 1),
    ],
    [{ ...FONT, type: String, value: table.note, columnSpan: shown }, ...blank(width - 1)],
    heads.map((label) => ({ ...HEAD, type: String, value: label })),
    ...table.rows.map(({ key, cells }, i) => [
      { type: Number, value: i + 1, height: heightOf(cells, widths, table.printed - 1) },
      ...cells.map(bareCell),
      { type: String, value: key },
    ]),
    specimens(table.title).map((cell): SheetCell => ({ ...FONT, ...(sheetCell(cell) as object) })),
  ];
  const looks = table.rows.map(({ cells }): Look[] => ['number', ...cells.map(lookOf), 'text']);
  const name = sheetNameOf(table.title);
  const columns = [{ width: 6 }, ...widths.map((width) => ({ width })), { width: 24 }];
  return writeXlsxFile(
    data,
    { sheet: name, columns, orientation: 'landscape', stickyRowsCount: HEAD_ROWS, stickyColumnsCount: 2 },
    { features: [printing(table, name, looks)] },
  ).toBuffer();
}

/** A cell that begins so is worked out by Excel as a formula; with an apostrophe before it, it is text. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** CSV for other programs: UTF-8 with its mark, without which Excel shows rubbish. */
export function csvOf(table: TableOut): Buffer {
  const heads = [PLACE, ...table.columns.map(({ label }) => label), KEY];
  const rows = table.rows.map(({ key, cells }, i) => [String(i + 1), ...cells.map(({ text }) => text), key]);
  const text = Papa.unparse([heads, ...rows], { escapeFormulae: FORMULA, newline: '\r\n' });
  return Buffer.from(`\ufeff${text}\r\n`, 'utf8');
}
