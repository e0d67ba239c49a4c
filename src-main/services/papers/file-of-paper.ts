/** The file that a paper leaves as: Word, or Excel where it is a table that stays with the group. */
import { paperOf, type PaperId } from '../../../src-shared/papers';
import { WorkbenchError } from '../../../src-shared/errors';
import type { TableModel } from '../../word';
import type { PaperOrder } from '../../word/build';

/**
 * @param file by the ending of its name: `.xlsx` is a workbook
 * @param build makes the Word file
 * @throws WorkbenchError PAPER_NO_SHEET where a workbook is asked for of a paper that goes out as Word only; as `build`
 */
export async function fileOfPaper(
  paper: PaperId,
  order: PaperOrder,
  file: string,
  build: (order: PaperOrder) => Promise<Buffer>,
): Promise<Buffer> {
  if (!/\.xlsx$/i.test(file)) return build(order);
  const { spreadsheet, label } = paperOf(paper);
  if (!spreadsheet)
    throw new WorkbenchError('PAPER_NO_SHEET', `“${label}”只能导出为Word文件，请换成以“.docx”结尾的文件名。`);
  // Loaded when it is needed: the libraries are large.
  const { workbookOfPaper } = await import('../tables/paper-workbook');
  return workbookOfPaper(order.model as TableModel);
}
