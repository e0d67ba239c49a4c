/** Whether a file or folder is there: a place that cannot be looked at is never an empty one. */
import fs from 'node:fs';

/**
 * @returns false only where the system says that there is none (a link that leads nowhere is there, but to nothing)
 * @throws NodeJS.ErrnoException EACCES, EIO, ENOTDIR (a file in the place of a folder), …
 */
export function isThere(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false }) !== undefined;
}
