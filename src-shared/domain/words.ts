/** A record and its values in words, as a screen, a ledger and a paper say them. */
import { chineseDate, chineseTime, localMoment } from './dates';
import { idsOf, isIsoDate } from './define';
import { entryLabel } from './dictionaries';
import type { WordsFor } from './glossary';
import type { AnyKind, Computed, Entity, RuleContext } from './define';
import { kindOf } from './kinds';
import { isBlank } from './validate';

export type FieldInfo = AnyKind['fields'][string]['info'];

/** Finds a record by its id; undefined where this person has none. */
export type GetRecord = RuleContext['get'];

/** The definition of a field, by its name. */
export function infoOf(kind: AnyKind, field: string): FieldInfo | undefined {
  return Object.hasOwn(kind.fields, field) ? kind.fields[field]?.info : undefined;
}

/** The definition of a computed column, by its name. */
export function computedOf(kind: AnyKind, column: string): Computed | undefined {
  return Object.hasOwn(kind.computed, column) ? kind.computed[column] : undefined;
}

/**
 * The label of one code of a field with options.
 * @param wordsFor the words of the record's round (`glossary.ts`); absent: the built-in ones
 */
export function optionLabel(info: FieldInfo, code: string, wordsFor: WordsFor = entryLabel): string {
  if (info.dictionary) return wordsFor(info.dictionary, code);
  return info.options?.find((option) => option.code === code)?.label ?? code;
}

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

/**
 * The words for a value; an empty string for a blank.
 * @param labelOf the line that stands for a record, for references
 * @param wordsFor as in {@link optionLabel}
 */
export function formatValue(
  info: FieldInfo,
  value: unknown,
  labelOf: (id: string) => string,
  wordsFor?: WordsFor,
): string {
  if (isBlank(value)) return '';
  switch (info.type) {
    case 'flag':
      return value === true ? '是' : '否';
    case 'choice':
    case 'state':
      return optionLabel(info, String(value), wordsFor);
    case 'choices':
      return asList(value)
        .map((code) => optionLabel(info, code, wordsFor))
        .join('、');
    case 'list':
    case 'numbers':
      return asList(value).join('；');
    case 'reference':
      return idsOf(value).map(labelOf).join('、');
    case 'integer':
    case 'amount':
      return info.unit ? `${String(value)}${info.unit}` : String(value);
    case 'instant':
      return localMoment(String(value));
    case 'content':
      return '';
    case 'text':
    case 'longText':
    case 'date':
    case 'time':
      return String(value);
  }
}

/** The words of a cell in a field's column: a state that nobody moved yet stands at its first. */
export function cellWords(
  info: FieldInfo,
  value: unknown,
  labelOf: (id: string) => string,
  wordsFor?: WordsFor,
): string {
  const words = formatValue(info, value, labelOf, wordsFor);
  return words === '' && info.machine ? optionLabel(info, info.machine.initial) : words;
}

/** The line that stands for a record. */
export function titleOf(entity: Pick<Entity, 'kind' | 'values'>): string {
  const kind = kindOf(entity.kind);
  return kind ? (kind.title as (values: object) => string)(entity.values) : '（新版本的记录）';
}

/** The line that stands for a record, by its id: an inspection is called by its unit. */
export function labelIn(get: GetRecord): (id: string) => string {
  const labelOf = (id: string): string => {
    const entity = get(id);
    if (!entity) return '（记录不存在）';
    const unit = entity.kind === 'inspection' ? (entity.values.unit as string | undefined) : undefined;
    return unit ? labelOf(unit) : titleOf(entity);
  };
  return labelOf;
}

/** The line that stands for a record with its paper number before it; a person is called by name alone. */
export function withCode(entity: Entity): string {
  const { code } = entity.values;
  const title = titleOf(entity);
  return typeof code === 'string' && code !== '' && entity.kind !== 'member' ? `${code} ${title}` : title;
}

/** {@link formatValue} as papers write it: days and times in Chinese, `2025年9月4日`, `9时30分`. */
export function paperWords(
  info: FieldInfo,
  value: unknown,
  labelOf: (id: string) => string,
  wordsFor?: WordsFor,
): string {
  if (info.type === 'date' && isIsoDate(value)) return chineseDate(value);
  if (info.type === 'time' && typeof value === 'string' && value !== '') return chineseTime(value);
  return cellWords(info, value, labelOf, wordsFor);
}

/** The title of a kind's printed form. */
export const formTitle = (kind: AnyKind): string => kind.paper.title ?? kind.label;

/**
 * Whether a field stays in the vault when its list becomes a table file: what only named people may read does, also for
 * them. A file goes where it is carried.
 */
export const staysInVault = (info: FieldInfo): boolean => info.audience === 'restricted';

/** The title of the printed list of a kind. */
export const registerTitle = (kind: AnyKind): string => kind.paper.register?.title ?? `${kind.label}登记表`;
