import {
  amount,
  choicesFrom,
  date,
  defineKind,
  flag,
  fromDictionary,
  longText,
  reference,
  state,
  states,
  text,
  type Act,
  type Entity,
  type Issue,
  type RuleContext,
} from '../define';
import { ORGANISERS } from '../roles';

/** 问题底稿 states (domain.md §2.8), three signatures: 承办人 → 副组长 → 组长 (R7). */
export const PAPER_STATES = {
  draft: '草稿',
  toReview: '待复核',
  sentBack: '退回',
  toSign: '待审签',
  signed: '已审签',
  reported: '已入报告',
  fedBack: '已反馈',
  rectifying: '整改中',
  closed: '已销号',
  notAdopted: '未采用',
} as const;
export type PaperState = keyof typeof PAPER_STATES;

const REVIEWERS = ['leader', 'deputyLeader'] as const;
const ISSUERS = ['leader', 'deputyLeader', 'liaison'] as const;
const CLOSERS = ['leader', 'liaison', 'office'] as const;

const noSignatures = () => ({ reviewer: null, reviewedOn: null, signer: null, signedOn: null });

const toNotAdopted = (['draft', 'toReview', 'sentBack', 'toSign', 'signed'] as const).map((from) => ({
  from,
  to: 'notAdopted' as const,
  label: '不采用',
  roles: REVIEWERS,
  reason: true,
  back: true,
  anew: true,
  effect: (_v: object, { reason }: Act) => ({ notAdoptedReason: reason ?? null }),
}));

/** Why a problem cannot be closed yet: it is closed when everything that answers it is (R52). */
function openItems(entity: Entity, { children }: RuleContext): string | undefined {
  const items = children(entity.id, 'rectificationItem');
  const open = items.filter((item) => item.values.closing !== 'closed').length;
  if (items.length === 0) return '还没有整改事项，不能销号。请先在整改台账中建立整改事项。';
  return open > 0 ? `还有${open}项整改事项未销号，不能销号。请先逐项办结销号。` : undefined;
}

const hasItems = (entity: Entity, { children }: RuleContext): string | undefined =>
  children(entity.id, 'rectificationItem').length > 0
    ? '这个问题已有整改事项，不能撤回整改。确需撤回的，请先删除整改事项。'
    : undefined;

/** What the three of them sign: all but what comes later. */
const CONTENT = [
  'code',
  'title',
  'focus',
  'category',
  'subcategory',
  'sources',
  'summary',
  'process',
  'facts',
  'basis',
  'responsible',
  'amount',
  'key',
  'keySituation',
  'immediate',
  'recurring',
  'handler',
  'support',
] as const;

/** Signed as a whole; scans and what the unit says to it come later. */
const SIGNED = { by: 'signature', open: ['evidence', 'unitOpinion'] } as const;
const SUBMITTED = { by: 'submission' } as const;
const HOLDS = {
  toReview: SUBMITTED,
  toSign: SUBMITTED,
  signed: SIGNED,
  reported: SIGNED,
  fedBack: SIGNED,
  rectifying: SIGNED,
  closed: SIGNED,
  notAdopted: SIGNED,
} as const;

const paperState = states(
  PAPER_STATES,
  [
    { from: 'draft', to: 'toReview', label: '提交复核', complete: true },
    { from: 'toReview', to: 'draft', label: '撤回提交', reason: true, back: true },
    { from: 'toReview', to: 'sentBack', label: '退回', roles: REVIEWERS, reason: true },
    {
      from: 'toReview',
      to: 'toSign',
      label: '复核通过',
      roles: REVIEWERS,
      complete: true,
      apart: { states: ['toReview'], of: 'handler' },
      signs: { act: '复核', fields: CONTENT },
      effect: (_v, { memberId, today }) => ({ reviewer: memberId ?? null, reviewedOn: today }),
    },
    { from: 'sentBack', to: 'toReview', label: '重新提交', complete: true },
    {
      from: 'toSign',
      to: 'sentBack',
      label: '退回',
      roles: ['leader'],
      reason: true,
      effect: noSignatures,
    },
    {
      from: 'toSign',
      to: 'toReview',
      label: '撤回复核',
      roles: REVIEWERS,
      reason: true,
      back: true,
      effect: noSignatures,
    },
    {
      from: 'toSign',
      to: 'signed',
      label: '审签',
      roles: ['leader'],
      complete: true,
      apart: { states: ['toReview', 'toSign'], of: 'handler' },
      signs: { act: '审签', fields: CONTENT },
      effect: (_v, { memberId, today }) => ({ signer: memberId ?? null, signedOn: today }),
    },
    {
      from: 'signed',
      to: 'sentBack',
      label: '撤回审签',
      roles: ['leader'],
      reason: true,
      back: true,
      effect: noSignatures,
    },
    { from: 'signed', to: 'reported', label: '列入报告', roles: ISSUERS },
    { from: 'reported', to: 'signed', label: '撤回列入报告', roles: ISSUERS, reason: true, back: true },
    { from: 'signed', to: 'fedBack', label: '反馈', roles: ISSUERS, outside: true },
    { from: 'reported', to: 'fedBack', label: '反馈', roles: ISSUERS, outside: true },
    { from: 'fedBack', to: 'signed', label: '撤回反馈', roles: ISSUERS, reason: true, back: true },
    { from: 'fedBack', to: 'rectifying', label: '进入整改', roles: ORGANISERS },
    {
      from: 'rectifying',
      to: 'fedBack',
      label: '撤回整改',
      roles: CLOSERS,
      reason: true,
      back: true,
      refuses: hasItems,
    },
    {
      from: 'rectifying',
      to: 'closed',
      label: '销号',
      roles: CLOSERS,
      refuses: openItems,
      signs: { act: '销号', fields: CONTENT },
    },
    { from: 'closed', to: 'rectifying', label: '重新打开', roles: CLOSERS, reason: true, back: true },
    ...toNotAdopted,
    {
      from: 'notAdopted',
      to: 'draft',
      label: '恢复为草稿',
      roles: REVIEWERS,
      reason: true,
      effect: () => ({ ...noSignatures(), notAdoptedReason: null }),
    },
  ],
  HOLDS,
);

/** States from which on a problem counts in reports and goes to the unit. */
const ADOPTED: readonly PaperState[] = ['signed', 'reported', 'fedBack', 'rectifying', 'closed'];
export const isAdopted = (code: string | undefined): boolean => ADOPTED.includes(code as PaperState);

/** 问题底稿: one matter, one sheet (domain.md §2.3 q). What it rests on is its set `support`. */
export const workingPaper = defineKind({
  kind: 'workingPaper',
  label: '问题底稿',
  code: 'WT',
  parents: ['inspection'],
  stage: 'report',
  page: {
    about: '一事一底稿：事实、依据、责任、佐证，经承办人、副组长、组长三步审签。还没有问题底稿。',
    filterBy: ['focus', 'state', 'key', 'handler'],
  },
  essentials: ['title'],
  children: ['rectificationItem'],
  fields: {
    code: text('编号').max(40).forUnit(),
    title: text('问题名称').required().max(120).span(3).forUnit(),
    focus: fromDictionary('聚焦', 'focus').required().span(2).forUnit().together(),
    category: text('一级分类').max(40).forUnit().together(),
    subcategory: text('二级分类').max(40).forUnit().together(),
    sources: choicesFrom('问题来源', 'findingSource').required().together(),
    summary: text('问题概述（定性）').max(100).span(4).help('不超过100字'),
    process: longText('发现过程'),
    facts: longText('事实').required().forUnit().help('时间、地点、人物、数额、次数、经过、后果'),
    basis: longText('依据').required().forUnit().help('党内法规、制度、文件名称；条款须人工核对原文'),
    responsible: longText('责任认定')
      .names('responsible')
      .required()
      .help('责任单位、直接责任人、主管责任、领导责任'),
    amount: amount('涉及金额').forUnit(),
    key: flag('重点问题').forUnit().together(),
    keySituation: choicesFrom('重点情形', 'keySituation').together(),
    immediate: flag('立行立改').forUnit().together(),
    recurring: flag('普遍性/反复').forUnit().together(),
    unitOpinion: longText('被巡察单位意见'),
    handler: reference('承办人', 'member').required().together(),
    reviewer: reference('复核（副组长）', 'member').derived(),
    reviewedOn: date('复核日期').derived(),
    signer: reference('审签（组长）', 'member').derived(),
    signedOn: date('审签日期').derived(),
    state: state('状态', paperState),
    notAdoptedReason: longText('未采用理由').derived(),
  },
  sets: { support: '佐证', evidence: '扫描件' },
  sections: [
    { title: '问题', fields: ['code', 'title', 'focus', 'category', 'subcategory', 'sources', 'summary'] },
    { title: '事实与依据', fields: ['process', 'facts', 'basis', 'responsible', 'amount'] },
    { title: '定性', fields: ['key', 'keySituation', 'immediate', 'recurring', 'unitOpinion'] },
    {
      title: '审签',
      fields: ['handler', 'reviewer', 'reviewedOn', 'signer', 'signedOn', 'state', 'notAdoptedReason'],
    },
  ],
  columns: ['code', 'title', 'focus', 'category', 'key', 'immediate', 'amount', 'handler', 'state'],
  // Three signatures (domain.md §2.3 q).
  paper: {
    title: '巡察工作底稿',
    omit: ['reviewer', 'signer', 'signedOn', 'state', 'notAdoptedReason'],
    opinions: ['承办人意见', '副组长复核意见', '组长审签意见'],
    signedIn: { 副组长复核意见: '复核', 组长审签意见: '审签' },
    register: { title: '问题底稿清单' },
  },
  rules: [supportRule],
  owners: ['handler'],
  title: (v) => v.title ?? '未填问题名称',
});

/**
 * A problem needs at least one piece of evidence that still stands and is of the same unit; an unsigned 调阅 may not
 * be its only one (domain.md R26; sample-round.md §0, §14).
 */
function supportRule(_values: object, entity: Entity, context: RuleContext): readonly Issue[] {
  const issues: Issue[] = [];
  const ids = entity.sets.support ?? [];
  const standing = ids.map((id) => context.get(id)).filter((e) => e !== undefined);
  if (standing.length === 0) {
    issues.push({ field: 'support', level: 'error', message: '问题至少要有一条佐证' });
  } else if (standing.length < ids.length) {
    issues.push({
      field: 'support',
      level: 'error',
      message: `缺佐证：${ids.length - standing.length}条佐证记录已被删除，请重新核对`,
    });
  }
  if (standing.some((e) => e.inspection !== null && e.inspection !== entity.inspection)) {
    issues.push({ field: 'support', level: 'error', message: '佐证与问题不属同一被巡察单位' });
  }
  const unsigned = standing.filter((e) => e.kind === 'documentRequest' && e.values.leaderSigned !== true);
  if (standing.length > 0 && unsigned.length === standing.length) {
    issues.push({ field: 'support', level: 'error', message: '组长未签字的调阅资料不能作为唯一佐证' });
  }
  if (standing.length === 1) {
    issues.push({ field: 'support', level: 'hint', message: '只有一条佐证（未印证），宜再取一条' });
  }
  return issues;
}
