/** 回收站: what was removed, by whom, when and why, and the way back. */
import { App, Button, Empty, Flex, Spin, Typography } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../../src-shared/contract';
import { kindOf } from '../../../src-shared/domain/kinds';
import { alongWords } from '../../../src-shared/domain/removing';
import { useRuleContext } from '../../replica';
import { call } from '../../session/workbench';
import { useCommands } from '../../ui/commands';
import { when } from '../../ui/format';
import '../../ui/kind-page.css';
import '../../ui/plain-table.css';
import './bin.css';

type Removed = OutputOf<AppContract, 'record.removed'>[number];

/** What the core says is removed; asked again whenever a record changes, so that what came back is not offered again. */
function useRemoved(): readonly Removed[] | undefined {
  const { attempt } = useCommands();
  const records = useRuleContext();
  const [list, setList] = useState<readonly Removed[]>();
  useEffect(() => {
    let here = true;
    void attempt(() => call('record.removed', {})).then((found) => {
      if (here) setList((before) => found ?? before ?? []);
    });
    return () => {
      here = false;
    };
  }, [attempt, records]);
  return list;
}

export default function BinPage() {
  const list = useRemoved();
  const { message } = App.useApp();
  const { restore } = useCommands();
  const [busy, setBusy] = useState<string>();
  const bringBack = async ({ id, title }: Removed) => {
    setBusy(id);
    if (await restore(id)) void message.success(`已恢复“${title}”`);
    setBusy(undefined);
  };
  return (
    <Flex vertical className="pw-page" component="main">
      <header className="pw-page-head">
        <Typography.Title level={4} className="pw-page-title">
          回收站
        </Typography.Title>
      </header>
      {!list && <Spin className="pw-wait" />}
      {list?.length === 0 && (
        <Empty
          className="pw-empty"
          description="没有删除的记录。删除的记录都在这里，可以连同下属记录一并恢复。"
        />
      )}
      {list && list.length > 0 && (
        <div className="pw-bin">
          <table className="pw-plain" aria-label="已删除的记录">
            <thead>
              <tr>
                {['类别', '编号和名称', '单位', '删除人', '删除时间', '理由', '一并删除', '办理'].map(
                  (title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {list.map((one) => (
                <Line
                  key={one.id}
                  removed={one}
                  busy={busy === one.id}
                  onRestore={() => void bringBack(one)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Flex>
  );
}

function Line(props: { removed: Removed; busy: boolean; onRestore: () => void }) {
  const { kind, title, unit, by, at, reason, along, refusal } = props.removed;
  return (
    <tr>
      <td>{kindOf(kind)?.label}</td>
      <th scope="row">{title}</th>
      <td>{unit}</td>
      <td>{by}</td>
      <td className="pw-bin-time">{when(at)}</td>
      <td>{reason}</td>
      <td>{alongWords(along)}</td>
      <td className="pw-bin-act">
        {refusal === undefined ? (
          <Button size="small" loading={props.busy} aria-label={`恢复${title}`} onClick={props.onRestore}>
            恢复
          </Button>
        ) : (
          <span className="pw-words">{refusal}</span>
        )}
      </td>
    </tr>
  );
}
