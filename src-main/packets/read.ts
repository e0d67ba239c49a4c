/** Reads a packet: all of it before anything of it is given out (decision 0025). It knows nothing of what it carries. */
import type { Turns } from '../store/steps';
import { readContents } from './contents';
import { PACKET_FS, type PacketFs } from './disk';
import { damagedPacket, otherAddressee } from './errors';
import { onReading, partsOf, readAt, type PartFile } from './find';
import { keysLength, openContentKeys, type PacketKeys } from './keys';
import { checkCode, CLEAR_LENGTH_BYTES, HEAD_BYTES, MOST_CLEAR_BYTES, packetDigest } from './layout';
import { linesOf } from './lines';
import { areSumsRight, openStream, type OpenStream } from './open-stream';
import { openSignatures, type CheckedSigner, type Signer } from './signatures';
import { toldTo } from './telling';

export interface FileInPacket {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The content in pieces, each authentic. @throws WorkbenchError PACKET_DAMAGED, PACKET_READ_FAILED, PACKET_MISSING */
  read(): AsyncIterable<Buffer>;
}

/** A packet that was read whole and is as it was sealed. By whom it is, is another question: {@link OpenPacket.verify}. */
export interface OpenPacket {
  /** Parsed, not checked: whoever takes it says what must be in it. */
  readonly head: { readonly [key: string]: unknown };
  /** As they are claimed; nothing is proved by that. */
  readonly signers: readonly Signer[];
  /** Number of lines. */
  readonly lineCount: number;
  /** Bytes of all lines with their breaks. */
  readonly lineBytes: number;
  readonly parts: number;
  readonly bytes: number;
  /** As `WrittenPacket.digest`, and the check code of it. */
  readonly digest: string;
  readonly code: string;
  /** @param publicKeyOf the Ed25519 key of a signer, 64 hex digits; undefined where it is not known */
  verify(publicKeyOf: (signer: Signer) => string | undefined): CheckedSigner[];
  /**
   * The lines in order, any number of times.
   * @throws WorkbenchError PACKET_TOO_LARGE, PACKET_DAMAGED where they are not as the packet says, PACKET_READ_FAILED
   */
  lines(): AsyncGenerator<string>;
  files(): readonly FileInPacket[];
  /** Overwrites keys and plain bytes. */
  close(): void;
}

/**
 * Opens a packet, after all of it was read and is as it was sealed.
 * @param file any part of it
 * @param keys of the laptop it is for, or the secret it was sealed with
 * @throws WorkbenchError PACKET_MISSING, PACKET_READ_FAILED, PACKET_EMPTY, PACKET_UNKNOWN, PACKET_NEWER, PACKET_CUT,
 *   PACKET_PART_MISSING, PACKET_NOT_FOR_US, PACKET_DAMAGED, PACKET_TOO_LARGE. What `turns` throws passes through.
 */
export async function openPacket(
  file: string,
  keys: PacketKeys,
  turns?: Turns,
  fs: PacketFs = PACKET_FS,
): Promise<OpenPacket> {
  const parts = await partsOf(fs, file);
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  const telling = toldTo(turns, bytes);
  const { start, slotsAt, id } = await readStart(fs, parts[0]!);
  const content = openContentKeys(keys, start.subarray(0, HEAD_BYTES), id, start.subarray(slotsAt));
  if (content === undefined) {
    throw (await areSumsRight(fs, parts, telling.tell)) ? otherAddressee() : damagedPacket();
  }
  const stream = openStream(fs, parts, content, start);
  try {
    const { parsed, transcript, trailer, digests } = await stream.whole(readContents, telling.tell);
    const signatures = openSignatures(content.signatures, trailer, { head: parsed.headDigest, transcript });
    if (signatures === undefined) throw damagedPacket();
    telling.whole();
    const digest = packetDigest(digests);
    return {
      head: parsed.head,
      signers: signatures.signers,
      lineCount: parsed.lines.count,
      lineBytes: parsed.lines.bytes,
      parts: parts.length,
      bytes,
      digest,
      code: checkCode(digest),
      verify: signatures.check,
      lines: () => linesOf(stream, parsed.lines),
      files: () =>
        parsed.files.map(({ name, size, at }) => ({ name, size, read: () => contentOf(stream, at, size) })),
      close: stream.close,
    };
  } catch (error) {
    stream.close();
    throw error;
  }
}

/**
 * What stands plain before the keys of a packet; empty where nothing does. Only who opens it knows that it was not altered.
 * @throws WorkbenchError as {@link openPacket}, but PACKET_NOT_FOR_US
 */
export async function readClear(file: string, fs: PacketFs = PACKET_FS): Promise<Buffer> {
  const parts = await partsOf(fs, file);
  const { start, slotsAt } = await readStart(fs, parts[0]!);
  return start.subarray(HEAD_BYTES + CLEAR_LENGTH_BYTES, slotsAt);
}

/** Head, what stands plain, and keys of part 1. */
async function readStart(
  fs: PacketFs,
  part: PartFile,
): Promise<{ start: Buffer; slotsAt: number; id: Buffer }> {
  return onReading(async () => {
    const handle = await fs.open(part.path, 'r');
    try {
      const clear = await readAt(handle, CLEAR_LENGTH_BYTES, HEAD_BYTES);
      if (clear.length < CLEAR_LENGTH_BYTES || clear.readUInt32BE() > MOST_CLEAR_BYTES) throw damagedPacket();
      const slotsAt = HEAD_BYTES + CLEAR_LENGTH_BYTES + clear.readUInt32BE();
      const count = (await readAt(handle, 1, slotsAt))[0] ?? 0;
      const length = keysLength(count);
      if (length === undefined) throw damagedPacket();
      const start = await readAt(handle, slotsAt + length, 0);
      if (start.length < slotsAt + length) throw damagedPacket();
      return { start, slotsAt, id: part.id };
    } finally {
      await handle.close();
    }
  });
}

async function* contentOf(stream: OpenStream, at: number, size: number): AsyncGenerator<Buffer> {
  const bytes = stream.from(at);
  try {
    yield* bytes.pieces(size);
  } finally {
    await bytes.close();
  }
}
