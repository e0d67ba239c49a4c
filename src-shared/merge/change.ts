/**
 * The format of a change: for ever. A change is one act of one person on one record; the log of all changes is the
 * only truth, records are a projection of it (docs/architecture.md, "The change model").
 */
import { z } from 'zod';

/** Random, 16 lower-case hex digits, one per installation of a vault. */
export type DeviceId = string & { readonly __brand?: 'DeviceId' };
/** `<device>.<n>`: globally unique, and tells its place in the device's chain. */
export type ChangeId = string & { readonly __brand?: 'ChangeId' };
/** Random, 20 lower-case hex digits (80 bits). Never a paper number: those are a field (`code`). */
export type RecordId = string & { readonly __brand?: 'RecordId' };
/** What a field can hold: JSON. `undefined` never occurs; an absent field has no value. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [key: string]: FieldValue };

/** A word for people reading the log; merging never looks at it (a removal is what sets `$removed`). Newer versions may add words. */
export type ChangeAction =
  | 'create'
  | 'edit'
  | 'remove'
  | 'restore'
  | 'sign'
  | 'import'
  | 'export'
  | 'resolve'
  | 'undo'
  | 'redo'
  | (string & {});

/**
 * One change. `set` names the fields it gives a value; `replaces` the changes whose values of that field it saw and
 * supersedes. A field in `replaces` but not in `set` is cleared. Keys this version does not know are kept and hashed.
 */
export interface Change {
  readonly id: ChangeId;
  readonly device: DeviceId;
  /** 1, 2, 3 … without a gap per device. */
  readonly n: number;
  /** User id of the person who did it. */
  readonly author: string;
  /** ISO 8601 with offset or Z; the laptop's clock, only a label, never an order. */
  readonly at: string;
  readonly kind: string;
  readonly recordId: RecordId;
  readonly set: { readonly [field: string]: FieldValue };
  readonly replaces: { readonly [field: string]: readonly ChangeId[] };
  readonly action: ChangeAction;
  /** Why, in the person's words; demanded by the services for removals and forced transitions. */
  readonly reason?: string;
  /** Hash of the device's change n−1; 64 zeros for n = 1. */
  readonly prev: string;
  /**
   * Ed25519 by {@link author}, base64, over {@link signedText}. Absent where nobody's keys were at hand: in what was written
   * before persons had keys, and outside a box, which holds its signature itself.
   */
  readonly sig?: string;
  /** Lower-case hex SHA-256 of {@link canonicalChange}. */
  readonly hash: string;
}

/** A change before it has its place in the chain; the store adds id, device, n, prev, sig and hash. */
export type ChangeDraft = Pick<
  Change,
  'author' | 'at' | 'kind' | 'recordId' | 'set' | 'replaces' | 'action' | 'reason'
>;

export const FIRST_PREV = '0'.repeat(64);

const fieldName = z.string().min(1).max(200);
/** What ids and hashes of a change look like. */
export const SHAPES = {
  changeId: /^[0-9a-f]{16}\.[1-9]\d{0,14}$/,
  device: /^[0-9a-f]{16}$/,
  hash: /^[0-9a-f]{64}$/,
  /** 64 bytes in base64; the last digit before the padding holds two bits only, so that each signature has one spelling. */
  sig: /^[A-Za-z0-9+/]{85}[AQgw]==$/,
} as const;

const changeId = z.string().regex(SHAPES.changeId);
/**
 * Shape check for changes that come from outside; unknown keys stay (a newer version wrote them). Read with
 * `parseChange` (logs.ts): zod's own output drops keys named `__proto__`.
 */
export const changeSchema = z.looseObject({
  id: changeId,
  device: z.string().regex(SHAPES.device),
  n: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  author: z.string().max(100),
  at: z.string().max(40),
  kind: z.string().min(1).max(60),
  recordId: z.string().min(1).max(60),
  set: z.record(fieldName, z.json()),
  replaces: z.record(fieldName, z.array(changeId)),
  action: z.string().min(1).max(30),
  reason: z.string().max(2000).optional(),
  prev: z.string().regex(SHAPES.hash),
  sig: z.string().regex(SHAPES.sig).optional(),
  hash: z.string().regex(SHAPES.hash),
});

/**
 * Field names with a meaning of their own. `$parent` holds the id of the record this one belongs to; `$removed`
 * is `true` while a removal stands; `$by` holds the account that created the record (the log says so too, but reading
 * it would cost a row for each record). A set is held as one field per member: `evidence/<id>` = true.
 */
export const PARENT_FIELD = '$parent';
export const REMOVED_FIELD = '$removed';
export const CREATOR_FIELD = '$by';

/**
 * JSON with sorted keys and no white space: the same value always gives the same text, on every machine.
 * @throws TypeError for what JSON has no word for (NaN, infinities, undefined in an array, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('not a JSON number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>;
    const members: string[] = [];
    for (const key of Object.keys(object).sort()) {
      const held = object[key];
      if (held !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(held)}`);
    }
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`not JSON: ${typeof value}`);
}

/** Whether two fields hold the same; one without a value and one that was emptied do. */
export const sameValue = (a: unknown, b: unknown): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** The text that a change's `hash` is taken over: everything in it but the hash itself. */
export function canonicalChange(change: Omit<Change, 'hash'> & { hash?: string }): string {
  const { hash: _hash, ...rest } = change;
  return canonicalJson(rest);
}

/** The text that a change's `sig` is about: everything in it but signature and hash, its place in the chain included. */
export function signedText(change: Omit<Change, 'hash' | 'sig'> & { hash?: string; sig?: string }): string {
  const { hash: _hash, sig: _sig, ...rest } = change;
  return canonicalJson(rest);
}

/** Kind and record of a change whose content only the holders of the 线索钥匙 can read (`sealed`). */
export const SEALED_KIND = '$sealed';
/** Which record it is of, and who made it when, is inside: outside all of them look alike. */
export const SEALED_RECORD: RecordId = '$sealed';

/**
 * A change of the compartment as it lies in the log and travels: a change like all others in number, place and hash, with
 * its content boxed. Whoever cannot open it carries it on, counts it, and sees by the chain that it was not altered.
 */
export interface SealedChange extends Change {
  readonly kind: typeof SEALED_KIND;
  readonly sealed: {
    /** First 16 hex digits of SHA-256 of the public key. */
    readonly key: string;
    /** HPKE (RFC 9180), base64: the rest of the change as canonical JSON, padded with blanks. */
    readonly box: string;
  };
}

/** Whether a change is one whose content is boxed. */
export const isSealed = (change: Change): change is SealedChange => change.kind === SEALED_KIND;

/** What of a change belongs into the compartment: all of it, the fields named, or none of it (an empty list). */
export type SealedPart = 'all' | readonly string[];
export type SealedPartOf = (change: Pick<Change, 'kind' | 'set'>) => SealedPart;
