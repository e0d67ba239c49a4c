/**
 * The printed form of one record: a table of labels and values on A4 upright, rows as tables or as 问：… 答：…, and room
 * for signatures by hand (domain.md §2, conventions for all forms).
 */
import { Paragraph } from 'docx';
import { type Cleared, release } from '../audience';
import { DEFAULT_FONTS, type FontPlan } from './fonts';
import { blockChildren, type FormBlock, type FormEnd, FORM_STYLES, signLines } from './form-blocks';
import { formDocument, paragraphs, titleParagraph } from './gbt9704';
import type { IsoDate } from './wording';

export type { FormBlock, FormBox, FormCell, FormColumn } from './form-blocks';

/** `opinions`: boxes with signature and date; `statement`: what the signing person declares; `everyPage`: who signs at each foot. */
export interface RecordFormModel extends FormEnd {
  readonly title: string;
  /** At the head of every page after the first. */
  readonly runningHead: string;
  /** 编号, unit and round above the table. */
  readonly head: readonly string[];
  readonly blocks: readonly FormBlock[];
  /** Time stamp of the file. */
  readonly date: IsoDate;
}

/**
 * The printed form of a record as a Word document.
 * @throws WorkbenchError DOCUMENT_LEAK, DOCUMENT_AUDIENCE (see `audience.ts`).
 */
export function recordFormDocument(
  model: Cleared<RecordFormModel>,
  fonts: FontPlan = DEFAULT_FONTS,
): Promise<Buffer> {
  const { statement, signatures } = model;
  return release(model, () =>
    formDocument(
      [
        titleParagraph(model.title, fonts),
        ...paragraphs('GwFormHead', model.head.join('\u3000\u3000')),
        ...blockChildren(model.blocks, model),
        ...(statement === undefined ? [] : paragraphs('GwStatement', statement, true)),
        ...signLines(signatures),
        // A document must not end with a table.
        ...(signatures.length === 0 ? [new Paragraph({ style: 'GwFormEnd' })] : []),
      ],
      FORM_STYLES,
      model.date,
      fonts,
      { runningHead: model.runningHead, signer: model.everyPage },
    ),
  );
}
