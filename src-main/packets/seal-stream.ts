/** The sealed stream of a packet on its way into parts. */
import { createHash } from 'node:crypto';
import type { PartsWriter } from './disk';
import { tooLargeToWrite } from './errors';
import { newContentKeys, sealPieces, type Addressees } from './keys';
import {
  CHUNK,
  chunkNonce,
  chunksWithin,
  clearBlock,
  FRAME,
  HEAD_BYTES,
  MOST_PARTS,
  paddedLength,
  partHead,
} from './layout';
import { sealSignatures, transcriptOf, type Signing } from './signatures';
import type { Telling } from './telling';

export interface StreamWriter {
  /** Plain bytes so far. */
  length(): number;
  write(bytes: Uint8Array): Promise<void>;
  /** A frame with its length: at most 4 GiB, and where a reader allows less, that. */
  frame(type: number, bytes: Buffer): Promise<void>;
  /** Ends and fills up the stream, and signs all of it. @param head SHA-256 of the head's JSON, lower-case hex */
  end(signers: readonly Signing[], head: string): Promise<void>;
  /** Overwrites keys and what is still plain. */
  clear(): void;
}

/**
 * Begins the first part with fresh keys.
 * @param clear what stands plain before the keys
 * @param partLimit length of a part at most, in bytes
 * @throws WorkbenchError PACKET_ADDRESSEE; later PACKET_TOO_LARGE where the parts become too many, PACKET_WRITE_FAILED
 */
export async function sealStream(
  parts: PartsWriter,
  id: Buffer,
  addressees: Addressees,
  clear: Buffer,
  partLimit: number,
  { tell }: Pick<Telling, 'tell'>,
): Promise<StreamWriter> {
  const head = partHead(1, id);
  const { keys, block: slots } = newContentKeys(addressees, head, id);
  const block = Buffer.concat([clearBlock(clear), slots]);
  const about = createHash('sha256').update(head).update(block).digest();
  const chunk = Buffer.alloc(CHUNK);
  let filled = 0;
  let index = 0;
  let length = 0;
  let number = 1;
  let free = chunksWithin(HEAD_BYTES + block.length, partLimit);
  await parts.begin();
  await parts.put(block);

  async function flush(last: boolean): Promise<void> {
    if (free === 0) {
      if (number === MOST_PARTS) throw tooLargeToWrite();
      number += 1;
      free = chunksWithin(HEAD_BYTES, partLimit);
      await parts.begin();
    }
    const plain = chunk.subarray(0, filled);
    await parts.put(...sealPieces(keys.stream, chunkNonce(index, last), about, plain));
    await tell(filled);
    free -= 1;
    index += 1;
    filled = 0;
  }

  async function write(bytes: Uint8Array): Promise<void> {
    length += bytes.length;
    for (let taken = 0; taken < bytes.length;) {
      if (filled === CHUNK) await flush(false);
      const part = bytes.subarray(taken, taken + CHUNK - filled);
      chunk.set(part, filled);
      filled += part.length;
      taken += part.length;
    }
  }

  return {
    length: () => length,
    write,
    async frame(type, bytes) {
      const start = Buffer.alloc(5);
      start[0] = type;
      start.writeUInt32BE(bytes.length, 1);
      await write(start);
      await write(bytes);
    },
    async end(signers, head) {
      await write(Buffer.from([FRAME.end]));
      const zeros = Buffer.alloc(CHUNK);
      for (let left = paddedLength(length) - length; left > 0;) {
        const some = zeros.subarray(0, Math.min(left, CHUNK));
        await write(some);
        left -= some.length;
      }
      await flush(true);
      const transcript = transcriptOf(parts.transcripts());
      await parts.put(sealSignatures(keys.signatures, signers, { head, transcript }));
    },
    clear() {
      chunk.fill(0);
      keys.stream.fill(0);
      keys.signatures.fill(0);
    },
  };
}
