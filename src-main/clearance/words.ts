/** Whether characters are words of the language: the platform's dictionary. */

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Stretches of a text, each a word or a sign: [from, to) by UTF-16 index. */
export function wordsOf(text: string): readonly (readonly [from: number, to: number])[] {
  return [...segmenter.segment(text)].map(({ index, segment }) => [index, index + segment.length] as const);
}

const common = new Map<string, boolean>();

/** Whether a text of hanzi is made of nothing but words of two characters and more: 高峰, 干部职工; not 张伟, 单小山. */
export function isCommonWord(text: string): boolean {
  let answer = common.get(text);
  if (answer === undefined) {
    answer = wordsOf(text).every(([from, to]) => [...text.slice(from, to)].length >= 2);
    if (common.size > 20_000) common.clear();
    common.set(text, answer);
  }
  return answer;
}
