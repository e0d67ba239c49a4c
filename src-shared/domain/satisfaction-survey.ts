import { date, defineKind, integer, type Issue } from './define';

/** 整改满意度测评 (domain.md §2.6 dd). */
export const satisfactionSurvey = defineKind({
  kind: 'satisfactionSurvey',
  label: '整改满意度测评',
  parents: ['inspection'],
  stage: 'supervise',
  essentials: ['issued', 'returned'],
  fields: {
    heldOn: date('测评日期'),
    issued: integer('发放').required().unit('份'),
    returned: integer('收回').required().unit('份'),
    verySatisfied: integer('非常满意').unit('票'),
    satisfied: integer('满意').unit('票'),
    fairlySatisfied: integer('基本满意').unit('票'),
    dissatisfied: integer('不满意').unit('票'),
  },
  sets: { evidence: '测评票扫描件' },
  paper: { title: '整改满意度测评统计表', signatures: ['监票人', '计票人'] },
  columns: ['heldOn', 'issued', 'returned', 'verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied'],
  rules: [
    (v) => {
      const issues: Issue[] = [];
      const votes =
        (v.verySatisfied ?? 0) + (v.satisfied ?? 0) + (v.fairlySatisfied ?? 0) + (v.dissatisfied ?? 0);
      if (v.issued !== undefined && v.returned !== undefined && v.returned > v.issued) {
        issues.push({ field: 'returned', level: 'error', message: '收回份数不能多于发放份数' });
      }
      if (v.returned !== undefined && votes > 0 && votes !== v.returned) {
        issues.push({
          field: 'returned',
          level: 'error',
          message: `各项票数合计${votes}，与收回份数${v.returned}不符`,
        });
      }
      return issues;
    },
  ],
  access: 'rectification',
  title: (v) => `满意度测评 ${v.heldOn ?? ''}`.trim(),
});
