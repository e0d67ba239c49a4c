/** 巡察公告: what is put up in the unit and published when the group moves in (R23, domain.md §2.1 f). */
import { HANDS_OUT } from '../domain/access';
import { isBlank } from '../domain/validate';
import { definePaper, ONE_LAYOUT } from './define-paper';

export const announcement = definePaper({
  id: 'announcement',
  label: '巡察公告',
  of: 'unit',
  dialogTitle: '导出文件',
  printable: false,
  buttonOn: ['inspection'],
  layouts: ONE_LAYOUT,
  audience: 'public',
  reader: '社会公众',
  handedOutBy: HANDS_OUT,
  clearance: 'unit',
  leftOut: { heading: '不会写入', lines: ['问题线索、信访和谈话情况', '组员姓名和分工', '组内安排和期限'] },
  shortcomings: (inspection, desk) => {
    const { values = {} } = desk.get(inspection) ?? {};
    const missing = (fields: readonly string[]) => fields.every((field) => isBlank(values[field]));
    const gap = (message: string, stops = false) => ({
      id: inspection,
      title: desk.label(inspection),
      message,
      stops,
    });
    return [
      ...(['type', 'enterOn', 'leaveOn'].some((field) => isBlank(values[field]))
        ? [gap('还没有填写巡察类型、进驻日期和撤点日期', true)]
        : []),
      ...(missing(['phone', 'postBox', 'boxPlace', 'visitHours'])
        ? [gap('还没有填写联系方式（联系电话、邮政信箱、意见箱、接访），群众无从反映', true)]
        : []),
      ...(missing(['visitHours']) ? [gap('还没有填写接访时间和地点')] : []),
      ...(missing(['announcedOn']) ? [gap('还没有填写公告日期，以进驻日期落款')] : []),
    ];
  },
});
