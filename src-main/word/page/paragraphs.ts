/** Text as paragraphs of named styles. */
import { Paragraph } from 'docx';
import type { FontPlan } from './fonts';
import { TITLE_CHARACTERS } from './measures';
import { linesOf, textRuns } from './text';
import { breakTitle } from './title';

/** Paragraphs of one style; each line of the text is a paragraph. */
export function paragraphs(style: string, text: string, keepLastWithNext = false): Paragraph[] {
  const lines = linesOf(text);
  return lines.map(
    (line, index) =>
      new Paragraph({
        style,
        children: textRuns(line),
        keepNext: keepLastWithNext && index === lines.length - 1 ? true : undefined,
      }),
  );
}

/** A title over as many lines as it needs, turned where words end. */
export function titleParagraph(
  text: string,
  fonts: FontPlan,
  style = 'GwTitle',
  charactersPerLine = TITLE_CHARACTERS,
): Paragraph {
  const lines = breakTitle(linesOf(text).join(''), charactersPerLine);
  return new Paragraph({ style, children: textRuns(lines.join('\n'), fonts.titleCoverage) });
}
