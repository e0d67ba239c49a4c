/**
 * Evidence files (scans, photographs, recordings), each sealed in a file of its own:
 * `<dir>/evidence/<first 2 hex of tag>/<tag>`.
 *
 * The tag is HMAC-SHA-256(key `evidence-tag`, SHA-256 of the content): equal contents are stored once, and yet nobody
 * without the key can tell from the disk whether a file he knows is among them.
 *
 * Format, version 1 (lengths in bytes):
 *
 *     "PWEV" 4 | version 1 | nonce 12 | sealed (file key 32, content size 8, big-endian) 40 | GCM tag 16
 *     then per chunk:        nonce 12 | sealed content, 1 MiB (the last one 0 to 1 MiB)     | GCM tag 16
 *
 * AES-256-GCM from node:crypto with fresh random nonces. The head is sealed with the key `evidence`, bound to format
 * version, vault and tag; the chunks with the random file key inside it, bound to vault, chunk number and whether they
 * are the last. A file arrives as a stream whose tag and size are known only at its end: binding them to the file key
 * binds them to every chunk. An empty file is one empty chunk.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import nodeFs from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { WorkbenchError, type Problem } from '../../src-shared/errors';
import type { KeyRing } from '../keys';
import { atOnce, type Steps } from './steps';

/** What is used of `node:fs`; tests put a failing disk here. */
export type EvidenceFs = Pick<
  typeof nodeFs,
  | 'closeSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeSync'
>;

export interface Evidence {
  /**
   * Stores a content, once: what is there already stays, unless it is damaged; then it is replaced.
   * @param announce told the name of a new file before it stands under it
   * @returns SHA-256 of the content in lower-case hex, and its size in bytes. It is on the disk when this resolves.
   * @throws WorkbenchError EVIDENCE_WRITE_FAILED; what `source` and `announce` throw passes through. Nothing half remains.
   */
  put(
    source: AsyncIterable<Uint8Array> | Uint8Array,
    announce?: (tag: string) => void,
  ): Promise<{ hash: string; size: number }>;
  /**
   * The content in pieces of 1 MiB, each authenticated before it is given out.
   * @throws WorkbenchError EVIDENCE_MISSING, EVIDENCE_DAMAGED, while iterating.
   */
  read(hash: string): AsyncIterable<Buffer>;
  /**
   * A part of the content, each piece that it is taken from authenticated, and the size of the whole in bytes. What lies
   * beyond the end is left out.
   * @throws WorkbenchError EVIDENCE_MISSING, EVIDENCE_DAMAGED
   */
  part(hash: string, from: number, length: number): { readonly size: number; readonly bytes: Buffer };
  has(hash: string): boolean;
  /** The name under which a content lies on the disk. */
  tagOf(hash: string): string;
  /** Tags of everything stored, sorted. */
  list(): string[];
  /** Reads all of it and compares it with its hash. @returns what is wrong, if anything. */
  verify(hash: string): Promise<Problem | undefined>;
  /** The same in steps, for a stored file whose hash is not known: the content must give the tag. */
  checking(tag: string): Steps<Problem | undefined>;
  /** Removes a stored file. */
  remove(tag: string): void;
  /** Size of a stored file on the disk, in bytes. */
  sizeOf(tag: string): number;
  /** Removes what a crash left of unfinished files; only at open, never beside a running `put`. @returns how many. */
  sweepTemp(): number;
}

const MAGIC = Buffer.from('PWEV');
const VERSION = 1;
const NONCE = 12;
const MAC = 16;
const FILE_KEY = 32;
const HEAD_PLAIN = FILE_KEY + 8;
const HEAD = MAGIC.length + 1 + NONCE + HEAD_PLAIN + MAC;
const CHUNK = 1 << 20;
const TEMPORARY = 'tmp-';
const TAG = /^[0-9a-f]{64}$/;

function seal(key: Buffer, aad: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: MAC });
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, aad: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: MAC });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(sealed.length - MAC));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - MAC)), decipher.final()]);
}

const headAad = (vaultId: string, tag: string) => `evidence-head|${VERSION}|${vaultId}|${tag}`;
const chunkAad = (vaultId: string, index: number, last: boolean) =>
  `evidence-chunk|${vaultId}|${index}|${last ? 'last' : 'more'}`;

function damaged(cause?: unknown): WorkbenchError {
  return new WorkbenchError(
    'EVIDENCE_DAMAGED',
    '这份佐证材料的文件已损坏，无法读取。请从备份恢复，或由原件重新添加。',
    [],
    { cause },
  );
}

function missing(): WorkbenchError {
  return new WorkbenchError(
    'EVIDENCE_MISSING',
    '这份佐证材料不在本机。请从备份恢复，或向添加它的人员索取后重新添加。',
  );
}

function writeFailed(cause: unknown): WorkbenchError {
  const full = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '');
  return new WorkbenchError(
    'EVIDENCE_WRITE_FAILED',
    full
      ? '磁盘空间不足，佐证材料没有保存。请先腾出空间，再重新添加。'
      : '写入磁盘失败，佐证材料没有保存。请检查磁盘是否正常、是否只读，再重新添加。',
    [],
    { cause },
  );
}

/** Evidence of one vault folder. Creates nothing before the first `put`. */
export function openEvidence(options: { dir: string; keys: KeyRing; fs?: EvidenceFs }): Evidence {
  const { keys } = options;
  const fs = options.fs ?? nodeFs;
  const root = join(options.dir, 'evidence');
  const folderOf = (tag: string) => join(root, tag.slice(0, 2));
  const pathOf = (tag: string) => join(folderOf(tag), tag);
  const tagOf = (hash: string) =>
    createHmac('sha256', keys.subkey('evidence-tag')).update(hash).digest('hex');
  const exists = (tag: string) => fs.statSync(pathOf(tag), { throwIfNoEntry: false }) !== undefined;

  function writing<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      throw error instanceof WorkbenchError ? error : writeFailed(error);
    }
  }

  function writeAll(file: number, bytes: Uint8Array, position: number): void {
    let done = 0;
    while (done < bytes.length) {
      const written = fs.writeSync(file, bytes, done, bytes.length - done, position + done);
      if (written <= 0) throw Object.assign(new Error('write of nothing'), { code: 'EIO' });
      done += written;
    }
  }

  /** Makes what happened in a folder durable; Windows has no such call, NTFS journals it. */
  function syncFolder(folder: string): void {
    if (process.platform === 'win32') return;
    const file = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  }

  /** Seals a whole source into an open file. */
  async function sealInto(
    file: number,
    source: AsyncIterable<Uint8Array> | Uint8Array,
  ): Promise<{ hash: string; size: number }> {
    const fileKey = randomBytes(FILE_KEY);
    const digest = createHash('sha256');
    const chunk = Buffer.alloc(CHUNK);
    let filled = 0;
    let index = 0;
    let position = HEAD;
    const flush = (last: boolean) => {
      const sealed = seal(fileKey, chunkAad(keys.vaultId, index, last), chunk.subarray(0, filled));
      writing(() => writeAll(file, sealed, position));
      position += sealed.length;
      index++;
      filled = 0;
    };

    let size = 0;
    try {
      for await (const piece of source instanceof Uint8Array ? [source] : source) {
        digest.update(piece);
        size += piece.length;
        for (let taken = 0; taken < piece.length;) {
          if (filled === CHUNK) flush(false);
          const part = piece.subarray(taken, taken + CHUNK - filled);
          chunk.set(part, filled);
          filled += part.length;
          taken += part.length;
        }
      }
      flush(true);
      const hash = digest.digest('hex');
      const plain = Buffer.concat([fileKey, Buffer.alloc(8)]);
      plain.writeBigUInt64BE(BigInt(size), FILE_KEY);
      const head = seal(keys.subkey('evidence'), headAad(keys.vaultId, tagOf(hash)), plain);
      plain.fill(0);
      writing(() => writeAll(file, Buffer.concat([MAGIC, Buffer.from([VERSION]), head]), 0));
      return { hash, size };
    } finally {
      chunk.fill(0);
      fileKey.fill(0);
    }
  }

  async function put(
    source: AsyncIterable<Uint8Array> | Uint8Array,
    announce?: (tag: string) => void,
  ): Promise<{ hash: string; size: number }> {
    const temporary = join(root, TEMPORARY + randomBytes(16).toString('hex'));
    const file = writing(() => {
      fs.mkdirSync(root, { recursive: true, mode: 0o700 });
      return fs.openSync(temporary, 'wx', 0o600);
    });
    try {
      let stored;
      try {
        stored = await sealInto(file, source);
        writing(() => fs.fsyncSync(file));
      } finally {
        writing(() => fs.closeSync(file));
      }
      const tag = tagOf(stored.hash);
      const present = exists(tag);
      const sound = present && (await isWhole(tag));
      if (!present) announce?.(tag);
      writing(() => {
        fs.mkdirSync(folderOf(tag), { recursive: true, mode: 0o700 });
        if (!sound) fs.renameSync(temporary, pathOf(tag));
        // Even where nothing was renamed: an earlier `put` may have failed before this step.
        for (const folder of [folderOf(tag), root, options.dir]) syncFolder(folder);
      });
      return stored;
    } finally {
      discard(temporary);
    }
  }

  /** A disk that just failed may refuse this too: `sweepTemp` takes what stays, and the first error is the one told. */
  function discard(temporary: string): void {
    try {
      fs.rmSync(temporary, { force: true });
    } catch {
      return;
    }
  }

  function readAt(file: number, length: number, position: number): Buffer {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const got = fs.readSync(file, bytes, done, length - done, position + done);
      if (got === 0) throw damaged();
      done += got;
    }
    return bytes;
  }

  function openStored(tag: string): number {
    try {
      return fs.openSync(pathOf(tag), 'r');
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing() : damaged(error);
    }
  }

  /** An open stored file: how large its content is, and its pieces by their number. */
  interface Opened {
    readonly size: number;
    readonly chunks: number;
    chunk(index: number): Buffer;
    close(): void;
  }

  /** Whatever goes wrong while reading means that the file is not as it was written. */
  function reading<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      throw error instanceof WorkbenchError ? error : damaged(error);
    }
  }

  function openTag(tag: string): Opened {
    const wrapKey = keys.subkey('evidence');
    const file = openStored(tag);
    try {
      const { fileKey, size, chunks } = reading(() => {
        const head = readAt(file, HEAD, 0);
        if (!head.subarray(0, MAGIC.length).equals(MAGIC) || head[MAGIC.length] !== VERSION) throw damaged();
        const plain = unseal(wrapKey, headAad(keys.vaultId, tag), head.subarray(MAGIC.length + 1));
        const total = Number(plain.readBigUInt64BE(FILE_KEY));
        const count = Math.max(1, Math.ceil(total / CHUNK));
        if (fs.fstatSync(file).size !== HEAD + total + count * (NONCE + MAC)) throw damaged();
        return { fileKey: plain.subarray(0, FILE_KEY), size: total, chunks: count };
      });
      return {
        size,
        chunks,
        chunk(index) {
          const last = index === chunks - 1;
          const length = last ? size - index * CHUNK : CHUNK;
          return reading(() => {
            const sealed = readAt(file, NONCE + length + MAC, HEAD + index * (NONCE + CHUNK + MAC));
            return unseal(fileKey, chunkAad(keys.vaultId, index, last), sealed);
          });
        },
        close: () => fs.closeSync(file),
      };
    } catch (error) {
      fs.closeSync(file);
      throw error;
    }
  }

  function* readTag(tag: string): Generator<Buffer> {
    const opened = openTag(tag);
    try {
      for (let index = 0; index < opened.chunks; index++) yield opened.chunk(index);
    } finally {
      opened.close();
    }
  }

  function part(hash: string, from: number, length: number): { size: number; bytes: Buffer } {
    const opened = openTag(tagOf(hash));
    try {
      const { size } = opened;
      const end = Math.min(size, from + length);
      const pieces: Buffer[] = [];
      for (let at = from; at < end; at = (Math.floor(at / CHUNK) + 1) * CHUNK) {
        const index = Math.floor(at / CHUNK);
        pieces.push(opened.chunk(index).subarray(at - index * CHUNK, end - index * CHUNK));
      }
      return { size, bytes: Buffer.concat(pieces) };
    } finally {
      opened.close();
    }
  }

  function* checking(tag: string): Steps<Problem | undefined> {
    try {
      const digest = createHash('sha256');
      for (const piece of readTag(tag)) {
        digest.update(piece);
        yield piece.length;
      }
      if (tagOf(digest.digest('hex')) !== tag) throw damaged();
      return undefined;
    } catch (error) {
      if (!(error instanceof WorkbenchError) || !error.code.startsWith('EVIDENCE_')) throw error;
      return { place: `evidence/${tag.slice(0, 2)}/${tag}`, message: error.message };
    }
  }

  /** Whether a stored file is whole; with a turn for others between its pieces. */
  async function isWhole(tag: string): Promise<boolean> {
    const steps = checking(tag);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value === undefined;
      await turn();
    }
  }

  function namesIn(folder: string): string[] {
    try {
      return fs.readdirSync(folder);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  }

  async function* read(hash: string): AsyncGenerator<Buffer> {
    yield* readTag(tagOf(hash));
  }

  function list(): string[] {
    return namesIn(root)
      .filter((name) => /^[0-9a-f]{2}$/.test(name))
      .flatMap((name) => namesIn(join(root, name)).filter((tag) => TAG.test(tag) && tag.startsWith(name)))
      .sort();
  }

  return {
    put,
    read,
    part,
    has: (hash) => exists(tagOf(hash)),
    tagOf,
    list,
    verify: async (hash) => atOnce(checking(tagOf(hash))),
    checking,
    remove(tag) {
      fs.rmSync(pathOf(tag), { force: true });
    },
    sizeOf: (tag) => fs.statSync(pathOf(tag), { throwIfNoEntry: false })?.size ?? 0,
    sweepTemp() {
      const left = namesIn(root).filter((name) => name.startsWith(TEMPORARY));
      for (const name of left) fs.rmSync(join(root, name), { force: true });
      return left.length;
    },
  };
}
