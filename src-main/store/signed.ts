/**
 * Who wrote a change is proved (decision 0027): by the writer's Ed25519 signature over the whole of it, its place in its
 * device's chain and the hash before it included, so that it can neither be altered nor be put elsewhere.
 */
import { createHash } from 'node:crypto';
import { signedText, type Change, type ChangeId, type DeviceId } from '../../src-shared/merge/change';
import { isSignedBy } from '../ed25519';

/** Ed25519 by the signed-in person over the bytes: 64 bytes. */
export type Signer = (bytes: Buffer) => Buffer;
/** Public keys (64 hex digits) under which a user's signatures count: more than one where a passphrase was reset. */
export type KeysOf = (userId: string) => readonly string[];

/**
 * `unsigned`: it claims no signature (a boxed change that is not opened claims none either); `wrong`: the signature is by
 * none of the author's keys; `unknown`: the author has no key here.
 */
export type Verdict = 'good' | 'unsigned' | 'wrong' | 'unknown';

type Unsigned = Omit<Change, 'hash' | 'sig'> & { readonly hash?: string; readonly sig?: string };

/** Keeps a signature of a change from being taken for one of anything else. */
const PURPOSE = 'patrol-workbench/1/change\n';

const bytesOf = (change: Unsigned): Buffer =>
  Buffer.from(PURPOSE + createHash('sha256').update(signedText(change), 'utf8').digest('hex'), 'latin1');

/** The signature of a change that has its place, base64. */
export const signChange = (change: Unsigned, sign: Signer): string =>
  sign(bytesOf(change)).toString('base64');

/**
 * Whether a change was written by whom it names.
 * @param change as it lies in the log; one of the compartment as it was opened, since its signature lies in the box
 */
export function checkSignature(change: Change, keysOf: KeysOf): Verdict {
  const { sig, author } = change;
  if (sig === undefined) return 'unsigned';
  const keys = keysOf(author);
  if (keys.length === 0) return 'unknown';
  const bytes = bytesOf(change);
  const signature = Buffer.from(sig, 'base64');
  return keys.some((key) => isSignedBy(key, bytes, signature)) ? 'good' : 'wrong';
}

/** That everything up to a place of a device's chain stands as it was found, though it was not signed. */
export interface Vouched {
  readonly device: DeviceId;
  readonly n: number;
  readonly hash: string;
}

/** What the log itself says of persons: whose signatures count, and who vouched for what was written before there were any. */
export interface Signatories {
  /** Whether persons are recorded yet; where not, nothing is said of what nobody signed. */
  readonly recorded: boolean;
  readonly keysOf: KeysOf;
  readonly vouched: readonly Vouched[];
  /** Changes that say who somebody is, and are not by somebody who may: they count for nothing. Why, in words. */
  readonly refused: ReadonlyMap<ChangeId, string>;
}

/** Where the log says it, and how it is read: the rules of who may are the services'. */
export interface SignatoryRules {
  /** Kinds of the records that say it. */
  readonly kinds: ReadonlySet<string>;
  /** @param changes all changes of such records, in the order of the log */
  read(changes: readonly Change[]): Signatories;
}

/** What a bad signature means, in words. */
export const FAULTS: Readonly<Record<Exclude<Verdict, 'good'>, string>> = {
  wrong: '签名与内容或署名的人不符，可能被改动或冒名写入',
  unknown: '署名的人不在使用者登记中，无法核对签名',
  unsigned: '没有签名，不能确认是谁写的',
};

/** Findings of one sort that are told one by one; more of them say nothing more. */
const MOST_TOLD = 100;

/** Checks the signatures of a log; see {@link verifying}. */
export class SignatureCheck {
  readonly #vouchedTo = new Map<DeviceId, number>();
  #told = 0;

  /** @param complain told each finding, with its place; never text of a record */
  constructor(
    private readonly signatories: Signatories,
    private readonly complain: (place: string, message: string) => void,
  ) {
    for (const { device, n } of signatories.vouched) {
      this.#vouchedTo.set(device, Math.max(n, this.#vouchedTo.get(device) ?? 0));
    }
    for (const [id, why] of signatories.refused) this.#tell(id, `${why}，不予认可`);
  }

  /** @param change as {@link checkSignature} takes it */
  add(change: Change): void {
    const { id, device, n } = change;
    const { recorded, keysOf, refused } = this.signatories;
    if (refused.has(id)) return;
    const verdict = checkSignature(change, keysOf);
    if (verdict === 'good' || (!recorded && verdict !== 'wrong')) return;
    if (n <= (this.#vouchedTo.get(device) ?? 0)) return;
    this.#tell(id, FAULTS[verdict]);
  }

  /** Compares what was vouched for with what stands there. @param hashOf the hash of a change; undefined where it is gone */
  end(hashOf: (id: ChangeId) => string | undefined): void {
    for (const { device, n, hash } of this.signatories.vouched) {
      const id = `${device}.${n}`;
      if (hashOf(id) !== hash) this.complain(`变更 ${id}`, '与确认旧记录时不同，此前的变更可能被替换');
    }
    const untold = this.#told - MOST_TOLD;
    if (untold > 0) this.complain('变更日志', `另有${untold}条变更的签名有问题`);
  }

  #tell(id: ChangeId, message: string): void {
    this.#told += 1;
    if (this.#told <= MOST_TOLD) this.complain(`变更 ${id}`, message);
  }
}
