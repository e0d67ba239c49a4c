import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KeyRing } from '../../../src-main/keys';
import { atOnce } from '../../../src-main/store/steps';
import { openEvidence, type Evidence, type EvidenceFs } from '../../../src-main/store/evidence';

const MIB = 1 << 20;
/** Sealed sizes, from the format: head, and what a chunk adds to its content. */
const HEAD = 4 + 1 + 12 + 40 + 16;
const EXTRA = 12 + 16;

function keyRing(vaultId = '0'.repeat(32)): KeyRing {
  const secret = Buffer.from('the vault key of this test');
  return { vaultId, subkey: (purpose) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)) };
}

let dir: string;
let evidence: Evidence;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'evidence-'));
  evidence = openEvidence({ dir, keys: keyRing() });
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const fileOf = (hash: string, store = evidence) => {
  const tag = store.tagOf(hash);
  return path.join(dir, 'evidence', tag.slice(0, 2), tag);
};

async function readAll(hash: string, store = evidence): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of store.read(hash)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every file below the folder, with its bytes. */
function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: fs.readFileSync(path.join(entry.parentPath, entry.name)) }));
}

test.each([0, 1, MIB - 1, MIB, MIB + 1, 3.5 * MIB])('%d bytes come back as they went in', async (size) => {
  const bytes = randomBytes(size);
  const stored = await evidence.put(inPieces(bytes, 300_001));
  expect(stored).toEqual({ hash: sha(bytes), size });
  expect(evidence.has(stored.hash)).toBe(true);
  expect(sha(await readAll(stored.hash))).toBe(stored.hash);
  expect(await evidence.verify(stored.hash)).toBeUndefined();
  expect(fs.statSync(fileOf(stored.hash)).size).toBe(
    HEAD + size + EXTRA * Math.max(1, Math.ceil(size / MIB)),
  );
});

test('the same content is stored once, however it arrives', async () => {
  const bytes = randomBytes(MIB + 5);
  const { hash } = await evidence.put(bytes);
  const before = fs.readFileSync(fileOf(hash));
  expect(await evidence.put(inPieces(bytes, 7_777))).toEqual({ hash, size: bytes.length });
  expect(evidence.list()).toEqual([evidence.tagOf(hash)]);
  expect(fs.readFileSync(fileOf(hash)).equals(before)).toBe(true);
  expect(filesIn(dir)).toHaveLength(1);
});

test('putting a content whose stored file is damaged replaces that file', async () => {
  const bytes = Buffer.from('会议记录扫描件');
  const { hash } = await evidence.put(bytes);
  fs.truncateSync(fileOf(hash), 20);
  await evidence.put(bytes);
  expect(await evidence.verify(hash)).toBeUndefined();
});

test('what was never stored is missing, and says so', async () => {
  expect(evidence.list()).toEqual([]);
  expect(evidence.has(sha(Buffer.from('x')))).toBe(false);
  await expect(readAll('0'.repeat(64))).rejects.toMatchObject({ code: 'EVIDENCE_MISSING' });
  expect(await evidence.verify('0'.repeat(64))).toMatchObject({
    message: expect.stringContaining('不在本机'),
  });
});

test('a flipped bit in any byte of a small file is found', async () => {
  const { hash } = await evidence.put(Buffer.from('证据'));
  const file = fileOf(hash);
  const sound = fs.readFileSync(file);
  for (let at = 0; at < sound.length; at++) {
    const broken = Buffer.from(sound);
    broken[at]! ^= 1 << (at % 8);
    fs.writeFileSync(file, broken);
    expect(await evidence.verify(hash)).toMatchObject({
      place: expect.stringContaining(evidence.tagOf(hash)),
    });
    await expect(readAll(hash)).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
  }
  fs.writeFileSync(file, sound);
  expect(await evidence.verify(hash)).toBeUndefined();
});

test('a file cut at any length, or with bytes added, is found', async () => {
  const { hash } = await evidence.put(Buffer.from('证据'));
  const file = fileOf(hash);
  const sound = fs.readFileSync(file);
  for (let length = 0; length < sound.length; length++) {
    fs.writeFileSync(file, sound.subarray(0, length));
    await expect(readAll(hash)).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
  }
  fs.writeFileSync(file, Buffer.concat([sound, Buffer.alloc(1)]));
  await expect(readAll(hash)).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
});

test('chunks exchanged, dropped or repeated are found before they are given out', async () => {
  const bytes = randomBytes(3 * MIB);
  const { hash } = await evidence.put(bytes);
  const file = fileOf(hash);
  const sound = fs.readFileSync(file);
  const head = sound.subarray(0, HEAD);
  const chunk = (i: number) => sound.subarray(HEAD + i * (MIB + EXTRA), HEAD + (i + 1) * (MIB + EXTRA));
  for (const order of [
    [1, 0, 2],
    [0, 2, 1],
    [0, 0, 2],
    [0, 1],
    [0, 1, 2, 2],
  ]) {
    fs.writeFileSync(file, Buffer.concat([head, ...order.map(chunk)]));
    const given: Buffer[] = [];
    await expect(
      (async () => {
        for await (const piece of evidence.read(hash)) given.push(piece);
      })(),
    ).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
    expect(given.every((piece, i) => piece.equals(bytes.subarray(i * MIB, (i + 1) * MIB)))).toBe(true);
    expect(given.length).toBeLessThan(3);
  }
});

test('a part is what stands at its place, across pieces and up to the end, and the size is told', async () => {
  const bytes = randomBytes(2 * MIB + 100);
  const { hash } = await evidence.put(bytes);
  for (const [from, length] of [
    [0, 0],
    [0, 10],
    [MIB - 5, 10],
    [MIB, MIB],
    [5, 2 * MIB],
    [2 * MIB + 90, 1000],
    [3 * MIB, 10],
  ] as const) {
    const part = evidence.part(hash, from, length);
    expect(part.size).toBe(bytes.length);
    expect(part.bytes.equals(bytes.subarray(from, from + length))).toBe(true);
  }
  expect(evidence.part((await evidence.put(Buffer.alloc(0))).hash, 0, 10)).toEqual({
    size: 0,
    bytes: Buffer.alloc(0),
  });
});

test('a check goes through all bytes in steps, and lets go of the file when it is ended between two', async () => {
  const { hash } = await evidence.put(randomBytes(3 * MIB));
  expect([...evidence.checking(evidence.tagOf(hash))]).toEqual([MIB, MIB, MIB]);
  const off = evidence.checking(evidence.tagOf(hash));
  off.next();
  expect(() => off.throw(new Error('called off'))).toThrow('called off');
  expect(off.next()).toEqual({ done: true, value: undefined });
});

test('one file in the place of another, or from another vault, is found', async () => {
  const one = await evidence.put(Buffer.from('第一份'));
  const two = await evidence.put(Buffer.from('第二份'));
  fs.copyFileSync(fileOf(one.hash), fileOf(two.hash));
  await expect(readAll(two.hash)).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
  const other = openEvidence({ dir, keys: keyRing('f'.repeat(32)) });
  await expect(readAll(one.hash, other)).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED' });
  expect(atOnce(evidence.checking(evidence.tagOf(one.hash)))).toBeUndefined();
  expect(atOnce(evidence.checking(evidence.tagOf(two.hash)))).toBeDefined();
});

test('the disk tells neither the text nor that a known file is there', async () => {
  const canary = 'CANARY-举报人张三-'.repeat(1000);
  const { hash } = await evidence.put(Buffer.from(canary));
  for (const { name, bytes } of filesIn(dir)) {
    expect(name).not.toContain(hash.slice(0, 16));
    for (const secret of ['CANARY', '举报人张三', hash])
      expect(bytes.includes(Buffer.from(secret))).toBe(false);
    expect(bytes.includes(Buffer.from(hash, 'hex'))).toBe(false);
  }
});

test('a source that breaks off leaves nothing, and its own error is told', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(2 * MIB);
    throw new Error('stick pulled out');
  }
  await expect(evidence.put(broken())).rejects.toThrow('stick pulled out');
  expect(filesIn(dir)).toEqual([]);
});

test('what a crash left unfinished is swept, what is stored stays', async () => {
  const { hash } = await evidence.put(Buffer.from('证据'));
  fs.writeFileSync(path.join(dir, 'evidence', 'tmp-0123'), 'half');
  expect(evidence.list()).toEqual([evidence.tagOf(hash)]);
  expect(evidence.sweepTemp()).toBe(1);
  expect(filesIn(dir).map(({ name }) => name)).toEqual([evidence.tagOf(hash)]);
  fs.rmSync(path.join(dir, 'evidence'), { recursive: true });
  expect(evidence.sweepTemp()).toBe(0);
});

test('a locked vault stores nothing', async () => {
  const locked = openEvidence({
    dir,
    keys: {
      ...keyRing(),
      subkey: () => {
        throw new Error('locked');
      },
    },
  });
  await expect(locked.put(Buffer.from('x'))).rejects.toThrow('locked');
  expect(filesIn(dir)).toEqual([]);
});

/** A disk on which the call number `failAt` that changes something fails; a failing write may do half of it first. */
function failingDisk(failAt: number, code: string): { disk: EvidenceFs; calls: () => number } {
  let calls = 0;
  const fails = () => ++calls === failAt;
  const refuse = () => Object.assign(new Error(code), { code, syscall: 'write' });
  const guard =
    <A extends unknown[], R>(real: (...args: A) => R) =>
    (...args: A): R => {
      if (fails()) throw refuse();
      return real(...args);
    };
  const disk = {
    ...fs,
    openSync: guard(fs.openSync),
    mkdirSync: guard(fs.mkdirSync as (...args: unknown[]) => unknown) as typeof fs.mkdirSync,
    renameSync: guard(fs.renameSync),
    fsyncSync: guard(fs.fsyncSync),
    writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
      if (fails()) {
        fs.writeSync(file, bytes, offset, length >> 1, position);
        throw refuse();
      }
      return fs.writeSync(file, bytes, offset, length, position);
    }) as typeof fs.writeSync,
  };
  return { disk, calls: () => calls };
}

test.each(['ENOSPC', 'EIO'])(
  'a disk that fails with %s at any step: a clear error, and no half file',
  async (code) => {
    const bytes = randomBytes(2 * MIB + 3);
    const whole = failingDisk(0, code);
    await openEvidence({ dir, keys: keyRing(), fs: whole.disk }).put(bytes);
    const steps = whole.calls();
    expect(steps).toBeGreaterThan(8);
    for (let step = 1; step <= steps; step++) {
      fs.rmSync(path.join(dir, 'evidence'), { recursive: true });
      const { disk } = failingDisk(step, code);
      const failing = openEvidence({ dir, keys: keyRing(), fs: disk });
      await expect(failing.put(bytes)).rejects.toMatchObject({
        code: 'EVIDENCE_WRITE_FAILED',
        message: expect.stringContaining(code === 'ENOSPC' ? '磁盘空间不足' : '写入磁盘失败'),
      });
      for (const tag of evidence.list()) expect(atOnce(evidence.checking(tag))).toBeUndefined();
      expect(filesIn(dir).filter(({ name }) => name.startsWith('tmp-'))).toEqual([]);
      await evidence.put(bytes);
      expect(await evidence.verify(sha(bytes))).toBeUndefined();
    }
  },
);

test('a disk that writes only a part each time still gets all of it', async () => {
  const bytes = randomBytes(MIB + 3);
  const disk: EvidenceFs = {
    ...fs,
    writeSync: ((file: number, part: Uint8Array, offset: number, length: number, position: number) =>
      fs.writeSync(file, part, offset, Math.min(length, 400_000), position)) as typeof fs.writeSync,
  };
  const { hash } = await openEvidence({ dir, keys: keyRing(), fs: disk }).put(bytes);
  expect((await readAll(hash)).equals(bytes)).toBe(true);
});

test('a disk that takes nothing more without saying why is an error, not an endless wait', async () => {
  const disk: EvidenceFs = { ...fs, writeSync: (() => 0) as typeof fs.writeSync };
  await expect(openEvidence({ dir, keys: keyRing(), fs: disk }).put(Buffer.from('x'))).rejects.toMatchObject({
    code: 'EVIDENCE_WRITE_FAILED',
  });
  expect(filesIn(dir)).toEqual([]);
});
