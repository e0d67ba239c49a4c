/**
 * The directory of the group: who belongs to it and by which keys he is known, which laptops it has, and who vouched for what
 * was written before changes were signed. It is read off the log alone, in the order in which this laptop came to know it, and
 * each entry counts only if whoever signed it could make it then: so that nobody makes himself somebody else with tools of his
 * own (decision 0027).
 */
import { isRole, MANAGERS, mayAppoint, type Role } from '../../src-shared/domain/roles';
import {
  REMOVED_FIELD,
  type Change,
  type ChangeId,
  type FieldValue,
  type RecordId,
} from '../../src-shared/merge/change';
import { checkSignature, FAULTS, type KeysOf, type Signatories, type Vouched } from '../store/signed';

/** The kinds of record that it is read from. */
export const DIRECTORY_KINDS: ReadonlySet<string> = new Set(['account', 'laptop', 'vouching']);

/** A person of the group. */
export interface Account {
  /** Also the id of the record. */
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly memberId?: RecordId;
  /** 32 bytes in hex; absent until the person first unlocks a vault that comes from before there were keys. */
  readonly signKey?: string;
  readonly boxKey?: string;
  /** Whether he holds the 线索钥匙. */
  readonly clues: boolean;
}

/** One who belongs or belonged to it. */
export interface KnownAccount extends Account {
  /** Every role that he has had. */
  readonly everRoles: readonly Role[];
  readonly removed: boolean;
}

export interface Laptop {
  /** Id of its record. */
  readonly id: RecordId;
  readonly device: string;
  readonly name: string;
  /** Of the paper numbers given on it; empty while there is one laptop. */
  readonly letter: string;
  /** Ids of the users who open it. */
  readonly users: readonly string[];
  readonly signKey: string;
  readonly boxKey: string;
  readonly struckOff: boolean;
}

export interface Directory extends Signatories {
  /** Also who was removed; undefined for somebody whom the group never knew. */
  account(userId: string): KnownAccount | undefined;
  laptop(id: RecordId): Laptop | undefined;
  laptopOfDevice(device: string): Laptop | undefined;
  /**
   * Why a change cannot be taken for what it says it is: it is signed by nobody known, or makes an entry here that its author
   * could not make. @param change of the compartment: as it was opened
   */
  refusalOf(change: Change): string | undefined;
}

type Values = Readonly<Record<string, FieldValue>>;
const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');

/** An account of the values of its record. */
export function accountOfValues(userId: string, values: Readonly<Record<string, unknown>>): Account {
  const { name, role, member, signKey, boxKey, holdsClues } = values as Values;
  return {
    userId,
    name: text(name),
    role: isRole(role) ? role : 'member',
    ...(text(member) ? { memberId: text(member) } : {}),
    ...(text(signKey) ? { signKey: text(signKey) } : {}),
    ...(text(boxKey) ? { boxKey: text(boxKey) } : {}),
    clues: holdsClues === true,
  };
}

/** A laptop of the values of its record. */
export function laptopOfValues(
  id: RecordId,
  values: Readonly<Record<string, unknown>>,
  users: readonly string[],
): Laptop {
  const { device, name, letter, signKey, boxKey, struckOff } = values as Values;
  return {
    id,
    device: text(device),
    name: text(name),
    letter: text(letter),
    users,
    signKey: text(signKey),
    boxKey: text(boxKey),
    struckOff: struckOff === true,
  };
}

/**
 * Whether somebody may write an account: who may give and take away the roles that it has and gets, and everybody who looks
 * after people his own, but not his own role.
 * @param before its role so far; undefined where it is made
 * @param after undefined where it is removed
 * @param present the roles of all who belong to the group
 */
export function mayWriteAccount(
  author: Pick<Account, 'userId' | 'role'>,
  userId: string,
  before: Role | undefined,
  after: Role | undefined,
  present: readonly Role[],
): boolean {
  if (!MANAGERS.includes(author.role)) return false;
  if (author.userId === userId) return before !== undefined && before === after;
  return [before, after].every((role) => role === undefined || mayAppoint(author.role, role, present));
}

/** What is known of a record while the log is read. */
interface Entry {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly removed: boolean;
}

interface Person extends Entry {
  readonly role: Role;
  readonly everRoles: readonly Role[];
  readonly keys: readonly string[];
}

/**
 * Somebody may sign with new keys before who may says that they are his: it is read again with all keys that turned out to
 * count, until nothing more does.
 * @param changes of {@link DIRECTORY_KINDS}, in order @param held keys by which this laptop's vault knows its users
 */
export function readDirectory(changes: readonly Change[], held: KeysOf): Directory {
  let directory = readOnce(changes, held);
  for (let refused = Infinity; directory.refused.size > 0 && directory.refused.size < refused;) {
    refused = directory.refused.size;
    directory = readOnce(changes, directory.keysOf);
  }
  return directory;
}

function readOnce(changes: readonly Change[], held: KeysOf): Directory {
  const people = new Map<string, Person>();
  const laptops = new Map<RecordId, Entry>();
  const vouched: Vouched[] = [];
  const refused = new Map<ChangeId, string>();

  const keysOf: KeysOf = (userId) => [...new Set([...(people.get(userId)?.keys ?? []), ...held(userId)])];
  const present = (): Role[] =>
    [...people.values()].filter(({ removed }) => !removed).map(({ role }) => role);

  /** The first entry of all is by whoever founded the vault, about himself, under the key that it names. */
  const founds = ({ kind, author, recordId }: Change): boolean =>
    people.size === 0 && kind === 'account' && author === recordId;

  function overstepped(change: Change): string | undefined {
    const { kind, author, recordId, set } = change;
    const before = people.get(recordId)?.role;
    const role = Object.hasOwn(set, 'role') ? set.role : before;
    if (kind === 'account' && set[REMOVED_FIELD] !== true && !isRole(role)) return '使用者登记的角色无法识别';
    const after = isRole(role) && set[REMOVED_FIELD] !== true ? role : undefined;
    if (founds(change)) return after !== undefined && MANAGERS.includes(after) ? undefined : NOT_HIS;
    const by = people.get(author);
    if (by === undefined || by.removed) return NOT_HIS;
    const may =
      kind === 'account'
        ? mayWriteAccount({ userId: author, role: by.role }, recordId, before, after, present())
        : MANAGERS.includes(by.role);
    return may ? undefined : NOT_HIS;
  }

  for (const change of changes) {
    const { id, kind, recordId, set } = change;
    const verdict = checkSignature(change, (userId) =>
      founds(change) ? [...keysOf(userId), text(set.signKey)] : keysOf(userId),
    );
    const why = verdict === 'good' ? overstepped(change) : FAULTS[verdict];
    if (why !== undefined) {
      refused.set(id, why);
    } else if (kind === 'account') {
      const before = people.get(recordId);
      const after = applied(before, change);
      const role = isRole(after.values.role) ? after.values.role : (before?.role ?? 'member');
      const keys = [...(before?.keys ?? []), text(set.signKey)].filter((key) => key !== '');
      const everRoles = [...new Set([...(before?.everRoles ?? []), role])];
      people.set(recordId, { ...after, role, everRoles, keys: [...new Set(keys)] });
    } else if (kind === 'laptop') {
      laptops.set(recordId, applied(laptops.get(recordId), change));
    } else {
      const { device, n, hash } = set;
      if (typeof n === 'number') vouched.push({ device: text(device), n, hash: text(hash) });
    }
  }

  const laptop = (id: RecordId): Laptop | undefined => {
    const entry = laptops.get(id);
    if (entry === undefined || entry.removed) return undefined;
    const users = Object.keys(entry.values).flatMap((field) =>
      field.startsWith(USERS) && entry.values[field] === true ? [field.slice(USERS.length)] : [],
    );
    return laptopOfValues(id, entry.values, users);
  };

  return {
    recorded: people.size > 0,
    keysOf,
    vouched,
    refused,
    account(userId) {
      const person = people.get(userId);
      if (person === undefined) return undefined;
      const { values, everRoles, removed } = person;
      return { ...accountOfValues(userId, values), everRoles, removed };
    },
    laptop,
    laptopOfDevice(device) {
      for (const id of laptops.keys()) {
        const found = laptop(id);
        if (found?.device === device) return found;
      }
      return undefined;
    },
    refusalOf(change) {
      const { id, device, n } = change;
      if (refused.has(id) || DIRECTORY_KINDS.has(change.kind)) return refused.get(id);
      const verdict = checkSignature(change, keysOf);
      if (verdict === 'good') return undefined;
      const isVouched = vouched.some((one) => one.device === device && n <= one.n);
      return isVouched ? undefined : FAULTS[verdict];
    },
  };
}

const USERS = 'users/';
const NOT_HIS = '使用者、电脑的登记由无权的人写入';

/** The values of a record with one change more, as the log has it. */
function applied(before: Entry | undefined, { set, replaces }: Change): Entry {
  const values: Record<string, FieldValue> = Object.assign(Object.create(null), before?.values);
  for (const field of Object.keys(replaces)) delete values[field];
  for (const field of Object.keys(set)) values[field] = set[field]!;
  const removed = Object.hasOwn(replaces, REMOVED_FIELD) ? false : (before?.removed ?? false);
  return { values, removed: removed || set[REMOVED_FIELD] === true };
}
