/**
 * One spelling of what a reader takes for the same: width, letter case, traditional forms, radicals, look-alike letters;
 * signs, spaces and what cannot be seen are left out. Every kind of search for names and secrets looks at this.
 */
import { Converter } from 'opencc-js/t2cn';

/** A text in its one spelling, and where each of its UTF-16 units stood in the text it was made from. */
export interface Folded {
  readonly text: string;
  /** Source index at which the character of each unit begins. */
  readonly from: readonly number[];
  /** Source index at which it ends. */
  readonly to: readonly number[];
}

/** Letters drawn as Latin capitals: Cyrillic and Greek. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'
    .match(/../gu)!
    .map((pair) => [...pair] as [string, string]),
);

/** Radicals that PDF readers give for whole characters and that NFKC leaves alone (CJK Radicals Supplement). */
const RADICALS: Readonly<Record<string, string>> = Object.fromEntries(
  '⺟母⺠民⺩王⺫目⺴网⺼月⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻰龙⻳龟'
    .match(/../gu)!
    .map((pair) => [...pair] as [string, string]),
);

/** Letters by their class that are drawn as a dot or as nothing: no part of any name. */
const DRAWN_AS_SIGN = /[\u1427\uA78F\p{Script=Hangul}]|(?![\u3005])\p{Lm}/u;

let converter: ((text: string) => string) | undefined;

/** A text in simplified characters. */
export function simplified(text: string): string {
  converter ??= Converter({ from: 't', to: 'cn' });
  return converter(text);
}

function foldCharacter(character: string): string {
  const compatible = [...(RADICALS[character] ?? character).normalize('NFKD')].filter(
    (part) => /[\p{L}\p{N}]/u.test(part) && !DRAWN_AS_SIGN.test(part),
  );
  return compatible
    .map((part) => {
      const capital = part.toUpperCase();
      return LATIN[capital] ?? (capital > '\u2E00' ? simplified(capital) : capital);
    })
    .join('');
}

const known = new Map<string, string>();
function folded(character: string): string {
  let spelling = known.get(character);
  if (spelling === undefined) {
    // 〇 is how people write a zero among Chinese numerals; Unicode counts it as a numeral, not as 零.
    spelling = character === '〇' ? '零' : foldCharacter(character);
    known.set(character, spelling);
  }
  return spelling;
}

/** What was folded last: one text is looked through for names, for numbers and for secrets, one after another. */
let last: { readonly source: string; readonly folded: Folded } | undefined;

/** The one spelling of a text, with the places in it. */
export function fold(text: string): Folded {
  if (last?.source !== text) last = { source: text, folded: foldAnew(text) };
  return last.folded;
}

function foldAnew(text: string): Folded {
  let out = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const spelling = folded(character);
    out += spelling;
    for (let i = 0; i < spelling.length; i += 1) {
      from.push(at);
      to.push(end);
    }
    at = end;
  }
  return { text: out, from, to };
}

/** The one spelling of a text alone. */
export function foldText(text: string): string {
  if (last?.source === text) return last.folded.text;
  let out = '';
  for (const character of text) out += folded(character);
  return out;
}
