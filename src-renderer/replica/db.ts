/** The working copy: every record this person may read, in a memory-only partition, gone on lock. */
import Dexie, { type Table } from 'dexie';
import type { FeedEntity } from '../../src-shared/contract';

const NAME = 'working-copy';

/** Few indexes: each costs about 0.25 ms a row on the first load (docs/architecture.md, "The store"). */
const INDEXES = 'id, kind, [kind+parent], [kind+inspection]';

export class WorkingCopy extends Dexie {
  declare readonly records: Table<FeedEntity, string>;

  constructor() {
    super(NAME);
    this.version(1).stores({ records: INDEXES });
  }
}

let open: WorkingCopy | undefined;

/** The open working copy; opened on first use. */
export function workingCopy(): WorkingCopy {
  open ??= new WorkingCopy();
  return open;
}

/** Closes and deletes the working copy with everything in it. */
export async function deleteWorkingCopy(): Promise<void> {
  const closing = open;
  open = undefined;
  closing?.close();
  await Dexie.delete(NAME);
}
