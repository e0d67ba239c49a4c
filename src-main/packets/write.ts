/** Writes a packet: sealed, signed, read back (decision 0025). It knows nothing of what it carries. */
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import type { Turns } from '../store/steps';
import {
  checkName,
  demandFree,
  demandSpace,
  onDisk,
  PACKET_FS,
  sweepUnfinished,
  writeParts,
  type PacketFs,
  type WrittenPart,
} from './disk';
import { leftBehind, sourceDiffers, tooLargeToWrite } from './errors';
import type { Addressees } from './keys';
import {
  areLinesWithin,
  checkCode,
  FRAME,
  ID_BYTES,
  isFileName,
  MOST_CLEAR_BYTES,
  MOST_FILES,
  MOST_HEAD_BYTES,
  MOST_LINE_BYTES,
  MOST_NAME_BYTES,
  packetDigest,
  paddedLength,
  PART_LIMIT,
} from './layout';
import { sealStream, type StreamWriter } from './seal-stream';
import { toldTo } from './telling';
import type { Signing } from './signatures';

export interface FileToSend {
  /** Lower-case hex digits and dashes, at most 80; each name once in a packet. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface PacketToWrite {
  /** Anything that JSON carries, at most 1 MiB of it. */
  readonly head: { readonly [key: string]: unknown };
  /** Without line breaks; at most 8 MiB each, 5,000,000 of them, 2 GiB in all. */
  readonly lines: AsyncIterable<string> | Iterable<string>;
  readonly files: Iterable<FileToSend>;
  readonly recipients: Addressees;
  /** What can be read without a key, at most 1 MiB: whoever opens the packet knows that it was not altered. */
  readonly clear?: Buffer;
  readonly signers: readonly Signing[];
  /** Where nobody waits, none are needed. */
  readonly turns?: Turns;
  /** Of a disk that fails on demand. */
  readonly fs?: PacketFs;
  /** Length at which a file ends and the next part begins, in bytes; at most what FAT32 takes. */
  readonly partLimit?: number;
}

export interface WrittenPacket {
  /** Of the only file, or of the first part. */
  readonly path: string;
  readonly paths: readonly string[];
  readonly bytes: number;
  /** SHA-256 of the file, lower-case hex; of several parts, that of their SHA-256s in order. */
  readonly digest: string;
  /** The same as 24 digits in groups of four, to be read aloud and printed. */
  readonly code: string;
}

/** Lines go to the compressor by so many characters. */
const BATCH = 64 << 10;
const DEFLATED_PIECE = 64 << 10;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes a packet, whole and read back, or nothing. What stands under the name already is never touched.
 * @param target path ending in `.xcpack`; where one file is not enough, its parts are `….xcpack.001` and so on
 * @throws WorkbenchError PACKET_NAME, PACKET_EXISTS, PACKET_NO_SPACE, PACKET_ADDRESSEE, PACKET_SOURCE, PACKET_TOO_LARGE,
 *   PACKET_WRITE_FAILED, PACKET_READ_BACK; PACKET_LEFTOVER where the disk let nothing be removed. What `lines`, `files`,
 *   `sign` and `turns` throw passes through.
 */
export async function writePacket(target: string, packet: PacketToWrite): Promise<WrittenPacket> {
  const fs = packet.fs ?? PACKET_FS;
  const folder = path.dirname(target);
  const files = checkedFiles(packet.files);
  const fileBytes = files.reduce((sum, { size }) => sum + size + FILE_HEAD_BYTES, 0);
  checkName(target);
  await onDisk(async () => {
    await sweepUnfinished(fs, folder);
    await demandFree(fs, target);
    await demandSpace(fs, folder, paddedLength(fileBytes));
  });
  const clear = packet.clear ?? Buffer.alloc(0);
  if (clear.length > MOST_CLEAR_BYTES) throw tooLargeToWrite();
  const id = randomBytes(ID_BYTES);
  const parts = writeParts(fs, target, id);
  try {
    const telling = toldTo(packet.turns, 2 * paddedLength(fileBytes));
    const out = await sealStream(
      parts,
      id,
      packet.recipients,
      clear,
      packet.partLimit ?? PART_LIMIT,
      telling,
    );
    try {
      const head = await writeHead(out, packet.head);
      await writeLines(out, packet.lines);
      const expected = paddedLength(out.length() + fileBytes);
      telling.expect(2 * expected);
      await onDisk(() => demandSpace(fs, folder, expected - out.length()));
      for (const file of files) await writeFile(out, file);
      await out.end(packet.signers, head);
    } finally {
      out.clear();
    }
    const written = await parts.finish(telling.tell);
    telling.whole();
    return described(written);
  } catch (error) {
    throw (await parts.discard()) ? error : leftBehind(error);
  }
}

function described(parts: readonly WrittenPart[]): WrittenPacket {
  const digest = packetDigest(parts.map((part) => part.digest));
  return {
    path: parts[0]!.path,
    paths: parts.map((part) => part.path),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    digest,
    code: checkCode(digest),
  };
}

function checkedFiles(given: Iterable<FileToSend>): readonly FileToSend[] {
  const files = [...given];
  const names = new Set(files.map(({ name }) => name));
  if (names.size !== files.length || files.some(({ name }) => !isFileName(name)))
    throw new Error('a file with an improper name, or two with one name');
  if (files.some(({ size }) => !Number.isSafeInteger(size) || size < 0))
    throw new Error('a file without a size');
  if (files.length > MOST_FILES) throw tooLargeToWrite();
  return files;
}

/** @returns SHA-256 of its JSON, lower-case hex */
async function writeHead(out: StreamWriter, head: PacketToWrite['head']): Promise<string> {
  const json = Buffer.from(JSON.stringify(head), 'utf8');
  if (json.length > MOST_HEAD_BYTES) throw tooLargeToWrite();
  await out.frame(FRAME.head, json);
  return createHash('sha256').update(json).digest('hex');
}

async function writeLines(out: StreamWriter, lines: PacketToWrite['lines']): Promise<void> {
  const told = { lines: 0, bytes: 0 };
  let deflated = 0;
  await pipeline(
    Readable.from(inBatches(lines, told)),
    createDeflateRaw({ chunkSize: DEFLATED_PIECE }),
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        deflated += piece.length;
        await out.frame(FRAME.lines, piece);
      }
    },
  );
  if (!areLinesWithin(told.lines, told.bytes, deflated)) throw tooLargeToWrite();
  const end = Buffer.alloc(1 + 16);
  end[0] = FRAME.linesEnd;
  end.writeBigUInt64BE(BigInt(told.lines), 1);
  end.writeBigUInt64BE(BigInt(told.bytes), 9);
  await out.write(end);
}

/** Lines as bytes, several at once. @param told counts them */
async function* inBatches(
  lines: PacketToWrite['lines'],
  told: { lines: number; bytes: number },
): AsyncGenerator<Buffer> {
  let batch = '';
  const taken = (): Buffer => {
    if (LONE_SURROGATE.test(batch)) throw new Error('a line that is no text');
    const bytes = Buffer.from(batch, 'utf8');
    batch = '';
    told.bytes += bytes.length;
    if (!areLinesWithin(told.lines, told.bytes, Infinity)) throw tooLargeToWrite();
    return bytes;
  };
  for await (const line of lines) {
    if (line.includes('\n')) throw new Error('a line with a line break');
    if (line.length > MOST_LINE_BYTES / 3 && Buffer.byteLength(line) > MOST_LINE_BYTES)
      throw tooLargeToWrite();
    told.lines += 1;
    batch += `${line}\n`;
    if (batch.length >= BATCH) yield taken();
  }
  if (batch !== '') yield taken();
}

/** What stands before a file's content, at most, in bytes. */
const FILE_HEAD_BYTES = 1 + 1 + MOST_NAME_BYTES + 8;

async function writeFile(out: StreamWriter, { name, size, open }: FileToSend): Promise<void> {
  const head = Buffer.alloc(1 + 1 + name.length + 8);
  head[0] = FRAME.file;
  head[1] = name.length;
  head.write(name, 2, 'latin1');
  head.writeBigUInt64BE(BigInt(size), 2 + name.length);
  await out.write(head);
  let left = size;
  for await (const piece of open()) {
    left -= piece.length;
    if (left < 0) throw sourceDiffers();
    await out.write(piece);
  }
  if (left > 0) throw sourceDiffers();
}
