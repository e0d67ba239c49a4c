/** Finds the head of a table below titles and notes, over one row or two, and what each of its columns is. */
import type { AnyKind } from '../../../src-shared/domain/define';
import { KEY, namesOf, PLACE, plainHead, type Column } from './columns';
import type { Sheet, SheetRow } from './sheet';

/** A head further down than this is none. */
const ROWS_SEARCHED = 30;

export interface MappedColumn {
  /** Zero-based. */
  readonly column: number;
  /** As the file calls it; two rows of a head are joined by “/”. */
  readonly head: string;
  readonly to?: Column | '$key' | '$place';
}

export interface Head {
  /** The rows of the head, as the spreadsheet numbers them. */
  readonly rows: readonly number[];
  readonly columns: readonly MappedColumn[];
}

/** What a person says of columns that the program does not know: the head in the file → the name of a field, or `-` for none. */
export type Mapping = Readonly<Record<string, string>>;

/** What a head means; `exactly`: it is the very name, without what may stand in brackets after it. */
type Find = (head: string, exactly: boolean) => MappedColumn['to'];

const letters = (label: string): string => label.normalize('NFKC').replace(/\s+/g, '');

/** Finds what a head means. */
function finder(kind: AnyKind, columns: readonly Column[], mapping: Mapping): Find {
  const named: [string, MappedColumn['to']][] = [
    [PLACE, '$place'],
    [KEY, '$key'],
    ...columns.flatMap((column) =>
      namesOf(kind, column).map((name): [string, MappedColumn['to']] => [name, column]),
    ),
  ];
  // The first of a name is meant: a column's own before what others are called as well.
  const by = (spelled: (name: string) => string) =>
    new Map(named.map(([name, to]) => [spelled(name), to] as const).reverse());
  const exact = by(letters);
  const plain = by(plainHead);
  const byHand = new Map(
    Object.entries(mapping).map(([head, name]) => [
      plainHead(head),
      columns.find((one) => one.name === name),
    ]),
  );
  const reserved = new Set<MappedColumn['to']>(byHand.values());
  return (head, exactly) => {
    if (byHand.has(plainHead(head))) return byHand.get(plainHead(head));
    const to = exactly ? exact.get(letters(head)) : plain.get(plainHead(head));
    return reserved.has(to) ? undefined : to;
  };
}

const LONGEST_HEAD = 40;

function headsOf(first: SheetRow, second: SheetRow | undefined): { column: number; names: string[] }[] {
  const width = Math.max(first.cells.length, second?.cells.length ?? 0);
  return Array.from({ length: width }, (_, column) => {
    const above = first.cells[column]?.text.trim() ?? '';
    const below = second?.cells[column]?.text.trim() ?? '';
    // Of two rows the lower one says it; where that says too little by itself, both together.
    const names = below === '' || below === above ? [above] : [below, `${above}/${below}`];
    return { column, names: names.filter((name) => name !== '' && name.length <= LONGEST_HEAD) };
  });
}

function mapped(first: SheetRow, second: SheetRow | undefined, find: Find): Head {
  const heads = headsOf(first, second);
  const taken = new Map<unknown, number>();
  // A column of the very name goes before one that only begins with it: “联系电话” before “联系电话（内部）”.
  for (const exactly of [true, false])
    for (const { column, names } of heads) {
      if ([...taken.values()].includes(column)) continue;
      const to = names.map((name) => find(name, exactly)).find((one) => one !== undefined && !taken.has(one));
      if (to !== undefined) taken.set(to, column);
    }
  const meaning = new Map([...taken].map(([to, column]) => [column, to as MappedColumn['to']]));
  const columns = heads.flatMap(({ column, names }): MappedColumn[] => {
    const head = names.at(-1);
    const to = meaning.get(column);
    return head === undefined ? [] : [{ column, head, ...(to === undefined ? {} : { to }) }];
  });
  return { rows: second ? [first.number, second.number] : [first.number], columns };
}

const known = ({ columns }: Head): number => columns.filter(({ to }) => to !== undefined).length;

/**
 * The head of a sheet for a kind's columns.
 * @param said what a person says of it: columns by hand, and the row where it stands
 * @returns undefined where fewer than two columns are known anywhere near the top, or there is no such row
 */
export function headOf(
  sheet: Sheet,
  kind: AnyKind,
  columns: readonly Column[],
  { mapping = {}, row: said }: { readonly mapping?: Mapping; readonly row?: number } = {},
): Head | undefined {
  const find = finder(kind, columns, mapping);
  let best: Head | undefined;
  for (const [i, row] of sheet.rows.entries()) {
    if (said === undefined ? i >= ROWS_SEARCHED : row.number !== said) continue;
    const below = sheet.rows[i + 1];
    const two = below && isTwoRows(sheet, row, below) ? [mapped(row, below, find)] : [];
    for (const head of [...two, mapped(row, undefined, find)])
      if (known(head) > (best ? known(best) : said === undefined ? 1 : -1)) best = head;
  }
  return best;
}

/** A head over two rows is held together by merged cells; a title over the whole width is none. */
const isTwoRows = ({ merges }: Sheet, above: SheetRow, below: SheetRow): boolean =>
  below.number === above.number + 1 &&
  new Set(above.cells.map(({ text }) => text)).size > 2 &&
  merges.some(
    ({ top, bottom, left, right }) =>
      (top === above.number - 1 && bottom === below.number - 1) ||
      (top === above.number - 1 && bottom === top && right > left),
  );

const SUM = /^(?:合\s*计|总\s*计|小\s*计|共\s*计)/;
const SIGNED = /^(?:填表人|填报人|制表人?|审核人?|负责人|联系人|填报日期|填表日期|单位盖章|盖章)\s*[:：（(]?/;
const NOTE = /^(?:注|备注|说明|填表说明|填报说明)\s*[:：]/;

/** Why a row below the head is no record; undefined where it may be one. */
export function leftOut(row: SheetRow, head: Head): string | undefined {
  const texts = row.cells.map(({ text }) => text.trim()).filter((text) => text !== '');
  const [first = ''] = texts;
  if (SUM.test(first)) return '合计行';
  const distinct = new Set(texts).size;
  if (SIGNED.test(first) && distinct <= 4) return '落款行';
  if (NOTE.test(first) && distinct <= 2) return '说明行';
  // Where every cell says its own head, the first does: most rows are known by it to be none.
  if (!head.columns.some(({ head: words }) => words.endsWith(first))) return undefined;
  const repeats = head.columns.filter(
    ({ column, head: words }) =>
      row.cells[column]?.text.trim() !== '' && words.endsWith(row.cells[column]?.text.trim() ?? '\0'),
  );
  if (repeats.length >= 2 && repeats.length === texts.length) return '重复的表头';
  return undefined;
}
