/** The bytes of a table file on the disk, not read at all where they are too many. */
import fs from 'node:fs';
import { WorkbenchError } from '../../../src-shared/errors';
import { LIMITS, tooLarge } from './limits';

/** @throws WorkbenchError TABLE_NO_FILE, TABLE_TOO_LARGE */
export async function bytesOfFile(file: string): Promise<Uint8Array> {
  try {
    const { size } = await fs.promises.stat(file);
    if (size > LIMITS.bytes) throw tooLarge();
    return await fs.promises.readFile(file);
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    throw new WorkbenchError(
      'TABLE_NO_FILE',
      '读不到这个文件，未导入。请确认文件存在、没有被其他程序占用。',
      [],
      { cause },
    );
  }
}
