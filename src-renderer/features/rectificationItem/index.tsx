/** 整改台账: every rectification item of the unit with its warning in words; for one item its measures and progress. */
import { useMemo } from 'react';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity, IsoDate } from '../../../src-shared/domain/define';
import { itemWarning } from '../../../src-shared/domain/kinds/rectification-item';
import { isAdopted } from '../../../src-shared/domain/kinds/working-paper';
import { getRecord, useRecords, useToday } from '../../replica';
import { ChildRows } from '../../ui/child-rows';
import { stepColumn } from '../../ui/columns';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import { Mark } from '../../ui/mark';
import { useMyMember } from '../../ui/my-member';
import type { ColumnLook } from '../../ui/record-columns';

const kind = kinds.rectificationItem as unknown as AnyKind;
const TONES = { none: 'plain', normal: 'plain', green: 'success', yellow: 'warning', red: 'error' } as const;

/** Every colour stands with its words. */
const looks = (today: IsoDate): readonly ColumnLook[] => [
  stepColumn(kind, 'state', 220),
  {
    key: 'warning',
    width: 250,
    render: (row, words) => <Mark tone={TONES[itemWarning(row, getRecord, today).level]}>{words}</Mark>,
  },
  { key: 'problem', width: 200 },
];

export default function RectificationPage({ inspection, record, onOpen }: FeatureProps) {
  const today = useToday();
  const papers = useRecords('workingPaper', { inspection });
  return (
    <KindPage
      kind={kind}
      rows={useRecords('rectificationItem', { inspection })}
      parents={{ label: '针对的问题', options: papers?.filter((p) => isAdopted(p.values.state)) ?? [] }}
      record={record}
      onOpen={onOpen}
      looks={useMemo(() => looks(today), [today])}
      form={(item) => ({
        after: { 任务: <Measures item={item} />, 进度: <Progress item={item} today={today} /> },
      })}
    />
  );
}

const Measures = ({ item }: { item: Entity }) => (
  <ChildRows kind="measure" parent={item} empty="还没有措施。每条措施一行，写明怎么做、何时完成。" />
);

function Progress({ item, today }: { item: Entity; today: IsoDate }) {
  const me = useMyMember();
  return (
    <ChildRows
      kind="progressEntry"
      parent={item}
      empty="还没有进展。做了一步，记一条：日期、情况、佐证。"
      defaults={() => ({ happenedOn: today, ...(me ? { reporter: me } : {}) })}
    />
  );
}
