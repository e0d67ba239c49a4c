/** 巡察工作周报: what a team did in a week and so far, from the records, and what it has to say (domain.md §2.2 n). */
import { kinds } from '../domain/kinds';
import { isBlank } from '../domain/validate';
import { definePaper, INSIDE } from './define-paper';
import { errorsOf, shortcomingOf } from './shortcomings';

export const weekly = definePaper({
  ...INSIDE,
  id: 'weekly',
  label: '巡察工作周报',
  of: 'record',
  kind: 'weeklyReport',
  subject: '周报',
  insteadOfForm: true,
  dialogTitle: '打印周报',
  printable: true,
  buttonOn: ['recordForm'],
  layouts: [
    { id: 'standard', label: '周报' },
    { id: 'blank', label: '空白表', inName: '空白', empty: true },
  ],
  reader: '巡察办',
  leftOut: {
    heading: '注意',
    lines: [
      '各数由记录统计，只计您能看到的记录；要改数字，请改记录',
      '问题线索只写件数和人数',
      '报巡察办和组内归档，不得交给被巡察单位',
    ],
  },
  shortcomings: (id, desk) => {
    const record = desk.get(id);
    if (!record) return [];
    return [
      ...errorsOf(kinds.weeklyReport, record, desk),
      ...(isBlank(record.values.work) ? [shortcomingOf(record, '还没有填写本周主要工作', desk)] : []),
    ];
  },
});
