/**
 * The people and laptops of the group as records. The header of a vault says who opens this laptop; what the whole group knows
 * of its people stands in the log, is signed, and travels (decision 0027). What changes in the header is written there too.
 */
import { randomBytes } from 'node:crypto';
import { MANAGERS, type Role } from '../../src-shared/domain/roles';
import { WorkbenchError } from '../../src-shared/errors';
import type { Change, ChangeDraft, FieldValue, RecordId } from '../../src-shared/merge/change';
import {
  draftEdit,
  draftRemove,
  isRemoved,
  type RecordState,
  valueOf,
} from '../../src-shared/merge/registers';
import type { KeysOf, SignatoryRules } from '../store/signed';
import type { Store } from '../store/store';
import { holdLaptop, type LaptopKeys } from '../vault/held-keys';
import type { VaultSession, VaultUser } from '../vault/vault';
import {
  accountOfValues,
  DIRECTORY_KINDS,
  laptopOfValues,
  mayWriteAccount,
  readDirectory,
  type Account,
  type Directory,
  type Laptop,
} from './directory';
import { newRecordId, type Recorded } from './recorded';
import type { Reader } from './rights';
import { removedEntity } from './removed';

export type { Account, Directory, KnownAccount, Laptop } from './directory';

/** What of an open workspace is needed here. */
interface Group extends Pick<Recorded, 'index' | 'state' | 'changesOf'> {
  readonly store: Store;
  readonly session: VaultSession;
  readonly reader: Reader;
  now(): Date;
  commit(drafts: readonly ChangeDraft[]): unknown;
}

/** The people of the group, in the order in which they came. */
export const accountsOf = ({ index }: Pick<Group, 'index'>): Account[] =>
  index.list('account').map(({ id, values }) => accountOfValues(id, values));

/** One of them, also who has left; undefined for somebody whom the group never knew. */
export function accountOf(
  group: Pick<Group, 'index' | 'state' | 'changesOf'>,
  userId: string,
): (Account & { readonly removed: boolean }) | undefined {
  const standing = group.index.get(userId);
  const entity = standing ?? removedEntity(group, userId);
  if (entity?.kind !== 'account') return undefined;
  return { ...accountOfValues(userId, entity.values), removed: standing === undefined };
}

/** What a person is called on screens and papers, wherever he signs in; undefined for somebody unknown. */
export function nameOfUser(group: Pick<Group, 'index' | 'state' | 'changesOf' | 'session'>, userId: string) {
  const here = group.session.users().find((user) => user.userId === userId);
  if (here) return here.name;
  const account = accountOf(group, userId);
  return account && (account.removed ? `${account.name}（已移除）` : account.name);
}

/** The laptops of the group, struck off ones included, in the order in which they came. */
export const laptopsOf = ({ index }: Pick<Group, 'index'>): Laptop[] =>
  index.list('laptop').map(({ id, values, sets }) => laptopOfValues(id, values, sets.users ?? []));

/** What this laptop signs and is sent packets with, drawn when it is first asked for. The caller locks it. */
export function laptopKeys({ store, session }: Pick<Group, 'store' | 'session'>): LaptopKeys {
  const known = store.fact('laptopKeys')?.seed;
  const seed = known === undefined ? randomBytes(SEED_BYTES) : Buffer.from(known, 'hex');
  if (known === undefined) store.keepFact('laptopKeys', { seed: seed.toString('hex') });
  return holdLaptop(session.keyRing.vaultId, seed);
}

const SEED_BYTES = 32;

/** @throws WorkbenchError GROUP_NO_LAPTOP where nobody who looks after the group has opened it here yet */
export function ownLaptop(group: Pick<Group, 'store' | 'session' | 'index'>): Laptop {
  const own = findOwn(group);
  if (own !== undefined) return own;
  throw new WorkbenchError(
    'GROUP_NO_LAPTOP',
    '这台电脑还没有登记为本组的电脑。请组长、联络员或巡察办的同志在这台电脑上解锁一次，即自动登记。',
  );
}

/** By its keys: the id under which it writes changes whenever it is restored. */
function findOwn(group: Pick<Group, 'store' | 'session' | 'index'>): Laptop | undefined {
  const keys = laptopKeys(group);
  keys.lock();
  return laptopsOf(group).find(({ signKey }) => signKey === keys.public.sign);
}

const heldBy =
  (session: VaultSession): KeysOf =>
  (userId) =>
    session.users().flatMap((user) => (user.userId === userId && user.keys ? [user.keys.sign] : []));

/** Whose signatures count in a store that this person opens. */
export const signatoryRules = (session: VaultSession): SignatoryRules => ({
  kinds: DIRECTORY_KINDS,
  read: (changes) => readDirectory(changes, heldBy(session)),
});

/** The directory as it would be with a packet. @param packet its changes, in its order */
export function directoryWith(
  { store, session }: Pick<Group, 'store' | 'session'>,
  packet: readonly Change[],
): Directory {
  const here = store.changesOfKinds(DIRECTORY_KINDS);
  const known = new Set(here.map(({ id }) => id));
  const fresh = packet.filter(({ id, kind }) => DIRECTORY_KINDS.has(kind) && !known.has(id));
  return readDirectory([...here, ...fresh], heldBy(session));
}

/**
 * Refuses somebody whom the group has removed, on whatever laptop that was.
 * @throws WorkbenchError VAULT_USER_REMOVED
 */
export function demandAccount(group: Pick<Group, 'session' | 'index' | 'state' | 'changesOf'>): void {
  if (accountOf(group, group.session.user.userId)?.removed !== true) return;
  throw new WorkbenchError(
    'VAULT_USER_REMOVED',
    '您已不是本组的使用者，不能打开。如有疑问，请联系组长或联络员。',
  );
}

/**
 * Writes into the log what is not there yet of the header's users and of this laptop: as far as the signed-in person looks
 * after them. A disk that refuses is no reason not to open: the next opening does it.
 */
export function recordAccounts(group: Group): void {
  try {
    const { drafts, seen } = plannedAccounts(group);
    const all = [...drafts, ...plannedLaptop(group), ...vouchings(group)];
    if (all.length > 0) group.commit(all);
    if (seen !== undefined) group.store.keepFact('accounts', seen);
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
  }
}

/** Writes what an act on the vault's users changed, together with its entry in the 操作日志. @throws WorkbenchError STORE_* */
export function commitAccounts(group: Group, entry: ChangeDraft): void {
  const { drafts, seen } = plannedAccounts(group);
  group.commit([...drafts, entry]);
  if (seen !== undefined) group.store.keepFact('accounts', seen);
}

type Seen = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;

const valuesOf = ({ name, role, memberId, keys, clues }: VaultUser): Record<string, FieldValue> => ({
  name,
  role,
  ...(memberId === undefined ? {} : { member: memberId }),
  ...(keys === undefined ? {} : { signKey: keys.sign, boxKey: keys.box }),
  holdsClues: clues === true,
});

const FIELDS = ['name', 'role', 'member', 'signKey', 'boxKey', 'holdsClues'] as const;

/** What every draft of these records carries. */
const begun = ({ reader, now }: Group, kind: string, recordId: RecordId, action: string) => ({
  author: reader.userId,
  at: now().toISOString(),
  kind,
  recordId,
  action,
});

const creating = (group: Group, kind: string, recordId: RecordId, values: Record<string, FieldValue>) => ({
  ...begun(group, kind, recordId, 'create'),
  ...draftEdit(undefined, values),
});

/**
 * What changed in the header since it was last written into the log from here: where another laptop wrote something newer about
 * somebody, the header here is merely behind, and nothing of it is written over that.
 */
function plannedAccounts(group: Group): { drafts: ChangeDraft[]; seen: Seen | undefined } {
  const { store, session, reader } = group;
  const drafts: ChangeDraft[] = [];
  const seen = store.fact('accounts') ?? {};
  const next: Record<string, Readonly<Record<string, FieldValue>>> = { ...seen };
  if (!MANAGERS.includes(reader.role)) return { drafts, seen: undefined };
  const present: Role[] = accountsOf(group).map(({ role }) => role);
  const users = session.users();
  const mine = (user: VaultUser) => user.userId === reader.userId;
  // Whoever writes the first entry of all enters himself first.
  for (const user of [...users.filter(mine), ...users.filter((one) => !mine(one))]) {
    const { userId, role } = user;
    const values = valuesOf(user);
    const state = store.record(userId);
    const founds = state === undefined && mine(user) && present.length === 0;
    if (!founds && !mayWriteAccount(reader, userId, roleOf(state), role, present)) continue;
    next[userId] = values;
    if (state === undefined) {
      drafts.push(creating(group, 'account', userId, values));
      present.push(role);
    } else {
      const changed = {
        ...changedFields(state, seen[userId] ?? values, values),
        ...affirmed(group, state, values),
      };
      if (Object.keys(changed).length > 0 && !isRemoved(state)) {
        drafts.push({ ...begun(group, 'account', userId, 'edit'), ...draftEdit(state, changed) });
      }
    }
  }
  for (const userId of Object.keys(seen)) {
    const state = store.record(userId);
    if (users.some((user) => user.userId === userId)) continue;
    if (state !== undefined && !isRemoved(state)) {
      if (!mayWriteAccount(reader, userId, roleOf(state), undefined, present)) continue;
      drafts.push({ ...begun(group, 'account', userId, 'remove'), ...draftRemove(state) });
    }
    delete next[userId];
  }
  const same = JSON.stringify(next) === JSON.stringify(seen);
  return { drafts, seen: same ? undefined : next };
}

const roleOf = (state: RecordState | undefined): Role | undefined =>
  state && accountOfValues(state.id, { role: valueOf(state, 'role') }).role;

/**
 * Whoever came back by the recovery code signs with keys that only he vouched for: who looks after the people and sees them in
 * the header says so too, so that other laptops believe it.
 */
function affirmed({ store, reader }: Group, { id, fields }: RecordState, values: Record<string, FieldValue>) {
  if (id === reader.userId || fields.signKey?.length !== 1) return {};
  const change = store.changesOf(id).find((one) => one.id === fields.signKey![0]!.change);
  const byHimself = change !== undefined && change.author === id && change.action === 'edit';
  return byHimself && change.set.signKey === values.signKey
    ? { signKey: values.signKey, boxKey: values.boxKey }
    : {};
}

/** Fields that are other than before, and not so in the record already; undefined for one that has no value any more. */
function changedFields(
  state: RecordState,
  before: Readonly<Record<string, FieldValue>>,
  after: Readonly<Record<string, FieldValue>>,
): Record<string, FieldValue | undefined> {
  const changed = FIELDS.filter(
    (field) => before[field] !== after[field] && valueOf(state, field) !== after[field],
  );
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

/** The record of this laptop: made where there is none, and brought up to who opens it and under which id it writes. */
function plannedLaptop(group: Group): ChangeDraft[] {
  const { store, session, reader } = group;
  if (!MANAGERS.includes(reader.role)) return [];
  const own = findOwn(group);
  const users = session.users().map(({ userId }) => userId);
  if (own === undefined) {
    const keys = laptopKeys(group);
    keys.lock();
    const values: Record<string, FieldValue> = {
      name: `${laptopsOf(group).length + 1}号机`,
      letter: '',
      device: store.deviceId,
      signKey: keys.public.sign,
      boxKey: keys.public.box,
      ...Object.fromEntries(users.map((userId) => [`users/${userId}`, true])),
    };
    return [creating(group, 'laptop', newRecordId(), values)];
  }
  const changed: Record<string, FieldValue | undefined> = {
    ...(own.device === store.deviceId ? {} : { device: store.deviceId }),
    ...Object.fromEntries(users.filter((id) => !own.users.includes(id)).map((id) => [`users/${id}`, true])),
    ...Object.fromEntries(
      own.users.filter((id) => !users.includes(id)).map((id) => [`users/${id}`, undefined]),
    ),
  };
  if (Object.keys(changed).length === 0) return [];
  const state = store.record(own.id)!;
  return [{ ...begun(group, 'laptop', own.id, 'edit'), ...draftEdit(state, changed) }];
}

/** For what stands in the log while the group has no entry in it: it is of before there were any. */
function vouchings(group: Group): ChangeDraft[] {
  const { store, reader } = group;
  if (!MANAGERS.includes(reader.role) || store.changesOfKinds(DIRECTORY_KINDS).length > 0) return [];
  return Object.entries(store.ends).map(([device, { n, hash }]) =>
    creating(group, 'vouching', newRecordId(), { device, n, hash }),
  );
}

/**
 * Brings this laptop's header up to what the log says of its users, after changes of another laptop came in; whoever is at
 * work has his own rights by it from then on.
 */
export async function followDirectory(
  group: Pick<Group, 'store' | 'session'> & { renewReader(): void },
): Promise<void> {
  const { session } = group;
  const directory = directoryWith(group, []);
  const before = session.user;
  await session.follow(session.users().flatMap(({ userId }) => directory.account(userId) ?? []));
  if (session.user !== before) group.renewReader();
}
