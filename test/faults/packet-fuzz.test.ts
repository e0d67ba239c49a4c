/**
 * Whatever bytes call themselves a packet: a sentence, nothing written, and no memory beyond bounds; what is given out is
 * what was sealed, to the last bit.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { peekPacket } from '../../src-main/packets/find';
import {
  CHUNK,
  FOOT_BYTES,
  FRAME,
  CLEAR_LENGTH_BYTES,
  HEAD_BYTES,
  SEALED_CHUNK,
  TRAILER_BYTES,
} from '../../src-main/packets/layout';
import { openPacket } from '../../src-main/packets/read';
import type { StreamWriter } from '../../src-main/packets/seal-stream';
import { WorkbenchError } from '../../src-shared/errors';
import {
  contentOf,
  craft,
  frames,
  names,
  newLaptop,
  sha,
  write,
  type Content,
  type Laptop,
} from '../fixtures/packet-kit';
import { temporaryFolders } from '../fixtures/store-kit';

const LONG = process.env.LONG === '1';
const CASES = LONG ? 10_000 : 500;
const MIB = 1 << 20;
/** Keys of part 1 with eight slots. */
const KEYS = CLEAR_LENGTH_BYTES + 1 + 8 * 80 + 32;

const newFolder = temporaryFolders();
const from = newLaptop();
const to = newLaptop();
const folder = newFolder();
const file = path.join(folder, 'p.xcpack');
const small: Content = {
  head: { kind: 'exchange' },
  lines: ['{"a":1}', '{"text":"要点"}'],
  files: [{ name: 'aa', bytes: randomBytes(3000) }],
};

/** The bytes of a packet. */
async function bytesOf(content: Content, more?: Parameters<typeof write>[4]): Promise<Buffer> {
  const away = newFolder();
  const written = await write(away, content, from, to, more);
  return fs.readFileSync(written.path);
}

/** Puts the foot right, as anybody can who knows the format. */
function footed(body: Buffer, count = 1): Buffer {
  const foot = Buffer.alloc(FOOT_BYTES);
  foot.write('XCEN', 'latin1');
  foot.writeUInt16BE(count, 4);
  foot.writeBigUInt64BE(BigInt(body.length + FOOT_BYTES), 6);
  const whole = Buffer.concat([body, foot]);
  Buffer.from(sha(whole.subarray(0, whole.length - 32)), 'hex').copy(whole, whole.length - 32);
  return whole;
}

/** What opening and reading all of the file says; undefined where it is read. */
async function refusal(laptop: Laptop = to): Promise<WorkbenchError | undefined> {
  const before = names(folder);
  try {
    const packet = await openPacket(file, laptop.keys);
    try {
      await contentOf(packet);
    } finally {
      packet.close();
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    expect(error.code).toMatch(/^PACKET_/);
    expect(error.message).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(error.message).not.toMatch(/error|undefined|NaN/i);
    return error;
  } finally {
    expect(names(folder)).toEqual(before);
  }
}
const codeOf = async (bytes: Buffer, laptop?: Laptop): Promise<string | undefined> => {
  fs.writeFileSync(file, bytes);
  // Nothing that can be peeked into throws anything but words.
  await peekPacket(file).catch((error: unknown) => expect(error).toBeInstanceOf(WorkbenchError));
  return (await refusal(laptop))?.code;
};

describe('a packet on its way', () => {
  const seed = LONG ? {} : { seed: 20261126 };

  test(`with any bit turned is refused (${CASES} times)`, async () => {
    const sound = await bytesOf(small);
    expect(await codeOf(sound)).toBeUndefined();
    // The plain bytes at both ends as often as the sealed ones between them.
    const place = fc.oneof(
      fc.nat(sound.length - 1),
      fc.nat(HEAD_BYTES + KEYS),
      fc.nat(FOOT_BYTES - 1).map((back) => sound.length - 1 - back),
      fc.nat(TRAILER_BYTES - 1).map((back) => sound.length - FOOT_BYTES - 1 - back),
    );
    await fc.assert(
      fc.asyncProperty(place, fc.nat(7), async (at, bit) => {
        const turned = Buffer.from(sound);
        turned[at]! ^= 1 << bit;
        expect(await codeOf(turned)).toBeDefined();
      }),
      { numRuns: CASES, ...seed },
    );
  });

  test(`cut, doubled, with pieces lost, put in, or of another packet, is refused (${CASES} times)`, async () => {
    const all = [
      await bytesOf(small),
      await bytesOf(small),
      await bytesOf({ ...small, files: [{ name: 'aa', bytes: randomBytes(2 * MIB) }] }),
    ];
    const piece = fc.record({ of: fc.nat(2), at: fc.nat(), length: fc.nat(5000) });
    const damage = fc.record({
      of: fc.nat(2),
      how: fc.constantFrom('cut', 'drop', 'put', 'over', 'noise'),
      at: fc.nat(),
      piece,
      // With and without a foot that fits.
      footed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ of, how, at: anywhere, piece: other, footed: mended }) => {
        const sound = all[of]!;
        const at = anywhere % sound.length;
        const source = all[other.of]!;
        const start = other.at % source.length;
        const foreign = source.subarray(start, start + other.length);
        const hurt = {
          cut: () => sound.subarray(0, at),
          drop: () => Buffer.concat([sound.subarray(0, at), sound.subarray(at + 1 + other.length)]),
          put: () => Buffer.concat([sound.subarray(0, at), foreign, sound.subarray(at)]),
          over: () => Buffer.concat([sound.subarray(0, at), foreign, sound.subarray(at + foreign.length)]),
          noise: () => Buffer.concat([sound.subarray(0, at), randomBytes(16), sound.subarray(at + 16)]),
        }[how]();
        const bytes =
          mended && hurt.length > FOOT_BYTES ? footed(hurt.subarray(0, hurt.length - FOOT_BYTES)) : hurt;
        const same = all.some((one) => one.equals(bytes));
        expect((await codeOf(bytes)) === undefined).toBe(same);
      }),
      { numRuns: CASES, ...seed },
    );
  });

  test('cut at every border says that it is cut', async () => {
    const sound = await bytesOf({ ...small, files: [{ name: 'aa', bytes: randomBytes(2 * MIB) }] });
    const chunks = Math.ceil((sound.length - HEAD_BYTES - KEYS - TRAILER_BYTES - FOOT_BYTES) / SEALED_CHUNK);
    const borders = [8, 10, 12, HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES + KEYS, sound.length - FOOT_BYTES]
      .concat(Array.from({ length: chunks }, (_, i) => HEAD_BYTES + KEYS + i * SEALED_CHUNK))
      .concat([sound.length - FOOT_BYTES - TRAILER_BYTES, sound.length - 32]);
    for (const border of borders)
      for (const at of [border - 1, border, border + 1]) {
        expect([at, await codeOf(sound.subarray(0, at))]).toEqual([at, 'PACKET_CUT']);
      }
    expect(await codeOf(Buffer.alloc(0))).toBe('PACKET_EMPTY');
    expect(await codeOf(Buffer.concat([sound, Buffer.from([0])]))).toBe('PACKET_CUT');
  });

  test('with whole chunks left out, doubled, exchanged, or of another packet is damaged, whatever its foot', async () => {
    const files = [{ name: 'aa', bytes: randomBytes(5 * MIB) }];
    const [one, other] = [await bytesOf({ ...small, files }), await bytesOf({ ...small, files })];
    const body = HEAD_BYTES + KEYS;
    const chunk = (bytes: Buffer, i: number) =>
      bytes.subarray(body + i * SEALED_CHUNK, body + (i + 1) * SEALED_CHUNK);
    const tail = one.subarray(body + 5 * SEALED_CHUNK, one.length - FOOT_BYTES);
    const of = (start: Buffer, order: readonly Buffer[], end = tail) =>
      footed(Buffer.concat([start, ...order, end]));
    const start = one.subarray(0, body);
    const own = [0, 1, 2, 3, 4].map((i) => chunk(one, i));
    expect(await codeOf(of(start, own))).toBeUndefined();
    const [a, b, c, d, e] = own as [Buffer, Buffer, Buffer, Buffer, Buffer];
    for (const order of [
      [a, b, c, d],
      [b, c, d, e],
      [a, c, b, d, e],
      [a, b, c, d, d, e],
      [e, d, c, b, a],
      [],
    ])
      expect(await codeOf(of(start, order))).toBe('PACKET_DAMAGED');
    expect(await codeOf(of(start, [a, chunk(other, 1), c, d, e]))).toBe('PACKET_DAMAGED');
    const otherTail = other.subarray(body + 5 * SEALED_CHUNK, other.length - FOOT_BYTES);
    expect(await codeOf(of(start, own, otherTail))).toBe('PACKET_DAMAGED');
    // The boxes of one packet before the chunks of another; and under the id of another.
    expect(
      await codeOf(of(Buffer.concat([start.subarray(0, HEAD_BYTES), other.subarray(HEAD_BYTES, body)]), own)),
    ).toBe('PACKET_NOT_FOR_US');
    expect(await codeOf(of(other.subarray(0, body), own))).toBe('PACKET_DAMAGED');
  });

  test('to somebody else, of a newer version, and no packet at all', async () => {
    const sound = await bytesOf(small);
    expect(await codeOf(sound, newLaptop())).toBe('PACKET_NOT_FOR_US');
    const newer = Buffer.from(sound);
    newer.writeUInt16BE(2, 8);
    expect(await codeOf(newer)).toBe('PACKET_NEWER');
    expect((await peekPacket(file)).state).toBe('newer');
    expect(await codeOf(Buffer.from('PK\x03\x04 something else'))).toBe('PACKET_UNKNOWN');
    expect(await codeOf(Buffer.alloc(100_000))).toBe('PACKET_UNKNOWN');
    const asText = Buffer.from(sound.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    expect(await codeOf(asText)).toBe('PACKET_UNKNOWN');
    fs.rmSync(file);
    expect((await refusal())?.code).toBe('PACKET_MISSING');
    fs.mkdirSync(file);
    expect((await refusal())?.code).toMatch(/^PACKET_(UNKNOWN|READ_FAILED)$/);
    fs.rmdirSync(file);
  });

  test('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (noise, begun) => {
        const head = begun ? Buffer.from('\x89XCPK\r\n\x1a\x00\x01\x00\x01', 'latin1') : Buffer.alloc(0);
        expect(await codeOf(Buffer.concat([head, noise]))).toBeDefined();
        if (head.length + noise.length >= HEAD_BYTES)
          expect(await codeOf(footed(Buffer.concat([head, noise])))).toBeDefined();
      }),
      { numRuns: CASES, ...seed },
    );
  });
});

/** How much the process holds more after `act` than before, at most, in MiB. */
async function growth(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await act().finally(() => clearInterval(look));
  return (Math.max(most, process.memoryUsage.rss()) - before) / MIB;
}

test('a file of five gigabytes is refused before it is read', async () => {
  for (const start of [Buffer.alloc(0), await bytesOf(small)]) {
    fs.writeFileSync(file, start);
    fs.truncateSync(file, 5 * 2 ** 30);
    let code: unknown;
    const grown = await growth(async () => (code = (await refusal())?.code));
    expect(code).toBe(start.length === 0 ? 'PACKET_UNKNOWN' : 'PACKET_CUT');
    expect(grown).toBeLessThan(50);
    fs.rmSync(file);
  }
});

describe('by somebody who knows the key it is sealed with', () => {
  const end = async () => {};
  const crafted = async (write: (out: StreamWriter) => Promise<void>): Promise<string | undefined> => {
    fs.rmSync(file, { force: true });
    await craft(file, to, write);
    return (await refusal())?.code;
  };
  const line = (text: string) => deflateRawSync(text);
  /** A sound beginning, and then something. */
  const after = (more: (out: StreamWriter) => Promise<void>) =>
    crafted(async (out) => {
      await frames.head(out);
      await frames.lines(out);
      await more(out);
    });

  test('the frames of a sound one are read', async () => {
    expect(await after(end)).toBeUndefined();
    expect(await after((out) => frames.file(out, 'aa', 3, Buffer.from('abc')))).toBeUndefined();
  });

  test.each<[string, Buffer | string]>([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['a text', '"a"'],
    ['no text', Buffer.from([0xff, 0xfe])],
    ['a million brackets', '['.repeat(MIB)],
  ])('a head that is %s is refused', async (_what, json) => {
    expect(await crafted(async (out) => (await frames.head(out, json), frames.lines(out)))).toBe(
      'PACKET_DAMAGED',
    );
  });

  test('a head may say __proto__, and changes nothing by it', async () => {
    await craft(file + 'x.xcpack', to, async (out) => {
      await frames.head(out, '{"__proto__":{"admin":true}}');
      await frames.lines(out);
    });
    const packet = await openPacket(file + 'x.xcpack', to.keys);
    expect(Object.getPrototypeOf(packet.head)).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    packet.close();
    fs.rmSync(file + 'x.xcpack');
  });

  test.each(['../../etc', 'a/b', 'a\\b', '', '-', 'AA', 'a'.repeat(81), 'a.b', 'con', '\0'])(
    'a file named %j is refused',
    async (name) => {
      expect(await after((out) => frames.file(out, name, 0))).toBe('PACKET_DAMAGED');
    },
  );

  test('two files of one name, files longer than the packet, and frames out of order are refused', async () => {
    expect(await after(async (out) => (await frames.file(out, 'aa', 0), frames.file(out, 'aa', 0)))).toBe(
      'PACKET_DAMAGED',
    );
    expect(await after((out) => frames.file(out, 'aa', 10 * MIB))).toBe('PACKET_DAMAGED');
    expect(await after((out) => frames.file(out, 'aa', 2n ** 52n))).toBe('PACKET_DAMAGED');
    expect(await after((out) => frames.file(out, 'aa', 2n ** 64n - 1n))).toBe('PACKET_TOO_LARGE');
    expect(await after((out) => frames.head(out))).toBe('PACKET_DAMAGED');
    expect(await after((out) => frames.lines(out))).toBe('PACKET_DAMAGED');
    expect(await after((out) => out.write(Buffer.from([FRAME.end, 1])))).toBe('PACKET_DAMAGED');
    expect(await crafted(end)).toBe('PACKET_DAMAGED');
    expect(await crafted((out) => frames.lines(out))).toBe('PACKET_DAMAGED');
    expect(await crafted((out) => frames.head(out))).toBe('PACKET_DAMAGED');
    expect(await crafted((out) => out.write(Buffer.from([FRAME.head, 0xff, 0xff, 0xff, 0xff])))).toBe(
      'PACKET_DAMAGED',
    );
  });

  const lined = (deflated: Buffer, said: { count: number; bytes: number | bigint }) =>
    crafted(async (out) => {
      await frames.head(out);
      await frames.lines(out, deflated, said);
    });

  test('lines that are not as it says are refused', async () => {
    expect(await lined(line('a\nb\n'), { count: 2, bytes: 4 })).toBeUndefined();
    for (const said of [
      { count: 1, bytes: 4 },
      { count: 3, bytes: 4 },
      { count: 2, bytes: 3 },
      { count: 2, bytes: 5 },
    ])
      expect(await lined(line('a\nb\n'), said)).toBe('PACKET_DAMAGED');
    expect(await lined(line('a\nb'), { count: 1, bytes: 3 })).toBe('PACKET_DAMAGED');
    expect(await lined(Buffer.concat([line('a\n'), line('b\n')]), { count: 1, bytes: 2 })).toBe(
      'PACKET_DAMAGED',
    );
    expect(await lined(line('a\n').subarray(0, 2), { count: 1, bytes: 2 })).toBe('PACKET_DAMAGED');
    expect(await lined(randomBytes(500), { count: 9, bytes: 900 })).toBe('PACKET_DAMAGED');
    expect(await lined(deflateRawSync(Buffer.from([0xc3, 0x28, 0x0a])), { count: 1, bytes: 3 })).toBe(
      'PACKET_DAMAGED',
    );
  });

  test('bombs are refused by what they say, or as soon as they swell beyond it, in little memory', async () => {
    const bomb = deflateRawSync(Buffer.alloc(300 * MIB, 'a'));
    expect(bomb.length).toBeLessThan(MIB);
    const breaks = deflateRawSync(Buffer.alloc(20 * MIB, '\n'));
    const cases: [Buffer, { count: number; bytes: number | bigint }, string][] = [
      [bomb, { count: 1, bytes: 300 * MIB }, 'PACKET_TOO_LARGE'],
      [bomb, { count: 1, bytes: 2n ** 63n }, 'PACKET_TOO_LARGE'],
      [bomb, { count: 1, bytes: 10 }, 'PACKET_DAMAGED'],
      // One line, as long as all lines may be by what they are deflated to.
      [bomb, { count: 1, bytes: 100 * MIB }, 'PACKET_TOO_LARGE'],
      [breaks, { count: 20 * MIB, bytes: 20 * MIB }, 'PACKET_TOO_LARGE'],
      [breaks, { count: 5_000_000, bytes: 20 * MIB }, 'PACKET_DAMAGED'],
    ];
    for (const [deflated, said, code] of cases) {
      let seen: unknown;
      let longest = 0;
      fs.rmSync(file, { force: true });
      await craft(file, to, async (out) => (await frames.head(out), frames.lines(out, deflated, said)));
      const grown = await growth(async () => {
        try {
          const packet = await openPacket(file, to.keys);
          for await (const text of packet.lines()) longest = Math.max(longest, text.length);
        } catch (error) {
          seen = (error as WorkbenchError).code;
        }
      });
      expect([said, seen]).toEqual([said, code]);
      expect(longest).toBeLessThanOrEqual(8 * MIB);
      // Of what is refused at once nothing is set aside; the rest is bounded by a line and its pieces.
      expect(grown).toBeLessThan(100);
    }
  });

  test('more files than may be are refused', async () => {
    const many = async (out: StreamWriter) => {
      for (let i = 0; i <= 100_000; i += 1) await frames.file(out, i.toString(16).padStart(8, '0'), 0);
    };
    expect(await after(many)).toBe('PACKET_TOO_LARGE');
  });
});

test('a chunk is as long as the decision says', () => {
  expect([CHUNK, SEALED_CHUNK, HEAD_BYTES, FOOT_BYTES, TRAILER_BYTES]).toEqual([
    1_048_576, 1_048_592, 28, 46, 4112,
  ]);
});
