/** One paper from plain data: what may cross to a worker thread, cleared for its audience in the thread that prints it. */
import { forInternal, forOutsiders, forUnit, type Forbidden } from './audience';
import { feedbackDocument, type FeedbackModel } from './feedback';
import type { Layout } from './layout';
import { ledgerDocument, type LedgerModel } from './ledger';
import { questionnaireSheetDocument, type QuestionnaireSheetModel } from './questionnaire-sheet';
import { recordFormDocument, type RecordFormModel } from './record-form';
import { tableDocument, type TableModel } from './table';

/** A paper before it is cleared; `forbidden` is what must not be in one for the inspected unit. */
export type PaperOrder =
  | {
      readonly document: 'feedback';
      readonly model: FeedbackModel;
      readonly forbidden: Forbidden;
      readonly layout: Layout;
    }
  | { readonly document: 'ledger'; readonly model: LedgerModel; readonly forbidden: Forbidden }
  | {
      readonly document: 'form';
      readonly model: RecordFormModel;
      readonly audience: 'internal' | 'signer';
    }
  | { readonly document: 'table'; readonly model: TableModel }
  | { readonly document: 'questionnaire'; readonly model: QuestionnaireSheetModel };

/** @throws WorkbenchError DOCUMENT_LEAK when something forbidden is in the model or in any part of the finished file */
export function buildPaper(order: PaperOrder): Promise<Buffer> {
  switch (order.document) {
    case 'feedback':
      return feedbackDocument(forUnit(order.model, order.forbidden), { layout: order.layout });
    case 'ledger':
      return ledgerDocument(forUnit(order.model, order.forbidden));
    case 'form':
      return recordFormDocument(
        order.audience === 'signer' ? forOutsiders(order.model, 'signer') : forInternal(order.model),
      );
    case 'table':
      return tableDocument(forInternal(order.model));
    case 'questionnaire':
      return questionnaireSheetDocument(forOutsiders(order.model, 'respondents'));
  }
}
