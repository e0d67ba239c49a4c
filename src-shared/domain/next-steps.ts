/**
 * 下一步: what a group does first, and what belongs to the stage a unit is in, each ticked off by the records themselves
 * (domain.md §1, stages and what they leave behind). Pure: records in, lines out.
 */
import { feedback as handedOver } from '../papers/feedback';
import { isTransferred, type ClueState } from './kinds/clue';
import { chineseDate } from './dates';
import type { Entity, IsoDate, RuleContext } from './define';
import { inHand } from './kinds/document-request';
import type { KindName } from './kinds';
import { INSPECTION_STAGES, inspectionStage, type InspectionStage } from './kinds/inspection';
import { isAdopted } from './kinds/working-paper';

/** Where a step is done: the page of a kind, or 轮次与单位. */
export type StepPage =
  | 'setup'
  | Extract<
      KindName,
      | 'member'
      | 'recusal'
      | 'inquiry'
      | 'interview'
      | 'questionnaire'
      | 'documentRequest'
      | 'visit'
      | 'workingPaper'
      | 'clue'
      | 'feedback'
      | 'rectificationItem'
      | 'supervisionCheck'
      | 'satisfactionSurvey'
    >;

export interface NextStep {
  readonly page: StepPage;
  readonly label: string;
  readonly done: boolean;
}

/** The stage that the work has reached while the unit still stands in an earlier one. */
export interface StageAhead {
  /** What shows it, e.g. 已有谈话3次. */
  readonly because: string;
  /** The next step of the stage, e.g. 转入进驻了解. */
  readonly step: string;
}

export interface Guide {
  readonly title: string;
  readonly steps: readonly NextStep[];
  readonly ahead?: StageAhead;
}

/** Whatever can list records by kind; already filtered by rights. */
export interface GuideReader extends Pick<RuleContext, 'get' | 'children'> {
  list(kind: KindName): readonly Entity[];
  readonly today: IsoDate;
}

/** The records of one unit, and of its round. */
interface Work {
  readonly unit: Entity;
  readonly reader: GuideReader;
  of(kind: KindName): readonly Entity[];
  ofRound(kind: KindName): readonly Entity[];
}

function workOf(unit: Entity, reader: GuideReader): Work {
  const belongs = (entity: Entity): boolean => {
    const above = entity.parent === null ? undefined : reader.get(entity.parent);
    return entity.parent === unit.parent || above?.parent === unit.parent;
  };
  return {
    unit,
    reader,
    of: (kind) => reader.list(kind).filter((entity) => entity.inspection === unit.id),
    ofRound: (kind) => reader.list(kind).filter(belongs),
  };
}

const has = (records: readonly Entity[]): boolean => records.length > 0;
const filled = (entity: Entity, field: string): boolean => {
  const value = entity.values[field];
  return typeof value === 'string' && value.trim() !== '';
};
/** `（还有3份）`; nothing for none. */
const left = (count: number, measure: string): string => (count > 0 ? `（还有${count}${measure}）` : '');

/** From nothing to the first talk. */
function beginning(reader: GuideReader, unit: Entity | undefined): Guide {
  const step = (page: StepPage, label: string, done: boolean): NextStep => ({ page, label, done });
  return {
    title: '从这里开始',
    steps: [
      step('setup', '新建轮次', has(reader.list('round'))),
      step('member', '登记组员；再到“设置”里给每人添加使用者', has(reader.list('member'))),
      step('setup', '登记被巡察单位，建立巡察任务', has(reader.list('inspection'))),
      step(
        'setup',
        '填写进驻、撤点日期',
        unit !== undefined && filled(unit, 'enterOn') && filled(unit, 'leaveOn'),
      ),
      step('interview', '登记第一次谈话', has(reader.list('interview'))),
    ],
  };
}

const UNSIGNED: readonly unknown[] = [undefined, 'draft', 'toReview', 'sentBack', 'toSign'];

/** What each stage is for; a step that needs a number says it. */
const STEPS: Readonly<Record<InspectionStage, (work: Work) => readonly NextStep[]>> = {
  preparing: ({ unit, ofRound }) => [
    { page: 'recusal', label: '登记回避审查', done: has(ofRound('recusal')) },
    {
      page: 'inquiry',
      label: '向有关部门发出函询',
      done: ofRound('inquiry').some((e) => filled(e, 'sentOn')),
    },
    { page: 'questionnaire', label: '编好调查问卷', done: has(ofRound('questionnaire')) },
    { page: 'setup', label: '填写进驻、撤点日期', done: filled(unit, 'enterOn') && filled(unit, 'leaveOn') },
  ],
  onSite: ({ of }) => [
    { page: 'interview', label: '个别谈话', done: has(of('interview')) },
    { page: 'questionnaire', label: '发放、录入调查问卷', done: has(of('responseBatch')) },
    { page: 'documentRequest', label: '调阅资料', done: has(of('documentRequest')) },
    { page: 'visit', label: '座谈、走访', done: has(of('forum')) || has(of('visit')) },
    { page: 'workingPaper', label: '把发现的问题写成底稿', done: has(of('workingPaper')) },
  ],
  reporting: ({ of }) => {
    const papers = of('workingPaper');
    const unsigned = papers.filter((e) => UNSIGNED.includes(e.values.state));
    const held = of('documentRequest').filter((e) => inHand(e.values.state as string));
    const clues = of('clue').filter((e) => !isTransferred(e.values.state as ClueState));
    return [
      {
        page: 'workingPaper',
        label: `底稿全部复核、审签${left(unsigned.length, '份')}`,
        done: has(papers) && !has(unsigned),
      },
      { page: 'documentRequest', label: `归还调阅资料${left(held.length, '件')}`, done: !has(held) },
      { page: 'clue', label: `移交问题线索${left(clues.length, '件')}`, done: !has(clues) },
    ];
  },
  feedback: ({ of, reader }) => {
    const feedback = of('feedback');
    return [
      { page: 'feedback', label: '填写总体评价', done: feedback.some((e) => filled(e, 'overview')) },
      {
        page: 'feedback',
        label: '写好意见建议',
        done: feedback.some((e) => has(reader.children(e.id, 'advice'))),
      },
      { page: 'feedback', label: '登记反馈日期', done: feedback.some((e) => filled(e, 'heldOn')) },
      {
        page: 'feedback',
        label: `导出${handedOver.label}`,
        done: of('exportEntry').some((e) => e.values.document === handedOver.label),
      },
    ];
  },
  rectifying: rectification,
  followUp: rectification,
  supervising: ({ of }) => [
    { page: 'supervisionCheck', label: '登记督查情况', done: has(of('supervisionCheck')) },
    { page: 'satisfactionSurvey', label: '整改满意度测评', done: has(of('satisfactionSurvey')) },
  ],
  archived: () => [],
};

function rectification({ of }: Work): readonly NextStep[] {
  const items = of('rectificationItem');
  const asked = of('workingPaper').filter((e) => isAdopted(e.values.state as string));
  const without = asked.filter((paper) => !items.some((item) => item.parent === paper.id));
  const waiting = items.filter((e) => (e.values.state ?? 'notStarted') === 'notStarted');
  const open = items.filter((e) => e.values.state !== 'done');
  return [
    {
      page: 'rectificationItem',
      label: `为每个反馈问题建立整改事项${left(without.length, '个问题')}`,
      done: has(items) && !has(without),
    },
    {
      page: 'rectificationItem',
      label: `整改事项全部启动${left(waiting.length, '项')}`,
      done: has(items) && !has(waiting),
    },
    {
      page: 'rectificationItem',
      label: `整改事项全部完成${left(open.length, '项')}`,
      done: has(items) && !has(open),
    },
  ];
}

const ORDER = Object.keys(INSPECTION_STAGES) as InspectionStage[];

/** The latest stage that the records show, with what shows it; undefined while nothing does. */
function reached({ unit, of, reader }: Work): { stage: InspectionStage; because: string } | undefined {
  if (has(of('rectificationItem')))
    return { stage: 'rectifying', because: `已有整改事项${of('rectificationItem').length}项` };
  const held = of('feedback').find((e) => filled(e, 'heldOn') && String(e.values.heldOn) <= reader.today);
  if (held) return { stage: 'feedback', because: `${chineseDate(held.values.heldOn as IsoDate)}已反馈` };
  const { enterOn, leaveOn } = unit.values as { enterOn?: IsoDate; leaveOn?: IsoDate };
  if (leaveOn !== undefined && leaveOn < reader.today)
    return { stage: 'reporting', because: `${chineseDate(leaveOn)}已撤点` };
  const talks = of('interview').length;
  if (talks > 0) return { stage: 'onSite', because: `已有谈话${talks}次` };
  if (enterOn !== undefined && enterOn <= reader.today)
    return { stage: 'onSite', because: `${chineseDate(enterOn)}已进驻` };
  return undefined;
}

function aheadOf(work: Work, stage: InspectionStage): StageAhead | undefined {
  const now = reached(work);
  if (now === undefined || ORDER.indexOf(now.stage) <= ORDER.indexOf(stage)) return undefined;
  const next = inspectionStage.steps.find((step) => step.from === stage && !step.reason);
  return next && { because: now.because, step: next.label };
}

/**
 * What to do next.
 * @param unit the unit at work (an inspection), where there is one
 * @returns the way from nothing to the first talk until it has been gone, then the steps of the unit's stage
 */
export function guideFor(unit: Entity | undefined, reader: GuideReader): Guide {
  const first = beginning(reader, unit);
  if (unit === undefined || first.steps.some((step) => !step.done)) {
    return unit === undefined ? first : { ...first, ahead: aheadOf(workOf(unit, reader), stageOf(unit)) };
  }
  const stage = stageOf(unit);
  const work = workOf(unit, reader);
  return {
    title: `下一步：${INSPECTION_STAGES[stage]}`,
    steps: STEPS[stage](work),
    ahead: aheadOf(work, stage),
  };
}

const stageOf = (unit: Entity): InspectionStage => (unit.values.stage ?? 'preparing') as InspectionStage;
