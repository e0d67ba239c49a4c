/** 整改台账: what became of each problem that was fed back (domain.md §2.5). */
import { kinds } from '../domain/kinds';
import { HANDS_OUT } from '../domain/access';
import { figuresIn } from '../domain/figures';
import { isAdopted } from '../domain/kinds/working-paper';
import { definePaper, ONE_LAYOUT } from './define-paper';
import { errorsOf, ofInspection, shortcomingOf } from './shortcomings';

export const ledger = definePaper({
  id: 'ledger',
  label: '整改台账',
  of: 'unit',
  dialogTitle: '导出文件',
  printable: false,
  buttonOn: ['rectificationItem'],
  layouts: ONE_LAYOUT,
  audience: 'unit',
  reader: '被巡察单位',
  handedOutBy: HANDS_OUT,
  clearance: 'unit',
  leftOut: {
    heading: '不会写入',
    lines: ['问题线索、被反映人和线索数量', '群众评判和不公开理由', '组内记录人和佐证附件', '未反馈的底稿'],
  },
  shortcomings: (inspection, desk) => {
    const items = ofInspection('rectificationItem', inspection, desk);
    const answered = new Set(
      figuresIn(desk, { unit: inspection })
        .records('problemsFedBack')
        .map(({ id }) => id),
    );
    const adopted = ofInspection('workingPaper', inspection, desk).filter(({ values }) =>
      isAdopted(values.state as string | undefined),
    );
    return [
      ...(items.length === 0
        ? [{ id: inspection, title: desk.label(inspection), message: '还没有整改事项，台账将是空表' }]
        : []),
      ...adopted
        .filter(({ id }) => !answered.has(id))
        .map((paper) => shortcomingOf(paper, '反馈之后才审签，没有反馈给单位，不写入台账', desk)),
      ...adopted
        .filter(({ id }) => answered.has(id) && !items.some((item) => item.parent === id))
        .map((paper) => shortcomingOf(paper, '还没有整改事项，台账中写明“没有列入整改任务”', desk)),
      ...items.flatMap((item) => errorsOf(kinds.rectificationItem, item, desk)),
    ];
  },
});
