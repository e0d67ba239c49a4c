/** The bytes of a packet, version 1, and its limits (decision 0025). Numbers are big-endian. */
import { createHash } from 'node:crypto';

export const VERSION = 1;
/** Plain bytes of a chunk. */
export const CHUNK = 1 << 20;
export const TAG = 16;
/** What a full chunk takes up. */
export const SEALED_CHUNK = CHUNK + TAG;
export const ID_BYTES = 16;

const MAGIC = Buffer.from('\x89XCPK\r\n\x1a', 'latin1');
const FOOT_MAGIC = Buffer.from('XCEN', 'latin1');
const SHA_BYTES = 32;
export const HEAD_BYTES = MAGIC.length + 2 + 2 + ID_BYTES;
/** The foot up to its SHA, which covers it. */
export const FOOT_PLAIN_BYTES = FOOT_MAGIC.length + 2 + 8;
export const FOOT_BYTES = FOOT_PLAIN_BYTES + SHA_BYTES;
/** Plain bytes of the trailer. */
export const TRAILER_PLAIN = 4096;
export const TRAILER_BYTES = TRAILER_PLAIN + TAG;

/** FAT32 takes no larger file. */
export const PART_LIMIT = 2 ** 32 - 1;
export const MOST_PARTS = 256;
export const MOST_SIGNERS = 8;
export const MOST_HEAD_BYTES = 1 << 20;
/** Plain bytes that stand before the keys, and their length before them. */
export const MOST_CLEAR_BYTES = 1 << 20;
export const CLEAR_LENGTH_BYTES = 4;
export const MOST_LINE_BYTES = 8 << 20;
const MOST_LINES = 5_000_000;
const MOST_LINES_BYTES = 2 ** 31;
export const MOST_FILES = 100_000;
/** How much lines may swell: what a log says of itself in hashes and signatures does not deflate. */
const MOST_SWELLING = { free: 64 << 20, times: 256 };
const FILE_NAME = /^[0-9a-f][0-9a-f-]{0,79}$/;
export const MOST_NAME_BYTES = 80;

export const isFileName = (name: string): boolean => FILE_NAME.test(name);

/** Whether there may be so many lines of so many bytes, which deflated take so many. */
export const areLinesWithin = (lines: number, bytes: number, deflated: number): boolean =>
  lines <= MOST_LINES &&
  bytes <= MOST_LINES_BYTES &&
  bytes <= MOST_SWELLING.free + MOST_SWELLING.times * deflated;

/** First bytes of a frame of the stream. */
export const FRAME = { head: 0x48, lines: 0x4c, linesEnd: 0x4d, file: 0x46, end: 0x45 } as const;

const LEAST_STREAM = 16 << 10;

/**
 * The length that a stream is filled up to: of its number's bits only as many stand as its logarithm needs (Padmé;
 * Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", PETS 2019).
 */
export function paddedLength(length: number): number {
  if (length <= LEAST_STREAM) return LEAST_STREAM;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(length / step) * step;
}

export interface PartHead {
  readonly version: number;
  /** From 1. */
  readonly number: number;
  readonly id: Buffer;
}

export function partHead(number: number, id: Buffer): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt16BE(VERSION, MAGIC.length);
  bytes.writeUInt16BE(number, MAGIC.length + 2);
  id.copy(bytes, MAGIC.length + 4);
  return bytes;
}

/** What stands plain before the keys, with its length. */
export function clearBlock(clear: Buffer): Buffer {
  const length = Buffer.alloc(CLEAR_LENGTH_BYTES);
  length.writeUInt32BE(clear.length);
  return Buffer.concat([length, clear]);
}

/** Whether bytes begin as a packet does, as far as they go. */
export const beginsAsPacket = (bytes: Buffer): boolean => {
  const length = Math.min(bytes.length, MAGIC.length);
  return bytes.subarray(0, length).equals(MAGIC.subarray(0, length));
};

/** @param bytes {@link HEAD_BYTES} of them that begin as a packet does */
export const readPartHead = (bytes: Buffer): PartHead => ({
  version: bytes.readUInt16BE(MAGIC.length),
  number: bytes.readUInt16BE(MAGIC.length + 2),
  id: bytes.subarray(MAGIC.length + 4, HEAD_BYTES),
});

/** The foot of a part without its SHA. @param length of the file, foot and all */
export function plainFoot(count: number, length: number): Buffer {
  const bytes = Buffer.alloc(FOOT_PLAIN_BYTES);
  FOOT_MAGIC.copy(bytes);
  bytes.writeUInt16BE(count, FOOT_MAGIC.length);
  bytes.writeBigUInt64BE(BigInt(length), FOOT_MAGIC.length + 2);
  return bytes;
}

/** How many parts a foot says there are; undefined where it is no foot of a file of this length. */
export function partsByFoot(bytes: Buffer, length: number): number | undefined {
  if (!bytes.subarray(0, FOOT_MAGIC.length).equals(FOOT_MAGIC)) return undefined;
  if (bytes.readBigUInt64BE(FOOT_MAGIC.length + 2) !== BigInt(length)) return undefined;
  return bytes.readUInt16BE(FOOT_MAGIC.length);
}

/** Nonce of a chunk: its number, and whether it is the last. */
export function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** How many full chunks a part holds at most. @param before bytes of head and keys @param limit of the file, in bytes */
export const chunksWithin = (before: number, limit: number): number =>
  Math.floor((limit - before - TRAILER_BYTES - FOOT_BYTES) / SEALED_CHUNK);

/** SHA-256 of the packet: of its only part, or over those of its parts in order. @param parts lower-case hex */
export const packetDigest = (parts: readonly string[]): string =>
  parts.length === 1
    ? parts[0]!
    : createHash('sha256')
        .update(Buffer.from(parts.join(''), 'hex'))
        .digest('hex');

const CODE_DIGITS = 24;
/** Bytes of the digest that the check code is made of. */
const CODE_BYTES = 10;

/**
 * What two people read to each other to know that they hold the same packet: 24 digits in groups of four.
 * @param digest SHA-256, lower-case hex
 */
export function checkCode(digest: string): string {
  const number = BigInt(`0x${digest.slice(0, CODE_BYTES * 2)}`) % 10n ** BigInt(CODE_DIGITS);
  return number.toString().padStart(CODE_DIGITS, '0').match(/.{4}/g)!.join(' ');
}
