/**
 * How files of papers are called: title, and in parentheses unit, number and edition, then the day. Never a person: names of
 * files are seen by whoever sees the folder. No two editions of a record share one.
 */
import { chineseDate } from '../../../src-shared/domain/dates';
import type { Entity, IsoDate } from '../../../src-shared/domain/define';

/** How a unit is called in file names: only signs that every file system takes. */
export function unitInFileName(unit: Entity | undefined): string {
  const name = String(unit?.values.shortName || unit?.values.name || '');
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '').slice(0, 40);
}

/** @param inside what stands in the parentheses; empty texts are left out */
export function paperFileName(title: string, inside: readonly (string | undefined)[], day: IsoDate): string {
  const words = inside.filter(Boolean).join(' ');
  return `${title}${words === '' ? '' : `（${words}）`}${chineseDate(day)}.docx`;
}
