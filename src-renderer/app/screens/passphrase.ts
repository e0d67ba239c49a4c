/** How good a passphrase is, in words, while it is typed. The vault has the last word (src-main/vault/passphrase.ts). */

/** Fewest characters, and fewest different ones, that the vault accepts. */
export const SHORTEST = 10;
const MIN_DISTINCT = 5;

export interface PassphraseJudgement {
  readonly accepted: boolean;
  readonly level: 0 | 1 | 2 | 3;
  readonly words: string;
}

/** Judges by length and by how many different characters there are; never stores or passes on the text. */
export function judgePassphrase(passphrase: string): PassphraseJudgement {
  const normal = passphrase.normalize('NFKC').trim();
  const length = [...normal].length;
  if (length === 0) {
    return { accepted: false, level: 0, words: `至少${SHORTEST}个字符；用一句只有自己知道的话最好` };
  }
  if (length < SHORTEST) {
    return { accepted: false, level: 0, words: `还差${SHORTEST - length}个字符（至少${SHORTEST}个）` };
  }
  if (new Set(normal).size < MIN_DISTINCT) {
    return { accepted: false, level: 0, words: '重复的字符太多，容易被猜到，请换一句' };
  }
  // A Chinese character is drawn from some thousands, a letter from some tens: it weighs about double.
  const weight = length + (normal.match(/\p{Script=Han}/gu)?.length ?? 0) - (/^\d+$/.test(normal) ? 6 : 0);
  if (weight < 12) return { accepted: true, level: 1, words: '较弱：再长一些，或加入汉字、字母' };
  if (weight < 18) return { accepted: true, level: 2, words: '尚可：再长一些更稳妥' };
  return { accepted: true, level: 3, words: '较强' };
}
