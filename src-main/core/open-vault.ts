/**
 * The vault of a core: opened by one person at a time, and locked whatever happens. What every area of the core looks at
 * stands here; what each does with it stands beside it.
 */
import type { LockReason } from '../../src-shared/contract/shell';
import type { SessionInfo, SessionUser } from '../../src-shared/contract/vault';
import { toFailure, WorkbenchError } from '../../src-shared/errors';
import { nameOfUser, recordAccounts } from '../services/accounts';
import {
  backUp,
  backupIsDue,
  clockDoubt,
  rememberClock,
  seesAll,
  type Restorer,
} from '../services/data-care';
import { rememberedPlace, type OpenRecords } from '../services/desk';
import { openWorkspace, type OpenWorkspace } from '../services/workspace';
import { createActs, type Acts } from '../acts';
import { lockedError } from '../vault/sealing';
import { renewShownNames } from '../vault/shown-names';
import type { VaultSession, VaultUser } from '../vault/vault';
import { createFeed, type Feed } from './feed';

export interface CoreOptions {
  /** Folder of the vault. */
  readonly dataDir: string;
  readonly publish: (event: string, payload: unknown) => void;
  readonly now?: () => Date;
  /** Built `document-worker.js`; without it papers are built in the core's thread. */
  readonly documentWorker?: string;
  /** Built `table-worker.js`; without it table files are read and made in the core's thread. */
  readonly tableWorker?: string;
  /** Resolves once no earlier core of this program has the folder; without it none ever had. */
  readonly whenFree?: () => Promise<void>;
  /** A backup begins while the vault is being closed. */
  readonly backupBegins?: () => void;
  /** The open record of each user; outlives this core where the caller keeps it. */
  readonly openRecords?: OpenRecords;
}

/** What the window is told of an account. */
export const userTold = ({ userId, name, role, memberId, clues }: VaultUser): SessionUser => ({
  userId,
  name,
  role,
  clues: clues === true,
  ...(memberId ? { memberId } : {}),
});

/** What the handlers of every area are made over. */
export interface OpenVault {
  readonly dataDir: string;
  readonly now: () => Date;
  readonly publish: CoreOptions['publish'];
  readonly acts: Acts;
  readonly feed: Feed;
  readonly openRecords: OpenRecords;
  readonly whenFree: () => Promise<void>;
  readonly tableWorker: string | undefined;
  /** What is open, if anything is. */
  current(): OpenWorkspace | undefined;
  /** What is open. @throws VAULT_LOCKED */
  workspace(): OpenWorkspace;
  /** What a user is called, also one who is gone. */
  nameOf(userId: string): string;
  /** Whether the sizes of backups are told: by them somebody from whom a unit is kept would see how much it holds. */
  tellsSizes(): boolean;
  /** How the clock stood to the last use when the vault was opened. */
  clock(): ReturnType<typeof clockDoubt>;
  sessionInfo(): SessionInfo;
  /**
   * Opens the vault with a key that took its time to be derived, unless it was locked meanwhile.
   * @param acceptAltered opens files that changed since they were closed, if they are found whole
   */
  startWith(unlocking: Promise<VaultSession>, acceptAltered?: boolean): Promise<SessionInfo>;
  /** The list of the unlock screen follows the people of the vault, unless it was locked meanwhile. */
  renewNames(): void;
  /** Somebody has shown that he kept the recovery code that was shown last; while locked, noted at the next opening. */
  keepRecoveryCode(): Promise<void>;
  /** Has something put away whenever the vault is locked. */
  onLock(act: () => void): void;
  /** Locks whatever happens: a failing disk must not keep the keys in memory. */
  lock(reason?: LockReason): void;
  /** Runs an act during which nobody is at work, because the folder is exchanged. */
  restoring<T>(act: (restorer: Restorer) => Promise<T>): Promise<T>;
}

const lockedMeanwhile = (): WorkbenchError =>
  new WorkbenchError('VAULT_LOCKED', '解锁时又被锁定，没有打开。请重新输入口令。');

export function createOpenVault(options: CoreOptions): OpenVault {
  const { dataDir, publish } = options;
  const now = options.now ?? (() => new Date());
  const openRecords: OpenRecords = options.openRecords ?? new Map();
  const whenFree = options.whenFree ?? (() => Promise.resolve());
  const acts = createActs((task, done, total) => publish('progress', { task, done, total }));
  let open: OpenWorkspace | undefined;
  /** Counts the locks: what began before one must not open the vault after it. */
  let locks = 0;
  /** A recovery code was shown to be kept while nobody was signed in. */
  let codeKept = false;
  const atLock: (() => void)[] = [];
  let clock: ReturnType<typeof clockDoubt> = null;

  const workspace = (): OpenWorkspace => {
    if (!open) throw new WorkbenchError('VAULT_LOCKED', '已锁定。请输入口令解锁后再操作。');
    return open;
  };
  const feed = createFeed(workspace, publish);

  function sessionInfo(): SessionInfo {
    const { session, today, index } = workspace();
    const place = rememberedPlace(workspace(), openRecords);
    return {
      user: userTold(session.user),
      ...(place ? { place } : {}),
      today: today(),
      demo: index.list('round').some((round) => round.values.demoToday !== undefined),
    };
  }

  function start(session: VaultSession, acceptAltered: boolean): SessionInfo {
    try {
      open = openWorkspace({
        dir: dataDir,
        session,
        now,
        onTouched: feed.onTouched,
        acceptAltered,
        documentWorker: options.documentWorker,
        acts,
      });
      recordAccounts(open);
    } catch (error) {
      session.lock();
      throw error;
    }
    feed.reset();
    clock = clockDoubt(open.store, now());
    return sessionInfo();
  }

  function renewNames(): void {
    if (open) {
      renewShownNames(
        dataDir,
        open.session.users().map(({ name }) => name),
      );
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

  function lock(reason: LockReason = 'user'): void {
    locks += 1;
    acts.endAll(lockedError());
    const closing = open;
    if (!closing) return;
    open = undefined;
    feed.end();
    atLock.forEach((act) => act());
    try {
      // A computer that is about to sleep writes its memory to the disk: the keys go first.
      if (reason !== 'suspend') backUpOnClosing(closing);
      closing.close();
    } finally {
      closing.session.lock();
    }
  }

  return {
    dataDir,
    now,
    publish,
    acts,
    feed,
    openRecords,
    whenFree,
    tableWorker: options.tableWorker,
    current: () => open,
    workspace,
    nameOf: (userId) => (open && nameOfUser(open, userId)) ?? '已移除的用户',
    tellsSizes: () => open !== undefined && seesAll(open),
    clock: () => clock,
    sessionInfo,
    async startWith(unlocking, acceptAltered = false) {
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
    },
    renewNames,
    onLock: (act) => void atLock.push(act),
    async keepRecoveryCode() {
      if (open) await open.session.keepRecoveryCode();
      else codeKept = true;
    },
    lock,
    async restoring(act) {
      lock();
      await whenFree();
      return acts.run('restore', (turns) => act({ dir: dataDir, now, turns }));
    },
  };
}
