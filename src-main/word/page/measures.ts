/** The pages of our papers in numbers (domain.md §3.1, §3.3, §3.6), in twips unless told. */

/** Twips (1/20 pt) of a millimetre. */
export const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);

/** §3.1: A4, margins 37/28/35/26 mm, so that the text area is 156 × 225 mm. */
export const PAGE = {
  width: 11906,
  height: 16838,
  top: 2098,
  left: 1588,
  bottom: 1984,
  right: 1474,
} as const;
/** A ledger is a document of its own on A4 across: text area 257 × 156 mm. */
export const LANDSCAPE = { top: mm(28), left: mm(20), bottom: mm(26), right: mm(20) } as const;
export const LANDSCAPE_TEXT_WIDTH = PAGE.height - LANDSCAPE.left - LANDSCAPE.right;
/** 225 mm / 22 lines, rounded to what offices set: 28.95 pt. */
export const LINE = 579;
/** §3.6: −0.25 pt makes 28 characters of 16 pt fit into 156 mm. */
export const CHARACTER_SPACING = -5;
export const CHARACTERS_PER_LINE = 28;
/** 442 pt / 22 pt. */
export const TITLE_CHARACTERS = 20;
/** Bottom of the number's 16 pt line: its dash then stands 7 mm below the text area. */
export const FOOTER = mm(25);

/** A form on A4 upright: text area 165 × 250 mm, room to bind on the left; official papers have {@link PAGE}. */
export const FORM_PAGE = { top: mm(25), left: mm(25), bottom: mm(22), right: mm(20) } as const;
export const FORM_TEXT_WIDTH = PAGE.width - FORM_PAGE.left - FORM_PAGE.right;

/** Widths in mm as twips that add up to a text width exactly. */
export function toTwips(widths: readonly number[], total: number): number[] {
  const twips = widths.map((width) => Math.floor((width * 1440) / 25.4));
  const last = twips.length - 1;
  if (last >= 0) twips[last]! += total - twips.reduce((sum, width) => sum + width, 0);
  return twips;
}
