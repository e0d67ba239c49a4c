/** The whole window: theme, language, and the screen that the vault's state asks for. */
import { App as Messages, ConfigProvider, Spin } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { lock, useSession } from '../session/session';
import { ErrorBoundary } from './error-boundary';
import { TroubleScreen } from './screens/trouble';
import { UnlockScreen } from './screens/unlock';
import { themes } from './theme';

// The unlock screen comes up alone; the rest is read while the passphrase is typed.
const loadFrame = () => import('./frame/frame');
const Frame = lazy(async () => ({ default: (await loadFrame()).Frame }));
const FirstRun = lazy(async () => ({ default: (await import('./screens/first-run')).FirstRun }));

// The shell makes the person's choice the window's own, so style sheets follow it before any script has run.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const watchLook = (changed: () => void): (() => void) => {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
};

export function App() {
  const mode = useSyncExternalStore(watchLook, () => (dark.matches ? 'dark' : 'light'));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'l') {
        event.preventDefault();
        if (useSession.getState().status === 'unlocked') void lock();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <ConfigProvider locale={zhCN} theme={themes[mode]} button={{ autoInsertSpace: false }}>
      <Messages className="app" message={{ maxCount: 3 }}>
        <ErrorBoundary>
          <Suspense fallback={<Waiting />}>
            <Screen />
          </Suspense>
        </ErrorBoundary>
      </Messages>
    </ConfigProvider>
  );
}

function Waiting() {
  return (
    <main className="screen" aria-busy="true">
      <Spin size="large" description="正在打开…" />
    </main>
  );
}

function Screen() {
  const status = useSession((state) => state.status);
  useEffect(() => {
    if (status === 'locked') void loadFrame();
  }, [status]);
  switch (status) {
    case 'starting':
      return <Waiting />;
    case 'noVault':
      return <FirstRun />;
    case 'locked':
      return <UnlockScreen />;
    case 'trouble':
      return <TroubleScreen />;
    case 'unlocked':
      return <Frame />;
  }
}
