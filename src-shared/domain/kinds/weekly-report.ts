import { date, defineKind, integer, longText } from '../define';

/** 每周五工作汇报: figures come from the records, words from a person (R3, R44; domain.md §2.2 n). */
export const weeklyReport = defineKind({
  kind: 'weeklyReport',
  label: '周报',
  parents: ['team'],
  stage: 'onSite',
  page: {
    about: '每周五向巡察办报送一次工作情况。',
  },
  essentials: ['week'],
  fields: {
    week: integer('周次').required(),
    from: date('起').required(),
    to: date('止').required(),
    dueOn: date('报送日'),
    work: longText('本周主要工作'),
    important: longText('重要情况'),
    difficulties: longText('困难和问题'),
    coordination: longText('需协调事项'),
    nextPlan: longText('下周计划'),
  },
  sets: { evidence: '附件材料' },
  paper: { title: '巡察工作周报', signatures: ['填报人', '组长'], register: { title: '周报汇总表' } },
  columns: ['week', 'from', 'to', 'dueOn', 'work', 'difficulties'],
  title: (v) => `第${v.week ?? '?'}周`,
});
