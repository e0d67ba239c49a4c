/** How words are looked for: alike in every width, case and form, several at a time, in any order. */
import { plainRadicals } from './cleaning';

/** Text as it is compared: ⾦额 and 金额, Ａ and a are the same. */
export const fold = (text: string): string => plainRadicals(text).normalize('NFKC').toLowerCase();

/** The words of a query, folded; nothing but spaces parts them. */
export const wordsIn = (query: string): readonly string[] => fold(query).split(/\s+/).filter(Boolean);

/** Whether a folded text holds every one of the words. */
export const holdsAll = (folded: string, words: readonly string[]): boolean =>
  words.every((word) => folded.includes(word));
