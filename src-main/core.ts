/**
 * Composition root of everything below the shell: plain Node. The worker hosts it for the window; the CLI and the tests
 * run it in their own process. One vault folder, at most one person signed in.
 */
import { accessSync, constants, statSync } from 'node:fs';
import type { coreContract } from '../src-shared/contract/core';
import { type FeedEntity, type SessionInfo } from '../src-shared/contract/core';
import type { Handlers, ParsedInputOf } from '../src-shared/contract/define';
import type { FieldValue, RecordId } from '../src-shared/merge/change';
import type { LockReason } from '../src-shared/contract/shell';
import { safeFileName } from '../src-shared/file-name';
import type { Entity } from '../src-shared/domain/define';
import { toFailure, WorkbenchError } from '../src-shared/errors';
import sampleRound from '../assets/sample/sample-round.json';
import {
  backingUp,
  backUp,
  backupIsDue,
  backUpTo,
  bringBack,
  careReport,
  clockDoubt,
  lookAt,
  rememberClock,
  restoreFromBackup,
  restoreFromOutside,
  seesAll,
  told,
  type Restorer,
} from './services/data-care';
import { jotting, keepJotting, rememberedPlace, rememberPlace, type OpenRecords } from './services/desk';
import {
  conflict,
  demandRight,
  demandVisible,
  history,
  redo,
  remove,
  removed,
  resolve,
  restore,
  save,
  step,
  undo,
} from './services/records';
import { decideNames } from './services/papers/name-decisions';
import { checkPaper } from './services/papers';
import { listBackups } from './store/backup';
import { newestHeaderSeen } from './store/header-seen';
import { takeOver } from './store/owner-lock';
import { prepareDatabase } from './store/database';
import { listReplaced } from './store/restore';
import { inTurns } from './store/steps';
import { createActs, type Act } from './acts';
import { kindOf } from '../src-shared/domain';
import { ORGANISERS } from '../src-shared/domain/roles';
import { logOperation } from './services/operations';
import { reviewRecusals } from './services/rights';
import { find } from './services/search';
import { putFile, type Batch } from './services/intake';
import { createUploads } from './services/uploads';
import {
  addUser,
  decideShownNames,
  linkMember,
  removeUser,
  resetPassphrase,
  setRole,
} from './services/users';
import { openWorkspace, readRoundText, type OpenWorkspace, type Touched } from './services/workspace';
import { prepareDerivation } from './vault/kdf';
import { lockedError } from './vault/sealing';
import { renewShownNames, shownNames } from './vault/shown-names';
import {
  createVault,
  nameRequired,
  recoverVault,
  secondsToWait,
  unlockVault,
  vaultExists,
  type VaultSession,
} from './vault/vault';

export interface CoreOptions {
  /** Folder of the vault. */
  readonly dataDir: string;
  readonly publish: (event: string, payload: unknown) => void;
  readonly now?: () => Date;
  /** Built `document-worker.js`; without it papers are built in the core's thread. */
  readonly documentWorker?: string;
  /** Resolves once no earlier core of this program has the folder; without it none ever had. */
  readonly whenFree?: () => Promise<void>;
  /** A backup begins while the vault is being closed. */
  readonly backupBegins?: () => void;
  /** The open record of each user; outlives this core where the caller keeps it. */
  readonly openRecords?: OpenRecords;
}

export interface Core {
  readonly handlers: Handlers<typeof coreContract>;
  /** Makes a backup if one is due; in turns, for a moment in which nobody asks for anything. */
  backUpIfDue(): Promise<void>;
  /** Locks, with a backup where one is due and the computer is not about to sleep. */
  close(reason?: LockReason): Promise<void>;
}

function isReadableFile(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const lockedMeanwhile = (): WorkbenchError =>
  new WorkbenchError('VAULT_LOCKED', '解锁时又被锁定，没有打开。请重新输入口令。');

/** A feed under way: the records to be told in order, and how many have been. */
interface Feed {
  readonly ids: readonly RecordId[];
  told: number;
}

/** Records in one message of the feed: small enough not to hold up the window, the first one least of all. */
const FEED_BATCH = 500;
const FIRST_BATCH = 200;

export function createCore(options: CoreOptions): Core {
  const { dataDir, publish } = options;
  const now = options.now ?? (() => new Date());
  let open: OpenWorkspace | undefined;
  let epoch = 0;
  let seq = 0;
  let feed: Feed | undefined;
  const openRecords: OpenRecords = options.openRecords ?? new Map();
  const uploads = createUploads<{
    readonly id: RecordId;
    readonly set: string;
    readonly name: string;
    readonly batch: Batch;
  }>();
  const whenFree = options.whenFree ?? (() => Promise.resolve());
  const acts = createActs((task, done, total) => publish('progress', { task, done, total }));
  /** Counts the locks: what began before one must not open the vault after it. */
  let locks = 0;
  /** A recovery code was shown to be kept while nobody was signed in. */
  let codeKept = false;
  let clock: ReturnType<typeof clockDoubt> = null;

  const workspace = (): OpenWorkspace => {
    if (!open) throw new WorkbenchError('VAULT_LOCKED', '已锁定。请输入口令解锁后再操作。');
    return open;
  };
  const nameOf = (userId: string): string =>
    open?.session.users().find((u) => u.userId === userId)?.name ?? '已移除的用户';

  /** Whether the sizes of backups are told: by them somebody from whom a unit is kept would see how much it holds. */
  const tellsSizes = (): boolean => open !== undefined && seesAll(open);

  function send(changed: readonly FeedEntity[], removed: readonly RecordId[], last: boolean): void {
    publish('records', { epoch, seq: seq++, changed, removed, last });
  }

  function onTouched({ changed, removed, sight }: Touched): void {
    if (epoch === 0) return;
    if (sight) {
      // What this person may see changed altogether: a new epoch tells the replica to start again.
      epoch += 1;
      seq = 0;
      feed = undefined;
    }
    send(changed as FeedEntity[], removed, feed === undefined);
  }

  /** Tells the next batch of the feed. Each record is told as it is by now, whatever was told of it meanwhile. */
  function feedOn(): void {
    if (feed === undefined) return;
    const { see } = workspace();
    const changed: FeedEntity[] = [];
    const size = feed.told === 0 ? FIRST_BATCH : FEED_BATCH;
    while (feed.told < feed.ids.length && changed.length < size) {
      const seen = see(feed.ids[feed.told++]!);
      if (seen) changed.push(seen as FeedEntity);
    }
    const last = feed.told >= feed.ids.length;
    if (last) feed = undefined;
    send(changed, [], last);
  }

  function sessionInfo(): SessionInfo {
    const { session, today, index } = workspace();
    const { userId, name, role, memberId } = session.user;
    const place = rememberedPlace(workspace(), openRecords);
    return {
      user: { userId, name, role, ...(memberId ? { memberId } : {}) },
      ...(place ? { place } : {}),
      today: today(),
      demo: index.list('round').some((round) => round.values.demoToday !== undefined),
    };
  }

  function start(session: VaultSession, acceptAltered = false): SessionInfo {
    try {
      open = openWorkspace({
        dir: dataDir,
        session,
        now,
        onTouched,
        acceptAltered,
        documentWorker: options.documentWorker,
        acts,
      });
    } catch (error) {
      session.lock();
      throw error;
    }
    epoch = 0;
    clock = clockDoubt(open.store, now());
    return sessionInfo();
  }

  /** Opens the vault with a key that took its time to be derived, unless it was locked meanwhile. */
  async function startWith(unlocking: Promise<VaultSession>, acceptAltered = false): Promise<SessionInfo> {
    const at = locks;
    const session = await unlocking;
    await whenFree();
    if (at !== locks) {
      session.lock();
      throw lockedMeanwhile();
    }
    const info = start(session, acceptAltered);
    await settle(session);
    // A restored backup may know other people than the list.
    renewNames();
    return info;
  }

  /** The list of the unlock screen follows the people of the vault, unless it was locked meanwhile. */
  function renewNames(): void {
    if (open) {
      renewShownNames(
        dataDir,
        open.session.users().map(({ name }) => name),
      );
    }
  }

  /** Locks whatever happens: a failing disk must not keep the keys in memory. */
  function lock(reason: LockReason = 'user'): void {
    locks += 1;
    acts.endAll(lockedError());
    const closing = open;
    if (!closing) return;
    open = undefined;
    feed = undefined;
    try {
      // A computer that is about to sleep writes its memory to the disk: the keys go first.
      if (reason !== 'suspend') backUpOnClosing(closing);
      closing.close();
    } finally {
      closing.session.lock();
    }
  }

  /** On the way out: at once, and a failure is told, but does not keep anything open. */
  function backUpOnClosing({ store }: OpenWorkspace): void {
    try {
      rememberClock(store, now());
      if (!backupIsDue(store, now())) return;
      options.backupBegins?.();
      backUp(store, now());
    } catch (error) {
      publish('locked', { reason: toFailure(error).message });
    }
  }

  /** What the vault's header should say from now on. Where the disk refuses, the next opening says it. */
  async function settle(session: VaultSession): Promise<void> {
    try {
      await session.noteStore();
      if (codeKept) await session.keepRecoveryCode();
      codeKept = false;
    } catch (error) {
      if (!(error instanceof WorkbenchError)) throw error;
    }
  }

  /** Nobody is at work while the folder is exchanged. */
  async function restoring<T>(act: (restorer: Restorer) => Promise<T>): Promise<T> {
    lock();
    await whenFree();
    return acts.run('restore', (turns) => act({ dir: dataDir, now, turns }));
  }

  const loadSample = () => ({
    records: workspace().importRound(JSON.stringify(sampleRound), 'asInFile'),
    today: workspace().today(),
  });

  const handlers: Handlers<typeof coreContract> = {
    'vault.status': () => {
      const base = {
        exists: false,
        nameRequired: false,
        unlocked: open !== undefined,
        waitSeconds: 0,
        trouble: null,
      };
      try {
        if (!vaultExists(dataDir)) return base;
        const names = shownNames(dataDir);
        return {
          ...base,
          exists: true,
          nameRequired: nameRequired(dataDir),
          ...(names ? { names: [...names] } : {}),
          waitSeconds: secondsToWait(dataDir, now().getTime()),
        };
      } catch (error) {
        const { code, message } = toFailure(error);
        return { ...base, exists: true, trouble: { code, message } };
      }
    },
    'vault.create': async ({ name, role, passphrase, sample }) => {
      lock();
      await whenFree();
      const made = createVault(dataDir, { name, role, passphrase });
      await startWith(made.then(({ session }) => session));
      const { recoveryCode } = await made;
      if (sample) loadSample();
      return { session: sessionInfo(), recoveryCode };
    },
    'vault.prepare': () => {
      prepareDerivation();
      prepareDatabase();
      return null;
    },
    'vault.unlock': async ({ name, passphrase }) => {
      lock();
      return startWith(unlockVault(dataDir, { name, passphrase }, { now: () => now().getTime() }));
    },
    'vault.lock': () => {
      lock();
      publish('locked', { reason: 'user' });
      return null;
    },
    'vault.recover': async ({ code, name, newPassphrase }) => {
      lock();
      await whenFree();
      return recoverVault(
        dataDir,
        { code, name, newPassphrase },
        { now: () => now().getTime(), newestSeen: (keys) => newestHeaderSeen(dataDir, keys) },
      );
    },
    'vault.renewRecoveryCode': async ({ passphrase }) => {
      const { session } = workspace();
      const recoveryCode = await session.renewRecoveryCode(passphrase);
      logOperation(workspace(), { act: 'recoveryRenewed' });
      return { recoveryCode };
    },
    'vault.keepRecoveryCode': async () => {
      if (open) await open.session.keepRecoveryCode();
      else codeKept = true;
      return null;
    },
    'vault.changePassphrase': async ({ current, next }) => {
      await workspace().session.changePassphrase({ oldPassphrase: current, newPassphrase: next });
      return null;
    },
    'vault.users': () =>
      workspace()
        .session.users()
        .map(({ userId, name, role, memberId }) => ({
          userId,
          name,
          role,
          ...(memberId ? { memberId } : {}),
        })),
    'vault.addUser': async (user) => {
      const added = await addUser(workspace(), user);
      renewNames();
      return added;
    },
    'vault.removeUser': async ({ userId }) => {
      await removeUser(workspace(), userId);
      renewNames();
      return null;
    },
    'vault.setRole': async ({ userId, role }) => {
      await setRole(workspace(), userId, role);
      return null;
    },
    'vault.showNames': ({ show }) => {
      decideShownNames(workspace(), dataDir, show);
      return null;
    },
    'vault.resetPassphrase': async ({ userId, passphrase }) => {
      await resetPassphrase(workspace(), userId, passphrase);
      return null;
    },
    'vault.linkMember': async ({ userId, memberId }) => {
      await linkMember(workspace(), userId, memberId ?? undefined);
      return null;
    },
    'recusal.review': () => {
      const { session } = workspace();
      if (!ORGANISERS.includes(session.user.role)) return [];
      return reviewRecusals(workspace(), session.users()).map((line) => ({
        ...line,
        members: [...line.members],
      }));
    },

    'feed.start': ({ first }) => {
      const ids = workspace().feedOrder(first);
      epoch += 1;
      seq = 0;
      feed = { ids, told: 0 };
      feedOn();
      return { epoch, total: ids.length };
    },
    'feed.more': (asked) => {
      if (asked.epoch === epoch) feedOn();
      return null;
    },

    'desk.remember': (place) => {
      rememberPlace(workspace(), openRecords, place);
      return null;
    },

    'desk.jot': ({ form, text }) => {
      keepJotting(workspace(), form, text);
      return null;
    },
    'desk.jotting': ({ form }) => ({ text: jotting(workspace(), form) }),

    'record.save': (input) => save(workspace(), input as Parameters<typeof save>[1]),
    'record.step': (input) => step(workspace(), input as Parameters<typeof step>[1]),
    'record.remove': (input) => {
      remove(workspace(), input);
      return null;
    },
    'record.restore': ({ id }) => restore(workspace(), id),
    'record.undo': (input) => undo(workspace(), input),
    'record.redo': () => redo(workspace()),
    'record.removed': () => removed(workspace(), nameOf),
    'record.resolve': ({ id, field, value }) =>
      resolve(workspace(), { id, field, value: value as FieldValue }),
    'record.history': ({ id }) => history(workspace(), id, nameOf),
    'record.conflict': ({ id }) => conflict(workspace(), id, nameOf),

    'search.find': ({ text, limit }) => find(workspace().index, workspace().sight(), text, limit),

    'document.preview': async (request) => {
      const { fileName, bytes } = await workspace().makeDocument(request);
      return { fileName, bytes: new Uint8Array(bytes) };
    },
    'document.check': (request) => {
      const { home, undecided, standing } = checkPaper(workspace(), request);
      return { home, undecided: [...undecided], standing: [...standing] };
    },
    'document.decide': ({ inspection, decisions }) => {
      decideNames(workspace(), inspection, decisions);
      return null;
    },
    'document.export': ({ path: file, ...request }) => workspace().exportDocument(request, file),

    'document.print': async (request) => ({ entry: await workspace().logPrint(request) }),
    'document.printCancelled': ({ entry }) => {
      workspace().printCancelled(entry);
      return null;
    },

    'task.cancel': ({ task }) => ({ cancelled: acts.cancel(task) }),

    'evidence.add': addEvidence,
    'evidence.begin': ({ id, set, name, size }) => {
      demandEvidence(id, set);
      const batch = workspace().intake.begin();
      return {
        upload: uploads.begin({ id, set, name, batch }, size, async (source) => {
          try {
            return await batch.put(source);
          } catch (error) {
            batch.givenUp();
            throw error;
          }
        }),
      };
    },
    'evidence.piece': async ({ upload, bytes }) => {
      workspace();
      await uploads.piece(upload, bytes);
      return null;
    },
    'evidence.finish': async ({ upload }) => {
      workspace();
      const { id, set, name, batch } = uploads.about(upload);
      const [added] = await joining(batch, async () => {
        const stored = await uploads.finish(upload);
        return joinEvidence(id, set, [{ ...stored, name }]);
      });
      return added!;
    },
    'evidence.abandon': ({ upload }) => {
      uploads.abandon(upload);
      return null;
    },
    'evidence.read': ({ id, hash, from, length }) => {
      const { size, bytes } = workspace().evidencePart(id, hash, from, length);
      return { size, bytes: new Uint8Array(bytes) };
    },
    'evidence.export': ({ id, hash, path: file }) => workspace().exportEvidence(id, hash, file),

    'round.loadSample': loadSample,
    'round.import': ({ path: file }) =>
      acts.run('importRound', async (turns) => ({
        records: await inTurns(workspace().importing(readRoundText(file)), turns),
      })),

    'store.verify': async () => {
      const { store } = workspace();
      const report = await acts.run('verify', (turns) => store.verify(turns));
      // How many records there are in all: whoever does not see them all is not told.
      const counts = seesAll(workspace()) ? { ...report.counts } : {};
      return { ok: report.ok, counts, problems: [...report.problems] };
    },
    'store.backup': () =>
      acts.run('backup', async (turns) => ({
        name: (await inTurns(backingUp(workspace().store, now()), turns)).name,
      })),
    'store.backups': () => told(listBackups(dataDir), now(), tellsSizes()),
    'store.replaced': () => told(listReplaced(dataDir), now(), tellsSizes()),
    'store.care': () => careReport(workspace(), dataDir, now(), clock),
    'store.backupTo': ({ path: folder }) =>
      acts.run('externalBackup', (turns) => backUpTo(workspace(), folder, turns)),
    'store.lookAt': ({ path: folder }) => lookAt(folder, now(), tellsSizes()),
    'store.restore': (input) => restoring((restorer) => restoreFromBackup(restorer, input)),
    'store.restoreFrom': (input) => restoring((restorer) => restoreFromOutside(restorer, input)),
    'store.restoreReplaced': (input) => restoring((restorer) => bringBack(restorer, input)),
    'store.takeOver': async () => {
      await whenFree();
      takeOver(dataDir);
      return null;
    },
    'store.openAltered': async ({ name, passphrase }) => {
      lock();
      return startWith(unlockVault(dataDir, { name, passphrase }, { now: () => now().getTime() }), true);
    },
  };

  async function addEvidence({ id, set, paths }: ParsedInputOf<typeof coreContract, 'evidence.add'>) {
    demandEvidence(id, set);
    for (const file of paths) {
      if (!isReadableFile(file)) {
        throw new WorkbenchError(
          'EVIDENCE_UNREADABLE',
          '有文件读不到，没有加入任何文件。请确认文件还在、没有被其他程序占用。',
        );
      }
    }
    const batch = workspace().intake.begin();
    return joining(batch, async () => {
      const added = await acts.run('addEvidence', ({ through }) => putFiles(batch, paths, through));
      return joinEvidence(id, set, added);
    });
  }

  /** Has a record name the files of a batch, or gives them up. */
  async function joining<T>(batch: Batch, join: () => Promise<T>): Promise<T> {
    let joined: T;
    try {
      joined = await join();
    } catch (error) {
      batch.givenUp();
      throw error;
    }
    batch.joined();
    return joined;
  }

  /** The record that files are to be joined to. Rights first: a refusal must not leave a sealed file that nobody owns. */
  function demandEvidence(id: RecordId, set: string): Entity {
    const entity = demandVisible(workspace(), id);
    const kind = kindOf(entity.kind)!;
    if (!Object.hasOwn(kind.sets, set))
      throw new WorkbenchError('RECORD_SET', `“${kind.label}”没有这个清单。`);
    demandRight(workspace(), entity, { act: 'write', fields: [set] });
    return entity;
  }

  function joinEvidence<T extends { readonly hash: string; readonly name: string }>(
    id: RecordId,
    set: string,
    added: readonly T[],
  ): T[] {
    save(workspace(), {
      kind: demandEvidence(id, set).kind,
      id,
      set: {},
      stored: new Set(added.map((blob) => blob.hash)),
      sets: { [set]: { add: added.map((blob) => blob.hash), remove: [] } },
      names: Object.fromEntries(added.map((blob) => [blob.hash, safeFileName(blob.name)])),
    });
    return [...added];
  }

  async function putFiles(
    batch: Batch,
    paths: readonly string[],
    through: Act['through'],
  ): Promise<{ hash: string; size: number; name: string }[]> {
    const total = paths.reduce((sum, file) => sum + statSync(file).size, 0);
    const added = [];
    let before = 0;
    for (const file of paths) {
      const from = before;
      const blob = await putFile(batch, file, (source) => through(source, total, from));
      before += blob.size;
      added.push(blob);
    }
    return added;
  }

  return {
    handlers,
    async backUpIfDue() {
      if (open === undefined) return;
      const { store } = open;
      try {
        rememberClock(store, now());
        if (!backupIsDue(store, now())) return;
        await acts.run('backup', (turns) => inTurns(backingUp(store, now()), turns));
      } catch {
        // The log is whole on the disk, and the next occasion tries again.
      }
    },
    close: async (reason) => lock(reason),
  };
}
