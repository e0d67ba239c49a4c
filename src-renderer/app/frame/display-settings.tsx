/** What this computer shows and when it locks: kept beside the data, the same for everybody who uses it. */
import { App, InputNumber, Segmented } from 'antd';
import { useEffect } from 'react';
import {
  IDLE_MINUTES,
  TEXT_SIZE_LABELS,
  type AppContract,
  type Appearance,
  type InputOf,
  type TextSize,
} from '../../../src-shared/contract';
import { refreshAppInfo, useSession } from '../../session/session';
import { call, sentenceOf } from '../../session/workbench';
import './settings.css';

type Setting = 'shell.setAppearance' | 'shell.setTextSize' | 'shell.setIdleMinutes';

/** Sets something for this computer and shows what is then set; a failure is told. */
function useChange() {
  const { message } = App.useApp();
  return async <K extends Setting>(name: K, input: InputOf<AppContract, K>): Promise<void> => {
    try {
      await call(name, input);
      await refreshAppInfo();
    } catch (error) {
      message.error(sentenceOf(error));
    }
  };
}

const APPEARANCE_OPTIONS: readonly { readonly value: Appearance; readonly label: string }[] = [
  { value: 'system', label: '跟随系统' },
  { value: 'light', label: '浅色' },
  { value: 'dark', label: '深色' },
];
const TEXT_SIZE_OPTIONS = (Object.keys(TEXT_SIZE_LABELS) as TextSize[]).map((value) => ({
  value,
  label: TEXT_SIZE_LABELS[value],
}));

export function DisplaySettings() {
  const change = useChange();
  const appearance = useSession((state) => state.appInfo?.appearance) ?? 'system';
  const textSize = useSession((state) => state.appInfo?.textSize) ?? 'standard';
  // The menu changes the size too.
  useEffect(() => void refreshAppInfo().catch(() => undefined), []);
  return (
    <>
      <div className="setting-line">
        <span className="setting-name">外观</span>
        <Segmented<Appearance>
          aria-label="外观"
          name="appearance"
          value={appearance}
          onChange={(next) => void change('shell.setAppearance', { appearance: next })}
          options={[...APPEARANCE_OPTIONS]}
        />
      </div>
      <div className="setting-line">
        <span className="setting-name">字号</span>
        <Segmented<TextSize>
          aria-label="字号"
          name="text-size"
          value={textSize}
          onChange={(next) => void change('shell.setTextSize', { textSize: next })}
          options={TEXT_SIZE_OPTIONS}
        />
      </div>
    </>
  );
}

export function IdleMinutes() {
  const change = useChange();
  const minutes = useSession((state) => state.appInfo?.idleMinutes) ?? IDLE_MINUTES.standard;
  return (
    <label className="setting-line">
      没有操作
      <InputNumber
        min={IDLE_MINUTES.min}
        max={IDLE_MINUTES.max}
        precision={0}
        value={minutes}
        changeOnBlur={false}
        onChange={(next) => {
          if (next !== null && next !== minutes) void change('shell.setIdleMinutes', { minutes: next });
        }}
        aria-label="自动锁定前的分钟数"
      />
      分钟后自动锁定（{IDLE_MINUTES.min}—{IDLE_MINUTES.max}）
    </label>
  );
}
