import { choice, date, defineKind, fromDictionary, longText, reference, text, type Issue } from '../define';

/** 回避审查: a recused member neither sees nor writes that unit's records (R39, domain.md §2.1 d). */
export const recusal = defineKind({
  kind: 'recusal',
  label: '回避审查',
  code: 'HB',
  parents: ['round'],
  stage: 'prepare',
  page: {
    about: '登记回避审查。选定本组组员并决定回避的，此人即看不到该单位的全部记录。',
    filterBy: ['ground', 'decision'],
  },
  essentials: ['name'],
  fields: {
    code: text('编号').max(20),
    name: text('姓名').names('staff').required().max(40),
    member: reference('本组组员', 'member').help('已在本组的，选此人后其账号即看不到该单位记录'),
    proposedDuty: text('拟任组内职务').max(20),
    unit: reference('涉及单位', 'unit'),
    ground: fromDictionary('回避情形', 'recusalGround').required(),
    rule: longText('具体情形（依据）'),
    decision: choice('决定', { approved: '回避', denied: '不需回避', adjusted: '调整' }).required(),
    handling: text('处理').span(3),
    decidedOn: date('日期').today(),
  },
  // Members of a like name, as somebody has settled it.
  sets: { evidence: '审批材料', same: '同一人', distinct: '不是同一人' },
  columns: ['code', 'name', 'proposedDuty', 'ground', 'unit', 'decision', 'handling'],
  paper: {
    title: '巡察工作人员回避审查表',
    opinions: ['组长意见', '巡察办意见'],
    signatures: ['本人'],
    register: { title: '回避审查情况表' },
  },
  access: 'setup',
  audit: 'recusalChanged',
  rules: [
    (v) => {
      const issues: Issue[] = [];
      if (v.decision !== 'denied' && v.ground !== '无' && !v.unit) {
        issues.push({ field: 'unit', level: 'error', message: '请选择回避涉及的单位' });
      }
      return issues;
    },
  ],
  title: (v) => `${v.name ?? ''} ${v.ground ?? ''}`.trim() || '回避审查',
});

/** Whether a recusal closes the unit's records to whom it means. Undecided closes too. */
export function closesUnit(values: Readonly<Record<string, unknown>>): boolean {
  return Boolean(values.unit) && values.decision !== 'denied' && values.ground !== '无';
}
