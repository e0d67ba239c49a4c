/** Which paper a person wants to print or export; the dialog of the frame answers it. */
import { create } from 'zustand';
import type { PaperRequest } from '../../src-shared/contract';
import type { Entity, IsoDate } from '../../src-shared/domain/define';
import type { RecordId } from '../../src-shared/merge/change';
import { paperIdsOf, papersOn, type PaperPlace } from '../../src-shared/papers';

export const usePaperRequest = create<{ readonly request?: PaperRequest }>()(() => ({}));

/** Opens the dialog. */
export function askPaper(request: PaperRequest): void {
  usePaperRequest.setState({ request });
}

export function closePaper(): void {
  usePaperRequest.setState({ request: undefined });
}

/** Asks for the paper of a unit that belongs to a page, else for the first there is. */
export function askUnitPaper(page: string, inspection: RecordId): void {
  askPaper({ paper: papersOn('unit', page)[0] ?? paperIdsOf('unit')[0]!, inspection });
}

/** Asks for the paper of a record whose button stands in a place. */
export function askRecordPaper(place: PaperPlace, { id, kind }: Pick<Entity, 'id' | 'kind'>): void {
  askPaper({ paper: papersOn('record', place, kind)[0]!, record: id });
}

/** Asks for the paper of a round that belongs to a page. @param on a day of the week that it is of */
export function askRoundPaper(page: string, round: RecordId, on: IsoDate): void {
  askPaper({ paper: papersOn('round', page)[0]!, round, on });
}

/** Asks for the list of records of a kind, in the order given. */
export function askListPaper(kind: string, ids: RecordId[]): void {
  askPaper({ paper: papersOn('list', 'recordTable', kind)[0]!, kind, ids });
}
