/** Records of one kind as a table on its way out: heads, cells, words to choose from. */
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { glossaryIn, type Glossary } from '../../../src-shared/domain/glossary';
import { registerTitle, staysInVault, withCode } from '../../../src-shared/domain/words';
import type { RecordId } from '../../../src-shared/merge/change';
import { ruleContext, type Workspace } from '../records';
import { cellOf, nameOf, textCell, type Desk } from './cells';
import { columnsOf, type Column } from './columns';
import type { Cell } from './sheet';

export type TableFormat = 'xlsx' | 'csv';

/** A column on its way out; `choices`: the words to choose from, where it has such. */
export interface ColumnOut extends Pick<Column, 'is' | 'name' | 'label'> {
  readonly choices: readonly string[];
}

/** A list on its way out, as plain data: heads and rows of cells, the first column the place, the last the key. */
export interface TableOut {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly ColumnOut[];
  /** How many columns, with the place, go to the printer: those of the kind's own list. */
  readonly printed: number;
  readonly rows: readonly { readonly key: RecordId; readonly cells: readonly Cell[] }[];
}

/**
 * The list of records as the person may read it, in the order given, without what is restricted to named roles.
 * @param inspection the unit that it is of; absent: each row says its own
 */
export function tableOf(
  workspace: Workspace,
  kind: AnyKind,
  rows: readonly Entity[],
  inspection?: RecordId,
): TableOut {
  const context = ruleContext(workspace);
  const glossary = glossaryIn(context);
  const columns = columnsOf(kind, workspace.reader.role, inspection === undefined).filter(
    (column) => column.is !== 'field' || !staysInVault(column.info),
  );
  const desk = { glossary, get: context.get, list: () => [] };
  const unitOf = (entity: Entity): Cell => {
    const unit = context.get(
      String((entity.inspection && context.get(entity.inspection)?.values.unit) || ''),
    );
    return textCell(unit ? withCode(unit) : '');
  };
  const cellIn = (row: Entity, column: Column, at: Desk): Cell => {
    switch (column.is) {
      case 'field':
        return cellOf(column.info, row.values[column.name], at);
      case 'computed':
        return textCell(kind.computed[column.name]!.text(row, context));
      case 'unit':
        return unitOf(row);
      case 'parent': {
        const above = row.parent ? context.get(row.parent) : undefined;
        return textCell(above ? nameOf(above, context.get) : '');
      }
    }
  };
  return {
    title: registerTitle(kind),
    note: `截至：${context.today}\u3000共${rows.length}条\u3000请勿改动最后一列“记录号”，改后的文件可再导入`,
    columns: columns.map((column) => ({
      is: column.is,
      name: column.name,
      label: column.label,
      choices: choicesOf(column, glossary, rows[0]),
    })),
    printed:
      1 +
      columns.filter(({ is, name }) => is !== 'field' || name === 'code' || kind.columns.includes(name))
        .length,
    rows: rows.map((row) => {
      const at = { ...desk, place: row };
      return { key: row.id, cells: columns.map((column) => cellIn(row, column, at)) };
    }),
  };
}

/** A cell's own list of choices holds no more than 255 characters (Excel: data validation). */
const MOST_OF_CHOICES = 255;

function choicesOf(column: Column, glossary: Glossary, place: Entity | undefined): readonly string[] {
  if (column.is !== 'field') return [];
  const { type, dictionary, options } = column.info;
  if (type === 'flag') return ['是', '否'];
  if (type !== 'choice' && type !== 'state') return [];
  const labels = (dictionary ? glossary.entries(dictionary, place) : (options ?? [])).map(
    ({ label }) => label,
  );
  const fits = labels.join(',').length <= MOST_OF_CHOICES && labels.every((label) => !label.includes(','));
  return fits ? labels : [];
}
