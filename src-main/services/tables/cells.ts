/** Between a cell and the value of a field: each the inverse of the other. */
import { isIsoDate, type Entity } from '../../../src-shared/domain/define';
import { kindOf } from '../../../src-shared/domain/kinds';
import type { Glossary } from '../../../src-shared/domain/glossary';
import type { Reading } from '../../../src-shared/domain/reading';
import { codeOfWords, readWords, type ReadingDesk } from '../../../src-shared/domain/reading-fields';
import { isBlank } from '../../../src-shared/domain/validate';
import { cellWords, optionLabel, titleOf, withCode, type FieldInfo } from '../../../src-shared/domain/words';
import type { FieldValue } from '../../../src-shared/merge/change';
import { EMPTY, type Cell } from './sheet';

/** What a cell is read and written with. */
export interface Desk {
  readonly glossary: Glossary;
  get(id: string): Entity | undefined;
  /** Every record of a kind that the person sees. */
  list(kind: string): readonly Entity[];
  /** The record whose round has the words: the row's own, or what it will stand under. */
  readonly place: Entity | undefined;
}

const read = (value: FieldValue): Reading<FieldValue> => ({ ok: true, value });
const refuse = (message: string): Reading<never> => ({ ok: false, message });

/** As much as a cell of a workbook holds (Excel specifications and limits: 32,767 characters). */
const MOST_SIGNS = 32_767;
const TOO_LONG = '（内容过长，全文请在程序中看）';

const linesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];

/** The value of a field as a cell; days, numbers and yes or no as what they are, all else as text. */
export function cellOf(info: FieldInfo, value: unknown, desk: Desk): Cell {
  if (isBlank(value) && !info.machine) return EMPTY;
  switch (info.type) {
    case 'date':
      return isIsoDate(value) ? { is: 'day', text: value, day: value } : { is: 'text', text: String(value) };
    case 'integer':
    case 'amount':
      return typeof value === 'number'
        ? { is: 'number', text: String(value), value }
        : { is: 'text', text: String(value) };
    case 'list':
      return textCell(linesOf(value).join('\n'));
    case 'numbers':
      return textCell(linesOf(value).join(' '));
    case 'choices':
      return textCell(choiceWords(info, linesOf(value), desk));
    case 'reference':
      return textCell(
        linesOf(value)
          .flatMap((id) => desk.get(id) ?? [])
          .map((target) => nameOf(target, desk.get))
          .join('、'),
      );
    default:
      return textCell(cellWords(info, value, (id) => id, desk.glossary.words(desk.place)));
  }
}

/** Words that would fall apart at their own signs stand on a line each. */
function choiceWords(info: FieldInfo, codes: readonly string[], desk: Desk): string {
  const words = codes.map((code) => optionLabel(info, code, desk.glossary.words(desk.place)));
  const own = words.some(
    (word, i) => codeOfWords(info, word, readingDesk(desk)) !== codes[i] && SEPARATORS.test(word),
  );
  return words.join(own ? '\n' : '、') + (own && words.length === 1 ? '\n' : '');
}

const SEPARATORS = /[、，,；;\n]/;

/** How a record is named in a cell, so that it is found again: a task of inspection by its unit. */
export function nameOf(entity: Entity, get: Desk['get']): string {
  const unit = entity.kind === 'inspection' ? get(String(entity.values.unit ?? '')) : undefined;
  return withCode(unit ?? entity);
}

export const textCell = (text: string): Cell => {
  if (text === '') return EMPTY;
  return {
    is: 'text',
    text: text.length > MOST_SIGNS ? text.slice(0, MOST_SIGNS - TOO_LONG.length) + TOO_LONG : text,
  };
};

/** Whether a cell was cut on its way out: it says nothing new. */
const isCut = ({ text }: Cell): boolean => text.endsWith(TOO_LONG);

/** What words of a cell are read with: they were written on some other day than today. */
const readingDesk = ({ glossary, place }: Desk): ReadingDesk => ({
  entries: (dictionary) => glossary.entries(dictionary, place),
});

/** Words without what differs when somebody types them again: spaces and signs. */
export const plainWords = (value: unknown): string => String(value ?? '').replace(/[\s\p{P}]/gu, '');

/** The one record that is meant by its number, its number and words, or its words alone. */
export function recordNamed(
  text: string,
  candidates: readonly Entity[],
  get: Desk['get'],
): Entity | 'none' | 'several' {
  const words = plainWords(text);
  for (const namesOf of [
    (one: Entity) => [String(one.values.code ?? ''), nameOf(one, get)],
    (one: Entity) => [titleOf(one), ...calledBy(one, get)],
  ]) {
    const found = candidates.filter((one) =>
      namesOf(one).some((name) => name !== '' && plainWords(name) === words),
    );
    if (found.length === 1) return found[0]!;
    if (found.length > 1) return 'several';
  }
  return 'none';
}

/** Other names that a record goes by: a unit, and a task of inspection at it, by its short name. */
function calledBy(one: Entity, get: Desk['get']): readonly string[] {
  const unit = one.kind === 'inspection' ? get(String(one.values.unit ?? '')) : one;
  return unit?.kind === 'unit'
    ? [unit.values.name, unit.values.shortName].map((name) => String(name ?? ''))
    : [];
}

/** One record, or several side by side where the field takes several. */
function referencesIn(info: FieldInfo, text: string, desk: Desk): Reading<FieldValue> {
  const whole = referenceIn(info, text, desk);
  if (whole.ok || !info.several || !SEPARATORS.test(text)) return whole;
  const ids: string[] = [];
  for (const name of text.split(SEPARATORS).filter((part) => part.trim() !== '')) {
    const one = referenceIn(info, name, desk);
    if (!one.ok) return one;
    ids.push(String(one.value));
  }
  return read([...new Set(ids)]);
}

function referenceIn(info: FieldInfo, text: string, desk: Desk): Reading<FieldValue> {
  const candidates = (info.to ?? []).flatMap((kind) => desk.list(kind));
  const found = recordNamed(text, candidates, desk.get);
  if (found === 'none') {
    const what = (info.to ?? []).map((kind) => kindOf(kind)?.label ?? kind).join('或');
    return refuse(`没有叫“${text}”的${what}，请先在程序中登记，或核对写法`);
  }
  if (found === 'several') return refuse(`叫“${text}”的不止一个，请写编号`);
  return read(found.id);
}

/**
 * The value that a cell means for a field.
 * @returns nothing read (`undefined`) for an empty cell: what stands in the record stays
 */
export function valueIn(info: FieldInfo, cell: Cell, desk: Desk): Reading<FieldValue> | undefined {
  if (cell.is === 'empty' || isCut(cell)) return undefined;
  if (cell.is === 'uncounted')
    return refuse('这一格是公式，文件里没有算出的结果。请在WPS或Excel中打开并保存一次，或改成数值');
  if (cell.is === 'fault') return refuse(`这一格的公式出错（${cell.text}），请改正后再导入`);
  const text = cell.text.trim();
  if (info.type === 'reference') return referencesIn(info, text, desk);
  const own = ownValue(info, cell);
  if (own) return own;
  return readWords(info, cell.text, readingDesk(desk));
}

/** What a cell that is no text says as what it is; undefined where its words are read. */
function ownValue({ type }: FieldInfo, cell: Cell): Reading<FieldValue> | undefined {
  switch (type) {
    case 'date':
      if (cell.is === 'day') return read(cell.day);
      return cell.is === 'number' && !/^\d{8}$/.test(cell.text)
        ? refuse(`“${cell.text}”是一个数，看不出是哪一天，请把单元格改成日期，如 2025-09-04`)
        : undefined;
    case 'time':
      return cell.is === 'time' ? read(cell.time) : undefined;
    case 'integer':
    case 'amount':
      if (cell.is === 'number') return read(cell.value);
      return cell.is === 'day' || cell.is === 'time'
        ? refuse(`“${cell.text}”是日期或时间，本栏填数`)
        : undefined;
    case 'flag':
      return cell.is === 'flag' ? read(cell.value) : undefined;
    case 'text':
    case 'longText':
      return cell.is === 'number' && Math.abs(cell.value) >= 1e15
        ? refuse(`“${cell.text}”是一个超过15位的数，末几位已在文件中丢失，请把单元格改成文本后重填`)
        : undefined;
    default:
      return undefined;
  }
}
