/** The trailer of a packet: who signed it. It lies under the seal, so that nobody tries keys on it (decision 0025). */
import { createHash } from 'node:crypto';
import { isSignedBy } from '../ed25519';
import { sealPieces, unsealPiece } from './keys';
import { MOST_SIGNERS, TRAILER_PLAIN } from './layout';

const ROLES = ['person', 'laptop'] as const;
export type SignerRole = (typeof ROLES)[number];

export interface Signer {
  readonly role: SignerRole;
  /** A user's id, or a laptop's device id. */
  readonly id: string;
}

export interface Signing extends Signer {
  /** Ed25519 over the bytes, 64 bytes. */
  sign(bytes: Buffer): Buffer;
}

export interface CheckedSigner extends Signer {
  /** `unknown`: nobody knows a key of this signer. */
  readonly signed: 'good' | 'wrong' | 'unknown';
}

/** What was signed: the head of the packet, and all of it up to the trailer. */
export interface Signed {
  /** SHA-256 of the head's JSON, lower-case hex. */
  readonly head: string;
  readonly transcript: Buffer;
}

interface Signature extends Signer {
  /** Base64. */
  readonly sig: string;
}

const NONCE = Buffer.alloc(12);
const ID = /^[\x21-\x7e]{1,64}$/;
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;

const signedBytes = ({ role, id }: Signer, { head, transcript }: Signed): Buffer =>
  Buffer.from(`patrol-workbench/1/packet\n${role}\n${id}\n${head}\n${transcript.toString('hex')}`);

/** SHA-256 over those of the parts. */
export const transcriptOf = (parts: readonly Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** @returns the trailer, sealed */
export function sealSignatures(key: Buffer, signers: readonly Signing[], signed: Signed): Buffer {
  if (signers.length > MOST_SIGNERS || signers.some(({ id }) => !ID.test(id)))
    throw new Error('too many signers, or one without a proper id');
  const signatures = signers.map(({ role, id, sign }): Signature => {
    const sig = sign(signedBytes({ role, id }, signed)).toString('base64');
    return { role, id, sig };
  });
  const plain = Buffer.alloc(TRAILER_PLAIN, ' ');
  plain.write(JSON.stringify(signatures));
  return Buffer.concat(sealPieces(key, NONCE, signed.transcript, plain));
}

export interface Signatures {
  /** As they are claimed; nothing is proved by that. */
  readonly signers: readonly Signer[];
  /** @param publicKeyOf the key of a signer, 32 bytes in hex; undefined where it is not known */
  check(publicKeyOf: (signer: Signer) => string | undefined): CheckedSigner[];
}

/** @returns undefined where the trailer is not that of this packet */
export function openSignatures(key: Buffer, sealed: Buffer, signed: Signed): Signatures | undefined {
  const plain = unsealPiece(key, NONCE, signed.transcript, sealed);
  const found = plain === undefined ? undefined : readSignatures(plain.toString('utf8'));
  if (found === undefined) return undefined;
  return {
    signers: found.map(({ role, id }) => ({ role, id })),
    check: (publicKeyOf) =>
      found.map(({ role, id, sig }) => {
        const publicKey = publicKeyOf({ role, id });
        if (publicKey === undefined) return { role, id, signed: 'unknown' };
        const good = isSignedBy(publicKey, signedBytes({ role, id }, signed), Buffer.from(sig, 'base64'));
        return { role, id, signed: good ? 'good' : 'wrong' };
      }),
  };
}

function readSignatures(text: string): Signature[] | undefined {
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(all) && all.length <= MOST_SIGNERS && all.every(isSignature) ? all : undefined;
}

function isSignature(value: unknown): value is Signature {
  if (typeof value !== 'object' || value === null) return false;
  const { role, id, sig } = value as Partial<Record<keyof Signature, unknown>>;
  return (
    ROLES.some((one) => one === role) &&
    typeof id === 'string' &&
    ID.test(id) &&
    typeof sig === 'string' &&
    SIGNATURE.test(sig)
  );
}
