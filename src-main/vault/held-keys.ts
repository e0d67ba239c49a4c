/** The two private keys beside the vault key: the 线索钥匙, and what a person signs and is given keys with. */
import { hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { signBytes, signingKey, signingPublic } from '../ed25519';
import { boxPublicKey, newBoxKeys, openBox, type BoxKeys } from '../hpke';
import type { HeldClueKey } from '../keys';
import { KEY_BYTES, lockedError } from './sealing';

/** The 线索钥匙 while the vault is open; {@link lock} overwrites the very buffer that was given. */
export interface ClueKey extends HeldClueKey {
  readonly publicKey: Buffer;
  /** Hands the 32 private bytes to one act, such as sealing them for somebody. */
  lend<T>(act: (privateKey: Buffer) => T): T;
  lock(): void;
}

export const newClueKey = (vaultId: string): ClueKey => holdClueKey(vaultId, newBoxKeys().privateKey);

/** Takes ownership of the 32 private bytes. */
export function holdClueKey(vaultId: string, privateKey: Buffer): ClueKey {
  const publicKey = boxPublicKey(privateKey);
  let locked = false;
  const open = (): Buffer => {
    if (locked) throw lockedError();
    return privateKey;
  };
  return {
    publicKey,
    open: (info, about, sealed) => openBox({ publicKey, privateKey: open() }, info, about, sealed),
    subkey: (purpose) => derive(vaultId, open(), `clues/${purpose}`),
    lend: (act) => act(open()),
    lock() {
      locked = true;
      privateKey.fill(0);
    },
  };
}

/** What a person's seed gives: a pair to sign with (Ed25519) and one to be given keys with (X25519). */
export interface PersonKeys {
  /** 32 bytes each, lower-case hex: everybody in the vault knows them. */
  readonly public: PersonPublic;
  /** Ed25519 over the bytes, 64 bytes. */
  sign(bytes: Buffer): Buffer;
  /** Opens what was sealed for this person. */
  open(info: string, about: Buffer, sealed: Uint8Array): Buffer | undefined;
  /** Sub-key for what nobody else is to read, 32 bytes. */
  subkey(purpose: string): Buffer;
  /** The seed, for the own slot. */
  lend<T>(act: (seed: Buffer) => T): T;
  lock(): void;
}

export type LaptopKeys = Pick<PersonKeys, 'public' | 'sign' | 'open' | 'lock'>;

export interface PersonPublic {
  readonly sign: string;
  readonly box: string;
}

/** Whose seed it is: from the same 32 bytes each has keys of its own. */
type Holder = 'person' | 'laptop';

export const newPerson = (vaultId: string): PersonKeys => holdPerson(vaultId, randomBytes(KEY_BYTES));

/** Takes ownership of the 32 bytes of a seed. */
export const holdPerson = (vaultId: string, seed: Buffer): PersonKeys => holdSeed(vaultId, seed, 'person');

/** What a laptop signs and is sent packets with. Takes ownership of the 32 bytes of a seed. */
export const holdLaptop = (vaultId: string, seed: Buffer): LaptopKeys => holdSeed(vaultId, seed, 'laptop');

function holdSeed(vaultId: string, seed: Buffer, holder: Holder): PersonKeys {
  let locked = false;
  const open = (): Buffer => {
    if (locked) throw lockedError();
    return seed;
  };
  // Made once: reading a key takes ten times as long as signing, and an import signs thousands of changes.
  let signing: KeyObject | undefined = signingKey(derive(vaultId, seed, `${holder}/sign`));
  const signPublic = signingPublic(signing);
  const box = (): BoxKeys => {
    const privateKey = derive(vaultId, open(), `${holder}/box`);
    return { privateKey, publicKey: boxPublicKey(privateKey) };
  };
  return {
    public: { sign: signPublic, box: box().publicKey.toString('hex') },
    sign(bytes) {
      if (signing === undefined) throw lockedError();
      return signBytes(signing, bytes);
    },
    open: (info, about, sealed) => openBox(box(), info, about, sealed),
    subkey: (purpose) => derive(vaultId, open(), `${holder}/use/${purpose}`),
    lend: (act) => act(open()),
    lock() {
      locked = true;
      signing = undefined;
      seed.fill(0);
    },
  };
}

const derive = (vaultId: string, secret: Buffer, label: string): Buffer =>
  Buffer.from(
    hkdfSync('sha256', secret, Buffer.from(vaultId, 'hex'), `patrol-workbench/1/${label}`, KEY_BYTES),
  );
