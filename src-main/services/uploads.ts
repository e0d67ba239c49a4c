/**
 * Files that come from the window piece by piece: dropped on it or pasted. No path crosses, so the page reads nothing that a
 * person did not put into it.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { WorkbenchError } from '../../src-shared/errors';
import type { Stored } from './intake';

export interface Uploads<T> {
  /** @param put reads the pieces as they come; @param about kept for the one who finishes */
  begin(about: T, size: number, put: (source: AsyncIterable<Uint8Array>) => Promise<Stored>): string;
  /** What was kept for the one who finishes. @throws WorkbenchError UPLOAD_UNKNOWN */
  about(id: string): T;
  /** Resolves when the piece is on its way to the disk. */
  piece(id: string, bytes: Uint8Array): Promise<void>;
  /** @throws WorkbenchError UPLOAD_UNKNOWN, UPLOAD_CUT where fewer bytes came than were announced; what `put` throws */
  finish(id: string): Promise<Stored>;
  /** Gives one up: nothing of it remains. */
  abandon(id: string): void;
}

interface Upload<T> {
  readonly about: T;
  readonly size: number;
  readonly stream: PassThrough;
  readonly stored: Promise<Stored>;
}

const unknown = (): WorkbenchError =>
  new WorkbenchError('UPLOAD_UNKNOWN', '这个文件没有加入：传送已中断。请重新拖入或粘贴。');
const cut = (): WorkbenchError =>
  new WorkbenchError('UPLOAD_CUT', '这个文件没有加入：只读到一部分，可能已被移走或修改。请重新拖入。');

export function createUploads<T>(): Uploads<T> {
  const running = new Map<string, Upload<T>>();
  const take = (id: string): Upload<T> => {
    const upload = running.get(id);
    if (!upload) throw unknown();
    return upload;
  };
  return {
    begin(about, size, put) {
      const id = randomBytes(10).toString('hex');
      const stream = new PassThrough();
      const stored = put(stream);
      // Told to whoever sends the next piece; a failure that nobody has asked for yet is no crash.
      stored.catch((error: unknown) => stream.destroy(error as Error));
      stream.on('error', () => undefined);
      running.set(id, { about, size, stream, stored });
      return id;
    },
    about: (id) => take(id).about,
    async piece(id, bytes) {
      const { stream, stored } = take(id);
      if (stream.destroyed) await stored;
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), stored]);
    },
    async finish(id) {
      const { size, stream, stored } = take(id);
      running.delete(id);
      stream.end();
      const kept = await stored;
      if (kept.size !== size) throw cut();
      return kept;
    },
    abandon(id) {
      const upload = running.get(id);
      running.delete(id);
      upload?.stream.destroy(unknown());
    },
  };
}
