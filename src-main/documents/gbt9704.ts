/**
 * GB/T 9704-2012 《党政机关公文格式》 as one module: page, named styles, numbering, and the parts around the text
 * (版头, 署名, 版记, page number). Numbers: domain.md §3; checked by rendering in `test/unit/documents/rendering.test.ts`.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  Footer,
  type IParagraphStyleOptions,
  type ISectionPropertiesOptions,
  LineRuleType,
  PageNumber,
  PageOrientation,
  Paragraph,
  RelativeVerticalPosition,
  Tab,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import { type Imprint, INTERNAL_LAYOUT, type Layout, type LetterHead } from './layout';
import { packDocument, type XmlEdits } from './package';
import { linesOf, RARE_STYLE, textRuns, widthOf } from './text';
import { breakTitle } from './title';
import { chineseDate, type IsoDate } from './wording';

export { chineseNumber, numbering } from './wording';

/** Twips (1/20 pt) of a millimetre. */
export const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);

/** §3.1: A4, margins 37/28/35/26 mm, so that the text area is 156 × 225 mm. */
export const PAGE = {
  width: 11906,
  height: 16838,
  top: 2098,
  left: 1588,
  bottom: 1984,
  right: 1474,
} as const;
/** A ledger is a document of its own on A4 across: text area 257 × 156 mm. */
export const LANDSCAPE = { top: mm(28), left: mm(20), bottom: mm(26), right: mm(20) } as const;
export const LANDSCAPE_TEXT_WIDTH = PAGE.height - LANDSCAPE.left - LANDSCAPE.right;
/** 225 mm / 22 lines, rounded to what offices set: 28.95 pt. */
export const LINE = 579;
/** §3.6: −0.25 pt makes 28 characters of 16 pt fit into 156 mm. */
const CHARACTER_SPACING = -5;
export const CHARACTERS_PER_LINE = 28;
/** 442 pt / 22 pt. */
export const TITLE_CHARACTERS = 20;
/** Bottom of the number's 16 pt line: its dash then stands 7 mm below the text area. */
const FOOTER = mm(25);

type FontRole = 'title' | 'fangSong' | 'kaiTi' | 'simHei' | 'song';

/** A named paragraph style in the terms of the standard. */
export interface StyleSpec {
  readonly id: string;
  /** As people see it in Word. */
  readonly name: string;
  readonly font: FontRole;
  /** Points. */
  readonly size: number;
  /** Exact line height, twips. */
  readonly line: number;
  readonly align?: 'left' | 'centre' | 'right' | 'both';
  /** First line indented by two characters. */
  readonly indented?: boolean;
  /** Indents in characters of this style's size. */
  readonly leftChars?: number;
  readonly rightChars?: number;
  /** Space before and after, twips. */
  readonly before?: number;
  readonly after?: number;
  readonly keepNext?: boolean;
  /** Level in Word's navigation pane, from 0. */
  readonly outline?: number;
  readonly colour?: string;
  readonly bottomRule?: boolean;
  /** A right tab at the edge of the text, this many characters inside it. */
  readonly rightTabChars?: number;
}

const text16 = { size: 16, line: LINE } as const;

/** The styles every document has. */
const STYLES: readonly StyleSpec[] = [
  { id: 'GwTitle', name: '公文标题', font: 'title', size: 22, line: 680, align: 'centre', keepNext: true },
  { id: 'GwDateLine', name: '公文日期行', font: 'kaiTi', ...text16, align: 'centre', keepNext: true },
  { id: 'GwAddressee', name: '公文主送', font: 'fangSong', ...text16, before: LINE, keepNext: true },
  { id: 'GwBody', name: '公文正文', font: 'fangSong', ...text16, align: 'both', indented: true },
  {
    id: 'GwHeading1',
    name: '公文一级标题',
    font: 'simHei',
    ...text16,
    indented: true,
    keepNext: true,
    outline: 0,
  },
  {
    id: 'GwHeading2',
    name: '公文二级标题',
    font: 'kaiTi',
    ...text16,
    align: 'both',
    indented: true,
    keepNext: true,
    outline: 1,
  },
  {
    id: 'GwHeading3',
    name: '公文三级标题',
    font: 'fangSong',
    ...text16,
    align: 'both',
    indented: true,
    keepNext: true,
    outline: 2,
  },
  { id: 'GwItem', name: '公文分项', font: 'kaiTi', ...text16, align: 'both', indented: true },
  { id: 'GwHandling', name: '公文使用标记', font: 'simHei', ...text16, after: LINE, keepNext: true },
  { id: 'GwMark', name: '公文标记', font: 'simHei', ...text16, keepNext: true },
  {
    id: 'GwTableTitle',
    name: '表格标题',
    font: 'title',
    size: 18,
    line: 560,
    align: 'centre',
    keepNext: true,
  },
  { id: 'GwTableNote', name: '表格说明', font: 'fangSong', size: 10.5, line: 360, keepNext: true },
  {
    id: 'GwTableSummary',
    name: '表格小结',
    font: 'fangSong',
    size: 10.5,
    line: 360,
    align: 'both',
    after: 80,
    keepNext: true,
  },
  { id: 'GwTableHead', name: '表头', font: 'simHei', size: 9, line: 260, align: 'centre', keepNext: true },
  { id: 'GwTableText', name: '表体', font: 'fangSong', size: 9, line: 250 },
  { id: 'GwTableCentre', name: '表体居中', font: 'fangSong', size: 9, line: 250, align: 'centre' },
  { id: 'GwTableSign', name: '填表栏', font: 'fangSong', size: 10.5, line: 360, before: 120 },
  { id: 'GwPageOdd', name: '页码单页', font: 'song', size: 14, line: 320, align: 'right', rightChars: 1 },
  { id: 'GwPageEven', name: '页码双页', font: 'song', size: 14, line: 320, align: 'left', leftChars: 1 },
];

const ALIGN = {
  left: AlignmentType.LEFT,
  centre: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
} as const;

function fontAttributes(name: string, latin: string = name) {
  return { ascii: latin, hAnsi: latin, cs: latin, eastAsia: name, hint: 'eastAsia' };
}

/** Only 16 pt text is squeezed: it is the size that has to stand 28 to a line. */
function characterWidth(spec: StyleSpec): number {
  return spec.size * 20 + (spec.size === 16 ? CHARACTER_SPACING : 0);
}

function paragraphStyle(spec: StyleSpec, fonts: FontPlan): IParagraphStyleOptions {
  const character = characterWidth(spec);
  return {
    id: spec.id,
    name: spec.name,
    basedOn: 'Normal',
    quickFormat: true,
    run: {
      font: fontAttributes(fonts[spec.font], fonts.latin),
      size: spec.size * 2,
      characterSpacing: spec.size === 16 ? CHARACTER_SPACING : undefined,
      color: spec.colour,
    },
    paragraph: {
      alignment: ALIGN[spec.align ?? 'left'],
      spacing: {
        line: spec.line,
        lineRule: LineRuleType.EXACT,
        before: spec.before ?? 0,
        after: spec.after ?? 0,
      },
      indent:
        spec.indented === true
          ? { firstLine: 2 * character, firstLineChars: 200 }
          : { left: (spec.leftChars ?? 0) * character, right: (spec.rightChars ?? 0) * character },
      keepNext: spec.keepNext,
      outlineLevel: spec.outline,
      border: spec.bottomRule
        ? { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: RULE_GAP } }
        : undefined,
      rightTabStop:
        spec.rightTabChars === undefined
          ? undefined
          : PAGE.width - PAGE.left - PAGE.right - Math.round(spec.rightTabChars * character),
    },
  };
}

/** `docx` writes indents in twips only; Word and WPS show and keep characters when they are given as well. */
function indentsInCharacters(styles: readonly StyleSpec[]): (xml: string) => string {
  return (xml) => {
    let result = xml;
    for (const { id, leftChars, rightChars } of styles) {
      if (leftChars === undefined && rightChars === undefined) continue;
      const start = result.indexOf(`w:styleId="${id}"`);
      const at = result.indexOf('<w:ind ', start) + '<w:ind '.length;
      const attributes =
        (leftChars === undefined ? '' : `w:leftChars="${Math.round(leftChars * 100)}" `) +
        (rightChars === undefined ? '' : `w:rightChars="${Math.round(rightChars * 100)}" `);
      result = result.slice(0, at) + attributes + result.slice(at);
    }
    return result;
  };
}

/** Paragraphs of one style; each line of the text is a paragraph. */
export function paragraphs(style: string, text: string, keepLastWithNext = false): Paragraph[] {
  const lines = linesOf(text);
  return lines.map(
    (line, index) =>
      new Paragraph({
        style,
        children: textRuns(line),
        keepNext: keepLastWithNext && index === lines.length - 1 ? true : undefined,
      }),
  );
}

/** A title over as many lines as it needs, turned where words end. */
export function titleParagraph(
  text: string,
  fonts: FontPlan,
  style = 'GwTitle',
  charactersPerLine = TITLE_CHARACTERS,
): Paragraph {
  const lines = breakTitle(linesOf(text).join(''), charactersPerLine);
  return new Paragraph({ style, children: textRuns(lines.join('\n'), fonts.titleCoverage) });
}

// ---- page number -------------------------------------------------------------------------------------------------

function pageNumber(style: string): Footer {
  return new Footer({
    children: [
      new Paragraph({ style, children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })] }),
    ],
  });
}

// ---- 版头 and 版记 -----------------------------------------------------------------------------------------------

const RED = 'FF0000';
/** Points between 发文字号 and the red line: 4 mm. */
const RULE_GAP = 11;
/** The mark's upper edge is 35 mm below the upper edge of the text area. */
const MARK_DEPTH = mm(35);
const MARK_LARGEST = 60;

interface Part {
  readonly styles: readonly StyleSpec[];
  readonly children: readonly FileChild[];
}

function letterHead(head: LetterHead, fonts: FontPlan): Part {
  const marks = [
    head.copy === undefined
      ? []
      : [new Paragraph({ style: 'GwCopy', children: textRuns(String(head.copy).padStart(6, '0')) })],
    [head.secrecy, head.urgency].flatMap((mark) => (mark === undefined ? [] : paragraphs('GwMark', mark))),
  ].flat();
  const lines = breakTitle(linesOf(head.mark).join(''), TITLE_CHARACTERS);
  const longest = Math.max(...lines.map(widthOf), 2) / 2;
  const size = Math.min(MARK_LARGEST, Math.floor((PAGE.width - PAGE.left - PAGE.right) / 20 / longest));
  const { code, year, serial } = head.number;
  const number = `${code}〔${year}〕${serial}号`;
  const line = Math.round(size * 20 * 1.15);
  return {
    styles: [
      { id: 'GwCopy', name: '公文份号', font: 'fangSong', ...text16 },
      {
        id: 'GwIssuer',
        name: '发文机关标志',
        font: 'title',
        size,
        line,
        align: 'centre',
        colour: RED,
        // The glyphs begin below the line's upper edge by half of what the line is higher than they are.
        before: Math.max(0, MARK_DEPTH - marks.length * LINE - Math.round((line - size * 20) / 2)),
      },
      {
        id: 'GwNumber',
        name: '发文字号',
        font: 'fangSong',
        ...text16,
        before: 2 * LINE,
        after: 2 * LINE,
        bottomRule: true,
        ...(head.signer === undefined ? { align: 'centre' } : { rightTabChars: 1 }),
      },
    ],
    children: [
      ...marks,
      new Paragraph({ style: 'GwIssuer', children: textRuns(lines.join('\n'), fonts.titleCoverage) }),
      new Paragraph({
        style: 'GwNumber',
        children:
          head.signer === undefined
            ? textRuns(number)
            : [
                ...textRuns(`\u3000${number}`),
                new TextRun({ children: [new Tab()] }),
                ...textRuns(`签发人：${head.signer}`),
              ],
      }),
    ],
  };
}

/** 0.35 mm and 0.25 mm in eighths of a point. */
const THICK_RULE = 8;
const THIN_RULE = 6;

function imprint(foot: Imprint): Part {
  const width = PAGE.width - PAGE.left - PAGE.right;
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
  const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000' }) as const;
  const entries = [
    ...(foot.copiesTo.length === 0
      ? []
      : [
          new Paragraph({
            style: 'GwImprintCopies',
            children: textRuns(`抄送：${foot.copiesTo.join('，')}。`),
          }),
        ]),
    new Paragraph({
      style: 'GwImprint',
      children: [
        ...textRuns(foot.printer),
        new TextRun({ children: [new Tab()] }),
        ...textRuns(`${chineseDate(foot.printedOn)}印发`),
      ],
    }),
  ];
  const table = new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [width],
    layout: TableLayoutType.FIXED,
    float: {
      // Relative to the page, not the margin: LibreOffice floats a table of full width only then.
      horizontalAnchor: TableAnchorType.PAGE,
      absoluteHorizontalPosition: PAGE.left,
      verticalAnchor: TableAnchorType.MARGIN,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    margins: { left: 0, right: 0, top: 30, bottom: 30 },
    borders: {
      top: rule(THICK_RULE),
      bottom: rule(THICK_RULE),
      insideHorizontal: rule(THIN_RULE),
      left: none,
      right: none,
      insideVertical: none,
    },
    rows: entries.map(
      (entry) =>
        new TableRow({
          cantSplit: true,
          children: [new TableCell({ width: { size: width, type: WidthType.DXA }, children: [entry] })],
        }),
    ),
  });
  return {
    styles: [
      {
        id: 'GwImprint',
        name: '版记',
        font: 'fangSong',
        size: 14,
        line: 500,
        leftChars: 1,
        rightChars: 1,
        rightTabChars: 1,
      },
      {
        id: 'GwImprintCopies',
        name: '版记抄送',
        font: 'fangSong',
        size: 14,
        line: 500,
        leftChars: 1,
        rightChars: 1,
      },
      { id: 'GwImprintAnchor', name: '版记锚点', font: 'fangSong', size: 1, line: 20 },
    ],
    children: [table, new Paragraph({ style: 'GwImprintAnchor' })],
  };
}

// ---- 署名 --------------------------------------------------------------------------------------------------------

/**
 * 署名 and 成文日期 of a paper without seal (§3.2): a line is left free, the signature ends two characters before the
 * right edge, the date begins two characters right of the signature; when the date is the longer one, the date ends two
 * characters before the edge and the signature moves.
 */
function signature(signatory: string, date: IsoDate): Part {
  const day = chineseDate(date);
  const lines = breakTitle(linesOf(signatory).join(''), CHARACTERS_PER_LINE - 6);
  const signed = Math.max(...lines.map(widthOf)) / 2;
  const dated = widthOf(day) / 2;
  const dateRight = Math.max(2, signed - dated);
  const signedRight = Math.max(2, 4 + dated - signed);
  return {
    styles: [
      {
        id: 'GwSignatory',
        name: '公文署名',
        font: 'fangSong',
        ...text16,
        align: 'right',
        before: LINE,
        rightChars: signedRight,
        keepNext: true,
      },
      // Kept with the anchor of the 版记, so that the 版记 never stands on a page of its own.
      {
        id: 'GwDate',
        name: '成文日期',
        font: 'fangSong',
        ...text16,
        align: 'right',
        rightChars: dateRight,
        keepNext: true,
      },
    ],
    children: [
      new Paragraph({ style: 'GwSignatory', children: textRuns(lines.join('\n')) }),
      new Paragraph({ style: 'GwDate', children: textRuns(day) }),
    ],
  };
}

// ---- documents ---------------------------------------------------------------------------------------------------

/** A paper in layout A or B: everything around `body` is made here. */
export interface Paper {
  readonly title: string;
  /** Shown under the title of an internal paper as （2025年11月12日）. */
  readonly dateLine?: IsoDate;
  /** 主送, without the colon. */
  readonly addressee?: string;
  readonly body: readonly FileChild[];
  readonly signatory: string;
  readonly date: IsoDate;
}

function portrait(): ISectionPropertiesOptions {
  return {
    page: {
      size: { width: PAGE.width, height: PAGE.height },
      margin: {
        top: PAGE.top,
        right: PAGE.right,
        bottom: PAGE.bottom,
        left: PAGE.left,
        header: mm(15),
        footer: FOOTER,
      },
    },
  };
}

function landscape(): ISectionPropertiesOptions {
  return {
    page: {
      // `docx` swaps the two for a landscape page.
      size: { width: PAGE.width, height: PAGE.height, orientation: PageOrientation.LANDSCAPE },
      margin: { ...LANDSCAPE, header: mm(15), footer: mm(16) },
    },
  };
}

function characterStyle(id: string, name: string, font: string) {
  return { id, name, basedOn: 'DefaultParagraphFont', run: { font: fontAttributes(font) } };
}

/** Puts styles, page and footers around the content and packs it. */
async function assemble(
  part: Part,
  properties: ISectionPropertiesOptions,
  date: IsoDate,
  fonts: FontPlan,
  edits: XmlEdits = {},
): Promise<Buffer> {
  const styles = [...STYLES, ...part.styles];
  const document = new Document({
    creator: '',
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            font: fontAttributes(fonts.fangSong, fonts.latin),
            size: 32,
            language: { value: 'en-US', eastAsia: 'zh-CN' },
          },
        },
      },
      paragraphStyles: styles.map((spec) => paragraphStyle(spec, fonts)),
      characterStyles: [
        characterStyle(RARE_STYLE.rare, '生僻字', fonts.rare),
        characterStyle(RARE_STYLE.supplementary, '生僻字扩展', fonts.rareSupplementary),
      ],
    },
    sections: [
      {
        properties,
        footers: { default: pageNumber('GwPageOdd'), even: pageNumber('GwPageEven') },
        children: part.children,
      },
    ],
  });
  return packDocument(document, date, { ...edits, 'word/styles.xml': indentsInCharacters(styles) });
}

/**
 * A paper on the standard's page: layout B (internal material) or A (full 公文).
 * @returns the bytes of a .docx, the same for the same input.
 */
export function paperDocument(
  paper: Paper,
  layout: Layout = INTERNAL_LAYOUT,
  fonts: FontPlan = DEFAULT_FONTS,
): Promise<Buffer> {
  const none: Part = { styles: [], children: [] };
  const head = layout.kind === 'official' ? letterHead(layout.head, fonts) : none;
  const foot = layout.kind === 'official' ? imprint(layout.imprint) : none;
  const signed = signature(paper.signatory, paper.date);
  const mark =
    layout.kind === 'internal' && layout.mark !== undefined ? paragraphs('GwHandling', layout.mark) : [];
  const dateLine =
    layout.kind === 'internal' && paper.dateLine !== undefined
      ? paragraphs('GwDateLine', `（${chineseDate(paper.dateLine)}）`)
      : [];
  const addressee = paper.addressee === undefined ? [] : paragraphs('GwAddressee', `${paper.addressee}：`);
  return assemble(
    {
      styles: [...head.styles, ...signed.styles, ...foot.styles],
      children: [
        ...mark,
        ...head.children,
        titleParagraph(paper.title, fonts),
        ...dateLine,
        ...addressee,
        ...paper.body,
        ...signed.children,
        ...foot.children,
      ],
    },
    portrait(),
    paper.date,
    fonts,
  );
}

/** A form on A4 upright: text area 165 × 250 mm, room to bind on the left; official papers have {@link PAGE}. */
export const FORM_PAGE = { top: mm(25), left: mm(25), bottom: mm(22), right: mm(20) } as const;
export const FORM_TEXT_WIDTH = PAGE.width - FORM_PAGE.left - FORM_PAGE.right;

/** A form of the group on A4 upright, with styles of its own. */
export function formDocument(
  children: readonly FileChild[],
  styles: readonly StyleSpec[],
  date: IsoDate,
  fonts: FontPlan,
): Promise<Buffer> {
  const page = {
    size: { width: PAGE.width, height: PAGE.height },
    margin: { ...FORM_PAGE, header: mm(15), footer: mm(13) },
  };
  return assemble({ styles, children }, { page }, date, fonts);
}

/** A document on A4 across (layout C); `edits` change its XML, for rows that are repeated there. */
export function landscapeDocument(
  children: readonly FileChild[],
  date: IsoDate,
  fonts: FontPlan,
  edits: XmlEdits,
): Promise<Buffer> {
  return assemble({ styles: [], children }, landscape(), date, fonts, edits);
}
