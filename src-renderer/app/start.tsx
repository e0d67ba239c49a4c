/**
 * What the window shows first. The unlock screen comes up alone and at once; everything else is read, and its controls
 * are made ready, while the passphrase is typed.
 */
import { startTransition, Suspense, useEffect, useState } from 'react';
import { prepareWork, useSession } from '../session/session';
import { readLater } from '../ui/read-later';
import { Help } from './help/help';
import { Net } from './net';
import { Unreadable } from './screens/unreadable';
import { UnlockScreen } from './screens/unlock';
import { Waiting } from './screens/waiting';

const app = readLater(async () => ({ default: (await import('./app')).App }));

/** How long the unlock screen has the machine to itself, in milliseconds: hands come to the keyboard later. */
const ALONE_MS = 400;

const pause = (ms: number) => new Promise<void>((turn) => setTimeout(turn, ms));
const quiet = () => new Promise<void>((turn) => requestIdleCallback(() => turn(), { timeout: ALONE_MS }));

/** What most unlockings lead to, in that order. */
const pages = [
  async () => (await import('./app')).readFrame(),
  ...[0, 1].map((at) => async () => (await import('./pages')).LIKELY_PAGES[at]?.page.read()),
];

/** Reads the rest in steps, each in a quiet moment, so that no key waits for all of it. */
async function readRest(isWanted: () => boolean): Promise<void> {
  await pause(ALONE_MS);
  for (const step of [prepareWork, app.read, ...pages]) {
    await quiet();
    if (!isWanted()) return;
    await step();
  }
}

export function Start() {
  const status = useSession((state) => state.status);
  const [recovering, setRecovering] = useState(false);
  const [ready, setReady] = useState(false);
  const locked = status === 'locked' && !recovering;
  useEffect(() => {
    if (!locked) return;
    let wanted = true;
    // What could not be read is told where it is shown: whoever is not past the unlock screen needs none of it.
    void readRest(() => wanted)
      .then(() => wanted && startTransition(() => setReady(true)))
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [locked]);
  return (
    <>
      {status === 'starting' && <Waiting />}
      {status === 'locking' && <Waiting>正在锁定…</Waiting>}
      {locked && <UnlockScreen onForgotten={() => setRecovering(true)} />}
      {(ready || (status !== 'starting' && !locked)) && status !== 'locking' && (
        <Net instead={() => <Unreadable />}>
          <Suspense fallback={locked ? null : <Waiting />}>
            <app.Part recovering={recovering} onBack={() => setRecovering(false)} />
          </Suspense>
        </Net>
      )}
      <Help />
    </>
  );
}
