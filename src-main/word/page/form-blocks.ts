/** The blocks of a printed form: labels with values, rows, questions and answers, ruled lines to write on. */
import {
  type FileChild,
  HeightRule,
  Paragraph,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { columnWidths, type ColumnSpec } from './columns';
import { FORM_PAGE, FORM_TEXT_WIDTH, mm, PAGE, paragraphs, type StyleSpec, toTwips } from './gbt9704';
import { GRID_BORDERS } from './table';
import { linesOf, textRuns, widthOf } from './text';
import { breakTitle } from './title';

/** One choice with its box. */
export interface FormBox {
  readonly label: string;
  readonly ticked: boolean;
}

/** A label with its value. Half a line, or a whole one for long texts. */
export interface FormCell {
  readonly label: string;
  readonly text: string;
  /** Boxes to tick in place of the text. */
  readonly boxes?: readonly FormBox[];
  readonly wide: boolean;
  /** Room kept for running text, so that a blank form can be written on by hand. */
  readonly tall: boolean;
}

export interface FormColumn extends ColumnSpec {
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
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly string[] }
  /** Lines to write on: the rest of the page and as many pages more. */
  | { readonly kind: 'ruled'; readonly title: string; readonly pages: number };

export const FORM_STYLES: readonly StyleSpec[] = [
  { id: 'GwFormHead', name: '表单编号', font: 'fangSong', size: 10.5, line: 400, after: 60, keepNext: true },
  { id: 'GwFormSection', name: '表单栏目', font: 'simHei', size: 12, line: 420, keepNext: true },
  {
    id: 'GwFormLabel',
    name: '表单项目',
    font: 'simHei',
    size: 11,
    line: 380,
    align: 'centre',
    counted: true,
  },
  { id: 'GwFormText', name: '表单内容', font: 'fangSong', size: 12, line: 400, counted: true },
  {
    id: 'GwFormCentre',
    name: '表单内容居中',
    font: 'fangSong',
    size: 11,
    line: 380,
    align: 'centre',
    counted: true,
  },
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
  {
    id: 'GwSignLine',
    name: '签字栏',
    font: 'fangSong',
    size: 14,
    line: 720,
    rightTabChars: 0,
    textWidth: FORM_TEXT_WIDTH,
  },
  { id: 'GwFormEnd', name: '表单末行', font: 'fangSong', size: 1, line: 20 },
  { id: 'GwPageSign', name: '逐页签名', font: 'fangSong', size: 12, line: 420 },
];

const CELL_MARGIN = 1.2;
const LABEL_WIDTH = mm(27);
const VALUE_WIDTH = Math.floor((FORM_TEXT_WIDTH - 2 * LABEL_WIDTH) / 2);
const GRID = [
  LABEL_WIDTH,
  VALUE_WIDTH,
  LABEL_WIDTH,
  FORM_TEXT_WIDTH - 2 * LABEL_WIDTH - VALUE_WIDTH,
] as const;
const ROW_HEIGHT = mm(9);
const SECTION_HEIGHT = mm(8);
/** Room for running text and for an opinion: as much as there is, up to the first, never less than the second. */
const TALL_HEIGHT = { usual: mm(24), least: mm(14) } as const;
const OPINION_HEIGHT = { usual: mm(34), least: mm(19) } as const;
/** Lines to write on by hand. */
const RULED_HEIGHT = mm(10);
/** With its border. */
const RULED_ROW = RULED_HEIGHT + 10;
/** Rows at the end that go with the signatures. */
const RULED_KEPT = 3;
const TEXT_LINE = 400;
const CELL_PADDING = 70;
/** What is not counted to the twip. */
const SAFETY = mm(6);
/** What title, head, and their space take of the first page. */
const TITLE_HEIGHT = mm(24);
const SIGN_HEIGHT = 720;
const STATEMENT_HEIGHT = 800;
const PAGE_HEIGHT = PAGE.height - FORM_PAGE.top - FORM_PAGE.bottom;
/** A line to sign on at the foot of every page takes this from the text. */
const PAGE_SIGN_HEIGHT = mm(9);

/** 11 pt in a label's 24 mm, in full-width characters. */
const LABEL_CHARACTERS = 6;
/** Half characters of 12 pt in a value. */
const halfCharacters = (width: number): number => Math.floor((width - 2 * mm(CELL_MARGIN)) / 120) - 1;

const DATE_BY_HAND = '年\u3000\u3000月\u3000\u3000日';
export const BOX = { free: '□', ticked: '√' } as const;

function tableOf(widths: readonly number[], rows: readonly TableRow[]): Table {
  return new Table({
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    margins: { left: mm(CELL_MARGIN), right: mm(CELL_MARGIN), top: 30, bottom: 30 },
    borders: GRID_BORDERS,
    rows: [...rows],
  });
}

/** A text in a cell: each line a paragraph, an empty one keeps its place. */
function cellText(style: string, text: string, keepNext = false): Paragraph[] {
  const lines = linesOf(text);
  const one = (line: string) =>
    new Paragraph({ style, children: textRuns(line), keepNext: keepNext ? true : undefined });
  return lines.length === 0 ? [one('')] : lines.map(one);
}

/** A label turned where its words end; more room than it has lines for would tear a character off. */
const labelText = (label: string, keepNext: boolean): Paragraph[] => [
  new Paragraph({
    style: 'GwFormLabel',
    children: textRuns(breakTitle(label, LABEL_CHARACTERS).join('\n')),
    keepNext: keepNext ? true : undefined,
  }),
];

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

/** Boxes side by side while they fit; none is torn from its word. */
function boxLines(boxes: readonly FormBox[], room: number): string[] {
  const lines: string[] = [];
  for (const { label, ticked } of boxes) {
    const box = `${ticked ? BOX.ticked : BOX.free}${label}`;
    const last = lines.at(-1);
    const joined = last === undefined ? box : `${last}\u3000${box}`;
    if (last !== undefined && widthOf(joined) <= room) lines[lines.length - 1] = joined;
    else lines.push(box);
  }
  return lines;
}

const WIDE_VALUE = FORM_TEXT_WIDTH - GRID[0];

const valueText = ({ text, boxes }: FormCell, width: number): string =>
  boxes ? boxLines(boxes, halfCharacters(width)).join('\n') : text;

function wideRow(one: FormCell, tallHeight: number, keepNext: boolean): TableRow {
  return new TableRow({
    height: { value: one.tall ? tallHeight : ROW_HEIGHT, rule: HeightRule.ATLEAST },
    children: [
      cell(GRID[0], 1, labelText(one.label, keepNext)),
      cell(WIDE_VALUE, 3, cellText('GwFormText', valueText(one, WIDE_VALUE), keepNext)),
    ],
  });
}

function halfRow(pair: readonly [FormCell, FormCell], keepNext: boolean): TableRow {
  return new TableRow({
    cantSplit: true,
    height: { value: ROW_HEIGHT, rule: HeightRule.ATLEAST },
    children: pair.flatMap((one, side) => [
      cell(GRID[2 * side]!, 1, labelText(one.label, keepNext)),
      cell(GRID[2 * side + 1]!, 1, cellText('GwFormText', valueText(one, VALUE_WIDTH), keepNext)),
    ]),
  });
}

/** A cell whose boxes fill more than two lines of half a row has a row of its own. */
const needsRow = (one: FormCell): boolean =>
  one.wide || (one.boxes !== undefined && boxLines(one.boxes, halfCharacters(VALUE_WIDTH)).length > 2);

/** Halves stand two to a line, in order; a wide one or the end of the section leaves none behind. */
function pairsOf(
  cells: readonly FormCell[],
): readonly (readonly [FormCell] | readonly [FormCell, FormCell])[] {
  const rows: (readonly [FormCell] | readonly [FormCell, FormCell])[] = [];
  let waiting: FormCell | undefined;
  const settle = () => {
    if (waiting) rows.push([waiting]);
    waiting = undefined;
  };
  for (const one of cells) {
    if (needsRow(one)) {
      settle();
      rows.push([one]);
    } else if (waiting) {
      rows.push([waiting, one]);
      waiting = undefined;
    } else {
      waiting = one;
    }
  }
  settle();
  return rows;
}

function fieldRows(cells: readonly FormCell[], tallHeight: number, keepLast: boolean): TableRow[] {
  const pairs = pairsOf(cells);
  return pairs.map((pair, i) => {
    const keepNext = keepLast && i === pairs.length - 1;
    return pair.length === 2 ? halfRow(pair, keepNext) : wideRow(pair[0], tallHeight, keepNext);
  });
}

function opinionRow(
  label: string,
  height: number,
  keepNext: boolean,
  signed: readonly string[] = [],
): TableRow {
  return new TableRow({
    cantSplit: true,
    height: { value: height, rule: HeightRule.ATLEAST },
    children: [
      cell(GRID[0], 1, labelText(label, keepNext)),
      new TableCell({
        width: { size: WIDE_VALUE, type: WidthType.DXA },
        columnSpan: 3,
        verticalAlign: VerticalAlignTable.BOTTOM,
        children: [
          ...signed.flatMap((line) => paragraphs('GwFormText', line, keepNext)),
          new Paragraph({
            style: 'GwFormRight',
            children: textRuns(`签名：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000${DATE_BY_HAND}`),
            keepNext: keepNext ? true : undefined,
          }),
        ],
      }),
    ],
  });
}

/** 11 pt, the text width of a form, and what a cell leaves free. */
const ROWS_LINE = { width: (FORM_TEXT_WIDTH * 25.4) / 1440, character: 4, margin: 2 * CELL_MARGIN + 0.6 };

/**
 * Rows of their own under a heading; a blank one leaves room to write.
 * @param width of the text area, twips; least height of a row, twips
 */
export function rowsTable(
  columns: readonly FormColumn[],
  rows: readonly (readonly string[])[],
  { width, height } = { width: FORM_TEXT_WIDTH, height: ROW_HEIGHT },
): Table {
  const texts = columns.map((_, i) => rows.map((row) => row[i] ?? ''));
  const line = { ...ROWS_LINE, width: (width * 25.4) / 1440 };
  const widths = toTwips(columnWidths(columns, texts, line), width);
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }, i) => cell(widths[i]!, 1, cellText('GwFormLabel', title, true), true)),
  });
  const body = rows.map(
    (row) =>
      new TableRow({
        // A row that fits no page must be split, or its end is lost.
        cantSplit: row.every((text) => text.length < LONGEST_WHOLE) ? true : undefined,
        height: { value: height, rule: HeightRule.ATLEAST },
        children: columns.map(({ align }, i) =>
          cell(widths[i]!, 1, cellText(align === 'centre' ? 'GwFormCentre' : 'GwFormText', row[i] ?? '')),
        ),
      }),
  );
  return tableOf(widths, [head, ...body]);
}
/** Characters of a cell that surely fit on one page in a narrow column. */
const LONGEST_WHOLE = 300;

const heading = (title: string): Paragraph[] => paragraphs('GwFormSection', title);

function ruledTable(lines: number): Table {
  return new Table({
    width: { size: FORM_TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [FORM_TEXT_WIDTH],
    layout: TableLayoutType.FIXED,
    borders: {
      ...GRID_BORDERS,
      top: NO_BORDER,
      left: NO_BORDER,
      right: NO_BORDER,
      bottom: GRID_BORDERS.insideHorizontal,
    },
    rows: Array.from(
      { length: lines },
      (_, i) =>
        new TableRow({
          cantSplit: true,
          height: { value: RULED_HEIGHT, rule: HeightRule.EXACT },
          children: [cell(FORM_TEXT_WIDTH, 1, cellText('GwFormText', '', i >= lines - RULED_KEPT))],
        }),
    ),
  });
}
const NO_BORDER = { style: 'none', size: 0, color: 'auto' } as const;

/** What stands at the end of a form and must not stand there alone. */
export interface FormEnd {
  readonly opinions: readonly string[];
  /** Lines that stand in such a box above the room to sign, by its label. */
  readonly signed?: Readonly<Record<string, readonly string[]>>;
  readonly statement?: string;
  readonly signatures: readonly string[];
  readonly everyPage?: string;
}

/** The page that blocks stand on, in twips: its height, and what else is on it. */
export interface Room {
  readonly height: number;
  readonly taken: number;
}

const FORM_ROOM: Room = { height: PAGE_HEIGHT, taken: TITLE_HEIGHT };

const signHeight = ({ statement, signatures }: FormEnd): number =>
  (statement === undefined ? 0 : STATEMENT_HEIGHT) + signatures.length * SIGN_HEIGHT;

/** Height of a row of fields, by the lines its longest text needs. */
function pairHeight(pair: readonly FormCell[]): number {
  const width = pair.length === 2 ? VALUE_WIDTH : WIDE_VALUE;
  const lines = pair.map((one) => {
    const label = Math.ceil(widthOf(one.label) / 2 / LABEL_CHARACTERS);
    const texts = linesOf(valueText(one, width)).map((line) => widthOf(line) / halfCharacters(width));
    return Math.max(
      label,
      texts.reduce((sum, share) => sum + Math.ceil(share), 0),
    );
  });
  return Math.max(ROW_HEIGHT, Math.max(...lines) * TEXT_LINE + CELL_PADDING);
}

/** Height of a block as far as it is known before the page is set; boxes for running text and ruled lines not counted. */
function blockHeight(block: FormBlock): number {
  switch (block.kind) {
    case 'fields':
      return (
        SECTION_HEIGHT +
        pairsOf(block.cells).reduce((sum, pair) => sum + (pair[0].tall ? 0 : pairHeight(pair)), 0)
      );
    case 'table':
      return SECTION_HEIGHT + (block.rows.length + 1) * ROW_HEIGHT;
    case 'lines':
      return SECTION_HEIGHT + block.lines.length * TEXT_LINE;
    case 'dialogue':
    case 'ruled':
      return SECTION_HEIGHT;
  }
}

interface Heights {
  readonly tall: number;
  readonly opinion: number;
  /** Left on the first page below the blocks. */
  readonly rest: number;
}

/**
 * How high boxes for running text and for opinions are: a form that can stand on one page does; where it cannot, they
 * have their usual height. What is left of a page is shared by the boxes for running text.
 */
function heightsOf(blocks: readonly FormBlock[], end: FormEnd, room: Room): Heights {
  const cells = blocks.flatMap((block) => (block.kind === 'fields' ? block.cells : []));
  const tall = cells.filter((one) => one.tall).length;
  const opinions = end.opinions.length;
  const used = blocks.reduce((sum, block) => sum + blockHeight(block), room.taken);
  const foot = end.everyPage === undefined ? 0 : PAGE_SIGN_HEIGHT;
  const rest = room.height - foot - used;
  const free = rest - signHeight(end) - SAFETY;
  const least = tall * TALL_HEIGHT.least + opinions * OPINION_HEIGHT.least;
  if (free < least) return { tall: TALL_HEIGHT.usual, opinion: OPINION_HEIGHT.usual, rest };
  const share = (free - least) / Math.max(1, tall + opinions);
  const opinion = Math.min(OPINION_HEIGHT.usual, Math.floor(OPINION_HEIGHT.least + share));
  const forTall = Math.floor((free - opinions * opinion) / Math.max(1, tall));
  return { tall: forTall, opinion, rest };
}

/** Rows to write on: what the first page has left and whole pages more, but for the room to sign. */
function ruledLines(pages: number, rest: number, end: FormEnd, room: Room): number {
  const page = room.height - (end.everyPage === undefined ? 0 : PAGE_SIGN_HEIGHT) - SAFETY;
  const first = Math.floor(Math.max(0, rest - SAFETY) / RULED_ROW);
  const whole = pages * Math.floor(page / RULED_ROW);
  return Math.max(1, first + whole - Math.ceil((signHeight(end) + SAFETY) / RULED_ROW));
}

/**
 * Blocks of fields that follow one another are one table; everything else stands between. What stands last is kept with
 * the opinions or signatures below it.
 */
export function blockChildren(
  blocks: readonly FormBlock[],
  end: FormEnd,
  room: Room = FORM_ROOM,
): FileChild[] {
  const children: FileChild[] = [];
  const heights = heightsOf(blocks, end, room);
  const ends = end.opinions.length > 0 || end.signatures.length > 0;
  let rows: TableRow[] = [];
  const settle = () => {
    if (rows.length > 0) children.push(tableOf(GRID, rows));
    rows = [];
  };
  blocks.forEach((block, i) => {
    const keepLast = ends && i === blocks.length - 1;
    if (block.kind === 'fields') {
      rows.push(sectionRow(block.title), ...fieldRows(block.cells, heights.tall, keepLast));
      return;
    }
    settle();
    const loose =
      block.kind === 'ruled'
        ? [ruledTable(ruledLines(block.pages, heights.rest, end, room))]
        : looseBlock(block, keepLast);
    children.push(...heading(block.title), ...loose);
  });
  if (end.opinions.length > 0 && rows.length === 0 && children.length > 0) {
    // A table right under another one would grow together with it in Word.
    children.push(new Paragraph({ style: 'GwFormHead' }));
  }
  const { opinions, signatures } = end;
  rows.push(
    ...opinions.map((label, i) =>
      opinionRow(
        label,
        heights.opinion,
        i < opinions.length - 1 || signatures.length > 0,
        end.signed?.[label],
      ),
    ),
  );
  settle();
  return children;
}

/** A list this long may be torn between two pages. */
const LONGEST_LIST = 12;

function looseBlock(block: Exclude<FormBlock, { kind: 'fields' | 'ruled' }>, keepLast: boolean): FileChild[] {
  switch (block.kind) {
    case 'table':
      return [rowsTable(block.columns, block.rows)];
    case 'lines': {
      const whole = block.lines.length <= LONGEST_LIST;
      return block.lines.flatMap((line, i) => {
        const last = i === block.lines.length - 1;
        return paragraphs('GwFormText', line, last ? keepLast : whole);
      });
    }
    case 'dialogue':
      return block.rows.flatMap(({ question, answer, remark }, i) => [
        ...(question === '' && answer !== '' ? [] : paragraphs('GwAsk', `问：${question}`)),
        ...paragraphs(
          'GwAnswer',
          `答：${answer}${remark === '' ? '' : `【${remark}】`}`,
          keepLast && i === block.rows.length - 1,
        ),
      ]);
  }
}

/** Lines to sign on: the name and room to the left, the day at the right edge; none stands alone on the last page. */
export function signLines(who: readonly string[]): Paragraph[] {
  return who.map(
    (name, i) =>
      new Paragraph({
        style: 'GwSignLine',
        keepNext: i < who.length - 1 ? true : undefined,
        children: [
          ...textRuns(`${name}（签名）：＿＿＿＿＿＿＿＿`),
          new TextRun({ children: [new Tab()] }),
          ...textRuns(DATE_BY_HAND),
        ],
      }),
  );
}
