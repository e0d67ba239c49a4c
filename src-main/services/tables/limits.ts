/** How much of a table file is taken. */
import { WorkbenchError } from '../../../src-shared/errors';

/** A ledger of a county has some thousands of rows; more is another file, or one made to stop us. */
export const LIMITS = { bytes: 64 << 20, unpacked: 512 << 20, rows: 100_000 } as const;

export const tooLarge = (): WorkbenchError =>
  new WorkbenchError('TABLE_TOO_LARGE', '文件过大，未导入。请确认选对了文件；确是台账的，请分成几个文件。');
