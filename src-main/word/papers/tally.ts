/** The 计票统计表, on A4 across. */
import { tableDocument, type TableModel } from '../page/table';
import { forAnyReader } from './word-layout';

export const tally = forAnyReader<TableModel>((model) => tableDocument(model));
