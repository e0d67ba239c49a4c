/** Ed25519 (RFC 8032) over `node:crypto`, with keys as the bytes that lie in records and headers. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What DER puts before the 32 bytes of a key (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_SHAPE = /^[0-9a-f]{64}$/;
/** Keys that were read, so that the next signature by one costs no reading; a group has a few dozen. */
const MOST_READ = 500;

/** A private key. @param seed 32 bytes, cleared here */
export function signingKey(seed: Buffer): KeyObject {
  const der = Buffer.concat([PRIVATE_HEAD, seed]);
  seed.fill(0);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return key;
}

/** The public half, 32 bytes in lower-case hex. */
export const signingPublic = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length).toString('hex');

/** @returns 64 bytes */
export const signBytes = (key: KeyObject, bytes: Buffer): Buffer => sign(null, bytes, key);

const read = new Map<string, KeyObject>();

/**
 * Whether the holder of a key signed these bytes.
 * @param publicKey 32 bytes in lower-case hex; anything else signed nothing
 */
export function isSignedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  if (!PUBLIC_SHAPE.test(publicKey)) return false;
  let key = read.get(publicKey);
  if (key === undefined) {
    const der = Buffer.concat([PUBLIC_HEAD, Buffer.from(publicKey, 'hex')]);
    key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (read.size >= MOST_READ) read.clear();
    read.set(publicKey, key);
  }
  return verify(null, bytes, key, signature);
}
