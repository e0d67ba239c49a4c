/** The working copy: every record this person may read, in a memory-only partition, gone on lock. */
import Dexie, { type Table } from 'dexie';
import type { FeedEntity } from '../../src-shared/contract';

const NAME = 'working-copy';

/**
 * One index: each costs about 0.25 ms a row on the first load (docs/architecture.md, "The store"). It finds the rows of a
 * parent and, as a range, all of a kind; the few that ask for one inspection pick it out of its kind.
 */
const INDEXES = 'id, [kind+under]';

/** A record with its parent as a text, since no index holds null. */
type Stored = FeedEntity & { readonly under: string };

class WorkingCopy extends Dexie {
  declare readonly records: Table<Stored, string>;

  constructor() {
    super(NAME);
    this.version(1).stores({ records: INDEXES });
  }

  /** Writes and removes records in one transaction. */
  async put(changed: readonly FeedEntity[], removed: readonly string[]): Promise<void> {
    const rows = changed.map((entity) => ({ ...entity, under: entity.parent ?? '' }));
    // Both at once: a transaction left idle between them would commit by itself.
    await this.transaction('rw', this.records, () =>
      Promise.all([this.records.bulkDelete([...removed]), this.records.bulkPut(rows)]),
    );
  }

  /** The records of a kind, of one parent where one is given. */
  of(kind: string, parent?: string): Promise<FeedEntity[]> {
    const rows =
      parent === undefined
        ? this.records.where('[kind+under]').between([kind, Dexie.minKey], [kind, Dexie.maxKey])
        : this.records.where('[kind+under]').equals([kind, parent]);
    return rows.toArray();
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
