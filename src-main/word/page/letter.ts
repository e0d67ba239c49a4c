/** A notice to the inspected unit made of one record, with the slip that comes back (domain.md §2.3 r). */
import { type FileChild, Paragraph } from 'docx';
import { type ForUnit, release, requireUnit } from '../audience';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import { blockChildren, FORM_STYLES, signLines } from './form-blocks';
import { mm, numbering, PAGE, paperDocument, paragraphs, titleParagraph } from './gbt9704';
import { linesOf } from './text';
import { chineseDate, type IsoDate, official, sentence } from './wording';

export interface LetterModel {
  readonly title: string;
  /** 编号 as printed under the title; empty: none. */
  readonly number: string;
  /** 主送: full name of the party organisation. */
  readonly unit: string;
  readonly opening: string;
  /** Level 1 headings, each with its text; a line break makes a paragraph. Those without text are not printed. */
  readonly parts: readonly { readonly heading: string; readonly text: string }[];
  readonly signatory: string;
  /** 成文日期. */
  readonly date: IsoDate;
  readonly receipt: {
    readonly title: string;
    readonly statement: string;
    readonly signatures: readonly string[];
    readonly reply: {
      readonly title: string;
      readonly labels: readonly string[];
      readonly signatures: readonly string[];
    };
  };
}

/** The page of the standard, and what stands on it above the boxes of the slip. */
const SLIP_ROOM = { height: PAGE.height - PAGE.top - PAGE.bottom, taken: mm(62) } as const;

const body = (text: string): FileChild[] =>
  paragraphs('GwBody', linesOf(text).map(official).map(sentence).join('\n'));

/** The slip on a page of its own: what was received, who signs, and what was done. */
function receiptChildren({ receipt, unit }: LetterModel, fonts: FontPlan): FileChild[] {
  const { title, statement, signatures, reply } = receipt;
  const cells = reply.labels.map((label) => ({ label, text: '', wide: true, tall: true }));
  return [
    new Paragraph({ style: 'GwFormHead', pageBreakBefore: true }),
    titleParagraph(title, fonts),
    ...paragraphs('GwFormHead', `签收单位（盖章）：${unit}`),
    ...paragraphs('GwStatement', statement),
    ...signLines(signatures),
    ...blockChildren(
      [{ kind: 'fields', title: reply.title, cells }],
      { opinions: [], signatures: reply.signatures },
      SLIP_ROOM,
    ),
    ...signLines(reply.signatures),
  ];
}

/**
 * The letter as a Word document for the unit.
 * @throws WorkbenchError DOCUMENT_LEAK when a clue or an informant would get into it; DOCUMENT_DATE.
 */
export async function letterDocument(
  model: ForUnit<LetterModel>,
  fonts: FontPlan = DEFAULT_FONTS,
): Promise<Buffer> {
  requireUnit(model);
  chineseDate(model.date);
  const parts = model.parts.filter(({ text }) => linesOf(text).length > 0);
  return release(model, () =>
    paperDocument(
      {
        title: model.title,
        underTitle: model.number === '' ? '' : `编号：${model.number}`,
        addressee: model.unit,
        body: [
          ...body(model.opening),
          ...parts.flatMap(({ heading, text }, i) => [
            ...paragraphs('GwHeading1', numbering.first(i + 1) + heading),
            ...body(text),
          ]),
        ],
        signatory: model.signatory,
        date: model.date,
        after: receiptChildren(model, fonts),
        styles: FORM_STYLES,
      },
      undefined,
      fonts,
    ),
  );
}
