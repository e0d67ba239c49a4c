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
 * Version 2 is what belongs to records of the compartment (decision 0024), and lies under `<tag>-s`:
 *
 *     "PWEV" 4 | version 2 | box (HPKE) of (file key 32, content size 8, SHA-256 of the content 32) 120 | chunks as above
 *
 * Its tag is the SHA-256 of the chunks and the head, so that who does not hold the key can still tell whether the file
 * is as it was written; who holds it reads from the heads which content lies where.
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
import { BOX_OVERHEAD, sealBox } from '../hpke';
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
   * @param sealed for the holders of the 线索钥匙 only
   * @returns SHA-256 of the content in lower-case hex, and its size in bytes. It is on the disk when this resolves.
   * @throws WorkbenchError EVIDENCE_WRITE_FAILED; what `source` and `announce` throw passes through. Nothing half remains.
   */
  put(
    source: AsyncIterable<Uint8Array> | Uint8Array,
    announce?: (tag: string) => void,
    sealed?: boolean,
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
  /**
   * The name under which a content lies, or would lie, on the disk.
   * @param sealed as one that only holders of the 线索钥匙 read; undefined where it lies nowhere as such
   */
  tagOf(hash: string): string;
  tagOf(hash: string, sealed: boolean): string | undefined;
  /** Whether a stored file is one that only holders of the 线索钥匙 read. */
  isSealed(tag: string): boolean;
  /** Seals a stored file for the holders of the 线索钥匙 in place of what it was. @returns its new name */
  reseal(hash: string): string;
  /** Tags of everything stored, sorted. */
  list(): string[];
  /**
   * A sealed file as it lies on the disk, for another laptop: no key is needed, and none opens it there that does not here.
   * @throws WorkbenchError EVIDENCE_MISSING, EVIDENCE_DAMAGED, while iterating
   */
  readBox(tag: string): Iterable<Buffer>;
  /**
   * Takes in a sealed file of another laptop. Its bytes must give its name.
   * @param announce as with {@link put}
   * @throws WorkbenchError EVIDENCE_DAMAGED, EVIDENCE_WRITE_FAILED. Nothing half remains.
   */
  putBox(tag: string, source: AsyncIterable<Uint8Array>, announce?: (tag: string) => void): Promise<void>;
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
const TAG = /^[0-9a-f]{64}(?:-s)?$/;
const SEALED = '-s';
const SEALED_VERSION = 2;
const SEALED_PLAIN = HEAD_PLAIN + 32;
const SEALED_HEAD = MAGIC.length + 1 + SEALED_PLAIN + BOX_OVERHEAD;
/** Names the purpose of the box (HPKE's info). */
const SEALED_INFO = 'patrol-workbench/1/evidence';
const isSealedTag = (tag: string): boolean => tag.endsWith(SEALED);

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

  /** Seals pieces into an open file, and the head last. */
  function sealer(file: number, sealed: boolean) {
    const fileKey = randomBytes(FILE_KEY);
    const digest = createHash('sha256');
    const written = createHash('sha256');
    const chunk = Buffer.alloc(CHUNK);
    const head = sealed ? SEALED_HEAD : HEAD;
    let filled = 0;
    let index = 0;
    let size = 0;
    let position = head;
    const flush = (last: boolean) => {
      const bytes = seal(fileKey, chunkAad(keys.vaultId, index, last), chunk.subarray(0, filled));
      writing(() => writeAll(file, bytes, position));
      written.update(bytes);
      position += bytes.length;
      index++;
      filled = 0;
    };
    return {
      take(piece: Uint8Array): void {
        digest.update(piece);
        size += piece.length;
        for (let taken = 0; taken < piece.length;) {
          if (filled === CHUNK) flush(false);
          const part = piece.subarray(taken, taken + CHUNK - filled);
          chunk.set(part, filled);
          filled += part.length;
          taken += part.length;
        }
      },
      /** @returns the content's hash and size, and the name of the file */
      end(): { hash: string; size: number; tag: string } {
        flush(true);
        const hash = digest.digest('hex');
        const plain = Buffer.concat([
          fileKey,
          Buffer.alloc(8),
          ...(sealed ? [Buffer.from(hash, 'hex')] : []),
        ]);
        plain.writeBigUInt64BE(BigInt(size), FILE_KEY);
        const bytes = sealed ? sealedHead(plain) : openHead(plain, tagOf(hash));
        plain.fill(0);
        writing(() => writeAll(file, bytes, 0));
        return { hash, size, tag: sealed ? written.update(bytes).digest('hex') + SEALED : tagOf(hash) };
      },
      clear(): void {
        chunk.fill(0);
        fileKey.fill(0);
      },
    };
  }

  const openHead = (plain: Buffer, tag: string): Buffer =>
    Buffer.concat([
      MAGIC,
      Buffer.from([VERSION]),
      seal(keys.subkey('evidence'), headAad(keys.vaultId, tag), plain),
    ]);

  function sealedHead(plain: Buffer): Buffer {
    if (keys.clues === undefined) throw new Error('no key to seal for');
    const box = sealBox(keys.clues.publicKey, SEALED_INFO, Buffer.from(keys.vaultId), plain);
    return Buffer.concat([MAGIC, Buffer.from([SEALED_VERSION]), box]);
  }

  /** Where the contents lie that are sealed for holders, by their hash; empty without the key. */
  let sealedTags: Map<string, string> | undefined;
  function sealedOnes(): Map<string, string> {
    if (sealedTags !== undefined) return sealedTags;
    sealedTags = new Map();
    if (keys.clues?.held === undefined) return sealedTags;
    for (const tag of list().filter(isSealedTag)) {
      try {
        const opened = openTag(tag);
        sealedTags.set(opened.hash!, tag);
        opened.close();
      } catch {
        // "verify" tells of a damaged one.
      }
    }
    return sealedTags;
  }

  /** The name of a content that is there; that of the vault's own where it is nowhere. */
  const findTag = (hash: string): string => {
    const tag = tagOf(hash);
    return exists(tag) ? tag : (sealedOnes().get(hash) ?? tag);
  };

  async function put(
    source: AsyncIterable<Uint8Array> | Uint8Array,
    announce?: (tag: string) => void,
    sealed = false,
  ): Promise<{ hash: string; size: number }> {
    const { temporary, file } = beginFile();
    try {
      const into = sealer(file, sealed);
      let stored;
      try {
        for await (const piece of source instanceof Uint8Array ? [source] : source) into.take(piece);
        stored = into.end();
        writing(() => fs.fsyncSync(file));
      } finally {
        into.clear();
        writing(() => fs.closeSync(file));
      }
      const { hash, size } = stored;
      const tag = sealed ? (sealedOnes().get(hash) ?? stored.tag) : stored.tag;
      const present = exists(tag);
      const sound = present && (await isWhole(tag));
      if (!present) announce?.(tag);
      // A sealed one that is damaged has another name than what takes its place.
      moveIn(temporary, sound ? undefined : stored.tag);
      if (sealed && !sound) sealedTags?.set(hash, stored.tag);
      return { hash, size };
    } finally {
      discard(temporary);
    }
  }

  function beginFile(): { temporary: string; file: number } {
    const temporary = join(root, TEMPORARY + randomBytes(16).toString('hex'));
    const file = writing(() => {
      fs.mkdirSync(root, { recursive: true, mode: 0o700 });
      return fs.openSync(temporary, 'wx', 0o600);
    });
    return { temporary, file };
  }

  /** Gives a finished file its name, durably. @param tag undefined where what is there stays */
  function moveIn(temporary: string, tag: string | undefined): void {
    writing(() => {
      const folders = [root, options.dir];
      if (tag !== undefined) {
        fs.mkdirSync(folderOf(tag), { recursive: true, mode: 0o700 });
        fs.renameSync(temporary, pathOf(tag));
        folders.unshift(folderOf(tag));
      }
      // Even where nothing was renamed: an earlier `put` may have failed before this step.
      for (const folder of folders) syncFolder(folder);
    });
  }

  function reseal(hash: string): string {
    const { temporary, file } = beginFile();
    try {
      const into = sealer(file, true);
      let tag;
      try {
        for (const piece of readTag(tagOf(hash))) into.take(piece);
        tag = into.end().tag;
        writing(() => fs.fsyncSync(file));
      } finally {
        into.clear();
        writing(() => fs.closeSync(file));
      }
      moveIn(temporary, tag);
      sealedTags = undefined;
      return tag;
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
    /** Of a sealed one: what its content hashes to. */
    readonly hash: string | undefined;
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

  /** What the head of a file holds: file key, size, and of a sealed one the hash. */
  function readHead(tag: string, file: number): Buffer {
    const sealed = isSealedTag(tag);
    const head = readAt(file, sealed ? SEALED_HEAD : HEAD, 0);
    const version = sealed ? SEALED_VERSION : VERSION;
    if (!head.subarray(0, MAGIC.length).equals(MAGIC) || head[MAGIC.length] !== version) throw damaged();
    const body = head.subarray(MAGIC.length + 1);
    if (!sealed) return unseal(keys.subkey('evidence'), headAad(keys.vaultId, tag), body);
    const held = keys.clues?.held;
    if (held === undefined) throw missing();
    const plain = held.open(SEALED_INFO, Buffer.from(keys.vaultId), body);
    if (plain === undefined) throw damaged();
    return plain;
  }

  function openTag(tag: string): Opened {
    const file = openStored(tag);
    const begin = isSealedTag(tag) ? SEALED_HEAD : HEAD;
    try {
      const { fileKey, size, chunks, hash } = reading(() => {
        const plain = readHead(tag, file);
        const total = Number(plain.readBigUInt64BE(FILE_KEY));
        const count = Math.max(1, Math.ceil(total / CHUNK));
        if (fs.fstatSync(file).size !== begin + total + count * (NONCE + MAC)) throw damaged();
        const known = plain.length > HEAD_PLAIN ? plain.subarray(HEAD_PLAIN).toString('hex') : undefined;
        return { fileKey: plain.subarray(0, FILE_KEY), size: total, chunks: count, hash: known };
      });
      return {
        size,
        chunks,
        hash,
        chunk(index) {
          const last = index === chunks - 1;
          const length = last ? size - index * CHUNK : CHUNK;
          return reading(() => {
            const sealed = readAt(file, NONCE + length + MAC, begin + index * (NONCE + CHUNK + MAC));
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
    const opened = openTag(findTag(hash));
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

  function* readBox(tag: string): Generator<Buffer> {
    const file = openStored(tag);
    try {
      const size = fs.fstatSync(file).size;
      for (let at = 0; at < size; at += CHUNK) {
        const length = Math.min(CHUNK, size - at);
        yield reading(() => readAt(file, length, at));
      }
    } finally {
      fs.closeSync(file);
    }
  }

  async function putBox(
    tag: string,
    source: AsyncIterable<Uint8Array>,
    announce?: (tag: string) => void,
  ): Promise<void> {
    const { temporary, file } = beginFile();
    try {
      let head = Buffer.alloc(0);
      let position = 0;
      const chunks = createHash('sha256');
      try {
        for await (const piece of source) {
          writing(() => writeAll(file, piece, position));
          position += piece.length;
          const missing = Math.min(SEALED_HEAD - head.length, piece.length);
          if (missing > 0) head = Buffer.concat([head, piece.subarray(0, missing)]);
          chunks.update(piece.subarray(Math.max(missing, 0)));
        }
        writing(() => fs.fsyncSync(file));
      } finally {
        writing(() => fs.closeSync(file));
      }
      if (!isSealedTag(tag) || chunks.update(head).digest('hex') + SEALED !== tag) throw damaged();
      const present = exists(tag);
      if (!present) announce?.(tag);
      moveIn(temporary, present && (await isWhole(tag)) ? undefined : tag);
      sealedTags = undefined;
    } finally {
      discard(temporary);
    }
  }

  /** A sealed file is as it was written when its bytes give its name: no key is needed for that. */
  function* checkingBytes(tag: string): Steps<void> {
    const file = openStored(tag);
    try {
      const size = fs.fstatSync(file).size;
      const head = reading(() => readAt(file, SEALED_HEAD, 0));
      const digest = createHash('sha256');
      for (let at = SEALED_HEAD; at < size; at += CHUNK) {
        const length = Math.min(CHUNK, size - at);
        digest.update(reading(() => readAt(file, length, at)));
        yield length;
      }
      if (digest.update(head).digest('hex') + SEALED !== tag) throw damaged();
    } finally {
      fs.closeSync(file);
    }
  }

  function* checking(tag: string): Steps<Problem | undefined> {
    try {
      if (isSealedTag(tag)) {
        yield* checkingBytes(tag);
        return undefined;
      }
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
    yield* readTag(findTag(hash));
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
    has: (hash) => exists(findTag(hash)),
    tagOf: ((hash: string, sealed = false) =>
      sealed ? sealedOnes().get(hash) : tagOf(hash)) as Evidence['tagOf'],
    isSealed: isSealedTag,
    reseal,
    readBox,
    putBox,
    list,
    verify: async (hash) => atOnce(checking(findTag(hash))),
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
