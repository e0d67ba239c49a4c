/** What came back of a questionnaire, counted. */
import { definePaper, INSIDE, ONE_LAYOUT } from './define-paper';

export const tally = definePaper({
  ...INSIDE,
  id: 'tally',
  label: '问卷计票统计表',
  of: 'record',
  kind: 'questionnaire',
  subject: '问卷',
  dialogTitle: '打印统计表',
  printable: true,
  buttonOn: ['questionnaireTally'],
  layouts: ONE_LAYOUT,
});
