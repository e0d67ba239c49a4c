/** The sealed stream of a packet as it is read: first all of it, then any part of it that the first reading has seen. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { PacketFs } from './disk';
import { closedPacket, damagedPacket } from './errors';
import { onReading, readAt, type PartFile } from './find';
import { unsealPiece, type ContentKeys } from './keys';
import {
  CHUNK,
  chunkNonce,
  FOOT_BYTES,
  FOOT_PLAIN_BYTES,
  HEAD_BYTES,
  SEALED_CHUNK,
  TAG,
  TRAILER_BYTES,
} from './layout';
import { transcriptOf } from './signatures';

type Handle = Awaited<ReturnType<PacketFs['open']>>;

/** Where the chunks of a part lie. */
interface Stretch {
  readonly part: PartFile;
  /** Bytes before its first chunk. */
  readonly before: number;
  readonly first: number;
  readonly chunks: number;
  /** Bytes of its chunks. */
  readonly length: number;
}

/** Plain bytes in order, from some place on. */
export interface PlainBytes {
  /** Place in the stream. */
  at(): number;
  /** The next bytes. @throws WorkbenchError PACKET_DAMAGED where the stream ends before */
  take(length: number): Promise<Buffer>;
  /** The next bytes as they come, valid until more are asked for. */
  pieces(length: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export interface OpenStream {
  /** Length of the plain stream, in bytes. */
  readonly length: number;
  /**
   * Reads everything once. `parse` takes the stream from its beginning to its end; what it takes is authentic as a part of
   * some packet for this addressee, whole only when this has returned.
   * @returns what `parse` gave, the transcript, the trailer, and the digests of the parts
   */
  whole<T>(
    parse: (bytes: PlainBytes) => Promise<T>,
    told: (bytes: number) => Promise<void>,
  ): Promise<Whole<T>>;
  /** Reads again from a place on; gives nothing that the first reading has not seen. */
  from(place: number): PlainBytes;
  /** Overwrites keys and plain bytes; what is read afterwards throws PACKET_CLOSED. */
  close(): void;
}

export interface Whole<T> {
  readonly parsed: T;
  readonly transcript: Buffer;
  readonly trailer: Buffer;
  /** SHA-256 of each part, lower-case hex. */
  readonly digests: readonly string[];
}

/** How the chunks lie in the parts; undefined where the lengths cannot be. */
function stretchesOf(parts: readonly PartFile[], keysLength: number): readonly Stretch[] | undefined {
  const stretches: Stretch[] = [];
  let first = 0;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const before = HEAD_BYTES + (i === 0 ? keysLength : 0);
    const length = part.size - before - FOOT_BYTES - (last ? TRAILER_BYTES : 0);
    const chunks = Math.ceil(length / SEALED_CHUNK);
    const over = length % SEALED_CHUNK;
    if (length <= 0 || (last ? over > 0 && over <= TAG : over > 0)) return undefined;
    stretches.push({ part, before, first, chunks, length });
    first += chunks;
  }
  return stretches;
}

/** Whether each part is as its foot says: for a packet that no key opens. */
export async function areSumsRight(
  fs: PacketFs,
  parts: readonly PartFile[],
  told: (bytes: number) => Promise<void>,
): Promise<boolean> {
  for (const { path: file, size } of parts) {
    const handle = await onReading(() => fs.open(file, 'r'));
    try {
      const hash = createHash('sha256');
      const end = size - FOOT_BYTES + FOOT_PLAIN_BYTES;
      for (let at = 0; at < end; at += CHUNK) {
        const bytes = await onReading(() => readAt(handle, Math.min(CHUNK, end - at), at));
        hash.update(bytes);
        await told(bytes.length);
      }
      const sha = await onReading(() => readAt(handle, size - end, end));
      if (!hash.digest().equals(sha)) return false;
    } finally {
      await onReading(() => handle.close());
    }
  }
  return true;
}

/**
 * @param start head and keys of part 1, which every chunk stays attached to
 * @throws WorkbenchError PACKET_DAMAGED where the lengths of the parts cannot be
 */
export function openStream(
  fs: PacketFs,
  parts: readonly PartFile[],
  keys: ContentKeys,
  start: Buffer,
): OpenStream {
  const stretches = stretchesOf(parts, start.length - HEAD_BYTES);
  if (stretches === undefined) throw damagedPacket();
  const tail = stretches.at(-1)!;
  const chunks = tail.first + tail.chunks;
  const length = stretches.reduce((sum, one) => sum + one.length - one.chunks * TAG, 0);
  const about = createHash('sha256').update(start).digest();
  const marks = Buffer.alloc(chunks * TAG);
  const markKey = randomBytes(32);
  /** The chunk that was read last: small files lie many to a chunk. */
  let kept: { readonly index: number; readonly plain: Buffer } | undefined;
  let closed = false;

  const nameOf = ({ part }: Stretch): string => path.basename(part.path);
  const stretchOf = (index: number): Stretch =>
    stretches.find(({ first, chunks: count }) => index < first + count)!;

  function markOf(index: number, sealed: Buffer): Buffer {
    const mac = createCipheriv('aes-256-gcm', markKey, chunkNonce(index, false), { authTagLength: TAG });
    mac.setAAD(sealed);
    mac.final();
    return mac.getAuthTag();
  }

  async function readWhole(handle: Handle, stretch: Stretch, from: number, to: number): Promise<Buffer> {
    const bytes = await onReading(() => readAt(handle, to - from, from));
    if (bytes.length < to - from) throw damagedPacket(nameOf(stretch));
    return bytes;
  }

  function readSealed(handle: Handle, stretch: Stretch, index: number): Promise<Buffer> {
    const from = stretch.before + (index - stretch.first) * SEALED_CHUNK;
    const end = stretch.before + stretch.length;
    return readWhole(handle, stretch, from, Math.min(end, from + SEALED_CHUNK));
  }

  function opened(stretch: Stretch, index: number, sealed: Buffer): Buffer {
    if (closed) throw closedPacket();
    const plain = unsealPiece(keys.stream, chunkNonce(index, index === chunks - 1), about, sealed);
    if (plain === undefined) throw damagedPacket(nameOf(stretch));
    kept = { index, plain };
    return plain;
  }

  /** Chunks by number, through one open file at a time. */
  function reader(see: (handle: Handle, stretch: Stretch, index: number) => Promise<Buffer>) {
    let open: { readonly stretch: Stretch; readonly handle: Handle } | undefined;
    const close = async () => {
      const last = open?.handle;
      open = undefined;
      if (last !== undefined) await onReading(() => last.close());
    };
    return {
      close,
      async chunk(index: number): Promise<Buffer> {
        if (closed) throw closedPacket();
        if (kept?.index === index) return kept.plain;
        const stretch = stretchOf(index);
        if (open?.stretch !== stretch) {
          await close();
          open = { stretch, handle: await onReading(() => fs.open(stretch.part.path, 'r')) };
        }
        return see(open.handle, stretch, index);
      },
    };
  }

  function bytesFrom(place: number, chunks: Pick<ReturnType<typeof reader>, 'chunk' | 'close'>): PlainBytes {
    let at = place;
    async function* pieces(wanted: number): AsyncGenerator<Buffer> {
      if (wanted > length - at) throw damagedPacket();
      const end = at + wanted;
      while (at < end) {
        const index = Math.floor(at / CHUNK);
        const plain = await chunks.chunk(index);
        const piece = plain.subarray(at - index * CHUNK, Math.min(plain.length, end - index * CHUNK));
        at += piece.length;
        yield piece;
      }
    }
    return {
      at: () => at,
      pieces,
      close: chunks.close,
      async take(wanted) {
        const taken: Buffer[] = [];
        for await (const piece of pieces(wanted)) taken.push(Buffer.from(piece));
        return Buffer.concat(taken);
      },
    };
  }

  return {
    length,
    async whole(parse, told) {
      const transcripts: Buffer[] = [];
      const digests: string[] = [];
      let hash = createHash('sha256');
      let trailer: Buffer = Buffer.alloc(0);

      async function begin(handle: Handle, stretch: Stretch): Promise<void> {
        hash = createHash('sha256');
        const bytes = await readWhole(handle, stretch, 0, stretch.before);
        if (stretch.first === 0 && !bytes.equals(start)) throw damagedPacket(nameOf(stretch));
        hash.update(bytes);
      }

      async function end(handle: Handle, stretch: Stretch): Promise<void> {
        transcripts.push(hash.copy().digest());
        const from = stretch.before + stretch.length;
        const rest = await readWhole(handle, stretch, from, stretch.part.size);
        trailer = rest.subarray(0, rest.length - FOOT_BYTES);
        const sha = rest.subarray(trailer.length + FOOT_PLAIN_BYTES);
        hash.update(rest.subarray(0, rest.length - sha.length));
        if (!hash.copy().digest().equals(sha)) throw damagedPacket(nameOf(stretch));
        digests.push(hash.update(sha).digest('hex'));
      }

      const seen = reader(async (handle, stretch, index) => {
        if (index === stretch.first) await begin(handle, stretch);
        const sealed = await readSealed(handle, stretch, index);
        hash.update(sealed);
        const plain = opened(stretch, index, sealed);
        markOf(index, sealed).copy(marks, index * TAG);
        if (index === stretch.first + stretch.chunks - 1) await end(handle, stretch);
        await told(plain.length);
        return plain;
      });
      try {
        const bytes = bytesFrom(0, seen);
        const parsed = await parse(bytes);
        if (bytes.at() !== length) throw damagedPacket();
        return { parsed, transcript: transcriptOf(transcripts), trailer, digests };
      } finally {
        await seen.close();
      }
    },
    from: (place) =>
      bytesFrom(
        place,
        reader(async (handle, stretch, index) => {
          const sealed = await readSealed(handle, stretch, index);
          const mark = markOf(index, sealed);
          if (!mark.equals(marks.subarray(index * TAG, (index + 1) * TAG)))
            throw damagedPacket(nameOf(stretch));
          return opened(stretch, index, sealed);
        }),
      ),
    close() {
      closed = true;
      keys.stream.fill(0);
      keys.signatures.fill(0);
      markKey.fill(0);
      kept?.plain.fill(0);
      kept = undefined;
    },
  };
}
