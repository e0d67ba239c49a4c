/**
 * Words → the value of a field: what a person types into a form, what stands in a cell of a ledger, what a file says, all read
 * alike. The inverse of `formatValue` (words.ts); references need records and are read where those are.
 */
import type { IsoDate } from './define';
import type { DictionaryName } from './dictionaries';
import type { Entry } from './glossary';
import { readCounts, readDay, readNumber, readTime, readWrittenDay, type Reading } from './reading';
import type { FieldInfo } from './words';

/** What a field can hold but a reference. */
export type ReadValue = string | number | boolean | readonly string[] | readonly number[];

/** What words are read with. */
export interface ReadingDesk {
  /** The day on which they are typed; absent where they were written on some other day, so that a day needs its year. */
  readonly today?: IsoDate;
  /** Every entry of a dictionary in the round that the words belong to. */
  entries(dictionary: DictionaryName): readonly Entry[];
}

const read = <T>(value: T): Reading<T> => ({ ok: true, value });
const refuse = (message: string): Reading<never> => ({ ok: false, message });

/** A deadline as ledgers write it: `2025年12月31日前` is that day. */
const withoutBefore = (text: string): string => text.trim().replace(/(?:之|以)?前$/, '');

function readDate({ deadline }: FieldInfo, text: string, today: IsoDate | undefined): Reading<IsoDate> {
  const day = deadline ? withoutBefore(text) : text;
  return today === undefined ? readWrittenDay(day) : readDay(day, today);
}

const YES = /^(?:是|有|对|√|✓|✔|y|yes|true|1)$/i;
const NO = /^(?:否|无|不是|没有|×|✗|✘|x|n|no|false|0)$/i;

function readFlag(text: string): Reading<boolean> {
  const typed = text.normalize('NFKC').trim();
  if (YES.test(typed)) return read(true);
  if (NO.test(typed)) return read(false);
  return refuse(`“${text.trim()}”应为“是”或“否”`);
}

const optionsOf = (
  info: FieldInfo,
  desk: ReadingDesk,
): readonly (Entry | { code: string; label: string })[] =>
  info.dictionary ? desk.entries(info.dictionary) : (info.options ?? []);

/** The code of words: its label, its short label, or itself; undefined where there is none such. */
export function codeOfWords(info: FieldInfo, words: string, desk: ReadingDesk): string | undefined {
  const options = optionsOf(info, desk);
  const found =
    options.find(({ label }) => label === words) ??
    options.find((option) => 'short' in option && option.short === words) ??
    options.find(({ code }) => code === words);
  return found?.code;
}

const SHOWN = 8;

function readChoice(info: FieldInfo, text: string, desk: ReadingDesk): Reading<string> {
  const code = codeOfWords(info, text, desk);
  if (code !== undefined) return read(code);
  // Words of their own are kept where the list is open; the checks of every save say where it is not.
  if (info.dictionary) return read(text);
  const labels = (info.options ?? []).map(({ label }) => label);
  return refuse(
    `“${text}”不是本栏的选项，应为：${labels.slice(0, SHOWN).join('、')}${labels.length > SHOWN ? '……' : ''}`,
  );
}

/** Several words side by side: entries that hold a sign of separation themselves are found whole first. */
function readChoices(info: FieldInfo, text: string, desk: ReadingDesk): Reading<readonly string[]> {
  const labels = optionsOf(info, desk)
    .map(({ label }) => label)
    .sort((a, b) => b.length - a.length);
  const codes: string[] = [];
  const separators = text.includes('\n') ? /^[^\n]*/ : /^[^、，,；;]*/;
  let rest = text.trim();
  while (rest !== '') {
    const begins = (label: string) =>
      rest.startsWith(label) && /^(?:$|[、，,；;\n])/.test(rest.slice(label.length).trimStart());
    const word = labels.find(begins) ?? separators.exec(rest)![0];
    const trimmed = word.trim();
    if (trimmed !== '') {
      const one = readChoice(info, trimmed, desk);
      if (!one.ok) return one;
      codes.push(one.value);
    }
    rest = rest.slice(word.length).replace(/^\s*[、，,；;\n]?\s*/, '');
  }
  return read([...new Set(codes)]);
}

/**
 * The value that words mean for a field; a list has a line for each of its items.
 * @param text not empty
 * @returns nothing (`undefined`) for fields that are not read from words: references, and what the program notes
 */
export function readWords(info: FieldInfo, text: string, desk: ReadingDesk): Reading<ReadValue> | undefined {
  switch (info.type) {
    case 'date':
      return readDate(info, text, desk.today);
    case 'time':
      return readTime(text);
    case 'integer':
    case 'amount':
      return readNumber(text, { unit: info.unit, whole: info.type === 'integer' });
    case 'flag':
      return readFlag(text);
    case 'choice':
    case 'state':
      return readChoice(info, text.trim(), desk);
    case 'choices':
      return readChoices(info, text, desk);
    case 'numbers':
      return readCounts(text);
    case 'list':
      return read(text.split('\n').filter((line) => line.trim() !== ''));
    case 'text':
    case 'longText':
      return read(text);
    case 'reference':
    case 'instant':
    case 'content':
      return undefined;
  }
}
