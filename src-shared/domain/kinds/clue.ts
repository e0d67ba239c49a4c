import {
  choice,
  date,
  defineKind,
  flag,
  fromDictionary,
  integer,
  longText,
  me,
  reference,
  state,
  states,
  text,
  today,
  type Ask,
} from '../define';
import { roundIn } from '../ancestors';
import { addMonths } from '../dates';

const CLUE_STATES = {
  drafted: '草拟',
  studied: '组务会研究',
  leaderSigned: '组长审签',
  transferred: '已移交',
  received: '已签收',
  processing: '办理中',
  concluded: '已办结',
  sentBack: '退回',
} as const;
export type ClueState = keyof typeof CLUE_STATES;

/** The day by which the receiver answers: so many months after the transfer as the round says (domain.md §2.3 s). */
const replyDue: Ask['fill'] = (entity, act, { get }) => {
  const months = roundIn(entity, get)?.values.clueReplyMonths;
  return addMonths(act.today, typeof months === 'number' ? months : CLUE_REPLY_MONTHS);
};
/** Months of a round that says nothing (domain.md §2.3 s: 反馈时限默认3个月). */
const CLUE_REPLY_MONTHS = 3;

const notTransferred = () => ({ transferredOn: null, transferredBy: null, replyDueOn: null });
const notReceived = () => ({ receivedBy: null, receivedOn: null });
const ANSWERED_LATER = ['transferred', 'received', 'processing'] as const;
/** What is said of a transfer may be prepared until it is made. */
const TRANSFER = ['receiver', 'transferMode', 'sealNumber', 'pages', 'note'] as const;

/** What the leader signs; what is said of the transfer is signed with it. */
const CONTENT = [
  'code',
  'paper',
  'accused',
  'gender',
  'employer',
  'post',
  'rank',
  'politicalStatus',
  'supervised',
  'related',
  'foundOn',
  'source',
  'content',
  'discipline',
  'dutyCrime',
  'evidenceList',
  'verifiability',
  'suggestion',
  'studiedOn',
  'evidence',
] as const;
/** The day of the reply is left out: it may be put off after the transfer (调整反馈时限). */
const HANDED_OVER_WITH = [
  ...CONTENT,
  'receiver',
  'transferMode',
  'transferredOn',
  'transferredBy',
  'sealNumber',
  'pages',
] as const;

const HANDED_ON = { by: 'signature', open: ['note'] } as const;

const clueState = states(
  CLUE_STATES,
  [
    {
      from: 'drafted',
      to: 'studied',
      label: '组务会研究',
      asks: [{ field: 'studiedOn', required: true, past: true, fill: today }],
    },
    {
      from: 'studied',
      to: 'leaderSigned',
      label: '组长审签',
      roles: ['leader'],
      complete: true,
      signs: { act: '审签', fields: CONTENT },
      effect: (_v, act) => ({ signer: act.memberId ?? null, signedOn: act.today }),
    },
    {
      from: 'studied',
      to: 'drafted',
      label: '退回修改',
      reason: true,
      effect: () => ({ studiedOn: null }),
    },
    {
      from: 'leaderSigned',
      to: 'studied',
      label: '撤回审签',
      roles: ['leader'],
      reason: true,
      back: true,
      effect: () => ({ signer: null, signedOn: null }),
    },
    {
      from: 'leaderSigned',
      to: 'transferred',
      label: '移交',
      outside: true,
      signs: { act: '移交', fields: HANDED_OVER_WITH },
      asks: [
        { field: 'receiver', required: true },
        { field: 'transferMode', required: true, fill: () => '单移交' },
        { field: 'transferredOn', required: true, past: true, fill: today },
        { field: 'transferredBy', required: true, fill: me },
        { field: 'sealNumber' },
        { field: 'pages' },
        { field: 'replyDueOn', required: true, fill: replyDue },
      ],
    },
    {
      from: 'transferred',
      to: 'leaderSigned',
      label: '撤回移交',
      reason: true,
      back: true,
      effect: notTransferred,
    },
    {
      from: 'transferred',
      to: 'received',
      label: '签收',
      outside: true,
      signs: { act: '签收', fields: [...HANDED_OVER_WITH, 'receivedBy', 'receivedOn'] },
      asks: [
        { field: 'receivedBy', required: true },
        { field: 'receivedOn', required: true, past: true, fill: today },
      ],
    },
    {
      from: 'received',
      to: 'transferred',
      label: '撤回签收',
      reason: true,
      back: true,
      effect: notReceived,
    },
    { from: 'transferred', to: 'sentBack', label: '被退回', reason: true },
    { from: 'received', to: 'processing', label: '开始办理' },
    { from: 'received', to: 'sentBack', label: '被退回', reason: true },
    { from: 'processing', to: 'received', label: '撤回办理', reason: true, back: true },
    {
      from: 'processing',
      to: 'concluded',
      label: '办结',
      asks: [
        { field: 'disposal', required: true },
        { field: 'fourForms', required: true },
        { field: 'repliedOn', required: true, past: true, fill: today },
      ],
    },
    {
      from: 'concluded',
      to: 'processing',
      label: '重新办理',
      reason: true,
      back: true,
      effect: () => ({ repliedOn: null }),
    },
    {
      from: 'sentBack',
      to: 'drafted',
      label: '重新整理',
      effect: () => ({
        ...notTransferred(),
        ...notReceived(),
        studiedOn: null,
        signer: null,
        signedOn: null,
      }),
    },
    ...ANSWERED_LATER.map((at) => ({
      from: at,
      to: at,
      label: '调整反馈时限',
      reason: true,
      back: true,
      anew: true,
      asks: [{ field: 'replyDueOn', required: true }],
    })),
  ],
  {
    leaderSigned: { by: 'signature', open: TRANSFER },
    transferred: HANDED_ON,
    received: HANDED_ON,
    processing: HANDED_ON,
    concluded: HANDED_ON,
  },
);

const HANDED_OVER: readonly ClueState[] = ['transferred', 'received', 'processing', 'concluded'];
export const isTransferred = (code: string | undefined): boolean => HANDED_OVER.includes(code as ClueState);

/** 问题线索登记/移交 (domain.md §2.3 s). */
export const clue = defineKind({
  kind: 'clue',
  label: '问题线索',
  code: 'XS',
  parents: ['inspection'],
  stage: 'report',
  page: {
    about: '问题线索单独登记、单独移交，只有组长、副组长和联络员可见，不进入任何给被巡察单位的文件。',
    filterBy: ['state', 'receiver'],
  },
  essentials: ['accused'],
  fields: {
    code: text('编号').max(40).secret(),
    paper: reference('关联问题', 'workingPaper').span(2),
    accused: text('被反映人').names('accused').required().max(60),
    gender: choice('性别', ['男', '女']),
    employer: text('单位').max(80),
    post: text('职务').max(80),
    rank: text('职级').max(60),
    politicalStatus: fromDictionary('政治面貌', 'politicalStatus'),
    supervised: flag('监察对象'),
    related: text('关联人').names('related').span(2),
    foundOn: date('收到/发现时间').together(),
    source: text('来源').secret().required().max(100).span(2),
    content: longText('主要问题').secret().required(),
    discipline: fromDictionary('纪律分类', 'discipline').required().together(),
    dutyCrime: flag('涉嫌职务犯罪'),
    evidenceList: longText('证据材料清单').secret(),
    verifiability: text('可查性判断').secret().span(2),
    suggestion: fromDictionary('处置建议', 'clueDisposal').required().together(),
    studiedOn: date('组务会研究时间').derived(),
    signer: reference('审签（组长）', 'member').derived(),
    signedOn: date('审签日期').derived(),
    receiver: fromDictionary('接收单位', 'clueReceiver').together(),
    transferMode: choice('移交方式', ['单移交', '双移交']).together(),
    transferredOn: date('移交日期').derived(),
    transferredBy: reference('移交人', 'member').derived(),
    receivedBy: text('接收人').names('counterpart').max(40).derived(),
    receivedOn: date('签收日期').derived(),
    sealNumber: text('密封编号').max(40),
    pages: integer('页数').unit('页'),
    replyDueOn: date('反馈时限').together(),
    state: state('办理状态', clueState),
    disposal: text('处置方式').secret().max(60).derived(),
    fourForms: fromDictionary('四种形态', 'fourForms').derived(),
    repliedOn: date('反馈日期').derived(),
    note: longText('备注').secret(),
  },
  sets: { evidence: '证据材料' },
  columns: ['code', 'accused', 'post', 'discipline', 'receiver', 'transferredOn', 'replyDueOn', 'state'],
  paper: {
    title: '问题线索登记移交表',
    // What becomes of it is told by the receiver, later and on a paper of his own.
    omit: ['state', 'disposal', 'fourForms', 'repliedOn'],
    opinions: ['组长意见', '审批意见'],
    signedIn: { 组长意见: '审签' },
    signatures: ['移交人', '接收人'],
    register: { title: '问题线索登记台账' },
  },
  access: 'clues',
  title: (v) => [v.accused, v.post].filter(Boolean).join(' ') || '问题线索',
});
