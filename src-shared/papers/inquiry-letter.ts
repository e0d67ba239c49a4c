/** 函询函: asks one department for everything that it is asked for on one day (R21, addendum §6.j). */
import { kinds } from '../domain/kinds';
import type { Entity, RuleContext } from '../domain/define';
import { counts } from '../domain/draft-record';
import { ORGANISERS } from '../domain/roles';
import { isBlank } from '../domain/validate';
import { definePaper, ONE_LAYOUT } from './define-paper';
import { errorsOf, shortcomingOf } from './shortcomings';

/** The records of one letter: of the same round, department and day, in the order of their numbers. */
function ofOneLetter(record: Entity, { children }: RuleContext): readonly Entity[] {
  const same = ({ values }: Entity) =>
    values.department === record.values.department && values.sentOn === record.values.sentOn;
  const all = record.parent ? children(record.parent, record.kind) : [record];
  const code = ({ values }: Entity) => String(values.code ?? '');
  return all
    .filter((one) => counts(one) && same(one))
    .sort((a, b) => code(a).localeCompare(code(b), 'zh', { numeric: true }));
}

export const inquiryLetter = definePaper({
  id: 'inquiryLetter',
  label: '函询函',
  of: 'record',
  kind: 'inquiry',
  subject: '函询',
  together: ofOneLetter,
  dialogTitle: '导出文件',
  printable: false,
  buttonOn: ['recordForm'],
  layouts: ONE_LAYOUT,
  audience: 'department',
  reader: '提供情况的部门',
  handedOutBy: ORGANISERS,
  clearance: 'outside',
  leftOut: {
    heading: '不会写入',
    lines: ['回函和采用情况、接收人', '发给其他部门的事项', '问题线索编号（写有编号的不能生成）'],
  },
  shortcomings: (id, desk) => {
    const record = desk.get(id);
    if (!record) return [];
    const letter = ofOneLetter(record, desk);
    return [
      ...letter.flatMap((one) => errorsOf(kinds.inquiry, one, desk)).map((gap) => ({ ...gap, stops: true })),
      ...(letter.every(({ values }) => isBlank(values.dueOn))
        ? [shortcomingOf(record, '还没有填写要求回复日期，函中不写期限', desk)]
        : []),
      ...(letter.every(({ values }) => isBlank(values.contact))
        ? [shortcomingOf(record, '还没有填写联系人和电话', desk)]
        : []),
    ];
  },
});
