/** Backups in words. */
import type { BackupShown } from '../../src-shared/contract';
import { when } from './format';

const REASONS: Readonly<Record<string, string>> = {
  'before-merge': '导入前',
  'before-migration': '升级前',
  'before-restore': '恢复前',
};

/** `3.2 MB`, or KB below one. */
export const sizeOf = (bytes: number): string =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} KB`;

/** `2026-03-20 09:05（升级前），3.2 MB`; without a size for those who are not told it. */
export function backupWords({ at, label, bytes, future }: BackupShown): string {
  const reason = label === undefined ? '' : `（${REASONS[label] ?? label}）`;
  return `${when(at)}${reason}${bytes === undefined ? '' : `，${sizeOf(bytes)}`}${future ? '，日期晚于电脑日期' : ''}`;
}
