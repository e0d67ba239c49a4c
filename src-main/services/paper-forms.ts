/**
 * From records to the printed forms and lists of the group's own: made of a kind's one definition, seen through the
 * blinkers of whoever prints. What he may not read is not in the model at all.
 */
import {
  byPosition,
  type AnyKind,
  type Entity,
  type IsoDate,
  type RuleContext,
  type SignedCopy,
} from '../../src-shared/domain/define';
import { nearest, roundIn } from '../../src-shared/domain/ancestors';
import { chineseDate } from '../../src-shared/domain/dates';
import type { FormCopy } from '../../src-shared/contract/core';
import { kindOf } from '../../src-shared/domain';
import { glossaryIn, type WordsFor } from '../../src-shared/domain/glossary';
import type { Role } from '../../src-shared/domain/roles';
import {
  cellWords,
  computedOf,
  formatValue,
  formTitle,
  infoOf,
  labelIn,
  registerTitle,
  withCode,
  type FieldInfo,
} from '../../src-shared/domain/words';
import type { FormBlock, FormCell, RecordFormModel, TableModel } from '../documents';
import { canReadField } from '../../src-shared/domain/access';

/** Who prints what, and what he may look at. */
export interface PrintDesk {
  readonly context: RuleContext;
  readonly role: Role;
}

/** Text width in mm of a form upright and of a list across (gbt9704.ts); a form's rows are set a quarter larger. */
const FORM_LINE = { width: 165, scale: 1.25 } as const;
const REGISTER_LINE = { width: 257, scale: 1 } as const;
type Line = { readonly width: number; readonly scale: number };
/** Rows left free on an empty form. */
const BLANK_ROWS = 6;

const isWide = (info: FieldInfo): boolean =>
  info.type === 'longText' || info.type === 'list' || info.span > 2;

/** Fields of a kind that this person may read, in the order of a list of names. */
const readable = (kind: AnyKind, names: readonly string[], role: Role): readonly string[] =>
  names.filter((name) => canReadField(kind, name, role));

/** A flag and a short list of choices as boxes to tick: on an empty form they are what one writes on. */
function boxes(info: FieldInfo, value: unknown): string | undefined {
  if (info.type === 'flag') return value === true ? '☑' : '☐';
  const options = info.type === 'choice' ? info.options : undefined;
  if (options === undefined || options.length > 5) return undefined;
  return options.map(({ code, label }) => `${code === value ? '☑' : '☐'}${label}`).join('\u3000');
}

function fieldCell(
  info: FieldInfo,
  value: unknown,
  blank: boolean,
  labelOf: (id: string) => string,
  wordsFor: WordsFor,
): FormCell {
  const words = blank ? '' : cellWords(info, value, labelOf, wordsFor);
  return {
    label: blank && info.unit ? `${info.label}（${info.unit}）` : info.label,
    text: boxes(info, blank ? undefined : value) ?? words,
    wide: isWide(info),
    tall: blank && info.type === 'longText',
  };
}

/**
 * Width of a column on paper. `fixed` in mm holds what must not be broken (a date needs 21 mm at 9 pt in the widest
 * substitute font); texts share what is left.
 */
interface ColumnWidth {
  readonly fixed?: number;
  readonly share?: number;
}

const WIDTHS: Readonly<Record<FieldInfo['type'], ColumnWidth>> = {
  text: { share: 20 },
  longText: { share: 45 },
  integer: { fixed: 12 },
  amount: { fixed: 16 },
  date: { fixed: 21 },
  time: { fixed: 14 },
  instant: { fixed: 30 },
  flag: { fixed: 12 },
  choice: { fixed: 18 },
  choices: { share: 24 },
  state: { fixed: 18 },
  reference: { fixed: 17 },
  list: { share: 40 },
  numbers: { share: 20 },
};

const LEFT: ReadonlySet<FieldInfo['type']> = new Set(['text', 'longText', 'list', 'choices']);
/** A text column is not squeezed below this, in mm; then everything gives way alike. */
const NARROWEST = 17;

function widthOf(name: string, info: FieldInfo): ColumnWidth {
  if (name === 'code') return { fixed: 15 };
  if (info.dictionary && info.type === 'choice') return { share: 20 };
  return info.type === 'text' && info.span > 1 ? { share: 30 } : WIDTHS[info.type];
}

/** Widths in mm that fill a line. */
function spread(columns: readonly ColumnWidth[], { width, scale }: Line): number[] {
  const fixed = columns.reduce((sum, column) => sum + (column.fixed ?? 0) * scale, 0);
  const shares = columns.reduce((sum, column) => sum + (column.share ?? 0), 0);
  return columns.map(({ fixed: own, share = 0 }) =>
    own === undefined ? Math.max(NARROWEST, (share / shares) * (width - fixed)) : own * scale,
  );
}

const alignOf = (name: string, info: FieldInfo): 'left' | 'centre' =>
  LEFT.has(info.type) && name !== 'code' ? 'left' : 'centre';

/** 序号, then the columns given, over a line. */
function numbered<C extends { readonly title: string } & ColumnWidth>(columns: readonly C[], line: Line) {
  const all = [{ title: '序号', fixed: 9, align: 'centre' as const }, ...columns];
  const widths = spread(all, line);
  return all.map(({ fixed: _fixed, share: _share, ...column }: C | ColumnWidth, i) => ({
    ...(column as Omit<C, keyof ColumnWidth>),
    width: widths[i]!,
  }));
}

const fieldColumn = (name: string, info: FieldInfo) => ({
  title: info.label,
  align: alignOf(name, info),
  ...widthOf(name, info),
});

function rowBlock(
  form: AnyKind,
  name: string,
  rows: readonly Entity[],
  copy: FormCopy,
  { context, role }: PrintDesk,
): readonly FormBlock[] {
  const kind = kindOf(name);
  if (!kind || (rows.length === 0 && copy !== 'blank')) return [];
  const labelOf = labelIn(context.get);
  const shortFor = glossaryIn(context).shortWords;
  const words = (row: Entity, field: string): string => {
    const info = infoOf(kind, field);
    return info ? formatValue(info, row.values[field], labelOf, shortFor(row)) : '';
  };
  const dialogue = form.paper.dialogues?.[name];
  if (dialogue) {
    const { question, answer, remark } = dialogue;
    const mark = (row: Entity) => (remark && copy === 'group' ? words(row, remark).replace(/^—$/, '') : '');
    const lines = rows.map((row) => ({
      question: words(row, question),
      answer: words(row, answer),
      remark: mark(row),
    }));
    const free = Array.from({ length: BLANK_ROWS }, () => ({ question: '', answer: '', remark: '' }));
    return [{ kind: 'dialogue', title: kind.label, rows: copy === 'blank' ? free : lines }];
  }
  const fields = readable(kind, Object.keys(kind.fields), role).filter((field) => field !== 'position');
  return [
    {
      kind: 'table',
      title: kind.label,
      columns: numbered(
        fields.map((field) => fieldColumn(field, infoOf(kind, field)!)),
        FORM_LINE,
      ),
      rows:
        copy === 'blank'
          ? Array.from({ length: BLANK_ROWS }, (_, i) => [String(i + 1)])
          : rows.map((row, i) => [String(i + 1), ...fields.map((field) => words(row, field))]),
    },
  ];
}

const byNumber = new Intl.Collator('zh', { numeric: true });

/** Members of the record's sets: what it rests on, and its files by name. */
function setBlocks(kind: AnyKind, record: Entity, { context }: PrintDesk): readonly FormBlock[] {
  return Object.entries(kind.sets).flatMap(([name, label]) => {
    const words = (record.sets[name] ?? []).map((member) => {
      const source = context.get(member);
      if (source) return `${kindOf(source.kind)?.label ?? ''} ${withCode(source)}`;
      return record.names?.[member] ?? (name === 'evidence' ? '未命名附件' : '（记录已删除）');
    });
    const lines = words.sort(byNumber.compare).map((what, i) => `${i + 1}. ${what}`);
    return lines.length > 0 ? [{ kind: 'lines' as const, title: label, lines }] : [];
  });
}

/** 编号, unit and round, as on the head of every form. */
function headOf(record: Entity, blank: boolean, { get }: RuleContext): string[] {
  const labelOf = labelIn(get);
  const inspection = nearest(record, 'inspection', get);
  const unit = inspection && get(String(inspection.values.unit ?? ''));
  const round = roundIn(record, get);
  const { code } = record.values;
  return [
    ...(blank ? ['编号：＿＿＿＿'] : typeof code === 'string' && code !== '' ? [`编号：${code}`] : []),
    ...(unit ? [`被巡察单位：${String(unit.values.name ?? labelOf(unit.id))}`] : []),
    ...(round ? [`轮次：${labelOf(round.id)}`] : []),
  ];
}

/**
 * The printed form of a record.
 * @param record as the printing person may see it; for a blank form any record of the unit or round
 */
export function recordFormModel(
  kind: AnyKind,
  record: Entity,
  copy: FormCopy,
  desk: PrintDesk,
): RecordFormModel {
  const { context, role } = desk;
  const blank = copy === 'blank';
  const signed: SignedCopy | undefined = copy === 'signed' ? kind.paper.signedCopy : undefined;
  const labelOf = labelIn(context.get);
  const wordsFor = glossaryIn(context).words(record);
  const sections = kind.sections
    .filter(({ title }) => signed === undefined || signed.sections.includes(title))
    .flatMap(({ title, fields }) => {
      const cells = readable(kind, fields, role)
        .filter((name) => name !== 'code')
        .map((name) => fieldCell(infoOf(kind, name)!, record.values[name], blank, labelOf, wordsFor));
      return cells.length > 0 ? [{ kind: 'fields' as const, title, cells }] : [];
    });
  const rows = (signed?.rows ?? kind.paper.rows ?? []).flatMap((name) => {
    const own = blank ? [] : [...context.children(record.id, name)].sort(byPosition);
    return rowBlock(kind, name, own, copy, desk);
  });
  return {
    title: formTitle(kind),
    head: headOf(record, blank, context),
    blocks: [...sections, ...rows, ...(copy === 'group' ? setBlocks(kind, record, desk) : [])],
    opinions: signed ? [] : (kind.paper.opinions ?? []),
    statement: signed?.statement,
    signatures: signed?.signatures ?? kind.paper.signatures ?? [],
    date: context.today,
  };
}

/**
 * The printed list of records, in the order given.
 * @param rows as the printing person may see them; at least one
 */
export function registerModel(kind: AnyKind, rows: readonly Entity[], desk: PrintDesk): TableModel {
  const { context, role } = desk;
  const labelOf = labelIn(context.get);
  const glossary = glossaryIn(context);
  const [first] = rows;
  const ofOne = rows.every(({ inspection }) => inspection === first?.inspection);
  const names = kind.columns.filter((name) => computedOf(kind, name) || canReadField(kind, name, role));
  const words = (row: Entity, name: string): string => {
    const computed = computedOf(kind, name);
    return computed
      ? computed.text(row, context)
      : cellWords(infoOf(kind, name)!, row.values[name], labelOf, glossary.shortWords(row));
  };
  const signed = kind.paper.register?.signColumns ?? [];
  return {
    title: registerTitle(kind),
    notes: [
      [
        ...(first ? headOf({ ...first, values: {} }, false, context).slice(ofOne ? 0 : -1) : []),
        `截至：${chineseDate(context.today)}`,
        `共${rows.length}条`,
      ].join('\u3000\u3000\u3000'),
    ],
    columns: numbered(
      [
        ...names.map((name) => {
          const computed = computedOf(kind, name);
          return computed ? { title: computed.label, share: 26 } : fieldColumn(name, infoOf(kind, name)!);
        }),
        ...signed.map((title) => ({ title, fixed: 16, free: true })),
      ],
      REGISTER_LINE,
    ),
    rows: rows.map((row, i) => [String(i + 1), ...names.map((name) => words(row, name))]),
    signLine: ['填表人', '审核人', '填表日期'].map((label) => ({ label })),
    date: context.today as IsoDate,
  };
}
