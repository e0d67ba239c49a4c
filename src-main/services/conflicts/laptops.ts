/** What the laptops are called on which something was said. */
import type { DeviceId } from '../../../src-shared/merge/change';
import { laptopsOf } from '../accounts';
import type { OpenWorkspace } from '../workspace';

/** Digits of a device id that tell a group's few laptops apart. */
const SHOWN = 4;

/** @returns the words for a laptop: 本机, its name in the group, or the beginning of its id where it is not registered */
export function laptopNamesIn({
  store,
  index,
}: Pick<OpenWorkspace, 'store' | 'index'>): (device: DeviceId) => string {
  const names = new Map(laptopsOf({ index }).map(({ device, name }) => [device, name]));
  return (device) => {
    const name = names.get(device);
    if (device === store.deviceId) return name ? `本机（${name}）` : '本机';
    return name ?? `电脑${device.slice(0, SHOWN)}`;
  };
}
