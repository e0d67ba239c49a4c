/** Secret texts found again in a paper, whole or in part, whatever signs stand between their characters. */
import { fold, foldText, type Folded } from './spelling';

/** So many characters in a row in common, signs left out, are no accident. Decision 0010. */
const RUN = 12;
/** A text shorter than {@link RUN} is looked for whole; one shorter than this says nothing (提醒谈话 is in every ledger). */
const SHORTEST = 8;

export interface RunFound {
  readonly from: number;
  readonly to: number;
  /** What was found, in its one spelling: what a decision about it is kept under. */
  readonly run: string;
}

export interface TextBook {
  in(text: string): RunFound[];
}

/** Names of rules and documents: anybody may quote them. */
const QUOTED_TITLE = /《[^《》]{2,60}》/gu;

/** The folded text without the texts that anybody may use, and where its units stood. */
function without(text: string, open: readonly string[]): Folded {
  const { text: folded, from, to } = fold(text.replace(QUOTED_TITLE, (title) => ' '.repeat(title.length)));
  const cut = new Set<number>();
  for (const phrase of open) {
    for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + phrase.length)) {
      for (let i = at; i < at + phrase.length; i += 1) cut.add(i);
    }
  }
  if (cut.size === 0) return { text: folded, from, to };
  const kept = [...folded.split('').keys()].filter((i) => !cut.has(i));
  return {
    text: kept.map((i) => folded[i]).join(''),
    from: kept.map((i) => from[i]!),
    to: kept.map((i) => to[i]!),
  };
}

/**
 * Calls with each place of a text and a number for the {@link RUN} units from there on, kept in 20 bits: by it most places
 * are told apart from every secret. A long ledger has half a million places.
 */
function rolling(text: string, visit: (at: number, hash: number) => void): void {
  const base = 31;
  let power = 1;
  for (let i = 1; i < RUN; i += 1) power = Math.imul(power, base);
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (i >= RUN) hash = (hash - Math.imul(text.charCodeAt(i - RUN), power)) | 0;
    hash = (Math.imul(hash, base) + text.charCodeAt(i)) | 0;
    if (i >= RUN - 1) visit(i - RUN + 1, (hash ^ (hash >>> 15)) & 0xfffff);
  }
}

/**
 * @param secrets texts that must not be in a paper
 * @param open texts that may, also where a secret holds them: the unit's own name, runs that a person has allowed
 */
export function textBook(secrets: Iterable<string>, open: Iterable<string> = []): TextBook {
  const allowed = [...new Set([...open].map(foldText))]
    .filter((phrase) => [...phrase].length >= 3)
    .sort((a, b) => b.length - a.length);
  const runs = new Set<string>();
  const short = new Set<string>();
  const seen = new Uint8Array(1 << 20);
  for (const secret of new Set(secrets)) {
    const { text } = without(secret, allowed);
    if (text.length < SHORTEST) continue;
    if (text.length < RUN) short.add(text);
    rolling(text, (at, hash) => {
      seen[hash] = 1;
      runs.add(text.slice(at, at + RUN));
    });
  }
  return {
    in(source) {
      if (runs.size === 0 && short.size === 0) return [];
      const { text, from, to } = without(source, allowed);
      const found: RunFound[] = [];
      const add = (start: number, end: number) =>
        found.push({ from: from[start]!, to: to[end - 1]!, run: text.slice(start, end) });
      let [start, end] = [0, 0];
      rolling(text, (at, hash) => {
        if (seen[hash] === 0 || !runs.has(text.slice(at, at + RUN))) return;
        if (at > end) {
          if (end > 0) add(start, end);
          start = at;
        }
        end = at + RUN;
      });
      if (end > 0) add(start, end);
      for (const whole of short) {
        const at = text.indexOf(whole);
        if (at >= 0) add(at, at + whole.length);
      }
      return found;
    },
  };
}
