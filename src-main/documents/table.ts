/**
 * Layout C: a table on A4 across, for any ledger. One row is built with `docx` and repeated in the XML: the same code
 * for three rows and for three thousand (architecture.md: ten times as fast as building every row).
 */
import {
  BorderStyle,
  type FileChild,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { type Cleared, release } from './audience';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import {
  LANDSCAPE,
  LANDSCAPE_TEXT_WIDTH,
  landscapeDocument,
  mm,
  PAGE,
  paragraphs,
  titleParagraph,
} from './gbt9704';
import { runsXml, textRuns, widthOf } from './text';
import type { IsoDate } from './wording';

export interface TableColumn {
  readonly title: string;
  /** Share of the 257 mm text width, in mm; all widths are scaled so that the table fills the line. */
  readonly width: number;
  /** Numbers, dates and states are centred, text stands left. */
  readonly align?: 'left' | 'centre';
  /** Left empty for writing by hand; elsewhere an empty text prints “—”. */
  readonly free?: boolean;
}

export interface TableModel {
  readonly title: string;
  /** Lines between title and table, e.g. 被巡察单位：… and 截至…. */
  readonly notes: readonly string[];
  readonly summary?: string;
  readonly columns: readonly TableColumn[];
  /** Texts by column; a line break makes a new line in the cell; an empty text prints “—”. */
  readonly rows: readonly (readonly string[])[];
  /** Printed in place of rows when there are none. */
  readonly emptyText?: string;
  /** Labels of the fill-in line below the table; with a value, that is printed. */
  readonly signLine?: readonly { readonly label: string; readonly value?: string }[];
  /** Time stamp of the file. */
  readonly date: IsoDate;
}

/** Twips left and right of a cell's text; two hanzi of 9 pt fit a column of 8 mm. */
const CELL_MARGIN = mm(0.8);
/** 1 pt outside, 0.5 pt inside, in eighths of a point (§3.3). */
const OUTER = { style: BorderStyle.SINGLE, size: 8, color: '000000' } as const;
const INNER = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
/** The borders of every ledger and form. */
export const GRID_BORDERS = {
  top: OUTER,
  bottom: OUTER,
  left: OUTER,
  right: OUTER,
  insideHorizontal: INNER,
  insideVertical: INNER,
} as const;
/** 表体: 9 pt on 12.5 pt. */
const CHARACTER = 180;
const TEXT_LINE = 250;
/** A row higher than this may be split: a row that must not split and fits no page would lose its end. */
const HIGHEST_ROW = PAGE.width - LANDSCAPE.top - LANDSCAPE.bottom - mm(30);

const PLACEHOLDER = '\uE000';

function cell(style: string, text: string, width: number): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    children: [new Paragraph({ style, children: textRuns(text) })],
  });
}

/** Column widths in twips that add up to the text width exactly. */
function columnWidths(columns: readonly TableColumn[]): number[] {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.floor((column.width / total) * LANDSCAPE_TEXT_WIDTH));
  const rest = LANDSCAPE_TEXT_WIDTH - widths.reduce((sum, width) => sum + width, 0);
  widths[widths.length - 1] = (widths.at(-1) ?? 0) + rest;
  return widths;
}

/** Height of a row if every cell breaks its lines as tightly as its width allows. */
function rowHeight(row: readonly string[], widths: readonly number[]): number {
  const lines = row.map((text, column) => {
    const perLine = Math.max(1, Math.floor(((widths[column] ?? 0) - 2 * CELL_MARGIN) / CHARACTER)) * 2;
    return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / perLine)), 0);
  });
  return Math.max(...lines, 1) * TEXT_LINE;
}

/** Replaces the one typed row of the table by the rows of the model. */
function repeatRow(xml: string, { rows, columns }: TableModel, widths: readonly number[]): string {
  const start = xml.lastIndexOf('<w:tr>');
  const end = xml.indexOf('</w:tr>', start) + '</w:tr>'.length;
  const row = xml.slice(start, end);
  const pieces = row.split(`<w:r><w:t xml:space="preserve">${PLACEHOLDER}</w:t></w:r>`);
  const splittable = pieces.map((piece) => piece.replace('<w:cantSplit/>', ''));
  // The last row takes the fill-in line below the table with it when it moves to a new page.
  const last = pieces.map((piece) => piece.replace(/(<w:pStyle [^>]*\/>)/, '$1<w:keepNext/>'));
  const output: string[] = [xml.slice(0, start)];
  rows.forEach((texts, index) => {
    const tall = rowHeight(texts, widths) > HIGHEST_ROW;
    const between = tall ? splittable : index === rows.length - 1 ? last : pieces;
    between.forEach((piece, column) => {
      output.push(piece);
      if (column < between.length - 1)
        output.push(runsXml((texts[column] ?? '').trim() || (columns[column]?.free ? '' : '—')));
    });
  });
  output.push(xml.slice(end));
  return output.join('');
}

function tableChildren(model: TableModel, widths: readonly number[], fonts: FontPlan): FileChild[] {
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: model.columns.map((column, index) => cell('GwTableHead', column.title, widths[index] ?? 0)),
  });
  const row = new TableRow({
    cantSplit: true,
    children: model.columns.map((column, index) =>
      cell(column.align === 'centre' ? 'GwTableCentre' : 'GwTableText', PLACEHOLDER, widths[index] ?? 0),
    ),
  });
  const table = new Table({
    width: { size: LANDSCAPE_TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { left: CELL_MARGIN, right: CELL_MARGIN, top: 20, bottom: 20 },
    borders: GRID_BORDERS,
    rows: [header, row],
  });
  const signs = (model.signLine ?? []).map(({ label, value }) => `${label}：${value ?? '＿＿＿＿＿＿＿＿'}`);
  return [
    titleParagraph(model.title, fonts, 'GwTableTitle', Math.floor(LANDSCAPE_TEXT_WIDTH / (18 * 20)) - 2),
    ...model.notes.flatMap((note) => paragraphs('GwTableNote', note)),
    ...(model.summary === undefined ? [] : paragraphs('GwTableSummary', model.summary)),
    table,
    ...(model.rows.length === 0 ? paragraphs('GwTableSign', model.emptyText ?? '（暂无记录）') : []),
    new Paragraph({
      style: 'GwTableSign',
      children: [new TextRun({ text: signs.join('　　　　') })],
    }),
  ];
}

/**
 * Any ledger as a landscape Word document: repeated head row, rows that stay whole, fixed column widths.
 * @throws WorkbenchError DOCUMENT_LEAK, DOCUMENT_AUDIENCE (see `audience.ts`).
 */
export function tableDocument(model: Cleared<TableModel>, fonts: FontPlan = DEFAULT_FONTS): Promise<Buffer> {
  return release(model, () => {
    const widths = columnWidths(model.columns);
    return landscapeDocument(tableChildren(model, widths, fonts), model.date, fonts, {
      'word/document.xml': (xml) => repeatRow(xml, model, widths),
    });
  });
}
