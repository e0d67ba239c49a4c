import { choice, date, defineKind, fromDictionary, integer, longText, text, type Issue } from '../define';
import { daysBetween } from '../dates';

/** 函询清单: what departments are asked for before the stay (R21, domain.md §2.1 b). */
export const inquiry = defineKind({
  kind: 'inquiry',
  label: '函询',
  code: 'HX',
  parents: ['round'],
  stage: 'prepare',
  page: {
    about: '进驻前向纪检、组织、信访、审计等部门了解情况的清单。',
    filterBy: ['department'],
  },
  essentials: ['department'],
  fields: {
    code: text('编号').max(20),
    department: fromDictionary('提供部门', 'inquiryDepartment').required(),
    content: longText('请提供的情况').required(),
    sentOn: date('发函日期').today().together(),
    dueOn: date('要求回复日期').deadline().together(),
    repliedOn: date('回函日期').together(),
    copies: integer('材料份数').unit('份'),
    receiver: text('接收人').names('counterpart').max(40).together(),
    use: longText('采用情况'),
    letterNumber: text('发文字号').max(40).help('如：青巡办函〔2025〕3号；没有的不印').together(),
    contact: text('联系人和电话').names('staff').max(60).together(),
    delivery: choice('报送方式', { sealed: '密封', disc: '光盘', network: '内网' }).together(),
  },
  sets: { evidence: '函件、回函材料' },
  sections: [
    {
      title: '函询',
      fields: ['code', 'department', 'content', 'sentOn', 'dueOn', 'repliedOn', 'copies', 'receiver', 'use'],
    },
    { title: '函询函', fields: ['letterNumber', 'contact', 'delivery'] },
  ],
  paper: {
    omit: ['letterNumber', 'contact', 'delivery'],
    title: '函询情况登记表',
    signatures: ['接收人'],
    register: { title: '函询清单' },
  },
  columns: ['code', 'department', 'content', 'sentOn', 'dueOn', 'repliedOn'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.sentOn && v.repliedOn && daysBetween(v.sentOn, v.repliedOn) < 0) {
        issues.push({ field: 'repliedOn', level: 'error', message: '回函日期早于发函日期，请核对' });
      }
      return issues;
    },
  ],
  access: 'preparation',
  title: (v) => v.department ?? '函询',
});
