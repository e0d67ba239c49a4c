/** What a question offers to choose from, by its type. */

/** 题型 (domain.md §2.2 i). */
export const QUESTION_TYPES = {
  single: '单选',
  multiple: '多选',
  scale: '量表',
  trueFalse: '判断',
  blank: '填空',
  essay: '简答',
} as const;
export type QuestionType = keyof typeof QUESTION_TYPES;

/** Options that a question of this type always has; undefined where the author writes them. */
export function fixedOptions(type: QuestionType | undefined): readonly string[] | undefined {
  if (type === 'trueFalse') return ['是', '否'];
  if (type === 'scale') return ['很好', '较好', '一般', '较差', '很差'];
  return undefined;
}

/** Options of a question as the sheet shows them; empty for questions answered in words. */
export function optionsOf(asked: {
  readonly type?: QuestionType;
  readonly options?: readonly string[];
}): readonly string[] {
  if (asked.type === 'blank' || asked.type === 'essay') return [];
  return fixedOptions(asked.type) ?? asked.options ?? [];
}

/** The letter by which an option is chosen: 0 → `A`. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** `A 好`; an option that its author has already lettered (`A.好`) stays as it is. */
export function optionWords(option: string, index: number): string {
  const letter = letterOf(index);
  return option.startsWith(letter) ? option : `${letter} ${option}`;
}
