/**
 * From a record to its printed forms: the group's own, made of a kind's one definition and seen through the blinkers of
 * whoever prints (what he may not read is not in the model at all); and the copies for outsiders, on which nothing stands
 * but what the definition names.
 */
import { isIsoDate, type AnyKind, type Entity, type RuleContext } from '../../../src-shared/domain/define';
import { chineseDate } from '../../../src-shared/domain/dates';
import { nearest, roundIn } from '../../../src-shared/domain/ancestors';
import { kindOf } from '../../../src-shared/domain/kinds';
import { glossaryIn, type Glossary } from '../../../src-shared/domain/glossary';
import { rowsOf } from '../../../src-shared/domain/rows';
import {
  BLANK_COPY,
  BLANK_GROUP_COPY,
  blankCopyOf,
  type CopySection,
  type FormCopyDefinition,
  GROUP_COPY,
} from '../../../src-shared/domain/define/paper-form';
import type { FigureLook } from '../../../src-shared/domain/figures';
import type { Role } from '../../../src-shared/domain/roles';
import {
  computedOf,
  formTitle,
  infoOf,
  labelIn,
  paperWords,
  withCode,
  type FieldInfo,
} from '../../../src-shared/domain/words';
import type { FormBlock, FormBox, FormCell, FormColumn, RecordFormModel } from '../../word';
import { canReadField } from '../../../src-shared/domain/access';
import { labelsOf, type Shown } from '../signatures/standing';

/** Who prints what, and what he may look at. */
export interface PrintDesk {
  /** Everything that whoever prints may look at. */
  readonly context: FigureLook & RuleContext;
  readonly role: Role;
  /** The signatures of a record, withdrawn ones too. */
  readonly signaturesOf: (record: Entity) => readonly Shown[];
  /** Takes names out of a text of a paper for the unit; absent: the paper stays with the group. */
  readonly veil?: (text: string, record: Entity, field: string) => string;
}

/** Rows left free on an empty form. */
const BLANK_ROWS = 6;
/** A longer list of choices is written, not ticked. */
const MOST_BOXES = 14;
/** A longer list of a field's own options is said in words where it is filled in. */
const MOST_OPTIONS = 5;
const BY_HAND: Partial<Readonly<Record<FieldInfo['type'], string>>> = {
  date: '＿＿＿＿年＿＿月＿＿日',
  time: '＿＿时＿＿分',
};

const isWide = (info: FieldInfo): boolean =>
  info.type === 'longText' || info.type === 'list' || info.span > 2;

/** Fields of a kind that this person may read, in the order of a list of names. */
const readable = (kind: AnyKind, names: readonly string[], role: Role): readonly string[] =>
  names.filter((name) => computedOf(kind, name) || canReadField(kind, name, role));

/** What prints a form: the record, its words, and whether it is an empty one. */
interface Press {
  readonly kind: AnyKind;
  readonly record: Entity;
  readonly desk: PrintDesk;
  readonly glossary: Glossary;
  readonly labelOf: (id: string) => string;
  readonly blank: boolean;
}

const veiled = ({ veil }: PrintDesk, text: string, record: Entity, field: string): string =>
  veil ? veil(text, record, field) : text;

/** Boxes to tick: of a flag, of a short list, and on an empty form of a dictionary; undefined: the value is written. */
function boxesOf(info: FieldInfo, value: unknown, press: Press): readonly FormBox[] | undefined {
  if (info.type === 'flag') {
    return [
      { label: '是', ticked: value === true },
      { label: '否', ticked: value === false },
    ];
  }
  const chosen = new Set(Array.isArray(value) ? value.map(String) : [String(value ?? '')]);
  const boxes = (options: readonly { code: string; label: string }[]) =>
    options
      .filter(({ label }) => label !== '—')
      .map(({ code, label }) => ({ label, ticked: chosen.has(code) }));
  if (info.dictionary) {
    if (!press.blank) return undefined;
    const options = press.glossary.entries(info.dictionary, press.record).filter(({ hidden }) => !hidden);
    return options.length > 0 && options.length <= MOST_BOXES ? boxes(options) : undefined;
  }
  if (info.type !== 'choice' || info.options === undefined || info.options.length > MOST_OPTIONS)
    return undefined;
  return boxes(info.options);
}

function fieldCell(press: Press, name: string): FormCell {
  const { kind, record, desk, blank, glossary, labelOf } = press;
  const computed = computedOf(kind, name);
  if (computed) {
    const text = blank
      ? (computed.blank ?? '')
      : veiled(desk, computed.text(record, desk.context), record, name);
    const wide = computed.wide === true;
    return { label: computed.label, text, wide, tall: blank && wide && text === '' };
  }
  const info = infoOf(kind, name)!;
  const value = blank ? undefined : record.values[name];
  const words = paperWords(info, value, labelOf, glossary.words(record));
  return {
    label: blank && info.unit ? `${info.label}（${info.unit}）` : info.label,
    text: blank ? (BY_HAND[info.type] ?? '') : veiled(desk, words, record, name),
    boxes: boxesOf(info, value, press),
    wide: isWide(info),
    tall: blank && info.type === 'longText',
  };
}

const sectionBlock = (press: Press, { title, fields }: CopySection): readonly FormBlock[] => {
  const cells = readable(press.kind, fields, press.desk.role)
    .filter((name) => name !== 'code')
    .map((name) => fieldCell(press, name));
  return cells.length > 0 ? [{ kind: 'fields', title, cells }] : [];
};

/** Types whose values are never broken over two lines. */
const WHOLE: ReadonlySet<FieldInfo['type']> = new Set([
  'integer',
  'amount',
  'date',
  'time',
  'instant',
  'flag',
  'state',
]);
const LEFT: ReadonlySet<FieldInfo['type']> = new Set(['text', 'longText', 'list', 'choices']);

/** The column of a field in any table: what is short and whole stands in the middle. */
export const fieldColumn = (name: string, info: FieldInfo): FormColumn => ({
  title: info.label,
  align: LEFT.has(info.type) && name !== 'code' ? 'left' : 'centre',
  whole: name === 'code' || WHOLE.has(info.type),
});

export const NUMBER_COLUMN: FormColumn = { title: '序号', align: 'centre', whole: true };

interface Rows {
  readonly name: string;
  /** Remarks of the group on an answer, and answers that are still open. */
  readonly inside: boolean;
}

function rowBlock(
  { kind: form, record, desk, blank, glossary, labelOf }: Press,
  { name, inside }: Rows,
): readonly FormBlock[] {
  const kind = kindOf(name);
  const own = blank ? [] : rowsOf(desk.context, record.id, name);
  if (!kind || (own.length === 0 && !blank)) return [];
  const words = (row: Entity, field: string): string => {
    const info = infoOf(kind, field);
    return info
      ? veiled(desk, paperWords(info, row.values[field], labelOf, glossary.shortWords(row)), row, field)
      : '';
  };
  const dialogue = form.paper.dialogues?.[name];
  if (dialogue) {
    const { question, answer, remark } = dialogue;
    const mark = (row: Entity) => (remark && inside ? words(row, remark).replace(/^—$/, '') : '');
    const rows = own
      .map((row) => ({ question: words(row, question), answer: words(row, answer), remark: mark(row) }))
      .filter((row) => inside || row.answer !== '');
    return rows.length > 0 ? [{ kind: 'dialogue', title: kind.label, rows }] : [];
  }
  const filled = (field: string) => blank || own.some((row) => words(row, field) !== '');
  const fields = readable(kind, Object.keys(kind.fields), desk.role).filter(
    (field) => field !== 'position' && filled(field),
  );
  return [
    {
      kind: 'table',
      title: kind.label,
      columns: [NUMBER_COLUMN, ...fields.map((field) => fieldColumn(field, infoOf(kind, field)!))],
      rows: blank
        ? Array.from({ length: BLANK_ROWS }, (_, i) => [String(i + 1)])
        : own.map((row, i) => [String(i + 1), ...fields.map((field) => words(row, field))]),
    },
  ];
}

const byNumber = new Intl.Collator('zh', { numeric: true });

/** Members of the record's sets: what it rests on, and its files by name. */
function setBlocks({ kind, record, desk: { context } }: Press): readonly FormBlock[] {
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
export function headOf(record: Entity, number: 'own' | 'free' | 'none', { get }: RuleContext): string[] {
  const labelOf = labelIn(get);
  const inspection = nearest(record, 'inspection', get);
  const unit = inspection && get(String(inspection.values.unit ?? ''));
  const round = roundIn(record, get);
  const { code } = record.values;
  const own = number === 'own' && typeof code === 'string' && code !== '';
  return [
    ...(number === 'free' ? ['编号：＿＿＿＿'] : own ? [`编号：${code}`] : []),
    ...(unit ? [`被巡察单位：${String(unit.values.name ?? labelOf(unit.id))}`] : []),
    ...(round && round.id !== record.id ? [`轮次：${labelOf(round.id)}`] : []),
  ];
}

function pressOf(kind: AnyKind, record: Entity, desk: PrintDesk, blank: boolean): Press {
  const { get } = desk.context;
  return { kind, record, desk, glossary: glossaryIn(desk.context), labelOf: labelIn(get), blank };
}

const codeOf = ({ values: { code } }: Entity): string => (typeof code === 'string' ? code : '');
/** What stands at the head of every page after the first, so that a torn sheet can be placed. */
const runningHead = (title: string, record: Entity, numbered: boolean): string =>
  [title, numbered ? codeOf(record) : ''].filter(Boolean).join('\u3000');

/** A copy for somebody outside the group, filled in or empty. */
function outsideModel(copy: FormCopyDefinition, press: Press): RecordFormModel {
  const { kind, record, desk, blank } = press;
  const title = copy.title ?? formTitle(kind);
  const rows = (copy.rows ?? []).flatMap((name): readonly FormBlock[] =>
    blank
      ? [{ kind: 'ruled', title: kindOf(name)?.label ?? '', pages: copy.blank?.ruledPages ?? 0 }]
      : rowBlock(press, { name, inside: false }),
  );
  const number = !copy.numbered ? 'none' : blank ? 'free' : 'own';
  return {
    title,
    runningHead: runningHead(title, record, copy.numbered && !blank),
    head: headOf(record, number, desk.context),
    blocks: [...copy.sections.flatMap((section) => sectionBlock(press, section)), ...rows],
    opinions: copy.opinions ?? [],
    statement: copy.statement,
    signatures: copy.signatures,
    everyPage: copy.everyPage,
    date: desk.context.today,
  };
}

/** The group's own form; `without`: what stands on the copy for outsiders and so is not asked again. */
function groupModel(press: Press, without?: FormCopyDefinition): RecordFormModel {
  const { kind, record, desk, blank } = press;
  const { omit = [], last = [], rows = [], opinions, signatures } = kind.paper;
  const elsewhere = new Set([
    ...omit,
    ...(without?.sections.flatMap(({ fields }) => standsFor(kind, fields)) ?? []),
  ]);
  const sections = kind.sections.map(({ title, fields }) => ({
    title,
    fields: fields.filter((name) => !elsewhere.has(name)),
  }));
  const blockOf = (section: CopySection) => sectionBlock(press, section);
  const title = formTitle(kind) + (without ? '（组内附页）' : '');
  return {
    title,
    runningHead: runningHead(title, record, !blank),
    head: headOf(record, blank ? 'free' : 'own', desk.context),
    blocks: [
      ...sections.filter((section) => !last.includes(section.title)).flatMap(blockOf),
      ...(kind.paper.computed ? blockOf(kind.paper.computed) : []),
      ...rows
        .filter((name) => !without?.rows?.includes(name))
        .flatMap((name) => rowBlock(press, { name, inside: true })),
      ...sections.filter((section) => last.includes(section.title)).flatMap(blockOf),
      ...(blank ? [] : setBlocks(press)),
    ],
    opinions: without ? [] : (opinions ?? []),
    ...(blank ? {} : { signed: signedLines(press) }),
    signatures: signatures ?? [],
    date: desk.context.today,
  };
}

/** What stands in the boxes of opinions: who signed in the program and when, and beside the name that it no longer stands. */
function signedLines({ kind, record, desk }: Press): Readonly<Record<string, readonly string[]>> {
  const boxes = Object.entries(kind.paper.signedIn ?? {});
  const signatures = boxes.length > 0 ? desk.signaturesOf(record) : [];
  return Object.fromEntries(
    boxes.map(([label, act]) => [
      label,
      signatures.filter((one) => one.act === act && one.standing !== 'lifted').map(signedLine),
    ]),
  );
}

function signedLine({ person, signedOn, standing, differences }: Shown): string {
  const day = isIsoDate(signedOn) ? chineseDate(signedOn) : signedOn;
  const said = `${person}\u3000${day}\u3000程序内签署`;
  if (standing === 'standing') return said;
  return standing === 'wrong'
    ? `${said}（校验不符）`
    : `${said}（已失效：签署后${labelsOf(differences)}有改动）`;
}

/** The fields that names stand for: a computed column for those it is made of. */
const standsFor = (kind: AnyKind, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [name, ...(computedOf(kind, name)?.of ?? [])]);

/** The copies that stay with the group or hold nothing: {@link GROUP_COPY}, {@link BLANK_COPY}, {@link BLANK_GROUP_COPY}. */
export function groupFormModel(
  kind: AnyKind,
  record: Entity,
  copy: typeof GROUP_COPY | typeof BLANK_COPY | typeof BLANK_GROUP_COPY,
  desk: PrintDesk,
): RecordFormModel {
  const empty = blankCopyOf(kind.paper);
  const press = pressOf(kind, record, desk, copy !== GROUP_COPY);
  if (copy === BLANK_COPY && empty) return outsideModel(empty, press);
  return groupModel(press, copy === BLANK_GROUP_COPY ? empty : undefined);
}

/** The copy of a record for somebody outside the group. */
export const copyFormModel = (
  kind: AnyKind,
  record: Entity,
  copy: FormCopyDefinition,
  desk: PrintDesk,
): RecordFormModel => outsideModel(copy, pressOf(kind, record, desk, false));
