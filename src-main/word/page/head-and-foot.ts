/** What stands around the text of a paper: page number, running head, 版头, 版记, 署名 (GB/T 9704-2012 §7). */
import {
  BorderStyle,
  type FileChild,
  Footer,
  Header,
  PageNumber,
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
import type { FontPlan } from './fonts';
import type { Imprint, LetterHead } from './layout';
import { CHARACTERS_PER_LINE, LINE, mm, PAGE, TITLE_CHARACTERS } from './measures';
import { paragraphs } from './paragraphs';
import { RED, SIGNER_STYLE, type StyleSpec, text16 } from './styles';
import { linesOf, textRuns, widthOf } from './text';
import { breakTitle } from './title';
import { chineseDate, type IsoDate } from './wording';

// ---- page number -------------------------------------------------------------------------------------------------

/**
 * The page number; above it, where people sign every page, the line to sign on.
 * @param signer who signs, e.g. 谈话对象
 */
export function pageNumber(style: string, signer?: string): Footer {
  return new Footer({
    children: [
      ...(signer === undefined
        ? []
        : paragraphs('GwPageSign', `${signer}（逐页签名）：＿＿＿＿＿＿＿＿＿＿`)),
      new Paragraph({ style, children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })] }),
    ],
  });
}

/** The head of every page after the first: which paper a loose sheet belongs to. */
export function runningHead(text: string | undefined): Header {
  return new Header({
    children:
      text === undefined ? [new Paragraph({ style: 'GwRunningHead' })] : paragraphs('GwRunningHead', text),
  });
}

// ---- 版头 and 版记 -----------------------------------------------------------------------------------------------

/** The mark's upper edge is 35 mm below the upper edge of the text area. */
const MARK_DEPTH = mm(35);
const MARK_LARGEST = 60;

export interface Part {
  readonly styles: readonly StyleSpec[];
  readonly children: readonly FileChild[];
}

export function letterHead(head: LetterHead, fonts: FontPlan): Part {
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
                ...textRuns('签发人：'),
                new TextRun({ text: head.signer, style: SIGNER_STYLE }),
              ],
      }),
    ],
  };
}

/** 0.35 mm and 0.25 mm in eighths of a point. */
const THICK_RULE = 8;
const THIN_RULE = 6;

export function imprint(foot: Imprint): Part {
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
        // A second line begins under the first office, not under 抄 (§7.4.2).
        leftChars: 4,
        hangingChars: 3,
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
export function signature(signatory: string, date: IsoDate): Part {
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
        counted: true,
        keepNext: true,
      },
      // Kept with the anchor of the 版记, so that the 版记 never stands on a page of its own.
      {
        id: 'GwDate',
        name: '成文日期',
        font: 'fangSong',
        ...text16,
        // By its left edge: what programs add between hanzi and digits cannot move its beginning.
        leftChars: CHARACTERS_PER_LINE - dateRight - dated,
        // Nor turn its line, in a font with wider digits.
        rightChars: -2,
        counted: true,
        keepNext: true,
      },
    ],
    children: [
      new Paragraph({ style: 'GwSignatory', children: textRuns(lines.join('\n')) }),
      new Paragraph({ style: 'GwDate', children: textRuns(day) }),
    ],
  };
}
