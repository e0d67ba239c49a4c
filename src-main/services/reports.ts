/**
 * From the records to the typed models of the documents: every figure in a paper is computed here from what is kept.
 * Papers for the unit are read through `unitView`, so that no internal field can reach them by type, and cleared by
 * `forUnit`, so that nothing of a clue and no informant can by content (domain.md §0.4).
 */
import { addDays, addMonths, chineseDate } from '../../src-shared/domain/dates';
import {
  type Entity,
  type IsoDate,
  type RuleContext,
  unitView,
  type Values,
} from '../../src-shared/domain/define';
import { entriesOf, glossaryIn } from '../../src-shared/domain/glossary';
import { kinds } from '../../src-shared/domain';
import {
  CLOSING_STATES,
  RECTIFICATION_STATES,
  warningOf,
  warningParametersOf,
} from '../../src-shared/domain/rectification-item';
import {
  figuresOf,
  type ListOf,
  problemsByFocus,
  rectificationFigures,
  rectificationSentence,
  statisticsSentence,
} from '../../src-shared/domain/statistics';
import { issuesOf } from '../../src-shared/domain/validate';
import { isAdopted } from '../../src-shared/domain/working-paper';
import { type Problem, WorkbenchError } from '../../src-shared/errors';
import type { RecordId } from '../../src-shared/merge/change';
import type { FeedbackModel, Forbidden, LedgerModel } from '../documents';
// From their own files: the core must not load what builds a paper.
import { INTERNAL_LAYOUT, type Layout } from '../documents/layout';
import { maskNames } from '../documents/masking';
import type { RecordIndex } from './index-of-records';

/** The records that one unit's papers are made of. Read without a reader's blinkers: secrets are needed to be kept out. */
export interface InspectionRecords {
  readonly inspection: Entity;
  readonly unit: Entity;
  readonly round: Entity;
  readonly term: Entity | undefined;
  readonly team: Entity | undefined;
  readonly list: ListOf;
  readonly items: readonly Entity[];
  readonly context: RuleContext;
}

const str = (entity: Entity | undefined, field: string): string => {
  const value = entity?.values[field];
  return typeof value === 'string' ? value : '';
};
const byCode = (a: Entity, b: Entity): number =>
  str(a, 'code').localeCompare(str(b, 'code'), 'zh', { numeric: true });

/** @throws WorkbenchError REPORT_INCOMPLETE where the inspection has no unit or round. */
export function recordsOfInspection(index: RecordIndex, id: RecordId, today: IsoDate): InspectionRecords {
  const inspection = index.get(id);
  const unit = index.get(str(inspection, 'unit'));
  const round = inspection?.parent ? index.get(inspection.parent) : undefined;
  if (!inspection || !unit || !round) {
    throw new WorkbenchError(
      'REPORT_INCOMPLETE',
      '这个巡察任务没有选定被巡察单位或轮次，不能生成文件。请先补齐。',
    );
  }
  const context: RuleContext = {
    get: index.get,
    children: (parent, kind) => index.children(parent, kind),
    today,
  };
  const papers = index.children(id, 'workingPaper');
  return {
    inspection,
    unit,
    round,
    term: round.parent ? index.get(round.parent) : undefined,
    team: index.get(str(inspection, 'team')) ?? index.children(round.id, 'team')[0],
    list: (kind) => index.children(id, kind),
    items: papers.flatMap((paper) => index.children(paper.id, 'rectificationItem')).sort(byCode),
    context,
  };
}

/** A list of every record of the inspections given, for figures of a whole round. */
export function listOfInspections(index: RecordIndex, inspections: readonly Entity[]): ListOf {
  return (kind) => inspections.flatMap((inspection) => index.children(inspection.id, kind));
}

/** Words that stand where a name is not known or not given. */
const NAMELESS = /匿名|隐名|不详|未知/;
const person = (name: string): string[] => (name.length >= 2 && !NAMELESS.test(name) ? [name] : []);

/** People whose office puts them into the unit's own papers: head, and whoever answers for an item. */
function publicNames(records: InspectionRecords): Set<string> {
  const names = records.items.flatMap((item) => [str(item, 'leader'), str(item, 'responsiblePerson')]);
  return new Set(
    [str(records.unit, 'head'), ...names].flatMap((text) => text.split(/[、，,；;]/)).map((n) => n.trim()),
  );
}

/** Everybody who talked, wrote or was written about: none of them is named in running text for the unit. */
function peopleOf(records: InspectionRecords): string[] {
  const { list } = records;
  return [
    ...list('interview').map((e) => str(e, 'interviewee')),
    ...list('petition').map((e) => str(e, 'reporter')),
    ...list('clue').map((e) => str(e, 'accused')),
    ...list('documentRequest').flatMap((e) => [str(e, 'provider'), str(e, 'takenBackBy')]),
    ...publicNames(records),
  ].flatMap(person);
}

/** What must not be in any file for the unit, whatever the model says: the second guard. */
export function forbiddenFor(records: InspectionRecords): Forbidden {
  const { list } = records;
  const open = publicNames(records);
  const informants = [
    ...list('interview').map((e) => str(e, 'interviewee')),
    ...list('clue').map((e) => str(e, 'accused')),
  ].filter((name) => !open.has(name));
  return {
    names: [...list('petition').map((e) => str(e, 'reporter')), ...informants].flatMap(person),
    texts: [
      ...list('clue').flatMap((e) => [str(e, 'content'), str(e, 'note'), str(e, 'evidenceList')]),
      ...list('petition').flatMap((e) => [str(e, 'content'), str(e, 'reporterContact')]),
    ].filter(Boolean),
  };
}

/** Errors that stop a feedback: an incomplete problem, one without standing evidence (sample-round.md §14). */
export function feedbackProblems(records: InspectionRecords): Problem[] {
  return records
    .list('workingPaper')
    .filter((paper) => isAdopted(str(paper, 'state')))
    .sort(byCode)
    .flatMap((paper) =>
      issuesOf(kinds.workingPaper, paper, records.context)
        .filter((issue) => issue.level === 'error')
        .map((issue) => ({
          place: `${str(paper, 'code')} ${str(paper, 'title')}`.trim(),
          message: issue.message,
        })),
    );
}

/** 署名: 县委第二巡察组 of 中共青禾县委员会 signs as 中共青禾县委员会第二巡察组 (domain.md §2.4 u). */
function signatory(records: InspectionRecords): string {
  const team = str(records.team, 'name') || '巡察组';
  const committee = str(records.round, 'sendingCommittee');
  return committee ? team.replace(/^[省市县区州旗]委/, committee) : team;
}

/** Who receives plan and report: the office of the sending committee's leading group. */
function recipient(records: InspectionRecords): string {
  const level = /^(.{1,2}委)/.exec(str(records.team, 'name'))?.[1] ?? '';
  return `${level}巡察工作领导小组办公室`;
}

/**
 * Dates that a feedback demands: what a person fixed (in the feedback, else for the whole round), else computed from
 * the day of the feedback by the round's parameters (domain.md §2.5). A day before the feedback cannot be meant.
 */
export function demandedDates(
  round: Entity,
  feedback: Entity | undefined,
  heldOn: IsoDate,
): { plan: IsoDate; report: IsoDate } {
  const {
    planDays = 30,
    concentratedMonths = 6,
    planDueOn,
    concentratedUntil,
  } = round.values as Values<typeof kinds.round>;
  const { planDueOn: own } = (feedback?.values ?? {}) as Values<typeof kinds.feedback>;
  const fixed = (day: IsoDate | undefined) => (day && day > heldOn ? day : undefined);
  return {
    plan: own ?? fixed(planDueOn) ?? addDays(heldOn, planDays),
    report: fixed(concentratedUntil) ?? addMonths(heldOn, concentratedMonths),
  };
}

/**
 * The 反馈意见 of one unit.
 * @throws WorkbenchError REPORT_EVIDENCE with every problem that lacks something, REPORT_INCOMPLETE
 */
export function feedbackModel(records: InspectionRecords, today: IsoDate): FeedbackModel {
  const { inspection, unit, round, list } = records;
  const problems = feedbackProblems(records);
  if (problems.length > 0) {
    throw new WorkbenchError(
      'REPORT_EVIDENCE',
      `有${problems.length}处问题底稿不完整或缺佐证，未生成反馈意见。请补齐后再导出。`,
      problems,
    );
  }
  const given = unitView(kinds.inspection, inspection.values);
  if (!given.enterOn || !given.leaveOn || !given.type) {
    throw new WorkbenchError(
      'REPORT_INCOMPLETE',
      '请先填写该单位的巡察类型、进驻日期和撤点日期，再生成反馈意见。',
    );
  }
  const feedback = list('feedback')[0];
  const held = unitView(kinds.feedback, feedback?.values ?? {});
  const date = held.heldOn ?? today;
  const approved = feedback?.values.namesApproved === true;
  const people = peopleOf(records);
  const veil = (text: string): string => (approved ? text : maskNames(text, people));
  const papers = list('workingPaper').filter((paper) => isAdopted(str(paper, 'state')));
  const organisation = unitView(kinds.unit, unit.values);
  const size = [
    organisation.partyMembers !== undefined ? `现有党员${organisation.partyMembers}名` : '',
    organisation.staff !== undefined ? `干部职工${organisation.staff}人` : '',
  ].filter(Boolean);
  const dates = demandedDates(round, feedback, date);
  return {
    unit: organisation.name ?? '',
    date,
    opening: {
      round: str(round, 'name'),
      team: str(records.team, 'name') || '巡察组',
      from: given.enterOn,
      to: given.leaveOn,
      type: given.type,
      remarks:
        '巡察组坚持政治巡察定位，通过听取汇报、个别谈话、受理信访、调阅资料、问卷调查、下沉了解等方式开展工作，较好地完成了巡察任务。现将有关情况反馈如下。',
    },
    overview: [
      ...(held.overview
        ? held.overview
            .split('\n')
            .filter((line) => line.trim())
            .map(veil)
        : []),
      ...(size.length > 0 ? [`${organisation.name}${size.join('，')}。`] : []),
      statisticsSentence(figuresOf(list), { clues: false }),
    ],
    focuses: problemsByFocus(papers, entriesOf('focus', round, records.context)).map(
      ({ label, papers: group }) => ({
        name: label,
        findings: group.map((paper) => {
          const view = unitView(kinds.workingPaper, paper.values);
          return {
            title: veil(view.title ?? ''),
            facts: veil(view.facts ?? ''),
            important: view.key === true,
          };
        }),
      }),
    ),
    clueSentence: list('clue').length > 0,
    advice: feedback
      ? records.context
          .children(feedback.id, 'advice')
          .slice()
          .sort((a, b) => Number(a.values.position ?? 0) - Number(b.values.position ?? 0))
          .map((entry) => veil(str(entry, 'content')))
      : [],
    demands: { planDue: dates.plan, reportDue: dates.report, recipient: recipient(records), publish: true },
    signatory: signatory(records),
  };
}

/** Layout B, or A with 版头 and 版记 from what the round and the feedback say (domain.md §3.2). */
export function layoutOf(records: InspectionRecords, layout: 'A' | 'B', date: IsoDate): Layout {
  if (layout === 'B') return INTERNAL_LAYOUT;
  const feedback = records.list('feedback')[0];
  const code =
    str(feedback, 'numberCode') || (/^(.+?)〔/.exec(str(records.round, 'authorization'))?.[1] ?? '');
  const serial = feedback?.values.numberSerial;
  if (!code || typeof serial !== 'number') {
    throw new WorkbenchError(
      'REPORT_NUMBER',
      '公文版式需要发文字号：请先在“巡察反馈”中填写机关代字和发文序号。',
    );
  }
  return {
    kind: 'official',
    head: { mark: signatory(records), number: { code, year: Number(date.slice(0, 4)), serial } },
    imprint: { copiesTo: [], printer: recipient(records), printedOn: date },
  };
}

/** 成效 in words: `制度1项；挽回1.12万元`. */
function effectOf(item: Entity): string {
  const view = unitView(kinds.rectificationItem, item.values);
  return [
    view.systems ? `制度${view.systems}项` : '',
    view.recovered ? `挽回${view.recovered}万元` : '',
    view.accountable ? `追责${view.accountable}人次` : '',
    view.analogous ? `举一反三${view.analogous}项` : '',
    view.campaigns ? `专项整治${view.campaigns}项` : '',
  ]
    .filter(Boolean)
    .join('；');
}

/** The 整改台账 of one unit. */
export function ledgerModel(records: InspectionRecords, today: IsoDate): LedgerModel {
  const { unit, round, items, context } = records;
  const parameters = warningParametersOf(round);
  const short = glossaryIn(context).shortWords(round);
  const open = publicNames(records);
  const people = peopleOf(records).filter((name) => !open.has(name));
  const veil = (text: string | undefined): string => maskNames(text ?? '', people);
  return {
    unit: str(unit, 'name'),
    round: str(round, 'name'),
    asOf: today,
    summary: rectificationSentence(
      new Set(items.map((item) => item.parent)).size,
      rectificationFigures(items),
    ),
    rows: items.map((item) => {
      const view = unitView(kinds.rectificationItem, item.values);
      const paper = item.parent ? context.get(item.parent) : undefined;
      const problem = unitView(kinds.workingPaper, paper?.values ?? {});
      const warning = warningOf(item.values, today, parameters).label;
      return {
        findingCode: problem.code ?? '',
        focus: short('focus', problem.focus ?? ''),
        finding: veil(problem.title),
        task: veil(view.task),
        measures: context
          .children(item.id, 'measure')
          .slice()
          .sort((a, b) => Number(a.values.position ?? 0) - Number(b.values.position ?? 0))
          .map((measure) => veil(str(measure, 'content'))),
        leader: view.leaderType ? `${view.leader ?? ''}（${view.leaderType}）` : (view.leader ?? ''),
        department: view.responsibleUnit ?? '',
        person: view.responsiblePerson ?? '',
        startedOn: view.startOn,
        dueOn: view.dueOn,
        doneOn: view.doneOn,
        longTerm: view.longTerm === true,
        status: RECTIFICATION_STATES[view.state ?? 'notStarted'],
        warning: warning === '—' ? '' : warning,
        effect: effectOf(item),
        evidence: (view.evidenceCount ?? 0) + (item.sets.evidence?.length ?? 0),
        closing: CLOSING_STATES[view.closing ?? 'none'],
        note: veil(view.note),
      };
    }),
  };
}

/** File name as offices keep them: document, unit, day. */
export function fileNameOf(label: string, records: InspectionRecords, day: IsoDate): string {
  const unit = (str(records.unit, 'shortName') || str(records.unit, 'name')).replace(
    /[\\/:*?"<>|\u0000-\u001f]/g,
    '',
  );
  return `${label}（${unit.slice(0, 40)}）${chineseDate(day)}.docx`;
}
