/** How a person is written who is not to be named: 姓某 or 姓某某. */
import { COMPOUND_SURNAMES } from './surnames';

/** 张三 → 张某, 张小三 → 张某某, 欧阳修文 → 欧阳某某, 买买提·艾力 → 买某某, 王局长 → 王某, 老王 → 王某. */
export function maskedName(name: string): string {
  const called = /^[老小](.)$/u.exec(name)?.[1] ?? /^(.)(?:.*[长记任员计])$/u.exec(name)?.[1];
  if (called) return `${called}某`;
  const characters = [...name];
  const two = characters.slice(0, 2).join('');
  const surname = characters.length > 2 && COMPOUND_SURNAMES.has(two) ? two : (characters[0] ?? '');
  const given = characters.length - [...surname].length;
  return surname + (given <= 1 ? '某' : '某某');
}
