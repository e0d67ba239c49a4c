/** The form of a record, or the letter that a kind makes of one. */
import type { Cleared, ForUnit } from '../audience';
import { letterDocument, type LetterModel } from '../page/letter';
import { recordFormDocument, type RecordFormModel } from '../page/record-form';
import { forAnyReader } from './word-layout';

export type FormModel = RecordFormModel | LetterModel;

const isLetter = (model: Cleared<FormModel>): model is ForUnit<LetterModel> => 'receipt' in model;

export const form = forAnyReader<FormModel>((model) =>
  isLetter(model) ? letterDocument(model) : recordFormDocument(model as Cleared<RecordFormModel>),
);
