/**
 * The printed form of one record, made from its kind's one definition: a table of labels and values on A4 upright, rows
 * as tables or as 问：… 答：…, and room for signatures by hand (domain.md §2, conventions for all forms).
 */
import {
  type FileChild,
  HeightRule,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { type Cleared, release } from './audience';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import { FORM_TEXT_WIDTH, formDocument, mm, paragraphs, type StyleSpec, titleParagraph } from './gbt9704';
import { GRID_BORDERS } from './table';
import { linesOf, textRuns } from './text';
import type { IsoDate } from './wording';

/** A label with its value. Half a line, or a whole one for long texts. */
export interface FormCell {
  readonly label: string;
  readonly text: string;
  readonly wide: boolean;
  /** Room kept for running text, so that a blank form can be written on by hand. */
  readonly tall: boolean;
}

export interface FormColumn {
  readonly title: string;
  /** Share of the width. */
  readonly width: number;
  readonly align?: 'left' | 'centre';
}

export type FormBlock =
  | { readonly kind: 'fields'; readonly title: string; readonly cells: readonly FormCell[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly FormColumn[];
      readonly rows: readonly (readonly string[])[];
    }
  | {
      readonly kind: 'dialogue';
      readonly title: string;
      readonly rows: readonly {
        readonly question: string;
        readonly answer: string;
        readonly remark: string;
      }[];
    }
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly string[] };

export interface RecordFormModel {
  readonly title: string;
  /** 编号, unit and round above the table. */
  readonly head: readonly string[];
  readonly blocks: readonly FormBlock[];
  /** Boxes for an opinion with signature and date. */
  readonly opinions: readonly string[];
  /** What the signing person declares. */
  readonly statement?: string;
  readonly signatures: readonly string[];
  /** Time stamp of the file. */
  readonly date: IsoDate;
}

const STYLES: readonly StyleSpec[] = [
  { id: 'GwFormHead', name: '表单编号', font: 'fangSong', size: 10.5, line: 400, after: 60, keepNext: true },
  { id: 'GwFormSection', name: '表单栏目', font: 'simHei', size: 12, line: 420, keepNext: true },
  { id: 'GwFormLabel', name: '表单项目', font: 'simHei', size: 11, line: 380, align: 'centre' },
  { id: 'GwFormText', name: '表单内容', font: 'fangSong', size: 12, line: 400 },
  { id: 'GwFormCentre', name: '表单内容居中', font: 'fangSong', size: 11, line: 380, align: 'centre' },
  {
    id: 'GwFormRight',
    name: '表单签字',
    font: 'fangSong',
    size: 12,
    line: 440,
    align: 'right',
    rightChars: 1,
  },
  { id: 'GwAsk', name: '问', font: 'kaiTi', size: 14, line: 520, before: 60, indented: true, keepNext: true },
  { id: 'GwAnswer', name: '答', font: 'fangSong', size: 14, line: 520, indented: true },
  { id: 'GwStatement', name: '核对意见', font: 'fangSong', size: 14, line: 560, before: 240, keepNext: true },
  { id: 'GwSignLine', name: '签字栏', font: 'fangSong', size: 14, line: 720 },
];

const LABEL_WIDTH = mm(27);
const VALUE_WIDTH = Math.floor((FORM_TEXT_WIDTH - 2 * LABEL_WIDTH) / 2);
const GRID = [
  LABEL_WIDTH,
  VALUE_WIDTH,
  LABEL_WIDTH,
  FORM_TEXT_WIDTH - 2 * LABEL_WIDTH - VALUE_WIDTH,
] as const;
const ROW_HEIGHT = mm(9);
const TALL_HEIGHT = mm(24);
const OPINION_HEIGHT = mm(34);
const DATE_BY_HAND = '年\u3000\u3000月\u3000\u3000日';

function tableOf(columnWidths: readonly number[], rows: readonly TableRow[]): Table {
  return new Table({
    width: { size: FORM_TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [...columnWidths],
    layout: TableLayoutType.FIXED,
    margins: { left: mm(1.2), right: mm(1.2), top: 30, bottom: 30 },
    borders: GRID_BORDERS,
    rows: [...rows],
  });
}

/** A text in a cell: each line a paragraph, an empty one keeps its place. */
function cellText(style: string, text: string): Paragraph[] {
  const lines = linesOf(text);
  return lines.length === 0 ? [new Paragraph({ style })] : paragraphs(style, text);
}

function cell(width: number, span: number, children: Paragraph[], shaded = false): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    columnSpan: span > 1 ? span : undefined,
    verticalAlign: VerticalAlignTable.CENTER,
    shading: shaded ? { type: ShadingType.CLEAR, color: 'auto', fill: 'F2F2F2' } : undefined,
    children,
  });
}

const sectionRow = (title: string): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [cell(FORM_TEXT_WIDTH, 4, paragraphs('GwFormSection', title), true)],
  });

function wideRow({ label, text, tall }: FormCell): TableRow {
  return new TableRow({
    height: { value: tall ? TALL_HEIGHT : ROW_HEIGHT, rule: HeightRule.ATLEAST },
    children: [
      cell(GRID[0], 1, cellText('GwFormLabel', label)),
      cell(FORM_TEXT_WIDTH - GRID[0], 3, cellText('GwFormText', text)),
    ],
  });
}

function halfRow(left: FormCell, right: FormCell | undefined): TableRow {
  if (right === undefined) return wideRow(left);
  return new TableRow({
    cantSplit: true,
    height: { value: ROW_HEIGHT, rule: HeightRule.ATLEAST },
    children: [left, right].flatMap(({ label, text }, side) => [
      cell(GRID[2 * side]!, 1, cellText('GwFormLabel', label)),
      cell(GRID[2 * side + 1]!, 1, cellText('GwFormText', text)),
    ]),
  });
}

/** Halves stand two to a line, in order; a wide one or the end of the section leaves none behind. */
function fieldRows(cells: readonly FormCell[]): TableRow[] {
  const rows: TableRow[] = [];
  let waiting: FormCell | undefined;
  const settle = () => {
    if (waiting) rows.push(halfRow(waiting, undefined));
    waiting = undefined;
  };
  for (const one of cells) {
    if (one.wide) {
      settle();
      rows.push(wideRow(one));
    } else if (waiting) {
      rows.push(halfRow(waiting, one));
      waiting = undefined;
    } else {
      waiting = one;
    }
  }
  settle();
  return rows;
}

function opinionRow(label: string): TableRow {
  return new TableRow({
    cantSplit: true,
    height: { value: OPINION_HEIGHT, rule: HeightRule.ATLEAST },
    children: [
      cell(GRID[0], 1, cellText('GwFormLabel', label)),
      new TableCell({
        width: { size: FORM_TEXT_WIDTH - GRID[0], type: WidthType.DXA },
        columnSpan: 3,
        verticalAlign: VerticalAlignTable.BOTTOM,
        children: [
          new Paragraph({
            style: 'GwFormRight',
            children: textRuns(`签名：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000${DATE_BY_HAND}`),
          }),
        ],
      }),
    ],
  });
}

/** Rows of their own under a heading; a blank one leaves room to write. */
function rowsTable(columns: readonly FormColumn[], rows: readonly (readonly string[])[]): Table {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.floor((column.width / total) * FORM_TEXT_WIDTH));
  widths[widths.length - 1]! += FORM_TEXT_WIDTH - widths.reduce((sum, width) => sum + width, 0);
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }, i) => cell(widths[i]!, 1, cellText('GwFormLabel', title), true)),
  });
  const body = rows.map(
    (texts) =>
      new TableRow({
        height: { value: ROW_HEIGHT, rule: HeightRule.ATLEAST },
        children: columns.map(({ align }, i) =>
          cell(widths[i]!, 1, cellText(align === 'centre' ? 'GwFormCentre' : 'GwFormText', texts[i] ?? '')),
        ),
      }),
  );
  return tableOf(widths, [head, ...body]);
}

const heading = (title: string): Paragraph[] => paragraphs('GwFormSection', title);

/** Blocks of fields that follow one another are one table; everything else stands between. */
function blockChildren(blocks: readonly FormBlock[], opinions: readonly string[]): FileChild[] {
  const children: FileChild[] = [];
  let rows: TableRow[] = [];
  const settle = () => {
    if (rows.length > 0) children.push(tableOf(GRID, rows));
    rows = [];
  };
  for (const block of blocks) {
    if (block.kind === 'fields') {
      rows.push(sectionRow(block.title), ...fieldRows(block.cells));
      continue;
    }
    settle();
    children.push(...heading(block.title), ...looseBlock(block));
  }
  rows.push(...opinions.map(opinionRow));
  if (rows.length > 0 && children.length > 0 && opinions.length === rows.length) {
    // A table right under another one would grow together with it in Word.
    children.push(new Paragraph({ style: 'GwFormHead' }));
  }
  settle();
  return children;
}

function looseBlock(block: Exclude<FormBlock, { kind: 'fields' }>): FileChild[] {
  switch (block.kind) {
    case 'table':
      return [rowsTable(block.columns, block.rows)];
    case 'lines':
      return block.lines.flatMap((line) => paragraphs('GwFormText', line));
    case 'dialogue':
      return block.rows.flatMap(({ question, answer, remark }) => [
        ...(question === '' && answer !== '' ? [] : paragraphs('GwAsk', `问：${question}`)),
        ...paragraphs('GwAnswer', `答：${answer}${remark === '' ? '' : `【${remark}】`}`),
      ]);
  }
}

/** Lines to sign on; they stand together, and no one is alone on the last page. */
function signLines(who: readonly string[]): Paragraph[] {
  return who.flatMap((name, i) =>
    paragraphs(
      'GwSignLine',
      `${name}（签名）：＿＿＿＿＿＿＿＿＿＿＿\u3000\u3000\u3000${DATE_BY_HAND}`,
      i < who.length - 1,
    ),
  );
}

/**
 * The printed form of a record as a Word document.
 * @throws WorkbenchError DOCUMENT_LEAK, DOCUMENT_AUDIENCE (see `audience.ts`).
 */
export function recordFormDocument(
  model: Cleared<RecordFormModel>,
  fonts: FontPlan = DEFAULT_FONTS,
): Promise<Buffer> {
  return release(model, () =>
    formDocument(
      [
        titleParagraph(model.title, fonts),
        ...paragraphs('GwFormHead', model.head.join('\u3000\u3000')),
        ...blockChildren(model.blocks, model.opinions),
        ...(model.statement === undefined ? [] : paragraphs('GwStatement', model.statement)),
        ...signLines(model.signatures),
        // A document must not end with a table.
        ...(model.signatures.length === 0 ? [new Paragraph({ style: 'GwFormHead' })] : []),
      ],
      STYLES,
      model.date,
      fonts,
    ),
  );
}
