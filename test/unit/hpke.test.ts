import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import fc from 'fast-check';
import { BOX_OVERHEAD, boxPublicKey, newBoxKeys, openBox, sealBox } from '../../src-main/hpke';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const bytes = (text: string) => new TextEncoder().encode(text);
const content = fc.uint8Array({ maxLength: 2000 }).map((list) => Buffer.from(list));

test('what we seal a library of HPKE opens, and the other way round', async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.string(), content, async (plain, info, about) => {
      const keys = newBoxKeys();
      const sealed = sealBox(keys.publicKey, info, about, plain);
      expect(sealed).toHaveLength(plain.length + BOX_OVERHEAD);
      const recipientKey = await suite.kem.importKey('raw', new Uint8Array(keys.privateKey).buffer, false);
      const enc = new Uint8Array(sealed.subarray(0, 32)).buffer;
      const box = new Uint8Array(sealed.subarray(32)).buffer;
      const opened = await suite.open(
        { recipientKey, enc, info: bytes(info).buffer },
        box,
        new Uint8Array(about).buffer,
      );
      expect(Buffer.from(opened)).toEqual(plain);

      const recipientPublicKey = await suite.kem.importKey(
        'raw',
        new Uint8Array(keys.publicKey).buffer,
        true,
      );
      const theirs = await suite.seal(
        { recipientPublicKey, info: bytes(info).buffer },
        new Uint8Array(plain).buffer,
        new Uint8Array(about).buffer,
      );
      const joined = Buffer.concat([Buffer.from(theirs.enc), Buffer.from(theirs.ct)]);
      expect(openBox(keys, info, about, joined)).toEqual(plain);
    }),
    { numRuns: 30 },
  );
});

test('nothing opens with another key, purpose or place, nor with a bit changed or bytes cut', () => {
  const keys = newBoxKeys();
  const about = Buffer.from('T-03');
  const sealed = sealBox(keys.publicKey, 'a', about, Buffer.from('线索'));
  expect(openBox(keys, 'a', about, sealed)?.toString()).toBe('线索');
  expect(openBox(newBoxKeys(), 'a', about, sealed)).toBeUndefined();
  expect(openBox(keys, 'b', about, sealed)).toBeUndefined();
  expect(openBox(keys, 'a', Buffer.from('T-04'), sealed)).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      // RFC 7748: the highest bit of an X25519 key does not count.
      if (bit === 31 * 8 + 7) return;
      expect(openBox(keys, 'a', about, changed)).toBeUndefined();
    }),
  );
  for (let length = 0; length < sealed.length; length++) {
    expect(openBox(keys, 'a', about, sealed.subarray(0, length))).toBeUndefined();
  }
});

test('the public key follows from the private one, and a point that leads to no secret is refused', () => {
  const keys = newBoxKeys();
  expect(boxPublicKey(keys.privateKey)).toEqual(keys.publicKey);
  expect(() => sealBox(Buffer.alloc(32), 'a', Buffer.alloc(0), Buffer.from('x'))).toThrow();
});
