/** Who may open the vault: people, passphrases, the recovery code; and who keeps away from which unit. */
import { z } from 'zod';
import { day, id, name, passphrase, role } from './common';
import { command, query, type Contract } from './define';
import { place } from './desk';

const user = z.object({
  userId: z.string(),
  name: z.string(),
  role,
  memberId: z.string().optional(),
  /** Whether the person holds the 线索钥匙. */
  clues: z.boolean(),
});
export type SessionUser = z.infer<typeof user>;

export const session = z.object({
  user,
  /** Where this person left off, as far as it still stands and may be seen. */
  place: place.optional(),
  /** The local day that deadlines are counted from; the sample round fixes it to its own day. */
  today: day,
  /** True while the fictional sample round is what is open. */
  demo: z.boolean(),
});
export type SessionInfo = z.infer<typeof session>;

export const vaultContract = {
  'vault.status': query(
    z.object({}),
    z.object({
      exists: z.boolean(),
      /** False where the vault has one user: a passphrase alone opens it. */
      nameRequired: z.boolean(),
      /** The people to choose from, where the leader has let them be shown before unlocking. */
      names: z.array(z.string()).optional(),
      unlocked: z.boolean(),
      /** Seconds to wait after wrong passphrases. */
      waitSeconds: z.number(),
      /** A vault that cannot be opened, in words; null when all is well. */
      trouble: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
  'vault.create': command(
    z.object({ name, role, passphrase, sample: z.boolean() }),
    z.object({ session, recoveryCode: z.string() }),
  ),
  /** Makes ready what unlocking needs and can be had without a passphrase. */
  'vault.prepare': command(z.object({}), z.null()),
  'vault.unlock': command(z.object({ name: name.optional(), passphrase }), session),
  'vault.lock': command(z.object({}), z.null()),
  'vault.recover': command(
    z.object({ code: z.string().max(100), name: name.optional(), newPassphrase: passphrase }),
    z.object({ recoveryCode: z.string() }),
  ),
  /** Voids the recovery code and shows a new one, once. Asks for the own passphrase. */
  'vault.renewRecoveryCode': command(z.object({ passphrase }), z.object({ recoveryCode: z.string() })),
  /** Somebody has shown that he kept the code that was shown last; while locked, counts for the next unlocking. */
  'vault.keepRecoveryCode': command(z.object({}), z.null()),
  'vault.changePassphrase': command(z.object({ current: passphrase, next: passphrase }), z.null()),
  'vault.users': query(z.object({}), z.array(user)),
  'vault.addUser': command(z.object({ name, role, passphrase, memberId: id.optional() }), user),
  'vault.removeUser': command(z.object({ userId: z.string() }), z.null()),
  'vault.setRole': command(z.object({ userId: z.string(), role }), z.null()),
  /** A new passphrase for a colleague who forgot his. */
  'vault.resetPassphrase': command(z.object({ userId: z.string(), passphrase }), z.null()),
  /** Gives a colleague the 线索钥匙, or takes it back; by the leader. */
  'vault.setClues': command(z.object({ userId: z.string(), holds: z.boolean() }), z.null()),
  /**
   * Of a vault from before the 线索钥匙: who is still to unlock once before it lies with its holders alone, and whether the
   * recovery code is to be renewed for it. Null where nothing is left to do.
   */
  'vault.cluesOpen': query(
    z.object({}),
    z.object({ people: z.array(z.string()), recoveryCode: z.boolean() }).nullable(),
  ),
  /** Shows the people's names on the unlock screen, readable on the disk, or no longer does; by the leader. */
  'vault.showNames': command(z.object({ show: z.boolean() }), z.null()),
  /** Ties an account to a member record, or unties it. */
  'vault.linkMember': command(z.object({ userId: z.string(), memberId: id.nullable() }), z.null()),
  /** What is unsettled about recusals: for organisers; nothing for others. */
  'recusal.review': query(
    z.object({}),
    z.array(
      z.object({ recusal: id, level: z.enum(['error', 'hint']), message: z.string(), members: z.array(id) }),
    ),
  ),
} satisfies Contract;
