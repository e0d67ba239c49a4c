/** The 周报汇总表, on A4 across. */
import { tableDocument, type TableModel } from '../page/table';
import { forAnyReader } from './word-layout';

export const weeklySummary = forAnyReader<TableModel>((model) => tableDocument(model));
