/**
 * From the records to the typed models of the documents: every figure in a paper is computed here from what is kept.
 * Papers for the unit are read through `unitView`, so that no internal field can reach them by type; what people wrote
 * passes a {@link Clearing}, so that nothing of a clue and no informant can by content (domain.md §0.4).
 */
import { counts } from '../../../src-shared/domain/draft-record';
import { addDays, addMonths, chineseDate } from '../../../src-shared/domain/dates';
import {
  type Entity,
  type IsoDate,
  type RuleContext,
  unitView,
  type Values,
} from '../../../src-shared/domain/define';
import { entriesOf, glossaryIn } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain';
import {
  CLOSING_STATES,
  effectWords,
  evidenceOf,
  RECTIFICATION_STATES,
  warningOf,
  warningParametersOf,
} from '../../../src-shared/domain/rectification-item';
import {
  fedBackProblems,
  type Figures,
  figuresOf,
  type ListOf,
  methodsOf,
  problemsByFocus,
  rectificationFigures,
  rectificationSentence,
  statisticsSentence,
} from '../../../src-shared/domain/statistics';
import { issuesOf } from '../../../src-shared/domain/validate';
import { isAdopted } from '../../../src-shared/domain/working-paper';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { RecordId } from '../../../src-shared/merge/change';
import type { FeedbackModel, LedgerModel } from '../../word';
// From their own files: the core must not load what builds a paper.
import { INTERNAL_LAYOUT, type Layout } from '../../word/page/layout';
import { numbering } from '../../word/page/wording';
import type { Clearing } from './clearing';
import type { RecordIndex } from '../index-of-records';

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
    items: papers
      .flatMap((paper) => index.children(paper.id, 'rectificationItem'))
      .filter(counts)
      .sort(byCode),
    context,
  };
}

/** A list of every record of the inspections given, for figures of a whole round. */
export function listOfInspections(index: RecordIndex, inspections: readonly Entity[]): ListOf {
  return (kind) => inspections.flatMap((inspection) => index.children(inspection.id, kind));
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

/** `县委` of 中共青禾县委员会: how a committee is called in its own papers. */
function shortCommittee(committee: string): string {
  const level = /([省市县区州盟旗镇乡]|街道)(?:委员会|委|工作委员会|工委)$/.exec(committee)?.[1];
  return level === undefined ? '' : `${level}委`;
}

/** How the sending committee is called: by its own name, else by how the group's begins. */
function committeeOf(records: InspectionRecords): string {
  const own = shortCommittee(str(records.round, 'sendingCommittee'));
  return own || (/^(.{0,8}?[省市县区州盟旗镇乡]委)/.exec(str(records.team, 'name'))?.[1] ?? '');
}

/**
 * 署名: 县委第二巡察组 of 中共青禾县委员会 signs as 中共青禾县委员会第二巡察组; a group whose name does not begin with its
 * committee is preceded by it (domain.md §2.4 u).
 */
export function signatory(records: InspectionRecords): string {
  const team = str(records.team, 'name') || '巡察组';
  const committee = str(records.round, 'sendingCommittee');
  if (committee === '' || team.startsWith(committee)) return team;
  const short = committeeOf(records);
  const own = team.replace(/^(?:中共)?[^第]{0,8}?[省市县区州盟旗镇乡]委(?:员会)?/, '');
  return short === '' && own === team ? team : `${committee}${own}`;
}

/** Who receives plan and report: the office of the sending committee's leading group. */
function recipient(records: InspectionRecords): string {
  return `${committeeOf(records)}巡察工作领导小组办公室`;
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

/** What sort of target it is, as the form suggests writing after it: for the group, not for the sentence. */
const TARGET_SORT = /[（(](?:一件事|一个人|一个项目|一笔资金|一个下属机构)[）)]\s*$/;

/** Standing text of the opening: the ways of working that there are records of, and the hearing if it was held. */
function openingRemarks({ round }: InspectionRecords, figures: Figures, date: IsoDate): string {
  const methods = methodsOf(figures);
  const heard = str(round, 'groupHearingOn');
  return [
    methods.length > 0
      ? `巡察组坚持政治巡察定位，通过${methods.join('、')}等方式开展工作，较好地完成了巡察任务。`
      : '巡察组坚持政治巡察定位，较好地完成了巡察任务。',
    heard !== '' && heard <= date ? '巡察工作领导小组听取了巡察情况汇报。' : '',
    '现将有关情况反馈如下。',
  ].join('');
}

/** Whether the statistics sentence has anything to say to the unit. */
const anyWork = (figures: Figures): boolean => methodsOf(figures).length > 0 || figures.problems > 0;

/**
 * The 反馈意见 of one unit.
 * @throws WorkbenchError REPORT_EVIDENCE with every problem that lacks something, REPORT_INCOMPLETE
 */
export function feedbackModel(
  records: InspectionRecords,
  today: IsoDate,
  { words, text }: Clearing,
): FeedbackModel {
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
  const papers = list('workingPaper').filter((paper) => isAdopted(str(paper, 'state')));
  const organisation = unitView(kinds.unit, unit.values);
  const size = [
    organisation.partyMembers ? `党员${organisation.partyMembers}名` : '',
    organisation.staff ? `干部职工${organisation.staff}人` : '',
  ].filter(Boolean);
  const figures = figuresOf(list);
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
      target: text((given.specialTarget ?? '').replace(TARGET_SORT, ''), inspection, 'specialTarget'),
      remarks: openingRemarks(records, figures, date),
    },
    overview: [
      ...words(feedback, 'overview')
        .split('\n')
        .filter((line) => line.trim()),
      ...(size.length > 0 ? [`你单位现有${size.join('、')}。`] : []),
      ...(anyWork(figures) ? [statisticsSentence(figures, { clues: false })] : []),
    ],
    focuses: problemsByFocus(papers, entriesOf('focus', round, records.context)).map(
      ({ label, papers: group }) => ({
        name: label,
        findings: group.map((paper) => {
          const view = unitView(kinds.workingPaper, paper.values);
          return {
            title: words(paper, 'title'),
            facts: words(paper, 'facts'),
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
          .map((entry) => words(entry, 'content'))
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

/** How the 反馈意见 numbers each problem, `（一）1.`, in its order: the unit finds in the ledger what it was told. */
function placesInFeedback({ list, round, context }: InspectionRecords): ReadonlyMap<RecordId, string> {
  const groups = problemsByFocus([...fedBackProblems(list)], entriesOf('focus', round, context));
  return new Map(
    groups.flatMap(({ papers }, focus) =>
      papers.map(({ id }, n) => [id, `${numbering.second(focus + 1)}${numbering.third(n + 1)}`] as const),
    ),
  );
}

/** The 整改台账 of one unit, in the order and by the numbers of its 反馈意见. */
export function ledgerModel(
  records: InspectionRecords,
  today: IsoDate,
  { words, office }: Clearing,
): LedgerModel {
  const { unit, round, items, context } = records;
  const parameters = warningParametersOf(round);
  const short = glossaryIn(context).shortWords(round);
  const problems = fedBackProblems(records.list);
  const places = placesInFeedback(records);
  const order = [...places.keys()];
  const answered = items
    .filter((item) => problems.some(({ id }) => id === item.parent))
    .sort((a, b) => order.indexOf(a.parent ?? '') - order.indexOf(b.parent ?? '') || byCode(a, b));
  return {
    unit: str(unit, 'name'),
    round: str(round, 'name'),
    asOf: today,
    summary: rectificationSentence(problems.length, rectificationFigures(answered)),
    withoutItem: problems
      .filter(({ id }) => !items.some((item) => item.parent === id))
      .map((paper) => ({
        place: places.get(paper.id) ?? '',
        title: words(paper, 'title'),
      })),
    rows: answered.map((item) => {
      const view = unitView(kinds.rectificationItem, item.values);
      const paper = item.parent ? context.get(item.parent) : undefined;
      const problem = unitView(kinds.workingPaper, paper?.values ?? {});
      const warning = warningOf(item.values, today, parameters).label;
      return {
        place: places.get(item.parent ?? '') ?? '',
        focus: short('focus', problem.focus ?? ''),
        finding: words(paper, 'title'),
        task: words(item, 'task'),
        measures: context
          .children(item.id, 'measure')
          .slice()
          .sort((a, b) => Number(a.values.position ?? 0) - Number(b.values.position ?? 0))
          .map((measure) => words(measure, 'content')),
        leader: view.leaderType ? `${office(item, 'leader')}（${view.leaderType}）` : office(item, 'leader'),
        department: words(item, 'responsibleUnit'),
        person: office(item, 'responsiblePerson'),
        startedOn: view.startOn,
        dueOn: view.dueOn,
        doneOn: view.doneOn,
        longTerm: view.longTerm === true,
        status: RECTIFICATION_STATES[view.state ?? 'notStarted'],
        warning: warning === '—' ? '' : warning,
        effect: effectWords(view),
        evidence: evidenceOf(item),
        closing: CLOSING_STATES[view.closing ?? 'none'],
        note: words(item, 'note'),
      };
    }),
  };
}

/** How a unit is called in file names: only signs that every file system takes. */
export function unitInFileName({ values }: Entity): string {
  const name = String(values.shortName || values.name || '');
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '').slice(0, 40);
}

/** File name as offices keep them: document, unit, edition where there are several, day. */
export function fileNameOf(label: string, records: InspectionRecords, day: IsoDate, edition = ''): string {
  const inside = [unitInFileName(records.unit), edition].filter(Boolean).join(' ');
  return `${label}（${inside}）${chineseDate(day)}.docx`;
}
