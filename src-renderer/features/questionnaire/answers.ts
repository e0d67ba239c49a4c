/** What is typed for one question of a paper sheet, and whether it can stand (domain.md §2.2 i). */
import type { Values } from '../../../src-shared/domain/define';
import type { Kinds } from '../../../src-shared/domain/kinds';
import { INVALID, letterOf, optionsOf } from '../../../src-shared/domain/kinds/questionnaire';

export type Asked = Values<Kinds['question']>;

export interface Checked {
  /** What is kept: letters in order without gaps, or the words. Empty: 未答. */
  readonly value: string;
  readonly problem?: string;
}

/** Letters (also small, full-width, or figures from the number pad) as the letters of options, each once, in order. */
function lettersIn(typed: string): readonly string[] {
  const half = typed.replace(/[Ａ-Ｚａ-ｚ０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const letters = [...half.toUpperCase()]
    .filter((c) => /[A-Z1-9]/.test(c))
    .map((c) => (c >= '1' && c <= '9' ? letterOf(Number(c) - 1) : c));
  return [...new Set(letters)].sort();
}

/** A mark on the paper of a question with 是 and 否, as one keys it. */
const SAID: Readonly<Record<string, string>> = {
  '√': 'A',
  '✓': 'A',
  对: 'A',
  是: 'A',
  y: 'A',
  '×': 'B',
  错: 'B',
  否: 'B',
  n: 'B',
};
/** How one keys an answer that cannot stand. */
const CANNOT_STAND: readonly string[] = [INVALID, '0', '０'];

/** Checks one answer against its question: known letters, number of choices, an option that stands alone. */
export function checkAnswer(asked: Asked, typed: string): Checked {
  const options = optionsOf(asked);
  const text = typed.trim();
  if (options.length === 0) return { value: text };
  if (CANNOT_STAND.includes(text)) return { value: INVALID };
  const said = asked.type === 'trueFalse' ? SAID[text.toLowerCase()] : undefined;
  const letters = lettersIn(said ?? text);
  const value = letters.join('');
  const strange = letters.find((letter) => letter > letterOf(options.length - 1));
  if (strange) return { value, problem: `没有选项“${strange}”，只有A至${letterOf(options.length - 1)}` };
  if (letters.length === 0 && typed.trim() !== '')
    return { value: typed, problem: '请输入选项字母，未答的留空，无效的输0' };
  if (asked.type !== 'multiple' && letters.length > 1) return { value, problem: '此题只能选一项' };
  if (asked.limit !== undefined && letters.length > asked.limit) {
    return { value, problem: `此题最多选${asked.limit}项，已选${letters.length}项` };
  }
  const alone = asked.exclusive === undefined ? undefined : letterOf(asked.exclusive - 1);
  if (alone !== undefined && letters.length > 1 && letters.includes(alone)) {
    return { value, problem: `选了${alone}“${options[asked.exclusive! - 1] ?? ''}”就不能再选其他` };
  }
  return { value };
}
