/**
 * The bar of a chart in a cell of a table: an empty paragraph, shaded from the left edge as far as its share goes. Word,
 * WPS and LibreOffice all draw it, nothing in it has to be measured by a font, and what stands in the paper stays words
 * that the clearance can read, where a picture could hide some (decision 0015).
 */

/** Grey-blue of 3 : 1 against white (WCAG 2.1 § 1.4.11), still a clear grey on a printer without colours. */
const FILL = '7F93A8';
/** Height of a bar in twips: less than the 12.5 pt of a line, so that bars of neighbouring rows stay apart. */
const HEIGHT = 150;

/** The share that words say, from 0 to 1: `28.8%` → 0.288; 0 where they say none. */
export function shareIn(words: string): number {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(words.trim())?.[1];
  return percent === undefined ? 0 : Math.min(1, Number(percent) / 100);
}

/**
 * Makes the paragraph that a cell ends with a bar; nothing of it is left for a share of 0.
 * @param open WordprocessingML that ends with the properties of a paragraph (`…</w:pPr>`)
 * @param share from 0 to 1 of the room
 * @param room width of the cell's text in twips
 */
export function withBar(open: string, share: number, room: number): string {
  if (share <= 0) return open;
  const right = Math.round(room * (1 - share));
  return open.replace(
    /<\/w:pPr>$/,
    `<w:shd w:val="clear" w:color="auto" w:fill="${FILL}"/>` +
      `<w:spacing w:before="0" w:after="0" w:line="${HEIGHT}" w:lineRule="exact"/>` +
      `<w:ind w:left="0" w:right="${right}" w:firstLine="0"/><w:rPr><w:sz w:val="10"/></w:rPr></w:pPr>`,
  );
}
