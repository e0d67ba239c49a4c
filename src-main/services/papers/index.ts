/** From a request to a paper: what is built, for whom, under what name, in whose log, and who may have it. */
import type { PaperRequest } from '../../../src-shared/contract/core';
import { kindOf } from '../../../src-shared/domain/kinds';
import { homeOf } from '../../../src-shared/domain/ancestors';
import { canReadKind } from '../../../src-shared/domain/access';
import type { Audience } from '../../../src-shared/domain/audiences';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { counts } from '../../../src-shared/domain/draft-record';
import { labelIn } from '../../../src-shared/domain/words';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import {
  type Edition,
  editionOf,
  layoutsOf,
  type PaperDefinition,
  type PaperId,
  type PaperLayout,
  paperOf,
} from '../../../src-shared/papers';
import type { ClearedFor, PaperOrder } from '../../word/build';
// From its own file: the core must not load what builds a paper.
import { INTERNAL_LAYOUT } from '../../word/page/layout';
import { lookOf } from '../look';
import { demandVisible, type Workspace } from '../records';
import { signaturesShown } from '../signatures/standing';
import { notFound } from '../rights';
import { announcement } from './announcement';
import { clearingFor, type Clearing, type Stands, type Undecided } from './clearing';
import { feedback } from './feedback';
import { paperFileName, unitInFileName } from './file-names';
import { form } from './form';
import { demandHandsOut } from './hand-out';
import { inquiryLetter } from './inquiry-letter';
import { ledger } from './ledger';
import type { Made, MakeModel, UnitDesk } from './make';
import { questionnaire } from './questionnaire';
import { register } from './register';
import { recordsOfInspection, str } from './source';
import { tally } from './tally';
import { weekly } from './weekly';
import { weeklySummary } from './weekly-summary';

/** How the model of each paper is made. One line a paper: one that is missing, or that no definition knows, does not compile. */
const MODELS: { readonly [P in PaperId]: MakeModel<P> } = {
  feedback,
  ledger,
  announcement,
  form,
  register,
  questionnaire,
  tally,
  inquiryLetter,
  weekly,
  weeklySummary,
};

/** A paper that can be built, and what the log of exports says of it. */
export interface PlannedPaper {
  readonly order: PaperOrder;
  /** What it is called: 反馈意见, 个别谈话记录 … */
  readonly label: string;
  readonly fileName: string;
  readonly audience: Audience;
  /** The inspection or round whose log of exports it belongs into. */
  readonly home: RecordId;
  /** The kind of record it shows, where one may be kept from some readers. */
  readonly subject?: string;
}

/** A paper as far as it can be made before anybody decided about its names. */
interface Draft extends PlannedPaper {
  readonly clearing?: Clearing;
}

/** @throws WorkbenchError RIGHTS_EXPORT, RECORD_NOT_FOUND for what the reader may not see, REPORT_*, PAPER_*, DOCUMENT_LEAK */
export function planPaper(workspace: Workspace, request: PaperRequest): PlannedPaper {
  const { clearing, ...paper } = draftPaper(workspace, request);
  clearing?.demandCleared();
  return paper;
}

/**
 * What a person should look at before a paper for the unit leaves: what must be decided, and what still names somebody.
 * @throws WorkbenchError as {@link planPaper}, of what nobody need decide
 */
export function checkPaper(
  workspace: Workspace,
  request: PaperRequest,
): { home: RecordId; undecided: readonly Undecided[]; standing: readonly Stands[] } {
  const { home, clearing } = draftPaper(workspace, request);
  return { home, undecided: clearing?.undecided ?? [], standing: clearing?.standing ?? [] };
}

/** What a paper is of, as far as it is the same for all: seen by whoever asks. */
interface Subject {
  readonly of: Readonly<Record<string, unknown>>;
  readonly home: RecordId;
  /** The inspection that it is of, where it is of one. */
  readonly inspection: RecordId | null;
  /** Its number, where it is one record's. */
  readonly code?: string;
  readonly kind?: AnyKind;
}

function draftPaper(workspace: Workspace, request: PaperRequest): Draft {
  const paper = paperOf(request.paper);
  const kind = kindAsked(workspace, request);
  const layouts = layoutsOf(paper, kind);
  const layout = request.layout === undefined ? layouts[0] : layouts.find(({ id }) => id === request.layout);
  const edition = layout && editionOf(paper, kind, layout.id);
  // Before anything is looked for: a refusal says nothing of what there is.
  if (edition) demandHandsOut(workspace, edition);
  const subject = subjectOf(workspace, request, paper);
  if (!layout || !edition) {
    throw new WorkbenchError(
      'PAPER_COPY',
      `“${kind?.label ?? paper.label}”没有这样的一份，请在打印窗口中重新选择。`,
    );
  }
  demandComplete(workspace, paper, request);
  const unit =
    edition.clearance === 'unit' ? unitDesk(workspace, paper, subject.inspection ?? '') : undefined;
  const desk = {
    context: lookOf(workspace),
    role: workspace.reader.role,
    signaturesOf: ({ id }: Entity) => signaturesShown(workspace, id).signatures,
    ...(unit ? { veil: unit.clearing.text } : {}),
  };
  const today = workspace.today();
  const source = { ...subject.of, ...unit, unit, desk, today, layout: layout.id };
  const made = (MODELS[request.paper] as (source: object) => Made<object>)(source);
  return {
    order: {
      paper: request.paper,
      model: made.model,
      cleared: clearedFor(edition, unit),
      frame: made.frame ?? INTERNAL_LAYOUT,
    },
    label: edition.loggedAs ?? edition.title,
    fileName: fileNameOf(workspace, { subject, layout, title: edition.title, day: made.day ?? today }),
    audience: edition.audience,
    home: subject.home,
    ...(subject.kind ? { subject: subject.kind.kind } : {}),
    ...(unit ? { clearing: unit.clearing } : {}),
  };
}

/** The kind that a request is about, whether or not the person may see it: it decides only whose paper it is. */
function kindAsked({ index }: Workspace, request: PaperRequest): AnyKind | undefined {
  if ('inspection' in request || 'round' in request) return undefined;
  return kindOf('record' in request ? (index.get(request.record)?.kind ?? '') : request.kind);
}

/** @throws WorkbenchError RECORD_NOT_FOUND, PAPER_DRAFTS, PAPER_HOME */
function subjectOf(workspace: Workspace, request: PaperRequest, paper: PaperDefinition): Subject {
  if ('inspection' in request) {
    const { id } = demandVisible(workspace, request.inspection);
    return { of: {}, home: id, inspection: id };
  }
  if ('round' in request) {
    const round = demandVisible(workspace, request.round);
    if (round.kind !== 'round') throw notFound();
    return { of: { round, on: request.on }, home: round.id, inspection: null };
  }
  if ('record' in request) {
    const record = demandVisible(workspace, request.record);
    const kind = demandReadable(workspace, record.kind);
    if ('layouts' in paper && paper.kind !== record.kind) throw notFound();
    const home = demandHome(workspace, record);
    return { of: { kind, record }, home, inspection: record.inspection, code: str(record, 'code'), kind };
  }
  const kind = demandReadable(workspace, request.kind);
  const asked = request.ids.map((id) => demandVisible(workspace, id));
  if (asked.some((row) => row.kind !== request.kind)) throw notFound();
  const rows = asked.filter(counts);
  const [first] = rows;
  if (first === undefined) {
    throw new WorkbenchError(
      'PAPER_DRAFTS',
      `列表里的“${kind.label}”都是草稿，没有可印的内容。请填写后再打印。`,
    );
  }
  const ofOne = rows.every(({ inspection }) => inspection === first.inspection);
  const home = demandHome(workspace, first);
  return { of: { kind, rows }, home, inspection: ofOne ? first.inspection : null, kind };
}

/** Where the papers of a record are logged. @throws WorkbenchError PAPER_HOME */
function demandHome(workspace: Workspace, record: Entity): RecordId {
  const home = homeOf(record, workspace.index.get);
  if (home === undefined) {
    throw new WorkbenchError('PAPER_HOME', '这类记录不属于任何轮次，不能打印。请从轮次内的记录打印。');
  }
  return home;
}

function demandReadable(workspace: Workspace, name: string): AnyKind {
  const kind = kindOf(name);
  if (!kind || !canReadKind(kind, workspace.reader.role)) throw notFound();
  return kind;
}

/** A paper does not leave with gaps that its definition says stop it. @throws WorkbenchError REPORT_INCOMPLETE */
function demandComplete(workspace: Workspace, paper: PaperDefinition, request: PaperRequest): void {
  if (!('shortcomings' in paper) || !paper.shortcomings || 'ids' in request) return;
  const look = lookOf(workspace);
  const of =
    'inspection' in request ? request.inspection : 'round' in request ? request.round : request.record;
  const gaps = paper.shortcomings(of, { ...look, label: labelIn(look.get) });
  const problems = gaps
    .filter(({ stops }) => stops)
    .map(({ title, message }): Problem => ({ place: title, message }));
  if (problems.length === 0) return;
  const said = problems.map(({ message }) => message).join('；');
  throw new WorkbenchError(
    'REPORT_INCOMPLETE',
    `“${paper.label}”还缺内容：${said}。请补齐后再生成。`,
    problems,
  );
}

function unitDesk(workspace: Workspace, paper: PaperDefinition, inspection: RecordId): UnitDesk {
  // Read without blinkers: what must stay out of the paper has to be known to the check, whoever exports.
  const records = recordsOfInspection(workspace.index, inspection, workspace.today());
  const people = 'people' in paper ? paper.people : undefined;
  return { records, clearing: clearingFor(workspace.index, records, people) };
}

function clearedFor({ clearance, audience }: Edition, unit: UnitDesk | undefined): ClearedFor {
  if (clearance === 'unit') return { clearance, forbidden: unit!.clearing.forbidden };
  if (clearance === 'inside') return { clearance };
  // A copy that every reader hands out is cleared of clue numbers only, also where the unit gets it.
  const outside = audience !== 'unit' && audience !== 'internal' && audience !== 'leaders';
  return { clearance, audience: outside ? audience : 'signer' };
}

interface Naming {
  readonly subject: Subject;
  readonly layout: PaperLayout;
  readonly title: string;
  readonly day: string;
}

function fileNameOf({ index }: Workspace, { subject, layout, title, day }: Naming): string {
  const { inspection, code } = subject;
  const unit = inspection ? index.get(String(index.get(inspection)?.values.unit ?? '')) : undefined;
  return paperFileName(title, [unitInFileName(unit), layout.empty ? '' : code, layout.inName], day);
}
