/**
 * HPKE (RFC 9180), mode base, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, over `node:crypto`. What
 * is sealed so can be read by the holder of the private key only, not even by who sealed it. Written here because a
 * change is committed without waiting, and the libraries that have HPKE only promise; one of them checks it in the tests.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** Length of a public key, and of a private one, in bytes. */
const BOX_KEY_BYTES = 32;
const TAG_BYTES = 16;
/** What a sealed text is longer than its content, in bytes. */
export const BOX_OVERHEAD = BOX_KEY_BYTES + TAG_BYTES;

const HASH_BYTES = 32;
const NONCE_BYTES = 12;
const EMPTY = Buffer.alloc(0);

// Numbers of RFC 9180, section 7: the KEM alone, and with KDF and AEAD.
const KEM_SUITE = Buffer.from('KEM\x00\x20', 'latin1');
const SUITE = Buffer.from('HPKE\x00\x20\x00\x01\x00\x02', 'latin1');
const MODE_BASE = 0;

/** What DER puts before the 32 bytes of a key (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');

export interface BoxKeys {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** 32 bytes; who holds them clears them. */
  readonly privateKey: Buffer;
}

/** A fresh pair. */
export function newBoxKeys(): BoxKeys {
  const { privateKey } = generateKeyPairSync('x25519');
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { privateKey: der.subarray(PRIVATE_HEAD.length), publicKey: rawPublic(createPublicKey(privateKey)) };
}

/** The public key that belongs to 32 private bytes. */
export const boxPublicKey = (privateKey: Buffer): Buffer =>
  rawPublic(createPublicKey(privateObject(privateKey)));

/**
 * Seals bytes for the holder of a private key.
 * @param info what the text is for; who opens it names the same
 * @param about what the text stays attached to (associated data)
 * @returns enc ‖ ciphertext ‖ tag
 * @throws Error for a public key that leads to no secret (a point of low order)
 */
export function sealBox(publicKey: Buffer, info: string, about: Buffer, plain: Buffer): Buffer {
  const { privateKey } = generateKeyPairSync('x25519');
  const enc = rawPublic(createPublicKey(privateKey));
  const { key, nonce } = schedule(shared(privateKey, publicKey, enc, publicKey), info);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(about);
  const sealed = Buffer.concat([enc, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return sealed;
}

/** Opens what {@link sealBox} made; `undefined` when key, text, `info` or `about` is not the same. */
export function openBox(keys: BoxKeys, info: string, about: Buffer, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < BOX_OVERHEAD) return undefined;
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  const enc = bytes.subarray(0, BOX_KEY_BYTES);
  try {
    const secret = shared(privateObject(keys.privateKey), enc, enc, keys.publicKey);
    const { key, nonce } = schedule(secret, info);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    key.fill(0);
    decipher.setAAD(about);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const body = decipher.update(bytes.subarray(BOX_KEY_BYTES, bytes.length - TAG_BYTES));
    decipher.final();
    return body;
  } catch {
    return undefined;
  }
}

function privateObject(bytes: Buffer): KeyObject {
  const der = Buffer.concat([PRIVATE_HEAD, bytes]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return key;
}

const rawPublic = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length);

/** DHKEM: ExtractAndExpand(DH(mine, theirs), enc ‖ pkR) (section 4.1). */
function shared(mine: KeyObject, theirs: Buffer, enc: Buffer, recipient: Buffer): Buffer {
  const der = Buffer.concat([PUBLIC_HEAD, theirs]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const dh = diffieHellman({ privateKey: mine, publicKey });
  const prk = labeledExtract(KEM_SUITE, EMPTY, 'eae_prk', dh);
  dh.fill(0);
  return labeledExpand(KEM_SUITE, prk, 'shared_secret', Buffer.concat([enc, recipient]), HASH_BYTES);
}

/** KeySchedule of mode base (section 5.1); the first and only message uses the base nonce as it is. */
function schedule(secret: Buffer, info: string): { key: Buffer; nonce: Buffer } {
  const context = Buffer.concat([
    Buffer.from([MODE_BASE]),
    labeledExtract(SUITE, EMPTY, 'psk_id_hash', EMPTY),
    labeledExtract(SUITE, EMPTY, 'info_hash', Buffer.from(info, 'utf8')),
  ]);
  const prk = labeledExtract(SUITE, secret, 'secret', EMPTY);
  secret.fill(0);
  return {
    key: labeledExpand(SUITE, prk, 'key', context, HASH_BYTES),
    nonce: labeledExpand(SUITE, prk, 'base_nonce', context, NONCE_BYTES),
  };
}

const VERSION = Buffer.from('HPKE-v1', 'latin1');

function labeledExtract(suite: Buffer, salt: Buffer, label: string, ikm: Buffer): Buffer {
  const labeled = Buffer.concat([VERSION, suite, Buffer.from(label, 'latin1'), ikm]);
  // HKDF-Extract of no salt is one of zeros (RFC 5869); HMAC pads a short key with zeros anyway.
  return createHmac('sha256', salt).update(labeled).digest();
}

/** HKDF-Expand of at most one hash, which is all that is asked for here. */
function labeledExpand(suite: Buffer, prk: Buffer, label: string, info: Buffer, length: number): Buffer {
  const size = Buffer.from([length >> 8, length & 0xff]);
  const labeled = Buffer.concat([size, VERSION, suite, Buffer.from(label, 'latin1'), info, Buffer.from([1])]);
  return createHmac('sha256', prk).update(labeled).digest().subarray(0, length);
}
