/** 调阅资料: request → received → returned; what is late, what is still in hand, what was found while reading. */
import { InboxOutlined, RollbackOutlined } from '@ant-design/icons';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { inHand } from '../../../src-shared/domain/kinds/document-request';
import { useRecords } from '../../replica';
import { stepColumn } from '../../ui/columns';
import { KindPage, type FeatureProps } from '../../ui/kind-page';
import { SeveralSteps } from '../../ui/several-steps';
import './document-request.css';

const kind = kinds.documentRequest as unknown as AnyKind;

const looks = [
  stepColumn(kind, 'state', 310),
  {
    key: 'overdue',
    width: 120,
    render: (_: Entity, words: string) => <span className="pw-late">{words}</span>,
  },
];

const several = { kind, field: 'state', measure: '件' } as const;

export default function DocumentRequestPage({ inspection, record, onOpen }: FeatureProps) {
  const rows = useRecords('documentRequest', { inspection }) as readonly Entity[] | undefined;
  return (
    <KindPage
      kind={kind}
      rows={rows}
      parent={inspection}
      record={record}
      onOpen={onOpen}
      looks={looks}
      actions={
        <>
          <SeveralSteps {...several} rows={rows ?? []} label="接收" icon={<InboxOutlined />} />
          <SeveralSteps {...several} rows={rows ?? []} label="归还" icon={<RollbackOutlined />} />
        </>
      }
      summary={(shown) => <InHand rows={shown} />}
    />
  );
}

function InHand({ rows }: { rows: readonly Entity[] }) {
  const count = rows.filter((row) => inHand(row.values.state as string)).length;
  return <span className="pw-words">{count > 0 ? `在组内未归还${count}类` : '没有未归还的资料'}</span>;
}
