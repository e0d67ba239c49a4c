/**
 * Child of the benchmark: 2,000 changes and 500 MiB of photographs as a packet, or copied, in a process of its own.
 * Arguments: act (`packet`, `copy`, or `open` of what `packet` made), folder of the photographs, folder to write to. Prints
 * `{ ms, peakMiB }`.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { newBoxKeys, openBox } from '../../src-main/hpke';
import { signBytes, signingKey } from '../../src-main/ed25519';
import { openPacket } from '../../src-main/packets/read';
import { writePacket } from '../../src-main/packets/write';

const [act = '', from = '', to = ''] = process.argv.slice(2);
const photographs = fs.readdirSync(from).sort();
const target = path.join(to, 'p.xcpack');
const keyFile = path.join(from, '..', 'key');

/** Changes of the size that an autosave makes, each with its hash and its signature. */
function* changes(): Generator<string> {
  const random = (text: string) => createHash('sha512').update(text).digest('base64');
  for (let n = 1; n <= 2000; n += 1) {
    const text = `要点第${n}次修改，自动保存的一段文字`.repeat(10);
    yield JSON.stringify({
      id: `0123456789abcdef.${n}`,
      set: { text },
      hash: random(`${n}`),
      sig: random(`s${n}`),
    });
  }
}

async function packet(): Promise<void> {
  const box = newBoxKeys();
  const key = signingKey(Buffer.alloc(32, 1));
  fs.writeFileSync(keyFile, Buffer.concat([box.publicKey, box.privateKey]));
  await writePacket(target, {
    head: { format: 1 },
    lines: changes(),
    files: photographs.map((name) => {
      const file = path.join(from, name);
      return {
        name,
        size: fs.statSync(file).size,
        open: () => fs.createReadStream(file, { highWaterMark: 1 << 20 }),
      };
    }),
    recipients: [box.publicKey],
    signers: [{ role: 'laptop', id: 'one', sign: (bytes) => signBytes(key, bytes) }],
  });
}

/** The least that carries files over: read, hashed, written, on the disk. */
function copy(): void {
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (const name of photographs) {
    const source = fs.openSync(path.join(from, name), 'r');
    const copied = fs.openSync(path.join(to, name), 'w');
    const hash = createHash('sha256');
    for (let length = 1; length > 0;) {
      length = fs.readSync(source, buffer, 0, buffer.length, null);
      hash.update(buffer.subarray(0, length));
      fs.writeSync(copied, buffer, 0, length);
    }
    hash.digest();
    fs.fsyncSync(copied);
    fs.closeSync(copied);
    fs.closeSync(source);
  }
}

async function open(): Promise<void> {
  const both = fs.readFileSync(keyFile);
  const box = { publicKey: both.subarray(0, 32), privateKey: both.subarray(32) };
  const opened = await openPacket(target, {
    open: (info, about, sealed) => openBox(box, info, about, sealed),
  });
  let bytes = 0;
  for await (const line of opened.lines()) bytes += line.length;
  for (const file of opened.files()) for await (const piece of file.read()) bytes += piece.length;
  if (bytes < 500 << 20) throw new Error(`read ${bytes} bytes`);
  opened.close();
}

async function main(): Promise<void> {
  const started = performance.now();
  await { packet, copy, open }[act]!();
  const ms = performance.now() - started;
  process.stdout.write(JSON.stringify({ ms, peakMiB: process.resourceUsage().maxRSS / 1024 }));
}

void main();
