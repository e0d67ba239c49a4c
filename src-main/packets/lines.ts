/** The lines of a packet, inflated as they are asked for, within what the packet says of them. */
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { Contents } from './contents';
import { damagedPacket, tooLargeToRead } from './errors';
import { MOST_LINE_BYTES } from './layout';
import type { OpenStream } from './open-stream';

/** The pieces of the deflated lines. */
async function* deflatedOf(stream: OpenStream, { at, deflated }: Contents['lines']): AsyncGenerator<Buffer> {
  const bytes = stream.from(at);
  try {
    for (let left = deflated; left > 0;) {
      await bytes.take(1);
      const length = (await bytes.take(4)).readUInt32BE();
      yield await bytes.take(length);
      left -= length;
    }
  } finally {
    await bytes.close();
  }
}

const INFLATED_PIECE = 64 << 10;
const BREAK = 0x0a;

/** @throws WorkbenchError PACKET_TOO_LARGE, PACKET_DAMAGED where they are not as the packet says; what the stream throws */
export async function* linesOf(stream: OpenStream, lines: Contents['lines']): AsyncGenerator<string> {
  const source = Readable.from(deflatedOf(stream, lines));
  const inflate = createInflateRaw({ chunkSize: INFLATED_PIECE });
  // What goes wrong with the source is thrown by the iteration below.
  pipeline(source, inflate, () => {});
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decoded = (bytes: Buffer): string => {
    try {
      return text.decode(bytes);
    } catch {
      throw damagedPacket();
    }
  };
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let count = 0;
  let total = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      total += piece.length;
      if (total > lines.bytes) throw damagedPacket();
      let from = 0;
      for (let end = piece.indexOf(BREAK); end >= 0; end = piece.indexOf(BREAK, from)) {
        begun.push(piece.subarray(from, end));
        begunBytes += end - from;
        if (begunBytes > MOST_LINE_BYTES) throw tooLargeToRead();
        count += 1;
        if (count > lines.count) throw damagedPacket();
        yield decoded(begun.length === 1 ? begun[0]! : Buffer.concat(begun));
        begun = [];
        begunBytes = 0;
        from = end + 1;
      }
      begun.push(piece.subarray(from));
      begunBytes += piece.length - from;
      if (begunBytes > MOST_LINE_BYTES) throw tooLargeToRead();
    }
  } catch (error) {
    throw isOfZlib(error) ? damagedPacket() : error;
  } finally {
    source.destroy();
    inflate.destroy();
  }
  if (
    begunBytes > 0 ||
    count !== lines.count ||
    total !== lines.bytes ||
    inflate.bytesWritten !== lines.deflated
  )
    throw damagedPacket();
}

/** What the decompressor says of bytes that are none of its own. */
const isOfZlib = (error: unknown): boolean =>
  /^Z_|^ERR_.*ZLIB|^ERR_TRAILING/.test((error as NodeJS.ErrnoException | undefined)?.code ?? '');
