/** What stands while a vault is open: the working copy, the desk, what is being typed. Read while nobody is signed in. */
import type { SessionInfo } from '../../src-shared/contract';
import { startReplica, stopReplica } from '../replica';
import { flushAutosave } from './autosave';
import { rememberNow, startRemembering, stopRemembering } from './desk';
import { flushJottings } from './jottings';
import { returnTo, useNavigation } from './navigation';
import { closePaper } from './paper-request';
import { workbench } from './workbench';

/** Lays out the desk for a person: where it was left if `asLeft`, and the records on their way before anything shows. */
export function beginWork(session: SessionInfo, asLeft: boolean): void {
  if (session.place && asLeft) returnTo(session.place, session.user.role);
  startRemembering();
  void startReplica(workbench(), { first: useNavigation.getState().inspection });
}

/** Saves what is being typed and keeps the place, as far as the core answers. */
export async function putAway(): Promise<void> {
  await Promise.all([flushAutosave().catch(() => undefined), flushJottings(), rememberNow()]);
}

/** Forgets every record and where the person was. */
export function endWork(): void {
  stopRemembering();
  useNavigation.setState({
    round: undefined,
    inspection: undefined,
    record: undefined,
    page: 'today',
    target: undefined,
    opened: undefined,
    cameBackTo: undefined,
  });
  closePaper();
  void stopReplica();
}
