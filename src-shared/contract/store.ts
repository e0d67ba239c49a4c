/** The files of the vault: verified, backed up, restored. */
import { z } from 'zod';
import { filePath, name, passphrase } from './common';
import { command, query, type Contract } from './define';
import { session } from './vault';

/** A backup as it is listed; `future`: dated after this computer's clock, which then was or is wrong. */
const backupShown = z.object({
  name: z.string(),
  at: z.string(),
  label: z.string().optional(),
  /** Size of the records in it; told to those only who see every record. */
  bytes: z.number().optional(),
  future: z.boolean(),
});
export type BackupShown = z.infer<typeof backupShown>;

const report = z.object({
  ok: z.boolean(),
  counts: z.record(z.string(), z.number()),
  problems: z.array(z.object({ place: z.string(), message: z.string() })),
  /** Signatures whose record says something else since: no damage, but somebody signed something else. */
  changed: z.array(z.object({ place: z.string(), message: z.string() })),
});

export const storeContract = {
  'store.verify': command(z.object({}), report),
  'store.backup': command(z.object({}), z.object({ name: z.string() })),
  /** Backups of this vault, newest first; answered while locked too. */
  'store.backups': query(z.object({}), z.array(backupShown)),
  /** What restores have set aside, newest first; answered while locked too. */
  'store.replaced': query(z.object({}), z.array(backupShown)),
  /** What should be said about copies, clock and recovery code. */
  'store.care': query(
    z.object({}),
    z.object({
      folder: z.string(),
      backups: z.number(),
      newest: z.string().nullable(),
      external: z.object({ at: z.string(), folder: z.string(), changed: z.boolean() }).nullable(),
      /** Days without a copy on another disk, where that should be said. */
      externalOverdue: z.number().nullable(),
      /** The clock and the last use, where they lie so far apart that one may be wrong. */
      clock: z.object({ lastSeen: z.string(), now: z.string() }).nullable(),
      recoveryKept: z.boolean(),
    }),
  ),
  /** 外部备份, to a folder that a person chose. */
  'store.backupTo': command(
    z.object({ path: filePath }),
    z.object({
      folder: z.string(),
      name: z.string() /** Told to those only who see every record. */,
      evidence: z.number().optional(),
      sameDisk: z.boolean(),
    }),
    { path: 'save' },
  ),
  /** The backups in a folder that a person chose, newest first. */
  'store.lookAt': query(z.object({ path: filePath }), z.array(backupShown.extend({ id: z.string() })), {
    path: 'open',
  }),
  /** Puts such a backup in the place of what there is; with the recovery code also a new passphrase. Locks. */
  'store.restoreFrom': command(
    z
      .object({ path: filePath, backup: z.string().max(400), name: name.optional() })
      .and(
        z.union([
          z.object({ passphrase }),
          z.object({ code: z.string().max(100), newPassphrase: passphrase }),
        ]),
      ),
    z.object({ recoveryCode: z.string().optional() }),
    { path: 'open' },
  ),
  /** Brings back what a restore had set aside. Asks for the passphrase and locks. */
  'store.restoreReplaced': command(
    z.object({ replaced: z.string().max(200), name: name.optional(), passphrase }),
    z.object({ replaced: z.string() }),
  ),
  /** Ends the ownership of a program that is gone, on a person's word. */
  'store.takeOver': command(z.object({}), z.null()),
  /** Puts a backup in the place of what there is, which is kept. Asks for the passphrase and locks. */
  'store.restore': command(
    z.object({ backup: z.string().max(200), name: name.optional(), passphrase }),
    z.object({ replaced: z.string() }),
  ),
  /** Opens files that changed since they were closed, if a full verification finds them whole. */
  'store.openAltered': command(z.object({ name: name.optional(), passphrase }), session),
} satisfies Contract;
