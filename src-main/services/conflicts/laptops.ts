/** What the laptops are called on which something was said. */
import type { DeviceId } from '../../../src-shared/merge/change';
import type { OpenWorkspace } from '../workspace';

/** Digits of a device id that tell a group's few laptops apart. */
const SHOWN = 4;

/** @returns the words for a laptop: 本机, or the beginning of its id */
export function laptopNamesIn({ store }: Pick<OpenWorkspace, 'store'>): (device: DeviceId) => string {
  const { deviceId } = store;
  return (device) => (device === deviceId ? '本机' : `电脑${device.slice(0, SHOWN)}`);
}
