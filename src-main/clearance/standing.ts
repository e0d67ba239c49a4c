/** What still looks like a person or tells who somebody is, whether any record names him or not: for a last look. */
import { sentenceAround, type InSentence } from './sentence';
import { fold, foldText } from './spelling';
import { COMPOUND_SURNAMES, SURNAMES } from './surnames';
import { isCommonWord, wordsOf } from './words';

export interface Standing extends InSentence {
  readonly kind: 'name' | 'identity' | 'telephone';
  readonly word: string;
}

/** Surnames that are far more often a word of the sentence. */
const SELDOM_A_NAME =
  /[和于有从向应时能都全由对经任别还比各并以及等公国文明成平相当关管方连信干支查应计解党水费支权单项段强终年封常通满高广安万修元温印首初办未无第后位车房古商农巢居利步凤花惠迟包归齐督占东]/u;
/** Surnames that stand before another word too (从严追责、曾销号): a word of two characters after one is no given name. */
const BEFORE_A_WORD = /[严施曾云柳毛马牛石]/u;
/** What makes a place of what stands before it. */
const PLACE_AFTER = /^[村镇乡县市区河渠山路街社湾沟桥]/u;
/** Characters that are no part of a given name. */
const NOT_GIVEN =
  /[的了在是与及称说因为被把将给也又再不没已曾就才只要会可其同跟让请问看去到过着之所则均且而或领违用收送办批签拿占买卖借欠负主分系两二三四五六七八九十年月日号元万个名份项次件条户亩人村镇乡县市区组站局所室科委部院校厅处某级类型款项组织全面资费额度均应]/u;
const POST =
  /^(?:书记|主任|局长|站长|所长|科长|处长|股长|队长|组长|镇长|乡长|县长|市长|部长|校长|院长|厂长|经理|会计|老板|主席|支书|村长|同志|先生|女士)$/u;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Whether 18 signs are an identity number: its last is a check digit (GB 11643-1999). */
function isIdentityNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

/** Numbers in a text: identity cards by their check digit, mobile telephones, fixed ones with their area code. */
function* numbersIn(text: string): Generator<readonly ['identity' | 'telephone', number, number]> {
  const { text: folded, from, to } = fold(text);
  for (const match of folded.matchAll(/\d{6,}X?/g)) {
    const run = match[0];
    const place = (start: number, length: number) =>
      [from[match.index + start]!, to[match.index + start + length - 1]!] as const;
    if (isIdentityNumber(run)) yield ['identity', ...place(0, 18)];
    else if (/^(?:86)?1[3-9]\d{9}$/.test(run)) yield ['telephone', ...place(0, run.length)];
    else if (/^0\d{9,11}$/.test(run)) yield ['telephone', ...place(0, run.length)];
  }
}

/** Surname and one or two characters that are no word: 周小海, 张伟, 王局长. */
function* namesIn(text: string): Generator<readonly [number, number]> {
  const words = wordsOf(text);
  for (let i = 0; i < words.length; i += 1) {
    const [from, to] = words[i]!;
    const word = text.slice(from, to);
    const next = words[i + 1];
    const nextWord = next ? text.slice(...next) : '';
    const given = (piece: string) => /^\p{Script=Han}{1,2}$/u.test(piece) && !NOT_GIVEN.test(piece);
    const surname = SURNAMES.has(word) || COMPOUND_SURNAMES.has(word);
    // 3张发票: a measure.
    const counted = /[\d一二三四五六七八九十两几多]$/u.test(text.slice(0, from));
    if (!surname || SELDOM_A_NAME.test(word) || counted || next === undefined) continue;
    if (POST.test(nextWord)) yield [from, next[1]];
    else if (given(nextWord)) {
      const third = words[i + 2];
      const last = third ? text.slice(...third) : '';
      const more = nextWord.length === 1 && third && last.length === 1 && given(last);
      if (nextWord.length === 2 && isCommonWord(word + nextWord)) continue;
      if (nextWord.length === 2 && BEFORE_A_WORD.test(word)) continue;
      const end = more ? third[1] : next[1];
      if (!PLACE_AFTER.test(text.slice(end))) yield [from, end];
    }
  }
}

/** @param open texts whose parts are nobody's name: units, the round */
export function standingIn(text: string, open: readonly string[] = []): Standing[] {
  const covered = open
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '' && text.includes(phrase))
    .flatMap((phrase) => {
      const at = text.indexOf(phrase);
      return [[at, at + phrase.length] as const];
    });
  const free = (from: number, to: number) => !covered.some(([a, b]) => a <= from && to <= b);
  const found: Standing[] = [];
  for (const [kind, from, to] of numbersIn(text))
    found.push({ kind, word: text.slice(from, to), ...sentenceAround(text, from, to) });
  for (const [from, to] of namesIn(text)) {
    if (free(from, to))
      found.push({ kind: 'name', word: text.slice(from, to), ...sentenceAround(text, from, to) });
  }
  const seen = new Set<string>();
  return found.filter(({ word, sentence }) => {
    const key = `${foldText(word)} ${sentence}`;
    return !seen.has(key) && seen.add(key);
  });
}
