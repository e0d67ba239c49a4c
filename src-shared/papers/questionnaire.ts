/** The empty questionnaire that is handed out on paper. */
import { definePaper, ONE_LAYOUT } from './define-paper';

export const questionnaire = definePaper({
  id: 'questionnaire',
  label: '调查问卷',
  of: 'record',
  kind: 'questionnaire',
  subject: '问卷',
  insteadOfForm: true,
  dialogTitle: '打印问卷',
  printable: true,
  buttonOn: ['recordForm'],
  layouts: ONE_LAYOUT,
  audience: 'respondents',
  reader: '答卷人（不记名）',
  handedOutBy: 'readers',
  clearance: 'outside',
  leftOut: { heading: '不会写入', lines: ['题目归类、互斥选项等组内设置', '发放、录入和统计情况'] },
});
