/** From the records to the 反馈意见 of one unit. */
import { addDays, addMonths } from '../../../src-shared/domain/dates';
import { type Entity, type IsoDate, unitView, type Values } from '../../../src-shared/domain/define';
import { entriesOf } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import type { Figures } from '../../../src-shared/domain/figures';
import { methodsOf, plainText, statisticsSentence } from '../../../src-shared/domain/figures/sentences';
import { problemsByFocus } from '../../../src-shared/domain/problems-by-focus';
import { rowsOf } from '../../../src-shared/domain/rows';
import { issuesOf } from '../../../src-shared/domain/validate';
import { isAdopted } from '../../../src-shared/domain/kinds/working-paper';
import { type Problem, WorkbenchError } from '../../../src-shared/errors';
import type { FeedbackModel } from '../../word';
// From its own file: the core must not load what builds a paper.
import { INTERNAL_LAYOUT, type Layout } from '../../word/page/layout';
import type { MakeModel, UnitSource } from './make';
import { byCode, committeeOf, type InspectionRecords, signatory, str } from './source';

/** Errors that stop a feedback: an incomplete problem, one without standing evidence (sample-round.md §14). */
function feedbackProblems(records: InspectionRecords): Problem[] {
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

/** Who receives plan and report: the office of the sending committee's leading group. */
function recipient(records: InspectionRecords): string {
  return `${committeeOf(records)}巡察工作领导小组办公室`;
}

/**
 * Dates that a feedback demands: what a person fixed (in the feedback, else for the whole round), else computed from
 * the day of the feedback by the round's parameters (domain.md §2.5). A day before the feedback cannot be meant.
 */
function demandedDates(
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
const anyWork = (figures: Figures): boolean => methodsOf(figures).length > 0 || figures.value('problems') > 0;

/**
 * The 反馈意见 of one unit.
 * @throws WorkbenchError REPORT_EVIDENCE with every problem that lacks something, REPORT_INCOMPLETE
 */
function feedbackModel({ records, today, clearing: { words, text } }: UnitSource): FeedbackModel {
  const { inspection, unit, round, list, figures } = records;
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
  const papers = figures.records('problems');
  const organisation = unitView(kinds.unit, unit.values);
  const size = [
    organisation.partyMembers ? `党员${organisation.partyMembers}名` : '',
    organisation.staff ? `干部职工${organisation.staff}人` : '',
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
      target: text((given.specialTarget ?? '').replace(TARGET_SORT, ''), inspection, 'specialTarget'),
      remarks: openingRemarks(records, figures, date),
    },
    overview: [
      ...words(feedback, 'overview')
        .split('\n')
        .filter((line) => line.trim()),
      ...(size.length > 0 ? [`你单位现有${size.join('、')}。`] : []),
      ...(anyWork(figures) ? [plainText(statisticsSentence(figures, { clues: false }))] : []),
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
      ? rowsOf(records.context, feedback.id, 'advice').map((entry) => words(entry, 'content'))
      : [],
    demands: { planDue: dates.plan, reportDue: dates.report, recipient: recipient(records), publish: true },
    signatory: signatory(records),
  };
}

/** Layout B, or A with 版头 and 版记 from what the round and the feedback say (domain.md §3.2). */
function frameOf(records: InspectionRecords, layout: string, date: IsoDate): Layout {
  if (layout !== 'A') return INTERNAL_LAYOUT;
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

export const feedback: MakeModel<'feedback'> = (source) => {
  const model = feedbackModel(source);
  return { model, day: model.date, frame: frameOf(source.records, source.layout, model.date) };
};
