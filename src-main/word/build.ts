/** One paper from plain data: what may cross to a worker thread, cleared for its audience in the thread that prints it. */
import { type Cleared, forInternal, forOutsiders, forUnit, type Forbidden } from './audience';
import { feedbackDocument, type FeedbackModel } from './papers/feedback';
import type { Layout } from './page/layout';
import { letterDocument, type LetterModel } from './papers/letter';
import { ledgerDocument, type LedgerModel } from './papers/ledger';
import { questionnaireSheetDocument, type QuestionnaireSheetModel } from './papers/questionnaire-sheet';
import { recordFormDocument, type RecordFormModel } from './papers/record-form';
import { tableDocument, type TableModel } from './page/table';

/** Who reads a form or a table, and for the unit what must not be in it. */
export type Reader =
  { readonly audience: 'internal' | 'signer' } | { readonly audience: 'unit'; readonly forbidden: Forbidden };

function cleared<T extends object>(model: T, reader: Reader): Cleared<T> {
  switch (reader.audience) {
    case 'unit':
      return forUnit(model, reader.forbidden);
    case 'signer':
      return forOutsiders(model, 'signer');
    case 'internal':
      return forInternal(model);
  }
}

/** A paper before it is cleared; `forbidden` is what must not be in one for the inspected unit. */
export type PaperOrder =
  | {
      readonly document: 'feedback';
      readonly model: FeedbackModel;
      readonly forbidden: Forbidden;
      readonly layout: Layout;
    }
  | { readonly document: 'ledger'; readonly model: LedgerModel; readonly forbidden: Forbidden }
  | { readonly document: 'letter'; readonly model: LetterModel; readonly forbidden: Forbidden }
  | ({ readonly document: 'form'; readonly model: RecordFormModel } & Reader)
  | ({ readonly document: 'table'; readonly model: TableModel } & Reader)
  | { readonly document: 'questionnaire'; readonly model: QuestionnaireSheetModel };

/** @throws WorkbenchError DOCUMENT_LEAK when something forbidden is in the model or in any part of the finished file */
export function buildPaper(order: PaperOrder): Promise<Buffer> {
  switch (order.document) {
    case 'feedback':
      return feedbackDocument(forUnit(order.model, order.forbidden), { layout: order.layout });
    case 'ledger':
      return ledgerDocument(forUnit(order.model, order.forbidden));
    case 'form':
      return recordFormDocument(cleared(order.model, order));
    case 'letter':
      return letterDocument(forUnit(order.model, order.forbidden));
    case 'table':
      return tableDocument(cleared(order.model, order));
    case 'questionnaire':
      return questionnaireSheetDocument(forOutsiders(order.model, 'respondents'));
  }
}
