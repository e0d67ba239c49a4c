/** The printed list of records of one kind, on A4 across. */
import { tableDocument, type TableModel } from '../page/table';
import { forAnyReader } from './word-layout';

export const register = forAnyReader<TableModel>((model) => tableDocument(model));
