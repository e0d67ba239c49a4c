/** Small statistics and the table of results. */
import { performance } from 'node:perf_hooks';

export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Median of the runs. */
  readonly value: number;
  readonly runs: number;
  readonly p50?: number;
  readonly p95?: number;
  /** The same machine in the same minute doing the least that the task needs. */
  readonly yardstick?: { readonly name: string; readonly value: number };
  readonly goal?: string;
}

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
/** Nearest-rank percentile. @param share 0 to 1 */
export const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds that an act takes. */
export async function timed(act: () => unknown): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** Times of several runs in ms, each after a collection of garbage. */
export async function several(runs: number, act: (run: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    globalThis.gc?.();
    times.push(await timed(() => act(run)));
  }
  return times;
}

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** One line per measure, for people. */
export function table(measures: readonly Measure[]): string {
  const rows = measures.map((m) => [
    m.name,
    `${shown(m.value)} ${m.unit}`,
    m.p50 === undefined ? '' : `p50 ${shown(m.p50)}, p95 ${shown(m.p95 ?? Number.NaN)}`,
    m.yardstick
      ? `${m.yardstick.name}: ${shown(m.yardstick.value)} (×${shown(m.value / m.yardstick.value)})`
      : '',
    m.goal ? `goal ${m.goal}` : '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
