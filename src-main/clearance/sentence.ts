/** A place in a text with as much around it as a person needs to judge it. */

export interface InSentence {
  readonly sentence: string;
  /** The place in the sentence: [from, to). */
  readonly from: number;
  readonly to: number;
}

const END = /[。；！？!?;\n\r\u2028\u2029]/u;
/** Characters on either side of a place where a sentence is longer: about three lines of print in all. */
const AROUND = 40;

/** The sentence that holds [from, to), at most {@link AROUND} characters on either side. */
export function sentenceAround(text: string, from: number, to: number): InSentence {
  let start = from;
  while (start > 0 && from - start < AROUND && !END.test(text[start - 1]!)) start -= 1;
  let end = to;
  while (end < text.length && end - to < AROUND && !END.test(text[end]!)) end += 1;
  const lead = /^\s*/u.exec(text.slice(start, from))![0].length;
  start += lead;
  return { sentence: text.slice(start, end).trimEnd(), from: from - start, to: to - start };
}
