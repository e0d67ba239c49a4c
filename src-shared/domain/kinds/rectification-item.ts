import {
  amount,
  choicesFrom,
  choice,
  date,
  defineKind,
  flag,
  fromDictionary,
  integer,
  longText,
  reference,
  state,
  states,
  text,
  today,
  type Act,
  type Entity,
  type IsoDate,
  type Issue,
  type RuleContext,
} from '../define';
import { roundIn } from '../ancestors';
import { ORGANISERS } from '../roles';
import { rowsOf } from '../rows';
import { daysBetween } from '../dates';

/** 整改状态 (domain.md §2.5 x). 反弹 opens a finished item again, with a reason. */
export const RECTIFICATION_STATES = {
  notStarted: '未启动',
  inProgress: '正在推进',
  basicallyDone: '基本完成',
  done: '已完成',
} as const;
export type RectificationState = keyof typeof RECTIFICATION_STATES;

/** A problem is not closed while an item of it is open again. */
const ABOVE = { field: 'state', from: 'closed', to: 'rectifying' } as const;

const updated = (_values: object, { today }: Act) => ({ lastUpdateOn: today });
const unfinished = (_values: object, { today }: Act) => ({ doneOn: null, lastUpdateOn: today });
const reopen = (values: Readonly<Record<string, unknown>>, { today }: Act) => ({
  rebounded: true,
  reopenCount: ((values.reopenCount as number | undefined) ?? 0) + 1,
  doneOn: null,
  lastUpdateOn: today,
  // A finished account that opens again is no longer closed.
  ...(values.closing === 'closed' ? { closing: 'revoked', closedOn: null } : {}),
});

/** A finished item is taken up again as a slip only before it is on its way to be closed; after that it is a 反弹. */
const asked = (entity: Entity): string | undefined =>
  entity.values.closing === 'pending'
    ? '销号正在审批，不能撤回完成。请先撤回销号申请。'
    : entity.values.closing === 'closed'
      ? '已经销号，不能撤回完成。点错了的，请先撤销销号；销号后问题又出现的，请用“反弹重开”。'
      : undefined;

const FINISHING = {
  label: '完成',
  complete: true,
  asks: [
    { field: 'doneOn', required: true, past: true, fill: today },
    { field: 'outcome', required: true },
    { field: 'evidenceCount' },
  ],
  effect: updated,
} as const;

export const rectificationState = states(RECTIFICATION_STATES, [
  {
    from: 'notStarted',
    to: 'inProgress',
    label: '启动',
    asks: [
      { field: 'task', required: true },
      { field: 'leader', required: true },
      { field: 'responsibleUnit', required: true },
      { field: 'dueOn', required: true },
      { field: 'startOn', required: true, past: true, fill: today },
    ],
    effect: updated,
  },
  {
    from: 'inProgress',
    to: 'basicallyDone',
    label: '基本完成',
    // Domain.md §2.5 x: why not wholly, and by when.
    reason: true,
    asks: [{ field: 'dueOn', required: true }],
    effect: updated,
  },
  { from: 'inProgress', to: 'done', ...FINISHING },
  { from: 'basicallyDone', to: 'done', ...FINISHING },
  {
    from: 'basicallyDone',
    to: 'inProgress',
    label: '撤回基本完成',
    reason: true,
    back: true,
    effect: updated,
  },
  {
    from: 'done',
    to: 'inProgress',
    label: '反弹重开',
    roles: ORGANISERS,
    reason: true,
    back: true,
    anew: true,
    effect: reopen,
    above: ABOVE,
  },
  {
    from: 'done',
    to: 'inProgress',
    name: 'withdraw',
    label: '撤回完成',
    reason: true,
    back: true,
    refuses: asked,
    effect: unfinished,
  },
  {
    from: 'inProgress',
    to: 'notStarted',
    label: '撤回启动',
    reason: true,
    back: true,
    effect: () => ({ startOn: null }),
  },
]);

/** 销号审批 (domain.md §2.5 x, z). */
export const CLOSING_STATES = {
  none: '未申请',
  pending: '审批中',
  sentBack: '退回',
  closed: '已销号',
  revoked: '已撤销销号',
} as const;

const approvers = ['leader', 'liaison', 'office'] as const;
const APPLYING = { complete: true, refuses: unfinishedYet } as const;

/** Only what is done can be closed (domain.md §2.5 x). */
function unfinishedYet(entity: Entity): string | undefined {
  return entity.values.state === 'done' ? undefined : '整改还没有完成，不能申请销号。请先办理“完成”。';
}

/** What is signed with the closing: what was to be done, what was done, and what shows it. */
const CLOSED_ON = [
  'code',
  'source',
  'goal',
  'task',
  'leader',
  'leaderType',
  'responsibleUnit',
  'responsiblePerson',
  'startOn',
  'dueOn',
  'doneOn',
  'longTerm',
  'measureTypes',
  'outcome',
  'systems',
  'recovered',
  'accountable',
  'collected',
  'refunded',
  'partyPunished',
  'punished',
  'reorganised',
  'admonished',
  'criticised',
  'orderedToReview',
  'reminded',
  'analogous',
  'campaigns',
  'evidenceCount',
  'opinion',
  'note',
  'evidence',
  'measure',
  'progressEntry',
] as const;

const closingState = states(
  CLOSING_STATES,
  [
    { from: 'none', to: 'pending', label: '申请销号', ...APPLYING },
    {
      from: 'pending',
      to: 'closed',
      label: '同意销号',
      roles: approvers,
      complete: true,
      apart: { states: ['pending'] },
      signs: { act: '销号', fields: CLOSED_ON },
      effect: (_v, { today }) => ({ closedOn: today }),
    },
    { from: 'pending', to: 'sentBack', label: '退回', roles: approvers, reason: true },
    { from: 'pending', to: 'none', label: '撤回销号申请', reason: true, back: true },
    { from: 'sentBack', to: 'pending', label: '再次申请', ...APPLYING },
    {
      from: 'closed',
      to: 'revoked',
      label: '撤销销号',
      roles: approvers,
      reason: true,
      back: true,
      effect: () => ({ closedOn: null }),
      above: ABOVE,
    },
    { from: 'revoked', to: 'pending', label: '再次申请', ...APPLYING },
  ],
  {
    pending: { by: 'submission', open: ['opinion'] },
    // What is published, and the grounds for what is not, is decided after closing (domain.md §2.5 aa).
    closed: { by: 'signature', open: ['withheld', 'withheldReason'] },
  },
);

/** 成效 in words: `制度1项；挽回1.12万元`. */
export function effectWords(values: Readonly<Record<string, unknown>>): string {
  const said = (field: string, words: (n: number) => string) => {
    const n = values[field];
    return typeof n === 'number' && n > 0 ? words(n) : '';
  };
  return [
    said('systems', (n) => `制度${n}项`),
    said('recovered', (n) => `挽回${n}万元`),
    said('accountable', (n) => `追责${n}人次`),
    said('analogous', (n) => `举一反三${n}项`),
    said('campaigns', (n) => `专项整治${n}项`),
  ]
    .filter(Boolean)
    .join('；');
}

/** Pieces of evidence of an item: on paper, and attached. */
export function evidenceOf({ values, sets }: Pick<Entity, 'values' | 'sets'>): number {
  const onPaper = typeof values.evidenceCount === 'number' ? values.evidenceCount : 0;
  return onPaper + (sets.evidence?.length ?? 0);
}

const LEVEL_WORDS = { none: '—', normal: '正常', green: '绿色', yellow: '黄色', red: '红色' } as const;

/** How people were dealt with, as the 整改情况通报 counts them (domain-addendum.md §6.e). */
const handlings = {
  partyPunished: integer('党纪处分').unit('人').forUnit(),
  punished: integer('政务处分').unit('人').forUnit(),
  reorganised: integer('组织处理').unit('人').forUnit(),
  admonished: integer('诫勉').unit('人').forUnit(),
  criticised: integer('批评教育').unit('人').forUnit(),
  orderedToReview: integer('责令检查').unit('人').forUnit(),
  reminded: integer('提醒谈话').unit('人').forUnit(),
} as const;
const BY_KIND = ['collected', 'refunded', ...(Object.keys(handlings) as (keyof typeof handlings)[])] as const;

/** 整改事项: one task that answers one problem; the 整改台账 is the table of these. */
export const rectificationItem = defineKind({
  kind: 'rectificationItem',
  label: '整改事项',
  code: 'ZG',
  parents: ['workingPaper'],
  stage: 'rectify',
  page: {
    label: '整改台账',
    about: '这里是整改台账：把反馈的问题细化成任务，盯住责任人、时限和销号。还没有整改事项。',
    filterBy: ['state', 'warning', 'leader', 'closing'],
  },
  essentials: ['task'],
  children: ['measure', 'progressEntry'],
  fields: {
    code: text('编号').max(40).forUnit(),
    source: fromDictionary('来源', 'rectificationSource').default('本级巡察').forUnit().together(),
    goal: longText('整改目标').forUnit(),
    task: longText('整改任务').required().forUnit(),
    leader: text('责任领导').names('official').required().max(40).forUnit().together(),
    leaderType: fromDictionary('责任领导类型', 'leaderType').forUnit().together(),
    responsibleUnit: text('责任单位').required().max(80).forUnit().together(),
    responsiblePerson: text('责任人').names('official').max(40).forUnit().together(),
    startOn: date('启动日').forUnit().derived(),
    dueOn: date('完成时限').required().forUnit().deadline().together(),
    state: state('整改状态', rectificationState).forUnit(),
    doneOn: date('实际完成日').forUnit().derived(),
    lastUpdateOn: date('最近更新').derived().forUnit(),
    longTerm: flag('长期坚持').forUnit().together(),
    measureTypes: choicesFrom('措施类型', 'measureType').forUnit().together(),
    outcome: longText('完成概述').forUnit(),
    systems: integer('建立完善制度').unit('项').forUnit(),
    recovered: amount('挽回损失').forUnit(),
    accountable: integer('追责问责').unit('人次').forUnit(),
    collected: amount('追缴').forUnit().help('追缴的违纪违规款，与挽回损失、清退分开填写'),
    refunded: amount('清退').forUnit().help('退还给群众或单位的款项'),
    ...handlings,
    analogous: integer('举一反三').unit('项').forUnit(),
    campaigns: integer('专项整治').unit('项').forUnit(),
    evidenceCount: integer('佐证材料').unit('份').forUnit().help('附件以外的纸质佐证份数'),
    closing: state('销号审批', closingState).forUnit(),
    closedOn: date('销号日期').forUnit().derived(),
    rebounded: flag('反弹').forUnit().derived(),
    reopenCount: integer('重开次数').unit('次').forUnit().derived(),
    opinion: choice('群众评判', ['好', '较好', '一般', '差']).together(),
    withheld: flag('拟不公开').help('不在公开稿中出现，须写明理由'),
    withheldReason: text('不公开理由').span(2),
    note: longText('备注').forUnit(),
  },
  sets: { evidence: '佐证材料' },
  alsoCalled: {
    $parent: ['巡察反馈问题', '巡察反馈意见', '反馈意见', '存在问题', '具体问题', '问题', '问题底稿'],
    task: ['任务'],
    leader: ['牵头领导', '分管领导'],
    responsibleUnit: ['责任部门', '责任股室', '牵头单位'],
    responsiblePerson: ['具体责任人'],
    dueOn: ['整改时限', '整改期限', '完成期限', '时限'],
    state: ['整改完成情况', '完成情况', '状态'],
    doneOn: ['完成时间', '完成日期'],
  },
  sections: [
    {
      title: '任务',
      fields: [
        'code',
        'source',
        'leader',
        'leaderType',
        'responsibleUnit',
        'responsiblePerson',
        'task',
        'goal',
        'measureTypes',
        'longTerm',
      ],
    },
    { title: '进度', fields: ['startOn', 'dueOn', 'state', 'doneOn', 'lastUpdateOn', 'outcome'] },
    {
      title: '成效',
      fields: ['systems', 'recovered', 'accountable', 'analogous', 'campaigns', 'evidenceCount'],
    },
    { title: '成效分类（公开稿用）', fields: [...BY_KIND] },
    {
      title: '销号与公开',
      fields: [
        'closing',
        'closedOn',
        'rebounded',
        'reopenCount',
        'opinion',
        'withheld',
        'withheldReason',
        'note',
      ],
    },
  ],
  computed: {
    problem: {
      label: '反馈问题',
      audience: 'unit',
      wide: true,
      text: ({ parent }, { get }) => String((parent && get(parent)?.values.title) ?? ''),
    },
    problemFacts: {
      label: '具体表现',
      audience: 'unit',
      wide: true,
      text: ({ parent }, { get }) => String((parent && get(parent)?.values.facts) ?? ''),
    },
    measuresTaken: {
      label: '整改措施',
      audience: 'unit',
      wide: true,
      text: ({ id }, { children }) => {
        const measures = rowsOf({ children }, id, 'measure').map(({ values }) => values.content);
        return measures.map((text, i) => (measures.length > 1 ? `${i + 1}.${text}` : text)).join('\n');
      },
    },
    effect: { label: '整改成效', audience: 'unit', wide: true, text: ({ values }) => effectWords(values) },
    evidence: {
      label: '佐证材料',
      audience: 'unit',
      blank: '＿＿＿份',
      text: (item) => (evidenceOf(item) > 0 ? `${evidenceOf(item)}份` : ''),
    },
    // 绿色 is a first notice, not “fine”: every colour stands with its words.
    warning: {
      label: '预警',
      text: (entity, { get, today }) => itemWarning(entity, get, today).label,
      order: (entity, { get, today }) => itemWarning(entity, get, today).daysLeft ?? Number.MAX_SAFE_INTEGER,
      group: (entity, { get, today }) => {
        const { account, level } = itemWarning(entity, get, today);
        return account ?? LEVEL_WORDS[level];
      },
    },
  },
  columns: [
    'code',
    'task',
    'dueOn',
    'warning',
    'state',
    'leader',
    'responsibleUnit',
    'responsiblePerson',
    'startOn',
    'lastUpdateOn',
    'closing',
    'problem',
  ],
  // 销号审批表 (domain.md §2.5 z).
  paper: {
    title: '整改事项登记表',
    omit: BY_KIND,
    rows: ['measure', 'progressEntry'],
    copies: [
      {
        id: 'closing',
        label: '销号审批表',
        title: '整改事项销号审批表',
        reader: '被巡察单位',
        audience: 'unit',
        handOut: 'organisers',
        numbered: true,
        // domain.md §2.5 z: 单位 · 问题 · 任务 · 措施 · 完成情况 · 佐证; what the group thinks of it stays with the group.
        sections: [
          { title: '问题', fields: ['problem', 'problemFacts'] },
          {
            title: '整改情况',
            fields: [
              'task',
              'measuresTaken',
              'leader',
              'leaderType',
              'responsibleUnit',
              'responsiblePerson',
              'dueOn',
              'doneOn',
              'outcome',
              'effect',
              'evidence',
            ],
          },
        ],
        opinions: [
          '责任领导自查意见',
          '主要负责人意见（签字背书）',
          '巡察组（督查组）核查意见',
          '巡察办意见',
        ],
        signatures: [],
        blank: { label: '空白销号审批表', ruledPages: 0 },
      },
    ],
    register: { title: '整改事项清单' },
  },
  rules: [
    (v, entity, context) => {
      const issues: Issue[] = [];
      const open = context.children(entity.id, 'measure').filter(({ values }) => values.done !== true).length;
      if ((v.state === 'basicallyDone' || v.state === 'done') && open > 0) {
        issues.push({ field: 'state', level: 'hint', message: `还有${open}条措施没有勾选“已落实”，请核对` });
      }
      if (v.startOn && v.dueOn && daysBetween(v.startOn, v.dueOn) < 0) {
        issues.push({ field: 'dueOn', level: 'error', message: '完成时限早于启动日，请核对' });
      }
      if (v.startOn && v.doneOn && daysBetween(v.startOn, v.doneOn) < 0) {
        issues.push({ field: 'doneOn', level: 'error', message: '实际完成日早于启动日，请核对' });
      }
      if (v.state === 'done' && !v.doneOn) {
        issues.push({
          field: 'doneOn',
          level: 'error',
          message: '已完成的，应有实际完成日：请撤回完成后重新办理',
        });
      }
      if (v.state === 'done' && (v.evidenceCount ?? 0) + (entity.sets.evidence?.length ?? 0) === 0) {
        issues.push({ field: 'evidenceCount', level: 'error', message: '已完成的，应有佐证材料' });
      }
      if (v.closing === 'closed' && v.state !== 'done') {
        issues.push({ field: 'closing', level: 'error', message: '未完成的事项不能销号' });
      }
      // A rating of 差 vetoes closing (domain.md §2.5 x, found rule).
      if (v.closing === 'closed' && v.opinion === '差') {
        issues.push({ field: 'closing', level: 'error', message: '群众评判为“差”的，不予销号' });
      }
      if (v.withheld && !v.withheldReason) {
        issues.push({ field: 'withheldReason', level: 'error', message: '拟不公开的，请写明理由' });
      }
      return issues;
    },
  ],
  access: 'rectification',
  title: (v) => v.task ?? '未填整改任务',
});

/** 整改措施 of an item, in order. */
export const measure = defineKind({
  kind: 'measure',
  label: '整改措施',
  parents: ['rectificationItem'],
  stage: 'rectify',
  fields: {
    position: integer('序号'),
    content: longText('措施').required().forUnit(),
    type: fromDictionary('措施类型', 'measureType').forUnit(),
    dueOn: date('时限').forUnit(),
    done: flag('已落实').forUnit(),
  },
  access: 'row',
  title: (v) => v.content?.slice(0, 40) ?? '整改措施',
});

/** 整改进展: what was done, on a day, written by whom. */
export const progressEntry = defineKind({
  kind: 'progressEntry',
  label: '整改进展',
  parents: ['rectificationItem'],
  stage: 'rectify',
  // 呆账 counts the days since.
  tells: ({ happenedOn }, item) =>
    typeof happenedOn === 'string' && String(item.values.lastUpdateOn ?? '') < happenedOn
      ? { lastUpdateOn: happenedOn }
      : undefined,
  fields: {
    happenedOn: date('日期').required().forUnit(),
    content: longText('进展情况').required().forUnit(),
    reporter: reference('记录人', 'member'),
    evidenceNote: text('佐证').span(2).forUnit(),
  },
  sets: { evidence: '佐证材料' },
  columns: ['happenedOn', 'content', 'reporter'],
  access: 'row',
  title: (v) => v.content?.slice(0, 40) ?? '整改进展',
});

/** Thresholds of a round in days. */
export interface WarningParameters {
  readonly greenDays: number;
  readonly yellowDays: number;
  readonly staleOverdueDays: number;
  readonly staleIdleDays: number;
}

/** Defaults of a round (sample-round.md §1; domain.md §2.5 x and R52 [C]). */
const DEFAULT_WARNING: WarningParameters = {
  greenDays: 20,
  yellowDays: 10,
  staleOverdueDays: 30,
  staleIdleDays: 60,
};

/** 预警: `level` for colour, `label` in words, so that a colour never stands alone. 挂账 = late; 呆账 = late and idle. */
export interface Warning {
  readonly level: 'none' | 'normal' | 'green' | 'yellow' | 'red';
  readonly account: '挂账' | '呆账' | null;
  readonly label: string;
  /** Days to the deadline; negative when late; null where nothing is due. */
  readonly daysLeft: number | null;
}

/**
 * The warning of an item on a day. 绿色 is a first notice, not “fine” (domain.md §2.5 x).
 * 呆账: more than `staleOverdueDays` late and more than `staleIdleDays` without an update (R52).
 */
export function warningOf(
  item: { state?: string; dueOn?: IsoDate; lastUpdateOn?: IsoDate; startOn?: IsoDate },
  today: IsoDate,
  parameters: WarningParameters = DEFAULT_WARNING,
): Warning {
  if (item.state === 'done') return { level: 'none', account: null, label: '—', daysLeft: null };
  if (!item.dueOn) return { level: 'none', account: null, label: '未定时限', daysLeft: null };
  const daysLeft = daysBetween(today, item.dueOn);
  if (daysLeft < 0) {
    const late = -daysLeft;
    const since = item.lastUpdateOn ?? item.startOn;
    const idle = since ? daysBetween(since, today) : late;
    const stale = late > parameters.staleOverdueDays && idle > parameters.staleIdleDays;
    return stale
      ? { level: 'red', account: '呆账', label: `红色·呆账（超期${late}天，${idle}天无更新）`, daysLeft }
      : { level: 'red', account: '挂账', label: `红色·挂账（超期${late}天）`, daysLeft };
  }
  const level =
    daysLeft <= parameters.yellowDays ? 'yellow' : daysLeft <= parameters.greenDays ? 'green' : 'normal';
  const word = { yellow: '黄色', green: '绿色', normal: '正常' }[level];
  return { level, account: null, label: `${word}（剩${daysLeft}天）`, daysLeft };
}

/** The thresholds of the round that an item belongs to; the standard ones where it names none. */
export function warningParametersOf(round: Entity | undefined): WarningParameters {
  const days = (field: keyof WarningParameters): number => {
    const given = round?.values[field];
    return typeof given === 'number' ? given : DEFAULT_WARNING[field];
  };
  return {
    greenDays: days('greenDays'),
    yellowDays: days('yellowDays'),
    staleOverdueDays: days('staleOverdueDays'),
    staleIdleDays: days('staleIdleDays'),
  };
}

/** {@link warningOf} of an item by the thresholds of its own round. */
export function itemWarning(item: Entity, get: RuleContext['get'], today: IsoDate): Warning {
  return warningOf(item.values, today, warningParametersOf(roundIn(item, get)));
}
