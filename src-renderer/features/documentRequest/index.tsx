/** 调阅资料: request → received → returned; what is late, what is still in hand, what was found while reading. */
import { RollbackOutlined } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { kinds } from '../../../src-shared/domain';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { inHand } from '../../../src-shared/domain/document-request';
import { useRecords } from '../../replica';
import { useCommands } from '../../ui/commands';
import { wasTaken } from '../../ui/step-dialog';
import { stepColumn } from '../../ui/columns';
import { KindPage, type FeatureProps } from '../../ui/kind-page';

const kind = kinds.documentRequest as unknown as AnyKind;

const looks = [
  stepColumn(kind, 'state', 310),
  {
    key: 'overdue',
    width: 120,
    render: (_: Entity, words: string) => <span className="pw-late">{words}</span>,
  },
];

export default function DocumentRequestPage({ inspection, record, onOpen }: FeatureProps) {
  const rows = useRecords('documentRequest', { inspection }) as readonly Entity[] | undefined;
  return (
    <KindPage
      kind={kind}
      rows={rows}
      parent={inspection}
      record={record}
      onOpen={onOpen}
      about="这里登记向被巡察单位调阅的资料：何时要、何时到、谁在看、何时还、发现了什么。还没有调阅资料。"
      looks={looks}
      filterBy={['state', 'overdue', 'reader', 'leaderSigned']}
      actions={<GiveBackAll rows={rows ?? []} />}
      summary={(shown) => <InHand rows={shown} />}
    />
  );
}

function InHand({ rows }: { rows: readonly Entity[] }) {
  const count = rows.filter((row) => inHand(row.values.state as string)).length;
  return <span className="pw-words">{count > 0 ? `在组内未归还${count}类` : '没有未归还的资料'}</span>;
}

/** 全部归还: what a group does on the day it leaves. */
function GiveBackAll({ rows }: { rows: readonly Entity[] }) {
  const commands = useCommands();
  const held = rows.filter((row) => inHand(row.values.state as string));
  if (held.length === 0) return null;
  const giveBack = async () => {
    for (const row of held) {
      if (!wasTaken(await commands.step(row, 'state', { to: 'returned', label: '归还' }))) break;
    }
  };
  return (
    <Popconfirm
      title={`将${held.length}类在组资料全部登记为今日归还？`}
      okText="全部归还"
      cancelText="取消"
      onConfirm={giveBack}
    >
      <Button icon={<RollbackOutlined />}>{`全部归还（${held.length}）`}</Button>
    </Popconfirm>
  );
}
