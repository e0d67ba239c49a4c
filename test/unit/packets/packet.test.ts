/** A packet on a real disk: what goes in comes out, and what is told of it without a key. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { checkCode, paddedLength } from '../../../src-main/packets/layout';
import { peekPacket } from '../../../src-main/packets/find';
import { PACKET_FS } from '../../../src-main/packets/disk';
import { openPacket } from '../../../src-main/packets/read';
import { writePacket } from '../../../src-main/packets/write';
import {
  brief,
  contentOf,
  inPieces,
  names,
  newLaptop,
  packetOf,
  readAll,
  sha,
  write,
  type Content,
} from '../../fixtures/packet-kit';
import { calledOffAt, filesWith, temporaryFolders } from '../../fixtures/store-kit';

const newFolder = temporaryFolders();
const MIB = 1 << 20;
const from = newLaptop();
const to = newLaptop();
const some: Content = {
  head: { format: 1, kind: 'exchange', by: { name: '闻知远' } },
  lines: ['{"a":1}', '', '{"text":"郑怀素反映的情况"}'],
  files: [
    { name: '00ff', bytes: randomBytes(70_000) },
    { name: 'a'.repeat(64) + '-5', bytes: Buffer.alloc(0) },
  ],
};

/** Sizes at which something begins or ends: of a chunk, of a piece, of nothing. */
const size = fc.oneof(
  fc.nat(5),
  fc.nat(100_000),
  fc.tuple(fc.constantFrom(MIB, 2 * MIB), fc.integer({ min: -700, max: 300 })).map(([at, more]) => at + more),
);
const line = fc.oneof(
  fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((text) => !text.includes('\n') && !/\p{Surrogate}/u.test(text)),
  fc.constant('\ufeff'),
  fc.nat(70_000).map((length) => '谈话'.repeat(length)),
);
const content: fc.Arbitrary<Content> = fc.record({
  head: fc
    .dictionary(fc.string({ maxLength: 8 }), fc.jsonValue(), { maxKeys: 4 })
    .map((head) => JSON.parse(JSON.stringify(head)) as Content['head']),
  lines: fc.array(line, { maxLength: 6 }),
  files: fc
    .array(size, { maxLength: 4 })
    .map((sizes) => sizes.map((length, i) => ({ name: `${i}f-${length}`, bytes: randomBytes(length) }))),
});

describe('what goes in comes out', () => {
  test('whatever its size, in one file or in parts', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.boolean(), async (given, inParts) => {
        const folder = newFolder();
        const partLimit = inParts ? MIB + 8192 : undefined;
        const written = await write(folder, given, from, to, { partLimit });
        expect(names(folder)).toEqual(written.paths.map((file) => path.basename(file)));
        expect(written.bytes).toBe(written.paths.reduce((sum, file) => sum + fs.statSync(file).size, 0));
        const packet = await openPacket(written.paths.at(-1)!, to.keys);
        expect(brief(await contentOf(packet))).toEqual(brief(given));
        expect(brief(await contentOf(packet))).toEqual(brief(given));
        expect([packet.digest, packet.code, packet.bytes]).toEqual([
          written.digest,
          written.code,
          written.bytes,
        ]);
        packet.close();
        fs.rmSync(folder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test('at every length about the border of a chunk', async () => {
    const folder = newFolder();
    // What stands before the file's content is the same each time: the stream's length meets the border exactly.
    for (let more = -140; more <= 4; more += 1) {
      const given = {
        head: {},
        lines: [],
        files: [{ name: 'ab', bytes: Buffer.alloc(MIB + more, more & 255) }],
      };
      const { path: file } = await write(folder, given, from, to);
      const read = await readAll(file, to);
      expect(read.files[0]!.bytes.equals(given.files[0]!.bytes)).toBe(true);
      fs.rmSync(file);
    }
  });

  test('to eleven laptops, to each of them, and to nobody else', async () => {
    const many = Array.from({ length: 11 }, () => newLaptop());
    const { path: file } = await write(newFolder(), some, from, to, {
      recipients: many.map((one) => one.publicKey),
    });
    for (const one of many) expect(brief(await readAll(file, one))).toEqual(brief(some));
    await expect(openPacket(file, to.keys)).rejects.toMatchObject({ code: 'PACKET_NOT_FOR_US' });
  });

  test('under a secret, to who knows it', async () => {
    const secretKey = randomBytes(32);
    const { path: file } = await write(newFolder(), some, from, to, { recipients: { secretKey } });
    expect(brief(await contentOf(await openPacket(file, { secretKey })))).toEqual(brief(some));
    await expect(openPacket(file, { secretKey: randomBytes(32) })).rejects.toMatchObject({
      code: 'PACKET_NOT_FOR_US',
    });
  });

  test('lines may be given one by one, and left before their end', async () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => `${n}`);
    async function* oneByOne() {
      yield* lines;
    }
    const { path: file } = await write(newFolder(), some, from, to, { lines: oneByOne() });
    const packet = await openPacket(file, to.keys);
    expect(packet.lineCount).toBe(50_000);
    for await (const line of packet.lines()) if (line === '7') break;
    expect((await contentOf(packet)).lines).toEqual(lines);
    packet.close();
    await expect(contentOf(packet)).rejects.toMatchObject({ code: 'PACKET_CLOSED' });
  });
});

describe('a signature', () => {
  const person = newLaptop('user-1');
  const signers = [person.signing('person'), from.signing()];
  const keyOf = ({ id }: { id: string }) => [person, from].find((one) => one.id === id)?.signKey;
  const opened = async (folder: string) => openPacket(path.join(folder, 'p.xcpack'), to.keys);

  test('is good by the keys of who signed, wrong by others, and unknown without', async () => {
    const folder = newFolder();
    await write(folder, some, from, to, { signers });
    const packet = await opened(folder);
    expect(packet.signers).toEqual([
      { role: 'person', id: 'user-1' },
      { role: 'laptop', id: from.id },
    ]);
    const signed = (of: typeof keyOf) => packet.verify(of).map((one) => one.signed);
    expect(signed(keyOf)).toEqual(['good', 'good']);
    expect(signed(() => person.signKey)).toEqual(['good', 'wrong']);
    expect(signed(() => undefined)).toEqual(['unknown', 'unknown']);
    expect(signed(() => 'no key')).toEqual(['wrong', 'wrong']);
  });

  test('by somebody in the name of another is wrong', async () => {
    const folder = newFolder();
    await write(folder, some, from, to, { signers: [{ ...from.signing('person'), id: 'user-1' }] });
    expect((await opened(folder)).verify(keyOf)).toEqual([{ role: 'person', id: 'user-1', signed: 'wrong' }]);
  });

  test('of a person does not do for a laptop', async () => {
    const seen: Buffer[] = [];
    const sign = (bytes: Buffer) => (seen.push(bytes), from.signing().sign(bytes));
    await write(newFolder(), some, from, to, {
      signers: [
        { role: 'person', id: from.id, sign },
        { role: 'laptop', id: from.id, sign },
      ],
    });
    expect(new Set(seen.map(String)).size).toBe(2);
  });
});

describe('outside the seal', () => {
  test('stands no word, name or size of what is inside', async () => {
    const folder = newFolder();
    await write(folder, some, from, to);
    expect(
      filesWith(folder, ['闻知远', '郑怀素', 'exchange', from.id, to.publicKey.toString('hex'), '00ff']),
    ).toEqual([]);
    expect(fs.readFileSync(path.join(folder, 'p.xcpack')).includes(to.publicKey)).toBe(false);
  });

  test('one, two and eight addressees take the same room, and so do contents of about one size', async () => {
    const lengthFor = async (recipients: number, bytes: number) => {
      const folder = newFolder();
      const keys = Array.from({ length: recipients }, () => newLaptop().publicKey);
      const files = [{ name: 'aa', bytes: randomBytes(bytes) }];
      return (await write(folder, { head: {}, lines: [], files }, from, to, { recipients: keys })).bytes;
    };
    const one = await lengthFor(1, 200_000);
    expect(await lengthFor(2, 200_000)).toBe(one);
    expect(await lengthFor(8, 200_400)).toBe(one);
    expect(await lengthFor(9, 200_000)).toBeGreaterThan(one);
    expect(await lengthFor(1, 0)).toBe(await lengthFor(1, 15_000));
  });

  test('the padding is never more than an eighth, and grows with what there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16 << 10, max: 2 ** 40 }), (length) => {
        const padded = paddedLength(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(length * 1.125);
        expect(paddedLength(padded)).toBe(padded);
        expect(paddedLength(length + 1)).toBeGreaterThanOrEqual(padded);
      }),
    );
  });

  test('two packets of one content share nothing that could be compared', async () => {
    const [one, two] = [newFolder(), newFolder()];
    await write(one, some, from, to);
    await write(two, some, from, to);
    const [a, b] = [one, two].map((folder) => fs.readFileSync(path.join(folder, 'p.xcpack')));
    const same = [...a!].filter((byte, i) => byte === b![i]).length;
    expect(same / a!.length).toBeLessThan(0.02);
  });
});

describe('the digest', () => {
  test('is that of the file, and the code is read from it', async () => {
    const written = await write(newFolder(), some, from, to);
    expect(written.digest).toBe(sha(fs.readFileSync(written.path)));
    expect(written.code).toBe(checkCode(written.digest));
    expect(written.code).toMatch(/^\d{4}( \d{4}){5}$/);
  });

  test('of several parts is that of their digests', async () => {
    const files = [{ name: 'aa', bytes: randomBytes(5 * MIB) }];
    const written = await write(newFolder(), { ...some, files }, from, to, { partLimit: 3 * MIB });
    expect(written.paths.length).toBeGreaterThan(2);
    const shas = written.paths.map((file) => sha(fs.readFileSync(file)));
    expect(written.digest).toBe(sha(Buffer.from(shas.join(''), 'hex')));
    for (const file of written.paths) expect(fs.statSync(file).size).toBeLessThanOrEqual(3 * MIB);
  });

  test('gives codes of one length', () => {
    expect(checkCode('0'.repeat(64))).toBe('0000 0000 0000 0000 0000 0000');
    expect(checkCode('f'.repeat(64))).toBe('2089 2581 9614 6291 7470 6175');
  });
});

describe('before anything is written,', () => {
  const refused = async (more: Parameters<typeof write>[4], name = 'p.xcpack', given: Content = some) => {
    const folder = newFolder();
    let code: unknown;
    await writePacket(path.join(folder, name), packetOf(given, from, to, more)).catch(
      (error: { code: string; message: string }) => {
        expect(error.message).toMatch(/。$/);
        code = error.code;
      },
    );
    expect(names(folder)).toEqual([]);
    return code;
  };

  test('room is looked for', async () => {
    const statfs = async () => ({ bavail: 10, bsize: 4096 });
    expect(
      await refused({ fs: { ...PACKET_FS, statfs: statfs as unknown as typeof PACKET_FS.statfs } }),
    ).toBe('PACKET_NO_SPACE');
  });

  test('and again when the lines have their size', async () => {
    let asked = 0;
    const statfs = async () => ({ bavail: (asked += 1) === 1 ? 1e6 : 10, bsize: 4096 });
    expect(
      await refused({ fs: { ...PACKET_FS, statfs: statfs as unknown as typeof PACKET_FS.statfs } }),
    ).toBe('PACKET_NO_SPACE');
    expect(asked).toBe(2);
  });

  test('names are looked at', async () => {
    expect(await refused({}, 'p.zip')).toBe('PACKET_NAME');
    expect(await refused({}, `${'长'.repeat(82)}.xcpack`)).toBe('PACKET_NAME');
  });

  test('a public key that leads to no secret is refused', async () => {
    expect(await refused({ recipients: [Buffer.alloc(32)] })).toBe('PACKET_ADDRESSEE');
    expect(await refused({ recipients: [randomBytes(31)] })).toBe('PACKET_ADDRESSEE');
  });

  test.each(['p.xcpack', 'P.XCPACK', 'p.xcpack.001', 'p.xcpack.007'])(
    'what stands there as %s stays',
    async (name) => {
      const folder = newFolder();
      fs.writeFileSync(path.join(folder, name), 'mine');
      await expect(write(folder, some, from, to)).rejects.toMatchObject({ code: 'PACKET_EXISTS' });
      expect(names(folder)).toEqual([name]);
      expect(fs.readFileSync(path.join(folder, name), 'utf8')).toBe('mine');
    },
  );

  test.each([-1, 1])('a file that is not as long as was said (%d) makes no packet', async (more) => {
    const files = [{ name: 'aa', size: 1000 + more, open: () => inPieces(randomBytes(1000)) }];
    expect(await refused({ files })).toBe('PACKET_SOURCE');
  });

  test('a line or head of more than a packet takes makes none', async () => {
    expect(await refused({ lines: ['a'.repeat(8 * MIB + 1)] })).toBe('PACKET_TOO_LARGE');
    expect(await refused({ lines: ['汉'.repeat(3 * MIB)] })).toBe('PACKET_TOO_LARGE');
    expect(await refused({ head: { text: 'a'.repeat(MIB) } })).toBe('PACKET_TOO_LARGE');
    const longest = { ...some, lines: ['a'.repeat(8 * MIB)] };
    const { path: file } = await write(newFolder(), longest, from, to);
    expect(brief(await readAll(file, to))).toEqual(brief(longest));
  });

  test('lines that a reader would not take are not written', async () => {
    function* swelling() {
      for (let i = 0; i < 100; i += 1) yield 'a'.repeat(MIB);
    }
    expect(await refused({ lines: swelling() })).toBe('PACKET_TOO_LARGE');
  });

  test.each([
    ['a name that is a way', { files: [{ name: '../a', size: 0, open: () => [] }] }],
    ['two files of one name', { files: ['aa', 'aa'].map((name) => ({ name, size: 0, open: () => [] })) }],
    ['a line of two', { lines: ['a\nb'] }],
    ['a line that is no text', { lines: ['\ud800'] }],
    ['nobody to write to', { recipients: [] }],
    ['a signer whose id breaks the line', { signers: [{ ...from.signing(), id: 'a\nb' }] }],
  ])('%s is a defect of who asks, and leaves nothing', async (_what, more) => {
    const folder = newFolder();
    await expect(write(folder, some, from, to, more)).rejects.toThrow(Error);
    expect(names(folder)).toEqual([]);
  });
});

describe('progress', () => {
  const big: Content = { ...some, files: [{ name: 'aa', bytes: randomBytes(6 * MIB) }] };

  test('is told in thousandths, never goes back, and ends whole', async () => {
    const folder = newFolder();
    const told: number[] = [];
    const turns = { progress: (done: number) => void told.push(done), breathe: () => Promise.resolve() };
    const { path: file } = await write(folder, big, from, to, { turns });
    expect(told.length).toBeGreaterThan(10);
    const rising = (all: number[]) => expect(all).toEqual([...all].sort((a, b) => a - b));
    rising(told);
    expect(told.at(-1)).toBe(1000);
    expect(told.at(-2)).toBeLessThan(1000);
    told.length = 0;
    await openPacket(file, to.keys, turns);
    rising(told);
    expect(told.at(-1)).toBe(1000);
  });

  test('called off at any turn leaves nothing', async () => {
    let turns = 0;
    for (let nth = 1; ; nth += 1) {
      const folder = newFolder();
      const outcome = await write(folder, big, from, to, { turns: calledOffAt(nth) }).then(
        () => undefined,
        (error: { code: string }) => error.code,
      );
      if (outcome === undefined) break;
      turns += 1;
      expect(outcome).toBe('TASK_CANCELLED');
      expect(names(folder)).toEqual([]);
    }
    expect(turns).toBeGreaterThan(12);
  });

  test('called off while opening says so', async () => {
    const { path: file } = await write(newFolder(), big, from, to);
    await expect(openPacket(file, to.keys, calledOffAt(3))).rejects.toMatchObject({ code: 'TASK_CANCELLED' });
  });
});

describe('without a key', () => {
  test('it is told whether a packet is whole', async () => {
    const folder = newFolder();
    const { path: file, bytes } = await write(folder, some, from, to);
    expect(await peekPacket(file)).toEqual({ format: 1, state: 'whole', bytes, parts: 1, missing: [] });
    fs.truncateSync(file, bytes - 1);
    expect(await peekPacket(file)).toMatchObject({ format: 1, state: 'cut', bytes: bytes - 1 });
    fs.truncateSync(file, 5);
    expect(await peekPacket(file)).toMatchObject({ format: 1, state: 'cut', bytes: 5 });
    fs.writeFileSync(file, 'PK not one of ours');
    await expect(peekPacket(file)).rejects.toMatchObject({ code: 'PACKET_UNKNOWN' });
  });

  test('which parts are missing', async () => {
    const files = [{ name: 'aa', bytes: randomBytes(5 * MIB) }];
    const folder = newFolder();
    const { paths, bytes } = await write(folder, { ...some, files }, from, to, { partLimit: 2 * MIB + 8192 });
    expect(await peekPacket(paths[1]!)).toEqual({ format: 1, state: 'whole', bytes, parts: 3, missing: [] });
    fs.rmSync(paths[0]!);
    expect(await peekPacket(paths[2]!)).toMatchObject({ state: 'cut', parts: 3, missing: [1] });
  });
});

describe('of several parts', () => {
  const files = [{ name: 'aa', bytes: randomBytes(5 * MIB) }];
  const given: Content = { ...some, files };
  const made = async () => {
    const folder = newFolder();
    const { paths } = await write(folder, given, from, to, { partLimit: 2 * MIB + 8192 });
    return { folder, paths };
  };

  test('names do not matter', async () => {
    const { folder, paths } = await made();
    fs.renameSync(paths[0]!, path.join(folder, '第三组的.xcpack(1).001'));
    fs.renameSync(paths[2]!, path.join(folder, 'z.XCPACK'));
    expect(brief(await readAll(paths[1]!, to))).toEqual(brief(given));
  });

  test('a missing one is named, and what stands in its place', async () => {
    const { paths } = await made();
    const other = await made();
    fs.rmSync(paths[0]!);
    await expect(openPacket(paths[1]!, to.keys)).rejects.toMatchObject({
      code: 'PACKET_PART_MISSING',
      message: expect.stringContaining('共有3个分卷，缺第1卷'),
      problems: [],
    });
    fs.copyFileSync(other.paths[0]!, paths[0]!);
    fs.truncateSync(paths[2]!, 100_000);
    await expect(openPacket(paths[1]!, to.keys)).rejects.toMatchObject({
      code: 'PACKET_PART_MISSING',
      message: expect.stringContaining('缺第1、3卷'),
      problems: [{ place: 'p.xcpack.001' }, { place: 'p.xcpack.003' }].map(expect.objectContaining),
    });
  });

  test('a part with the number of another is found out', async () => {
    const { paths } = await made();
    const second = fs.readFileSync(paths[1]!);
    const third = fs.readFileSync(paths[2]!);
    // The numbers of two parts are exchanged, with their sums put right, as anybody can.
    const renumbered = (bytes: Buffer, number: number) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt16BE(number, 10);
      Buffer.from(sha(copy.subarray(0, copy.length - 32)), 'hex').copy(copy, copy.length - 32);
      return copy;
    };
    fs.writeFileSync(paths[1]!, renumbered(third, 2));
    fs.writeFileSync(paths[2]!, renumbered(second, 3));
    await expect(openPacket(paths[0]!, to.keys)).rejects.toMatchObject({ code: 'PACKET_DAMAGED' });
  });
});
