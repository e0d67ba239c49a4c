/** What is chosen from a list. */

/** One entry of a list to choose from. `code` is stored, `label` is shown and printed. */
export interface Option {
  readonly code: string;
  readonly label: string;
  readonly help?: string;
}

/** Plain words (code = label) or codes with labels, as a list. */
export function toOptions(options: readonly string[] | Readonly<Record<string, string>>): readonly Option[] {
  return Array.isArray(options)
    ? options.map((code: string) => ({ code, label: code }))
    : Object.entries(options as Record<string, string>).map(([code, label]) => ({ code, label }));
}
