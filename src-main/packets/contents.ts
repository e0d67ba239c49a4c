/** The frame of a packet's stream: where its head, its lines and its files are. */
import { createHash } from 'node:crypto';
import { damagedPacket, tooLargeToRead } from './errors';
import {
  areLinesWithin,
  CHUNK,
  FRAME,
  isFileName,
  MOST_FILES,
  MOST_HEAD_BYTES,
  paddedLength,
} from './layout';
import type { PlainBytes } from './open-stream';

/** The frame of the stream, all of which has been read. */
export interface Contents {
  readonly head: { readonly [key: string]: unknown };
  /** SHA-256 of its JSON. */
  readonly headDigest: string;
  /** Where the lines begin in the stream, and how many bytes they are deflated. */
  readonly lines: {
    readonly at: number;
    readonly deflated: number;
    readonly count: number;
    readonly bytes: number;
  };
  readonly files: readonly { readonly name: string; readonly size: number; readonly at: number }[];
}

const byteOf = async (bytes: PlainBytes): Promise<number> => (await bytes.take(1))[0]!;
const lengthOf = async (bytes: PlainBytes, most: number): Promise<number> => {
  const length = (await bytes.take(4)).readUInt32BE();
  if (length === 0 || length > most) throw damagedPacket();
  return length;
};
const numberOf = async (bytes: PlainBytes): Promise<number> => {
  const number = (await bytes.take(8)).readBigUInt64BE();
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw tooLargeToRead();
  return Number(number);
};

async function skip(bytes: PlainBytes, length: number): Promise<void> {
  const pieces = bytes.pieces(length);
  while ((await pieces.next()).done !== true);
}

/**
 * Reads the whole stream, and keeps where things are.
 * @throws WorkbenchError PACKET_DAMAGED, PACKET_TOO_LARGE
 */
export async function readContents(bytes: PlainBytes): Promise<Contents> {
  if ((await byteOf(bytes)) !== FRAME.head) throw damagedPacket();
  const json = await bytes.take(await lengthOf(bytes, MOST_HEAD_BYTES));
  const head = parsedHead(json);
  const at = bytes.at();
  let deflated = 0;
  let frame = await byteOf(bytes);
  for (; frame === FRAME.lines; frame = await byteOf(bytes)) {
    const length = await lengthOf(bytes, CHUNK);
    await skip(bytes, length);
    deflated += length;
  }
  if (frame !== FRAME.linesEnd) throw damagedPacket();
  const count = await numberOf(bytes);
  const lineBytes = await numberOf(bytes);
  if (!areLinesWithin(count, lineBytes, deflated)) throw tooLargeToRead();
  const files = await readFiles(bytes);
  const headDigest = createHash('sha256').update(json).digest('hex');
  return { head, headDigest, lines: { at, deflated, count, bytes: lineBytes }, files };
}

function parsedHead(json: Buffer): Contents['head'] {
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw damagedPacket();
  }
  if (typeof head !== 'object' || head === null || Array.isArray(head)) throw damagedPacket();
  return head as Contents['head'];
}

/** The files, to the end of the stream. */
async function readFiles(bytes: PlainBytes): Promise<Contents['files']> {
  const files: { name: string; size: number; at: number }[] = [];
  const names = new Set<string>();
  let frame = await byteOf(bytes);
  for (; frame === FRAME.file; frame = await byteOf(bytes)) {
    if (files.length === MOST_FILES) throw tooLargeToRead();
    const name = (await bytes.take(await byteOf(bytes))).toString('latin1');
    if (!isFileName(name) || names.has(name)) throw damagedPacket();
    names.add(name);
    const size = await numberOf(bytes);
    files.push({ name, size, at: bytes.at() });
    await skip(bytes, size);
  }
  if (frame !== FRAME.end) throw damagedPacket();
  await onlyZeros(bytes);
  return files;
}

/** What the stream was filled up with. */
async function onlyZeros(bytes: PlainBytes): Promise<void> {
  const filled = bytes.at();
  for await (const piece of bytes.pieces(paddedLength(filled) - filled)) {
    if (piece.some((byte) => byte !== 0)) throw damagedPacket();
  }
}
