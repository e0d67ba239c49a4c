/** Which paper a person asks for: from the request to what is built, for whom, under what name, and who may have it. */
import type { FormCopy, PaperRequest } from '../../src-shared/contract/core';
import { kindOf } from '../../src-shared/domain';
import { homeOf } from '../../src-shared/domain/ancestors';
import { chineseDate } from '../../src-shared/domain/dates';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { canReadKind, HANDS_OUT } from '../../src-shared/domain/access';
import { ROLE_LABELS } from '../../src-shared/domain/roles';
import { formTitle, registerTitle } from '../../src-shared/domain/words';
import { WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import type { Audience } from '../documents';
import type { PaperOrder } from '../documents/build';
import { recordFormModel, registerModel } from './paper-forms';
import { questionnaireSheetModel, tallyModel } from './questionnaire-papers';
import {
  feedbackModel,
  fileNameOf,
  forbiddenFor,
  layoutOf,
  ledgerModel,
  recordsOfInspection,
} from './reports';
import { demandVisible, ruleContext, type Workspace } from './records';
import { notFound } from './rights';

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

/**
 * Who may make a paper for the inspected unit, to look at, to print or to hand out: its text is cleared of what only these
 * may know, so to others it would tell by what it leaves out. For the same reason nobody to whom a unit is closed makes one.
 * @throws WorkbenchError RIGHTS_EXPORT
 */
export function demandExport({ reader, sight }: Workspace, { document }: PaperRequest): void {
  if (document !== 'feedback' && document !== 'ledger') return;
  const who = HANDS_OUT.map((role) => ROLE_LABELS[role]).join('、');
  if (!HANDS_OUT.includes(reader.role)) {
    throw new WorkbenchError(
      'RIGHTS_EXPORT',
      `给被巡察单位的文件由${who}生成（预览、打印、导出都是）。请联系他们办理；组内留存的清单可以照常打印。`,
    );
  }
  if (sight().recused) {
    throw new WorkbenchError('RIGHTS_EXPORT', `您有须回避的单位，给被巡察单位的文件请由其他${who}生成。`);
  }
}

/** @throws WorkbenchError RECORD_NOT_FOUND for what the reader may not see, REPORT_*, PAPER_* */
export function planPaper(workspace: Workspace, request: PaperRequest): PlannedPaper {
  switch (request.document) {
    case 'feedback':
    case 'ledger':
      return unitPaper(workspace, request);
    case 'form':
      return formPaper(workspace, request.record, request.copy);
    case 'register':
      return registerPaper(workspace, request.kind, request.ids);
    case 'questionnaire':
    case 'tally':
      return questionnairePaper(workspace, request.document, request.questionnaire);
  }
}

function unitPaper(
  workspace: Workspace,
  request: Extract<PaperRequest, { document: 'feedback' | 'ledger' }>,
): PlannedPaper {
  const inspection = demandVisible(workspace, request.inspection);
  const today = workspace.today();
  // Read without blinkers: what must stay out of the paper has to be known to the check, whoever exports.
  const records = recordsOfInspection(workspace.index, inspection.id, today);
  const forbidden = forbiddenFor(records);
  const base = { audience: 'unit', home: inspection.id } as const;
  if (request.document === 'ledger') {
    const order = { document: 'ledger', model: ledgerModel(records, today), forbidden } as const;
    return { ...base, order, label: '整改台账', fileName: fileNameOf('整改台账', records, today) };
  }
  const model = feedbackModel(records, today);
  const layout = layoutOf(records, request.layout ?? 'B', model.date);
  return {
    ...base,
    order: { document: 'feedback', model, forbidden, layout },
    label: '反馈意见',
    fileName: fileNameOf('反馈意见', records, model.date),
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

/** A file name tells the paper and its number, never a person: file names are seen by whoever sees the folder. */
const internalName = (title: string, what: string, workspace: Workspace): string =>
  `${title}${what}${chineseDate(workspace.today())}.docx`;

/** `（T01）`: the number of a record in a file name; nothing where it has none. */
const bracketed = ({ values }: Entity): string =>
  typeof values.code === 'string' ? `（${values.code}）` : '';

function demandReadable(workspace: Workspace, name: string): AnyKind {
  const kind = kindOf(name);
  if (!kind || !canReadKind(kind, workspace.reader.role)) throw notFound();
  return kind;
}

function formPaper(workspace: Workspace, id: RecordId, copy: FormCopy): PlannedPaper {
  const record = demandVisible(workspace, id);
  const kind = demandReadable(workspace, record.kind);
  if (copy === 'signed' && !kind.paper.signedCopy) {
    throw new WorkbenchError('PAPER_COPY', `“${kind.label}”没有供组外人员签字的一份，请选择组内留存的一份。`);
  }
  const title = formTitle(kind);
  return {
    order: {
      document: 'form',
      model: recordFormModel(kind, record, copy, printDesk(workspace)),
      audience: copy === 'signed' ? 'signer' : 'internal',
    },
    label: copy === 'blank' ? `${title}（空白）` : title,
    fileName: internalName(title, copy === 'blank' ? '（空白）' : bracketed(record), workspace),
    audience: copy === 'signed' ? 'signer' : 'internal',
    home: demandHome(workspace, record),
    subject: kind.kind,
  };
}

function registerPaper(workspace: Workspace, name: string, ids: readonly RecordId[]): PlannedPaper {
  const kind = demandReadable(workspace, name);
  const rows = ids.map((id) => demandVisible(workspace, id));
  const [first] = rows;
  if (first === undefined || rows.some((row) => row.kind !== name)) throw notFound();
  const title = registerTitle(kind);
  return {
    order: { document: 'table', model: registerModel(kind, rows, printDesk(workspace)) },
    label: title,
    fileName: internalName(title, '', workspace),
    audience: 'internal',
    home: demandHome(workspace, first),
    subject: kind.kind,
  };
}

function questionnairePaper(
  workspace: Workspace,
  document: 'questionnaire' | 'tally',
  id: RecordId,
): PlannedPaper {
  const questionnaire = demandVisible(workspace, id);
  if (questionnaire.kind !== 'questionnaire') throw notFound();
  const { context } = printDesk(workspace);
  const code = bracketed(questionnaire);
  const home = demandHome(workspace, questionnaire);
  if (document === 'tally') {
    const label = '问卷计票统计表';
    const order = { document: 'table', model: tallyModel(questionnaire, context) } as const;
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
