/**
 * Keys that stand twice in one object of a JSON text. `JSON.parse` keeps the last of them without a word (RFC 8259, 4:
 * “the behavior of software that receives such an object is unpredictable”), so that what was written first is lost.
 */

export interface RepeatedKey {
  /** From the root to the key; numbers are places in a list. */
  readonly path: readonly (string | number)[];
  /** Line of the second one, from 1. */
  readonly line: number;
}

/** What the text is inside of: an object with its keys so far, or a list with the place reached. */
type Within = { readonly keys: Set<string>; key?: string; awaitsKey: boolean } | { at: number };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:\n]/gs;

/** @param text valid JSON */
export function repeatedKeys(text: string): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const within: Within[] = [];
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    const here = within.at(-1);
    if (token === '\n') line += 1;
    else if (token === '{') within.push({ keys: new Set(), awaitsKey: true });
    else if (token === '[') within.push({ at: 0 });
    else if (token === '}' || token === ']') within.pop();
    else if (here === undefined) continue;
    else if ('at' in here) here.at += token === ',' ? 1 : 0;
    else if (token === ',') here.awaitsKey = true;
    else if (token.startsWith('"') && here.awaitsKey) {
      here.key = JSON.parse(token) as string;
      here.awaitsKey = false;
      if (here.keys.has(here.key)) found.push({ path: within.map(placeIn), line });
      here.keys.add(here.key);
    }
  }
  return found;
}

const placeIn = (level: Within): string | number => ('at' in level ? level.at : (level.key ?? ''));
