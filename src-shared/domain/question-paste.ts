/**
 * Questions read from the text of a questionnaire as it is copied out of Word or WPS: numbered questions, lettered options on
 * lines of their own or behind one another, the type in brackets. Nothing is guessed away: what belongs to no question is
 * given back, so that a person sees it before anything is written.
 */
import { optionsOf, type QuestionType } from './question-options';

/** A question as it will be written; options only where its author writes them. */
export interface PastedQuestion {
  readonly type: QuestionType;
  readonly stem: string;
  readonly options: readonly string[];
  /** At most so many options, where the text says so. */
  readonly limit?: number;
}

export interface Pasted {
  readonly questions: readonly PastedQuestion[];
  /** Lines that belong to no question: titles, headings, notes. */
  readonly left: readonly string[];
}

interface Open {
  stem: string;
  options: string[];
}

const CHINESE = '一二三四五六七八九十';
/** `12.` `12、` `（12）` `第12题` at the head of a question. */
const NUMBERED =
  /^(?:第\s*\d{1,3}\s*题|[(（]\s*\d{1,3}\s*[)）]|\d{1,3}\s*[.、):：)](?!\d(?!\d{3}年))|Q\d{1,3}\b)\s*[.、:：]?\s*(?=\S)/i;
/** `三、`: a question in some papers, the heading of a part in most. */
const CHINESE_NUMBERED = new RegExp(`^(?:第\\s*[${CHINESE}]{1,3}\\s*题|[${CHINESE}]{1,3}\\s*、)\\s*(?=\\S)`);
const BOX = /[□☐○◯◻⬜]/;
const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮';
/** What is only there to be written on. */
const RULE = /^[\s_＿—\-.…]*$/;
const LETTERS = 'ABCDEFGHIJKLMNOPQRST';

/** One line as it reads: full-width letters, figures and stops as plain ones, any white space as one blank. */
const plain = (line: string): string =>
  line
    .replace(/[Ａ-Ｚａ-ｚ０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/．/g, '.')
    .replace(/[\s\u00a0\u3000\u200b]+/g, ' ')
    .trim();

/** The place of the option of this letter in a line from `from` on, and where its words begin. */
function optionAt(line: string, letter: string, from: number): { at: number; words: number } | undefined {
  const sign = new RegExp(`(^|[^A-Za-z])(?:[(（]\\s*${letter}\\s*[)）]|${letter}\\s*[.、)）:：])\\s*`, 'g');
  sign.lastIndex = Math.max(0, from - 1);
  const found = sign.exec(line);
  if (found) return { at: found.index + found[1]!.length, words: found.index + found[0].length };
  // A letter and a blank only at the head of a line: elsewhere it is a word of its own (“A 级单位”).
  return from === 0 && line.startsWith(`${letter} `) ? { at: 0, words: 2 } : undefined;
}

/** Cuts a line into what stands before its options and these; they go on from the letter of `first`. */
function cutLettered(line: string, first: number): { before: string; options: string[] } | undefined {
  const places: { at: number; words: number }[] = [];
  for (let next = first; next < LETTERS.length; next += 1) {
    const place = optionAt(line, LETTERS[next]!, places.at(-1)?.words ?? 0);
    if (!place) break;
    places.push(place);
  }
  if (places.length === 0) return undefined;
  const options = places.map(({ words }, i) => line.slice(words, places[i + 1]?.at ?? line.length));
  return { before: line.slice(0, places[0]!.at), options };
}

/** Options behind boxes or circled figures. */
function cutMarked(line: string): { before: string; options: string[] } | undefined {
  const sign = BOX.test(line) ? BOX : line.includes(CIRCLED[0]!) ? new RegExp(`[${CIRCLED}]`) : undefined;
  if (!sign) return undefined;
  const [before = '', ...options] = line.split(new RegExp(sign.source, 'g'));
  return { before, options };
}

const tidy = (words: string): string => words.replace(/^[\s、,，;；]+|[\s;；]+$/g, '');

/** The options in a line for a question that has some already; nothing where the line has none. */
function cut(line: string, first: number): { before: string; options: string[] } | undefined {
  const found = cutLettered(line, first) ?? cutMarked(line);
  if (!found) return undefined;
  const options = found.options.map(tidy).filter((option) => option !== '');
  return options.length === 0 ? undefined : { before: found.before.trim(), options };
}

const TYPE_WORDS: readonly (readonly [RegExp, QuestionType])[] = [
  [/多选|多项|不定项|可选多|限选|最多选|至多选|选\s*\S{1,2}\s*项/, 'multiple'],
  [/单选|单项/, 'single'],
  [/判断/, 'trueFalse'],
  [/量表|打分|评分/, 'scale'],
  [/填空/, 'blank'],
  [/简答|问答|开放|主观/, 'essay'],
];

const toNumber = (word: string): number =>
  /\d/.test(word) ? Number(word) : word === '两' ? 2 : CHINESE.indexOf(word) + 1;

/** What the words in brackets say of a question, and the question without them. */
function readMark(stem: string): { stem: string; type?: QuestionType; limit?: number } {
  for (const mark of stem.matchAll(/[(（【[]([^()（）【】[\]]{1,30})[)）】\]]/g)) {
    const type = TYPE_WORDS.find(([word]) => word.test(mark[1]!))?.[1];
    if (!type) continue;
    const limit =
      /(?:限选?|最多可?选?|至多可?选?|不超过|选)\s*(\d{1,2}|[两一二三四五六七八九十])\s*[项个]/.exec(
        mark[1]!,
      )?.[1];
    return {
      stem: (stem.slice(0, mark.index) + stem.slice(mark.index + mark[0].length)).trim(),
      type,
      ...(limit && type === 'multiple' ? { limit: toNumber(limit) } : {}),
    };
  }
  return { stem };
}

const sameOptions = (type: QuestionType, options: readonly string[]): boolean =>
  optionsOf({ type }).join() === options.join();

function typeOf(options: readonly string[], stem: string): QuestionType {
  if (options.length === 0) return /[_＿]{2,}|[(（]\s*[)）]/.test(stem) ? 'blank' : 'essay';
  return (['trueFalse', 'scale'] as const).find((type) => sameOptions(type, options)) ?? 'single';
}

function finish({ stem: words, options }: Open): PastedQuestion {
  const { stem, type: said, limit } = readMark(words);
  // Options that a type of its own would throw away are the author's.
  const fits =
    said === 'single' ||
    said === 'multiple' ||
    options.length === 0 ||
    sameOptions(said ?? 'single', options);
  const type = said && fits ? said : typeOf(options, stem);
  const chosen = options.length > 0;
  return {
    type,
    // The place for the letter of the answer belongs to the paper, not to the question.
    stem: chosen ? stem.replace(/\s*(?:[(（]\s*[)）]|[_＿]{2,})\s*([。.？?:：]?)$/, '$1') : stem,
    options: type === 'single' || type === 'multiple' ? options : [],
    ...(limit === undefined || limit > options.length ? {} : { limit }),
  };
}

/** Whether a line numbered by 一、二、 heads a part: the next thing after it is a numbered question of its own. */
function headsPart(line: string, after: readonly string[]): boolean {
  const next = after.find((other) => !RULE.test(other));
  return (
    cut(line, 0) === undefined &&
    readMark(line).type === undefined &&
    next !== undefined &&
    NUMBERED.test(next)
  );
}

/** Reads the questions out of pasted text. */
export function readQuestions(text: string): Pasted {
  const lines = text.split(/\r\n|[\n\r\u000b\u2028]/).map(plain);
  const questions: Open[] = [];
  const left: string[] = [];
  let open: Open | undefined;
  for (const [index, line] of lines.entries()) {
    if (RULE.test(line)) continue;
    const chinese = CHINESE_NUMBERED.test(line);
    if (chinese && headsPart(line, lines.slice(index + 1))) {
      left.push(line);
      open = undefined;
      continue;
    }
    const sign = NUMBERED.exec(line) ?? CHINESE_NUMBERED.exec(line);
    if (sign) {
      const words = line.slice(sign[0].length);
      const found = cut(words, 0);
      open =
        found && found.options.length > 1 && found.before !== ''
          ? { stem: found.before, options: found.options }
          : { stem: words, options: [] };
      questions.push(open);
      continue;
    }
    const found = open && cut(line, open.options.length);
    if (open && found && found.before === '') open.options.push(...found.options);
    else if (open && open.options.length === 0) open.stem = `${open.stem}${line}`;
    else left.push(line);
  }
  return { questions: questions.map(finish), left };
}
