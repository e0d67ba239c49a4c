/** 巡察工作周报汇总表: every team of a round in one week, those that did not report too (R3; domain-addendum.md §6.i). */
import { definePaper, INSIDE, ONE_LAYOUT } from './define-paper';

export const weeklySummary = definePaper({
  ...INSIDE,
  id: 'weeklySummary',
  label: '巡察工作周报汇总表',
  of: 'round',
  dialogTitle: '打印汇总表',
  printable: true,
  spreadsheet: true,
  buttonOn: ['weeklyReport'],
  layouts: ONE_LAYOUT,
  reader: '巡察办',
  leftOut: {
    heading: '注意',
    lines: ['各数由记录统计，只计您能看到的记录', '未报送的组也列出，不写数', '供巡察办和巡察组内部使用'],
  },
});
