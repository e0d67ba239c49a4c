/**
 * The words of a round: the built-in dictionaries with what the round says over them ({@link dictionaryEntry}). The one
 * way from a code to its words and from a field to what may be chosen; codes never change, words do.
 */
import { roundIn } from './ancestors';
import type { Entity, Option, RuleContext } from './define';
import { type DictionaryName, dictionaryVersion, entryLabel } from './dictionaries';

/** One entry of a dictionary as a round has it. */
export interface Entry extends Option {
  /** For narrow columns of tables. */
  readonly short?: string;
  /** No longer offered; records that hold it are still said in words. */
  readonly hidden: boolean;
}

/** From a code to its words. */
export type WordsFor = (dictionary: DictionaryName, code: string) => string;

type Look = Pick<RuleContext, 'get' | 'children'>;

interface OwnEntry {
  readonly dictionary?: DictionaryName;
  readonly entryCode?: string;
  readonly label?: string;
  readonly short?: string;
  readonly position?: number;
  readonly hidden?: boolean;
}

/** What the round of a record says itself of a dictionary, by code. */
function ownEntries(dictionary: DictionaryName, round: Entity | undefined, { children }: Look) {
  const own = new Map<string, OwnEntry>();
  for (const { values } of round ? children(round.id, 'dictionaryEntry') : []) {
    const entry = values as OwnEntry;
    if (entry.dictionary === dictionary && entry.entryCode) own.set(entry.entryCode, entry);
  }
  return own;
}

/**
 * Every entry of a dictionary in the round of a record, hidden ones too, in the order of the round.
 * @param record any record of the round, or the round; undefined: the built-in words
 */
export function entriesOf(
  dictionary: DictionaryName,
  record: Entity | undefined,
  look: Look,
): readonly Entry[] {
  const round = roundIn(record, look.get);
  const version = dictionary === 'focus' ? (round?.values.focusVersion as string | undefined) : undefined;
  const built = dictionaryVersion(dictionary, version).entries;
  const own = ownEntries(dictionary, round, look);
  if (own.size === 0) return built.map((entry) => ({ ...entry, hidden: false }));
  const placed = [
    ...built.map((entry, place) => ({ entry, place, said: own.get(entry.code) })),
    ...[...own.entries()]
      .filter(([code]) => !built.some((entry) => entry.code === code))
      .map(([code, said], i) => ({ entry: { code, label: code }, place: built.length + i, said })),
  ].map(({ entry, place, said }) => ({
    // One that was put there stands before the one that was there.
    place: said?.position === undefined ? place : said.position - 0.5,
    entry: {
      ...entry,
      label: said?.label ?? entry.label,
      ...(said?.short ? { short: said.short } : {}),
      hidden: said?.hidden === true,
    },
  }));
  return placed.sort((a, b) => a.place - b.place).map(({ entry }) => entry);
}

/** What a form offers to choose from. */
export const offeredEntries = (
  dictionary: DictionaryName,
  record: Entity | undefined,
  look: Look,
): readonly Entry[] => entriesOf(dictionary, record, look).filter(({ hidden }) => !hidden);

/** Label of a code among entries; another version's, else the code itself (a word of the user's own). */
const labelAmong = (entries: readonly Entry[], dictionary: DictionaryName, code: string): string =>
  entries.find((entry) => entry.code === code)?.label ?? entryLabel(dictionary, code);

/** What a narrow column of a table says: the round's short label; a 聚焦 without its first word; else the label. */
function shortAmong(entries: readonly Entry[], dictionary: DictionaryName, code: string): string {
  const label = labelAmong(entries, dictionary, code);
  return (
    entries.find((entry) => entry.code === code)?.short ??
    (dictionary === 'focus' ? label.replace(/^聚焦/, '') : label)
  );
}

export interface Glossary {
  /** {@link entriesOf}, looked up once for each round and dictionary. */
  entries(dictionary: DictionaryName, record: Entity | undefined): readonly Entry[];
  /** The official words for codes of the round of a record. */
  words(record: Entity | undefined): WordsFor;
  /** The words for narrow columns of tables. */
  shortWords(record: Entity | undefined): WordsFor;
}

/** The words of every round as they stand now: made for one drawing or one paper, so that a table looks them up once. */
export function glossaryIn(look: Look): Glossary {
  const known = new Map<string, readonly Entry[]>();
  const entries = (dictionary: DictionaryName, record: Entity | undefined): readonly Entry[] => {
    const round = roundIn(record, look.get);
    const key = `${round?.id ?? ''}/${dictionary}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = entriesOf(dictionary, round, look)));
    return found;
  };
  return {
    entries,
    words: (record) => (dictionary, code) => labelAmong(entries(dictionary, record), dictionary, code),
    shortWords: (record) => (dictionary, code) => shortAmong(entries(dictionary, record), dictionary, code),
  };
}
