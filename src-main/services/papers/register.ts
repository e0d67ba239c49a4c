/** From records of one kind to a printed list: the group's own with its columns, or one for outsiders with those it names. */
import { unitNameOf } from '../../../src-shared/domain/ancestors';
import { chineseDate } from '../../../src-shared/domain/dates';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import type { RegisterCopy } from '../../../src-shared/domain/define/paper-form';
import { WorkbenchError } from '../../../src-shared/errors';
import type { MakeModel } from './make';
import { computedOf, infoOf, labelIn, paperWords, registerTitle } from '../../../src-shared/domain/words';
import type { TableColumn, TableModel } from '../../word';
import { fieldColumn, headOf, NUMBER_COLUMN, type PrintDesk } from './record-form';
import { canReadField } from '../../../src-shared/domain/access';

/** The least that a name and a hand-written date need, in mm. */
const SIGNATURE = 16;

const columnOf = (kind: AnyKind, name: string): TableColumn => {
  const computed = computedOf(kind, name);
  return computed ? { title: computed.label } : fieldColumn(name, infoOf(kind, name)!);
};

/** The words of a cell as this list says them. */
function cellsOf(kind: AnyKind, { context, veil = (text) => text }: PrintDesk) {
  const labelOf = labelIn(context.get);
  const glossary = glossaryIn(context);
  return (row: Entity, name: string): string => {
    const computed = computedOf(kind, name);
    const words = computed
      ? computed.text(row, context)
      : paperWords(infoOf(kind, name)!, row.values[name], labelOf, glossary.shortWords(row));
    return veil(words, row, name);
  };
}

/**
 * The printed list of records, in the order given. A list over several units says of each row whose it is.
 * @param rows as the printing person may see them; at least one
 */
function registerModel(kind: AnyKind, rows: readonly Entity[], desk: PrintDesk): TableModel {
  const { context, role } = desk;
  const [first] = rows;
  const ofOne = rows.every(({ inspection }) => inspection === first?.inspection);
  const names = kind.columns.filter((name) => computedOf(kind, name) || canReadField(kind, name, role));
  const words = cellsOf(kind, desk);
  const labelOf = labelIn(context.get);
  const unitOf = ({ inspection }: Entity): string => (inspection ? labelOf(inspection) : '');
  const head = first ? headOf({ ...first, values: {} }, 'none', context) : [];
  return {
    title: registerTitle(kind),
    notes: [
      [...(ofOne ? head : head.slice(-1)), `截至：${chineseDate(context.today)}`, `共${rows.length}条`].join(
        '\u3000\u3000\u3000',
      ),
    ],
    columns: [
      NUMBER_COLUMN,
      ...(ofOne ? [] : [{ title: '单位' }]),
      ...names.map((name) => columnOf(kind, name)),
    ],
    rows: rows.map((row, i) => [
      String(i + 1),
      ...(ofOne ? [] : [unitOf(row)]),
      ...names.map((name) => words(row, name)),
    ]),
    signLine: ['填表人', '审核人', '填表日期'].map((label) => ({ label })),
    date: context.today,
  };
}

/** A list for somebody outside the group: the columns that the definition names, and room to sign in. */
function outsideRegisterModel(
  kind: AnyKind,
  rows: readonly Entity[],
  copy: RegisterCopy,
  desk: PrintDesk,
): TableModel {
  const { context } = desk;
  const words = cellsOf(kind, desk);
  return {
    title: copy.title,
    notes: [
      [`被巡察单位：${unitNameOf(rows[0], context.get)}`, `共${rows.length}项`].join('\u3000\u3000\u3000'),
    ],
    columns: [
      NUMBER_COLUMN,
      ...copy.columns.map((name) => columnOf(kind, name)),
      ...copy.signColumns.map((title) => ({ title, least: SIGNATURE, free: true })),
    ],
    rows: rows.map((row, i) => [String(i + 1), ...copy.columns.map((name) => words(row, name))]),
    signLine: copy.signLine.map((label) => ({ label })),
    date: context.today,
  };
}

export const register: MakeModel<'register'> = ({ kind, rows, layout, desk }) => {
  const copy = kind.paper.registers?.find(({ id }) => id === layout);
  if (!copy) return { model: registerModel(kind, rows, desk) };
  if (!rows.every(({ inspection }) => inspection === rows[0]!.inspection)) {
    throw new WorkbenchError(
      'PAPER_ONE_UNIT',
      `《${copy.title}》交给一个单位，列表里有几个单位的记录。请先选定一个单位再打印。`,
    );
  }
  return { model: outsideRegisterModel(kind, rows, copy, desk) };
};
