/** 整改台账: every rectification item of the unit with its warning in words; for one item its measures and progress. */
import { kinds } from '../../../src-shared/domain';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { warningOf } from '../../../src-shared/domain/rectification-item';
import { isAdopted } from '../../../src-shared/domain/working-paper';
import { getRecord, labelOf, roundOf, useRecords, useToday } from '../../replica';
import { ChildRows } from '../../ui/child-rows';
import { EvidenceList } from '../../ui/evidence-list';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import { NewUnder, useNewUnder } from '../../ui/new-under';
import { stepColumn, warningColumn, type Column } from '../../ui/columns';

const kind = kinds.rectificationItem as unknown as AnyKind;

const problem: Column = { key: 'problem', title: '反馈问题', width: 200, text: (row) => labelOf(row.parent ?? '') };

export default function RectificationPage({ inspection, record, onOpen }: FeatureProps) {
  const today = useToday();
  const parameters = roundOf(getRecord(inspection))?.values;
  const papers = useRecords('workingPaper', { inspection }) as readonly Entity[] | undefined;
  const adding = useNewUnder();
  return (
    <>
      <KindPage
        kind={kind}
        rows={useRecords('rectificationItem', { inspection })}
        record={record}
        onOpen={onOpen}
        onNew={adding.start}
        about="这里是整改台账：每个反馈问题细化成整改任务，盯住责任人、时限和销号。还没有整改事项。"
        columns={useLedgerColumns(today, parameters)}
        filterBy={['state', 'warning', 'leader', 'closing']}
        form={(item) => ({ children: <Rows item={item} /> })}
      />
    </>
  );
}
