/**
 * Where known people stand in a text, in any spelling: certain where nothing else can be meant, else undecided until a
 * person says what it is there (高峰 in 用水高峰期, 李建 in 李建国).
 */
import { foldText, fold } from './spelling';
import { isCommonWord, wordsOf } from './words';
import { surnameOf, WORDY_SURNAMES } from './surnames';

export interface Occurrence {
  /** [from, to) in the text, by UTF-16 index. */
  readonly from: number;
  readonly to: number;
  /** The name as it is kept. */
  readonly name: string;
  readonly certain: boolean;
}

/** Names to look for, made ready once for many texts. */
export interface NameBook {
  in(text: string): Occurrence[];
}

interface Entry {
  readonly folded: string;
  /** Undefined: what stands here is no occurrence of anything, however much of a name is in it. */
  readonly name: string | undefined;
  /** May be an ordinary word wherever it stands. */
  readonly wordy: boolean;
}

const HAN = /\p{Script=Han}/u;
/** Signs between which a sentence turns: characters on both sides of one are seldom one name. */
const PARTING = /[，。、；：！？,;:!?()（）“”‘’"'《》〈〉【】[\]\n\r\u2028\u2029\v\f|\uFFFE]/u;
/** Characters that follow a name and are no part of one. */
const AFTER_NAME =
  /[的了在是和与及等称说因被把将对向从由给也都又再不未没已曾就才只还要请问看去到过着以所则均且而或任领违收送办批签拿占买卖借欠负主分系时两三四五六七八九十二某经擅挪虚套骗侵私款账]/u;
/** What makes a word a person where it stands: how people are spoken of. */
const SPOKEN_OF_AFTER =
  /^(?:同志|先生|女士|等\d*人|本人|反映|举报|来信|来访|来电|实名|称[，：:“]|说[，：:“]|自述)/u;
const SPOKEN_OF_BEFORE =
  /(?:据|村民|群众|职工|反映人|举报人|信访人|谈话对象|会计|出纳|书记|主任|局长|站长|所长|镇长|乡长|科长|校长|院长|经理|同志)$/u;

/** Whether a name may be a word: 高峰, 干部职工; also 高水平, 向前进, whose first character is as often a word of its own. */
function isWordy(name: string): boolean {
  const characters = [...name];
  return (
    isCommonWord(name) ||
    // 整改: a short word with no surname before it, whether the dictionary has it or not.
    (characters.length <= 3 && surnameOf(name) === undefined) ||
    (characters.length > 2 &&
      WORDY_SURNAMES.has(characters[0]!) &&
      isCommonWord(characters.slice(1).join('')))
  );
}

/** How people are spoken of around the place: then a word decided to be no name may be one here all the same. */
export const isSpokenOf = (text: string, from: number, to: number): boolean =>
  SPOKEN_OF_AFTER.test(text.slice(to, to + 6)) ||
  SPOKEN_OF_BEFORE.test(text.slice(Math.max(0, from - 4), from));

/**
 * @param names people who must not stand
 * @param words whether names are looked for that may be words wherever they stand
 * @param kept texts that stay whatever is in them: the unit's own name, officials, longer names that are known
 */
export function nameBook(
  names: Iterable<string>,
  kept: Iterable<string> = [],
  { words = true }: { readonly words?: boolean } = {},
): NameBook {
  const byFirst = new Map<string, Entry[]>();
  const seen = new Set<string>();
  const add = (text: string, name: string | undefined): void => {
    const folded = foldText(text);
    if ([...folded].length < 2 || seen.has(folded)) return;
    seen.add(folded);
    const entry: Entry = { folded, name, wordy: name !== undefined && isWordy(folded) };
    if (entry.wordy && !words) return;
    const entries = byFirst.get(folded[0]!);
    if (entries) entries.push(entry);
    else byFirst.set(folded[0]!, [entry]);
  };
  for (const name of names) add(name, name);
  for (const text of kept) add(text, undefined);
  // The longest that stands at a place counts.
  for (const entries of byFirst.values()) entries.sort((a, b) => b.folded.length - a.folded.length);
  return {
    in(text) {
      if (byFirst.size === 0) return [];
      const { text: folded, from, to } = fold(text);
      const found: Occurrence[] = [];
      for (let i = 0; i < folded.length; i += 1) {
        const entry = byFirst.get(folded[i]!)?.find((candidate) => folded.startsWith(candidate.folded, i));
        if (!entry) continue;
        const last = i + entry.folded.length - 1;
        if (entry.name !== undefined) {
          const place = { from: from[i]!, to: to[last]! };
          const standing = standingOf(text, place, entry);
          if (standing === 'none') continue;
          found.push({ ...place, name: entry.name, certain: standing === 'certain' });
        }
        i = last;
      }
      return found;
    },
  };
}

/** The words around a place, as far as the sentence goes and no further than a line of print. */
function wordsAround(text: string, from: number, to: number): readonly (readonly [number, number])[] {
  const start = Math.max(0, from - 30);
  return wordsOf(text.slice(start, to + 30)).map(([a, b]) => [a + start, b + start] as const);
}

function standingOf(
  text: string,
  { from, to }: { from: number; to: number },
  entry: Entry,
): 'certain' | 'undecided' | 'none' {
  const short = [...entry.folded].length === 2;
  const parted = PARTING.test(text.slice(from, to));
  if (!HAN.test(entry.folded)) return 'undecided';
  const words = wordsAround(text, from, to);
  const into = words.find(([a, b]) => a < from && b > from);
  const runsInto = into !== undefined;
  const runsOn = words.some(([a, b]) => a < to && b > to);
  // 紧张、伟大: two words, whoever is called 张伟.
  if (parted && short && (runsInto || runsOn)) return 'none';
  if (parted) return 'undecided';
  if (entry.wordy) return /^(?:同志|先生|女士)/u.test(text.slice(to)) ? 'certain' : 'undecided';
  // 桃李建设: the rest of the name is a word of its own. 文书单田禾: it is none, whatever the dictionary makes of 书单.
  if (into) return short || isCommonWord(text.slice(into[1], to)) ? 'undecided' : 'certain';
  if (!short) return 'certain';
  if (runsOn) return 'undecided';
  // 张伟民: one more character, and none that follows names, may make it somebody else's.
  const [next = ''] = text.slice(to);
  const nextWord = words.find(([a]) => a === to);
  const alone = nextWord !== undefined && [...text.slice(...nextWord)].length === 1;
  return alone && HAN.test(next) && !AFTER_NAME.test(next) ? 'undecided' : 'certain';
}
