/** Which paper a person wants to print or export; the dialog of the frame answers it. */
import { create } from 'zustand';
import type { PaperRequest } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { formCopies } from '../../src-shared/domain/paper-form';

export const usePaperRequest = create<{ readonly request?: PaperRequest }>()(() => ({}));

/** Opens the dialog. */
export function askPaper(request: PaperRequest): void {
  usePaperRequest.setState({ request });
}

export function closePaper(): void {
  usePaperRequest.setState({ request: undefined });
}

/** The form of a record: the copy for outsiders where there is one, else the group's own. */
export const formRequest = (kind: AnyKind, record: Entity): PaperRequest => ({
  document: 'form',
  record: record.id,
  copy: formCopies(kind.paper)[0]!.id,
});
