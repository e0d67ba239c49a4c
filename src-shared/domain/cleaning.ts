/**
 * Text as it is kept: without what cannot be seen. What is pasted from WPS, Word or a PDF brings soft breaks, spaces that are
 * none and radicals that look like characters; every text value of a save and of an import goes through here.
 */
import type { AnyKind } from './define';

/** U+2E80–U+2EF3 as the characters they look like (Unicode EquivalentUnifiedIdeograph.txt; NFKC knows only two of them). */
const RADICALS = new Map(
  [
    ...(
      '⺁厂⺅亻⺝月⺟母⻄西⻅见⻆角⻋车⻐钅⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼' +
      '⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻭歯⻮齿⻯竜⻰龙⻲亀⻳龟'
    ).matchAll(/(.)(.)/gu),
  ].map(([, radical, character]) => [radical!, character!] as const),
);

/** Kangxi radicals (U+2F00–U+2FD5) and those of the supplement. */
const RADICAL = /[\u2e80-\u2ef3\u2f00-\u2fd5]/g;
/** Spaces of other widths; the ideographic space U+3000 is a person's own indent and stays. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g;
const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/**
 * Controls, soft hyphen, zero width, marks of direction, joiners, selectors of variants, tags, byte order mark, the place of an
 * object, what Unicode calls no character.
 */
const UNSEEN =
  // eslint-disable-next-line no-misleading-character-class
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff\u{e0000}-\u{e01ef}\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}\u{dfffe}\u{dffff}\u{efffe}\u{effff}\u{ffffe}\u{fffff}\u{10fffe}\u{10ffff}]/gu;
/** Half a character becomes U+FFFD: something was lost there, and it is to be seen. */
const HALF_A_PAIR = /\p{Surrogate}/gu;

/** Letters, characters and signs of which nothing is ever taken out: nearly every text is of these alone. */
const PLAIN = /^[\t\n -~\u3000-\u312f\u3400-\u9fff\uff01-\uff5e]*$/;

/** A radical as the character it looks like. */
export const plainRadicals = (text: string): string =>
  text.replace(RADICAL, (sign) => RADICALS.get(sign) ?? sign.normalize('NFKC'));

/**
 * Running text as it is kept: every kind of line break is `\n`, odd spaces are spaces, radicals are characters, what cannot be
 * seen is gone. Nothing is trimmed: a person may still be typing. Done twice it changes nothing more.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return plainRadicals(
    text.replace(BREAKS, '\n').replace(SPACES, ' ').replace(UNSEEN, '').replace(HALF_A_PAIR, '\uFFFD'),
  );
}

/** The same for one line: breaks and tabs are spaces. */
export const cleanLine = (text: string): string => cleanText(text).replace(/[\n\t]+/g, ' ');

/** A value of a field as it is kept: texts are cleaned, in lists each for itself; anything else is left as it is. */
export function cleanValue(
  type: AnyKind['fields'][string]['info']['type'] | undefined,
  value: unknown,
): unknown {
  if (typeof value === 'string') return type === 'longText' ? cleanText(value) : cleanLine(value);
  if (Array.isArray(value)) return value.map((item: unknown) => cleanValue(undefined, item));
  return value;
}

/** The values of a record of a kind as they are kept. */
export function cleanValues<V>(kind: AnyKind, values: Readonly<Record<string, V>>): Record<string, V> {
  const kept: Record<string, V> = {};
  for (const [name, value] of Object.entries(values)) {
    const info = Object.hasOwn(kind.fields, name) ? kind.fields[name]!.info : undefined;
    kept[name] = cleanValue(info?.type, value) as V;
  }
  return kept;
}
