/** Which changes of each device somebody has, as ranges of numbers (store/log.ts): told, compared, and counted. */
import { z } from 'zod';
import { SHAPES, type ChangeId, type DeviceId } from '../../../src-shared/merge/change';
import type { Have } from '../../store/log';

/** More devices than any office sees, and few enough to read; each restore or clone makes one more. */
const MOST_DEVICES = 10_000;
/** Gaps that lost packets may leave in one device's changes. */
const MOST_RANGES = 100_000;

const number = z.int().min(1);
/** Ranges as they come from another laptop: ascending, apart from each other. */
export const haveSchema = z
  .record(
    z.string().regex(SHAPES.device),
    z
      .array(z.tuple([number, number]))
      .min(1)
      .max(MOST_RANGES)
      .refine((ranges) =>
        ranges.every(([from, to], i) => from <= to && (i === 0 || from > ranges[i - 1]![1] + 1)),
      ),
  )
  .refine((have) => Object.keys(have).length <= MOST_DEVICES);

type Ranges = Have[string];

/** Whether a change is among them. */
export function includes(have: Have, id: ChangeId): boolean {
  const dot = id.lastIndexOf('.');
  const ranges = Object.hasOwn(have, id.slice(0, dot)) ? have[id.slice(0, dot)]! : [];
  const n = Number(id.slice(dot + 1));
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]![1] < n) low = middle + 1;
    else high = middle;
  }
  return low < ranges.length && ranges[low]![0] <= n;
}

/** What either has. */
function either(...haves: readonly Have[]): Have {
  const all = new Map<DeviceId, Ranges[number][]>();
  for (const have of haves)
    for (const [device, ranges] of Object.entries(have))
      all.set(device, [...(all.get(device) ?? []), ...ranges]);
  return Object.fromEntries([...all].map(([device, ranges]) => [device, joined(ranges)]));
}

/** What both have. */
export const both = (one: Have, other: Have): Have => lacking(one, lacking(one, other));

/** What is in the first and in none of the others. */
export function lacking(wanted: Have, ...there: readonly Have[]): Have {
  const had = either(...there);
  const left: [DeviceId, Ranges][] = Object.entries(wanted).map(([device, ranges]) => [
    device,
    cut(ranges, Object.hasOwn(had, device) ? had[device]! : []),
  ]);
  return Object.fromEntries(left.filter(([, ranges]) => ranges.length > 0));
}

/** How many changes they are. */
export const countOf = (have: Have): number =>
  Object.values(have).reduce((sum, ranges) => ranges.reduce((n, [from, to]) => n + to - from + 1, sum), 0);

function joined(ranges: readonly Ranges[number][]): Ranges {
  const all: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** Both ascending and joined. */
function cut(ranges: Ranges, had: Ranges): Ranges {
  const left: [number, number][] = [];
  let i = 0;
  for (const [from, to] of ranges) {
    let at = from;
    while (i < had.length && had[i]![1] < at) i += 1;
    for (let k = i; k < had.length && had[k]![0] <= to; k += 1) {
      if (had[k]![0] > at) left.push([at, had[k]![0] - 1]);
      at = had[k]![1] + 1;
    }
    if (at <= to) left.push([at, to]);
  }
  return left;
}
