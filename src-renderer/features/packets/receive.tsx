/** 收入: a packet is looked through, shown, and taken in by a click; then what is left to do. */
import { Alert, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { AppContract, OutputOf, PacketShown } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import { useNavigation } from '../../session/navigation';
import { call } from '../../session/workbench';
import { when } from '../../ui/format';
import { TaskProgress } from '../../ui/task-progress';
import { Code } from './code';
import { PACKET_FILES, useAct } from './use-act';
import '../../ui/plain-table.css';

interface Taken extends OutputOf<AppContract, 'packets.take'> {
  readonly twice: OutputOf<AppContract, 'packets.sameNumbers'>;
}

const labelOf = (kind: string): string => kindOf(kind)?.label ?? kind;

export function ReceiveDialog({ onClose }: { readonly onClose: () => void }) {
  const { busy, fault, run } = useAct();
  const [shown, setShown] = useState<PacketShown>();
  const [taken, setTaken] = useState<Taken>();
  const kept = useRef<string>(undefined);
  useEffect(
    () => () => {
      if (kept.current !== undefined)
        void call('packets.drop', { code: kept.current }).catch(() => undefined);
    },
    [],
  );
  const look = () =>
    run(async () => {
      const { paths } = await call('shell.chooseOpenFiles', { title: '选择数据包', filters: PACKET_FILES });
      const [path] = paths;
      if (path === undefined) return;
      setShown(undefined);
      const found = await call('packets.look', { path });
      kept.current = found.code;
      setShown(found);
    });
  const take = ({ code }: PacketShown) =>
    run(async () => {
      const done = await call('packets.take', { code });
      kept.current = undefined;
      setTaken({ ...done, twice: [] });
      setTaken({ ...done, twice: await call('packets.sameNumbers', {}) });
    });
  return (
    <Modal
      open
      title="收入数据包"
      footer={null}
      width={760}
      mask={{ closable: false }}
      closable={!busy}
      keyboard={!busy}
      onCancel={onClose}
    >
      {fault !== undefined && (
        <Alert type={fault.type} showIcon title={fault.title} className="gap" role="alert" />
      )}
      {taken !== undefined ? (
        <Done taken={taken} askedBack={shown?.kind !== 'receipt'} onClose={onClose} />
      ) : (
        <>
          {shown === undefined ? (
            <p>先查看，您点“收入”之后才写入；收入前自动备份。数据包是几个文件的，选其中任何一个。</p>
          ) : (
            <Preview packet={shown} />
          )}
          <div className="row gap-top">
            {shown !== undefined && (
              <Button type="primary" size="large" loading={busy} onClick={() => void take(shown)}>
                收入
              </Button>
            )}
            <Button
              type={shown === undefined ? 'primary' : 'default'}
              size="large"
              disabled={busy}
              onClick={() => void look()}
            >
              {shown === undefined ? '选择数据包…' : '另选一个…'}
            </Button>
          </div>
          <TaskProgress task={shown === undefined ? 'readPacket' : 'takePacket'} active={busy} />
        </>
      )}
    </Modal>
  );
}

function Preview({ packet }: { readonly packet: PacketShown }) {
  const { from, by, at, code, kind, changes, evidence, complete, missing, kinds, refused, clockAhead } =
    packet;
  const counts = Object.entries(kinds);
  return (
    <>
      <dl className="facts">
        <dt>来自</dt>
        <dd>
          {from}，{by}制作
          {kind === 'receipt' && '（回执：只说明对方已有哪些内容）'}
        </dd>
        <dt>制作时间</dt>
        <dd>{when(at)}</dd>
        {changes !== undefined && (
          <>
            <dt>内容</dt>
            <dd>
              本机没有的变更{changes}条，佐证{evidence}份
            </dd>
          </>
        )}
      </dl>
      <Code code={code} />
      {complete ? (
        <Alert type="success" showIcon title="完整，收入后不缺对方的内容" />
      ) : (
        <Alert
          type="warning"
          showIcon
          title="收入后还缺一些内容，可以先收入，再补齐"
          description={
            <ul>
              {missing.map(({ device, name, changes: count }) => (
                <li key={device}>
                  缺{name || '一台未登记的电脑'}的变更{count}条，请对方选“全部”再做一份
                </li>
              ))}
            </ul>
          }
        />
      )}
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          className="gap-top"
          title="有的变更不收入，其余照常收入。请报告组长"
          description={
            <ul>
              {refused.map(({ why, changes: count }) => (
                <li key={why}>
                  {count}条：{why}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {clockAhead > 0 && (
        <Alert
          type="warning"
          showIcon
          className="gap-top"
          title={`对方电脑的时钟比本机至少快${clockAhead}分钟，请核对两台电脑的日期和时间`}
        />
      )}
      {counts.length > 0 && (
        <table className="pw-plain gap-top" aria-label="收入后的变化">
          <thead>
            <tr>
              {['类别', '新增', '改动', '删除', '冲突'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map(([name, line]) => (
              <tr key={name}>
                <th scope="row">{labelOf(name)}</th>
                <td>{line.new}</td>
                <td>{line.changed}</td>
                <td>{line.removed}</td>
                <td>{line.conflicts}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface DoneProps {
  readonly taken: Taken;
  /** Whether a receipt goes back: of a receipt there is none. */
  readonly askedBack: boolean;
  readonly onClose: () => void;
}

function Done({ taken: { receipt, conflicts, twice }, askedBack, onClose }: DoneProps) {
  const back =
    receipt === null
      ? '没有写成回执，U盘可能写不进去。收入的内容不受影响，只是对方下次会多发一些。'
      : `回执已写在数据包旁边，请带回对方电脑收入：${receipt}`;
  return (
    <>
      <Alert
        type="success"
        showIcon
        title="已收入"
        description={askedBack ? back : '已知道对方有哪些内容，下次不再重发。'}
      />
      {twice.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="gap-top"
          title="有编号重复，请改其中的编号"
          description={
            <ul>
              {twice.map(({ kind, code, records }) => (
                <li key={records.join()}>
                  {labelOf(kind)} {code}（{records.length}条）
                </li>
              ))}
            </ul>
          }
        />
      )}
      <div className="row gap-top">
        {conflicts > 0 && (
          <Button type="primary" onClick={() => useNavigation.getState().open('conflicts')}>
            去冲突处理（{conflicts}条记录）
          </Button>
        )}
        <Button type={conflicts > 0 ? 'default' : 'primary'} onClick={onClose}>
          完成
        </Button>
      </div>
    </>
  );
}
