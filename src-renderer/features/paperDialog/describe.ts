/** What the dialog says of a paper before it is made: what it is, of what, for whom, and what stands out of it. Pure. */
import type { PaperRequest } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import {
  type Edition,
  editionOf,
  layoutsOf,
  type PaperDefinition,
  type PaperId,
  type PaperLayout,
  paperIdsOf,
  paperOf,
  papers,
  papersOn,
} from '../../../src-shared/papers';
import { getRecord, labelOf, titleOf } from '../../replica';

export interface Description {
  readonly paper: PaperDefinition;
  /** What the paper is called. */
  readonly title: string;
  readonly place: { readonly label: string; readonly words: string };
  readonly audience: string;
  readonly leftOut: Edition['leftOut'];
  readonly layouts: readonly PaperLayout[];
  /** The id of the one asked for. */
  readonly layout: string;
  /** The papers that can be made of the same, itself among them. */
  readonly siblings: readonly { readonly id: PaperId; readonly title: string }[];
}

function kindAsked(request: PaperRequest): AnyKind | undefined {
  if ('inspection' in request || 'round' in request) return undefined;
  return kindOf('record' in request ? (getRecord(request.record)?.kind ?? '') : request.kind);
}

const titleIn = (id: PaperId, kind: AnyKind | undefined): string => {
  const paper = paperOf(id);
  return editionOf(paper, kind, layoutsOf(paper, kind)[0]?.id ?? '')?.title ?? paper.label;
};

/** Papers that one may change over to: all of a unit; of a record, those whose button stands where its form's does. */
function siblingsOf(request: PaperRequest, kind: AnyKind | undefined): readonly PaperId[] {
  if ('inspection' in request) return paperIdsOf('unit');
  if ('ids' in request || 'round' in request) return [request.paper];
  const [place] = papers[request.paper].buttonOn;
  return papersOn('record', place, kind?.kind);
}

function placeOf(request: PaperRequest, paper: PaperDefinition, title: string, layout?: PaperLayout) {
  if ('inspection' in request) return { label: '单位', words: labelOf(request.inspection) };
  if ('round' in request) return { label: '轮次', words: labelOf(request.round) };
  if ('ids' in request)
    return { label: '内容', words: `当前列表${request.ids.length}条，按屏幕上的筛选和次序` };
  if (layout?.empty) return { label: '表单', words: title };
  const record = getRecord(request.record);
  const label = ('subject' in paper ? paper.subject : undefined) ?? '记录';
  return { label, words: record ? titleOf(record) : '' };
}

export function describe(request: PaperRequest): Description {
  const paper = paperOf(request.paper);
  const kind = kindAsked(request);
  const layouts = layoutsOf(paper, kind);
  const layout = layouts.find(({ id }) => id === request.layout) ?? layouts[0];
  const edition = layout && editionOf(paper, kind, layout.id);
  const title = edition?.title ?? paper.label;
  return {
    paper,
    title,
    place: placeOf(request, paper, title, layout),
    audience: edition?.reader ?? '',
    leftOut: edition?.leftOut ?? { heading: '', lines: [] },
    layouts,
    layout: layout?.id ?? '',
    siblings: siblingsOf(request, kind).map((id) => ({ id, title: titleIn(id, kind) })),
  };
}
