/** A paper that is a table, as an Excel workbook: the same title, notes, heads and rows, cells joined as on paper. */
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import type { TableModel } from '../../word';
import type { Cell } from './sheet';
import { FONT, HEAD, sheetCell, sheetNameOf, widthsOf } from './write-file';

/** A whole number is one in Excel too, so that it can be added up. */
const cellOf = (text: string): Cell =>
  /^\d{1,9}$/.test(text) ? { is: 'number', text, value: Number(text) } : { is: 'text', text };

/** @throws whatever the writing library throws */
export async function workbookOfPaper(model: TableModel): Promise<Buffer> {
  const { title, notes, columns, rows, groups = rows.map(() => 1), merged = [0] } = model;
  const heads = columns.map((column) => column.title);
  const width = heads.length;
  const blank = (count: number): null[] => Array.from({ length: count }, () => null);
  const over = (text: string, look: object): (SheetCell | null)[] => [
    { ...FONT, ...look, type: String, value: text, columnSpan: width },
    ...blank(width - 1),
  ];
  let next = 0;
  const body = groups.flatMap((size) => {
    const own = rows.slice(next, next + size);
    next += size;
    return own.map((row, i) =>
      row.map((text, column): SheetCell | null => {
        const cell = { ...(sheetCell(cellOf(text)) as object), align: 'center' as const };
        if (size === 1 || !merged.includes(column)) return cell as SheetCell;
        return i === 0 ? ({ ...cell, rowSpan: size } as SheetCell) : null;
      }),
    );
  });
  const cells = rows.map((row) => row.map(cellOf));
  const top = [
    over(title, { fontFamily: '黑体', fontSize: 16, align: 'center', height: 30 }),
    ...notes.map((note) => over(note, {})),
  ];
  const headRow = heads.map((text): SheetCell => ({ ...HEAD, type: String, value: text }));
  const name = sheetNameOf(title);
  return writeXlsxFile(
    [...top, headRow, ...body],
    {
      sheet: name,
      columns: widthsOf(heads, cells, width).map((one) => ({ width: one })),
      orientation: 'landscape',
      stickyRowsCount: top.length + 1,
    },
    { ...FONT },
  ).toBuffer();
}
