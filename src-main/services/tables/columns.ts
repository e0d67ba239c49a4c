/** The columns of a kind's list in a spreadsheet: what goes out, what comes in, and by which names others call them. */
import { canReadField } from '../../../src-shared/domain/access';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import type { Role } from '../../../src-shared/domain/roles';
import type { FieldInfo } from '../../../src-shared/domain/words';

/** The number of a row on paper: says nothing of which record it is. */
export const PLACE = '序号';
/** The hidden column by which a row is known again, whatever was done to the file. */
export const KEY = '记录号（请勿改动）';

/**
 * A column. `field`: of the record itself; `computed`: to be read only; `parent`: the record it stands under; `unit`: the
 * inspected unit, where a list is of several.
 */
export type Column =
  | { readonly is: 'field'; readonly name: string; readonly label: string; readonly info: FieldInfo }
  | { readonly is: 'computed'; readonly name: string; readonly label: string }
  | { readonly is: 'parent'; readonly name: '$parent'; readonly label: string }
  | { readonly is: 'unit'; readonly name: '$unit'; readonly label: string };

const UNIT: Column = { is: 'unit', name: '$unit', label: '被巡察单位' };

/** What stands at the left of a list where its records belong to records of their own, not to a unit or the round at once. */
function parentColumn(kind: AnyKind): readonly Column[] {
  const [above] = kind.parents.map(kindOf);
  if (!above || above.kind === 'inspection' || !('code' in above.fields)) return [];
  return [{ is: 'parent', name: '$parent', label: `所属${above.label}` }];
}

/**
 * The columns of a kind as a role may read them: those of its list in their order, then its other fields as its form has them.
 * @param ofUnits whether each row says of which unit it is
 */
export function columnsOf(kind: AnyKind, role: Role, ofUnits: boolean): readonly Column[] {
  const names = new Set([
    ...('code' in kind.fields ? ['code'] : []),
    ...kind.columns,
    ...kind.sections.flatMap(({ fields }) => fields),
    ...Object.keys(kind.fields),
  ]);
  const own = [...names].flatMap((name): Column[] => {
    const computed = Object.hasOwn(kind.computed, name) ? kind.computed[name] : undefined;
    if (computed) return kind.columns.includes(name) ? [{ is: 'computed', name, label: computed.label }] : [];
    const info = kind.fields[name]!.info;
    return canReadField(kind, name, role) ? [{ is: 'field', name, label: info.label, info }] : [];
  });
  return [...(ofUnits ? [UNIT] : []), ...parentColumn(kind), ...distinct(own)];
}

/** Two columns of one name could not be told apart again: the second says its own place. */
function distinct(columns: readonly Column[]): readonly Column[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const count = (seen.get(column.label) ?? 0) + 1;
    seen.set(column.label, count);
    return count === 1 ? column : { ...column, label: `${column.label}（${count}）` };
  });
}

/** The words by which a head is known: without spaces, signs, and what stands in brackets after it. */
export const plainHead = (label: string): string =>
  label
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/(?<=.)\([^()]*\)$/, '')
    .replace(/[*:：、,.。·“”"'‘’/()（）-]/g, '')
    .toLowerCase();

/** Every name by which a column may be called in a file. */
export const namesOf = (kind: AnyKind, column: Column): readonly string[] => [
  column.label,
  ...(column.is === 'unit' ? ['单位', '单位名称', '被巡察党组织'] : []),
  ...(kind.alsoCalled[column.name] ?? []),
];
