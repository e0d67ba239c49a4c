/** What opens a packet: a content key of its own, boxed for each addressee, and the keys that come from it (decision 0025). */
import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import { BOX_OVERHEAD, boxPublicKey, newBoxKeys, openBox, sealBox } from '../hpke';
import { badAddressee } from './errors';
import { TAG } from './layout';

const KEY_BYTES = 32;
const SLOT = KEY_BYTES + BOX_OVERHEAD;
const PROOF = 32;
/** Slots come by so many, so that their number does not tell that of the addressees. */
const SLOT_STEP = 8;
const MOST_ADDRESSEES = 64;
const INFO = 'patrol-workbench/1/packet';
const EMPTY = Buffer.alloc(0);

/** Whom a packet is sealed for: public keys (X25519, 32 bytes each), or who knows a secret of 32 bytes. */
export type Addressees = readonly Buffer[] | { readonly secretKey: Buffer };

/** What opens a packet: a laptop's private key in the hands of who holds it, or the secret. */
export type PacketKeys =
  | { open(info: string, about: Buffer, sealed: Uint8Array): Buffer | undefined }
  | { readonly secretKey: Buffer };

/** The keys of one packet; who holds them clears them. */
export interface ContentKeys {
  readonly stream: Buffer;
  readonly signatures: Buffer;
}

const derive = (key: Buffer, salt: Buffer, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `${INFO}/${label}`, KEY_BYTES));

const contentKeys = (key: Buffer, id: Buffer): ContentKeys => ({
  stream: derive(key, id, 'stream'),
  signatures: derive(key, id, 'signatures'),
});

/** A secret is an addressee whose pair comes from it. */
function pairOf(secret: Buffer): { publicKey: Buffer; privateKey: Buffer } {
  if (secret.length !== KEY_BYTES) throw new Error('a secret has 32 bytes');
  const privateKey = derive(secret, EMPTY, 'secret');
  return { privateKey, publicKey: boxPublicKey(privateKey) };
}

/**
 * Draws a content key and boxes it.
 * @param head of part 1, which the boxes stay attached to
 * @param id of the packet
 * @returns the keys, and what stands after the head
 * @throws WorkbenchError PACKET_ADDRESSEE for a public key that is none
 */
export function newContentKeys(
  addressees: Addressees,
  head: Buffer,
  id: Buffer,
): { keys: ContentKeys; block: Buffer } {
  const to = 'secretKey' in addressees ? [pairOf(addressees.secretKey).publicKey] : [...addressees];
  if (to.length === 0 || to.length > MOST_ADDRESSEES) throw new Error('no addressee, or too many');
  const count = Math.ceil(to.length / SLOT_STEP) * SLOT_STEP;
  const key = randomBytes(KEY_BYTES);
  try {
    const slots = to.map((publicKey) => {
      if (publicKey.length !== KEY_BYTES) throw badAddressee();
      try {
        return sealBox(publicKey, INFO, head, key);
      } catch (cause) {
        throw badAddressee(cause);
      }
    });
    while (slots.length < count)
      slots.push(sealBox(newBoxKeys().publicKey, INFO, head, randomBytes(KEY_BYTES)));
    shuffle(slots);
    const proof = derive(key, id, 'proof');
    return { keys: contentKeys(key, id), block: Buffer.concat([Buffer.from([count]), ...slots, proof]) };
  } finally {
    key.fill(0);
  }
}

function shuffle(items: Buffer[]): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
}

/** Length of what stands after the head of part 1, by its first byte; undefined for a number that is none. */
export function keysLength(count: number): number | undefined {
  if (count === 0 || count > MOST_ADDRESSEES || count % SLOT_STEP !== 0) return undefined;
  return 1 + count * SLOT + PROOF;
}

/** The keys, or undefined where no slot is for these. */
export function openContentKeys(
  keys: PacketKeys,
  head: Buffer,
  id: Buffer,
  block: Buffer,
): ContentKeys | undefined {
  const pair = 'secretKey' in keys ? pairOf(keys.secretKey) : undefined;
  const open = (slot: Buffer): Buffer | undefined =>
    'secretKey' in keys ? openBox(pair!, INFO, head, slot) : keys.open(INFO, head, slot);
  try {
    const proof = block.subarray(block.length - PROOF);
    for (let at = 1; at + SLOT + PROOF <= block.length; at += SLOT) {
      const key = open(block.subarray(at, at + SLOT));
      if (key?.length !== KEY_BYTES) continue;
      const proven = timingSafeEqual(derive(key, id, 'proof'), proof);
      const all = proven ? contentKeys(key, id) : undefined;
      key.fill(0);
      if (all !== undefined) return all;
    }
    return undefined;
  } finally {
    pair?.privateKey.fill(0);
  }
}

/** AES-256-GCM. @returns ciphertext and tag, to be written one after the other */
export function sealPieces(key: Buffer, nonce: Buffer, about: Buffer, plain: Buffer): [Buffer, Buffer] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(about);
  const sealed = cipher.update(plain);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** What {@link sealPieces} sealed, or undefined when anything is not the same. */
export function unsealPiece(key: Buffer, nonce: Buffer, about: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(about);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}
