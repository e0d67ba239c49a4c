/** Everything but the unlock screen: theme, language, and the screen that the vault's state asks for. */
import { App as Messages, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { lock, refreshStatus, useSession } from '../session/session';
import { readLater } from '../ui/read-later';
import { ErrorBoundary } from './error-boundary';
import { Rehearsal } from './rehearsal';
import { RecoverScreen } from './screens/recover';
import { RestoreBackup } from './screens/rescue';
import { TroubleScreen } from './screens/trouble';
import { Waiting } from './screens/waiting';
import { SilentCore } from './silent-core';
import { themes } from './theme';
import '../ui/words.css';

const frame = readLater(async () => ({ default: (await import('./frame/frame')).Frame }));
const firstRun = readLater(async () => ({ default: (await import('./screens/first-run')).FirstRun }));

/** What most unlockings lead to. */
export const readFrame = frame.read;

// The page's policy forbids making code from text; zod would try it once and be refused.
z.config({ jitless: true });
dayjs.locale('zh-cn');

// The shell makes the person's choice the window's own, so style sheets follow it before any script has run.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const watchLook = (changed: () => void): (() => void) => {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
};

interface Props {
  /** The unlock screen stands by itself; whoever forgot the passphrase comes here. */
  readonly recovering: boolean;
  readonly onBack: () => void;
}

export function App({ recovering, onBack }: Props) {
  const locked = useSession((state) => state.status === 'locked');
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
    <ConfigProvider
      locale={zhCN}
      theme={themes[mode]}
      button={{ autoInsertSpace: false }}
      input={{ autoComplete: 'off' }}
    >
      <Messages className={locked && !recovering ? 'app away' : 'app'} message={{ maxCount: 3 }}>
        <ErrorBoundary>
          <Suspense fallback={<Waiting />}>
            <Screen recovering={recovering} onBack={onBack} />
          </Suspense>
          <SilentCore />
        </ErrorBoundary>
      </Messages>
    </ConfigProvider>
  );
}

function Screen({ recovering, onBack }: Props) {
  const status = useSession((state) => state.status);
  switch (status) {
    case 'starting':
    case 'locking':
      return null;
    case 'locked':
      return recovering ? <RecoverScreen onBack={onBack} /> : <Rehearsal />;
    case 'noVault':
      return <firstRun.Part />;
    case 'trouble':
      return <TroubleScreen />;
    case 'restoring':
      return <RestoreBackup onBack={() => void refreshStatus()} />;
    case 'unlocked':
      return <frame.Part />;
  }
}
