/** Keeps what a process knows out of the file that Linux may write when it crashes. */
import { writeFileSync } from 'node:fs';

/**
 * No memory goes into a core dump of a process, whatever `ulimit -c` says, nor into those of the processes that it starts
 * from then on: core(5), "Controlling which mappings are written to the core dump". Other systems have no such file.
 * @param pid one of our own; this process if left out
 */
export function keepOutOfCoreDumps(pid?: number): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid ?? 'self'}/coredump_filter`, '0');
  } catch {
    // A process in the sandbox, of which the kernel writes no dump; a /proc that is read-only: README names what remains.
  }
}
