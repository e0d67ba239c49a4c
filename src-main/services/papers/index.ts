/** Which paper a person asks for: from the request to what is built, for whom, under what name, and who may have it. */
import type { PaperRequest } from '../../../src-shared/contract/core';
import { kindOf } from '../../../src-shared/domain';
import { homeOf } from '../../../src-shared/domain/ancestors';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import {
  copyOf,
  formCopies,
  GROUP_COPY,
  GROUP_REGISTER,
  isLetter,
  type PaperCopy,
  type RegisterCopy,
} from '../../../src-shared/domain/paper-form';
import { canReadKind, HANDS_OUT } from '../../../src-shared/domain/access';
import { ROLE_LABELS } from '../../../src-shared/domain/roles';
import { counts } from '../../../src-shared/domain/draft-record';
import { formTitle, registerTitle } from '../../../src-shared/domain/words';
import { issuesOf } from '../../../src-shared/domain/validate';
import { WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import type { Audience } from '../../word';
import type { PaperOrder } from '../../word/build';
import { type Clearing, clearingFor, type Stands, type Undecided, type UnitPaper } from './clearing';
import { copyFormModel, groupFormModel, type PrintDesk } from './record-form';
import { letterModel } from './letter';
import { outsideRegisterModel, registerModel } from './register';
import { questionnaireSheetModel, tallyModel } from './questionnaire';
import {
  feedbackModel,
  fileNameOf,
  layoutOf,
  ledgerModel,
  recordsOfInspection,
  unitInFileName,
} from './source';
import { demandVisible, ruleContext, type Workspace } from '../records';
import { notFound } from '../rights';

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

/** The copy for somebody outside the group that a request asks for. */
function outsideCopyOf({ index }: Workspace, request: PaperRequest): PaperCopy | RegisterCopy | undefined {
  if (request.document === 'form') {
    const kind = kindOf(index.get(request.record)?.kind ?? '');
    return kind && copyOf(kind.paper, request.copy);
  }
  if (request.document === 'register' && request.copy !== undefined)
    return kindOf(request.kind)?.paper.registers?.find(({ id }) => id === request.copy);
  return undefined;
}

/**
 * Who may make a paper for the inspected unit, to look at, to print or to hand out: its text is cleared of what only these
 * may know, so to others it would tell by what it leaves out. For the same reason nobody to whom a unit is closed makes one.
 * Copies that everybody may hand out are not cleared of names ({@link HandOut}).
 * @throws WorkbenchError RIGHTS_EXPORT
 */
export function demandExport(workspace: Workspace, request: PaperRequest): void {
  const { reader, sight } = workspace;
  const forUnit =
    request.document === 'feedback' ||
    request.document === 'ledger' ||
    outsideCopyOf(workspace, request)?.handOut === 'organisers';
  if (!forUnit) return;
  const who = HANDS_OUT.map((role) => ROLE_LABELS[role]).join('、');
  if (!HANDS_OUT.includes(reader.role)) {
    throw new WorkbenchError(
      'RIGHTS_EXPORT',
      `给被巡察单位的文件由${who}生成（预览、打印、导出都是）。请联系他们办理；组内留存的清单可以照常打印。`,
    );
  }
  if (sight().recusals.length > 0) {
    throw new WorkbenchError('RIGHTS_EXPORT', `您有须回避的单位，给被巡察单位的文件请由其他${who}生成。`);
  }
}

/** A paper as far as it can be made before anybody decided about its names. */
interface Draft extends PlannedPaper {
  readonly clearing?: Clearing;
}

/** @throws WorkbenchError RECORD_NOT_FOUND for what the reader may not see, REPORT_*, PAPER_*, DOCUMENT_LEAK */
export function planPaper(workspace: Workspace, request: PaperRequest): PlannedPaper {
  const { clearing, ...paper } = draftPaper(workspace, request);
  clearing?.demandCleared();
  return paper;
}

/**
 * What a person should look at before a paper for the unit leaves: what must be decided, and what still names somebody.
 * @throws WorkbenchError RIGHTS_EXPORT, RECORD_NOT_FOUND, REPORT_*
 */
export function checkPaper(
  workspace: Workspace,
  request: PaperRequest,
): { home: RecordId; undecided: readonly Undecided[]; standing: readonly Stands[] } {
  demandExport(workspace, request);
  const { home, clearing } = draftPaper(workspace, request);
  return { home, undecided: clearing?.undecided ?? [], standing: clearing?.standing ?? [] };
}

function draftPaper(workspace: Workspace, request: PaperRequest): Draft {
  switch (request.document) {
    case 'feedback':
    case 'ledger':
      return unitPaper(workspace, request);
    case 'form':
      return formPaper(workspace, request.record, request.copy);
    case 'register':
      return registerPaper(workspace, request);
    case 'questionnaire':
    case 'tally':
      return questionnairePaper(workspace, request.document, request.questionnaire);
  }
}

function unitPaper(
  workspace: Workspace,
  request: Extract<PaperRequest, { document: 'feedback' | 'ledger' }>,
): Draft {
  const inspection = demandVisible(workspace, request.inspection);
  const today = workspace.today();
  const { records, clearing } = unitDesk(workspace, inspection.id, request.document);
  const { forbidden } = clearing;
  const base = { audience: 'unit', home: inspection.id, clearing } as const;
  if (request.document === 'ledger') {
    const order = { document: 'ledger', model: ledgerModel(records, today, clearing), forbidden } as const;
    return { ...base, order, label: '整改台账', fileName: fileNameOf('整改台账', records, today) };
  }
  const model = feedbackModel(records, today, clearing);
  const layout = layoutOf(records, request.layout ?? 'B', model.date);
  return {
    ...base,
    order: { document: 'feedback', model, forbidden, layout },
    label: '反馈意见',
    fileName: fileNameOf('反馈意见', records, model.date, request.layout === 'A' ? '公文版式' : ''),
  };
}

const printDesk = (workspace: Workspace) => ({
  context: ruleContext(workspace),
  role: workspace.reader.role,
});

/** Where the papers of a record are logged. @throws WorkbenchError PAPER_HOME */
function demandHome(workspace: Workspace, record: Entity): RecordId {
  const home = homeOf(record, workspace.index.get);
  if (home === undefined) {
    throw new WorkbenchError('PAPER_HOME', '这类记录不属于任何轮次，不能打印。请从轮次内的记录打印。');
  }
  return home;
}

/**
 * A file name tells the paper, the unit, the number and the edition, never a person: file names are seen by whoever sees
 * the folder, and no two editions of a record share one.
 */
function internalName(title: string, inside: readonly string[], workspace: Workspace): string {
  const words = inside.filter(Boolean).join(' ');
  return `${title}${words === '' ? '' : `（${words}）`}${chineseDate(workspace.today())}.docx`;
}

const codeOf = ({ values }: Entity): string => (typeof values.code === 'string' ? values.code : '');

/** The unit of a record as file names call it; empty where it has none. */
function unitOf({ index }: Workspace, { inspection }: Entity): string {
  const unit = inspection && index.get(String(index.get(inspection)?.values.unit ?? ''));
  return unit ? unitInFileName(unit) : '';
}

function demandReadable(workspace: Workspace, name: string): AnyKind {
  const kind = kindOf(name);
  if (!kind || !canReadKind(kind, workspace.reader.role)) throw notFound();
  return kind;
}

/** What must be known of a unit before anything of it goes to the unit. */
function unitDesk(workspace: Workspace, inspection: RecordId, paper: UnitPaper) {
  // Read without blinkers: what must stay out of the paper has to be known to the check, whoever exports.
  const records = recordsOfInspection(workspace.index, inspection, workspace.today());
  return { records, clearing: clearingFor(workspace.index, records, paper) };
}

function formPaper(workspace: Workspace, id: RecordId, copyId: string): Draft {
  const record = demandVisible(workspace, id);
  const kind = demandReadable(workspace, record.kind);
  const copy = copyOf(kind.paper, copyId);
  const edition = formCopies(kind.paper).find((one) => one.id === copyId);
  if (edition === undefined) {
    throw new WorkbenchError('PAPER_COPY', `“${kind.label}”没有这样的一份，请在打印窗口中重新选择。`);
  }
  const home = demandHome(workspace, record);
  if (copy) return outsidePaper(workspace, { kind, record, copy, home });
  const blank = copyId !== GROUP_COPY;
  const title = formTitle(kind);
  const several = formCopies(kind.paper).length > 2;
  return {
    order: {
      document: 'form',
      model: groupFormModel(kind, record, copyId as typeof GROUP_COPY, printDesk(workspace)),
      audience: 'internal',
    },
    label: blank ? `${title}（空白）` : title,
    fileName: internalName(
      title,
      [unitOf(workspace, record), ...(blank ? [] : [codeOf(record)]), blank || several ? edition.label : ''],
      workspace,
    ),
    audience: 'internal',
    home,
    subject: kind.kind,
  };
}

/** A letter says what is done by when: it does not leave with gaps. @throws WorkbenchError REPORT_INCOMPLETE */
function demandComplete(kind: AnyKind, record: Entity, { context }: PrintDesk): void {
  const gaps = issuesOf(kind, record, context).filter(({ level }) => level === 'error');
  if (gaps.length === 0) return;
  throw new WorkbenchError(
    'REPORT_INCOMPLETE',
    `“${kind.label}”还缺内容：${gaps.map(({ message }) => message).join('；')}。请补齐后再打印。`,
    gaps.map(({ message }) => ({ place: codeOf(record) || kind.label, message })),
  );
}

interface OutsideOrder {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly copy: PaperCopy;
  readonly home: RecordId;
}

/** A copy of one record for somebody outside the group. */
function outsidePaper(workspace: Workspace, { kind, record, copy, home }: OutsideOrder): Draft {
  const desk = printDesk(workspace);
  const title = isLetter(copy) ? copy.label : (copy.title ?? formTitle(kind));
  const names = [unitOf(workspace, record), codeOf(record), title.includes(copy.label) ? '' : copy.label];
  const base = {
    label: title,
    fileName: internalName(title, names, workspace),
    audience: copy.audience,
    home,
    subject: kind.kind,
  };
  if (!isLetter(copy) && copy.handOut === 'readers') {
    const model = copyFormModel(kind, record, copy, desk);
    return { ...base, order: { document: 'form', model, audience: 'signer' } };
  }
  const { records, clearing } = unitDesk(workspace, record.inspection ?? '', 'other');
  const { forbidden } = clearing;
  if (isLetter(copy)) {
    demandComplete(kind, record, desk);
    const model = letterModel(
      copy.letter(record, desk.context),
      records,
      (text, label) => clearing.text(text, record, label),
      workspace.today(),
    );
    return { ...base, order: { document: 'letter', model, forbidden }, clearing };
  }
  const model = copyFormModel(kind, record, copy, { ...desk, veil: clearing.text });
  return { ...base, order: { document: 'form', model, audience: 'unit', forbidden }, clearing };
}

type RegisterRequest = Extract<PaperRequest, { document: 'register' }>;

function registerPaper(workspace: Workspace, request: RegisterRequest): Draft {
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
  const copyId = request.copy ?? GROUP_REGISTER;
  const copy = kind.paper.registers?.find(({ id }) => id === copyId);
  if (!copy && copyId !== GROUP_REGISTER) {
    throw new WorkbenchError('PAPER_COPY', `“${kind.label}”没有这样的清单，请在打印窗口中重新选择。`);
  }
  const ofOne = rows.every(({ inspection }) => inspection === first.inspection);
  const title = copy?.title ?? registerTitle(kind);
  const base = {
    label: title,
    fileName: internalName(title, ofOne ? [unitOf(workspace, first)] : [], workspace),
    home: demandHome(workspace, first),
    subject: kind.kind,
  };
  const desk = printDesk(workspace);
  if (!copy) {
    const order = {
      document: 'table',
      model: registerModel(kind, rows, desk),
      audience: 'internal',
    } as const;
    return { ...base, order, audience: 'internal' };
  }
  if (!ofOne) {
    throw new WorkbenchError(
      'PAPER_ONE_UNIT',
      `《${copy.title}》交给一个单位，列表里有几个单位的记录。请先选定一个单位再打印。`,
    );
  }
  if (copy.handOut === 'readers') {
    const model = outsideRegisterModel(kind, rows, copy, desk);
    return { ...base, order: { document: 'table', model, audience: 'signer' }, audience: copy.audience };
  }
  const { clearing } = unitDesk(workspace, first.inspection ?? '', 'other');
  const model = outsideRegisterModel(kind, rows, copy, { ...desk, veil: clearing.text });
  const order = { document: 'table', model, audience: 'unit', forbidden: clearing.forbidden } as const;
  return { ...base, order, audience: 'unit', clearing };
}

function questionnairePaper(
  workspace: Workspace,
  document: 'questionnaire' | 'tally',
  id: RecordId,
): PlannedPaper {
  const questionnaire = demandVisible(workspace, id);
  if (questionnaire.kind !== 'questionnaire') throw notFound();
  const { context } = printDesk(workspace);
  const code = [codeOf(questionnaire)];
  const home = demandHome(workspace, questionnaire);
  if (document === 'tally') {
    const label = '问卷计票统计表';
    const model = tallyModel(questionnaire, context);
    const order = { document: 'table', model, audience: 'internal' } as const;
    return { order, label, fileName: internalName(label, code, workspace), audience: 'internal', home };
  }
  const model = questionnaireSheetModel(questionnaire, context);
  return {
    order: { document: 'questionnaire', model },
    label: '调查问卷',
    fileName: internalName('调查问卷', code, workspace),
    audience: 'respondents',
    home,
  };
}
