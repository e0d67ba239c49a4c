/** What proves a signature: a digest of what was signed, and the person's Ed25519 over it, over who he was and over the day. */
import { createHash } from 'node:crypto';
import type { Entity } from '../../../src-shared/domain/define';
import { type Content, SIGNATURE, signedText } from '../../../src-shared/domain/signing';
import { canonicalJson, type RecordId } from '../../../src-shared/merge/change';
import { isSignedBy } from '../../ed25519';

/** Signs as one person. */
export interface Signer {
  /** 32 bytes, lower-case hex. */
  readonly publicKey: string;
  /** Ed25519 over the bytes, 64 bytes. */
  sign(bytes: Buffer): Buffer;
}

/**
 * Public keys (64 hex digits) under which a user's signatures count; none where the group knows none of his, undefined where it
 * has not yet written down who belongs to it.
 */
export type KeysOf = (userId: string) => readonly string[] | undefined;

/** What a signature says of itself, as far as it is proved. */
export interface Claim {
  readonly person: string;
  readonly personName: string;
  readonly role: string;
  readonly signedOn: string;
  readonly digest: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** SHA-256 (hex) of what was signed of a record. */
export const digestOf = (of: Parameters<typeof signedText>[0]): string => sha256(signedText(of));

/** Keeps it from being taken for a signature of anything else. */
const PURPOSE = 'patrol-workbench/1/signature\n';

/** @param id of the signature's own record: a proof is of no other */
const bytesOf = (id: RecordId, { person, personName, role, signedOn, digest }: Claim): Buffer =>
  Buffer.from(PURPOSE + sha256(canonicalJson({ digest, id, person, personName, role, signedOn })), 'latin1');

/** The proof of a signature, base64. */
export const prove = (id: RecordId, claim: Claim, signer: Signer): string =>
  signer.sign(bytesOf(id, claim)).toString('base64');

/** A signature as its record tells it. */
export interface Told extends Claim {
  readonly act: string;
  readonly subject: string;
  readonly fields: Content;
  readonly proof: string;
  readonly publicKey: string;
}

const TEXTS = [
  'act',
  'subject',
  'person',
  'personName',
  'role',
  'signedOn',
  'digest',
  'proof',
  'publicKey',
] as const;

/** Read from the whole record; undefined where it does not say what every signature says. */
export function toldBy({ kind, values }: Pick<Entity, 'kind' | 'values'>): Told | undefined {
  const { fields } = values;
  if (kind !== SIGNATURE || typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return undefined;
  if (TEXTS.some((name) => typeof values[name] !== 'string')) return undefined;
  return values as unknown as Told;
}

/** By the values of a signature, which never change: what is wrong with it whosesoever the key is. */
const known = new WeakMap<object, { readonly record: RecordId; readonly fault: string | undefined }>();

/**
 * Why a signature proves nothing, in words; undefined where its person signed just this of just this record.
 * @param record what it stands beneath
 */
export function faultOf(
  signature: Pick<Entity, 'id' | 'kind' | 'values' | 'conflicts'>,
  record: RecordId | null,
  keysOf: KeysOf,
): string | undefined {
  const told = toldBy(signature);
  if (!told || record === null) return '签署内容不完整';
  // What is proved was written once: a second wording beside it is not the person's.
  if (signature.conflicts.some((name) => !name.startsWith('lifted'))) return '签署内容被改动';
  let checked = known.get(signature.values);
  if (checked?.record !== record) {
    checked = { record, fault: faultIn(signature.id, told, record) };
    known.set(signature.values, checked);
  }
  if (checked.fault !== undefined) return checked.fault;
  const keys = keysOf(told.person);
  if (keys?.length === 0) return '签署人不在使用者名单中';
  return keys && !keys.includes(told.publicKey) ? '签名不是签署人本人的' : undefined;
}

function faultIn(id: RecordId, told: Told, record: RecordId): string | undefined {
  const { act, subject: kind, fields, digest, publicKey, proof } = told;
  if (digestOf({ record, kind, act, fields }) !== digest) return '签署内容被改动';
  const signature = Buffer.from(proof, 'base64');
  // Written in the one way in which it was written: the same bytes in other letters are somebody else's doing.
  const proved =
    signature.toString('base64') === proof && isSignedBy(publicKey, bytesOf(id, told), signature);
  return proved ? undefined : '签名与签署人、日期不符';
}
