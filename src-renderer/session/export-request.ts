/** Which document a person wants to make; the dialog of the frame answers it. */
import { create } from 'zustand';
import type { DocumentName } from '../../src-shared/contract';
import type { RecordId } from '../../src-shared/merge/change';

export interface ExportRequest {
  readonly document: DocumentName;
  readonly inspection: RecordId;
}

export const useExportRequest = create<{ readonly request?: ExportRequest }>()(() => ({}));

/** Opens the export dialog. */
export function askExport(document: DocumentName, inspection: RecordId): void {
  useExportRequest.setState({ request: { document, inspection } });
}

export function closeExport(): void {
  useExportRequest.setState({ request: undefined });
}
