import { date, defineKind, longText, reference, text, type Issue } from './define';
import { daysBetween } from './dates';

/** 立行立改通知书 (R53, domain.md §2.3 r). */
export const immediateOrder = defineKind({
  kind: 'immediateOrder',
  label: '立行立改通知书',
  code: 'LX',
  parents: ['inspection'],
  stage: 'report',
  fields: {
    code: text('编号').max(40).forUnit(),
    paper: reference('问题', 'workingPaper').required().span(2),
    issuedOn: date('下发日期').required().forUnit(),
    demand: longText('整改要求').required().forUnit(),
    dueOn: date('时限').required().forUnit(),
    contact: text('联系人').names('counterpart').max(60).forUnit(),
    receivedBy: text('签收人').names('counterpart').max(40).forUnit(),
    receivedOn: date('签收日期').forUnit(),
    repliedOn: date('回复日期').forUnit(),
    result: longText('结果'),
  },
  paper: { title: '立行立改情况表', signatures: ['组长', '签收人'], register: { title: '立行立改台账' } },
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
