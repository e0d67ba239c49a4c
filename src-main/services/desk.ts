/**
 * The desk as one left it: round, unit and page of each user, kept in this laptop's store and in no change, so that
 * they neither travel nor count as work. The open record and the cursor are remembered only while the program runs: what one looked at
 * after a restart is a list, and a form that should ever bring the window down is not opened again by itself.
 */
import type { DeskPlace } from '../../src-shared/contract/core';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import type { LastPlace } from '../store/meta';
import type { OpenWorkspace } from './workspace';

/** The open record of each user, by user id; outlives a lock. */
export type OpenRecords = Map<string, Pick<DeskPlace, 'cursor'> & { readonly record: RecordId }>;

/** Keeps where the signed-in person is. @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED */
export function rememberPlace(
  { store, reader }: OpenWorkspace,
  open: OpenRecords,
  { record, cursor, ...place }: DeskPlace,
): void {
  if (record === undefined) open.delete(reader.userId);
  else open.set(reader.userId, { record, ...(cursor ? { cursor } : {}) });
  const kept = lastPlace(store, reader.userId);
  if (JSON.stringify(kept) !== JSON.stringify(place)) store.keepPlace(reader.userId, place);
}

/** Where the signed-in person left off, without what is gone or may no longer be seen. */
export function rememberedPlace(workspace: OpenWorkspace, open: OpenRecords): DeskPlace | undefined {
  const { store, reader } = workspace;
  const last = lastPlace(store, reader.userId);
  if (last === undefined) return undefined;
  const seen = (name: 'round' | 'inspection' | 'record', id: RecordId | undefined) =>
    id !== undefined && workspace.see(id) ? { [name]: id } : {};
  const left = open.get(reader.userId);
  const record = seen('record', left?.record);
  return {
    page: last.page,
    ...(last.folded ? { folded: true } : {}),
    ...seen('round', last.round),
    ...seen('inspection', last.inspection),
    ...record,
    ...('record' in record && left?.cursor ? { cursor: left.cursor } : {}),
  };
}

/**
 * Keeps what the signed-in person has typed into a form that is handed over in one go (打探说情), for him alone.
 * @param text null once it was handed over
 * @throws WorkbenchError STORE_DISK_FULL, STORE_WRITE_FAILED
 */
export function keepJotting({ store, reader }: OpenWorkspace, form: string, text: string | null): void {
  store.keepJotting(reader.userId, form, text);
}

/** What the signed-in person had typed into such a form; null where there is nothing, or it cannot be opened. */
export function jotting({ store, reader }: OpenWorkspace, form: string): string | null {
  try {
    return store.jotting(reader.userId, form) ?? null;
  } catch (error) {
    if (error instanceof WorkbenchError) return null;
    throw error;
  }
}

/** A row that cannot be opened costs nobody the way in: “核验” tells of it, the next place replaces it. */
function lastPlace(store: OpenWorkspace['store'], userId: string): LastPlace | undefined {
  try {
    return store.lastPlace(userId);
  } catch (error) {
    if (error instanceof WorkbenchError) return undefined;
    throw error;
  }
}
