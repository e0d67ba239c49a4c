/** Which list a person wants to import into; the dialog of the frame answers it. */
import { create } from 'zustand';
import type { RecordId } from '../../src-shared/merge/change';

export interface TableRequest {
  readonly kind: string;
  /** The unit that the list is of. */
  readonly inspection?: RecordId;
  /** What a new row stands under where it does not say. */
  readonly under?: RecordId;
  /** A file that was dropped on the list. */
  readonly dropped?: File;
}

export const useTableRequest = create<{ readonly request?: TableRequest }>()(() => ({}));

/** Opens the dialog. */
export function askImport(request: TableRequest): void {
  useTableRequest.setState({ request });
}

export function closeImport(): void {
  useTableRequest.setState({ request: undefined });
}
