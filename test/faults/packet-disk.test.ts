/** A stick that fails at each call in turn while a packet is written to it, or read from it: all of it, or nothing, in words. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { openPacket } from '../../src-main/packets/read';
import { WorkbenchError } from '../../src-shared/errors';
import {
  brief,
  contentOf,
  failingPacketFs,
  names,
  newLaptop,
  readAll,
  write,
  type Content,
  type PacketFault,
} from '../fixtures/packet-kit';
import { temporaryFolders } from '../fixtures/store-kit';

const newFolder = temporaryFolders();
const MIB = 1 << 20;
const from = newLaptop();
const to = newLaptop();
/** Enough for several writes, and in parts for three of them. */
const content: Content = {
  head: { kind: 'exchange' },
  lines: ['{"a":1}', '{"a":2}'],
  files: [{ name: 'aa', bytes: randomBytes(5 * MIB) }],
};
const IN_PARTS = 2 * MIB + 8192;
const NAME = /^p\.xcpack(\.\d{3})?$/;

interface Outcome {
  readonly error?: WorkbenchError;
  readonly folder: string;
  readonly calls: number;
}

async function writeOn(fault: PacketFault, partLimit?: number): Promise<Outcome> {
  const folder = newFolder();
  const disk = failingPacketFs(fault);
  let error: unknown;
  await write(folder, content, from, to, { fs: disk, partLimit }).catch(
    (thrown: unknown) => (error = thrown),
  );
  if (error !== undefined) expect(error).toBeInstanceOf(WorkbenchError);
  return { error: error as WorkbenchError | undefined, folder, calls: disk.calls() };
}

const faults = ['full', 'once', 'short', 'dead'] as const;
const shapes = [
  ['one file', undefined],
  ['three parts', IN_PARTS],
] as const;

describe.each(shapes)('a packet of %s', (_shape, partLimit) => {
  test.each(faults)('written to a stick that at any of its calls fails (%s)', async (kind) => {
    const { calls, error: none, folder: sound } = await writeOn({ kind: 'none' }, partLimit);
    expect(none).toBeUndefined();
    expect(calls).toBeGreaterThan(20);
    const whole = names(sound);
    let failed = 0;
    for (let at = 1; at <= calls; at += 1) {
      const { error, folder } = await writeOn({ kind, at }, partLimit);
      const left = names(folder);
      if (error === undefined) {
        expect(left).toEqual(whole);
        expect(brief(await readAll(path.join(folder, left[0]!), to))).toEqual(brief(content));
      } else {
        failed += 1;
        expect(error.code).toMatch(/^PACKET_(WRITE_FAILED|LEFTOVER)$/);
        expect(error.message).toMatch(/请.*。$/);
        // What could not be removed is said, and nothing of it looks like a packet that is whole.
        if (error.code === 'PACKET_WRITE_FAILED') expect(left).toEqual([]);
        expect(left.filter((name) => NAME.test(name)).length).toBeLessThanOrEqual(whole.length);
        for (const name of left.filter((one) => NAME.test(one))) {
          const opened = openPacket(path.join(folder, name), to.keys);
          // After the last rename all is there: only its confirmation was missing.
          if (left.length === whole.length && left.every((one) => NAME.test(one))) (await opened).close();
          else await expect(opened).rejects.toMatchObject({ code: 'PACKET_PART_MISSING' });
        }
        for (const name of left.filter((one) => NAME.test(one))) fs.rmSync(path.join(folder, name));
      }
      if (error !== undefined) {
        const again = await write(folder, content, from, to, { partLimit });
        expect(names(folder)).toEqual(whole);
        expect(brief(await readAll(again.path, to))).toEqual(brief(content));
      }
      fs.rmSync(folder, { recursive: true });
    }
    // A short write is gone on with; of the others nearly every call matters.
    if (kind === 'short') expect(failed).toBe(0);
    else expect(failed).toBeGreaterThan(calls / 4);
  });

  test('read from a stick that at any of its calls fails', async () => {
    const { folder } = await writeOn({ kind: 'none' }, partLimit);
    const file = path.join(folder, names(folder).at(-1)!);
    const before = names(folder);
    const read = async (fault: PacketFault) => {
      const disk = failingPacketFs(fault);
      let error: unknown;
      try {
        const packet = await openPacket(file, to.keys, undefined, disk);
        expect(brief(await contentOf(packet))).toEqual(brief(content));
        packet.close();
      } catch (thrown) {
        error = thrown;
      }
      return { error, calls: disk.calls() };
    };
    const { calls, error: none } = await read({ kind: 'none' });
    expect(none).toBeUndefined();
    for (const kind of ['once', 'dead'] as const) {
      for (let at = 1; at <= calls; at += 1) {
        const { error } = await read({ kind, at });
        if (error === undefined) continue;
        expect(error).toBeInstanceOf(WorkbenchError);
        expect((error as WorkbenchError).code).toMatch(/^PACKET_(READ_FAILED|PART_MISSING)$/);
        expect((error as WorkbenchError).message).toMatch(/没有收入任何内容.*请.*。$/);
      }
    }
    expect(names(folder)).toEqual(before);
  });
});

test('a full stick is called full', async () => {
  const { error } = await writeOn({ kind: 'full', at: 8 });
  expect(error).toMatchObject({ code: 'PACKET_WRITE_FAILED', message: expect.stringContaining('空间不足') });
});

test('a stick that is pulled says that something stays on it, and the next packet clears it up', async () => {
  const { error, folder } = await writeOn({ kind: 'dead', at: 9 });
  expect(error).toMatchObject({
    code: 'PACKET_LEFTOVER',
    message: expect.stringMatching(/可能已经拔出.*xcpack-/),
  });
  expect(names(folder)).toEqual([expect.stringMatching(/^xcpack-[0-9a-f]{16}\.tmp$/)]);
  await write(folder, content, from, to);
  expect(names(folder)).toEqual(['p.xcpack']);
});

test('a stick that gives back other bytes than it took is not trusted', async () => {
  const folder = newFolder();
  const disk = failingPacketFs({ kind: 'none' });
  const lying = (async (...args: Parameters<typeof disk.open>) => {
    const file = String(args[0]);
    // Worn cells: written well, and something else when it is read.
    if (args[1] === 'r' && file.endsWith('.tmp')) {
      const bytes = fs.readFileSync(file);
      bytes[bytes.length >> 1]! ^= 4;
      fs.writeFileSync(file, bytes);
    }
    return disk.open(...args);
  }) as typeof disk.open;
  const writing = write(folder, content, from, to, { fs: { ...disk, open: lying } });
  await expect(writing).rejects.toMatchObject({ code: 'PACKET_READ_BACK' });
  expect(names(folder)).toEqual([]);
});

test('a stick that changes after it was read gives nothing that was not read before', async () => {
  const folder = newFolder();
  const { path: file } = await write(folder, content, from, to);
  const packet = await openPacket(file, to.keys);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  fs.writeFileSync(file, bytes);
  await expect(contentOf(packet)).rejects.toMatchObject({ code: 'PACKET_DAMAGED' });
  fs.rmSync(file);
  await expect(contentOf(packet)).rejects.toMatchObject({ code: 'PACKET_MISSING' });
});
