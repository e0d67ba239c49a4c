/** The whole window: theme, language, and the screen that the vault's state asks for. */
import { App as Messages, ConfigProvider, Spin } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { lock, useSession } from '../session/session';
import { ErrorBoundary } from './error-boundary';
import { Frame } from './frame/frame';
import { FirstRun } from './screens/first-run';
import { TroubleScreen } from './screens/trouble';
import { UnlockScreen } from './screens/unlock';
import { themes, useAppearance } from './theme';

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
const watchSystem = (changed: () => void): (() => void) => {
  darkSystem.addEventListener('change', changed);
  return () => darkSystem.removeEventListener('change', changed);
};

function useMode(): 'light' | 'dark' {
  const { appearance } = useAppearance();
  const system = useSyncExternalStore(watchSystem, () => darkSystem.matches);
  if (appearance !== 'system') return appearance;
  return system ? 'dark' : 'light';
}

export function App() {
  const mode = useMode();
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = mode;
  }, [mode]);
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
          <Screen />
        </ErrorBoundary>
      </Messages>
    </ConfigProvider>
  );
}

function Screen() {
  const status = useSession((state) => state.status);
  switch (status) {
    case 'starting':
      return (
        <main className="screen" aria-busy="true">
          <Spin size="large" description="正在打开…" />
        </main>
      );
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
