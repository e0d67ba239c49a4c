/**
 * A table file into the records of one kind: read row by row into what is new, changed, the same, refused or left out, and
 * only then written, all at once or not at all. A row that is missing in the file is never removed; an empty cell changes
 * nothing; a state moves by its steps, so another word in a state's column is asked about.
 */
import { roundIn } from '../../../src-shared/domain/ancestors';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { kindOf } from '../../../src-shared/domain/kinds';
import { cleanValue } from '../../../src-shared/domain/cleaning';
import { isBlank, saysTheSame } from '../../../src-shared/domain/validate';
import { titleOf } from '../../../src-shared/domain/words';
import { WorkbenchError } from '../../../src-shared/errors';
import type { ChangeDraft, FieldValue, RecordId } from '../../../src-shared/merge/change';
import { numbersFor } from '../numbering';
import { planSave, ruleContext, writingTogether, type Done, type Workspace } from '../records';
import { atOnce, type Steps } from '../../store/steps';
import { plainWords, recordNamed, valueIn, type Desk } from './cells';
import { columnsOf, type Column } from './columns';
import { headOf, leftOut, type Head, type MappedColumn, type Mapping } from './head';
import { EMPTY, type Cell, type SheetRow, type TableFile } from './sheet';

export interface ImportOrder {
  readonly kind: AnyKind;
  /** The inspection that the list is of; absent: whatever the person sees. */
  readonly inspection?: RecordId;
  /** What a new row stands under where it does not say; the list is then that of its round. */
  readonly under?: RecordId;
  /** Name of the sheet; absent: the only one with a head, else the first. */
  readonly sheet?: string;
  readonly mapping?: Mapping;
  /** The row that a person says is the head, as the spreadsheet numbers it; absent: it is found. */
  readonly headRow?: number;
}

export interface Refusal {
  readonly sheet: string;
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** As the file calls it; empty where it is of the whole row. */
  readonly column: string;
  readonly message: string;
}

export interface ChangedRow {
  readonly row: number;
  /** The paper number, else the id. */
  readonly code: string;
  readonly fields: Readonly<Record<string, { readonly old: FieldValue | null; readonly new: FieldValue }>>;
}

export interface Asked {
  readonly row: number;
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

export interface ImportPreview {
  readonly sheet: string;
  readonly head: Head;
  /** Columns of the file that are none of the kind's. */
  readonly ignored: readonly string[];
  readonly new: readonly { readonly row: number; readonly title: string }[];
  readonly changed: readonly ChangedRow[];
  readonly same: number;
  readonly refused: readonly Refusal[];
  readonly left: readonly { readonly row: number; readonly why: string }[];
  /** What a person must do by himself: steps. */
  readonly asked: readonly Asked[];
  /** Paper numbers of records that the file does not name: they stay as they are. */
  readonly missing: readonly string[];
}

/** What a row of the file comes to; `missing`: a record that the file does not name, which stays as it is. */
export interface ImportLine {
  readonly is: 'new' | 'changed' | 'same' | 'refused' | 'left' | 'missing';
  /** As the spreadsheet numbers it; 0 for what the file does not have. */
  readonly row: number;
  /** As it stands; absent where it is new, or nobody knows which it would be. */
  readonly record?: Entity;
  /** What it would stand under, where it is new. */
  readonly parent?: Entity;
  /** What would be written. */
  readonly set: Readonly<Record<string, FieldValue>>;
  /** Why not, or what a person must do himself; `column` as the file calls it, empty where it is of the whole row. */
  readonly notes: readonly { readonly column: string; readonly message: string }[];
  /** Whether a note asks a person to take a step. */
  readonly asked: boolean;
}

export interface ImportPlan {
  readonly preview: ImportPreview;
  /** Every row below the head, in the order of the file. */
  readonly lines: readonly ImportLine[];
  readonly drafts: readonly ChangeDraft[];
  /** The inspections of the records that it would write. */
  readonly inspections: readonly RecordId[];
}

/** The sheet that is meant, with its head. */
function chooseSheet(
  { sheets }: TableFile,
  { kind, sheet: wanted, mapping, headRow }: ImportOrder,
  columns: readonly Column[],
) {
  const named = wanted === undefined ? sheets : sheets.filter(({ name }) => name === wanted);
  if (named.length === 0)
    throw new WorkbenchError(
      'TABLE_SHEET',
      `文件里没有名为“${wanted}”的工作表。现有：${sheets.map(({ name }) => `“${name}”`).join('、')}。`,
    );
  const found = named.flatMap((sheet) => {
    const head = headOf(sheet, kind, columns, { mapping, row: headRow });
    return head ? [{ sheet, head }] : [];
  });
  const shown = found.filter(({ sheet }) => !sheet.hidden);
  const [first] = shown.length > 0 ? shown : found;
  if (!first)
    throw new WorkbenchError(
      'TABLE_HEAD',
      `没有找到“${kind.label}”的表头，未导入。请确认表中有一行写着各栏名称，如“${columns
        .slice(0, 4)
        .map(({ label }) => label)
        .join('”“')}”。`,
    );
  return first;
}

/** The head that a plan would go by; undefined where none is found. */
export function headIn({ reader }: Workspace, file: TableFile, order: ImportOrder): Head | undefined {
  const columns = columnsOf(order.kind, reader.role, order.inspection === undefined);
  try {
    return chooseSheet(file, order, columns).head;
  } catch (error) {
    if (error instanceof WorkbenchError) return undefined;
    throw error;
  }
}

/** One row on its way: where each of its cells goes. */
interface Reading {
  readonly row: SheetRow;
  cell(name: Column['name'] | '$key'): Cell;
  /** What the file calls the column of a field. */
  headOf(name: string): string;
}

/** Where the cells of a row go, by one head for all of them. */
function readerOf({ columns }: Head): (row: SheetRow) => Reading {
  const places = new Map<string, MappedColumn>();
  for (const column of columns) {
    const name = typeof column.to === 'object' ? column.to.name : column.to;
    if (name !== undefined && !places.has(name)) places.set(name, column);
  }
  return (row) => ({
    row,
    cell: (name) => {
      const column = places.get(name);
      return column ? (row.cells[column.column] ?? EMPTY) : EMPTY;
    },
    headOf: (name) => places.get(name)?.head ?? '',
  });
}

const isField = (column: MappedColumn['to']): column is Extract<Column, { is: 'field' }> =>
  typeof column === 'object' && column.is === 'field';

/** Rows that are planned in one step. */
const ROWS_A_STEP = 50;

/** {@link planningImport} at once. */
export const planImport = (workspace: Workspace, file: TableFile, order: ImportOrder): ImportPlan =>
  atOnce(planningImport(workspace, file, order));

/**
 * What a file would do to the records of a kind, in steps of rows; writes nothing.
 * @throws WorkbenchError TABLE_SHEET, TABLE_HEAD
 */
export function* planningImport(
  workspace: Workspace,
  file: TableFile,
  order: ImportOrder,
): Steps<ImportPlan> {
  const { kind } = order;
  const context = ruleContext(workspace);
  const glossary = glossaryIn(context);
  const seen = (id: RecordId | null | undefined): Entity | undefined =>
    id ? workspace.sight().view(workspace.index.get(id)) : undefined;
  const listed = new Map<string, readonly Entity[]>();
  const list = (name: string): readonly Entity[] => {
    let found = listed.get(name);
    if (!found) {
      found = workspace.index.list(name).flatMap((entity) => workspace.sight().view(entity) ?? []);
      listed.set(name, found);
    }
    return found;
  };
  const under = seen(order.under);
  const round = roundIn(under, context.get)?.id;
  const inScope = (entity: Entity): boolean =>
    (order.inspection === undefined ||
      entity.inspection === null ||
      entity.inspection === order.inspection) &&
    (round === undefined || (roundIn(entity, context.get)?.id ?? round) === round);
  const existing = list(kind.kind).filter(inScope);
  const byCode = groupBy(existing, ({ values }) => String(values.code ?? ''));
  const byWords =
    kind.essentials.length > 0 ? groupBy(existing, (one) => wordsOf(kind, one.values)) : new Map();
  const columns = columnsOf(kind, workspace.reader.role, order.inspection === undefined);
  const { sheet, head } = chooseSheet(file, order, columns);

  const parents = kind.parents.flatMap((name) => list(name)).filter(inScope);
  const codeColumn = head.columns.find(({ to }) => isField(to) && to.name === 'code')?.column;
  const ownNumbers = new Set(
    codeColumn === undefined ? [] : sheet.rows.map(({ cells }) => cells[codeColumn]?.text.trim() ?? ''),
  );
  const numbers = numbersFor(workspace, ownNumbers);
  const brought = new Set<string>();
  const taken = new Set<RecordId>();
  const inspections = new Set<RecordId>();
  const plan: Mutable<ImportPreview> & { drafts: ChangeDraft[] } = {
    sheet: sheet.name,
    head,
    ignored: head.columns.flatMap(({ head: words, to }) => (to === undefined ? [words] : [])),
    new: [],
    changed: [],
    same: 0,
    refused: [],
    left: [],
    asked: [],
    missing: [],
    drafts: [],
  };
  const lines: ImportLine[] = [];
  /** The line that is being planned. */
  let line: { -readonly [K in keyof ImportLine]: ImportLine[K] } & { notes: ImportLine['notes'][number][] };
  const begin = (row: SheetRow): void => {
    line = { is: 'refused', row: row.number, set: {}, notes: [], asked: false };
    lines.push(line);
  };
  const refuse = (row: SheetRow, column: string, message: string): void => {
    plan.refused.push({ sheet: sheet.name, row: row.number, column, message });
    line.notes.push({ column, message });
  };

  /** What the record that a row makes would stand under. */
  function parentOf(reading: Reading): Entity | null | string {
    if (kind.parents.length === 0) return null;
    const said = reading.cell('$parent').text.trim();
    if (said !== '') {
      const found = recordNamed(said, parents, context.get);
      if (typeof found === 'object') return found;
      return found === 'several'
        ? `叫“${said}”的不止一个，请写编号`
        : `没有叫“${said}”的${aboveOf(kind)}，请先登记`;
    }
    const unit = reading.cell('$unit').text.trim();
    if (unit !== '' && kind.parents.includes('inspection')) {
      const found = recordNamed(unit, list('unit'), context.get);
      const inspections =
        typeof found === 'object' ? parents.filter(({ values }) => values.unit === found.id) : [];
      if (inspections.length === 1) return inspections[0]!;
      return `没有找到被巡察单位“${unit}”，请核对单位名称`;
    }
    if (under && kind.parents.includes(under.kind)) return under;
    const [only] = parents;
    if (parents.length === 1) return only!;
    return parents.length === 0
      ? `还没有${aboveOf(kind)}，请先登记`
      : `看不出属于哪一个${aboveOf(kind)}，请写明`;
  }

  /** The record whose key, else whose number a row has. */
  function markedOf(reading: Reading): Entity | undefined | string {
    const found = seen(reading.cell('$key').text.trim() as RecordId);
    if (found?.kind === kind.kind && inScope(found)) return found;
    const code = reading.cell('code').text.trim();
    const numbered = code === '' ? [] : (byCode.get(code) ?? []);
    return numbered.length > 1 ? `编号“${code}”的记录不止一条，请保留导出时的“记录号”一列` : numbered[0];
  }

  /** The record that a row is: by its key, else by its number, else by the words that make it what it is. */
  function recordOf(reading: Reading, marked: ReturnType<typeof markedOf>): Entity | undefined | string {
    if (marked !== undefined) return marked;
    if (reading.cell('$key').text.trim() !== '' || reading.cell('code').text.trim() !== '') return undefined;
    const values = Object.fromEntries(
      kind.essentials.map((name) => [name, reading.cell(name as Column['name']).text]),
    );
    const words = wordsOf(kind, values);
    const alike =
      words === '' ? [] : ((byWords.get(words) ?? []) as Entity[]).filter(({ id }) => !taken.has(id));
    if (alike.length > 1) return '与这一行文字相同的记录不止一条，请写明编号';
    return alike[0];
  }

  /** The records of the list by what stands above them and one value, for the fields that were asked for. */
  const alikeBy = new Map<string, Map<string, Entity[]>>();
  const placed = (parent: RecordId | null | undefined, value: unknown): string =>
    `${parent ?? ''}/${JSON.stringify(value)}`;

  /**
   * A record that holds all that a row without a mark of its own says: the file was read before. Of two alike each row
   * finds its own.
   */
  function twinOf(parent: Entity | null, set: Readonly<Record<string, FieldValue>>): Entity | undefined {
    const [name] = Object.keys(set);
    if (name === undefined) return undefined;
    let alike = alikeBy.get(name);
    if (!alike) {
      alike = groupBy(existing, (one) => placed(one.parent, one.values[name]));
      alikeBy.set(name, alike);
    }
    return alike
      .get(placed(parent?.id, set[name]))
      ?.find(
        ({ id, values }) =>
          !taken.has(id) && Object.entries(set).every(([field, value]) => saysTheSame(value, values[field])),
      );
  }

  /** The values that a row says, as the fields keep them; undefined where a cell was refused. */
  function valuesOf(reading: Reading, record: Entity | undefined, place: Entity | undefined) {
    const desk: Desk = { glossary, get: context.get, list, place: record ?? place };
    const set: Record<string, FieldValue> = {};
    let refused = false;
    for (const { to } of head.columns) {
      if (!isField(to)) continue;
      const { name, info } = to;
      const value = valueIn(info, reading.cell(name as Column['name']), desk);
      if (value === undefined) continue;
      if (!value.ok) {
        // What the program fills in itself is not asked of the file.
        if (info.derived) continue;
        if (info.machine) {
          ask(reading.row, record, name, `${value.message}。状态不随文件改变，请在记录中办理`);
          continue;
        }
        refuse(
          reading.row,
          reading.headOf(name),
          `第${reading.row.number}行“${reading.headOf(name)}”：${value.message}`,
        );
        refused = true;
        continue;
      }
      const kept = cleanValue(info.type, value.value) as FieldValue;
      if (saysTheSame(kept, record?.values[name])) continue;
      if (info.machine) {
        const stands = record?.values[name] ?? info.machine.initial;
        const label = (code: unknown) =>
          info.options?.find((option) => option.code === code)?.label ?? String(code);
        if (kept !== stands)
          ask(reading.row, record, name, `${label(stands)}→${label(kept)}。状态不随文件改变，请在记录中办理`);
      } else if (!info.derived) set[name] = kept;
    }
    return refused ? undefined : set;
  }

  function ask(row: SheetRow, record: Entity | undefined, field: string, what: string): void {
    const { label } = kind.fields[field]!.info;
    const message = `第${row.number}行“${label}”：${what}`;
    plan.asked.push({ row: row.number, code: record ? codeOf(record) : '', field, message });
    line.notes.push({ column: label, message });
    line.asked = true;
  }

  /** Whether no row before has brought the number that this one brings to its unit. */
  function isFirstOfNumber(home: RecordId | null, number: FieldValue | undefined): boolean {
    if (isBlank(number)) return true;
    const at = `${home ?? ''}/${String(number)}`;
    const first = !brought.has(at);
    brought.add(at);
    return first;
  }

  /** Checks a row as a person's own save, and takes it down. */
  function planRow(reading: Reading, marked: ReturnType<typeof markedOf>): void {
    const { row } = reading;
    begin(row);
    const record = recordOf(reading, marked);
    if (typeof record === 'string') return refuse(row, '', `第${row.number}行：${record}`);
    if (record) line.record = record;
    if (record && taken.has(record.id))
      return refuse(row, '', `第${row.number}行：与前面一行是同一条记录（${codeOf(record)}），请删去一行`);
    const parent = record ? null : parentOf(reading);
    if (typeof parent === 'string') return refuse(row, '', `第${row.number}行：${parent}`);
    if (parent) line.parent = parent;
    const set = valuesOf(reading, record, parent ?? undefined);
    if (record) taken.add(record.id);
    if (!set) return;
    line.set = set;
    if (record && Object.keys(set).length === 0) {
      plan.same += 1;
      line.is = 'same';
      return;
    }
    const missing = record ? [] : kind.essentials.filter((name) => isBlank(set[name]));
    if (missing.length > 0) {
      const labels = missing.map((name) => kind.fields[name]!.info.label).join('”“');
      return refuse(row, '', `第${row.number}行：缺少“${labels}”`);
    }
    const twin = record ? undefined : twinOf(parent, set);
    if (twin) {
      taken.add(twin.id);
      Object.assign(line, { is: 'same', record: twin, set: {} });
      plan.same += 1;
      return;
    }
    const home = record
      ? record.inspection
      : parent?.kind === 'inspection'
        ? parent.id
        : (parent?.inspection ?? null);
    if (!isFirstOfNumber(home, set.code))
      return refuse(
        row,
        reading.headOf('code'),
        `第${row.number}行“${reading.headOf('code')}”：编号“${String(set.code)}”在前面的行中已经用过，请改正，或留空由程序编号`,
      );
    try {
      const input = record
        ? { kind: kind.kind, id: record.id, set }
        : { kind: kind.kind, parent: parent?.id ?? null, set };
      plan.drafts.push(...planSave(workspace, input, (of, under) => numbers.next(of, under)).drafts);
    } catch (error) {
      return refuseBy(reading, error);
    }
    if (home) inspections.add(home);
    line.is = record ? 'changed' : 'new';
    if (!record) plan.new.push({ row: row.number, title: titleOf({ kind: kind.kind, values: set }) });
    else
      plan.changed.push({
        row: row.number,
        code: codeOf(record),
        fields: Object.fromEntries(
          Object.entries(set).map(([name, value]) => [
            name,
            { old: (record.values[name] ?? null) as FieldValue | null, new: value },
          ]),
        ),
      });
  }

  /** A refused save in the words of the file. @throws what is no refusal */
  function refuseBy(reading: Reading, error: unknown): void {
    if (!(error instanceof WorkbenchError)) throw error;
    const { row } = reading;
    if (error.problems.length === 0) return refuse(row, '', `第${row.number}行：${error.message}`);
    for (const { place, message } of error.problems)
      refuse(row, reading.headOf(place), `第${row.number}行“${reading.headOf(place)}”：${message}`);
  }

  const readingOf = readerOf(head);
  const below = Math.max(...head.rows);
  for (const [i, row] of sheet.rows.entries()) {
    if (i % ROWS_A_STEP === ROWS_A_STEP - 1) yield ROWS_A_STEP;
    if (head.rows.includes(row.number)) continue;
    if (row.cells.every(({ is }) => is === 'empty')) continue;
    const reading = readingOf(row);
    const above = row.number < below ? '表头以上的标题或说明' : undefined;
    // What has a record's own mark is that record, whatever its words look like.
    const marked = above === undefined ? markedOf(reading) : undefined;
    const why = above ?? (marked === undefined ? leftOut(row, head) : undefined);
    if (why === undefined) planRow(reading, marked);
    else {
      plan.left.push({ row: row.number, why });
      begin(row);
      line!.is = 'left';
      line!.notes.push({ column: '', message: why });
    }
  }
  for (const record of existing) {
    if (taken.has(record.id)) continue;
    plan.missing.push(codeOf(record));
    lines.push({ is: 'missing', row: 0, record, set: {}, notes: [], asked: false });
  }
  const { drafts, ...preview } = plan;
  return { preview, lines, drafts, inspections: [...inspections] };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const codeOf = ({ id, values }: Entity): string => String(values.code ?? '') || id;

const aboveOf = (kind: AnyKind): string => kindOf(kind.parents[0]!)?.label ?? '上级记录';

const wordsOf = (kind: AnyKind, values: Readonly<Record<string, unknown>>): string =>
  kind.essentials
    .map((name) => plainWords(values[name]))
    .join('\n')
    .trim();

function groupBy(entities: readonly Entity[], key: (entity: Entity) => string): Map<string, Entity[]> {
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) {
    const at = key(entity);
    const group = groups.get(at);
    if (group) group.push(entity);
    else groups.set(at, [entity]);
  }
  return groups;
}

/** What a plan came from, for the 操作日志. */
export interface ImportSource {
  /** The name of the file, without its folder. */
  readonly file?: string;
}

/**
 * Writes a plan in steps: one transaction, with its entry in the 操作日志, by which it is taken back as one.
 * @returns nothing where there was nothing to write
 * @throws WorkbenchError TABLE_REFUSED with every refused cell: nothing is written then
 */
export function* applyingImport(
  workspace: Workspace,
  kind: AnyKind,
  { preview, drafts, inspections }: ImportPlan,
  { file }: ImportSource = {},
): Steps<Done | undefined> {
  const { refused, sheet } = preview;
  if (refused.length > 0)
    throw new WorkbenchError(
      'TABLE_REFUSED',
      `有${refused.length}处不能导入，一行也没有写入。${refused[0]!.message}。请在文件中改正后重新导入。`,
      refused.map(({ row, column, message }) => ({ place: `${row}:${column}`, message })),
    );
  if (drafts.length === 0) return undefined;
  const counts = [
    preview.new.length > 0 && `新增${preview.new.length}条`,
    preview.changed.length > 0 && `改动${preview.changed.length}条`,
  ]
    .filter(Boolean)
    .join('，');
  // Whoever may not see one of several units must not learn by a count that something came to it.
  const told = inspections.length > 1 ? '多个单位' : counts;
  const from = [file && `文件“${file}”`, sheet && `工作表“${sheet}”`].filter(Boolean).join('，');
  const detail = `${kind.label}：${told}${from === '' ? '' : `（${from}）`}`;
  const operation = { act: 'tableImported', subject: kind.kind, detail } as const;
  return yield* writingTogether(workspace, drafts, {
    words: `导入${kind.label}（${counts}）`,
    operation: { ...operation, inspection: inspections.length === 1 ? inspections[0] : undefined },
  });
}
