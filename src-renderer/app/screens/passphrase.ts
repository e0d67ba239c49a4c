/** How good a passphrase is, in words. The vault has the last word; this only helps while typing. */

/** Fewest characters of a passphrase. */
export const SHORTEST = 8;

export interface PassphraseJudgement {
  readonly accepted: boolean;
  readonly level: 0 | 1 | 2 | 3;
  readonly words: string;
}

/** Judges by length and by how many different characters there are; never stores or passes on the text. */
export function judgePassphrase(passphrase: string): PassphraseJudgement {
  const length = [...passphrase].length;
  const different = new Set(passphrase).size;
  if (length === 0) return { accepted: false, level: 0, words: `至少${SHORTEST}个字符；用一句自己记得住的话最好` };
  if (length < SHORTEST)
    return { accepted: false, level: 0, words: `还差${SHORTEST - length}个字符（至少${SHORTEST}个）` };
  if (different < 4) return { accepted: false, level: 0, words: '重复的字符太多，容易被猜到，请换一个' };
  const onlyDigits = /^\d+$/.test(passphrase);
  const chinese = /\p{Script=Han}/u.test(passphrase);
  const weight = length * (chinese ? 2 : 1) - (onlyDigits ? 6 : 0);
  if (weight < 10) return { accepted: true, level: 1, words: '较弱：再长一些，或加入汉字、字母' };
  if (weight < 16) return { accepted: true, level: 2, words: '尚可：再长一些更稳妥' };
  return { accepted: true, level: 3, words: '较强' };
}
