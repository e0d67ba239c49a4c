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
import { type Cleared, release } from '../audience';
import { shareIn, withBar } from './bar';
import { columnWidths, type ColumnSpec } from './columns';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import {
  LANDSCAPE,
  LANDSCAPE_TEXT_WIDTH,
  landscapeDocument,
  mm,
  PAGE,
  paragraphs,
  titleParagraph,
  toTwips,
} from './gbt9704';
import { runsXml, textRuns, widthOf } from './text';
import type { IsoDate } from './wording';

export interface TableColumn extends ColumnSpec {
  /** Numbers, dates and states are centred, text stands left. */
  readonly align?: 'left' | 'centre';
  /** Left empty for writing by hand; elsewhere an empty text prints “—”. */
  readonly free?: boolean;
  /** Draws the percentage that a text says (`28.8%`) as a bar in its place; the largest of the column fills the cell. */
  readonly bar?: boolean;
}

export interface TableModel {
  readonly title: string;
  /** Lines between title and table, e.g. 被巡察单位：… and 截至…. */
  readonly notes: readonly string[];
  readonly summary?: string;
  readonly columns: readonly TableColumn[];
  /** Texts by column; a line break makes a new line in the cell; an empty text prints “—”. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows belong together, from the first on: they share the cells of `merged` and stay on one page. */
  readonly groups?: readonly number[];
  /** Columns that are one cell for a group, by place; the first unless told. */
  readonly merged?: readonly number[];
  /** Printed in place of rows when there are none. */
  readonly emptyText?: string;
  /** Labels of the fill-in line below the table; with a value, that is printed. */
  readonly signLine?: readonly { readonly label: string; readonly value?: string }[];
  /** Time stamp of the file. */
  readonly date: IsoDate;
}

/** mm left and right of a cell's text; two hanzi of 9 pt fit a column of 8 mm. */
const CELL_MARGIN = 0.8;
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

/** 9 pt, the text width of the page across, and what a cell leaves free. */
const LINE = {
  width: LANDSCAPE_TEXT_WIDTH / mm(1),
  character: 3.25,
  margin: 2 * CELL_MARGIN + 0.6,
} as const;

/** Column widths in twips that add up to the text width exactly. */
function widthsOf({ columns, rows }: TableModel): number[] {
  const texts = columns.map((_, i) => rows.map((row) => row[i] ?? ''));
  return toTwips(columnWidths(columns, texts, LINE), LANDSCAPE_TEXT_WIDTH);
}

/** Height of a row if every cell breaks its lines as tightly as its width allows. */
function rowHeight(row: readonly string[], widths: readonly number[]): number {
  const lines = row.map((text, column) => {
    const room = (widths[column] ?? 0) - 2 * mm(CELL_MARGIN);
    const perLine = Math.max(1, Math.floor(room / CHARACTER)) * 2;
    return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / perLine)), 0);
  });
  return Math.max(...lines, 1) * TEXT_LINE;
}

interface RowPlace {
  readonly first: boolean;
  /** Whether the page may be turned after it. */
  readonly end: boolean;
  readonly alone: boolean;
}

const ALONE: RowPlace = { first: true, end: true, alone: true };
/** More rows than this need not stand on one page, only not be torn right after the first. */
const LARGEST_GROUP = 12;

/** Where each row stands in its group. */
function placesOf({ rows, groups }: TableModel): readonly RowPlace[] {
  const sizes = groups ?? rows.map(() => 1);
  return sizes.flatMap((size) =>
    Array.from({ length: size }, (_, i) => ({
      first: i === 0,
      end: i === size - 1 || (i > 0 && size > LARGEST_GROUP),
      alone: size === 1,
    })),
  );
}

const keptWithNext = (piece: string): string => piece.replace(/(<w:pStyle [^>]*\/>)/, '$1<w:keepNext/>');
const merged = (piece: string, first: boolean): string =>
  piece.replace(/(<w:tcW [^>]*\/>)/, `$1<w:vMerge${first ? ' w:val="restart"' : ''}/>`);

/** The share of a cell's room that a bar takes, by column; nothing for columns without bars. */
function barsOf({ rows, columns }: TableModel): ((text: string) => number | undefined)[] {
  return columns.map(({ bar }, column) => {
    if (!bar) return () => undefined;
    const longest = Math.max(...rows.map((row) => shareIn(row[column] ?? '')));
    return (text) => (longest > 0 ? shareIn(text) / longest : 0);
  });
}

/** Replaces the one typed row of the table by the rows of the model. */
function repeatRow(xml: string, model: TableModel, widths: readonly number[]): string {
  const { rows, columns, merged: mergedColumns = [0] } = model;
  const places = placesOf(model);
  const bars = barsOf(model);
  const start = xml.lastIndexOf('<w:tr>');
  const end = xml.indexOf('</w:tr>', start) + '</w:tr>'.length;
  const row = xml.slice(start, end);
  const whole = row.split(`<w:r><w:t xml:space="preserve">${PLACEHOLDER}</w:t></w:r>`);
  const splittable = whole.map((piece) => piece.replace('<w:cantSplit/>', ''));
  const kept = whole.map(keptWithNext);
  const output: string[] = [xml.slice(0, start)];
  rows.forEach((texts, index) => {
    const place = places[index] ?? ALONE;
    const tall = rowHeight(texts, widths) > HIGHEST_ROW;
    // The last row takes the fill-in line below the table with it when it moves to a new page; a group stays together.
    const pieces = tall ? splittable : index === rows.length - 1 || !place.end ? kept : whole;
    pieces.forEach((piece, column) => {
      const shared = !place.alone && mergedColumns.includes(column);
      const bar = bars[column]?.((texts[column] ?? '').trim());
      const open = shared ? merged(piece, place.first) : piece;
      output.push(bar === undefined ? open : withBar(open, bar, widths[column]! - 2 * mm(CELL_MARGIN)));
      if (column === pieces.length - 1 || bar !== undefined) return;
      const text = shared && !place.first ? '' : (texts[column] ?? '').trim();
      const free = columns[column]?.free || (shared && !place.first);
      output.push(runsXml(text || (free ? '' : '—')));
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
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    margins: { left: mm(CELL_MARGIN), right: mm(CELL_MARGIN), top: 20, bottom: 20 },
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
 * Any ledger as a landscape Word document: repeated head row, rows that stay whole, column widths by what is in them, the
 * title again on every page.
 * @throws WorkbenchError DOCUMENT_LEAK, DOCUMENT_AUDIENCE (see `audience.ts`).
 */
export function tableDocument(model: Cleared<TableModel>, fonts: FontPlan = DEFAULT_FONTS): Promise<Buffer> {
  return release(model, () => {
    const widths = widthsOf(model);
    return landscapeDocument(tableChildren(model, widths, fonts), model.date, fonts, {
      runningHead: model.title,
      edits: { 'word/document.xml': (xml) => repeatRow(xml, model, widths) },
    });
  });
}
