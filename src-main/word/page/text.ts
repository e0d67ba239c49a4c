/**
 * People's words on their way into a Word file: what XML cannot carry is removed, markup stays literal text, and
 * characters that the official fonts lack are set in a font that has them.
 */
import { TextRun } from 'docx';
import { cleanText as cleanKept } from '../../../src-shared/domain/cleaning';

/** The character styles of rare characters; defined by `gbt9704.ts` in every document. */
export const RARE_STYLE = { rare: 'RareCharacter', supplementary: 'RareSupplementary' } as const;

/** What the font of a paragraph has: 方正小标宋简体 stops at GB 2312, the others at GBK. */
export type Coverage = 'gb2312' | 'gbk';

export interface TextSegment {
  readonly text: string;
  /** Character style for this stretch; absent: the paragraph's own font has it. */
  readonly style?: string;
}

/**
 * Text that is legal in XML 1.0 and without what cannot be seen (also where it was kept before texts were cleaned on saving);
 * a tab is a space.
 */
export function cleanText(text: string): string {
  return cleanKept(text).replace(/\t/g, ' ');
}

/** The non-empty lines of a text, trimmed (a person's own indent would double the style's). */
export function linesOf(text: string): string[] {
  return cleanText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

let gb2312: ReadonlySet<string> | undefined;

/** The 6,763 hanzi of GB 2312: rows B0–F7, cells A1–FE of its GBK superset, from the platform's own decoder. */
function gb2312Hanzi(): ReadonlySet<string> {
  if (gb2312 === undefined) {
    const decoder = new TextDecoder('gbk');
    const all = new Set<string>();
    for (let row = 0xb0; row <= 0xf7; row++) {
      for (let cell = 0xa1; cell <= 0xfe; cell++) all.add(decoder.decode(Uint8Array.of(row, cell)));
    }
    gb2312 = all;
  }
  return gb2312;
}

const HAN = /\p{Script=Han}/u;
/** Everything below U+3400 and U+4E00–U+9FA5 is in GBK or is not hanzi at all: most text ends its check here. */
const MAYBE_RARE = /[\u3400-\u4DBF\u9FA6-\u9FFF\uF900-\uFAFF\u{20000}-\u{3FFFF}]/u;

function styleOf(char: string, coverage: Coverage): string | undefined {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x20000) return HAN.test(char) ? RARE_STYLE.supplementary : undefined;
  if (MAYBE_RARE.test(char)) return RARE_STYLE.rare;
  if (coverage === 'gb2312' && code >= 0x4e00 && code <= 0x9fa5 && !gb2312Hanzi().has(char))
    return RARE_STYLE.rare;
  return undefined;
}

/** Cuts a text where the font has to change. */
export function segmentsOf(text: string, coverage: Coverage = 'gbk'): TextSegment[] {
  if (coverage === 'gbk' && !MAYBE_RARE.test(text)) return [{ text }];
  const segments: { text: string; style?: string }[] = [];
  for (const char of text) {
    const style = styleOf(char, coverage);
    const last = segments.at(-1);
    if (last !== undefined && last.style === style) last.text += char;
    else segments.push({ text: char, style });
  }
  return segments;
}

/**
 * The runs of one paragraph; `\n` becomes a line break inside it.
 * @param style a character style for all that the paragraph's own font would have
 */
export function textRuns(text: string, coverage: Coverage = 'gbk', style?: string): TextRun[] {
  return cleanText(text)
    .split('\n')
    .flatMap((line, index) =>
      segmentsOf(line, coverage).map(
        (segment, part) =>
          new TextRun({
            text: segment.text,
            style: segment.style ?? style,
            break: index > 0 && part === 0 ? 1 : undefined,
          }),
      ),
    );
}

/** Escapes text for XML content. */
function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'));
}

/** The same runs as {@link textRuns} as WordprocessingML, for rows that are repeated in the XML. */
export function runsXml(text: string): string {
  return cleanText(text)
    .split('\n')
    .map((line) =>
      segmentsOf(line)
        .map(({ text: part, style }) => {
          const properties = style === undefined ? '' : `<w:rPr><w:rStyle w:val="${style}"/></w:rPr>`;
          return `<w:r>${properties}<w:t xml:space="preserve">${escapeXml(part)}</w:t></w:r>`;
        })
        .join(''),
    )
    .join('<w:r><w:br/></w:r>');
}

/** Width in half characters: hanzi and full-width signs 2, Latin letters, digits and half-width signs 1. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += (char.codePointAt(0) ?? 0) < 0x2000 ? 1 : 2;
  return width;
}
