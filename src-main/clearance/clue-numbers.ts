/**
 * Numbers of clues in any form that a hand gives them: XS-01, ＸＳ—０１, XS零一, XS壹号, XS编号01, X·S-01, 线索01, and a
 * round's own (青问索2025-007). What only resembles one (XS-3型, AXS-01) is for a person to say.
 */
import { foldText, simplified } from './spelling';

export interface NumberFound {
  readonly from: number;
  readonly to: number;
  readonly certain: boolean;
}

export interface NumberBook {
  in(text: string): NumberFound[];
}

/** The prefix that the program itself gives. */
const OWN_PREFIX = 'XS';
/** Between prefix and number: any signs, and the words for “number”. */
const BETWEEN = '(?:[^\\p{L}\\p{N}\uFFFE]|编号|序号|编码|号码|字|第|号|NUMBER|NUM|NO|Nº)*';
const NUMERAL =
  '(?:\\p{Nd}(?: ?\\p{Nd})*|[零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|[①-⑳])';
/** A year before the serial number: 〔2025〕1号, 2025-01. */
const YEAR = `(?:20\\p{Nd}{2}年?${BETWEEN})`;
/** What follows the number of a model, a building, a quantity, and never that of a clue. */
const THING_AFTER =
  /^\s*(?:[-—]?[A-Z]|型|系列|款|号楼|号机|号泵|号井|号线|号门|[栋幢座米厘千公吨台件条个起名份元万亿%％度伏瓦])/iu;
const QUANTITY_AFTER = /^\s*(?:[件条个起名份人次宗批项类余多])/u;

/** Signs that are drawn alike made one, each over as many UTF-16 units as before, so that places stay. */
function level(text: string): string {
  let out = '';
  for (const character of text) {
    const one = character.normalize('NFKC').toUpperCase();
    const plain = { Х: 'X', Χ: 'X', Ѕ: 'S', О: '0', Ｏ: '0' }[one] ?? one;
    const unseen = /[\p{Cf}\p{M}\u115F\u1160\u3164\u2800]/u.test(plain);
    out += unseen ? ' '.repeat(character.length) : plain.length === character.length ? plain : character;
  }
  const simple = simplified(out);
  return simple.length === out.length ? simple : out;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const DIGIT: Readonly<Record<string, number>> = Object.fromEntries(
  [...'零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖'].map((digit, i) => [
    digit,
    i < 2 ? 0 : i < 11 ? i - 1 : i - 10,
  ]),
);

/** The value of a numeral of any kind; NaN where it is none. */
function numeralValue(numeral: string): number {
  const plain = numeral.normalize('NFKC').replaceAll(' ', '');
  if (/^\d+$/.test(plain)) return Number(plain);
  const roman = { I: 1, II: 2, III: 3, IV: 4, V: 5, VI: 6, VII: 7, VIII: 8, IX: 9, X: 10, XI: 11, XII: 12 };
  if (plain in roman) return roman[plain as keyof typeof roman];
  if (!/[十百拾佰]/.test(plain)) {
    const digits = [...plain].map((digit) => DIGIT[digit]);
    return digits.includes(undefined) ? NaN : Number(digits.join(''));
  }
  let total = 0;
  let digit: number | undefined;
  for (const character of plain) {
    const unit = { 十: 10, 拾: 10, 百: 100, 佰: 100 }[character];
    if (unit) {
      total += (digit ?? 1) * unit;
      digit = undefined;
    } else digit = DIGIT[character];
  }
  return total + (digit ?? 0);
}

/**
 * @param codes the numbers that the clues of the vault have
 * @param prefixes besides `XS`, where a round counts its clues in its own way
 */
export function numberBook(codes: Iterable<string>, prefixes: Iterable<string> = []): NumberBook {
  const given = new Map<string, Set<number>>();
  const whole: RegExp[] = [];
  const marks = ['线索', OWN_PREFIX];
  for (const code of codes) {
    const plain = level(code).replace(/\s/g, '');
    const parts = /^(.*?)(\d+)([^\d]*)$/u.exec(plain);
    if (!parts) continue;
    const [, lead = '', serial = '', tail = ''] = parts;
    const letters = lead.replace(/[^\p{L}\p{N}]/gu, '');
    if (/^[A-Z]*$/.test(letters) && tail === '') {
      const known = given.get(letters || OWN_PREFIX) ?? new Set();
      given.set(letters || OWN_PREFIX, known.add(Number(serial)));
      continue;
    }
    // 青问索2025-007, 线字7号: its own characters in their order, whatever signs stand between, zeros or none.
    const pieces = `${lead}\uE000`.match(/\p{L}|\d+|\uE000/gu) ?? [];
    const pattern = pieces
      .map((piece) =>
        piece === '\uE000'
          ? `0*${Number(serial)}(?!\\d)`
          : /\d/.test(piece)
            ? `0*${Number(piece)}`
            : escape(piece),
      )
      .join('(?:[^\\p{L}\\p{N}\uFFFE]|第|号|年)*');
    marks.push(foldText(lead));
    whole.push(new RegExp(`(?<![\\d])${pattern}`, 'gu'));
  }
  for (const prefix of prefixes) {
    const letters = level(prefix).replace(/[^\p{L}\p{N}]/gu, '');
    if (letters !== '' && !given.has(letters)) given.set(letters, new Set());
  }
  if (!given.has(OWN_PREFIX)) given.set(OWN_PREFIX, new Set());
  marks.push(...given.keys());
  const prefixed = [...given].map(([letters, numbers]) => ({
    numbers,
    pattern: new RegExp(
      `(?<lead>[A-Z]?)(?:${[...letters].map(escape).join('[^\\p{L}\\p{N}\uFFFE]{0,3}')})(?<between>${BETWEEN})(?<year>${YEAR})?(?<number>${NUMERAL})`,
      'gu',
    ),
  }));
  const everyNumber = new Set([...given.values()].flatMap((numbers) => [...numbers]));
  const spoken = new RegExp(`线索${BETWEEN}(?<number>${NUMERAL})(?<tail>号?)`, 'gu');

  return {
    in(text) {
      // Most paragraphs end their search with this look.
      const folded = foldText(text);
      if (!marks.some((mark) => folded.includes(mark))) return [];
      const plain = level(text);
      const found: NumberFound[] = [];
      const add = (match: RegExpMatchArray, certain: boolean) =>
        found.push({ from: match.index!, to: match.index! + match[0].length, certain });
      for (const pattern of whole) for (const match of plain.matchAll(pattern)) add(match, true);
      for (const { pattern, numbers } of prefixed) {
        for (const match of plain.matchAll(pattern)) {
          const { lead = '', year = '', number = '' } = match.groups!;
          const rest = plain.slice(match.index + match[0].length);
          const value = numeralValue(number);
          // X S - 0 1 as well as XS-01 2025年.
          const exists = numbers.has(value) || numbers.has(numeralValue(number.split(' ')[0]!));
          const thing = THING_AFTER.test(rest);
          const asGiven = /^0 ?\d/.test(number) || year !== '';
          if (lead !== '' || /[A-Z]/.test(plain[match.index - 1] ?? '')) {
            if (exists && lead !== '' && !thing && !/[A-Z]/.test(plain[match.index - 1] ?? ''))
              add(match, false);
          } else if (exists) add(match, !thing);
          else if (numbers.size === 0 ? !thing : asGiven && !thing) add(match, true);
          else if (!thing && value < 1000) add(match, false);
        }
      }
      for (const match of plain.matchAll(spoken)) {
        const { number = '', tail = '' } = match.groups!;
        const rest = plain.slice(match.index + match[0].length);
        if (QUANTITY_AFTER.test(rest) && tail === '') continue;
        const value = numeralValue(number);
        if (everyNumber.has(value) || /^0\d/.test(number)) add(match, /^0/.test(number) || tail !== '');
      }
      return found;
    },
  };
}
