/** 分人群: the same count, of the sheets of each 人群 alone. Hand counts know no 人群, so that keyed sheets make it up. */
import type { RecordId } from '../merge/change';
import type { Entity } from './define';
import { sheetCounts } from './kinds/questionnaire';
import { tallyQuestionnaire, type QuestionnaireTally, type TallyReader } from './questionnaire-tally';

/** What sheets without a 人群 stand under. */
export const NO_GROUP = '未分人群';

const groupOf = (sheet: Entity): string => {
  const group = sheet.values.group;
  return typeof group === 'string' && group.trim() !== '' ? group.trim() : NO_GROUP;
};

/** The records as they were if only one group had answered: its sheets, so many of them valid, no hand counts. */
function onlyGroup(group: string, reader: TallyReader): TallyReader {
  const sheetsOf = (batch: RecordId) =>
    reader.children(batch, 'responseSheet').filter((sheet) => groupOf(sheet) === group);
  return {
    get: reader.get,
    children(parent, kind) {
      if (kind === 'questionTally') return [];
      if (kind === 'responseSheet') return sheetsOf(parent);
      const records = reader.children(parent, kind);
      if (kind !== 'responseBatch') return records;
      return records.map((batch) => {
        const count = sheetsOf(batch.id).filter(sheetCounts).length;
        return { ...batch, values: { ...batch.values, issued: count, returned: count, valid: count } };
      });
    },
  };
}

/**
 * The count of a questionnaire for each 人群, by name.
 * @returns nothing where no sheet that counts names one
 */
export function tallyByGroup(
  questionnaire: RecordId,
  reader: TallyReader,
): readonly { readonly group: string; readonly tally: QuestionnaireTally }[] {
  const found = new Set<string>();
  const seen: TallyReader = {
    get: reader.get,
    children(parent, kind) {
      const records = reader.children(parent, kind);
      if (kind === 'responseSheet')
        for (const sheet of records) if (sheetCounts(sheet)) found.add(groupOf(sheet));
      return records;
    },
  };
  tallyQuestionnaire(questionnaire, seen);
  if ([...found].every((group) => group === NO_GROUP)) return [];
  return [...found]
    .sort((a, b) => Number(a === NO_GROUP) - Number(b === NO_GROUP) || a.localeCompare(b, 'zh'))
    .map((group) => ({ group, tally: tallyQuestionnaire(questionnaire, onlyGroup(group, reader)) }));
}
