/** The laptops of the group: added, struck off, and given keys by a 开机包. */
import { randomBytes } from 'node:crypto';
import { MANAGERS } from '../../../src-shared/domain/roles';
import { WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, FieldValue, RecordId } from '../../../src-shared/merge/change';
import { draftEdit } from '../../../src-shared/merge/registers';
import { holdLaptop } from '../../vault/held-keys';
import { accountsOf, laptopsOf, ownLaptop, type Laptop } from '../accounts';
import { operationDraft } from '../operations';
import { newRecordId } from '../recorded';
import type { OpenWorkspace } from '../workspace';

export interface NewLaptop {
  /** `2号机` */
  readonly name: string;
  /** In its paper numbers; without it the next free one. */
  readonly letter?: string;
  /** Ids of the users who open it. */
  readonly users: readonly string[];
}

/** @throws WorkbenchError VAULT_NOT_ALLOWED */
export function demandLaptopManager({ reader }: Pick<OpenWorkspace, 'reader'>): void {
  if (MANAGERS.includes(reader.role)) return;
  throw new WorkbenchError('VAULT_NOT_ALLOWED', '电脑只能由组长、联络员和巡察办登记、注销。请联系他们办理。');
}

/** A laptop of the group by the id of its record. */
export const laptopOf = (workspace: OpenWorkspace, id: RecordId): Laptop | undefined =>
  laptopsOf(workspace).find((laptop) => laptop.id === id);

function draft(
  workspace: OpenWorkspace,
  id: RecordId,
  values: Readonly<Record<string, FieldValue>>,
): ChangeDraft {
  const { reader, now, store } = workspace;
  const state = store.record(id);
  return {
    author: reader.userId,
    at: now().toISOString(),
    kind: 'laptop',
    recordId: id,
    action: state === undefined ? 'create' : 'edit',
    ...draftEdit(state, values),
  };
}

const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];

/**
 * Adds a laptop. With the second the first gets its letter too: from then on each counts by itself.
 * @throws WorkbenchError VAULT_NOT_ALLOWED, GROUP_NAME, GROUP_LETTER, GROUP_NO_PEOPLE
 */
export function addLaptop(workspace: OpenWorkspace, { name, letter, users }: NewLaptop): Laptop {
  demandLaptopManager(workspace);
  const own = ownLaptop(workspace);
  const all = laptopsOf(workspace);
  const called = name.trim();
  if (called === '' || called.length > 20 || all.some((one) => one.name === called && !one.struckOff)) {
    throw new WorkbenchError(
      'GROUP_NAME',
      `电脑名称“${called}”为空、太长或已有同名的，没有登记。请另起一个，如“${all.length + 1}号机”。`,
    );
  }
  const people = new Set(accountsOf(workspace).map(({ userId }) => userId));
  if (users.length === 0 || users.some((id) => !people.has(id))) {
    throw new WorkbenchError(
      'GROUP_NO_PEOPLE',
      `没有为“${called}”指定使用人，没有登记。请从使用者名单中选择。`,
    );
  }
  // A letter that was given stays given: numbers with it stand on paper.
  const given = new Set(all.map((one) => one.letter));
  const free = LETTERS.filter((one) => !given.has(one));
  const drafts: ChangeDraft[] = [];
  if (own.letter === '') drafts.push(draft(workspace, own.id, { letter: free.shift()! }));
  const wanted = letter?.trim().toUpperCase() ?? free[0];
  if (
    wanted === undefined ||
    !/^[A-Z]{1,2}$/.test(wanted) ||
    given.has(wanted) ||
    (own.letter === '' && !free.includes(wanted))
  ) {
    throw new WorkbenchError(
      'GROUP_LETTER',
      `编号字母“${letter ?? ''}”不能用：应为没有用过的大写字母，没有登记。请换一个。`,
    );
  }
  const id = newRecordId();
  const members = Object.fromEntries(users.map((user) => [`users/${user}`, true]));
  drafts.push(
    draft(workspace, id, { name: called, letter: wanted, ...members }),
    operationDraft(workspace, { act: 'laptopAdded', detail: `${called}（编号字母${wanted}）` }),
  );
  workspace.commit(drafts);
  return laptopOf(workspace, id)!;
}

/** Strikes a laptop off, for ever: nothing goes to it and nothing of it is taken in any more. @throws WorkbenchError VAULT_NOT_ALLOWED, GROUP_OWN_LAPTOP, GROUP_NO_ADDRESSEE */
export function strikeOff(workspace: OpenWorkspace, id: RecordId): void {
  demandLaptopManager(workspace);
  const laptop = laptopOf(workspace, id);
  if (laptop === undefined) {
    throw new WorkbenchError('GROUP_NO_ADDRESSEE', '没有这台电脑，可能已被注销。请刷新后重试。');
  }
  if (laptop.id === ownLaptop(workspace).id) {
    throw new WorkbenchError('GROUP_OWN_LAPTOP', '不能注销正在使用的这台电脑。请在另一台电脑上办理。');
  }
  if (laptop.struckOff) return;
  workspace.commit([
    draft(workspace, id, { struckOff: true }),
    operationDraft(workspace, { act: 'laptopStruckOff', detail: laptop.name }),
  ]);
}

/** What a laptop is started with: keys and an id for its changes, neither used before. The caller clears the seed. */
export function renewLaptop(workspace: OpenWorkspace, id: RecordId): { seed: Buffer; device: string } {
  const seed = randomBytes(32);
  const device = randomBytes(8).toString('hex');
  const keys = holdLaptop(workspace.session.keyRing.vaultId, Buffer.from(seed));
  const { sign, box } = keys.public;
  keys.lock();
  workspace.commit([draft(workspace, id, { device, signKey: sign, boxKey: box, struckOff: false })]);
  return { seed, device };
}
