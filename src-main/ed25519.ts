/** Ed25519 (RFC 8032) over `node:crypto`, with keys as the bytes that lie in records and headers. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** What DER puts before the 32 bytes of a key (RFC 8410). */
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_SHAPE = /^[0-9a-f]{64}$/;
/** Keys that were read, so that the next signature by one costs no reading; a group has a few dozen. */
const MOST_READ = 500;

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
