/** What came back of a batch: keyed sheet by sheet, or the votes of each question as they were counted by hand. */
import { Segmented } from 'antd';
import { useState } from 'react';
import { sheetCounts } from '../../../src-shared/domain/kinds/questionnaire';
import { askedIn } from '../../../src-shared/domain/questionnaire-form';
import { sourcesOf } from '../../../src-shared/domain/questionnaire-tally';
import { useRuleContext, type RecordOf } from '../../replica';
import { HandTally } from './hand-tally';
import { SheetEntry } from './sheet-entry';

type Way = 'sheets' | 'hand';
const WAYS: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'sheets', label: '逐份录入' },
  { value: 'hand', label: '按题录票数' },
];

/** Which of the two ways the tally goes by, in words, where a person may wonder; as {@link sourcesOf} and `tally` rule. */
function whichCounts(way: Way, sheets: number, hand: boolean): string | undefined {
  if (sheets > 0 && hand) return `两种方式都有数据：统计以逐份录入的${sheets}份答卷为准，按题录的票数不计入`;
  if (sheets > 0 && way === 'hand') return `已逐份录入${sheets}份答卷，统计以答卷为准，这里录的票数不会计入`;
  if (hand && way === 'sheets') return '已按题录票数，统计以票数为准；逐份录完第一份后，改以答卷为准';
  return undefined;
}

interface BatchEntryProps {
  readonly batch: RecordOf<'responseBatch'>;
  readonly questions: readonly RecordOf<'question'>[];
}

export function BatchEntry({ batch, questions }: BatchEntryProps) {
  const context = useRuleContext();
  const { sheets, hand } = sourcesOf(batch.id, context);
  const [way, setWay] = useState<Way>(() => {
    const unfinished = context.children(batch.id, 'responseSheet').some((sheet) => !sheetCounts(sheet));
    return hand && sheets === 0 && !unfinished ? 'hand' : 'sheets';
  });
  const which = whichCounts(way, sheets, hand);
  const Entry = way === 'hand' ? HandTally : SheetEntry;
  return (
    <>
      <div className="pw-table-bar">
        <Segmented<Way> aria-label="录入方式" options={[...WAYS]} value={way} onChange={setWay} />
        {which && (
          <span className="pw-words pw-hint" role="status">
            {which}
          </span>
        )}
      </div>
      <Entry batch={batch} questions={askedIn(batch, questions) as readonly RecordOf<'question'>[]} />
    </>
  );
}
