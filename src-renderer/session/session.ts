/** Who is signed in, and in what state the vault is. */
import { create } from 'zustand';
import type { AppContract, OutputOf, SessionInfo } from '../../src-shared/contract';
import { LOCK_GRACE_MS } from '../../src-shared/contract/shell';
import { call, CallFailed, sentenceOf, workbench } from './workbench';

export type AppInfo = OutputOf<AppContract, 'shell.appInfo'>;

export interface Trouble {
  readonly code: string;
  readonly message: string;
}

export interface SessionState {
  /** `locking`: this page is on its way out; the next one asks for the passphrase, so that no key goes to one that ends. */
  readonly status: 'starting' | 'noVault' | 'locked' | 'unlocked' | 'locking' | 'trouble' | 'restoring';
  readonly session?: SessionInfo;
  readonly appInfo?: AppInfo;
  /** Whether the unlock screen asks for a name: the vault has more than one user. */
  readonly nameRequired: boolean;
  /** The people to choose from there, where the group shows them. */
  readonly names?: readonly string[];
  /** Milliseconds since 1970 until which a passphrase will be refused after wrong tries. */
  readonly waitUntil: number;
  /** Why the vault cannot be opened. */
  readonly trouble?: Trouble;
}

export const useSession = create<SessionState>()(() => ({
  status: 'starting',
  nameRequired: false,
  waitUntil: 0,
}));

/** Codes of a store or a vault that will not open however often one types: they get a screen of their own. */
const TROUBLE = /^(STORE_|CORE_|VAULT_(TOO_NEW|HEADER|UNREADABLE|EXCESSIVE_KDF|WEAK_KDF))/;

/** Shows the trouble screen for an error of that sort. @returns whether it was one */
export function showTrouble(error: unknown): boolean {
  if (!(error instanceof CallFailed) || !TROUBLE.test(error.code)) return false;
  useSession.setState({ status: 'trouble', trouble: { code: error.code, message: error.message } });
  return true;
}

/** Asks for the vault's state and shows the screen for it. */
export async function refreshStatus(): Promise<void> {
  try {
    const [status, appInfo] = await Promise.all([call('vault.status', {}), call('shell.appInfo', {})]);
    // A page that has just loaded has no keys of a session: what is still open is locked first.
    if (status.unlocked) await call('vault.lock', {});
    useSession.setState({
      appInfo,
      nameRequired: status.nameRequired,
      names: status.names,
      waitUntil: Date.now() + status.waitSeconds * 1000,
      trouble: status.trouble ?? undefined,
      status: status.trouble ? 'trouble' : status.exists ? 'locked' : 'noVault',
    });
  } catch (error) {
    const code = error instanceof CallFailed ? error.code : 'PROGRAM_FAULT';
    useSession.setState({ status: 'trouble', trouble: { code, message: sentenceOf(error) } });
  }
}

/** Starts the session's ears and asks for the vault's state. @returns the function that stops listening */
export function startSession(): () => void {
  const stop = [
    workbench().subscribe('locked', () => forgetEverything('locked')),
    workbench().subscribe('shell.lockPending', () => void lock()),
  ];
  void refreshStatus();
  return () => {
    work?.endWork();
    stop.forEach((end) => end());
  };
}

/** What is needed once a vault is open; the unlock screen stands before it is read. */
const loadWork = () => import('./work');
let work: Awaited<ReturnType<typeof loadWork>> | undefined;
/** Makes ready what can be made ready before anybody has signed in. */
export async function prepareWork(): Promise<void> {
  void call('vault.prepare', {}).catch(() => undefined);
  work ??= await loadWork();
}

/** Counts the locks: a sign-in that one overtakes must not open the window again. */
let locks = 0;

/** The vault is open for this person: back to the desk as it was left. */
export async function signedIn(session: SessionInfo): Promise<void> {
  const at = locks;
  work ??= await loadWork();
  if (at !== locks) return;
  // What brought the window down may be what one left open: after a fault it is not opened again by itself.
  work.beginWork(session, useSession.getState().appInfo?.lastLockReason !== 'fault');
  useSession.setState({ status: 'unlocked', session, waitUntil: 0 });
}

/** Saves what is being typed, keeps the place, takes every record off the screen, and locks. */
export async function lock(): Promise<void> {
  // A core that does not answer keeps nobody from locking.
  await Promise.race([work?.putAway(), new Promise((late) => setTimeout(late, LOCK_GRACE_MS))]);
  await leavePage();
}

/**
 * Takes every record off the screen and leads to the choice of a backup. The core locks itself when one is chosen: a lock
 * by the shell would load the page anew.
 */
export async function openRestoring(): Promise<void> {
  await work?.putAway();
  forgetEverything('restoring');
}

/** Locks without asking the core anything: its process ends and another takes its place. */
export function restartCore(): void {
  void leavePage();
}

/** Has the shell end the core and load the page anew: an answer to this page comes only where it could not. */
async function leavePage(): Promise<void> {
  forgetEverything('locking');
  await call('shell.lock', {}).catch(() => undefined);
  await refreshStatus();
}

/** The screens go first, so that none of them asks for records while those are thrown away. */
function forgetEverything(next: 'locked' | 'locking' | 'restoring'): void {
  locks += 1;
  const { status } = useSession.getState();
  if (status === 'unlocked' || (status === 'locked' && next === 'locking'))
    useSession.setState({ status: next, session: undefined });
  work?.endWork();
}

/** Reloads the facts of the shell after one of them was changed. */
export async function refreshAppInfo(): Promise<void> {
  useSession.setState({ appInfo: await call('shell.appInfo', {}) });
}
