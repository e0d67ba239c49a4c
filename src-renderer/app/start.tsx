/**
 * What the window shows first. The unlock screen comes up alone and at once; everything else is read, and its controls
 * are made ready, while the passphrase is typed.
 */
import { lazy, Suspense, useEffect, useState } from 'react';
import { prepareWork, useSession } from '../session/session';
import { UnlockScreen } from './screens/unlock';
import { Waiting } from './screens/waiting';

const App = lazy(async () => ({ default: (await import('./app')).App }));

export function Start() {
  const status = useSession((state) => state.status);
  const [recovering, setRecovering] = useState(false);
  const [painted, setPainted] = useState(false);
  const locked = status === 'locked' && !recovering;
  useEffect(() => {
    if (!locked) return;
    const idle = requestIdleCallback(() => {
      setPainted(true);
      void prepareWork();
    });
    return () => cancelIdleCallback(idle);
  }, [locked]);
  return (
    <>
      {status === 'starting' && <Waiting />}
      {locked && <UnlockScreen onForgotten={() => setRecovering(true)} />}
      {(painted || (status !== 'starting' && !locked)) && (
        <Suspense fallback={locked ? null : <Waiting />}>
          <App recovering={recovering} onBack={() => setRecovering(false)} />
        </Suspense>
      )}
    </>
  );
}
