/** What can be told of a packet without a key, and where its parts lie. */
import path from 'node:path';
import { WorkbenchError, type Problem } from '../../src-shared/errors';
import { EXTENSION, isOfTheSystem, PACKET_FS, partName, type PacketFs } from './disk';
import {
  cutPacket,
  damagedPacket,
  emptyPacket,
  foreignPart,
  newerPacket,
  noPacket,
  packetMissing,
  partsMissing,
  readFailed,
} from './errors';
import {
  beginsAsPacket,
  FOOT_BYTES,
  HEAD_BYTES,
  MOST_PARTS,
  PART_LIMIT,
  partsByFoot,
  readPartHead,
  VERSION,
} from './layout';

/** Of a folder with more names, no parts are looked for in the rest. */
const MOST_NAMES = 10_000;

export interface PartFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly id: Buffer;
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

export interface PacketPeek {
  /** Version of the format. */
  readonly format: number;
  /** `newer`: this program cannot say more. `whole` says that nothing is missing, not that nothing was altered. */
  readonly state: 'whole' | 'cut' | 'newer';
  /** Of the parts that are there. */
  readonly bytes: number;
  readonly parts: number;
  /** Numbers of the parts that are not there. */
  readonly missing: readonly number[];
}

/** What the system says while reading is said in words; all else passes. */
export async function onReading<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!isOfTheSystem(cause)) throw cause;
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? packetMissing(cause) : readFailed(cause);
  }
}

/** Reads so many bytes, or fewer at the end of the file. */
export async function readAt(
  handle: Awaited<ReturnType<PacketFs['open']>>,
  length: number,
  position: number,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/**
 * Head and foot of one file.
 * @throws WorkbenchError PACKET_MISSING, PACKET_READ_FAILED, PACKET_EMPTY, PACKET_UNKNOWN, PACKET_NEWER, PACKET_CUT,
 *   PACKET_DAMAGED
 */
async function readEnds(fs: PacketFs, file: string): Promise<PartFile> {
  return onReading(async () => {
    const handle = await fs.open(file, 'r');
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw noPacket();
      const { size } = found;
      if (size === 0) throw emptyPacket();
      const head = await readAt(handle, HEAD_BYTES, 0);
      if (!beginsAsPacket(head)) throw noPacket();
      const name = path.basename(file);
      if (head.length < HEAD_BYTES) throw cutPacket(name);
      const { version, number, id } = readPartHead(head);
      if (version > VERSION) throw newerPacket();
      if (version !== VERSION) throw damagedPacket(name);
      if (size < HEAD_BYTES + FOOT_BYTES) throw cutPacket(name);
      const foot = await readAt(handle, FOOT_BYTES, size - FOOT_BYTES);
      const count = foot.length < FOOT_BYTES ? undefined : partsByFoot(foot, size);
      if (count === undefined) throw cutPacket(name);
      if (count > MOST_PARTS || number < 1 || number > count || size > PART_LIMIT) throw damagedPacket(name);
      return { path: file, size, id, number, count };
    } finally {
      await handle.close();
    }
  });
}

async function readEndsIfAny(fs: PacketFs, file: string): Promise<PartFile | undefined> {
  try {
    return await readEnds(fs, file);
  } catch (error) {
    if (error instanceof WorkbenchError) return undefined;
    throw error;
  }
}

/** The parts that lie beside one of them, whatever their names, by number. */
async function partsBeside(fs: PacketFs, chosen: PartFile): Promise<ReadonlyMap<number, PartFile>> {
  const found = new Map([[chosen.number, chosen]]);
  if (chosen.count === 1) return found;
  const folder = path.dirname(chosen.path);
  const names = await onReading(() => fs.readdir(folder));
  const likely = names.filter((name) => name.toLowerCase().includes(EXTENSION)).sort();
  for (const name of likely.slice(0, MOST_NAMES)) {
    const part = await readEndsIfAny(fs, path.join(folder, name));
    if (part === undefined || part.count !== chosen.count || !part.id.equals(chosen.id)) continue;
    if (!found.has(part.number)) found.set(part.number, part);
  }
  return found;
}

const missingOf = (count: number, found: ReadonlyMap<number, PartFile>): number[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter((number) => !found.has(number));

/** Files that have the name of a part and are something else. */
async function strangers(fs: PacketFs, chosen: PartFile, missing: readonly number[]): Promise<Problem[]> {
  const names = await onReading(() => fs.readdir(path.dirname(chosen.path)));
  const base = path.basename(chosen.path).replace(/\.\d{3}$/, '');
  return missing
    .map((number) => partName(base, number))
    .filter((name) => names.includes(name))
    .map((name) => ({ place: name, message: foreignPart() }));
}

/**
 * All parts of the packet that a file belongs to, in order.
 * @throws WorkbenchError those of {@link readEnds}; PACKET_PART_MISSING
 */
export async function partsOf(fs: PacketFs, file: string): Promise<readonly PartFile[]> {
  const chosen = await readEnds(fs, file);
  const found = await partsBeside(fs, chosen);
  const missing = missingOf(chosen.count, found);
  if (missing.length > 0) throw partsMissing(missing, chosen.count, await strangers(fs, chosen, missing));
  return Array.from({ length: chosen.count }, (_, i) => found.get(i + 1)!);
}

/**
 * What can be told without a key; nothing of it is proved.
 * @throws WorkbenchError PACKET_MISSING, PACKET_READ_FAILED, PACKET_EMPTY, PACKET_UNKNOWN; PACKET_DAMAGED where not even
 *   head and foot make sense
 */
export async function peekPacket(file: string, fs: PacketFs = PACKET_FS): Promise<PacketPeek> {
  try {
    const chosen = await readEnds(fs, file);
    const found = await partsBeside(fs, chosen);
    const missing = missingOf(chosen.count, found);
    return {
      format: VERSION,
      state: missing.length === 0 ? 'whole' : 'cut',
      bytes: [...found.values()].reduce((sum, { size }) => sum + size, 0),
      parts: chosen.count,
      missing,
    };
  } catch (error) {
    if (!(error instanceof WorkbenchError) || !['PACKET_CUT', 'PACKET_NEWER'].includes(error.code))
      throw error;
    return { ...(await ofOne(fs, file)), state: error.code === 'PACKET_CUT' ? 'cut' : 'newer' };
  }
}

/** What a file says of itself that is cut, or newer. */
const ofOne = (fs: PacketFs, file: string): Promise<Omit<PacketPeek, 'state'>> =>
  onReading(async () => {
    const handle = await fs.open(file, 'r');
    try {
      const head = await readAt(handle, HEAD_BYTES, 0);
      const format = head.length < HEAD_BYTES ? VERSION : readPartHead(head).version;
      return { format, bytes: (await handle.stat()).size, parts: 1, missing: [] };
    } finally {
      await handle.close();
    }
  });
