/**
 * The unlock screen: passphrase, name where there are several people, the wait after wrong tries, the way back in. It is
 * what one sees first, so it stands before the library of controls is read: plain controls, dressed in plain.css.
 */
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type FormEvent,
  type ReactNode,
} from 'react';
import type { LockReason } from '../../../src-shared/contract';
import { refreshStatus, restartCore, showTrouble, signedIn, useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import { useBusy } from '../use-busy';
import { NameChoice, useName } from './name-choice';
import { Plate } from './plate';
import '../plain.css';

const LOCK_WORDS: Readonly<Record<LockReason, string | undefined>> = {
  user: undefined,
  idle: '因长时间没有操作，已自动锁定。',
  suspend: '电脑睡眠时已自动锁定。',
  screen: '电脑锁屏时已自动锁定。',
  fault: '程序遇到故障，已锁定。此前已保存的内容不受影响，请重新解锁。',
};

/** Seconds left of a wait, counted down on the screen. */
function useSecondsUntil(until: number): number {
  const everyQuarter = useCallback(
    (changed: () => void) => {
      if (until <= Date.now()) return () => {};
      const timer = setInterval(changed, 250);
      return () => clearInterval(timer);
    },
    [until],
  );
  return useSyncExternalStore(everyQuarter, () => Math.max(0, Math.ceil((until - Date.now()) / 1000)));
}

/** An unlocking that takes longer than this is offered to be called off, in milliseconds. */
const LONG_UNLOCK_MS = 15_000;

function useTakesLong(busy: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLong(true), LONG_UNLOCK_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [busy]);
  return busy && long;
}

export function UnlockScreen({ onForgotten }: { readonly onForgotten: () => void }) {
  const { nameRequired, names, waitUntil, appInfo } = useSession();
  const [busy, run] = useBusy();
  const [fault, setFault] = useState<string>();
  const [missing, setMissing] = useState<'name' | 'passphrase'>();
  const [shown, setShown] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const who = useName(names, name);
  const wait = useSecondsUntil(waitUntil);
  const slow = useTakesLong(busy);
  const reason = appInfo?.lastLockReason;
  const unlock = () =>
    run(async () => {
      const box = passphrase.current!;
      const called = who.read();
      setFault(undefined);
      const left = nameRequired && called === '' ? 'name' : box.value === '' ? 'passphrase' : undefined;
      setMissing(left);
      if (left !== undefined) {
        (left === 'name' ? name : passphrase).current?.focus();
        return;
      }
      try {
        await signedIn(
          await call('vault.unlock', { passphrase: box.value, ...(called ? { name: called } : {}) }),
        );
      } catch (error) {
        if (showTrouble(error)) return;
        setFault(sentenceOf(error));
        box.value = '';
        // How long to wait after wrong tries is the vault's to tell.
        await refreshStatus();
        box.focus();
      }
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (wait === 0) void unlock();
  };
  return (
    <Plate title="解锁" lead={reason === undefined ? undefined : LOCK_WORDS[reason]}>
      <form noValidate onSubmit={onSubmit}>
        {nameRequired && who.listed && (
          <NameChoice
            names={names ?? []}
            chosen={who.chosen}
            onChoose={(one) => {
              who.choose(one);
              setMissing(undefined);
              passphrase.current?.focus();
            }}
            onType={who.type}
          />
        )}
        {nameRequired && who.listed && missing === 'name' && (
          <p className="plain-fault" role="alert">
            请选择姓名
          </p>
        )}
        {nameRequired && !who.listed && (
          <Labelled
            id="unlock-name"
            label="姓名"
            complaint={missing === 'name' ? '本机有多位使用者，请填写姓名' : undefined}
          >
            <input
              id="unlock-name"
              className="plain-input"
              ref={name}
              autoFocus
              maxLength={40}
              autoComplete="off"
            />
          </Labelled>
        )}
        <Labelled
          id="unlock-passphrase"
          label="口令"
          complaint={missing === 'passphrase' ? '请输入口令' : undefined}
        >
          <span className="plain-secret">
            <input
              id="unlock-passphrase"
              className="plain-input"
              ref={passphrase}
              type={shown ? 'text' : 'password'}
              autoFocus={!nameRequired}
              autoComplete="off"
              maxLength={200}
              spellCheck={false}
            />
            <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? '隐藏' : '显示'}
            </button>
          </span>
        </Labelled>
        {fault !== undefined && (
          <p className="plain-fault" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" className="plain-main" disabled={busy || wait > 0} aria-busy={busy}>
          {wait > 0 ? `请等待${wait}秒后再试` : busy ? '正在解锁…' : '解锁'}
        </button>
        {slow && (
          <button type="button" className="link plain-way" onClick={restartCore}>
            很久没有解开？取消，重新启动数据服务
          </button>
        )}
        <button type="button" className="link plain-way" onClick={onForgotten}>
          忘记口令，用恢复码重设
        </button>
      </form>
    </Plate>
  );
}

interface LabelledProps {
  readonly id: string;
  readonly label: string;
  readonly complaint?: string;
  readonly children: ReactNode;
}

function Labelled({ id, label, complaint, children }: LabelledProps) {
  return (
    <div className={complaint === undefined ? 'plain-field' : 'plain-field wrong'}>
      <label htmlFor={id}>{label}</label>
      {children}
      {complaint !== undefined && <small role="alert">{complaint}</small>}
    </div>
  );
}
