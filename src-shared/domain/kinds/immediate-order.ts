import {
  date,
  defineKind,
  longText,
  reference,
  text,
  type Entity,
  type Issue,
  type RuleContext,
} from '../define';
import { chineseDate, daysBetween } from '../dates';
import type { Letter } from '../define/paper-form';

/** 立行立改通知书 (R53, domain.md §2.3 r). */
export const immediateOrder = defineKind({
  kind: 'immediateOrder',
  label: '立行立改通知书',
  code: 'LX',
  parents: ['inspection'],
  stage: 'report',
  page: {
    about: '边巡边改：对能立即纠正的问题下发通知书，写明要求和时限。',
  },
  essentials: ['paper', 'demand'],
  fields: {
    code: text('编号').max(40).forUnit(),
    paper: reference('问题', 'workingPaper').required().span(2),
    issuedOn: date('下发日期').required().forUnit().together(),
    demand: longText('整改要求').required().forUnit(),
    dueOn: date('时限').required().forUnit().deadline().together(),
    contact: text('联系人').names('counterpart').max(60).forUnit().together(),
    receivedBy: text('签收人').names('counterpart').max(40).forUnit().together(),
    receivedOn: date('签收日期').forUnit().together(),
    repliedOn: date('回复日期').forUnit().together(),
    result: longText('结果'),
  },
  sets: { evidence: '通知书、整改佐证' },
  paper: {
    title: '立行立改情况表',
    signatures: ['组长'],
    copies: [
      {
        id: 'notice',
        label: '立行立改通知书',
        reader: '被巡察单位',
        audience: 'unit',
        handOut: 'organisers',
        letter: notice,
      },
    ],
    register: { title: '立行立改台账' },
  },
  columns: [
    'code',
    'paper',
    'issuedOn',
    'demand',
    'dueOn',
    'receivedBy',
    'receivedOn',
    'repliedOn',
    'result',
  ],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.issuedOn && v.dueOn && daysBetween(v.issuedOn, v.dueOn) < 0) {
        issues.push({ field: 'dueOn', level: 'error', message: '时限早于下发日期，请核对' });
      }
      return issues;
    },
  ],
  kept: (v) => (v.receivedBy || v.receivedOn ? '已由被巡察单位签收' : undefined),
  title: (v) => v.demand?.slice(0, 40) || '立行立改通知书',
});

/** The notice as the unit gets it (domain.md §2.3 r): the problem's facts and basis, what is demanded, and a slip to send back. */
function notice({ values }: Entity, { get }: RuleContext): Letter {
  const { code, paper, issuedOn, demand, dueOn, contact } = values as {
    code?: string;
    paper?: string;
    issuedOn?: string;
    demand?: string;
    dueOn?: string;
    contact?: string;
  };
  const problem = (paper === undefined ? undefined : get(paper))?.values ?? {};
  const said = (field: string): string => String(problem[field] ?? '').trim();
  const by = dueOn ? `请于${chineseDate(dueOn)}前整改到位` : '请立即整改到位';
  return {
    title: '立行立改通知书',
    number: code ?? '',
    ...(issuedOn ? { date: issuedOn } : {}),
    opening: '巡察组在巡察期间了解到，你单位存在以下问题，应当立即整改。现通知如下。',
    parts: [
      { heading: '问题事实', text: [said('title'), said('facts')].filter(Boolean).join('\n') },
      { heading: '依据', text: said('basis') },
      { heading: '整改要求', text: demand ?? '' },
      {
        heading: '时限',
        text: `${by}，并将整改情况连同佐证材料书面报送巡察组。${contact ? `联系人：${contact}。` : ''}`,
      },
    ],
    receipt: {
      title: '立行立改通知书回执',
      statement: `${code ? `${code}号` : ''}《立行立改通知书》已收到。`,
      signatures: ['签收人（主要负责人）'],
      reply: {
        title: '整改情况',
        labels: ['整改措施', '整改结果', '佐证材料（份）'],
        signatures: ['主要负责人', '巡察组核验人'],
      },
    },
  };
}
