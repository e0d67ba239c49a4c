/** Keeps what a process knows out of the file that Linux may write when it crashes. */
import { writeFileSync } from 'node:fs';

/**
 * No memory goes into a core dump of this process, whatever `ulimit -c` says, nor into those of the processes that it
 * starts: core(5), "Controlling which mappings are written to the core dump". Other systems have no such file.
 */
export function keepOutOfCoreDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A kernel without it, or a /proc that is read-only: README names what then remains.
  }
}
