/**
 * GB/T 9704-2012 《党政机关公文格式》: the documents. A body goes in, a file with page, named styles and everything around
 * the text comes out. Numbers: domain.md §3; checked by rendering in `test/unit/word/rendering.test.ts`.
 */
import {
  Document,
  type FileChild,
  type Footer,
  type Header,
  type ISectionPropertiesOptions,
  PageOrientation,
} from 'docx';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import { letterFrame, letterPage } from './letter-frame';
import { imprint, letterHead, pageNumber, type Part, runningHead, signature } from './head-and-foot';
import { INTERNAL_LAYOUT, type Layout } from './layout';
import { FOOTER, FORM_PAGE, LANDSCAPE, mm, PAGE } from './measures';
import { packDocument, type XmlEdits } from './package';
import { paragraphs, titleParagraph } from './paragraphs';
import {
  characterStyles,
  fontAttributes,
  paragraphStyle,
  styleEdits,
  STYLES,
  type StyleSpec,
} from './styles';
import { chineseDate, type IsoDate } from './wording';

export * from './measures';
export { paragraphs, titleParagraph } from './paragraphs';
export { LEAD_STYLE, type StyleSpec } from './styles';
export { chineseNumber, numbering } from './wording';

/** A paper in layout A or B: everything around `body` is made here. */
export interface Paper {
  readonly title: string;
  /** Shown under the title of an internal paper as （2025年11月12日）. */
  readonly dateLine?: IsoDate;
  /** A line under the title in place of the day, e.g. 编号. */
  readonly underTitle?: string;
  /** 主送, without the colon. */
  readonly addressee?: string;
  readonly body: readonly FileChild[];
  readonly signatory: string;
  /** 成文日期. */
  readonly date: IsoDate;
  /** What comes after 署名, on pages of its own. */
  readonly after?: readonly FileChild[];
  readonly styles?: readonly StyleSpec[];
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

/** How the pages of a form or a table are told apart. */
export interface PageMarks {
  /** At the head of every page after the first. */
  readonly runningHead?: string;
  /** Who signs at the foot of every page. */
  readonly signer?: string;
  /** Head and foot of the first page, where it has its own and no number. */
  readonly first?: { readonly header: Header; readonly footer: Footer };
}

/** Puts styles, page, heads and footers around the content and packs it. */
function assemble(
  part: Part,
  properties: ISectionPropertiesOptions,
  date: IsoDate,
  fonts: FontPlan,
  { runningHead: title, signer, first }: PageMarks = {},
  edits: XmlEdits = {},
): Promise<Buffer> {
  const styles = [...STYLES, ...part.styles];
  const [odd, even] = [() => pageNumber('GwPageOdd', signer), () => pageNumber('GwPageEven', signer)];
  const lettered = first && {
    properties: { ...properties, titlePage: true },
    headers: { default: runningHead(undefined), even: runningHead(undefined), first: first.header },
    footers: { default: odd(), even: even(), first: first.footer },
  };
  const headed =
    lettered ??
    (title === undefined
      ? { properties, footers: { default: odd(), even: even() } }
      : {
          properties: { ...properties, titlePage: true },
          headers: { default: runningHead(title), even: runningHead(title), first: runningHead(undefined) },
          footers: { default: odd(), even: even(), first: odd() },
        });
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
      characterStyles: characterStyles(fonts),
    },
    sections: [{ ...headed, children: part.children }],
  });
  return packDocument(document, date, { ...edits, 'word/styles.xml': styleEdits(styles) });
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
  const letter = layout.kind === 'letter' ? letterFrame(layout, fonts) : undefined;
  const head = layout.kind === 'official' ? letterHead(layout.head, fonts) : (letter ?? none);
  const foot = layout.kind === 'official' ? imprint(layout.imprint) : none;
  const signed = signature(paper.signatory, paper.date);
  const mark =
    layout.kind === 'internal' && layout.mark !== undefined ? paragraphs('GwHandling', layout.mark) : [];
  const dateLine =
    layout.kind === 'internal' && paper.dateLine !== undefined
      ? paragraphs('GwDateLine', `（${chineseDate(paper.dateLine)}）`)
      : paragraphs('GwDateLine', paper.underTitle ?? '');
  const addressee = paper.addressee === undefined ? [] : paragraphs('GwAddressee', `${paper.addressee}：`);
  return assemble(
    {
      styles: [...head.styles, ...signed.styles, ...foot.styles, ...(paper.styles ?? [])],
      children: [
        ...mark,
        ...head.children,
        titleParagraph(paper.title, fonts),
        ...dateLine,
        ...addressee,
        ...paper.body,
        ...signed.children,
        ...foot.children,
        ...(paper.after ?? []),
      ],
    },
    letter ? letterPage() : portrait(),
    paper.date,
    fonts,
    letter ? { first: letter.first } : {},
  );
}

/** A form of the group on A4 upright, with styles of its own. */
export function formDocument(
  children: readonly FileChild[],
  styles: readonly StyleSpec[],
  date: IsoDate,
  fonts: FontPlan,
  marks: PageMarks = {},
): Promise<Buffer> {
  const page = {
    size: { width: PAGE.width, height: PAGE.height },
    margin: { ...FORM_PAGE, header: mm(15), footer: mm(13) },
  };
  return assemble({ styles, children }, { page }, date, fonts, marks);
}

/** A document on A4 across (layout C); `edits` change its XML, for rows that are repeated there. */
export function landscapeDocument(
  children: readonly FileChild[],
  date: IsoDate,
  fonts: FontPlan,
  { edits, ...marks }: PageMarks & { readonly edits: XmlEdits },
): Promise<Buffer> {
  return assemble({ styles: [], children }, landscape(), date, fonts, marks, edits);
}
