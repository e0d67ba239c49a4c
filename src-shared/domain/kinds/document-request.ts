import {
  choicesFrom,
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
  type Ask,
  type IsoDate,
  type Issue,
} from '../define';
import { daysBetween } from '../dates';

/** 归还状态 (domain.md §2.2 j, §2.8). */
const DOCUMENT_STATES = {
  requested: '待提供',
  reading: '在阅',
  toReturn: '待归还',
  returned: '已归还',
  copied: '复制留存',
  lost: '遗失说明',
} as const;
export type DocumentState = keyof typeof DOCUMENT_STATES;

type Values = Readonly<Record<string, unknown>>;
const RECEIVING: readonly Ask[] = [
  { field: 'providedOn', required: true, past: true, fill: today },
  { field: 'provider' },
];
const GIVING_BACK: readonly Ask[] = [
  { field: 'returnedOn', required: true, past: true, fill: today },
  { field: 'takenBackBy' },
];
const undoReturn = () => ({ returnedOn: null, takenBackBy: null });

const documentState = states(
  DOCUMENT_STATES,
  [
    { from: 'requested', to: 'reading', label: '接收', asks: RECEIVING },
    { from: 'requested', to: 'copied', label: '接收复制件留存', asks: RECEIVING },
    { from: 'reading', to: 'toReturn', label: '阅毕待还' },
    { from: 'reading', to: 'returned', label: '归还', asks: GIVING_BACK },
    { from: 'toReturn', to: 'returned', label: '归还', asks: GIVING_BACK },
    { from: 'toReturn', to: 'reading', label: '继续查阅', back: true },
    { from: 'reading', to: 'copied', label: '复制留存' },
    { from: 'toReturn', to: 'copied', label: '复制留存' },
    { from: 'reading', to: 'lost', label: '遗失说明', reason: true },
    { from: 'toReturn', to: 'lost', label: '遗失说明', reason: true },
    { from: 'lost', to: 'returned', label: '找回归还', asks: GIVING_BACK },
    { from: 'lost', to: 'reading', label: '撤回遗失说明', reason: true, back: true },
    { from: 'returned', to: 'reading', label: '撤销归还', reason: true, back: true, effect: undoReturn },
    { from: 'copied', to: 'reading', label: '撤销留存', reason: true, back: true },
    {
      from: 'reading',
      to: 'requested',
      label: '撤销接收',
      reason: true,
      back: true,
      effect: () => ({ providedOn: null }),
    },
  ],
  // Signed for by both sides; what was found in it is the group's own.
  { returned: { by: 'signature', open: ['findings', 'tags', 'note', 'paper', 'evidence'] } },
);

/** Whether the group still has the original in hand: what the hand-back check of a leaving group counts. */
export const inHand = (code: string | undefined): boolean => code === 'reading' || code === 'toReturn';

/** Late in words: not yet handed over after the day asked for. */
function overdueWords(values: Values, today: IsoDate): string {
  const {
    state: at = documentState.initial,
    providedOn,
    dueOn,
  } = values as {
    state?: DocumentState;
    providedOn?: IsoDate;
    dueOn?: IsoDate;
  };
  const late = at === 'requested' && !providedOn && dueOn ? daysBetween(dueOn, today) : 0;
  return late > 0 ? `逾期${late}天未提供` : '';
}

/** `12份`: a number with its measure word. */
function amountWords({
  quantity,
  measureWord = '份',
}: {
  quantity?: unknown;
  measureWord?: unknown;
}): string {
  return typeof quantity === 'number' ? `${quantity}${String(measureWord)}` : '';
}

/** 调阅资料: request and hand-over of one set of papers, with what was found while reading. */
export const documentRequest = defineKind({
  kind: 'documentRequest',
  label: '调阅资料',
  code: 'DY',
  parents: ['inspection'],
  stage: 'onSite',
  page: {
    about: '这里登记向被巡察单位调阅的资料：何时要、何时到、谁在看、何时还、发现了什么。还没有调阅资料。',
    filterBy: ['state', 'overdue', 'reader', 'leaderSigned'],
  },
  essentials: ['name'],
  fields: {
    code: text('编号').max(40),
    name: text('资料名称').required().max(120).span(2).forUnit(),
    period: text('所属期间').max(60).forUnit().together(),
    subject: fromDictionary('资料类别', 'documentSubject').together(),
    quantity: integer('数量').required().forUnit(),
    measureWord: fromDictionary('量词', 'measureWord').default('份').forUnit().together(),
    carrier: fromDictionary('载体', 'carrier').default('纸质').forUnit().together(),
    copyForm: fromDictionary('形态', 'copyForm').default('原件').forUnit().together(),
    handlingMark: fromDictionary('密级', 'handlingMark').default('内部').forUnit().together(),
    dueOn: date('要求提供日').required().forUnit().deadline().together(),
    leaderSigned: flag('组长已签字').writtenBy('leader', 'liaison').help('调阅须经组长签字').together(),
    providedOn: date('实际提供日').forUnit().derived(),
    provider: text('提供人').names('provider').max(40).together(),
    reader: reference('调阅人', 'member').required().together(),
    state: state('状态', documentState),
    returnedOn: date('归还日').forUnit().afterwards().derived(),
    takenBackBy: text('收回人').names('provider').max(40).derived(),
    findings: longText('发现摘要'),
    tags: choicesFrom('涉及问题来源', 'findingSource').together(),
    note: text('备注').span(4),
  },
  sets: { paper: '关联问题', evidence: '扫描件' },
  sections: [
    {
      title: '调阅',
      fields: [
        'code',
        'name',
        'period',
        'subject',
        'quantity',
        'measureWord',
        'carrier',
        'copyForm',
        'handlingMark',
        'dueOn',
        'leaderSigned',
      ],
    },
    { title: '接收', fields: ['providedOn', 'provider', 'reader'] },
    { title: '归还', fields: ['state', 'returnedOn', 'takenBackBy'] },
    { title: '发现', fields: ['findings', 'tags', 'note'] },
  ],
  computed: {
    overdue: { label: '逾期', text: (entity, { today }) => overdueWords(entity.values, today) },
    amount: {
      label: '数量',
      audience: 'unit',
      of: ['quantity', 'measureWord'],
      text: ({ values }) => amountWords(values),
    },
  },
  columns: [
    'code',
    'name',
    'amount',
    'dueOn',
    'providedOn',
    'reader',
    'leaderSigned',
    'overdue',
    'state',
    'returnedOn',
    'findings',
  ],
  paper: {
    title: '资料调阅登记表',
    signatures: ['组长', '调阅人'],
    copies: [
      {
        id: 'handover',
        label: '资料交接单',
        title: '资料交接单',
        reader: '提供单位',
        audience: 'unit',
        handOut: 'readers',
        numbered: false,
        sections: [
          {
            title: '资料',
            fields: ['name', 'period', 'amount', 'carrier', 'copyForm', 'handlingMark', 'dueOn'],
          },
          { title: '交接', fields: ['providedOn', 'returnedOn'] },
        ],
        signatures: ['提供人', '接收人', '归还人', '收回人'],
      },
    ],
    register: { title: '调阅资料台账' },
    registers: [
      {
        id: 'request',
        label: '调阅资料清单',
        title: '调阅资料清单',
        reader: '提供单位',
        audience: 'unit',
        handOut: 'readers',
        columns: ['name', 'period', 'amount', 'carrier', 'copyForm', 'dueOn'],
        signColumns: ['备注'],
        signLine: ['组长（签字）', '联系人', '日期'],
      },
      {
        id: 'handover',
        label: '资料交接单',
        title: '资料交接单',
        reader: '提供单位',
        audience: 'unit',
        handOut: 'readers',
        columns: ['name', 'period', 'amount', 'carrier', 'copyForm', 'handlingMark', 'providedOn'],
        signColumns: ['提供人\n签字', '接收人\n签字', '归还日期', '归还人\n签字', '收回人\n签字'],
        signLine: ['提供单位（盖章）', '巡察组经办人', '日期'],
      },
    ],
  },
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.state === 'returned' && !v.returnedOn) {
        issues.push({
          field: 'returnedOn',
          level: 'error',
          message: '已归还的，应有归还日：请撤销归还后重新办理',
        });
      }
      if (v.providedOn && v.returnedOn && daysBetween(v.providedOn, v.returnedOn) < 0) {
        issues.push({ field: 'returnedOn', level: 'error', message: '归还日早于实际提供日，请核对' });
      }
      if (v.state && v.state !== 'requested' && !v.providedOn) {
        issues.push({
          field: 'providedOn',
          level: 'error',
          message: '已接收的，应有实际提供日：请撤销接收后重新办理',
        });
      }
      if (v.leaderSigned !== true) {
        issues.push({ field: 'leaderSigned', level: 'hint', message: '组长尚未签字' });
      }
      if (v.dueOn && v.providedOn && daysBetween(v.dueOn, v.providedOn) > 0) {
        issues.push({
          field: 'providedOn',
          level: 'hint',
          message: `逾期${daysBetween(v.dueOn, v.providedOn)}天提供`,
        });
      }
      return issues;
    },
  ],
  owners: ['reader'],
  title: (v) => v.name ?? '未填资料名称',
});
