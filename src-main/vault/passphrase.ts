/** What counts as a passphrase, and the same passphrase. */
import { WorkbenchError } from '../../src-shared/errors';
import { nameKey } from './names';

/**
 * Ten characters of any script. People here write a sentence of their own more easily than a password with symbols, so
 * there is no rule about kinds of characters; Argon2id carries the rest.
 */
const MIN_PASSPHRASE = 10;
const MAX_PASSPHRASE = 200;
/** Fewer different characters than this is a pattern (111222333444), not a sentence. */
const MIN_DISTINCT = 5;
/** Keyboard rows and the alphabet; a passphrase that is one stretch of these, in either direction, is refused. */
const STRETCHES = [
  '12345678901234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijklmnopqrstuvwxyz1234567890',
  '1234567890qwertyuiop',
  '1234567890abcdefghijklmnopqrstuvwxyz',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];

/** NFKC and trimmed: full-width letters of a Chinese input method and a pasted blank do not lock anybody out. */
export function normalisePassphrase(passphrase: string): string {
  return passphrase.normalize('NFKC').trim();
}

/**
 * Accepts a new passphrase for `name` and returns it normalised.
 * @throws WorkbenchError VAULT_PASSPHRASE_WEAK with the reason in Chinese.
 */
export function checkNewPassphrase(passphrase: string, name: string): string {
  const normal = normalisePassphrase(passphrase);
  const reason = weakness(normal, nameKey(name));
  if (reason !== undefined) throw new WorkbenchError('VAULT_PASSPHRASE_WEAK', reason);
  return normal;
}

function weakness(passphrase: string, name: string): string | undefined {
  const characters = [...passphrase];
  if (characters.length < MIN_PASSPHRASE) {
    return `口令太短：至少 ${MIN_PASSPHRASE} 个字符（汉字、字母、数字、空格都算）。可以用一句只有自己知道的话。`;
  }
  if (characters.length > MAX_PASSPHRASE) return `口令太长：最多 ${MAX_PASSPHRASE} 个字符。请缩短后重试。`;
  if ([...name].length >= 2 && nameKey(passphrase).toLowerCase().includes(name.toLowerCase())) {
    return '口令中不能含有本人姓名。请换一句与姓名无关的话。';
  }
  if (new Set(characters).size < MIN_DISTINCT || isRepeated(characters)) {
    return '口令只是同一段内容的重复，容易被猜中。请换一句只有自己知道的话。';
  }
  if (isStretch(passphrase.toLowerCase())) {
    return '口令是连续的数字、字母或键盘顺序，容易被猜中。请换一句只有自己知道的话。';
  }
  return undefined;
}

/** Whether the text is some shorter text said at least twice (abcdeabcdeab counts). */
function isRepeated(characters: readonly string[]): boolean {
  for (let period = 1; period * 2 <= characters.length; period++) {
    if (characters.every((character, i) => i < period || character === characters[i - period])) return true;
  }
  return false;
}

function isStretch(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return STRETCHES.some((stretch) => stretch.includes(text) || stretch.includes(backwards));
}
