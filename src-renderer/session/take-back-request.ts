/** Which act on many records a person wants to take back; the dialog of the frame asks why. */
import { create } from 'zustand';
import type { RecordId } from '../../src-shared/merge/change';

/** `entry`: that of the act in the 操作日志. */
export const useTakeBackRequest = create<{ readonly entry?: RecordId }>()(() => ({}));

/** Opens the dialog. */
export function askTakeBack(entry: RecordId): void {
  useTakeBackRequest.setState({ entry });
}

export function closeTakeBack(): void {
  useTakeBackRequest.setState({ entry: undefined });
}
