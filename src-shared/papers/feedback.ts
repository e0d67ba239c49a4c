/** 反馈意见: what is read out and handed to the inspected unit (domain.md §2.4 u). */
import { kinds } from '../domain/kinds';
import { HANDS_OUT } from '../domain/access';
import { isAdopted } from '../domain/kinds/working-paper';
import { definePaper } from './define-paper';
import { errorsOf, ofInspection } from './shortcomings';

export const feedback = definePaper({
  id: 'feedback',
  label: '反馈意见',
  of: 'unit',
  dialogTitle: '导出文件',
  printable: false,
  buttonOn: ['feedback'],
  layouts: [
    { id: 'B', label: '内部资料（不套红）' },
    { id: 'A', label: '公文（版头、版记）', inName: '公文版式' },
  ],
  audience: 'unit',
  reader: '被巡察单位',
  handedOutBy: HANDS_OUT,
  clearance: 'unit',
  people: 'approved',
  leftOut: {
    heading: '不会写入',
    lines: [
      '问题线索、被反映人和线索数量',
      '信访反映人、谈话对象和问卷情况',
      '未审签、未采用的底稿',
      '发现过程、责任认定、组内意见和复核审签情况',
      '记录中写到的人名：组长未同意写明的，以“某某”代替',
    ],
  },
  shortcomings: (inspection, desk) => {
    const papers = ofInspection('workingPaper', inspection, desk);
    const adopted = papers.filter((paper) => isAdopted(paper.values.state as string | undefined));
    const waiting = papers.length - adopted.length;
    const feedbacks = ofInspection('feedback', inspection, desk);
    const unit = (message: string) => ({ id: inspection, title: desk.label(inspection), message });
    return [
      ...(adopted.length === 0 ? [unit('还没有已审签的问题，反馈意见中将没有问题部分')] : []),
      ...(waiting > 0 ? [unit(`有${waiting}个问题未审签或未采用，不会写入`)] : []),
      ...(feedbacks.length === 0 ? [unit('还没有登记巡察反馈（反馈日期、意见建议）')] : []),
      ...feedbacks.flatMap((held) => [
        ...errorsOf(kinds.feedback, held, desk),
        ...(desk.children(held.id, 'advice').length === 0
          ? [{ id: held.id, title: desk.label(held.id), message: '还没有填写意见建议' }]
          : []),
      ]),
      ...adopted.flatMap((paper) => errorsOf(kinds.workingPaper, paper, desk)),
    ];
  },
});
