/** Another laptop of the group: its vault is made of the slots that came with its 开机包 (decision 0026). */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { WorkbenchError } from '../../src-shared/errors';
import { checkSignature, firstHeader, type SetupSlots } from './header';
import { holdPerson, type ClueKey, type PersonKeys } from './held-keys';
import { normalisePassphrase } from './passphrase';
import { holdVaultKey, KEY_BYTES, type VaultKey } from './sealing';
import { openSession, SETUP_PURPOSE, type VaultOptions, type VaultSession } from './session';
import { cluesOf, findByName, movedSlot, openSlot, readUsers, sealUser, userSlot } from './slots';
import { writeNewVault } from './vault';

/** A 开机包 whose slots somebody has opened. After {@link OpenedSetup.lock} nothing here works any more. */
export interface OpenedSetup {
  /** What goes with the slots is sealed under it; the caller clears it. */
  secret(): Buffer;
  /**
   * Makes the vault of this laptop, with a key of its own.
   * @throws WorkbenchError VAULT_EXISTS, VAULT_WRITE_FAILED
   */
  join(folder: string, options?: VaultOptions): Promise<VaultSession>;
  lock(): void;
}

/**
 * Opens the slots of a 开机包 as one of its users, with the passphrase that he has on the laptop that it comes from. The
 * wait after wrong tries is not kept: the file can be tried elsewhere as well.
 * @throws WorkbenchError VAULT_NAME_REQUIRED, VAULT_WRONG_PASSPHRASE
 */
export async function openSetup(
  slots: SetupSlots,
  who: { readonly name?: string; readonly passphrase: string },
): Promise<OpenedSetup> {
  const unsigned = {
    ...slots,
    format: 3 as const,
    generation: 1,
    hasStore: false,
    recoveryKept: true,
    mac: '',
  };
  const slot = who.name === undefined && slots.users.length === 1 ? slots.users[0]! : named();
  const passphrase = normalisePassphrase(who.passphrase);
  const opened = slot && (await openSlot(unsigned, slot, passphrase));
  if (slot === undefined || opened?.beside === undefined) {
    throw new WorkbenchError(
      'VAULT_WRONG_PASSPHRASE',
      '姓名或口令不正确。开机包用本人在出包电脑上的姓名和口令打开，请检查大小写和输入法后重新输入。',
    );
  }
  const { key: theirs, beside } = opened;
  const users = readUsers(theirs, unsigned);
  const index = slots.users.indexOf(slot as (typeof slots.users)[number]);

  return {
    secret: () => theirs.subkey(SETUP_PURPOSE),
    async join(folder, options = {}) {
      const key = holdVaultKey(slots.vaultId, randomBytes(KEY_BYTES));
      const person: PersonKeys = holdPerson(slots.vaultId, Buffer.from(beside));
      const clues: ClueKey | undefined = cluesOf(slots, slot, person);
      try {
        const secret = { passphrase, cost: slot.kdf };
        const own = await userSlot(key, slot, users[index]!, secret, person, clues);
        const others = slots.users.map((other, i) => resealed(key, other, users[i]!));
        const header = firstHeader(key, {
          ...slots,
          users: others.map((other, i) => (i === index ? own : other)),
          recovery: movedSlot(key, slots.recovery, slots.cluePublic),
          recoveryKept: true,
        });
        checkSignature(key, header);
        writeNewVault(options.disk ?? fs, folder, header);
        const { userId } = users[index]!;
        return openSession(
          { folder, key, person, clues, userId, users: readUsers(key, header), header },
          options,
        );
      } catch (error) {
        for (const held of [key, person, clues]) held?.lock();
        throw error;
      }
    },
    lock() {
      theirs.lock();
      beside.fill(0);
    },
  };

  function named() {
    if (who.name === undefined || who.name.trim() === '') {
      throw new WorkbenchError('VAULT_NAME_REQUIRED', '这个开机包有几位使用人，请先输入姓名，再输入口令。');
    }
    return findByName(unsigned, who.name);
  }
}

/** Somebody else's slot under the key of this laptop: it opens when he first comes. */
function resealed(
  key: VaultKey,
  slot: SetupSlots['users'][number],
  user: ReturnType<typeof readUsers>[number],
) {
  return { ...movedSlot(key, slot, user.keys!.box), user: sealUser(key, slot.id, user) };
}
