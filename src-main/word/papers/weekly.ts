/** 巡察工作周报, as a form on A4 upright. */
import { recordFormDocument, type RecordFormModel } from '../page/record-form';
import { forAnyReader } from './word-layout';

export const weekly = forAnyReader<RecordFormModel>((model) => recordFormDocument(model));
