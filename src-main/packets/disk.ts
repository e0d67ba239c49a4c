/** The disk as packets use it: unfinished files, their parts, and how they get their names. */
import { createHash, randomBytes, type Hash } from 'node:crypto';
import nodeFs from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../store/files';
import { alreadyThere, nameTooLong, noSpace, readBackDiffers, writeFailed, wrongName } from './errors';
import { FOOT_BYTES, partHead, plainFoot } from './layout';

/** What is used of `node:fs/promises`; tests put a failing disk here. */
export type PacketFs = Pick<typeof nodeFs, 'open' | 'readdir' | 'rename' | 'rm' | 'stat' | 'statfs'> & {
  syncFolder(folder: string): void;
};
export const PACKET_FS: PacketFs = { ...nodeFs, syncFolder };

type Handle = Awaited<ReturnType<PacketFs['open']>>;

export const EXTENSION = '.xcpack';
/** Of a packet of several parts, the first is `….xcpack.001`. */
export const partName = (name: string, number: number): string =>
  `${name}.${String(number).padStart(3, '0')}`;

const UNFINISHED = /^xcpack-[0-9a-f]{16}\.tmp$/;
/** Names are as long as so many bytes on most systems. */
const MOST_NAME = 255;
/** What a file system needs beside the files: folders, tables, blocks half used. */
const SPARE_BYTES = 16 << 20;
/** What is written is brought to the disk by so many bytes, so that its progress is true on a slow stick. */
const SYNC_BYTES = 16 << 20;
const READ_BYTES = 1 << 20;

/** What the system says of a file, and nothing else that may be thrown. */
export const isOfTheSystem = (cause: unknown): boolean =>
  typeof (cause as NodeJS.ErrnoException | undefined)?.syscall === 'string';

/** What the system says of the disk in `act` is said in words; all else passes. */
export async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw isOfTheSystem(cause) ? writeFailed(cause) : cause;
  }
}

/** A file in pieces, the next one being read while one is used; a piece is only valid until the next is asked for. */
async function* readAhead(fs: PacketFs, file: string): AsyncGenerator<Buffer> {
  const handle = await fs.open(file, 'r');
  const buffers = [Buffer.allocUnsafe(READ_BYTES), Buffer.allocUnsafe(READ_BYTES)] as const;
  const read = (into: Buffer) => {
    const reading = handle.read(into, 0, into.length, null);
    reading.catch(() => {});
    return reading;
  };
  let reading = read(buffers[0]);
  try {
    for (let turn = 0; ; turn ^= 1) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = read(buffers[turn ^ 1]!);
      yield buffers[turn]!.subarray(0, bytesRead);
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}

/** A part that is being written. */
interface Part {
  readonly temporary: string;
  readonly handle: Handle;
  readonly hash: Hash;
  length: number;
  unsynced: number;
  /** SHA-256 of the finished file, lower-case hex. */
  digest?: string;
}

export interface WrittenPart {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
}

/** The parts of one packet on their way to the disk. */
export interface PartsWriter {
  /** Length of the part that is being written, in bytes. */
  length(): number;
  /** Begins the next part. */
  begin(): Promise<void>;
  /** Appends to the part; the bytes must stay as they are until the next call has returned. */
  put(...pieces: readonly Buffer[]): Promise<void>;
  /** SHA-256 of each part as it stands. */
  transcripts(): Buffer[];
  /**
   * Writes the feet, brings all to the disk, reads it back, and gives the files their names.
   * @throws WorkbenchError PACKET_READ_BACK, PACKET_EXISTS, PACKET_WRITE_FAILED
   */
  finish(told: (bytes: number) => Promise<void>): Promise<WrittenPart[]>;
  /** Removes all that was written. @returns whether nothing is left */
  discard(): Promise<boolean>;
}

/** Refuses names that cannot be, before anything is written. */
export function checkName(target: string): void {
  const name = path.basename(target);
  if (!name.toLowerCase().endsWith(EXTENSION)) throw wrongName();
  if (Buffer.byteLength(partName(name, 1)) > MOST_NAME) throw nameTooLong();
}

/** @throws WorkbenchError PACKET_NO_SPACE where there is no room for so many bytes */
export async function demandSpace(fs: PacketFs, folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  if (bavail * bsize < bytes + SPARE_BYTES) throw noSpace(bytes + SPARE_BYTES, bavail * bsize);
}

/** Unfinished files that are being written by this process. */
const inWork = new Set<string>();

/** Removes what packets that were never finished have left in a folder. */
export async function sweepUnfinished(fs: PacketFs, folder: string): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    const file = path.join(folder, name);
    if (UNFINISHED.test(name) && !inWork.has(file)) await fs.rm(file, { force: true });
  }
}

/** Refuses to write over a file or over parts of that name. */
export async function demandFree(fs: PacketFs, target: string): Promise<void> {
  const base = path.basename(target).toLowerCase();
  const taken = (await fs.readdir(path.dirname(target))).find((name) => {
    const lower = name.toLowerCase();
    return lower === base || (lower.startsWith(`${base}.`) && /^\d{3}$/.test(lower.slice(base.length + 1)));
  });
  if (taken !== undefined) throw alreadyThere(taken);
}

/** @param target path of the packet, were it one file @param id of the packet, 16 bytes */
export function writeParts(fs: PacketFs, target: string, id: Buffer): PartsWriter {
  const folder = path.dirname(target);
  const parts: Part[] = [];
  let named: string[] = [];
  // One write is under way while the next piece is being sealed.
  let writing: Promise<void> = Promise.resolve();

  async function append(part: Part, pieces: readonly Buffer[]): Promise<void> {
    for (const bytes of pieces) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await part.handle.write(bytes, done, bytes.length - done);
        if (bytesWritten <= 0)
          throw Object.assign(new Error('write of nothing'), { code: 'EIO', syscall: 'write' });
        done += bytesWritten;
      }
      part.unsynced += bytes.length;
    }
    if (part.unsynced < SYNC_BYTES) return;
    await part.handle.sync();
    part.unsynced = 0;
  }

  async function put(...pieces: readonly Buffer[]): Promise<void> {
    const part = parts.at(-1)!;
    for (const bytes of pieces) {
      part.hash.update(bytes);
      part.length += bytes.length;
    }
    await writing;
    writing = append(part, pieces);
    // Whoever awaits it next hears of it; until then it is nobody's.
    writing.catch(() => {});
  }

  async function end(part: Part): Promise<void> {
    const plain = plainFoot(parts.length, part.length + FOOT_BYTES);
    part.hash.update(plain);
    const sha = part.hash.copy().digest();
    part.digest = part.hash.update(sha).digest('hex');
    part.length += FOOT_BYTES;
    await append(part, [plain, sha]);
    await part.handle.sync();
    await part.handle.close();
  }

  async function readBack(part: Part, told: (bytes: number) => Promise<void>): Promise<void> {
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of readAhead(fs, part.temporary)) {
      hash.update(piece);
      length += piece.length;
      await told(piece.length);
    }
    if (length !== part.length || hash.digest('hex') !== part.digest) throw readBackDiffers();
  }

  /** The last part first: who sees the first sees all. */
  async function name(): Promise<WrittenPart[]> {
    await demandFree(fs, target);
    const paths = parts.length === 1 ? [target] : parts.map((_, i) => partName(target, i + 1));
    for (let i = parts.length - 1; i >= 0; i -= 1) {
      named.push(paths[i]!);
      await fs.rename(parts[i]!.temporary, paths[i]!);
    }
    fs.syncFolder(folder);
    for (const { temporary } of parts) inWork.delete(temporary);
    return parts.map((part, i) => ({ path: paths[i]!, bytes: part.length, digest: part.digest! }));
  }

  return {
    length: () => parts.at(-1)!.length,
    begin: () =>
      onDisk(async () => {
        await writing;
        const temporary = path.join(folder, `xcpack-${randomBytes(8).toString('hex')}.tmp`);
        inWork.add(temporary);
        const handle = await fs.open(temporary, 'wx', 0o600);
        parts.push({ temporary, handle, hash: createHash('sha256'), length: 0, unsynced: 0 });
        await put(partHead(parts.length, id));
      }),
    put: (...pieces) => onDisk(() => put(...pieces)),
    transcripts: () => parts.map(({ hash }) => hash.copy().digest()),
    finish: (told) =>
      onDisk(async () => {
        await writing;
        for (const part of parts) await end(part);
        for (const part of parts) await readBack(part, told);
        return name();
      }),
    async discard() {
      await writing.catch(() => {});
      let clean = true;
      for (const { handle } of parts) await handle.close().catch(() => {});
      for (const file of [...parts.map(({ temporary }) => temporary), ...named]) {
        try {
          await fs.rm(file, { force: true });
        } catch {
          clean = false;
        }
        inWork.delete(file);
      }
      named = [];
      return clean;
    },
  };
}
