import { createUploads } from '../../../src-main/services/uploads';
import { codeOf } from './desk';

async function stored(source: AsyncIterable<Uint8Array>) {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(Buffer.from(piece));
  const all = Buffer.concat(pieces);
  return { hash: all.toString('hex'), size: all.length };
}

describe('a file that comes in pieces', () => {
  it('is whole, in order, with what it is for', async () => {
    const uploads = createUploads<string>();
    const id = uploads.begin('照片', 5, stored);
    await uploads.piece(id, Uint8Array.of(1, 2, 3));
    await uploads.piece(id, Uint8Array.of(4, 5));
    expect(uploads.about(id)).toBe('照片');
    expect(await uploads.finish(id)).toEqual({ hash: '0102030405', size: 5 });
    expect(await codeOf(() => uploads.finish(id))).toBe('UPLOAD_UNKNOWN');
  });

  it('of which a part is missing is refused', async () => {
    const uploads = createUploads<string>();
    const id = uploads.begin('照片', 5, stored);
    await uploads.piece(id, Uint8Array.of(1, 2, 3));
    expect(await codeOf(() => uploads.finish(id))).toBe('UPLOAD_CUT');
  });

  it('tells the next piece what the disk said', async () => {
    const uploads = createUploads<string>();
    const id = uploads.begin('照片', 9e9, async (source) => {
      for await (const _piece of source) throw new Error('磁盘已满');
      return { hash: '', size: 0 };
    });
    const flood = async () => {
      for (;;) await uploads.piece(id, new Uint8Array(64 * 1024));
    };
    await expect(flood()).rejects.toThrow('磁盘已满');
  });

  it('given up, ends the reading with an error, and is known no more', async () => {
    const uploads = createUploads<string>();
    let ended: unknown;
    const id = uploads.begin('照片', 5, (source) =>
      stored(source).catch((error: unknown) => Promise.reject((ended = error))),
    );
    await uploads.piece(id, Uint8Array.of(1));
    uploads.abandon(id);
    expect(await codeOf(() => uploads.piece(id, Uint8Array.of(2)))).toBe('UPLOAD_UNKNOWN');
    await new Promise(setImmediate);
    expect(ended).toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });
});
