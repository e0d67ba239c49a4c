/** A box of a paper ledger that was left empty: nothing, spaces, or the dash that people write into it. */
export const isEmptyBox = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && /^[\s—]*$/.test(value));

/** What stands in a box as text; nothing of what is no text and no number. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
