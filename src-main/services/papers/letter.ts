/** From what a kind says of a letter to the letter itself: to whom, from whom, and without the names of people who talked. */
import type { IsoDate } from '../../../src-shared/domain/define';
import type { Letter } from '../../../src-shared/domain/define/paper-form';
import type { LetterModel } from '../../word';
import { type InspectionRecords, signatory } from './source';

/**
 * @param veil takes names out of the text under a heading
 * @param today dates a letter whose own day is not filled in yet
 */
export function letterModel(
  letter: Letter,
  records: InspectionRecords,
  veil: (text: string, heading: string) => string,
  today: IsoDate,
): LetterModel {
  const { title, number, date, opening, parts, receipt } = letter;
  return {
    title,
    number,
    unit: String(records.unit.values.name ?? ''),
    opening,
    parts: parts.map(({ heading, text }) => ({ heading, text: veil(text, heading) })),
    signatory: signatory(records),
    date: date ?? today,
    receipt,
  };
}
