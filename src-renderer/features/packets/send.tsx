/** 发出: for whom, all or what is new, where to; then what was written. */
import { Alert, Button, Checkbox, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { AppContract, LaptopShown, OutputOf } from '../../../src-shared/contract';
import { call } from '../../session/workbench';
import { TaskProgress } from '../../ui/task-progress';
import { Code } from './code';
import { useAct } from './use-act';

interface SendProps {
  readonly laptops: readonly LaptopShown[];
  readonly onClose: () => void;
}

export function SendDialog({ laptops, onClose }: SendProps) {
  const others = laptops.filter(({ own, struckOff, prepared }) => !own && !struckOff && prepared);
  const { busy, fault, run } = useAct();
  /** Not to these: the list may still grow while this is open. */
  const [not, setNot] = useState<readonly string[]>([]);
  const to = others.map(({ id }) => id).filter((id) => !not.includes(id));
  const [full, setFull] = useState(false);
  const [made, setMade] = useState<OutputOf<AppContract, 'packets.make'>>();
  const make = () =>
    run(async () => {
      const { path } = await call('shell.chooseFolder', { title: '选择U盘上的文件夹', use: 'save' });
      if (path !== null) setMade(await call('packets.make', { to, full, path }));
    });
  return (
    <Modal
      open
      title="发出数据包"
      footer={null}
      mask={{ closable: false }}
      closable={!busy}
      keyboard={!busy}
      onCancel={onClose}
    >
      {made !== undefined && (
        <>
          <p>
            已制作给{made.to.join('、')}的数据包
            {made.changes !== undefined && `：变更${made.changes}条，佐证${made.evidence}份`}。
          </p>
          <Code code={made.code} />
          <ul className="plain">
            {made.paths.map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
          <p>对方收入时也会看到校验码，两边相同才是这一个。对方收入后的回执，请带回本机收入。</p>
          <Button type="primary" onClick={onClose}>
            完成
          </Button>
        </>
      )}
      {made === undefined && others.length === 0 && (
        <p>还没有可以发给的电脑。请组长、联络员或巡察办的同志先登记电脑、制作开机包。</p>
      )}
      {made === undefined && others.length > 0 && (
        <>
          <h4>发给哪台电脑</h4>
          <Checkbox.Group
            className="pw-exchange-choice"
            disabled={busy}
            value={to}
            onChange={(chosen) => setNot(others.map(({ id }) => id).filter((id) => !chosen.includes(id)))}
            options={others.map(({ id, name, users }) => ({
              value: id,
              label: `${name}（${users.join('、')}）`,
            }))}
          />
          <h4>发什么</h4>
          <Radio.Group
            className="pw-exchange-choice gap"
            disabled={busy}
            value={full}
            onChange={(event) => setFull(event.target.value as boolean)}
            options={[
              { value: false, label: '只发新的（对方还没有的）' },
              { value: true, label: '全部（对方缺了内容、要重新来一份时用）' },
            ]}
          />
          {fault !== undefined && (
            <Alert type={fault.type} showIcon title={fault.title} className="gap" role="alert" />
          )}
          <Button type="primary" loading={busy} disabled={to.length === 0} onClick={() => void make()}>
            选择文件夹并制作…
          </Button>
          <TaskProgress task="makePacket" active={busy} />
        </>
      )}
    </Modal>
  );
}
