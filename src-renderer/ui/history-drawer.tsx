/** Who changed what and when, in labels and readable values; the newest first. */
import { Drawer, Empty, Spin, Timeline } from 'antd';
import { useEffect, useState } from 'react';
import type { AppContract, OutputOf } from '../../src-shared/contract';
import type { AnyKind, Entity } from '../../src-shared/domain/define';
import { labelOf } from '../replica';
import { call } from '../session/workbench';
import { useCommands } from './commands';
import { formatValue, infoOf, when } from './format';

type Entry = OutputOf<AppContract, 'record.history'>[number];

const ACTIONS: Readonly<Record<string, string>> = {
  create: '新建',
  edit: '修改',
  remove: '删除',
  restore: '恢复',
  sign: '签字',
  import: '导入',
  export: '导出',
  resolve: '选定分歧',
};

/** One line of an entry: the field's label and its value in words. */
function lineOf(kind: AnyKind, field: string, value: unknown): { label: string; words: string } {
  const info = infoOf(kind, field);
  if (info) return { label: info.label, words: formatValue(info, value, labelOf) || '（清空）' };
  const [set = '', member = ''] = field.split('/');
  const label = Object.hasOwn(kind.sets, set) ? kind.sets[set] : undefined;
  if (label === undefined) return { label: '新版本的栏目', words: '' };
  const name = set === 'evidence' ? member.slice(0, 8) : labelOf(member);
  return { label, words: `${value === true ? '加入' : '移出'} ${name}` };
}

export function HistoryDrawer(props: { kind: AnyKind; record: Entity; onClose: () => void }) {
  const { kind, record, onClose } = props;
  const { attempt } = useCommands();
  const [entries, setEntries] = useState<readonly Entry[]>();
  useEffect(() => {
    let here = true;
    void attempt(() => call('record.history', { id: record.id })).then((found) => {
      if (here) setEntries(found ?? []);
    });
    return () => {
      here = false;
    };
  }, [attempt, record.id, record.updatedAt]);
  return (
    <Drawer open title="修改历史" size={460} onClose={onClose}>
      {!entries && <Spin />}
      {entries?.length === 0 && <Empty description="没有修改记录" />}
      {entries && entries.length > 0 && (
        <Timeline
          items={[...entries]
            .reverse()
            .map((entry, i) => ({ key: i, content: <Change kind={kind} entry={entry} /> }))}
        />
      )}
    </Drawer>
  );
}

function Change({ kind, entry }: { kind: AnyKind; entry: Entry }) {
  const lines = Object.entries(entry.set).map(([field, value]) => lineOf(kind, field, value));
  return (
    <div>
      <div className="pw-words">
        {when(entry.at)} · {entry.author} · {ACTIONS[entry.action] ?? '其他操作'}
      </div>
      {entry.reason && <div>理由：{entry.reason}</div>}
      {lines.map(({ label, words }) => (
        <div key={label + words}>
          {label}：{words}
        </div>
      ))}
    </div>
  );
}
